"""One sentence for each cause, as it stands now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nomologi_tui.model import (
    AutomationStatus,
    Configuration,
    Connection,
    EventType,
    Level,
    ListenerState,
    RunStatus,
    Step,
    StepType,
    WaitingFor,
)
from nomologi_tui.store.evidence import Evidence
from nomologi_tui.usecases.why.answer import Answer, View
from nomologi_tui.usecases.why.now import explain_now
from tests.usecases.why.facts import (
    EIGHT,
    FILE,
    MANUAL,
    NOBODY,
    NOW,
    ON,
    SCHEDULE,
    entry,
    facts,
    listener,
    missed,
    not_met,
    one,
    run,
)

LATER = NOW + timedelta(minutes=5)
OLD = run(RunStatus.SUCCESS)
ASKING = one(SCHEDULE, Step(StepType.ACTION, "http_request", {"url": "https://a.example/", "connection": "home"}))


def ask(evidence: Evidence, view: View = ON) -> Answer:
    return explain_now(evidence, view)


@pytest.mark.parametrize(("evidence", "cause", "sentence"), [
    (facts(one(status=AutomationStatus.DRAFT)), "draft", "It does not run: it was never switched on."),
    (facts(one(status=AutomationStatus.INACTIVE), entries=(entry(EventType.SWITCHED_OFF),)), "off",
     "It does not run: it is switched off since 08:00."),
    (facts(one(status=AutomationStatus.PAUSED)), "paused", "It does not run: it is paused until you switch it on."),
    (facts(one(status=AutomationStatus.PAUSED, paused_until=LATER)), "paused",
     "It does not run: it is paused, and goes on at 09:35."),
    (facts(ASKING, unhealthy=(Connection(1, "oauth", "Home", status="needs_login", id=3),), runs=(OLD,)), "connection",
     "It can't use its connection “Home”, which needs a new login."),
    (facts(ASKING, unhealthy=(Connection(1, "bearer", "Home", status="refused", id=3),)), "connection",
     "It can't use its connection “Home”, which was refused."),
    (facts(ASKING, unhealthy=(Connection(1, "oauth", "Other", status="needs_login", id=4),), runs=(OLD,)), "ran",
     "It ran at 08:00, as run 7: Done: run `true`."),
    (facts(runs=(OLD,)), "ran", "It ran at 08:00, as run 7: Done: run `true`."),
    (facts(runs=(run(RunStatus.SUCCESS, started_at=EIGHT + timedelta(minutes=9)),)), "ran",
     "It ran at 08:00 (begun at 08:09), as run 7: Done: run `true`."),
    (facts(runs=(run(RunStatus.FAILURE, "Failed at “x”.", error="No space."),)), "failed",
     "It ran at 08:00, as run 7, and failed: No space."),
    (facts(runs=(run(RunStatus.CANCELLED, "Stopped by the user."),)), "cancelled",
     "It did not run to its end at 08:00: run 7 was cancelled: Stopped by the user."),
    (facts(runs=(run(RunStatus.SKIPPED, "Skipped: 12 is not more than 90."),), not_met=not_met()), "condition",
     "It did not run at 08:00: the condition “enough” was not met: the value was 12 (12 is not more than 90)."),
    (facts(runs=(run(RunStatus.SKIPPED, "x"),), not_met=not_met("neither holds", [1, 2])), "condition",
     "It did not run at 08:00: the condition “enough” was not met: neither holds."),
    (facts(runs=(run(RunStatus.SKIPPED, "Skipped, cooldown: the last run came 5 s ago, the pause is 1 min."),)),
     "cooldown", "It did not run at 08:00: cooldown: the last run came 5 s ago, the pause is 1 min."),
    (facts(runs=(run(RunStatus.SKIPPED, "Skipped, limit: 3 runs in the last 1 h, at most 3 are allowed."),)), "limit",
     "It did not run at 08:00: limit: 3 runs in the last 1 h, at most 3 are allowed."),
    (facts(runs=(run(RunStatus.SKIPPED, "Skipped, overlap: the queue is full, 1,000 runs wait."),)), "overlap",
     "It did not run at 08:00: overlap: the queue is full, 1,000 runs wait."),
    (facts(runs=(run(RunStatus.SKIPPED, "Overlap: a newer run of the same automation took its place."),)), "overlap",
     "It did not run at 08:00: Overlap: a newer run of the same automation took its place."),
    (facts(open_runs=(run(RunStatus.RUNNING, ""),)), "running", "It is running now: run 7, since 08:00."),
    (facts(open_runs=(run(RunStatus.WAITING, "No route.", waiting_for=WaitingFor.RETRY, resume_at=LATER),)), "retry",
     "Run 7 failed and tries again at 09:35: No route."),
    (facts(open_runs=(run(RunStatus.WAITING, "Waits 1 h.", waiting_for=WaitingFor.TIME, resume_at=LATER),)), "waiting",
     "Run 7 waits and goes on at 09:35: Waits 1 h."),
    (facts(open_runs=(run(RunStatus.WAITING, "Did it happen?", waiting_for=WaitingFor.DECISION),)), "decision",
     "Run 7 waits for your decision: Did it happen?"),
    (facts(open_runs=(run(RunStatus.WAITING, "May it?", waiting_for=WaitingFor.APPROVAL),)), "approval",
     "Run 7 waits for your approval: May it?"),
    (facts(open_runs=(run(RunStatus.PENDING, ""),)), "pending", "Run 7, made at 08:00, has not begun yet."),
    (facts(open_runs=(run(RunStatus.PENDING, ""),), under_way=4), "queue",
     "Run 7 waits for its turn: 4 runs are under way, and no more may be."),
    (facts(listeners=(listener(ListenerState.RETRYING, "folder is gone", "file"),)), "listener",
     "It does not hear its trigger “file”: folder is gone; its last sign of life came at 09:29."),
    (facts(listeners=(listener(ListenerState.STALE, "", "file"),)), "listener",
     "It does not hear its trigger “file”: stale; its last sign of life came at 09:29."),
    (facts(one(MANUAL), listeners=()), "by_hand", "It runs only when you start it."),
    (facts(listeners=(replace(listener(), next_due=None),), runs=(OLD,)), "never_due",
     "It is never due again: its schedule has no time left. It ran last at 08:00."),
    (facts(), "not_yet", "It has not run yet: it is due first at 08:00 on Wed 25 Nov."),
    (facts(one(FILE), listeners=(listener(block="file"),)), "not_yet",
     "It has not run yet: it waits for its first event."),
    (facts(runs=(OLD,), entries=(entry(EventType.OUTPUT, "A request was refused: bad signature", NOW, Level.WARNING),)),
     "refused", "It did not run at 09:30: A request was refused: bad signature."),
    (facts(entries=(entry(EventType.MISSED, "2 times were missed while no runner ran; the latest is left out."),),
           missed=(missed(EIGHT, EIGHT),)), "missed",
     "Noticed at 08:00: 2 times were missed while no runner ran; the latest is left out."),
])  # fmt: skip
def test_the_first_line_says_it(evidence: Evidence, cause: str, sentence: str) -> None:
    answer = ask(evidence)
    assert (answer.cause, answer.sentence) == (cause, sentence)


PER = one(configuration=Configuration(per="{{ event.sender }}"))


def test_a_run_without_a_value_for_per_says_with_which_it_takes_turns() -> None:
    waits = run(RunStatus.PENDING, "", key="")
    answer = ask(facts(PER, open_runs=(waits,), runs=(waits,)))
    assert answer.sentence == (
        "Run 7, made at 08:00, has not begun yet. It has no value for “{{ event.sender }}”, so it takes turns with all "
        "runs without one."
    )
    assert "run 7 pending, due 08:00, without a value for “per”" in [line.text for line in answer.lines]


def test_only_a_run_of_its_own_lane_keeps_one_back() -> None:
    busy, pending = run(RunStatus.RUNNING, "", key="a"), run(RunStatus.PENDING, "", key="b")
    assert ask(facts(PER, open_runs=(busy, pending))).sentence == "It is running now: run 7, since 08:00."
    behind = facts(PER, open_runs=(busy, replace(pending, key="a", id=8)))
    assert ask(behind).sentence == "It is running now: run 7, since 08:00. Run 8 begins after it."


def test_without_a_runner_nothing_runs_and_what_was_due_is_said() -> None:
    late = facts(
        listeners=(replace(listener(), next_due=EIGHT),),
        runner=entry(EventType.RUNNER_STOPPED, at=EIGHT - timedelta(hours=1)),
    )
    answer = ask(late, NOBODY)
    assert answer.sentence == "It does not run: no runner is on since 07:00; it was due at 08:00."
    assert answer.remedy is not None
    assert answer.remedy.command == "nomologi runner"
    assert "runner: off" in answer.lines[0].text


def test_what_stands_behind_a_run_under_way_is_said() -> None:
    pending = replace(run(RunStatus.PENDING, ""), id=8)
    answer = ask(facts(open_runs=(run(RunStatus.RUNNING, ""), pending)))
    assert answer.sentence == "It is running now: run 7, since 08:00. Run 8 begins after it."
    assert answer.remedy is not None
    assert answer.remedy.command == "nomologi cancel 7"
    many = ask(facts(open_runs=(run(RunStatus.RUNNING, ""), pending), pending=1_000))
    assert many.sentence.endswith("1,000 more runs begin after it.")


@pytest.mark.parametrize(("evidence", "command", "key"), [
    (facts(one(status=AutomationStatus.DRAFT)), "nomologi on daily", "automation.switch"),
    (facts(one(status=AutomationStatus.PAUSED)), "nomologi on daily", "automation.pause"),
    (facts(open_runs=(run(RunStatus.WAITING, "?", waiting_for=WaitingFor.DECISION),)),
     "nomologi approve 7, or nomologi deny 7", "automation.answer"),
    (facts(runs=(run(RunStatus.SKIPPED),), not_met=not_met()), "nomologi run daily --no-conditions", ""),
    (facts(entries=(entry(EventType.MISSED),), missed=(missed(EIGHT, EIGHT),)), "nomologi missed --run 3", ""),
])  # fmt: skip
def test_what_would_make_it_run_is_a_command_and_a_key(evidence: Evidence, command: str, key: str) -> None:
    remedy = ask(evidence).remedy
    assert remedy is not None
    assert (remedy.command, remedy.key) == (command, key)


def test_the_evidence_is_how_it_stands_and_then_what_happened_newest_first() -> None:
    evidence = facts(
        runs=(OLD,), entries=(entry(EventType.LISTENER_READY, "Listening (schedule)", NOW - timedelta(hours=5)),),
        missed=(missed(EIGHT, EIGHT),),
    )  # fmt: skip
    assert [line.text for line in ask(evidence).lines] == [
        "runner: on (service, process 42)", "trigger: schedule ok, last sign of life at 09:29",
        "missed: 2 times, the latest at 08:00: nobody ran them, and missed times are left out",
        "run 7 success, due 08:00: Done: run `true`", "Listening (schedule)",
    ]  # fmt: skip


def test_hostile_text_stays_data() -> None:
    reason = "\x1b[2J[b]{when}{{ x }}\n\u202eevil" * 40
    answer = ask(facts(runs=(run(RunStatus.SKIPPED),), not_met=not_met(reason, reason)))
    assert answer.sentence.startswith("It did not run at 08:00: the condition “enough” was not met: the value was ")
    assert not any(hostile in answer.sentence for hostile in ("\x1b", "\n", "\u202e"))
    assert "{when}{{ x }}" in answer.sentence
    assert len(answer.sentence) < 600


def test_a_schedule_with_another_trigger_can_still_run() -> None:
    both = facts(one(SCHEDULE, FILE), listeners=(replace(listener(), next_due=None),), runs=(OLD,))
    assert ask(both).cause == "ran"
