"""What the log asks for in its one field: words, a time to go to, since when, a file."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from nomologi_tui.model import Level
from nomologi_tui.screens.words import moment
from nomologi_tui.store.log_pages import LogFilter


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the field asks for."""

    name: str
    placeholder: str


WORDS = Question("words", "words in the entry; Enter searches, {log.back} shows all")
TIME = Question("time", "go to which time? yesterday 14:00, 2 h, 2026-12-01 08:00")
SINCE = Question("since", "only what is newer than? 2 h, yesterday 14:00; nothing shows all")
FILE = Question("file", "save these entries to which new file? ~/log.txt")

LEVELS = {None: "all levels", Level.INFO: "INFO and up", Level.WARNING: "WARN and up", Level.ERROR: "FAIL only"}


def filter_words(chosen: LogFilter, whose: str, words: str, now: datetime, zone: ZoneInfo) -> str:
    """What is shown, in one line: `whose` is the automation's name; `words` are marked, and chosen by where `grep`."""
    which = whose if chosen.automation_id else "all goals"
    parts = [f"LOG {which}", f"run {chosen.run_id}" if chosen.run_id else "", LEVELS[chosen.level]]
    parts += [f"since {moment(chosen.since, now, zone)}" if chosen.since else ""]
    parts += [f"filter: {words}" if chosen.grep else f"marked: {words}" if words else ""]
    return "   ".join(part for part in parts if part)
