"""What the words of an action point at: what the event is about or brings, and what the action before made."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.filling.telling import RESULTS, message_of, result_of
from nomologi_tui.goals.finding.words_of_blocks import TIMED
from nomologi_tui.goals.parts import Part
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.slots import is_path
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.lexicon import FILE_ENDINGS
from nomologi_tui.goals.words.vocabulary import THINGS
from nomologi_tui.model import StepType

IT = frozenset("it them that es ihn sie le la lo les los".split())
_HOLDING = ("alo", "ala", "alos", "alas", "elo", "ela", "elos", "elas")
# What an item may be called that an address leads to
_ITEM = IT | frozenset(
    "episode episodes item items entry entries post article page release file mp3 audio video picture image pdf comic "
    "folge datei bild eintrag artikel beitrag fichier image episodio archivo imagen articulo".split()
)
_ADDRESSES = ("media", "link", "url")  # what a trigger calls the address of what came, the best first
_EACH = frozenset("every each all any jede jeden jedes alle chaque tout toute tous cada todo todos".split())
_FORWARDS = ("forward", "weiterleit", "leit", "transfer", "reenvi", "inoltr")
_MOVING, SAVES = ("move_file", "copy_file", "write_file"), "save_attachments"
_THINGS = frozenset(["log", "key", "lock"])
_ATTACHED = frozenset(
    "attachment attachments attached anhang anhange anhangen jointe jointes adjunto adjuntos pdf pdfs".split()
)
_THE = frozenset("the its their der die das den dem dessen le la les son sa el su".split())


def thing_of(draft: Draft, piece: Piece) -> str:
    """What the event is about, for `restart it`: its name as the trigger knows it, else as the event brings it."""
    trigger = draft.parts[StepType.TRIGGER]
    again = any(_is_that_thing(piece, place, trigger[-1:]) for place in piece.tokens)
    held = any(piece.word(place).endswith(_HOLDING) for place in piece.own)  # `reinícialo`
    if len({one.block for one in trigger}) != 1 or not (again or held or _points(piece, IT)):
        return ""
    named = next((trigger[0].config[key] for key in ("unit", "name") if trigger[0].config.get(key)), "")
    named = "" if "*" in named or len(trigger) > 1 else named
    key = next((one for one in ("unit", "name") if one in gives_of_event(draft)), "")
    return named or (f"{{{{ event.{key} }}}}" if key and trigger[0].block != "file" else "")


def _is_that_thing(piece: Piece, place: int, trigger: Sequence[Part]) -> bool:
    """`the service`; also `the web container`, where containers are what is watched."""
    kind = any(piece.word(place) == one.block for one in trigger)
    return kind or (piece.word(place) in THINGS and piece.word(place - 1) in _THE)


def as_attachments(draft: Draft, piece: Piece, block: Block) -> Block:
    """The block that saves the files of the mail that came, where `block` would move or copy a file that is none."""
    moves = block.name in _MOVING and "uid" in gives_of_event(draft) and _points(piece, IT)
    there = any(is_path(token) for token in piece.tokens.values())
    file = any(plain(token.value) in _ATTACHED for token in draft.tokens)
    saver = draft.registry.known(StepType.ACTION, SAVES) if moves and there and file else None
    if saver:
        piece.used |= {place for place in piece.tokens if piece.word(place) in IT}
    return saver or block


def address_of_item(draft: Draft, piece: Piece, *, always: bool = False) -> str:
    """The address of what came, for `download it`; `always`: also where no word points at it (`download episodes`)."""
    gives = gives_of_event(draft)
    names = [name for name in _ADDRESSES if name in gives]
    if not names or not (always or _points(piece, _ITEM)):
        return ""
    piece.used |= {place for place in piece.tokens if piece.word(place) in _ITEM}
    return "{{ " + " | default: ".join(f"event.{name}" for name in names) + " }}"


def narrow_files(draft: Draft, piece: Piece) -> None:
    """`print every pdf`: only such files of the folder that is watched."""
    words = [place for place in piece.tokens if piece.word(place - 1) in _EACH]
    kind = next((place for place in words if piece.word(place).rstrip("s") in FILE_ENDINGS), None)
    if kind is not None:
        draft.amend_trigger({"pattern": f"*.{piece.word(kind).rstrip('s')}"})
        piece.used.add(kind)


def files_of_mail(draft: Draft) -> dict[str, Any]:
    """Which files of a mail are saved, where the goal names a kind (`the pdf attachments`); only such mails count."""
    words = (plain(token.value).rstrip("s") for token in draft.tokens if token.kind == "word")
    kind = next((one for one in words if one in FILE_ENDINGS - _THINGS), "")
    if not kind or "uid" not in gives_of_event(draft):
        return {}
    draft.amend_trigger({"attachment": [f"*.{kind}"]})
    return {"like": [f"*.{kind}"]}


def body_of(draft: Draft, piece: Piece) -> str:
    """What a request is to send, for `post the output to …`, `post its subject to …`."""
    result = result_of_last(draft)
    gives = gives_of_event(draft)
    for place in piece.tokens:
        word = piece.word(place)
        if place in piece.used or place in piece.own or piece.word(place - 1) not in _THE:
            continue
        value = result if word in RESULTS else f"{{{{ event.{word} }}}}" if word in gives else ""
        if value:
            piece.used.add(place)
            return value
    return ""


def forwarded(draft: Draft, piece: Piece) -> dict[str, Any]:
    """Subject and text of the mail that came, where one is forwarded."""
    verb = piece.word(min(piece.own, default=-1))
    if not verb.startswith(_FORWARDS) or not {"subject", "text"} <= {*gives_of_event(draft)}:
        return {}
    return {"subject": "Fwd: {{ event.subject }}", "text": "From: {{ event.from }}\n\n{{ event.text }}"}


def as_folder_and_name(path: str) -> tuple[str, str]:
    """`~/b/c.txt` as folder and name; no name where it may be a folder."""
    parts = PurePosixPath(path)
    named = parts.suffix and not path.endswith("/") and "{" not in path and len(parts.parts) > 1
    return (str(parts.parent), parts.name) if named else (path, "")


def matter_of(draft: Draft, piece: Piece) -> str:
    """The text that a step is about: what the action before made, else what the event brought or is."""
    brought = [name for name in gives_of_event(draft) if name not in ("value", "summary")]
    if gives_of_last(draft):
        piece.used |= {place for place in piece.tokens if piece.word(place) in RESULTS}
    return result_of_last(draft) or _all_of_last(draft, "items") or result_of("event", brought) or event_told(draft)


def event_told(draft: Draft) -> str:
    """The event in the user's words."""
    trigger = draft.parts[StepType.TRIGGER][-1:]
    timed = not trigger or trigger[0].block == TIMED
    asked = draft.parts[StepType.CONDITION][:1] if timed and not draft.parts[StepType.ACTION] else []
    said = draft.said or "".join(_state_in_words(one) for one in asked)
    return message_of(said, () if timed else gives_of_event(draft))


def _state_in_words(condition: Part) -> str:
    """What is so when the time has come, for who is told of it: none of hours and days."""
    return condition.words if {"path", "host", "conditions"} & condition.config.keys() else ""


def file_asked_for(draft: Draft, piece: Piece) -> str:
    """The file that a condition looks at, for `delete it`."""
    paths = (one.config for one in draft.parts[StepType.CONDITION] if one.config.get("path"))
    path = next((one["path"] for one in paths if not one.get("pattern")), "")
    return path if path and _points(piece, IT) else ""


def result_of_last(draft: Draft) -> str:
    """What the last action made, as later steps name it; empty where it makes nothing to tell."""
    gives = gives_of_last(draft)
    return (result_of(_last(draft), gives) if gives else "") or _all_of_last(draft, "rows")


def named_of_last(draft: Draft, piece: Piece) -> str:
    """What the words name of all that the last action gives: `tell me the status`."""
    gives = {*gives_of_last(draft)} - RESULTS
    named = (piece.word(place) for place in piece.tokens if piece.word(place - 1) in _THE and place not in piece.own)
    name = next((one for one in named if one in gives), "")
    return f"{{{{ {_last(draft)}.{name} }}}}" if name else ""


def _all_of_last(draft: Draft, name: str) -> str:
    """Several things that the last action made, in one text."""
    return f"{{{{ {_last(draft)}.{name} | json }}}}" if name in gives_of_last(draft) else ""


def _last(draft: Draft) -> str:
    return f"steps.{draft.name_of(len(draft.parts[StepType.ACTION]) - 1)}"


def gives_of_event(draft: Draft) -> Sequence[str]:
    """What every trigger gives to the steps; nothing where there is none."""
    triggers = [draft.registry.get(StepType.TRIGGER, part.block) for part in draft.parts[StepType.TRIGGER]]
    return [name for name in triggers[0].gives if all(name in one.gives for one in triggers)] if triggers else ()


def gives_of_last(draft: Draft) -> Sequence[str]:
    """What the last action gives to later steps; nothing where there is none."""
    last = draft.parts[StepType.ACTION][-1:]
    return draft.registry.get(StepType.ACTION, last[0].block).gives if last else ()


def _points(piece: Piece, words: frozenset[str]) -> bool:
    return any(plain(token.value) in words for token in piece.tokens.values())
