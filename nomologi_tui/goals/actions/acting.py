"""The actions of a goal, read into its draft."""

from collections.abc import Sequence
from dataclasses import replace
from shlex import quote
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import describe
from nomologi_tui.goals.actions.asking import asked_first
from nomologi_tui.goals.actions.inside import Inside
from nomologi_tui.goals.actions.outcomes import Gate
from nomologi_tui.goals.actions.ways import ask_entity, ask_which, person_of, service_of
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.filling import pointed, remote
from nomologi_tui.goals.filling.brought import values_named, values_told
from nomologi_tui.goals.filling.dated import filled_in
from nomologi_tui.goals.filling.filling import MESSAGES, fill_action
from nomologi_tui.goals.filling.several_files import OLD_ENOUGH
from nomologi_tui.goals.filling.telling import RESULTS, TELLING, WATCHED, message_of
from nomologi_tui.goals.finding.clauses import Clause
from nomologi_tui.goals.finding.doing import Doings
from nomologi_tui.goals.finding.triggers import Choice
from nomologi_tui.goals.finding.verbs import Deed
from nomologi_tui.goals.parts import Part
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.typed import is_document, is_feed
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.structure import JOINS, REMEDIES, STOPS
from nomologi_tui.goals.words.vocabulary import SKIPPED
from nomologi_tui.model import StepType
from nomologi_tui.text import shorten

_TELL = "notify"
_ASKING = frozenset("how why who what which wie warum wer comment pourquoi qui como quien is are am do does".split())
_TWO_WORDS = 1.3
_ANSWER = "answer"  # what somebody who is asked gives
_LOOK = "http_request"
_FILE, _TABLE = "write_file", "append_row"
_FEED, _PAGE = "read_feed", "read_page"
# Fields for the text that a step is about, each with another field of such a step
_MATTER = (("content", "make_folders"), ("text", "task"), ("text", "form"), ("data", "path"), ("data", "verb"))
_FROM_THERE = frozenset("from of von de des".split())
_ASKED_HOW = frozenset(
    "how way possible trying best easiest wondering auto hey hi hello u pls plz thx thanks get".split()
)  # `how can I …`
_REASON = "{{ failure.error }}"
_REASONS = frozenset("error errors reason why log details fehler grund erreur raison error razon motivo".split())
_KINDS = frozenset("file folder directory script report document datei ordner skript bericht verzeichnis dokument "
                   "fichier dossier rapport repertoire archivo carpeta informe documento".split())  # fmt: skip
_DOWNLOADS = {"url", "to", "taken"}  # the fields of what saves a file from the web


def read_actions(
    draft: Draft, choice: Choice, doings: Doings, *, looked: str | None = None, gates: Sequence[Gate] = ()
) -> None:
    """All actions; one that stands with `if not` only after another failed. `looked`: an address to look at first."""
    inside = Inside(draft, gates)
    deeds = [deed for deed in doings.deeds if not _is_look(draft, deed)]
    draft.taken |= {place for deed in doings.deeds if deed not in deeds for place in deed.own + deed.typed}
    own = {place for deed in deeds for place in deed.own}
    before = [
        place for place in range(deeds[0].first if deeds else len(draft.tokens)) if place not in draft.taken | own
    ]
    titled = bool(deeds) and deeds[0].noun and draft.schedule is not None  # `Fridays "gym!" to my phone`
    ordered = before[-1:] if deeds and before[-1:] == [deeds[0].first - 1] else []  # `…, first run ~/a.sh`
    before = [place for place in before if place not in ordered or draft.tokens[place].value != "first"]
    left = [] if titled else draft.piece(before).leftover()
    draft.unread += [one for one in left if plain(one) not in _ASKED_HOW]
    look = draft.registry.known(StepType.ACTION, _LOOK) if looked is not None else None
    if look:
        draft.add(look, {"url": looked} if looked else {}, [], looks=True)
    after_failure = failed_of(_without_cause(draft, choice, doings), look is not None)
    ends = [*(deed.first for deed in deeds[1:]), len(draft.tokens)] if deeds else []
    places = {
        deed.first: [place for place in range(deed.first, end) if place not in draft.taken | own]
        for deed, end in zip(deeds, ends, strict=True)
    }
    if titled:
        places[deeds[0].first] = [*before, *places[deeds[0].first]]
    for deed in asked_first(draft, deeds):
        failed, held = deed.first in after_failure, inside.begin(deed)
        _read(draft, deed, places[deed.first], instead=failed and not held, said=inside.message())
        inside.end(deed, failed=failed)
    if not deeds and not _implied(draft, choice, doings):
        if not choice.told and draft.schedule is None and _is_faint(draft, choice):
            draft.forget_event()
        draft.ask("what.1", "What should be done?")


def failed_of(doings: Doings, looked: bool) -> set[int]:
    """Where the actions begin that are only for a failure of those before them."""
    found = set()
    for clause in doings.clauses:
        deed = _meant_by(clause, doings.deeds) if clause.failing else None
        if deed and (looked or any(one.first < min(deed.first, clause.first) for one in doings.deeds)):
            found.add(deed.first)
    if looked and not found:
        found = {deed.first for deed in doings.deeds}
    return found


def _without_cause(draft: Draft, choice: Choice, doings: Doings) -> Doings:
    """The doings without a failure that starts what is said before it: `restart plex if it crashes and let me know`."""
    told = {*choice.found.places} if choice.found and draft.schedule is None else set()
    causes = [one for one in doings.clauses if one.failing and not told.isdisjoint(one.places)]
    before = {one: [deed for deed in doings.deeds if deed.own and deed.first < one.first][-1:] for one in causes}
    remedied = [one for one in causes if any(draft.tokens[deed.own[0]].value in REMEDIES for deed in before[one])]
    return replace(doings, clauses=tuple(one for one in doings.clauses if one not in remedied))


def _meant_by(clause: Clause, deeds: Sequence[Deed]) -> Deed | None:
    """The action that a clause about failure belongs to: right behind it, else the last before it."""
    behind = [deed for deed in deeds if clause.end <= deed.first <= clause.end + 1]
    before = [deed for deed in deeds if deed.first < clause.first]
    return behind[0] if behind else before[-1] if before else None


def _is_look(draft: Draft, deed: Deed) -> bool:
    """Whether the action is what the trigger looks at: `run 'x' and tell me when its output changes`."""
    trigger = draft.parts[StepType.TRIGGER][-1:]
    if not trigger or trigger[0].block != "command" or deed.block[1] != "run_command":
        return False
    return trigger[0].config.get("command") in {draft.tokens[place].value for place in deed.typed}


def _read(draft: Draft, deed: Deed, places: Sequence[int], *, instead: bool, said: str = "") -> None:
    block = draft.registry.get(*deed.block)
    has_file = {"path", "name"} <= {*pointed.gives_of_event(draft)}  # a metric's path is a whole disk
    own = () if deed.config.get("_whole") else deed.own
    piece = draft.piece(sorted({*deed.own, *places}), own)
    said = said or (f"It failed: {shorten(draft.goal, 80)}" if instead else "")
    copies = block.name in (*remote.COPYING, remote.OVER_SSH)
    there = draft.registry.known(StepType.ACTION, remote.OVER_SSH) if copies else None
    if there and remote.goes_over_ssh(piece):
        _copy_over_ssh(draft, block, there, piece, has_file=has_file, instead=instead)
        return
    block = remote.as_request(draft.registry, piece, pointed.as_attachments(draft, piece, block))
    if has_file:
        pointed.narrow_files(draft, piece)
    known = {spec.name for spec in describe(block.config)}
    address = _read_first(draft, piece, known)
    of_it = bool(deed.config.get("_result"))  # its words spoke of what the last action made
    told = _told(draft, block, said) if said else _told_of_it(draft, block, piece, of_it=of_it)
    told = _with_reason(told, piece) if instead and told else told
    config = fill_action(block, piece, has_file=has_file, event=bool(told))
    config |= {name: value for name, value in deed.config.items() if name in known}
    config |= pointed.files_of_mail(draft) if block.name == pointed.SAVES else {}
    config |= remote.backed_up_there(piece, known, config)
    piece.used |= address
    if config.get("command"):
        given = values_told(piece, pointed.gives_of_event(draft))
        config["command"] = " ".join([config["command"], *given.values()])
    block, config = _as_row(draft, block, piece, config)
    known = {spec.name for spec in describe(block.config)}
    config |= _pointed_at(draft, piece, known, config, result=of_it)
    config |= _widened(block, piece, config)
    _use_order(piece)
    piece.use_kinds(_KINDS)
    draft.unread += piece.leftover()
    config = filled_in(draft, config, pointed.gives_of_event(draft))
    used = [place for place in piece.tokens if place in piece.used | {*deed.own}]
    if deed.noun and told and not any(token.kind == "quoted" for token in piece.tokens.values()):
        config = {name: value for name, value in config.items() if name not in told}
    draft.add(block, told | config, used, instead=instead)
    draft.ask_how_written(piece.open_name)
    ask_entity(draft, block, piece.open_entity)
    if config.get("older") == OLD_ENOUGH:
        draft.remarks.append("How old the files must be is not said: 30 days without a change.")
    if block.name == _TELL and not any(config.get(name) for name in ("connection", "to")):
        ask_which(draft, block, service_of(draft, deed, places) or person_of(draft, deed))


def _as_row(draft: Draft, block: Block, piece: Piece, config: dict[str, Any]) -> tuple[Block, dict[str, Any]]:
    """Values that go into a file of rows are cells: what is in them may hold its marks."""
    table = draft.registry.known(StepType.ACTION, _TABLE) if str(config.get("path", "")).endswith(".csv") else None
    if table is None or block.name != _FILE or config.get("content") or config.get("mode", "append") != "append":
        return block, config
    row = values_named(piece, pointed.gives_of_event(draft))
    return (table, {"path": config["path"], "row": row}) if row else (block, config)


def _widened(block: Block, piece: Piece, config: dict[str, Any]) -> dict[str, Any]:
    """`commit …, and push`: what stands behind makes of a choice the one that is both."""
    for spec in describe(block.config):
        for place in piece.tokens if spec.choices and spec.name in config else ():
            both = f"{config[spec.name]} and {piece.word(place)}"
            if both in spec.choices and place not in piece.used:
                piece.used.add(place)
                return {spec.name: both}
    return {}


def _use_order(piece: Piece) -> None:
    """What only says in which order things are done: `… but wait 2 minutes first`."""
    last = max((place for place in piece.tokens if piece.tokens[place].kind != "mark"), default=-1)
    piece.used |= {last} if piece.word(last) in ("first", "afterwards", "finally") else set()


def _copy_over_ssh(draft: Draft, said: Block, block: Block, piece: Piece, *, has_file: bool, instead: bool) -> None:
    """`block` does what the words of another one `said`: the place is on another machine."""
    config, machine = remote.copied_over_ssh(said.name, piece, has_file=has_file)
    piece.used |= {place for place in piece.tokens if piece.word(place) in pointed.IT}
    draft.unread += piece.leftover()
    draft.add(block, config, sorted(piece.used | {*piece.own}), instead=instead)
    key = f"what.{len(draft.parts[StepType.ACTION])}.connection"
    asked = f"Connection? The one to {machine}."
    draft.missing = [replace(one, question=asked) if one.key == key else one for one in draft.missing]


def _read_first(draft: Draft, piece: Piece, known: set[str]) -> set[int]:
    """A model can't open an address: what stands there is read before it is asked. The place of the address.

    So it is for a message of what comes from there: `send me the weather from https://…`.
    """
    if ("message" in known or {"content", "make_folders"} <= known) and not draft.said:
        return _fetched(draft, piece)
    asks = {"text", "task"} <= known
    found = piece.unused(lambda token: token.kind == "url") if asks else None
    if asks and found is None:
        _read_file(draft, piece)
    if found is None:
        return set()
    place, token = found
    reader = draft.registry.known(StepType.ACTION, _FEED if is_feed(token.value) else _PAGE)
    if reader:
        draft.add(reader, {"url": token.value}, [], looks=True)
    return {place} if reader else set()


def _read_file(draft: Draft, piece: Piece) -> None:
    """Add what prints the file that a model is asked about: `summarise ~/notes/week.md`."""
    named = next((one for one in piece.tokens.values() if one.kind == "path" and is_document(one.value)), None)
    block = draft.registry.known(StepType.ACTION, "run_command")
    if named and block and "*" not in named.value and not draft.parts[StepType.ACTION]:
        draft.add(
            block, {"command": f"cat {quote(named.value) if ' ' in named.value else named.value}"}, [], looks=True
        )


def _fetched(draft: Draft, piece: Piece) -> set[int]:
    """The places of `the weather from https://…`, where the answer of that address was added as what is told."""
    place = next((one for one, token in piece.tokens.items() if token.kind == "url"), -1)
    block = draft.registry.known(StepType.ACTION, _LOOK)
    quoted = any(token.kind == "quoted" for token in piece.tokens.values())
    if block is None or quoted or piece.word(place - 1) not in _FROM_THERE or draft.parts[StepType.ACTION]:
        return set()
    draft.add(block, {"url": piece.tokens[place].value}, [place], looks=True)
    return {one for one in piece.tokens if one <= place}


def _pointed_at(draft: Draft, piece: Piece, known: set[str], config: dict[str, Any], *, result: bool) -> dict[str, Any]:
    """The fields for what the words point at, where nothing else is said. `result`: at what the last action made."""
    found: dict[str, Any] = {}
    if {"to", "name"} <= known and "to" in config:
        folder, name = pointed.as_folder_and_name(config["to"])
        if name and "name" not in config:  # who names a file each time means that file
            found |= {"to": folder, "name": name} | ({"taken": "overwrite"} if "taken" in known else {})
    elif "name" in known and "name" not in config:
        found["name"] = pointed.thing_of(draft, piece)
    if "path" in known and "path" not in config:
        found["path"] = pointed.file_asked_for(draft, piece)
    if "url" in known and "url" not in config:
        found["url"] = pointed.address_of_item(draft, piece, always=known >= _DOWNLOADS)
    if "body_type" in known and "body" not in config:
        body = pointed.result_of_last(draft) if result else pointed.body_of(draft, piece)
        found |= {"body": body, "body_type": "text"} if body else {}
    into = next((name for name, beside in _MATTER if {name, beside} <= known), "")
    if into and into not in config:
        named = values_named(piece, pointed.gives_of_event(draft))
        found[into] = " ".join(named.values()) or pointed.matter_of(draft, piece)
    return {name: value for name, value in found.items() if value}


def _told(draft: Draft, block: Block, said: str = "") -> dict[str, Any]:
    """What is `said`, else the event in the user's words, for a field of what is told."""
    message = said or pointed.event_told(draft)
    names = [spec.name for spec in describe(block.config) if spec.required and spec.name in MESSAGES]
    return {name: message for name in names if message}


def _told_of_it(draft: Draft, block: Block, piece: Piece, *, of_it: bool) -> dict[str, Any]:
    """The event, unless the words point at what the last action made, or pass the mail on that came."""
    told = _told(draft, block, _named_told(draft, block, piece)) | _result_told(draft, block, piece, of_it=of_it)
    return told | pointed.forwarded(draft, piece) if "subject" in told else told


def _with_reason(told: dict[str, Any], piece: Piece) -> dict[str, Any]:
    """Why it failed beside what did: in a letter as its text."""
    piece.used |= {place for place in piece.tokens if piece.word(place) in RESULTS | _REASONS}
    if "subject" in told:
        return {**told, "text": _REASON}
    return {name: f"{text}: {_REASON}" for name, text in told.items()}


def _named_told(draft: Draft, block: Block, piece: Piece) -> str:
    """The event with those of its values that the words name, where one is told of it."""
    tells = any(spec.required and spec.name in MESSAGES for spec in describe(block.config))
    quoted = any(token.kind == "quoted" for token in piece.tokens.values())
    named = values_told(piece, pointed.gives_of_event(draft)) if tells and draft.said and not quoted else {}
    return f"{message_of(draft.said, ())}: {', '.join(named.values())}" if named else ""


def _result_told(draft: Draft, block: Block, piece: Piece, *, of_it: bool) -> dict[str, Any]:
    """What the action before made, for a message about it: where the words point at it, or no event is told."""
    done = draft.parts[StepType.ACTION]
    fields = {spec.name for spec in describe(block.config)}
    points = (
        of_it
        or _ANSWER in pointed.gives_of_last(draft)
        or any(plain(token.value) in RESULTS for token in piece.tokens.values())
    )
    if not done or fields.isdisjoint(MESSAGES) or (draft.said and not points):
        return {}
    result = pointed.named_of_last(draft, piece) or pointed.result_of_last(draft)
    if not result or "message" in fields:
        return {"message": result} if result else {}
    words = done[-1].config.get("task") or (done[-1].words if done[-1].config else _as_said(draft, done[-1]))
    return {"subject": shorten(words[:1].upper() + words[1:], 80), "text": result}


def _as_said(draft: Draft, part: Part) -> str:
    """The step in the goal's own words: where nothing of it is known, its block's would say little."""
    words = draft.goal[slice(*part.span)].split()
    while words and plain(words[-1]) in JOINS | STOPS:
        words.pop()
    return " ".join(words)


def _is_faint(draft: Draft, choice: Choice) -> bool:
    """Whether hardly more than one word speaks for the trigger, or somebody only asks: `how do I …?`."""
    said = [token.value for token in draft.tokens]
    asks = said[-1:] == ["?"] and said[0] in _ASKING
    weak = len(draft.unread) > 1 and (choice.found is None or choice.found.weight < _TWO_WORDS)
    return bool(draft.unread) and (asks or weak)


def _implied(draft: Draft, choice: Choice, doings: Doings) -> bool:
    """Who tells of nothing but an event wants to hear of it: true where that is so, and added."""
    known = {place for clause in doings.clauses for place in clause.places} | draft.taken
    rest = [place for place in range(len(draft.tokens)) if place not in known]
    words = {plain(draft.tokens[place].value) for place in rest} - SKIPPED - STOPS - JOINS
    watched = any(clause.watched for clause in doings.clauses) or any(one.value in WATCHED for one in draft.tokens)
    block = draft.registry.known(StepType.ACTION, _TELL)
    if block is None or choice.found is None or (words - TELLING if choice.told else not watched):
        return False
    draft.unread = [one for one in draft.unread if plain(one) not in TELLING]
    draft.remarks.append("How you are told is not said: with a message here.")
    draft.add(block, _told(draft, block), [])
    return True
