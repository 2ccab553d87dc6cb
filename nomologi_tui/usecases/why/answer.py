"""The answer: one sentence, what it rests on, and what would make it run."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.store.records import RunnerInfo


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would make it run, in words; the command and the id of the key that do it, empty where there is none."""

    words: str
    command: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of evidence. `at` is when it happened; None for how it stands now."""

    text: str
    at: datetime | None = None
    run_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`cause` is a word that scripts can rely on. `lines` are how it stands, then what happened, newest first."""

    cause: str
    sentence: str
    remedy: Remedy | None = None
    lines: tuple[Line, ...] = ()
    next_due: datetime | None = None
    run_id: int | None = None  # the run that the sentence tells of


@dataclass(frozen=True, slots=True)
class View:
    """From where it is looked at: the moment, the zone that times are told in, who runs now."""

    now: datetime
    zone: ZoneInfo
    runner: RunnerInfo | None = None
    runs_at_once: int = 4

    def at(self, moment: datetime) -> str:
        """`at 08:00`, `at 08:00 on Mon 23 Nov`, with the year where it is another; seconds where there are any."""
        there, here = moment.astimezone(self.zone), self.now.astimezone(self.zone)
        clock = f"at {there:%H:%M:%S}" if there.second else f"at {there:%H:%M}"
        if there.date() == here.date():
            return clock
        year = "" if there.year == here.year else f" {there.year}"
        return f"{clock} on {there:%a} {there.day} {there:%b}{year}"

    def is_now(self, moment: datetime) -> bool:
        """Whether it is so close that what belongs to it may still come."""
        return abs(self.now - moment) < timedelta(seconds=5)
