"""Days that a word beside them lets count as well, or not: `including weekends`, `also on Sundays`, `Sundays off`."""

from dataclasses import replace

from nomologi_tui.goals.times.days import weekdays
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.pieces import Pieces, Refusal
from nomologi_tui.goals.words.tokens import Token

_BEFORE = ("including", "incl", "even", "also")
_BEHIND = ("included", "inclusive", "too", "incl")
_LEFT_OUT = ("excluded", "excepted", "omitted", "skipped", "excl", "off")
_LONGEST = 2  # words of days that `inclusive` is said of: that of `Monday to Friday inclusive` is the range's


def also(tokens: list[Token], place: int) -> Element | None:
    """As weekdays of sort `also` or `not`."""
    if word(tokens, place) in _BEFORE:
        start = place + 1 + (word(tokens, place + 1) == ".")
        found = weekdays(tokens, start)
        return Element("also", found.value[0], place, found.end, anchored=False) if found else None
    found = weekdays(tokens, place)
    behind = word(tokens, found.end) if found else ""
    if not found or not (behind in _LEFT_OUT or (behind in _BEHIND and found.end - place <= _LONGEST)):
        return None
    end = found.end + 1
    end += word(tokens, end) == "." and behind in ("incl", "excl")
    return Element("not" if behind in _LEFT_OUT else "also", found.value[0], place, end, anchored=False)


def with_also(pieces: Pieces) -> Pieces:
    """The days that count as well put to the others, those that do not behind an `except`. Raises Refusal."""
    more = pieces.all("also")
    rest = _with_except(pieces.without("also"))
    if not more or (1, "day") in rest.all("each") or (rest.all("part") and not rest.all("weekdays")):
        return rest  # of every day they are some
    named = [one for one in rest.elements if one.sort == "weekdays"]
    if len(named) != 1 or len(rest.all("times")) > 1:
        raise Refusal("some days are said to count as well, but not beside which others")
    days = named[0].value[0].union(*more)
    elements = [replace(one, value=(days, True)) if one is named[0] else one for one in rest.elements]
    return Pieces(elements, pieces.remarks)


def _with_except(pieces: Pieces) -> Pieces:
    """`Sundays off` as `except Sundays` at the end."""
    left_out = [replace(one, sort="weekdays", value=(one.value, True)) for one in pieces.elements if one.sort == "not"]
    rest = pieces.without("not")
    if not left_out:
        return rest
    marker = replace(left_out[0], sort="except", value=None)
    return Pieces([*rest.elements, marker, *left_out], pieces.remarks)
