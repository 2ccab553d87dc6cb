"""Which runs are shown, as a person says it: `is:fail since:24h of:backup disk full`."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.errors import BadInputError
from nomologi_tui.model import RunStatus
from nomologi_tui.store.records import RunFilter
from nomologi_tui.text import clean_line, shorten

STATES = {
    "asks": None, "fail": RunStatus.FAILURE, "run": RunStatus.RUNNING, "wait": RunStatus.WAITING,
    "queued": RunStatus.PENDING, "ok": RunStatus.SUCCESS, "skip": RunStatus.SKIPPED, "stop": RunStatus.CANCELLED,
}  # fmt: skip
SINCE = ("today", "24h", "7d")
_LENGTH = re.compile(r"(\d{1,4})([hd])", re.ASCII)
_PARTS = {"is": "state", "since": "since", "of": "automation"}


@dataclass(frozen=True, slots=True)
class SaidFilter:
    """Its words. What is empty lets everything through."""

    state: str = ""
    since: str = ""
    automation: str = ""  # its slug, or an unambiguous beginning
    words: str = ""

    def __str__(self) -> str:
        said = {"is:": self.state, "since:": self.since, "of:": self.automation, "": self.words}
        return " ".join(head + word for head, word in said.items() if word)

    def next_state(self) -> "SaidFilter":
        """All, then one state after the other."""
        return replace(self, state=_next(("", *STATES), self.state))

    def next_since(self) -> "SaidFilter":
        """All, then today, a day, a week."""
        return replace(self, since=_next(("", *SINCE), self.since))

    def asked(self, automation_id: int | None, now: datetime, zone: ZoneInfo) -> RunFilter:
        """What the store is asked for."""
        since = _moment(self.since, now, zone) if self.since else None
        return RunFilter(automation_id, STATES.get(self.state), self.state == "asks", since, self.words)


def read_filter(text: str) -> SaidFilter:
    """What a person typed. Raises BadInputError with the words that there are."""
    parts: dict[str, str] = {}
    words = []
    for word in text.split():
        head, colon, rest = word.partition(":")
        if colon and rest and head in _PARTS:
            parts[_PARTS[head]] = rest
        else:
            words.append(word)
    said = SaidFilter(**parts, words=" ".join(words))
    if said.state and said.state not in STATES:
        raise BadInputError(f"“{_short(said.state)}” is no state of a run.", f"States are {', '.join(STATES)}.")
    if said.since and said.since not in SINCE and not _LENGTH.fullmatch(said.since):
        raise BadInputError(f"“{_short(said.since)}” is no time.", "Write today, 24h, 7d or another number of h or d.")
    return said


def _next(words: tuple[str, ...], here: str) -> str:
    return words[(words.index(here) + 1) % len(words)] if here in words else ""


def _moment(since: str, now: datetime, zone: ZoneInfo) -> datetime:
    found = _LENGTH.fullmatch(since)
    if found is None:
        return day_begins(now, zone)
    return now - timedelta(hours=int(found[1]) * (24 if found[2] == "d" else 1))


def day_begins(at: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of that day there, in UTC."""
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)


def _short(text: str) -> str:
    return shorten(clean_line(text), 40)
