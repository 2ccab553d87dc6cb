"""How a goal was understood, in lines and in pieces of the sentence."""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from textwrap import fill

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.events.rates import how_words
from nomologi_tui.goals.marking import UNREAD, Mark, marks_of, texts_of
from nomologi_tui.goals.reading import Reading
from nomologi_tui.model import StepType
from nomologi_tui.schedules import upcoming
from nomologi_tui.settings.keymap import key, keyed
from nomologi_tui.telling.notes import INSTEAD
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.step_words import in_words
from nomologi_tui.widgets.goal_echo import Piece
from nomologi_tui.widgets.lines import after_when

_TIMES = 5  # next ones that are shown
_INDENT, _MOMENT = 16, 19  # columns before them, and of each
_HEAD = re.compile(r"[A-Z0-9? ]* {2}")  # `NOT UNDERSTOOD   `, or nothing where another line has it already
_MARGIN = 4  # columns beside the text, the scroll bar among them


def reading_text(reading: Reading, now: datetime, zone: tzinfo, here: int, plain: tuple[str, ...], width: int) -> str:
    """How a goal is understood: WHEN, IF, DO, what was not understood, what was taken for granted, what is missing.

    Parts have their numbers; `here` is the number of the one that a key would take, `plain` the words left as text.
    A line of times fits `width` columns.
    """
    lines = [*_parts(reading, here)]
    lines += _under("HOW IT RUNS", [how_words(reading.how)] if reading.how else [])
    lines += _under("NOT UNDERSTOOD", [f"“{words}”" for words in _unread(reading)])
    if reading.schedule is not None and any(part.block == "schedule" for part in reading.when):
        due = [_moment(one.astimezone(zone)) for one in upcoming(reading.schedule, now, _TIMES)]
        lines += _under("NEXT", _in_lines(due, width))
    lines += _under("ASSUMED", reading.remarks)
    lines += _under("MISSING", [one.question for one in reading.missing])
    if not reading.when and not any("when" in one.key for one in reading.missing):
        lines += _under("MISSING", ["When should it happen?"])
    lines += _under("PLAIN TEXT", [f"“{words}”" for words in plain if words in reading.goal])
    return "\n".join(lines)


def ways_on(reading: Reading) -> str:
    """What to do about a goal of which nothing says what is done; empty about another one."""
    if reading.what:
        return ""
    return keyed(
        "\n\nSay it in other words, such as: every day at 7 run 'backup.sh'. Or choose from lists: {flow.next} goes "
        "on, and {steps.add} in the next forms shows everything that can start it and everything it can do."
    )


def _unread(reading: Reading) -> tuple[str, ...]:
    """Words that nobody understood, those that stand together as one."""
    return texts_of(reading, UNREAD) or reading.not_understood


def wrapped(text: str, width: int) -> str:
    """The lines within `width` columns; what goes on behind a head stands below the text, not below the head."""
    room = max(2 * _INDENT, width - _MARGIN)
    below = [" " * (_INDENT + 1) if _HEAD.match(line) else "" for line in text.split("\n")]
    lines = zip(text.split("\n"), below, strict=True)
    return "\n".join(
        fill(line, room, subsequent_indent=under, replace_whitespace=False, break_long_words=False)
        for line, under in lines
    )


def _parts(reading: Reading, here: int) -> Iterator[str]:
    number = 0
    for head, parts in (("WHEN", reading.when), ("IF", reading.conditions), ("DO", reading.what)):
        for place, part in enumerate(parts):
            number += 1
            mark = ">" if number == here else " "
            behind = f" ({INSTEAD})" if part.instead else ""
            words = after_when(part.words) if head == "WHEN" else part.words
            yield f"{'' if place else head:14}{mark}{number} {'  ' * part.depth}{words}{behind}"


def _in_lines(texts: list[str], width: int) -> list[str]:
    many = max(1, (width - _INDENT) // _MOMENT)
    return [" · ".join(texts[at : at + many]) for at in range(0, len(texts), many)]


def _moment(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b %H:%M}"


def _under(head: str, texts: tuple[str, ...] | list[str]) -> list[str]:
    return [f"{'' if place else head:17}{text}" for place, text in enumerate(texts)]


def split_text(goals: tuple[str, ...]) -> str:
    """The offer to split a sentence of several goals; empty where it is one."""
    if not goals:
        return ""
    lines = _under(f"{len(goals)} GOALS?", [f"“{one}”" for one in goals])
    lines.append(f"{'':17}{key('goal.split')} keeps the first one here, the others as drafts.")
    return "\n".join([*lines, "", ""])


def suggestion_text(registry: Registry, flow: Flow) -> str:
    """The steps that a model suggests, which count instead of what was read below."""
    heads = {StepType.TRIGGER: "WHEN", StepType.CONDITION: "IF", StepType.ACTION: "DO"}
    lines = [f"SUGGESTED BY {flow.suggested_by}, instead of what was read:"]
    lines += [f"{heads[step.type]:17}{in_words(registry, step)}" for step in flow.steps]
    return "\n".join([*lines, f"{key('goal.take')} takes the steps of the sentence again.", "", ""])


def pieces_of(reading: Reading, here: int, plain: tuple[str, ...]) -> list[Piece]:
    """The sentence as read: parts by number, words that nobody understood, words left as plain text."""
    goal, pieces, done = reading.goal, list[Piece](), 0
    for mark in sorted([*marks_of(reading), *_plain_marks(goal, plain)], key=lambda one: (one.start, one.part)):
        if mark.start < done:
            continue
        pieces += [Piece(between)] if (between := goal[done : mark.start].strip()) else []
        sign = {UNREAD: "?", _PLAIN: "="}.get(mark.part, str(mark.part))
        pieces.append(Piece(goal[mark.start : mark.end], sign, mark.part == here))
        done = mark.end
    return [*pieces, *([Piece(rest)] if (rest := goal[done:].strip()) else [])]


_PLAIN = -1  # sorts before the part that it lies in


def _plain_marks(goal: str, plain: tuple[str, ...]) -> list[Mark]:
    return [Mark(_PLAIN, start, start + len(one)) for one in plain if (start := goal.find(one)) >= 0]
