"""The times of a goal: a schedule, how often a trigger looks, or hours that narrow an event."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import pairwise

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import check, describe
from nomologi_tui.goals.conditions import hours_condition
from nomologi_tui.goals.doubts import AGAIN, doubt_of, left_beside, once_and_again
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.structure import EVENT_WORDS, STOPS, VAGUE, VAGUELY_MANY
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.elements import counted_of, elements_of
from nomologi_tui.goals.times.english import GLUE
from nomologi_tui.goals.times.phrases import ScheduleReading, reading_of
from nomologi_tui.goals.tokens import Token
from nomologi_tui.goals.words_of_blocks import TIMED
from nomologi_tui.model import StepType
from nomologi_tui.schedules import EVERY_DAY
from nomologi_tui.text import show_duration

BESIDE = ("window", "weekdays", "zone")  # times that may narrow an event
_RECURRING = ("each", "interval", "weekdays", "part", "nth", "month_days", "count")
# Before a day that something is told about
_ABOUT = frozenset(
    "on for of happening due planned scheduled up did do done have had got new open left events meetings happens "
    "steht fur von gemacht gibt de du fait prevu para hecho hay tengo".split()
)
_ASKED = frozenset(
    "what what's which was welche qu'est-ce quoi que cuales".split()
)  # `tell me what is in my calendar today`
_COMING = frozenset("is are out expires expire ends starts begins due ab ist expire caduca commence empieza".split())
_FEASTS = frozenset("christmas xmas halloween easter valentine's valentines weihnachten silvester noel noël".split())
_THAT = frozenset(["that", "dass", "daß", "que"])
_TELL = frozenset(
    "remind tell notify email mail message text inform warn alert send say erinnere sag sage schick schicke melde "
    "rappelle dis envoie previens recuerdame recuérdame dime avisame avísame envia".split()
)
_TOLD = frozenset("me us mich uns moi nous it and und et y then".split())  # what a stretch of days may stand behind
_ONCE_MORE = frozenset(["then", "again", "also", "once", "more", "(", ")", ".", ";"])
_PARTS = frozenset([",", ";", ".", "and", "und", "et", "y"])
_NAMING = ("the", "my", "our", "last", "die", "das", "der", "le", "la", "el")


def times_of(tokens: list[Token]) -> list[Element]:
    """The pieces of time that are about when."""
    elements = _without_message(tokens, _without_told(tokens, elements_of(tokens)))
    elements = _narrowed(tokens, _leading(tokens, elements))
    counted = counted_of(tokens, [one for one in elements if not _is_of_a_thing(tokens, one, elements)])
    once = {place for one in counted if one.sort == "once" for place in one.places}
    return _inverted([_as_hours(tokens, one, once) for one in counted if _is_time(tokens, one, once)])


def _inverted(elements: list[Element]) -> list[Element]:
    """Days and hours that an event leaves out, as those that it keeps: `when …, but not on weekends`."""
    if any(one.sort not in (*BESIDE, "except") for one in elements):
        return elements
    found: list[Element] = []
    for before, one in zip([None, *elements], elements, strict=False):
        if before and before.sort == "except" and one.sort == "weekdays":
            found[-1] = replace(one, value=(EVERY_DAY - one.value[0], True), first=before.first)
        elif before and before.sort == "except" and one.sort == "window":
            found[-1] = replace(one, value=one.value[::-1], first=before.first)
        else:
            found.append(one)
    return found


def _without_told(tokens: list[Token], elements: list[Element]) -> list[Element]:
    """Without the day that is asked about each time: `every morning tell me what's on today`."""
    recurs = any(one.sort in _RECURRING and one.anchored for one in elements)
    days = [one for one in elements if one.sort == "day" and recurs and _is_told(tokens, one)]
    feasts = [one for one in elements if one.sort in ("date", "yearly") and _is_feast(tokens, one)]
    return [one for one in elements if one not in (days + feasts if len(elements) > len(feasts) else days)]


def _without_message(tokens: list[Token], elements: list[Element]) -> list[Element]:
    """Without the times of what is told, where one stands before it: `remind me at 8 that school starts at 9`."""
    words = [word(tokens, place) for place in range(len(tokens))]
    told = next((place for place, one in enumerate(words) if one in _TELL), len(words))
    says = (place for place, one in enumerate(words) if one == "saying" or (one in _THAT and place > told))
    first = next(says, len(tokens))
    if not any(one.first < first and one.sort not in BESIDE for one in elements):
        return elements
    end = next((place for place in range(first, len(tokens)) if word(tokens, place) in (",", ";", ".")), len(tokens))
    return [one for one in elements if not first < one.first < end]


def _is_feast(tokens: list[Token], day: Element) -> bool:
    """Whether a feast is only what something is called after: `remind me of the Christmas tree`."""
    named = word(tokens, day.first) in _FEASTS and word(tokens, day.end) not in ("", ",", ".", "at", "eve", "day")
    return named and word(tokens, day.first - 1) in ("the", "a", "our", "my", "of", "about", "with", "for")


def _is_told(tokens: list[Token], day: Element) -> bool:
    owned = word(tokens, day.end - 1).endswith("'s") or word(tokens, day.end) == "'s"
    said = [word(tokens, place) for place in range(day.first)]
    asked = next((place for place, one in enumerate(said) if one in _TELL), len(said))
    return owned or word(tokens, day.first - 1) in _ABOUT or not _ASKED.isdisjoint(said[asked:])


def _narrowed(tokens: list[Token], elements: list[Element]) -> list[Element]:
    """What is left out and hours in brackets count wherever they stand: `every 6 hours restart it but not at night`."""
    if not is_clocked([one for one in elements if one.anchored]):
        return elements
    return [
        replace(
            one,
            anchored=one.anchored
            or one.sort == "except"
            or _follows_except(elements, number)
            or _in_brackets(tokens, one),
        )
        for number, one in enumerate(elements)
    ]


def _in_brackets(tokens: list[Token], element: Element) -> bool:
    """`hourly (8-18)`."""
    return element.sort == "window" and word(tokens, element.first - 1) == "(" and word(tokens, element.end) == ")"


def _follows_except(elements: list[Element], number: int) -> bool:
    return number > 0 and elements[number - 1].sort == "except" and elements[number - 1].end == elements[number].first


def _leading(tokens: list[Token], elements: list[Element]) -> list[Element]:
    """What stands at the very start is when: `Fri 17:00 …` is each Friday, `Fri 17:00 once …` the next one."""
    if elements and elements[0].sort in ("month_days", "lasting") and not elements[0].first:
        elements = [replace(elements[0], anchored=True), *elements[1:]]  # `On the 25th remind me …`
    if len(elements) < 2 or [one.sort for one in elements[:2]] != ["weekdays", "times"]:
        return elements
    day, times = elements[:2]
    if day.first or times.first > day.end + (word(tokens, day.end) in ("at", "@")):
        return elements
    once = word(tokens, times.end) == "once" and len(day.value[0]) == 1
    if once:
        times = replace(times, end=times.end + 1)
        day = replace(day, sort="day", value=tuple(day.value[0]), anchored=True)
    else:
        day = replace(day, value=(day.value[0], True), anchored=True)
    return [day, replace(times, anchored=True), *elements[2:]]


def is_clocked(elements: list[Element]) -> bool:
    """Whether they tell when it starts, not only what narrows an event."""
    return any(element.sort not in BESIDE for element in elements)


def is_again(tokens: list[Token], elements: list[Element]) -> bool:
    """Whether each of some days is said: `every Sunday`."""
    return any(one.sort == "weekdays" and one.anchored and word(tokens, one.first) in AGAIN for one in elements)


def vague_time(tokens: list[Token]) -> str:
    """How often is said, but not so that a schedule could be made of it: `every x minutes`, `regularly`."""
    for place in range(len(tokens)):
        here, after = word(tokens, place), word(tokens, place + 1)
        if here in VAGUE:
            return here
        if here in ("every", "each") and after in VAGUELY_MANY:
            return f"{here} {after}"
    return ""


def _is_of_a_thing(tokens: list[Token], element: Element, elements: list[Element]) -> bool:
    """Whether a stretch of days belongs to what stands before it: `the weather for the next 3 days`."""
    before, here = word(tokens, element.first - 1), tokens[element.first - 1]
    if element.sort != "lasting" or not element.first or any(one.end == element.first for one in elements):
        return False
    return here.kind == "word" and before not in _TOLD


def _is_time(tokens: list[Token], element: Element, once: set[int]) -> bool:
    """Not a start of the machine, nor a part of a name in an event's clause (`when the nightly sync …`) or its verb."""
    before_it = element.sort == "part" and word(tokens, element.end) in ("before", "vor", "avant", "antes")
    if tokens[element.first].value == "@reboot" or before_it:
        return False
    if element.sort == "relative" and _tells_when_it_comes(tokens, element):
        return False
    if not _is_in_event(tokens, element, once):
        return True
    named = word(tokens, element.first) in _NAMING or word(tokens, element.first - 1) in _NAMING
    return element.sort not in ("starting", "relative", "day") and not (element.sort in ("part", "each") and named)


def _as_hours(tokens: list[Token], element: Element, once: set[int]) -> Element:
    """The first time of an event as hours: `wenn ab 22 Uhr eine Datei kommt`."""
    if element.sort != "first" or not _is_in_event(tokens, element, once):
        return element
    return replace(element, sort="window", value=(element.value, time()))


def _is_in_event(tokens: list[Token], element: Element, once: set[int]) -> bool:
    """Whether an event's word stands before it in its clause; not `once` of a time."""
    before = ["" if place in once else word(tokens, place) for place in range(element.first)]
    clause = before[max((place for place, one in enumerate(before) if one in STOPS), default=-1) + 1 :]
    return any(one in EVENT_WORDS for one in clause)


def _tells_when_it_comes(tokens: list[Token], element: Element) -> bool:
    """Whether something will happen then: `the certificate runs out in two weeks: …`."""
    marked = word(tokens, element.end) in (":", "?", "→", "=", "-", "⇒", "➜")
    return element.first > 0 and (marked or word(tokens, element.first - 1) in _COMING)


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one goal, read into its draft."""

    draft: Draft
    timezone: str
    now: datetime

    def beside(self, block: Block | None, elements: list[Element]) -> None:
        """Times beside an event: how often `block` looks for it, or a condition; what is neither is named."""
        self._take(elements)
        fitting = [element for element in elements if element.sort in BESIDE]
        rest = [element for element in elements if element not in fitting]
        if block and len(rest) == 1 and rest[0].sort == "interval":
            rest = [] if self._looked_each(block, rest[0]) else rest
        self.draft.unread += [self.draft.text(element.places) for element in rest]
        self._hours(fitting)

    def scheduled(self, elements: list[Element]) -> None:
        """The schedule that the elements make; hours that it can't hold are a condition."""
        self._take(elements)
        several = "These may be several things at several times; say one of them."
        if self._several_things(elements):
            self._add(ScheduleReading(None, {}, reason=several), elements)
            return
        timing = self._reading(elements)
        apart = [element for element in elements if element.sort in ("window", "weekdays")]
        if timing.schedule is None and apart:
            plain = self._reading([element for element in elements if element not in apart])
            if plain.schedule is not None and any(element.sort == "interval" for element in elements):
                timing = plain
                self._hours(apart)
        self._add(timing, elements)

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
        often = [one for one in elements if one.sort in ("interval", "each", "weekdays")]
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


def looks(block: Block) -> bool:
    """Whether a trigger looks by itself, every so often."""
    return any(spec.name == "every" for spec in describe(block.config))
