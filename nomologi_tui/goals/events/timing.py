"""The times of a goal: a schedule, how often a trigger looks, or hours that narrow an event."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import check, describe
from nomologi_tui.goals.conditions.conditions import hours_condition
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.finding.words_of_blocks import TIMED
from nomologi_tui.goals.parts import Missing
from nomologi_tui.goals.times.about_when import BESIDE
from nomologi_tui.goals.times.doubts import AGAIN, doubt_of, left_beside, once_and_again
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.english import GLUE, PART_HOURS
from nomologi_tui.goals.times.phrases import ScheduleReading, reading_of
from nomologi_tui.model import StepType
from nomologi_tui.text import show_duration

_ONCE_MORE = frozenset(["then", "again", "also", "once", "more", "(", ")", ".", ";"])
_EITHER = frozenset(["or", "oder", "ou", "o"])
_DO_NOT = frozenset(["don't", "dont", "never", "don\u2019t"])
_PARTS = frozenset([",", ";", ".", "and", "und", "et", "y"])


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one goal, read into its draft."""

    draft: Draft
    timezone: str
    now: datetime

    def beside(self, block: Block | None, elements: list[Element]) -> None:
        """Times beside an event: how often `block` looks for it, or a condition; what is neither is named."""
        self._take(elements)
        elements = self._parts_as_hours(elements)
        fitting = [element for element in elements if element.sort in BESIDE]
        rest = [element for element in elements if element not in fitting]
        if block and len(rest) == 1 and rest[0].sort == "interval":
            rest = [] if self._looked_each(block, rest[0]) else rest
        self.draft.unread += [self.draft.text(element.places) for element in rest]
        if fitting and (open_words := self._turned(fitting)):
            self.draft.ask("conditions.1", f"On what condition? “{open_words}” was not understood.")
        else:
            self._hours(fitting)

    def _turned(self, elements: list[Element]) -> str:
        """What makes other hours of them: `on weekends or after 18:00`, `from 1 to 5 don't tell me`; else nothing."""
        tokens, timely = self.draft.tokens, {place for one in elements for place in one.places}
        for place in range(elements[0].end, len(tokens)):
            here = word(tokens, place)
            if here in _EITHER and place < elements[-1].first and place - 1 in timely:
                return self.draft.text(range(elements[0].first, elements[-1].end))
            if here in _DO_NOT and place - 1 in timely | {one.end for one in elements}:
                return self.draft.text(range(elements[0].first, min(place + 2, len(tokens))))
        return ""

    def _parts_as_hours(self, elements: list[Element]) -> list[Element]:
        """`at night` as hours, `but not at night` as the others; not `every night`, which says how often."""
        found: list[Element] = []
        for one in elements:
            name = str(one.value).removesuffix("s")
            if one.sort != "part" or name not in PART_HOURS or word(self.draft.tokens, one.first) in AGAIN:
                found.append(one)
                continue
            first, last = PART_HOURS[name]
            self.draft.remarks.append(f"“{name}” is taken as {first:%H:%M} to {last:%H:%M}.")
            left_out = bool(found) and found[-1].sort == "except"
            start = found.pop().first if left_out else one.first
            found.append(replace(one, sort="window", value=(last, first) if left_out else (first, last), first=start))
        return found

    def scheduled(self, elements: list[Element]) -> None:
        """The schedule that the elements make; hours that it can't hold are a condition."""
        self._take(elements)
        if self._several_things(elements):
            said = [self.draft.text(element.places) for element in elements]
            self.draft.ask("when.1", f"When? {_each_by_itself(said)}", of_time="schedule")
            self.draft.unread += said
            return
        if self._on_whose_holidays(elements):
            return
        timing = self._reading(elements)
        apart = [element for element in elements if element.sort in ("window", "weekdays")]
        if timing.schedule is None and apart:
            plain = self._reading([element for element in elements if element not in apart])
            if plain.schedule is not None and any(element.sort == "interval" for element in elements):
                timing = plain
                self._hours(apart)
        self._add(timing, elements)

    def _on_whose_holidays(self, elements: list[Element]) -> bool:
        """Whether only the country is open of a schedule that leaves out holidays; then it alone is asked for."""
        out = [one for one in elements if one.sort == "holidays" and not one.value]
        before = [one for one, after in pairwise(elements) if one.sort == "except" and after in out]
        rest = [one for one in elements if one not in out + before]
        block = self.draft.registry.known(StepType.TRIGGER, TIMED)
        config = self._reading(rest).config if out and len(before) == len(out) and rest else {}
        if block is None or not config or any(name.startswith("except") for name in config):
            return False
        self.draft.add(block, config | {"except_holidays": True}, [place for one in elements for place in one.places])
        country = next((spec for spec in describe(block.config) if spec.name == "country"), None)
        self.draft.missing[-1] = Missing(
            "when.1.country", "Country? Whose public holidays are meant.", country, of_step=True
        )
        return True

    def _add(self, timing: ScheduleReading, elements: list[Element]) -> None:
        places = [place for element in elements for place in element.places]
        block = self.draft.registry.known(StepType.TRIGGER, TIMED)
        self.draft.schedule = timing.schedule
        self.draft.remarks += timing.remarks
        if timing.schedule is None or block is None:
            self.draft.ask("when.1", f"When? {timing.reason}".strip(), of_time="schedule")
            self.draft.unread.append(self.draft.text(places))
            return
        for config in timing.triggers or (timing.config,):
            self.draft.add(block, config, places)

    def _take(self, elements: list[Element]) -> None:
        self.draft.taken |= {place for element in elements for place in element.places}

    def _looked_each(self, block: Block, element: Element) -> bool:
        """Whether the trigger that was read last takes up how often it looks."""
        timing = self._reading([element])
        self.draft.schedule = timing.schedule
        if not looks(block) or timing.schedule is None:
            return False
        triggers = self.draft.parts[StepType.TRIGGER]
        config = triggers[-1].config | {"every": show_duration(element.value)}
        model, _ = check(block.config, config)
        words = block.in_words(model) if model else triggers[-1].words
        triggers[-1] = replace(triggers[-1], config=config, words=words)
        self.draft.spans.append(self.draft.span(element.places))
        return True

    def _hours(self, elements: list[Element]) -> None:
        places = [place for element in elements for place in element.places]
        found = hours_condition(elements, self.draft.registry) if elements else None
        if found is not None:
            self.draft.add(*found, places)
        elif elements:
            self.draft.unread.append(self.draft.text(places))

    def _reading(self, elements: list[Element]) -> ScheduleReading:
        unread = doubt_of(self.draft.tokens, self.draft.taken) or left_beside(self.draft.tokens, elements)
        if unread:
            return ScheduleReading(None, {}, reason=f"“{unread}” is not understood.")
        if once_and_again(self.draft.tokens, elements):
            return ScheduleReading(None, {}, reason="One day is said, and each; say which.")
        return reading_of(self.draft.tokens, elements, timezone=self.timezone, now=self.now)

    def _several_things(self, elements: list[Element]) -> bool:
        """`a backup every 4 hours, a full one on Sundays`: each says by itself how often."""
        tokens, timely = self.draft.tokens, {place for one in elements for place in one.places}
        left_out = [after for one, after in pairwise(elements) if one.sort == "except"]
        often = [one for one in elements if one.sort in ("interval", "each", "weekdays") and one not in left_out]
        for one, other in pairwise(often):
            between = [word(tokens, place) for place in range(one.end, other.first) if place not in timely]
            marked = any(here in _PARTS for here in between)
            if marked and one.sort == "interval" and any(here and here not in GLUE for here in between):
                return True
        return self._apart([one for one in elements if one.sort == "times"], timely)

    def _apart(self, clocks: list[Element], timely: set[int]) -> bool:
        """`down at 1:00, up at 6:00`: at each time something else."""
        for one, other in pairwise(clocks):
            places = [place for place in range(one.end, other.first) if place not in timely]
            between = [word(self.draft.tokens, place) for place in places]
            if any(here in _PARTS for here in between) and any(here not in {*GLUE, *_ONCE_MORE} for here in between):
                return True
        return False


def _each_by_itself(said: list[str]) -> str:
    times = ", ".join(f"“{one}”" for one in said)
    return f"Several things are said, each at its own time ({times}). Say each by itself."


def looks(block: Block) -> bool:
    """Whether a trigger looks by itself, every so often."""
    return any(spec.name == "every" for spec in describe(block.config))
