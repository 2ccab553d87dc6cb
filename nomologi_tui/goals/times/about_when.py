"""Which pieces of time in a goal are about when it starts, and which belong to a thing, a message or an event."""

from dataclasses import replace
from datetime import time

from nomologi_tui.goals.times.doubts import AGAIN
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.elements import counted_of, elements_of
from nomologi_tui.goals.times.english import PART_HOURS
from nomologi_tui.goals.words.structure import EVENT_WORDS, STOPS
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.schedules import EVERY_DAY

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
_WISHED = frozenset("happy merry frohes frohe gutes joyeux bonne feliz".split())
_THAT = frozenset(["that", "dass", "daß", "que"])
_TELL = frozenset(
    "remind tell notify email mail message text inform warn alert send say erinnere sag sage schick schicke melde "
    "rappelle dis envoie previens recuerdame recuérdame dime avisame avísame envia".split()
)
_TOLD = frozenset("me us mich uns moi nous it and und et y then".split())  # what a stretch of days may stand behind
_ONLY = frozenset("only nur seulement uniquement solo sólo solamente".split())
_BUT = frozenset([",", "but", "aber", "jedoch", "mais", "pero"])
_NAMING = ("the", "my", "our", "last", "die", "das", "der", "le", "la", "el")


def times_of(tokens: list[Token]) -> list[Element]:
    """The pieces of time that are about when."""
    elements = _without_message(tokens, _without_told(tokens, elements_of(tokens)))
    elements = _narrowed(tokens, _leading(tokens, elements))
    counted = counted_of(tokens, [one for one in elements if not _is_of_a_thing(tokens, one, elements)])
    once = {place for one in counted if one.sort == "once" for place in one.places}
    found = [_as_hours(tokens, one, once) for one in counted if _is_time(tokens, one, once)]
    return _inverted(_part_alone(tokens, found))


def _part_alone(tokens: list[Token], elements: list[Element]) -> list[Element]:
    """`only at night` as hours, where nothing else tells when it starts."""
    if any(one.sort not in (*BESIDE, "part") for one in elements):
        return elements
    return [
        replace(one, sort="window", value=PART_HOURS[name])
        if one.sort == "part" and is_only(tokens, one) and (name := one.value.removesuffix("s")) in PART_HOURS
        else one
        for one in elements
    ]


def is_only(tokens: list[Token], element: Element) -> bool:
    """Whether it narrows what else is said: `only on weekdays`."""
    return not _ONLY.isdisjoint(word(tokens, place) for place in (element.first - 1, element.first))


def is_left_alone(tokens: list[Token], elements: list[Element]) -> bool:
    """Whether days narrow something that is said without them: `tell me about mails, but only on weekdays`."""
    days = [one for one in elements if one.sort == "weekdays" and is_only(tokens, one)]
    first = days[0].first if days and not is_clocked(elements) else 0
    return any(word(tokens, place) in _BUT for place in range(max(0, first - 2), first))


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
    first = day.first + (word(tokens, day.first) == "the")
    if word(tokens, day.first - 1) in _WISHED:
        return True  # `say happy new year`
    named = word(tokens, first) in _FEASTS and word(tokens, day.end) not in ("", ",", ".", "at", "eve", "day")
    return named and word(tokens, first - 1) in ("the", "a", "our", "my", "of", "about", "with", "for")


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
            or _in_brackets(tokens, one)
            or (one.sort in ("months", "lasting") and _stands_apart(tokens, one)),
        )
        for number, one in enumerate(elements)
    ]


def _stands_apart(tokens: list[Token], element: Element) -> bool:
    """Whether it begins or ends a goal or a part of it: `in June and July water the lawn daily at 5`."""
    ends = element.end == len(tokens) or word(tokens, element.end) in (",", ".", ";")
    return element.first == 0 or ends or word(tokens, element.first - 1) in (",", ";")


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
    days = [one for one in elements if one.sort == "weekdays" and one.anchored and not is_only(tokens, one)]
    return any(word(tokens, one.first) in AGAIN or _are_many(tokens, one) for one in days)


def _are_many(tokens: list[Token], element: Element) -> bool:
    """`on Sundays`, `montags`; Spanish days end so anyway."""
    said = [word(tokens, place) for place in element.places]
    return any(one.endswith(("days", "tags", "wochs", "dis")) for one in said)


def _is_of_a_thing(tokens: list[Token], element: Element, elements: list[Element]) -> bool:
    """Whether a stretch of days belongs to what stands before it: `the weather for the next 3 days`."""
    before, here = word(tokens, element.first - 1), tokens[element.first - 1]
    if element.sort != "lasting" or not element.first or any(one.end == element.first for one in elements):
        return False
    return here.kind == "word" and before not in _TOLD


def _is_time(tokens: list[Token], element: Element, once: set[int]) -> bool:
    """Not a start of the machine, nor a part of a name in an event's clause (`when the nightly sync …`) or its verb."""
    before_it = element.sort == "part" and word(tokens, element.end) in ("before", "vor", "avant", "antes")
    if tokens[element.first].value == "@reboot" or before_it or _is_glued(tokens, element):
        return False
    if element.sort == "relative" and _tells_when_it_comes(tokens, element):
        return False
    if not _is_in_event(tokens, element, once):
        return True
    named = word(tokens, element.first) in _NAMING or word(tokens, element.first - 1) in _NAMING
    return element.sort not in ("starting", "relative", "day") and not (element.sort in ("part", "each") and named)


def _is_glued(tokens: list[Token], element: Element) -> bool:
    """Whether it is the beginning of a name: `nightly-backup`."""
    here, after = tokens[element.end - 1], tokens[element.end : element.end + 2]
    dash = len(after) == 2 and after[0].value == "-" and after[0].start == here.end and after[1].start == after[0].end
    return dash and element.end - element.first == 1 and (here.kind, after[1].kind) == ("word", "word")


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
