"""Reads when: phrases in English, basic German, French and Spanish, cron lines and macros become a schedule, or not."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nomologi_tui.errors import BadInputError
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.elements import Found, found_in
from nomologi_tui.goals.times.english import CARRIERS, NUMERALS, UNSURE_BESIDE
from nomologi_tui.goals.times.pieces import Pieces, Refusal
from nomologi_tui.goals.times.places import zone_of_city
from nomologi_tui.goals.times.said import schedule_said
from nomologi_tui.goals.times.schedules import schedule_of_pieces
from nomologi_tui.goals.times.trigger_fields import triggers_of
from nomologi_tui.goals.times.vocabulary import doubtful, english_words, unsure_elsewhere
from nomologi_tui.goals.times.written import is_written, schedule_written
from nomologi_tui.goals.words.tokens import LONGEST, Kind, Token, tokens_of
from nomologi_tui.schedules import BadScheduleError, Cron, Schedule, check_schedule

Span = tuple[int, int]
_LINE_FIELD = re.compile(r"[\d*?][\d*,/lw#-]*|[a-z]{3}(?:[,-][a-z]{3})*(?:#\d)?|l")
_QUOTED_LINE = re.compile(r"(['\"`])((?:[\d*][\d*,/-]*\s+){4}[\w*,/-]+)\1")
_BEFORE_NAMES = ("times", "window", "part", "each", "interval", "weekdays")
_ZONE_LIKE = re.compile(r"[A-Z][a-z]+/[A-Z][A-Za-z_]+")
_COMMENT = re.compile(r"(?<=\s)#\s.*$")  # behind a cron line
_MARKS = frozenset(".,;:!?()[]{}\"'`\u201c\u201d\u2018\u2019#*@&-\u2013\u2014/|>\u2192\u2022\u00bf\u00a1_")
_CONTENT: frozenset[Kind] = frozenset(["quoted", "template", "url", "email", "channel", "path", "host"])
_GOES_ON = ("at", "@", "on", "from", "to", "and")  # at the end they wait for more
_MOST_STRANGE = 30  # words beside a time that say nothing about it
_SHORTEST_PATH = 8  # characters; a shorter one such as `a/b` may be two words
_ADVERBS = ("ment", "mente", "weise")  # French, Spanish and German adverbs, which may be about when
_MENDED = 60  # words; in longer texts none is taken for a mistyped one


@dataclass(frozen=True, slots=True)
class ScheduleReading:
    """What a phrase says about when.

    `triggers` are the schedule block's fields: of one, of several that together are it, or of none where no fields hold
    it. `config` is the only one's. Without a schedule `reason` says in one sentence why. `remarks` say what was taken
    though nobody said it. `spans` are the places that were understood.
    """

    schedule: Schedule | None
    config: dict[str, Any]
    spans: tuple[Span, ...] = ()
    remarks: tuple[str, ...] = ()
    reason: str = ""
    triggers: tuple[dict[str, Any], ...] = ()


def read_schedule(text: str, *, timezone: str, now: datetime) -> ScheduleReading:
    """Read `text` as nothing but a schedule: each of its words must belong to it; or what is written out, as JSON."""
    if is_written(text := _unquoted(text)):
        return _by_fields(text, timezone, now)
    if (said := schedule_said(text, timezone)) is not None:
        return _checked(said, ((0, len(text)),), [], with_zone=said.timezone != timezone)
    if len(text) > LONGEST:
        return ScheduleReading(None, {}, reason=f"This is longer than {LONGEST} characters.")
    text = _QUOTED_LINE.sub(r" \2 ", text)
    line = _whole_line(text)
    if line is not None:
        return _checked(Schedule(line, timezone), (), [], with_zone=False)
    tokens = tokens_of(_COMMENT.sub("", text) if "*" in text.partition("#")[0] else text)
    found = found_in(tokens, mend=len(tokens) <= _MENDED)
    elements = found.in_text()
    unread, strange = _left_over(found, tokens)
    if not elements and strange:
        unread = [token.value for token in tokens if token.kind != "mark"]
    if unread and all(element.sort != "refused" for element in elements):
        return ScheduleReading(None, {}, _spans(tokens, elements), reason=_unread_sentence(unread))
    reading = reading_of(tokens, elements, timezone=timezone, now=now)
    return _beside(reading, found, strange, tokens, timezone)


def _beside(
    reading: ScheduleReading, found: Found, strange: list[str], tokens: list[Token], timezone: str
) -> ScheduleReading:
    """The reading with what was mended and passed over; none where strange words leave it in doubt."""
    if reading.schedule is None:
        return reading
    if hour := _lone_hour(found):
        return _without_schedule(reading, f"{hour}:00 or {hour + 12}:00 may be meant; say which, and on which days.")
    if _is_lone_letter(found):
        return _without_schedule(
            reading, "A letter behind a number alone is not sure to be a time; write 8 am or 8 pm."
        )
    if city := _city_of_zone(found, timezone):
        return _without_schedule(reading, f"A time zone may be meant: if so, write {city}.")
    if found.said.foreign and (unread := _beside_days(found)):
        return _without_schedule(reading, _unread_sentence([unread]))
    if strange and _parts_times(found):
        return _without_schedule(reading, "These may be several things at several times; say one of them.")
    if strange and (_is_weak(found.in_text(), tokens) or len(strange) > _MOST_STRANGE):
        return _without_schedule(reading, _unread_sentence(strange))
    mended = [f"“{said}” is taken as “{meant}”." for said, meant in found.said.mended]
    passed = [f"“{' '.join(strange[:8])}” says nothing about when."] if strange else []
    remarks = (*reading.remarks, *mended, *passed)
    return ScheduleReading(reading.schedule, reading.config, reading.spans, remarks, "", reading.triggers)


def _without_schedule(reading: ScheduleReading, reason: str) -> ScheduleReading:
    """No schedule, for that reason."""
    return ScheduleReading(None, {}, reading.spans, reason=reason)


def _lone_hour(found: Found) -> int:
    """The 5 of a phrase that says no more than `at 5`; 0 for all others."""
    said = [element for element in found.elements if element.sort != "zone"]
    if len(said) != 1 or said[0].sort != "times" or len(said[0].value) > 1 or said[0].sure:
        return 0
    last, hour = found.said.tokens[said[0].end - 1], said[0].value[0].hour
    return hour if last.value in (str(hour), *NUMERALS) and 0 < hour < 7 else 0


def _is_lone_letter(found: Found) -> bool:
    """Whether nothing but `8a` or `3p` is said."""
    said = found.elements
    last = found.said.tokens[said[0].end - 1].value if len(said) == 1 and said[0].sort == "times" else ""
    return last in ("a", "p") or bool(re.fullmatch(r"[\d:.]+[ap]", last))


def _city_of_zone(found: Found, timezone: str) -> str:
    """The zone that `in London` and `17:00 London` may mean; nothing where it is the user's or no city."""
    behind = {element.end for element in found.elements if element.sort == "times"}
    cities = (
        place for place in found.left() if place and (found.said.tokens[place - 1].value == "in" or place in behind)
    )
    zones = (zone_of_city(found.said.tokens[place].value) for place in cities)
    return next((zone for zone in zones if zone not in ("", timezone)), "")


def _beside_days(found: Found) -> str:
    """A word right behind days that may say which of them: `todos los días soleados`; nothing where none stands."""
    days = {element.end for element in found.elements if element.sort in ("each", "weekdays", "month_days", "nth")}
    behind = (found.said.tokens[place] for place in found.left() if place in days)
    return next((token.value for token in behind if token.kind == "word" and token.value not in CARRIERS), "")


def _parts_times(found: Found) -> bool:
    """Whether strange words stand between two times of day, as in `lights on at 7 and off at 9`."""
    times = [element for element in found.elements if element.sort == "times"]
    between = range(times[0].end, times[-1].first) if len(times) > 1 else range(0)
    words = [found.said.tokens[place] for place in found.left() if place in between]
    return any(token.kind == "word" and token.value not in CARRIERS for token in words)


def _is_weak(elements: list[Element], tokens: list[Token]) -> bool:
    """Whether the only time may as well be a part of something else, as in `daily mail` or `dinner at 8`."""
    said = [element for element in elements if element.sort != "zone"]
    if len(said) != 1:
        return not said
    only = said[0]
    opened = tokens[only.first].kind in ("date", "number") or tokens[only.first].value in ("on", "am", "le", "el")
    is_word = only.end == only.first + 1 or (only.sort == "date" and not opened)
    is_time = only.sort == "times" and not only.sure and not any(at.minute for at in only.value)
    return is_word or is_time or only.sort == "part" or not only.anchored


def reading_of(tokens: list[Token], elements: list[Element], *, timezone: str, now: datetime) -> ScheduleReading:
    """The schedule that these elements make together."""
    spans = _spans(tokens, elements)
    pieces = Pieces(elements)
    try:
        schedule = schedule_of_pieces(pieces, now, timezone)
    except Refusal as refusal:
        return ScheduleReading(None, {}, spans, reason=_sentence(str(refusal)))
    except BadScheduleError as error:
        return ScheduleReading(None, {}, spans, reason=str(error))
    except OverflowError:
        return ScheduleReading(None, {}, spans, reason="That is too far ahead.")
    return _checked(schedule, spans, pieces.remarks, with_zone=bool(pieces.all("zone")))


def _left_over(found: Found, tokens: list[Token]) -> tuple[list[str], list[str]]:
    """What no element has taken up: what may change the time, and what says nothing about it. `tokens`: the text's."""
    unread: list[str] = []
    strange: list[str] = []
    for place in found.left():
        token = found.said.tokens[place]
        if _is_content(token):
            zone = _ZONE_LIKE.fullmatch(token.value) and _is_behind(found, place)
            unread += [token.value] if zone or _is_glued(token) or _is_minus(found.said.tokens, place) else []
            continue
        typed = tokens[found.said.places[place][0]].value if found.said.foreign else ""
        unfinished = token.value in _GOES_ON and place + 1 == len(found.said.tokens)
        if (
            unfinished
            or _is_doubtful(token)
            or typed in unsure_elsewhere()
            or _names_unknown(found, place)
            or _waits_for_time(found, place)
            or _is_beside_time(found, place)
            or (found.said.foreign and typed.endswith(_ADVERBS))
            or (token.value == "by" and found.is_time(place + 1))
        ):
            unread.append(token.value)
        elif token.value not in CARRIERS:
            strange.append(token.value)
    return unread, strange


def _names_unknown(found: Found, place: int) -> bool:
    """Whether it may name a zone or a month that is not known: `at noon India time`, `every day in Smarch`."""
    inside = word(found.said.tokens, place - 1) == "in"
    named = inside or word(found.said.tokens, place + 1) == "time"
    return named and _is_behind(found, place - inside) and not zone_of_city(found.said.tokens[place].value)


def _is_glued(token: Token) -> bool:
    """Whether it is nothing but words of time without blanks: `every.monday`."""
    parts = re.split(r"[._/-]+", token.value.lower())
    return token.kind != "quoted" and len(parts) > 1 and all(part in english_words() for part in parts)


def _is_minus(tokens: list[Token], place: int) -> bool:
    """Whether it is the minus of `at -1:00`, or the mark of `>8:00`: right before a number, behind a blank."""
    if tokens[place].value not in ("-", "\u2212", ">") or not 0 < place < len(tokens) - 1:
        return False
    before, here, after = tokens[place - 1 : place + 2]
    return after.kind in ("clock", "number") and after.start == here.end and before.end < here.start


def _is_beside_time(found: Found, place: int) -> bool:
    """Whether it is a word that tells of some times only, as in `on school days`, with a word of time beside it."""
    if found.said.tokens[place].value not in UNSURE_BESIDE:
        return False
    beside = {word(found.said.tokens, place - 1), word(found.said.tokens, place + 1)}
    last = place + 1 == len(found.said.tokens)
    return last or not beside.isdisjoint(doubtful() | {"hours", "time", "times", "break", "term", "in", "of", "on"})


def _waits_for_time(found: Found, place: int) -> bool:
    """Whether a strange word stands behind an `at` that no time follows: `every day at a good moment`."""
    start = place - 1 - (word(found.said.tokens, place - 1) in ("a", "an", "the"))
    known = any(element.sort in ("times", "window", "sun", "part", "relative", "cron") for element in found.elements)
    return not known and word(found.said.tokens, start) == "at" and found.said.tokens[place].value not in CARRIERS


def _is_behind(found: Found, place: int) -> bool:
    return any(element.end == place and element.sort in _BEFORE_NAMES for element in found.elements)


def _is_content(token: Token) -> bool:
    """Whether it is no word: a file, an address, a mark; `a/b` may be two words."""
    short = token.kind == "path" and len(token.value) < _SHORTEST_PATH and token.value[0].isalpha()
    return (token.kind in _CONTENT and not short) or (token.kind == "mark" and _is_harmless(token.value))


def _is_doubtful(token: Token) -> bool:
    """Whether it may be about time: a number, a word of time, also as `today's`, a single letter."""
    said = token.value.replace("\u2019", "'")
    stem = said.partition("'")[0]
    letter = len(said) == 1 and said not in CARRIERS
    digits = any(map(str.isdigit, said)) or said.endswith("n't")
    a_day = said.endswith(("day", "days"))  # `on payday`
    return token.kind != "word" or letter or digits or a_day or bool({said, stem} & doubtful())


def _is_harmless(mark: str) -> bool:
    return mark in _MARKS or unicodedata.category(mark) in ("So", "Mn", "Cf", "Cc", "Sk")


def _checked(schedule: Schedule, spans: tuple[Span, ...], remarks: list[str], *, with_zone: bool) -> ScheduleReading:
    try:
        check_schedule(schedule)
    except BadScheduleError as error:
        return ScheduleReading(None, {}, spans, reason=str(error))
    triggers = triggers_of(schedule, with_zone=with_zone) or ()
    return ScheduleReading(schedule, triggers[0] if len(triggers) == 1 else {}, spans, tuple(remarks), "", triggers)


def _by_fields(text: str, timezone: str, now: datetime) -> ScheduleReading:
    try:
        schedule, config = schedule_written(text, timezone, now)
    except BadInputError as error:
        return ScheduleReading(None, {}, reason=str(error))
    return ScheduleReading(schedule, config, triggers=(config,) if config else ())


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1].strip() if len(text) > 2 and text[0] == text[-1] and text[0] in "'\"`" else text


def _whole_line(text: str) -> Cron | None:
    """A cron line or macro that is the whole text, be it a good one or not: fields of one, at least one a star."""
    fields = text.lower().split()
    looks_so = 2 < len(fields) < 12 and "*" in text and all(_LINE_FIELD.fullmatch(field) for field in fields)
    return Cron(text) if looks_so or re.match(r"@[a-z]", text, re.IGNORECASE) else None


def _spans(tokens: list[Token], elements: list[Element]) -> tuple[Span, ...]:
    return tuple((tokens[element.first].start, tokens[element.end - 1].end) for element in elements)


def _unread_sentence(words: list[str]) -> str:
    return f"“{' '.join(words[:8])}” is not understood as a time."


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
