"""One sentence for each cause, at a moment."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from nomologi_tui.model import EventType, Level, RunStatus
from nomologi_tui.usecases.why.answer import Answer, View
from nomologi_tui.usecases.why.then import Due, explain_then
from tests.usecases.why.facts import (
    EIGHT,
    FILE,
    MADE,
    NOBODY,
    NOW,
    ON,
    entry,
    facts,
    missed,
    not_met,
    one,
    run,
    then,
)

DUE = Due(EIGHT, EIGHT, EIGHT + timedelta(days=1))
BETWEEN = Due(None, EIGHT - timedelta(days=1), EIGHT)
SEVEN = EIGHT - timedelta(hours=1)


def ask(due: Due = DUE, view: View = ON, evidence: dict[str, Any] | None = None, **fields: Any) -> Answer:
    stood = then(**fields)
    return explain_then(facts(stood.automation, **evidence or {}), stood, due, view)


@pytest.mark.parametrize(("answer", "cause", "sentence"), [
    (ask(evidence={"runs": (run(RunStatus.SKIPPED),), "not_met": not_met()}), "condition",
     "It did not run at 08:00: the condition “enough” was not met: the value was 12 (12 is not more than 90)."),
    (ask(evidence={"runs": (run(RunStatus.SUCCESS),)}), "ran", "It ran at 08:00, as run 7: Done: run `true`."),
    (ask(switched=entry(EventType.SWITCHED_OFF, at=SEVEN)), "off",
     "It did not run at 08:00: it was switched off since 07:00."),
    (ask(switched=entry(EventType.PAUSED, at=SEVEN)), "paused", "It did not run at 08:00: it was paused since 07:00."),
    (ask(switched=entry(EventType.CREATED, at=SEVEN)), "draft",
     "It did not run at 08:00: it was not switched on yet."),
    (ask(runner=entry(EventType.RUNNER_STOPPED, at=SEVEN)), "no_runner",
     "It did not run at 08:00: no runner was on since 07:00."),
    (ask(runner=None, view=NOBODY), "no_runner", "It did not run at 08:00: no runner was on."),
    (ask(runner_after=entry(EventType.RUNNER_STARTED, at=NOW)), "no_runner",
     "It did not run at 08:00: the runner had been killed or was about to be; the next one started at 09:30."),
    (ask(heard=entry(EventType.LISTENER_LOST, "Not listening (schedule: the clock shows 1970)", SEVEN)), "listener",
     "It did not run at 08:00: not listening (schedule: the clock shows 1970) since 07:00."),
    (ask(evidence={"missed": (missed(SEVEN, NOW),)}), "missed",
     "It did not run at 08:00: it was missed; nobody ran them, and missed times are left out."),
    (ask(later=(entry(EventType.MISSED, "2 times were missed; the latest, due 09:00 UTC, runs now.", NOW),)), "missed",
     "It did not run at 08:00: it was missed; 2 times were missed; the latest, due 09:00 UTC, runs now."),
    (ask(), "unknown", "It was due at 08:00, and nothing in the history says what became of it."),
    (ask(oldest_run=NOW), "too_old",
     "What became of the time at 08:00 is not kept any more: the oldest run that is kept was made at 09:30."),
    (ask(whole=False, since=NOW), "too_old", "That is older than the history that is kept (since 09:30)."),
    (ask(at=MADE - timedelta(days=1)), "not_there",
     "The automation did not exist then: it was made at 09:30 on Sat 14 Nov."),
    (ask(at=NOW + timedelta(hours=1)), "future",
     "That is still to come; it is due next at 08:00 on Wed 25 Nov."),
    (ask(BETWEEN, at=SEVEN), "nothing_due",
     "Nothing was due at 07:00; the nearest due times: at 08:00 on Mon 23 Nov and at 08:00."),
    (ask(BETWEEN, at=SEVEN, evidence={"runs": (run(RunStatus.SUCCESS, at=SEVEN, due=None),)}), "ran",
     "It ran at 07:00, as run 7: Done: run `true`."),
    (ask(Due(), automation=one(FILE)), "nothing_due", "Nothing came at 08:00 that could start it; it has no runs."),
    (ask(Due(), automation=one(FILE), before=run(RunStatus.SUCCESS, at=SEVEN)), "nothing_due",
     "Nothing came at 08:00 that could start it; the nearest runs: run 7 at 07:00."),
    (ask(Due(), automation=one(FILE), evidence={
        "entries": (entry(EventType.OUTPUT, "A request was refused: bad signature", EIGHT, Level.WARNING),)}),
     "refused", "It did not run at 08:00: A request was refused: bad signature."),
    (ask(Due(NOW, NOW, None), at=NOW), "future", "It is due just now, at 09:30."),
])  # fmt: skip
def test_the_first_line_says_it(answer: Answer, cause: str, sentence: str) -> None:
    assert (answer.cause, answer.sentence) == (cause, sentence)


def test_a_runner_whose_start_is_not_in_the_log_any_more_was_on() -> None:
    assert ask(runner=None).cause == "unknown"
    stopped = entry(EventType.RUNNER_STOPPED, at=NOW)
    assert ask(runner=None, runner_after=stopped, view=NOBODY).cause == "unknown"


def test_a_missed_time_after_a_run_belongs_to_a_later_outage() -> None:
    ran_again = replace(run(RunStatus.SUCCESS), created_at=EIGHT + timedelta(minutes=5))
    later = (entry(EventType.MISSED, "1 time was missed", NOW),)
    assert ask(after=ran_again, later=later).cause == "unknown"


def test_an_entry_is_told_once_and_the_newest_first() -> None:
    both = (entry(EventType.MISSED, "1 time was missed", NOW), entry(EventType.SWITCHED_ON, "Switched on", SEVEN))
    lines = ask(later=both[:1], evidence={"entries": both, "runs": (run(RunStatus.SUCCESS),)}).lines
    assert [line.text for line in lines][::2] == ["1 time was missed", "Switched on"]


def test_another_revision_is_named() -> None:
    stood = then(automation=one(revision=2))
    answer = explain_then(facts(one(revision=5)), stood, DUE, ON)
    assert answer.lines[0].text == "It was revision 2 then; today it is revision 5."
