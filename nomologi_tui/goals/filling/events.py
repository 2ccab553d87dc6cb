"""Fills a trigger's fields from the clause that tells of its event, by the kind of each field."""

import re
from collections.abc import Sequence
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import FieldSpec, describe, parse_duration
from nomologi_tui.expressions import expression
from nomologi_tui.goals.filling.filling import address_of
from nomologi_tui.goals.filling.limits import fill_limit, fill_misses
from nomologi_tui.goals.filling.lines import fill_lines
from nomologi_tui.goals.filling.names import named
from nomologi_tui.goals.filling.senders import sender_named
from nomologi_tui.goals.filling.several_files import length_of_age
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.sentence import AHEAD, LASTING, OLDER, folded, length_of
from nomologi_tui.goals.sentence.slots import folder_and_pattern, is_path
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.lexicon import FILE_ENDINGS, FILE_EVENTS
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.text import show_duration

_IN_SUBJECT = expression(
    r"\b(?:with|containing|mit|avec|con)\s+(?:the word\s+)?(?P<word>[\w-]{2,})\s+(?:in|im|dans|en)\s+"
    r"(?:(?:the|its|der|dem|le|l'|el)\s*)?(?:subject|title|betreff|objet|sujet|asunto)\b|"
    r"\bsubject\s+(?:contains|has|includes)\s+(?P<other>[\w-]{2,})",
    re.IGNORECASE,
)
_ATTACHED = expression(
    r"\b(?:with|has|have|having|mit|hat|avec|con|tiene)\s+(?:an?|einem?|une?|un|el)?\s*(?P<kind>[\w.]+\s+)?(?:attachments?|anhang|anhängen|"
    r"pièces? jointes?|adjuntos?)\b",
    re.IGNORECASE,
)
_DAYS = expression(
    r"(?<!\w)(?:(?:within|in|less than|under|fewer than|weniger als|moins de|menos de)\s+)?"
    r"(?P<count>\d{1,3}|one|two|three|four|an?|eine[rn]?|zwei|drei|vier|une?|deux|trois|quatre|una?|dos|tres|cuatro)\s*"
    r"(?P<unit>days?|tagen?|tage|jours?|dias?|weeks?|wochen?|semaines?|semanas?)(?!\w)",
)
_NUMBERS = {
    "two": 2, "zwei": 2, "deux": 2, "dos": 2, "three": 3, "drei": 3, "trois": 3, "tres": 3, "four": 4, "vier": 4,
    "quatre": 4, "cuatro": 4,
}  # fmt: skip
_THINGS = frozenset(["log", "key", "lock"])  # endings that are things as well
_CALLED = frozenset("named called namens nomme nommes llamado llamados".split())
_EXCEPT = frozenset("except without unless not no ohne ausser sauf sans excepto sin salvo".split())
_OR = frozenset("or and oder und ou et o y".split())
_WRITTEN = frozenset(["written", "line", "lines", "entry", "entries", "row"])
_COMPARES = frozenset("is not isn't = == != contains says equals ist nicht est pas es no".split())
_OF_REPOSITORY = frozenset("release releases version versions tag tags commit commits github repo repository".split())
_NEAR = 5  # words between such a word and what is excepted
_SHORTEST = 5.0  # seconds between two looks


def fill_event(block: Block, piece: Piece, config: dict[str, Any], names: Sequence[int] = ()) -> dict[str, Any]:
    """The fields that the clause tells, `config` (what the words of the block itself say) first.

    `names`: places of words that may name what is watched.
    """
    specs = {spec.name: spec for spec in describe(block.config)}
    config = {name: value for name, value in config.items() if name in specs}
    folders = _folders(specs, piece)
    several = {name: said for name, said in folders.items() if isinstance(said, list) and len(said) > 1}
    config = _topic(specs, piece) | folders | config | several  # `created or changed`
    config = _addresses(specs, piece, config) | config
    config = _senders(specs, piece) | config
    config = _choices(specs, piece, config) | config
    config = {name: value for name, value in (config | fill_limit(specs, piece, config)).items() if value is not None}
    config |= fill_misses(specs, piece)
    config |= fill_lines(specs, piece)
    for fill in (_lasting, _down_for, _days_left, _texts):
        config = fill(specs, piece, config) | config
    config = _commands(specs, piece) | config | _written(piece, config)
    return named(list(specs.values()), piece, names) | config


def _folders(specs: dict[str, FieldSpec], piece: Piece) -> dict[str, Any]:
    """A folder, the names in it, and what happens to them."""
    if "pattern" not in specs or not any(spec.kind == "folder" and spec.required for spec in specs.values()):
        return _optional_folder(specs, piece)
    folder, pattern = _watched(piece)
    kinds = _file_events(piece)
    found: dict[str, Any] = {}
    for spec in specs.values():
        if spec.kind == "folder" and folder:
            found[spec.name] = folder
        elif spec.name in ("pattern", "glob", "names") and pattern:
            found[spec.name] = [pattern] if spec.kind == "list" else pattern
        elif kinds and set(kinds) <= set(spec.choices):
            found[spec.name] = kinds if spec.kind == "list" else kinds[0]
    piece.used |= {place for place, token in piece.tokens.items() if token.value in ("file", "files", "folder")}
    return found


def _optional_folder(specs: dict[str, FieldSpec], piece: Piece) -> dict[str, Any]:
    name = next((spec.name for spec in specs.values() if spec.kind == "folder"), "")
    if not name or any("command" in (spec.kind, spec.name) for spec in specs.values()):
        return {}
    path = piece.take(lambda token: is_path(token) and token.value.startswith(("/", "~")))
    return {name: path} if path else {}


def _watched(piece: Piece) -> tuple[str, str]:
    """The folder and the names in it; a second path only says the names: `*.pdf in ~/Scans`, not where things go.

    A folder before a file: `a log in ~/in.log of what is dropped into ~/in`.
    """
    folder = pattern = ""
    paths = [
        (place, token.value) for place, token in piece.tokens.items() if is_path(token) and place not in piece.used
    ]
    for place, path in sorted(paths, key=lambda one: bool(folder_and_pattern(one[1], FILE_ENDINGS)[1])):
        inside, name = folder_and_pattern(path, FILE_ENDINGS)
        if (folder and inside) or (pattern and name):
            break
        folder, pattern = folder or inside, pattern or name
        piece.used.add(place)
    named = "" if pattern else _called(piece)
    kind = "" if pattern else _kind(piece)
    ending = f".{kind.rstrip('s')}" if kind else ""
    return folder, pattern or (f"*{named}*{ending}" if named else f"*{ending}" if ending else "")


def _kind(piece: Piece) -> str:
    """The ending that is named: `pdfs`, `log files`; not `a log`."""
    for place, token in piece.tokens.items():
        ending = token.value.rstrip("s") if token.kind == "word" and place not in piece.used else ""
        thing = ending in _THINGS and piece.word(place + 1) not in ("file", "files")
        if ending in FILE_ENDINGS and not thing:
            piece.used.add(place)
            return token.value
    return ""


def _called(piece: Piece) -> str:
    """What must be in the names: `a pdf named invoice`, `files called "scan"`."""
    place = next((at for at, token in piece.tokens.items() if piece.before(at) in _CALLED and _is_name(token)), None)
    if place is None:
        return ""
    piece.used |= {place, place - 1}
    return piece.tokens[place].value


def _is_name(token: Token) -> bool:
    return token.kind in ("word", "quoted") and re.fullmatch(r"[\w-]+", token.value) is not None


def _file_events(piece: Piece) -> list[str]:
    found: list[str] = []
    for place, token in piece.tokens.items():
        kind = FILE_EVENTS.get(token.value) if token.kind == "word" else None
        if kind:
            piece.used |= {place} | ({place - 1} if found and piece.word(place - 1) in _OR else set())
            found += [kind] if kind not in found else []
    return ["created"] if {"created", "changed"} <= set(found) and "new" in _words(piece) else found


def _written(piece: Piece, config: dict[str, Any]) -> dict[str, Any]:
    """What is written to one file changes it; what is written into a folder is new there."""
    one = "events" in config and not {"*", "?"} & {*config.get("pattern", "*")}
    return {"events": ["changed"]} if one and not _WRITTEN.isdisjoint(_words(piece)) else {}


def _words(piece: Piece) -> set[str]:
    return {token.value for token in piece.tokens.values() if token.kind == "word"}


def _addresses(specs: dict[str, FieldSpec], piece: Piece, config: dict[str, Any]) -> dict[str, Any]:
    """A web address, and those of the block's choices that stand there as a word: `is down or slow`."""
    spec = next((spec for spec in specs.values() if spec.kind == "address"), None)
    if spec is None:
        return {}
    found: dict[str, Any] = {}
    if address := address_of(piece) or _repository(piece):
        found[spec.name] = address
    for many in specs.values():
        said = (
            [place for place, token in piece.tokens.items() if token.value in many.choices]
            if many.kind == "list"
            else []
        )
        between = [place for place, token in piece.tokens.items() if token.value == "or" and place - 1 in said]
        piece.used |= {*said, *between}
        if len(said) > 1 or (said and many.name not in config):
            found[many.name] = [piece.tokens[place].value for place in said]
            config.pop(many.name, None)
    return found


def _repository(piece: Piece) -> str:
    """`owner/name`, where releases of it are meant; a field that takes one stands beside what is new in a feed."""
    words = _words(piece)
    if not _OF_REPOSITORY & words:
        return ""
    named = piece.take(lambda token: re.fullmatch(r"[\w-]+/[\w.-]+", token.value) is not None)
    return f"https://github.com/{named}/commits.atom" if named and {"commit", "commits"} & words else named


def _topic(specs: dict[str, FieldSpec], piece: Piece) -> dict[str, Any]:
    """`home/+/door`: what is neither from a root nor of the home folder."""
    topic = piece.take(lambda token: is_path(token) and token.value[0] not in "/~.") if "topic" in specs else ""
    return {"topic": topic} if topic else {}


def _senders(specs: dict[str, FieldSpec], piece: Piece) -> dict[str, Any]:
    """Whose address stands there, and what is quoted for a list that is named: `with the subject 'invoice'`."""
    sender = next((spec for spec in specs.values() if spec.kind == "list" and "@" in spec.example), None)
    if sender is None:
        return {}
    found: dict[str, Any] = {}
    if address := piece.take(lambda token: token.kind == "email"):
        found[sender.name] = [address]
    for place, token in piece.tokens.items():
        named = specs.get(token.value.lower()) if token.kind == "word" else None
        if named and named.kind == "list" and (quoted := piece.take(lambda one: one.kind == "quoted")):
            found[named.name] = [quoted]
            piece.used.add(place)
    found |= _mail_words(specs, piece, found)
    return found if sender.name in found else found | sender_named(sender, piece)


def _mail_words(specs: dict[str, FieldSpec], piece: Piece, found: dict[str, Any]) -> dict[str, Any]:
    """`with invoice in the subject`, `with a pdf attachment`."""
    said = _IN_SUBJECT.search(piece.said()) if "subject" in specs and "subject" not in found else None
    file = _ATTACHED.search(piece.said()) if "attachment" in specs else None
    words: dict[str, Any] = {}
    said, file = (None if one and _is_excepted(piece, one.start()) else one for one in (said, file))
    for one in (said, file):
        if one:
            piece.use_between(*one.span())
    if said:
        words["subject"] = [said["word"] or said["other"]]
    if file:
        kind = (file["kind"] or "").strip().lower().rstrip("s")
        words["attachment"] = [f"*.{kind}" if kind in FILE_ENDINGS else "*"]
    return words


def _is_excepted(piece: Piece, start: int) -> bool:
    """Whether what begins there is what shall not be: `except those with spam in the subject`."""
    before = [plain(token.value) for token in piece.tokens.values() if token.start < start]
    return not _EXCEPT.isdisjoint(before[-_NEAR:])


def _choices(specs: dict[str, FieldSpec], piece: Piece, config: dict[str, Any]) -> dict[str, Any]:
    """The choices that are said word for word; one word alone may mean something else."""
    said = f" {' '.join(token.value.lower() for token in piece.tokens.values())} "
    found = {
        spec.name: choice
        for spec in specs.values()
        for choice in spec.choices
        if spec.kind == "choice" and spec.name not in config and " " in choice and f" {choice.lower()} " in said
        if not choice.endswith(" than")  # a limit says that, with its number
    }
    words = {word for choice in found.values() for word in choice.lower().split()}
    piece.used |= {place for place, token in piece.tokens.items() if token.value.lower() in words}
    return found


def _lasting(specs: dict[str, FieldSpec], piece: Piece, config: dict[str, Any]) -> dict[str, Any]:
    """`for 5 minutes`, for a field of how long it must stay so; `older than 2 days` where that is waited for."""
    spec = specs.get("held") or next((one for one in specs.values() if one.kind == "duration" and one.required), None)
    if spec is None or ("events" in config and "value" not in config["events"]):
        return {}
    text = folded(piece.said())
    for pattern, length in ((LASTING, length_of), (OLDER, length_of_age))[: 1 + spec.required]:
        if said := pattern.search(text):
            piece.use_between(*said.span())
            return {spec.name: length(said)}
    return {}


def _down_for(specs: dict[str, FieldSpec], piece: Piece, config: dict[str, Any]) -> dict[str, Any]:
    """`is down for 10 minutes`: three bad looks in that time, as many as it takes until something counts as down."""
    said = LASTING.search(folded(piece.said())) if {"misses", "every"} <= specs.keys() - config.keys() else None
    if said is None or not ("down" in config.get("events", []) or "down" in str(config.get("when", ""))):
        return {}
    piece.use_between(said.start(), said.end())
    return {"every": show_duration(max(_SHORTEST, parse_duration(length_of(said)) / 2))}


def _days_left(specs: dict[str, FieldSpec], piece: Piece, config: dict[str, Any]) -> dict[str, Any]:
    """`within 10 days`, `3 weeks before`: when a certificate counts as one that ends."""
    said = _DAYS.search(folded(piece.said())) if "days" in specs and "certificate" in config.get("events", []) else None
    if said is None:
        return {}
    piece.use_between(*said.span())
    count = said["count"].lower()
    number = int(count) if count.isdigit() else _NUMBERS.get(count, 1)
    return {"days": number * (1 if said["unit"][0].lower() in "djt" else 7)}


def _texts(specs: dict[str, FieldSpec], piece: Piece, config: dict[str, Any]) -> dict[str, Any]:
    """What is quoted, for a list of words that must be in what comes: a title, an event of a calendar."""
    name = next((one for one in ("title_has", "has", "pattern") if one in specs and one not in config), "")
    quoted = (
        piece.take(lambda token: token.kind == "quoted" and not (is_path(token) or "{{" in token.value)) if name else ""
    )
    return {name: [quoted] if specs[name].kind == "list" else quoted} if quoted else {}


def ahead_of(block: Block, goal: str) -> tuple[dict[str, str], tuple[int, int]]:
    """`15 minutes before`, for a trigger that takes how long before, and where it stands; empty where none is said."""
    takes = any(spec.name == "before" and spec.kind == "duration" for spec in describe(block.config))
    said = AHEAD.search(folded(goal)) if takes else None
    return ({"before": length_of(said)}, said.span("length")) if said else ({}, (0, 0))


def _commands(specs: dict[str, FieldSpec], piece: Piece) -> dict[str, Any]:
    """A command that is looked at: what is quoted, or a program's file; not what something is compared with."""
    if "command" not in specs:
        return {}
    compared = [token for place, token in piece.tokens.items() if piece.before(place) in _COMPARES]
    command = piece.take(lambda token: token.kind == "quoted" and token not in compared) or piece.take(is_path)
    return {"command": command} if command else {}
