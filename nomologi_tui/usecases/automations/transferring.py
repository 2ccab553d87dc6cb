"""Automations out as documents, and in again: checked as a whole before anything is kept, and switched off."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.checking import checked
from nomologi_tui.adopting.foreign import foreign
from nomologi_tui.blocks.checked import checked_once
from nomologi_tui.document import all_from_yaml, to_yaml
from nomologi_tui.document.merging import merged
from nomologi_tui.errors import BadInputError, ChangedMeanwhileError, NeedsPersonError, NotFoundError, StoreError
from nomologi_tui.model import Automation
from nomologi_tui.store import Tx, automations
from nomologi_tui.usecases.automations.automations import activation_plan, kept
from nomologi_tui.usecases.automations.how_it_runs import check_how
from nomologi_tui.usecases.connections.connections import need_known
from nomologi_tui.usecases.flow.checking import problems
from nomologi_tui.usecases.flow.drafting import made_fields, named
from nomologi_tui.usecases.step_words import in_words
from nomologi_tui.usecases.workspace import Workspace

MOST = 10 * 2**20  # bytes of a file
FILES = ("*.yaml", "*.yml", "*.json")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One automation of a file. `known_as`: the slug of one here that is the same; `lacks`: what it needs to run.

    Of another program's export `remarks` say what is not taken over, `taken` how many of its `parts` are; `refused` why
    it is not at all.
    """

    automation: Automation
    words: tuple[str, ...]
    plan: tuple[str, ...]
    lacks: tuple[str, ...]
    known_as: str = ""
    remarks: tuple[str, ...] = ()
    taken: int = 0
    parts: int = 0
    refused: str = ""


def document(ws: Workspace, automation: Automation) -> str:
    """The automation as YAML, without what belongs to this machine only: secrets, and a webhook's address."""
    steps = []
    for step in automation.steps:
        fresh = made_fields(ws.registry, step)
        steps.append(replace(step, config={key: value for key, value in step.config.items() if key not in fresh}))
    return to_yaml(replace(automation, steps=tuple(steps)), ws.registry)


def write_files(ws: Workspace, chosen: Sequence[Automation], folder: Path) -> list[Path]:
    """A file for each, named by its slug; others in the folder stay, and comments in those that are there.

    Raises BadInputError where it is no folder, StoreError where nothing can be written.
    """
    if folder.exists() and not folder.is_dir():
        raise BadInputError(f"{folder} is no folder.", "Name one, or a new one.")
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in chosen:
            written.append(folder / f"{one.slug}.yaml")
            text = _kept_by_hand(ws, written[-1], document(ws, one))
            written[-1].write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{error.filename} can't be written: {error.strerror}.", "Choose another folder.") from error
    return written


def _kept_by_hand(ws: Workspace, file: Path, text: str) -> str:
    """The text, in the words of the file that a person keeps there; one that is no document is replaced."""
    if not file.is_file():
        return text
    with suppress(BadInputError):
        return merged(_text(file), text, lambda said: _in_full(ws, said))
    return text


def _in_full(ws: Workspace, text: str) -> str:
    """What a file with one automation says, with the names that its steps get. Raises BadInputError."""
    found = list(all_from_yaml(text, ws.registry))
    if len(found) != 1:
        raise BadInputError("The file holds several automations.")
    return document(ws, replace(found[0], steps=named(found[0].steps)))


def read_files(path: Path) -> list[tuple[str, str]]:
    """Name and text of a file, or of each YAML file right in a folder. Raises BadInputError, NotFoundError."""
    try:
        files = _files_in(path) if path.is_dir() else [path]
        if not files:
            raise BadInputError(f"There is no YAML file in {path}.")
        return [(one.name, _text(one)) for one in files]
    except FileNotFoundError as error:
        link = Path(error.filename).is_symlink()
        words = f"The link {error.filename} leads nowhere." if link else f"There is no file {error.filename}."
        raise NotFoundError(words) from error
    except OSError as error:
        raise BadInputError(f"{error.filename or path} can't be read: {error.strerror}.") from error


def _files_in(folder: Path) -> list[Path]:
    """Hidden ones are an editor's; a link that leads nowhere is an error, for who prunes would delete what it named."""
    named = [one for kind in FILES for one in folder.glob(kind) if not one.name.startswith(".")]
    return sorted(one for one in named if one.is_file() or not one.exists())


def _text(file: Path) -> str:
    with file.open("rb") as source:
        return decoded(source.read(MOST + 1), str(file))


def decoded(data: bytes, name: str) -> str:
    """Text of a file. Raises BadInputError where it is too long or no text."""
    if len(data) > MOST:
        raise BadInputError(f"{name} is larger than {MOST // 2**20} MB.", "Take fewer automations at once.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInputError(f"{name} is not UTF-8 text.") from None


def read_all(ws: Workspace, texts: Iterable[tuple[str, str]]) -> list[Incoming]:
    """Everything that these (name, text) describe, nothing of it kept. Raises BadInputError naming file and place."""
    described = [one for name, text in texts for one in _described(ws, name, text)]
    goals = {one.goal for each in described if (one := each if isinstance(each, Automation) else each.automation)}
    known = [one for one in ws.store.read(automations.all_for, ws.user.id) if one.goal in goals]
    here = {document(ws, one): one.slug for one in known}
    return [_from(ws, one, here) for one in described]


def read_file(ws: Workspace, name: str, text: str) -> list[Incoming]:
    """What one text describes, as `read_all` says it, whatever is here already."""
    return [_from(ws, one, {}) for one in _described(ws, name, text)]


def _described(ws: Workspace, name: str, text: str) -> list[Automation | Found]:
    slug = _slug_from(name, text)
    try:
        if (found := foreign(text)) is not None:
            return [checked(one, ws.registry) for one in found]
        return [replace(one, slug=slug) for one in all_from_yaml(text, ws.registry)]
    except BadInputError as error:
        raise BadInputError(f"{name}: {error.message}", error.hint) from None


def _slug_from(name: str, text: str) -> str:
    """A file that holds one automation may name it; else its goal does."""
    stem = name.rpartition(".")[0]
    return stem if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", stem) and "\n---" not in text else ""


def _from(ws: Workspace, one: Automation | Found, here: dict[str, str]) -> Incoming:
    if isinstance(one, Automation):
        with checked_once():
            return _incoming(ws, one, here)
    if one.automation is None:
        nothing = Automation(one.place, ())
        return Incoming(nothing, (), (), (), refused=one.refused, parts=one.parts)
    incoming = _incoming(ws, one.automation, here)
    return replace(incoming, remarks=one.remarks, taken=one.taken, parts=one.parts)


def _incoming(ws: Workspace, one: Automation, here: dict[str, str]) -> Incoming:
    steps = named(one.steps)
    one = replace(one, steps=tuple(steps), user_id=ws.user.id)
    lacks = [problem.message for problem in problems(ws.registry, one.steps)]
    try:
        check_how(one.configuration, one.steps)
        need_known(ws, one.steps)
    except (BadInputError, NeedsPersonError) as error:
        lacks.append(error.message)
    return Incoming(
        one, tuple(in_words(ws.registry, step) for step in one.steps),
        tuple(activation_plan(ws.registry, one.steps)), tuple(dict.fromkeys(lacks)),
        here.get(document(ws, one), "") if here else "",
    )  # fmt: skip


def keep(ws: Workspace, incoming: Sequence[Incoming]) -> list[Automation]:
    """Keep all that are not here yet, or none of them; each is off until somebody turns it on.

    Raises ChangedMeanwhileError where somebody else took one of them in since they were read.
    """
    new = [one.automation for one in incoming if not one.known_as and not one.refused]
    named_so: dict[str, list[Automation]] = {}
    for one in new:
        named_so.setdefault(one.goal, []).append(one)

    documents = cache(lambda goal: {document(ws, one) for one in named_so[goal]})

    def is_among_them(here: Automation) -> bool:  # others wait for this, so that only the same goal is looked at
        return here.goal in named_so and document(ws, here) in documents(here.goal)

    return ws.store.write(_keep, [kept(ws, one) for one in new], is_among_them, ws.clock.now())


def _keep(tx: Tx, new: Sequence[Automation], same: Callable[[Automation], bool], now: datetime) -> list[Automation]:
    if new and (twice := next(filter(same, automations.all_for(tx, new[0].user_id)), None)):
        raise ChangedMeanwhileError(
            f"{twice.slug} came in meanwhile; nothing was kept.", "Import it again: what is here is left out."
        )
    return automations.create_all(tx, new, now)
