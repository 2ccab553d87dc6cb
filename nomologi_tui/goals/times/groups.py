"""The schedules that one phrase says one after another: which of its pieces belong together."""

from dataclasses import replace
from itertools import pairwise

from nomologi_tui.goals.times.element import Element
from nomologi_tui.goals.times.pieces import Pieces, Refusal

SAYS_TIME = ("times", "part", "window", "interval", "sun", "past", "count")
_ONCE_ONLY = ("times", "weekdays", "month_days", "nth", "yearly", "date", "each", "interval", "window", "part", "day")


def groups_of(pieces: Pieces) -> list[Pieces]:
    """The schedules that are said one after another: `7:30 on weekdays and 9:00 on Sundays` are two."""
    runs: list[list[Element]] = []
    for element in pieces.elements:
        if runs and (runs[-1][-1].sort in SAYS_TIME) == (element.sort in SAYS_TIME):
            runs[-1].append(element)
        else:
            runs.append([element])
    runs = _crossed(_without_week(runs))
    if len(runs) < 3 or not _recurs(pieces):
        return _places_apart(pieces)
    if len(runs) % 2:
        raise Refusal("this is more than one schedule; make a trigger of each")
    groups = [first + second for first, second in zip(runs[::2], runs[1::2], strict=True)]
    if _say_the_same_days(groups):
        raise Refusal("days are said twice, with a part of the day and with a time; say them once")
    if all(any(element.sort in ("each", "weekdays") for element in group) for group in groups):
        groups = [[_repeated(element) for element in group] for group in groups]
    return [Pieces(group, pieces.remarks) for group in groups]


def _say_the_same_days(groups: list[list[Element]]) -> bool:
    """Whether `weekday nights from Monday to Friday at 11` says its days twice: once with no time but a part."""
    vague = [group for group in groups if not any(one.sort in SAYS_TIME and one.sort != "part" for one in group)]
    days = [[one.value[0] for one in group if one.sort == "weekdays"] for group in groups]
    said = [frozenset[int]().union(*each) for each in days if each]
    return 0 < len(vague) < len(groups) and any(one & other for one, other in pairwise(said))


def _without_week(runs: list[list[Element]]) -> list[list[Element]]:
    """Without an `every week` that stands apart and makes the weekdays of all repeated, or an `each month`."""
    count = [run for run in runs if all(one.sort == "each" for one in run)]
    if len(runs) % 2 == 0 or len(count) != 1 or len(runs) < 5 or len(count[0]) > 1:
        return runs
    rest = [run for run in runs if run not in count]
    days = {one.sort for run in rest[::2] for one in run}
    unit = count[0][0].value
    if unit == (1, "week"):
        return [[_repeated(one) for one in run] for run in rest]
    return rest if unit == (1, "month") and days == {"month_days"} else runs


def _crossed(runs: list[list[Element]]) -> list[list[Element]]:
    """`on weekdays at 6 and at 8:30 on weekends`: of two times between two days each belongs to the nearer ones."""
    if len(runs) != 3 or len(runs[1]) != 1 or {one.sort for one in (*runs[0], *runs[2])} != {"weekdays"}:
        return runs
    (days,), (times,), (others,) = runs if len(runs[0]) == len(runs[2]) == 1 else ([None], runs[1], [None])
    if days is None or others is None or times.sort != "times" or len(times.value) != 2:
        return runs
    if days.end != times.first or times.end != others.first:
        return runs
    first, second = (replace(times, value=(at,)) for at in times.value)
    return [[days], [first], [others], [second]]


def _repeated(element: Element) -> Element:
    """A weekday as one of every week, as the others beside it are."""
    return replace(element, value=(element.value[0], True)) if element.sort == "weekdays" else element


def _recurs(pieces: Pieces) -> bool:
    """Whether pieces of one sort stand apart from each other."""
    for sort in _ONCE_ONLY:
        places = [number for number, element in enumerate(pieces.elements) if element.sort == sort]
        if places and places[-1] - places[0] != len(places) - 1:
            return True
    return False


def _places_apart(pieces: Pieces) -> list[Pieces]:
    """`the first Monday and the last Friday of the month at 9`: one for each place, with the same time."""
    windows = [element for element in pieces.elements if element.sort == "window"]
    if len(windows) > 1 and pieces.all("interval"):
        rest = [element for element in pieces.elements if element.sort != "window"]
        return [Pieces([*rest, element], pieces.remarks) for element in windows]
    places = [element for element in pieces.elements if element.sort == "nth"]
    if len(places) < 2:
        return [pieces]
    said = any(element.value[1] for element in places)
    others = [element for element in pieces.elements if element.sort != "nth"]
    each = [replace(element, value=(element.value[0], said)) for element in places]
    return [Pieces([element, *others], pieces.remarks) for element in each]
