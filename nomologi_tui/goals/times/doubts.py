"""What stands beside a time and changes it in a way that nothing has taken up: then it is asked, not guessed."""

from collections.abc import Iterator
from itertools import pairwise

from nomologi_tui.goals.times.clocks import one_time
from nomologi_tui.goals.times.element import Element, amount, word
from nomologi_tui.goals.times.english import CALENDAR, DAY_GROUPS, NAMED_TIMES, SECONDS, UNREAD_TIME, weekday_of
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.tokens import Token

_SHIFTS = frozenset("around about after before by towards roughly approximately past gegen vers".split())
_OR = frozenset("or oder ou o u".split())
_ISH = frozenset("ish or-so oder-so".split())
_SET = frozenset(
    "on at in before after around about during over by until till from since past towards am an zu zum zur vor nach "
    "gegen um bis ab wahrend le la les a au avant apres vers pendant el al antes despues hacia durante".split()
)
ARTICLES = frozenset("the my our a de du des le la el los der die das dem den mein meiner unserer mon ma mi".split())
# Hours and days of somebody's own, and feasts on another day each year
OF_A_LIFE = frozenset(
    "breakfast brunch lunch lunchtime dinner dinnertime supper tea teatime bedtime bed work school church payday "
    "holidays holiday vacation vacations thanksgiving easter pentecost ramadan eid diwali hanukkah carnival "
    "birthday midweek fruhstuck mittagessen abendessen abendbrot feierabend arbeit schule schlafengehen ostern "
    "pfingsten karfreitag ostermontag rosenmontag fasching karneval ferien urlaub zahltag petit-dejeuner dejeuner "
    "diner souper coucher paques pentecote vacances ecole travail desayuno comida almuerzo cena dormir trabajo "
    "escuela colegio pascua vacaciones navidades".split()
)
_AHEAD = frozenset("day days night evening week minute minutes min mins hour hours minuten stunde stunden tag".split())
_UNEVEN = frozenset("odd even alternate uneven gerade geraden ungerade ungeraden pairs impairs pares impares".split())
_DAYS = frozenset("day days date dates week weeks tage tagen wochen jours semaines dias semanas".split())
_TIMELY = frozenset(
    "time times moment moments while bit now once so few couple several half night nights evening evenings morning "
    "mornings afternoon afternoons noon midnight weekend season meal shift interval intervals x n".split()
) | CALENDAR.keys() | SECONDS.keys()  # fmt: skip
_CLOCKED = ("times", "window", "interval", "sun", "in")
_AT = frozenset("at um a à las by around until till that dass que".split())
_NEVER = frozenset(["don't", "dont", "never", "niemals", "jamais", "nunca"])
_CLOSE = 7  # words from there to a day that is meant
_PAST = frozenset("yesterday gestern hier ayer".split())
_WHICH = frozenset(
    "next this last previous coming following nachste nachsten nachstes nachster diese diesen dieses letzte letzten "
    "kommende kommenden prochain prochaine dernier derniere cette ce proximo proxima pasado pasada esta este".split()
)
_STRETCHES = frozenset(
    "week weekend month quarter year woche wochenende monat quartal jahr semaine mois trimestre an annee semana mes "
    "ano".split()
)
_ONE_DAY = frozenset("today tomorrow once tonight heute einmal demain aujourd'hui hoy manana mañana".split())
AGAIN = frozenset("every each jeden jede jedes alle chaque tous toutes cada todos todas".split())


def doubt_of(tokens: list[Token], taken: set[int]) -> str:
    """The words that leave a schedule open; empty where none do. `taken`: the places that something has used."""
    free = [place for place in range(len(tokens)) if place not in taken]
    unread = (
        word(tokens, one) for one in free if word(tokens, one) in UNREAD_TIME and not _is_named(tokens, one, taken)
    )
    return next(unread, "") or next((said for place in free for said in _said_at(tokens, place, taken)), "")


def _is_named(tokens: list[Token], place: int, taken: set[int]) -> bool:
    """Whether the word is about a thing, not about when: `rename each file`, `a random quote`, `the holiday photos`."""
    here, after = word(tokens, place), [word(tokens, place + step) for step in (1, 2)]
    timely = any(one in _TIMELY or _is_timely(tokens, place + step) for step, one in enumerate(after, start=1))
    if not after[0] or timely or place - 1 in taken:
        return False
    if here in ("ending", "beginning", "starting", "holiday", "holidays"):
        return plain(word(tokens, place - 1)) in ARTICLES
    return here in ("each", "every", "other", "random") and place > 0


def left_beside(tokens: list[Token], elements: list[Element]) -> str:
    """What tells of one day right beside a time, and a clock where none was read: `Sundays — 9:30`, `once at 8`."""
    timely = {place for one in elements for place in one.places}
    clocked = any(one.sort in _CLOCKED for one in elements)
    dated = any(one.sort in ("day", "date", "relative") for one in elements)
    edges = {place for one in elements for place in (one.first - 1, one.end)}
    for place, token in enumerate(tokens):
        if place in timely:
            continue
        lone = token.kind == "clock" and not clocked and word(tokens, place - 1) not in _AT
        if lone or (not dated and place in edges and word(tokens, place) in _ONE_DAY):
            return token.value
    sorts = ("times", "zone", "month_days")
    alone = all(one.sort in sorts for one in elements)  # each day or month is only taken
    return next((said for one in elements if alone and (said := _other_day(tokens, one))), "")


def _other_day(tokens: list[Token], clock: Element) -> str:
    """What tells of other days right beside a time of day: `next week at 9`, `at 5 yesterday`."""
    first = clock.first - (plain(word(tokens, clock.first - 1)) in _AT)
    before, here, after = word(tokens, first - 2), word(tokens, first - 1), word(tokens, clock.end)
    if plain(here) in _PAST or plain(after) in _PAST:
        return here if plain(here) in _PAST else after
    if plain(before) in _WHICH and plain(here) in _STRETCHES:
        return f"{before} {here}"
    if plain(here) in _WHICH and plain(before) in _STRETCHES:  # `la semaine prochaine à 9h`
        return f"{before} {here}"
    later = word(tokens, clock.end + 1)
    return f"{after} {later}" if plain(after) in _WHICH and plain(later) in _STRETCHES else ""


def once_and_again(tokens: list[Token], elements: list[Element]) -> bool:
    """Whether one day is said and also each: `today every evening`."""
    edges = [after for one, after in pairwise(elements) if one.sort in ("starting", "until")]
    once = any(one.sort in ("day", "date") and one not in edges for one in elements)
    return once and any(one.sort == "part" and word(tokens, one.first) in AGAIN for one in elements)


def _said_at(tokens: list[Token], place: int, taken: set[int]) -> Iterator[str]:
    here, beside = plain(word(tokens, place)), place - 1 in taken
    after = tokens[place + 1].value if place + 1 < len(tokens) else ""
    clock = after in NAMED_TIMES or (after != "" and tokens[place + 1].kind == "clock")
    if here in _SHIFTS and (beside or clock) and after != "" and one_time(tokens, place + 1):
        yield f"{here} {after}"  # it is not the time that was read
    if beside and here in _ISH:
        yield here
    again = place + 1 + (plain(word(tokens, place + 1)) in _AT)  # `at 9 or at 10`
    if beside and here in _OR and _is_timely(tokens, again):
        yield f"{here} {after}"
    if beside and here in ("for", "fur", "pendant", "durante") and (ends := _stretch(tokens, place + 1)):
        yield f"{here} {' '.join(one.value for one in tokens[place + 1 : ends])}"
    if here in ("during", "by") and after in ("the", "day", "daytime", "night", "nighttime"):
        yield f"{here} {after}"
    if here in _AHEAD and after in ("before", "earlier", "vorher", "fruher"):
        yield f"{here} {after}"
    if here in _UNEVEN and plain(word(tokens, place + 1)) in _DAYS:
        yield f"{here} {after}"
    yield from _life(tokens, place, taken)
    yield from _forbidden(tokens, place)


def _forbidden(tokens: list[Token], place: int) -> Iterator[str]:
    """`don't do it on weekends but …`: days that are not meant."""
    if word(tokens, place).replace("\u2019", "'") not in _NEVER:
        return
    for end in range(place + 1, min(place + _CLOSE, len(tokens))):
        if tokens[end].kind == "mark":
            return
        if weekday_of(word(tokens, end)) is not None or word(tokens, end) in DAY_GROUPS:
            yield " ".join(one.value for one in tokens[place : end + 1])
            return


def _is_timely(tokens: list[Token], place: int) -> bool:
    here = word(tokens, place)
    numbered = place < len(tokens) and tokens[place].kind in ("number", "clock", "ordinal")
    return numbered or weekday_of(here) is not None or here in DAY_GROUPS


def _stretch(tokens: list[Token], place: int) -> int:
    """Where `the next two weeks` ends; 0 where no stretch of the calendar begins."""
    while word(tokens, place) in ("the", "next", "following", "die", "nachsten", "nächsten"):
        place += 1
    count = amount(tokens, place)
    end = count[1] if count else place
    return end + 1 if word(tokens, end) in CALENDAR else 0


def _life(tokens: list[Token], place: int, taken: set[int]) -> Iterator[str]:
    """`around lunch` right beside a time; in German also a name that no calendar tells: `am Rosenmontag um 11`."""
    here = plain(word(tokens, place))
    if here not in _SET:
        return
    named = place + 1 + (plain(word(tokens, place + 1)) in ARTICLES)
    end = named + 1
    unknown = here == "am" and word(tokens, named) != "" and word(tokens, end) == "um"
    if named in taken or not (plain(word(tokens, named)) in OF_A_LIFE or unknown):
        return
    if place - 1 in taken or end in taken or end + 1 in taken:
        yield " ".join(one.value for one in tokens[place:end])
