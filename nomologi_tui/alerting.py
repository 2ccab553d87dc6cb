"""When a person is told what, as pure functions: a decision is a value, acting on it happens at the edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.model import Alert, AlertKind
from nomologi_tui.schedules import moment_of
from nomologi_tui.settings import Settings
from nomologi_tui.text import clean, clean_line, shorten

GATHER = timedelta(seconds=5)  # what fails together comes as one message
PAUSE = timedelta(minutes=1)  # between two messages
SETTLE = timedelta(minutes=1)  # a trigger that listens again by then is not spoken of
DELAYS = (60.0, 300.0, 900.0, 3_600.0)  # seconds until a message is tried again that no channel took; the last goes on
GIVE_UP = timedelta(days=3)  # of trying
LONGEST_HOLD = timedelta(days=10)  # by the longest cooldown, a digest and quiet hours, one after the other
MOST_LINES = 20  # of one message
LONGEST = 300  # characters of one alert's text

_DAY = timedelta(days=1)
_WORDS = {
    AlertKind.FAILED: "Failed", AlertKind.RECOVERED: "Works again", AlertKind.WAITING: "Needs you",
    AlertKind.LOST: "Not listening", AlertKind.LISTENING: "Listens again", AlertKind.LATE: "Late",
    AlertKind.NOT_STARTED: "Never started", AlertKind.SLOW: "Slow", AlertKind.MISSED: "Missed",
    AlertKind.LOGIN: "Needs a login",
}  # fmt: skip
_GOOD = frozenset({AlertKind.RECOVERED, AlertKind.LISTENING})
# Nothing is left to be done about these once they are over. That a run failed or was slow, or a trigger was lost, is
# told even then.
_ONLY_WHILE_OPEN = frozenset({AlertKind.WAITING, AlertKind.LATE, AlertKind.NOT_STARTED, AlertKind.LOGIN})


@dataclass(frozen=True, slots=True)
class Budget:
    """How often a person wants to be told. `digest` is an interval that counts from midnight, or a time of day."""

    zone: ZoneInfo
    cooldown: timedelta = timedelta(hours=1)
    quiet: tuple[time, time] | None = None
    digest: timedelta | time | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """When a person was last told: the same kind of the same automation, and anything at all."""

    same: datetime | None = None
    anything: datetime | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """Tell it now."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Not before `until`. Where `joins`, it goes along with a message that is sent anyway."""

    until: datetime
    joins: bool = True


@dataclass(frozen=True, slots=True)
class Drop:
    """Never; the reason is kept."""

    reason: str


Decision = Send | Hold | Drop


@dataclass(frozen=True, slots=True)
class Message:
    """What a person reads. `level` is one of apprise's: info, success, warning, failure."""

    title: str
    body: str
    level: str


def budget_of(settings: Settings) -> Budget:
    """The budget that the settings give."""
    cooldown = timedelta(minutes=settings.alert_cooldown)
    return Budget(settings.zone, cooldown, settings.quiet_hours, settings.digest)


def first_look(kind: AlertKind, now: datetime) -> datetime:
    """When a new alert may be told at the earliest, whatever the budget."""
    return now + (SETTLE if kind is AlertKind.LOST else GATHER)


def decide(alert: Alert, told: Told, budget: Budget, now: datetime) -> Decision:
    """What to do with an alert that was not told yet."""
    if alert.over_at is not None and _nothing_left(alert, alert.over_at):
        return Drop("It was over before it was told.")
    ready = alert.send_after if alert.tries else first_look(alert.kind, alert.created_at)
    if ready - now > timedelta(seconds=DELAYS[-1]):  # written by a clock that was ahead
        ready = now
    if ready > now and alert.kind is AlertKind.LOST and not alert.tries:
        return Hold(ready, joins=False)
    if told.same is not None:
        ready = max(ready, told.same + budget.cooldown)
    if told.anything is not None:
        ready = max(ready, told.anything + PAUSE)
    ready = max(_digest_after(ready, budget), now)
    ready = _after_quiet(ready, budget)
    return Send() if ready <= now else Hold(ready)


def _nothing_left(alert: Alert, over_at: datetime) -> bool:
    if alert.kind is AlertKind.LOST:
        return over_at < first_look(AlertKind.LOST, alert.created_at)
    return alert.kind in _ONLY_WHILE_OPEN


def _digest_after(moment: datetime, budget: Budget) -> datetime:
    """The first time from `moment` on at which what was collected is told."""
    if budget.digest is None:
        return moment
    wall = moment.astimezone(budget.zone).replace(tzinfo=None)
    midnight = datetime.combine(wall, time())
    if isinstance(budget.digest, timedelta):
        return moment_of(midnight - (midnight - wall) // budget.digest * budget.digest, budget.zone)
    days = (moment_of(datetime.combine(midnight + number * _DAY, budget.digest), budget.zone) for number in range(3))
    return next(one for one in days if one >= moment)


def _after_quiet(moment: datetime, budget: Budget) -> datetime:
    """`moment`, or the end of the quiet hours that it lies in. They begin and end by the wall clock of the zone."""
    if budget.quiet is None:
        return moment
    begin, end = budget.quiet
    today = moment.astimezone(budget.zone).date()
    for day in (today - _DAY, today):
        begins = moment_of(datetime.combine(day, begin), budget.zone)
        ends = moment_of(datetime.combine(day if begin < end else day + _DAY, end), budget.zone)
        if begins <= moment < ends:
            return ends
    return moment


def try_again_at(tries: int, now: datetime) -> datetime:
    """When a message that failed `tries` times is tried again."""
    return now + timedelta(seconds=DELAYS[min(tries, len(DELAYS)) - 1])


def titled(kind: AlertKind, goal: str) -> str:
    """An alert's title."""
    return f"{_WORDS[kind]}: {shorten(clean_line(goal), 100)}"


def bodied(*sentences: str) -> str:
    """An alert's text. What runs and triggers said is data: cleaned and cut, never more."""
    said = " ".join(clean_line(one) for one in sentences[:-1] if one)
    return "\n".join(part for part in (shorten(said, LONGEST), clean(sentences[-1])) if part)


def compose(alerts: Sequence[Alert], zone: ZoneInfo, now: datetime) -> Message:
    """One message of all of them: the alert itself, or a line for each, with its day where that is not today's."""
    level = _level(alerts)
    if len(alerts) == 1:
        return Message(alerts[0].title, alerts[0].body, level)
    lines = [f"{_when(one.created_at, now, zone)} {one.title}. {_first_line(one.body)}" for one in alerts]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [f"and {len(lines) - MOST_LINES} more"]
    return Message(_counted(alerts), "\n".join([*lines, "All of it: nomologi alerts"]), level)


def _when(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    there = moment.astimezone(zone)
    return f"{there:%H:%M}" if there.date() == now.astimezone(zone).date() else f"{there:%Y-%m-%d %H:%M}"


def _first_line(body: str) -> str:
    return shorten(body.split("\n", 1)[0], 100)


def _counted(alerts: Sequence[Alert]) -> str:
    kinds = [one.kind for one in alerts]
    counts = ", ".join(f"{kinds.count(kind)} {words.lower()}" for kind, words in _WORDS.items() if kind in kinds)
    return f"{len(alerts)} alerts: {counts}"


def _level(alerts: Sequence[Alert]) -> str:
    kinds = {one.kind for one in alerts}
    if AlertKind.FAILED in kinds:
        return "failure"
    return "success" if kinds <= _GOOD else "warning"
