"""Declared automations: a folder of documents says what there shall be; what differs is changed, all or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from nomologi_tui.document import load
from nomologi_tui.errors import BadInputError, ChangedMeanwhileError, NotFoundError
from nomologi_tui.model import Automation
from nomologi_tui.store import Tx, automations, origins
from nomologi_tui.store.origins import Origin
from nomologi_tui.usecases.automations.automations import activation_plan, kept, need_whole
from nomologi_tui.usecases.automations.editing import with_ids
from nomologi_tui.usecases.automations.following import ON
from nomologi_tui.usecases.automations.transferring import document, read_file, read_files
from nomologi_tui.usecases.flow.drafting import named
from nomologi_tui.usecases.workspace import Workspace

What = Literal["create", "change", "nothing", "delete"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to be done about one automation. `plan`: what it may do, where that is new."""

    what: What
    slug: str
    wanted: Automation
    plan: tuple[str, ...] = ()


def differences(ws: Workspace, folder: Path, *, prune: bool = False) -> list[Difference]:
    """What must be done so that the automations are those of the folder. Each file holds one and names it.

    `prune` also deletes what `apply` made from this folder and has no file any more. Raises BadInputError naming the
    file; NeedsPersonError where one that is on would lack something.
    """
    files = _files(folder)
    here = {one.slug: one for one in ws.store.read(automations.all_for, ws.user.id)}
    wanted = [_difference(ws, slug, text, here.get(slug)) for slug, text in files]
    made = {one.automation_id for one in ws.store.read(origins.known, ws.user.id, source_of(folder))}
    named_by_files = {slug for slug, _ in files}
    gone = [one for slug, one in here.items() if prune and one.id in made and slug not in named_by_files]
    return [*wanted, *(Difference("delete", one.slug, one) for one in gone)]


def source_of(folder: Path) -> str:
    """How a folder is named as a source."""
    return f"apply {folder.absolute()}"


def _files(folder: Path) -> list[tuple[str, str]]:
    """Slug and text of each. Raises BadInputError for a name that is no slug or another one's."""
    if not folder.exists():
        raise NotFoundError(f"There is no folder {folder}.")
    if not folder.is_dir():
        raise BadInputError(f"{folder} is no folder.", "Name one with a YAML file for each automation.")
    found: dict[str, str] = {}
    for name, text in read_files(folder):
        slug, _, kind = name.rpartition(".")
        if kind == "json":
            continue
        if slug in found:
            raise BadInputError(f"{slug} stands in two files of {folder}.", "Keep one of them.")
        found[slug] = text
    return list(found.items())


def _difference(ws: Workspace, slug: str, text: str, here: Automation | None) -> Difference:
    read = read_file(ws, f"{slug}.yaml", text)
    if len(read) != 1 or read[0].automation.slug != slug:
        raise BadInputError(
            f"{slug}.yaml does not name one automation.", "Its name is small letters, digits and -; it holds one."
        )
    [incoming] = read
    if here is None:
        return Difference("create", slug, incoming.automation, incoming.plan)
    steps = named(with_ids(ws.registry, incoming.automation.steps, here.steps))
    wanted = replace(
        here, goal=incoming.automation.goal, steps=tuple(steps), configuration=incoming.automation.configuration
    )
    new, old = document(ws, wanted), document(ws, here)
    if new == old or load(new) == load(old):
        return Difference("nothing", slug, here)
    if here.status in ON:
        need_whole(ws, wanted)
    before = activation_plan(ws.registry, here.steps)
    return Difference("change", slug, wanted, tuple(one for one in incoming.plan if one not in before))


def carry_out(ws: Workspace, folder: Path, wanted: Sequence[Difference], *, prune: bool = False) -> bool:
    """All of it in one write, or nothing. New ones are off; those that are on stay on.

    False where somebody else made all so meanwhile. Raises ChangedMeanwhileError where they made it otherwise.
    """
    new = [kept(ws, one.wanted) for one in wanted if one.what == "create"]
    changed = [kept(ws, one.wanted) for one in wanted if one.what == "change"]
    gone = [one.wanted.id for one in wanted if one.what == "delete"]
    try:
        ws.store.write(_write, source_of(folder), new, changed, gone, ws.clock.now())
    except (ChangedMeanwhileError, NotFoundError):
        if any(one.what != "nothing" for one in differences(ws, folder, prune=prune)):
            raise
        return False
    return True


def _write(
    tx: Tx, source: str, new: Sequence[Automation], changed: Iterable[Automation], gone: Iterable[int], now: datetime
) -> None:
    made = automations.create_all(tx, new, now)
    for one, wanted in zip(made, new, strict=True):
        if one.slug != wanted.slug:
            raise ChangedMeanwhileError(f"Somebody made {wanted.slug} meanwhile; nothing is done. Look at it again.")
    origins.note(tx, [Origin(one.id, source, one.slug) for one in made])
    for one in changed:
        automations.update(tx, one, now, begun_at=one.revision)
    for number in gone:
        automations.delete(tx, number, now)
