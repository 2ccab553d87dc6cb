"""Pieces of time in a sentence: each recogniser looks at the tokens from one place on and takes what it knows."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from nomologi_tui.goals.times.ahead import day_of_next
from nomologi_tui.goals.times.also import also
from nomologi_tui.goals.times.days import dated, day_to_come, month_days, months_named, weekdays
from nomologi_tui.goals.times.edges import edge, jitter, span, sun, zone
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.english import GLUE
from nomologi_tui.goals.times.frequencies import adverb, counted, every, refused, relative
from nomologi_tui.goals.times.holidays import holidays
from nomologi_tui.goals.times.hours import part, past, times, window
from nomologi_tui.goals.times.limits import lasting, once
from nomologi_tui.goals.times.months import place_in_month
from nomologi_tui.goals.times.rewording import Said, reworded
from nomologi_tui.goals.times.spans import span_of_months
from nomologi_tui.goals.times.written import is_line
from nomologi_tui.goals.words.tokens import Token

_BEFORE_LINE = frozenset(
    ["at", "on", "by", "with", "using", "the", "this", "cron", "crontab", "cronjob", "schedule", "expression", "line",
     "=", ":"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says about time: its pieces, by the places of `said`'s tokens, and the words that it was read as."""

    elements: list[Element]
    said: Said

    def in_text(self) -> list[Element]:
        """The pieces by the places of the text's own tokens."""
        places = self.said.places
        return [replace(one, first=places[one.first][0], end=places[one.end - 1][1]) for one in self.elements]

    def left(self) -> list[int]:
        """The places of `said`'s tokens that no piece has taken up."""
        taken = {place for element in self.elements for place in element.places}
        return [place for place in range(len(self.said.tokens)) if place not in taken]

    def is_time(self, place: int) -> bool:
        """Whether a time of day begins there."""
        return any(element.sort == "times" and element.first == place for element in self.elements)


def elements_of(tokens: list[Token]) -> list[Element]:
    """The pieces from left to right; what no recogniser knows is left out."""
    return found_in(tokens).in_text()


def found_in(tokens: list[Token], *, mend: bool = False) -> Found:
    """The pieces and what they were read from. With `mend` mistyped words are taken as what is meant."""
    said = reworded(tokens, mend=mend)
    found: list[Element] = []
    place = 0
    while place < len(said.tokens):
        element = next((one for recognise in _RECOGNISERS if (one := recognise(said.tokens, place))), None)
        if element is not None:
            found.append(element)
        place = element.end if element else place + 1
    return Found(found, said)


def counted_of(tokens: list[Token], elements: list[Element]) -> list[Element]:
    """The elements that are about when: those that say so by themselves, and their neighbours."""
    counted = [element.anchored for element in elements]
    for order in (range(1, len(elements)), range(len(elements) - 2, -1, -1)):
        step = order.step
        for number in order:
            before, after = elements[min(number, number - step)], elements[max(number, number - step)]
            between = range(before.end, after.first)
            if counted[number - step] and all(word(tokens, place) in GLUE for place in between):
                counted[number] = True
    return [element for element, counts in zip(elements, counted, strict=True) if counts]


def _cron(tokens: list[Token], place: int) -> Element | None:
    """A cron line with what introduces it: `with the schedule */5 * * * *`, `cron: 0 4 * * *`."""
    line = place
    while word(tokens, line) in _BEFORE_LINE:
        line += 1
    if line == len(tokens) or tokens[line].kind != "cron":
        return None
    return Element("cron", tokens[line].value, place, line + 1)


def _line_of_others(tokens: list[Token], place: int) -> Element | None:
    """`FREQ=DAILY;BYHOUR=6` and `*-*-* 06:00:00` among other words: only by themselves are they read."""
    rule = word(tokens, place) == "freq" and word(tokens, place + 1) == "="
    line = tokens[place].kind in ("path", "mark") and is_line(tokens[place].value)
    if not (rule or line):
        return None
    end = place + 1
    while end < len(tokens) and tokens[end].start <= tokens[end - 1].end + line:
        end += 1
    reason = "a rule of a calendar and a line of systemd are read only by themselves, without other words"
    return Element("refused", reason, place, end)


_RECOGNISERS: tuple[Callable[[list[Token], int], Element | None], ...] = (
    _cron, _line_of_others, also, jitter, sun, holidays, refused, counted, once, lasting, day_of_next, place_in_month,
    relative, span_of_months, span, edge,
    past, every, adverb,
    day_to_come, dated, month_days, window, weekdays, months_named, part, times, zone,
)  # fmt: skip
