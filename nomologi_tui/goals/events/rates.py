"""How often an event may start something at most: `at most once an hour`, `no more than 3 times a day`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nomologi_tui.expressions import expression
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.sentence.sentence import folded, places_between
from nomologi_tui.goals.times.about_when import BESIDE
from nomologi_tui.goals.times.element import Element
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.text import show_duration

_COUNTS = {
    "once": 1, "one": 1, "einmal": 1, "une": 1, "una": 1, "twice": 2, "two": 2, "zweimal": 2, "deux": 2, "dos": 2,
    "three": 3, "dreimal": 3, "trois": 3, "tres": 3, "four": 4, "five": 5, "ten": 10,
}  # fmt: skip
_MOST = (
    r"at most|at the most|(?:but )?(?:no|not) more (?:often )?than|(?:but )?never more (?:often )?than|maximum|max\.?|"
    r"limited to|hochstens|maximal|nicht (?:mehr|ofter) als|au (?:plus|maximum)|pas plus(?: de| d')?|maximum|"
    r"como (?:mucho|maximo)|no mas de|maximo"
)
_TIMES = r"(?:\s*(?:times?|runs?|mails?|messages?|alerts?|notifications?|x|mal|fois|vez|veces|nachrichten?))?"
_PER = r"(?:an?|per|each|every|in an?|within an?|pro|die|in der|am|im|par|al|a la|por|cada)"
_UNIT = r"(?:minute|hour|day|week|minuten?|stunde|tag|woche|heure|jour|semaine|minuto|hora|dia|semana)s?"
_RATE = expression(
    rf"(?<!\w)(?:{_MOST})\s+(?P<count>\d{{1,4}}|{'|'.join(_COUNTS)}){_TIMES}\s+{_PER}\s+"
    rf"(?:(?P<number>\d{{1,3}})\s+)?(?P<unit>{_UNIT})(?!\w)",
)
_APART = expression(
    rf"(?<!\w)(?:{_MOST})\s+(?:every|all[es]?|toutes les|tous les|cada)\s+"
    rf"(?P<number>\d{{1,3}})\s+(?P<unit>{_UNIT})(?!\w)",
)


@dataclass(frozen=True, slots=True)
class Rate:
    """What of a configuration says it, and the places of the tokens that do."""

    values: dict[str, Any]
    places: frozenset[int]


def rate_in(goal: str, tokens: Sequence[Token], elements: Sequence[Element]) -> Rate | None:
    """The one rate that a goal names; None where it names none, and where another time says when it starts.

    `elements`: the pieces of time in it.
    """
    text = folded(goal)
    found = _RATE.search(text)
    apart = None if found else _APART.search(text)
    said = found or apart
    if said is None:
        return None
    count = _COUNTS.get(found["count"].lower()) or int(found["count"]) if found else 1
    period = int(said["number"] or 1) * _seconds(said["unit"].lower())
    values = {"cooldown": float(period)} if count == 1 else {"at_most": count, "period": float(period)}
    places = frozenset(places_between([*tokens], *said.span()))
    others = [one for one in elements if one.sort not in BESIDE and places.isdisjoint(one.places)]
    return Rate(values, places) if count and period and not others else None


def add_rate(draft: Draft, rate: Rate, *, is_event: bool) -> None:
    """To the draft; where no event starts it, what does is asked for."""
    if is_event:
        draft.how |= rate.values
    else:
        draft.unread.append(draft.text(sorted(rate.places)))
        draft.ask("when.1", "When? How often at most is said, not when.", of_time="schedule")


def how_words(how: Mapping[str, Any]) -> str:
    """The values in words; empty where none is said."""
    said = [f"{show_duration(how['cooldown'])} between two runs"] if "cooldown" in how else []
    said += [f"at most {how['at_most']} runs in {show_duration(how['period'])}"] if "at_most" in how else []
    if "retries" in how:
        count = how["retries"]
        said.append(f"{count} more {'try' if count == 1 else 'tries'} after an error that passes")
    return ", ".join(said)


def _seconds(unit: str) -> float:
    """Of a unit in any of the languages: they begin alike."""
    return next((float(_LENGTHS[begin]) for begin in _LENGTHS if unit.startswith(begin)), 0.0)


_LENGTHS = {
    "minut": 60, "hour": 3600, "stund": 3600, "heure": 3600, "hora": 3600, "day": 86_400, "tag": 86_400,
    "jour": 86_400, "dia": 86_400, "week": 604_800, "woche": 604_800, "sema": 604_800,
}  # fmt: skip
