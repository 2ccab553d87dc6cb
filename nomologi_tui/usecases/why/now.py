"""Why it does or does not run, as it stands now. Pure: facts in, an answer out."""

from dataclasses import replace
from datetime import datetime

from nomologi_tui.model import (
    NEEDS_LOGIN,
    AutomationStatus,
    EventType,
    Level,
    LogEntry,
    Run,
    RunStatus,
    WaitingFor,
)
from nomologi_tui.store.evidence import Evidence
from nomologi_tui.usecases.why.answer import Answer, Remedy, View
from nomologi_tui.usecases.why.words import history, missed_line, of_run, standing, told

_NEEDS = (WaitingFor.DECISION, WaitingFor.APPROVAL)


def explain_now(evidence: Evidence, view: View) -> Answer:
    """What keeps it from running comes first, then what happened last, then what it waits for."""
    checks = (_off, _no_runner, _needs_person, _in_its_way, _queued, _deaf, _by_hand_only, _never_due, _refused, _last)
    answer = next(found for check in (*checks, _not_yet) if (found := check(evidence, view)) is not None)
    lines = (*standing(evidence, view), *missed_line(evidence, view), *history(evidence, view, evidence.runner))
    return replace(answer, lines=lines, next_due=next_due(evidence))


def next_due(evidence: Evidence) -> datetime | None:
    """When it is due next; None where its triggers do not listen or it has no schedule."""
    if evidence.automation.status is not AutomationStatus.ACTIVE:
        return None
    return min((one.next_due for one in evidence.listeners if one.next_due), default=None)


def _off(evidence: Evidence, view: View) -> Answer | None:
    one = evidence.automation
    on = Remedy("Switch it on", f"nomologi on {one.slug}", "automation.switch")
    match one.status:
        case AutomationStatus.DRAFT:
            return Answer("draft", "It does not run: it was never switched on.", on)
        case AutomationStatus.INACTIVE:
            since = _last_of(evidence, EventType.SWITCHED_OFF, EventType.RESTORED)
            return Answer("off", f"It does not run: it is switched off{_since(since, view)}.", on)
        case AutomationStatus.PAUSED if one.paused_until is None:
            words = "It does not run: it is paused until you switch it on."
            return Answer("paused", words, replace(on, key="automation.pause"))
        case AutomationStatus.PAUSED if one.paused_until and one.paused_until > view.now:
            goes_on = f"It goes on {view.at(one.paused_until)} by itself; to end the pause now"
            words = f"It does not run: it is paused, and goes on {view.at(one.paused_until)}."
            return Answer("paused", words, Remedy(goes_on, on.command, "automation.pause"))
    return None


def _no_runner(evidence: Evidence, view: View) -> Answer | None:
    if view.runner is not None:
        return None
    last = evidence.runner
    since = _since(last if last and last.event_type is EventType.RUNNER_STOPPED else None, view)
    due = next_due(evidence)
    late = f"; it was due {view.at(due)}" if due and due <= view.now else ""
    remedy = Remedy("Start a runner, or open the app", "nomologi runner")
    return Answer("no_runner", f"It does not run: no runner is on{since}{late}.", remedy)


def _needs_person(evidence: Evidence, view: View) -> Answer | None:
    waiting = [run for run in evidence.open_runs if run.waiting_for in _NEEDS]
    return of_run(waiting[-1], evidence, view) if waiting else None


def _in_its_way(evidence: Evidence, view: View) -> Answer | None:
    """A run that is under way or waits for its time: it is the answer, and what keeps the next ones back."""
    busy = [run for run in evidence.open_runs if run.status is not RunStatus.PENDING and run.waiting_for not in _NEEDS]
    if not busy:
        return None
    answer, behind = of_run(busy[0], evidence, view), [run for run in _pending(evidence) if _is_behind(run, busy)]
    if behind:
        number = len(behind) if evidence.automation.configuration.per else max(len(behind), evidence.pending)
        runs = f"Run {behind[0].id} begins" if number == 1 else f"{number:,} more runs begin"
        answer = replace(answer, sentence=f"{answer.sentence} {runs} after it.")
    return answer


def _is_behind(run: Run, busy: list[Run]) -> bool:
    """Whether one of those keeps it back: with `per` only those of its own lane do."""
    return any(run.key == one.key for one in busy)


def _pending(evidence: Evidence) -> list[Run]:
    return [run for run in evidence.open_runs if run.status is RunStatus.PENDING]


def _queued(evidence: Evidence, view: View) -> Answer | None:
    behind = _pending(evidence)
    if not behind:
        return None
    if evidence.under_way < view.runs_at_once:
        return of_run(behind[0], evidence, view)
    words = f"Run {behind[0].id} waits for its turn: {evidence.under_way} runs are under way, and no more may be."
    return Answer("queue", words, Remedy("Set runs_at_once in config.toml higher"), run_id=behind[0].id)


def _deaf(evidence: Evidence, view: View) -> Answer | None:
    lost = [one for one in evidence.listeners if one.state.is_lost]
    if not lost:
        return None
    one = lost[0]
    seen = f"; its last sign of life came {view.at(one.last_alive)}" if one.last_alive else ""
    remedy = Remedy("It is tried again by itself; run it without its trigger", _run(evidence), "automation.run")
    words = f"It does not hear its trigger “{told(one.block)}”: {told(one.detail) or one.state}{seen}."
    return Answer("listener", words, remedy)


def _by_hand_only(evidence: Evidence, _view: View) -> Answer | None:
    if any(step.block != "manual" for step in evidence.automation.triggers) or evidence.runs:
        return None
    return Answer("by_hand", "It runs only when you start it.", Remedy("Run it", _run(evidence), "automation.run"))


def _never_due(evidence: Evidence, view: View) -> Answer | None:
    triggers = evidence.automation.triggers
    if not triggers or any(step.block != "schedule" for step in triggers) or next_due(evidence) is not None:
        return None
    last = f" It ran last {view.at(evidence.runs[0].created_at or view.now)}." if evidence.runs else ""
    remedy = Remedy("Give it a time that is still to come, or run it", _run(evidence), "automation.edit")
    return Answer("never_due", f"It is never due again: its schedule has no time left.{last}", remedy)


def _refused(evidence: Evidence, _view: View) -> Answer | None:
    """A connection of its steps that was refused: the next run fails too. Known by what the steps' configs hold."""
    configs = [step.config for step in evidence.automation.steps]
    labels = {str(value).casefold() for config in configs for value in config.values()}
    ids = {str(config.get("connection")) for config in configs}
    found = [one for one in evidence.unhealthy if one.label.casefold() in labels or str(one.id) in ids]
    if not found:
        return None
    one = found[0]
    if one.status == NEEDS_LOGIN:
        login = Remedy("Log it in", f"nomologi connections login {one.id}")
        return Answer("connection", f"It can't use its connection “{one.label}”, which needs a new login.", login)
    anew = Remedy("Enter its secret anew, or try it again", f"nomologi connections test {one.id}")
    return Answer("connection", f"It can't use its connection “{one.label}”, which was refused.", anew)


def _last(evidence: Evidence, view: View) -> Answer | None:
    """The last run that ended, unless something came later that made none."""
    ended = next((run for run in evidence.runs if run.finished_at), None)
    entry = _last_refusal(evidence)
    if entry is not None and entry.timestamp and (ended is None or entry.timestamp > (ended.finished_at or view.now)):
        return of_entry(entry, evidence, view)
    return of_run(ended, evidence, view) if ended else None


def _last_refusal(evidence: Evidence) -> LogEntry | None:
    """The newest entry that tells of a cause without a run."""
    return next((one for one in evidence.entries if tells_why_not(one)), None)


def tells_why_not(entry: LogEntry) -> bool:
    """Whether the entry stands for a due time or an event that made no run."""
    warned = entry.event_type is EventType.OUTPUT and entry.level >= Level.WARNING
    return warned or entry.event_type is EventType.MISSED


def of_entry(entry: LogEntry, evidence: Evidence, view: View) -> Answer:
    """What an entry without a run tells."""
    when = view.at(entry.timestamp or view.now)
    if entry.event_type is EventType.MISSED:
        inbox = f"nomologi missed --run {evidence.missed[0].id}" if evidence.missed else _run(evidence)
        return Answer("missed", f"Noticed {when}: {told(entry.description)}.", Remedy("Run the latest now", inbox))
    return Answer(
        "refused",
        f"It did not run {when}: {told(entry.description)}.",
        Remedy("Run it now", _run(evidence), "automation.run"),
    )


def _not_yet(evidence: Evidence, view: View) -> Answer:
    due = next_due(evidence)
    waits = f"it is due first {view.at(due)}" if due else "it waits for its first event"
    return Answer("not_yet", f"It has not run yet: {waits}.", Remedy("Run it now", _run(evidence), "automation.run"))


def _last_of(evidence: Evidence, *types: EventType) -> LogEntry | None:
    return next((one for one in evidence.entries if one.event_type in types), None)


def _since(entry: LogEntry | None, view: View) -> str:
    return f" since {view.at(entry.timestamp).removeprefix('at ')}" if entry and entry.timestamp else ""


def _run(evidence: Evidence) -> str:
    return f"nomologi run {evidence.automation.slug}"
