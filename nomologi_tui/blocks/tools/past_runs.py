"""What a past run says, as a verdict."""

from datetime import datetime

from nomologi_tui.blocks.contexts import PastRun
from nomologi_tui.model import Verdict
from nomologi_tui.text import span

_SAID = {"success": "succeeded", "failure": "failed", "cancelled": "was stopped"}


def verdict_of(past: PastRun, state: str, within: float | None, now: datetime) -> Verdict:
    """Whether `past` is as asked; the value is how it ended, `running`, or nothing. `within`: seconds since then."""
    if state == "is running":
        words = "is running" if past.under_way else "is not running"
        return Verdict(past.under_way, f"{past.automation} {words}", "running" if past.under_way else past.outcome)
    if past.ended is None:
        return Verdict(False, f"{past.automation} has no run that ended", past.outcome)
    met = state in ("ended", _SAID[past.outcome])
    age = (now - past.ended).total_seconds()
    late = within is not None and age > within
    words = f"{past.automation} {_SAID[past.outcome]} {span(age)} ago"
    if met and late:
        words += f", longer ago than {span(within or 0)}"
    return Verdict(met and not late, words, past.outcome)


def asked_words(automation: str, state: str, within: float | None) -> str:
    """`the last run of backup succeeded, at most 1 d ago`."""
    if state == "is running":
        return f"{automation} is running"
    return f"the last run of {automation} {state}{f', at most {span(within)} ago' if within else ''}"
