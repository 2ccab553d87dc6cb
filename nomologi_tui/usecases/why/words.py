"""Runs, listeners and log entries as sentences and as lines of evidence."""

from collections.abc import Iterable
from datetime import timedelta

from nomologi_tui.model import ListenerState, LogEntry, Run, RunStatus, StepRecord, WaitingFor, times_words
from nomologi_tui.store.evidence import Evidence
from nomologi_tui.store.records import Collecting
from nomologi_tui.text import clean_line, counted, shorten
from nomologi_tui.usecases.runs.interrupted import is_left
from nomologi_tui.usecases.why.answer import Answer, Line, Remedy, View

LATE = timedelta(minutes=1)
LONGEST = 200  # characters of a value or a message in a sentence
_KINDS = {
    "Skipped, cooldown": "cooldown", "Skipped, limit": "limit", "Skipped, overlap": "overlap", "Overlap": "overlap",
}  # fmt: skip


def told(text: str) -> str:
    """Foreign text on one line, without the full stop that the sentence gives it."""
    return shorten(clean_line(text), LONGEST).rstrip(".")


def ended(sentence: str) -> str:
    """With a full stop, unless it ends already."""
    return sentence if sentence.endswith(("?", "!", "…")) else f"{sentence.rstrip('.')}."


def of_run(run: Run, evidence: Evidence, view: View) -> Answer:
    """What became of one run."""
    when = view.at(run.due or run.created_at or view.now)
    cause, sentence = _cause(run, evidence.not_met.get(run.id), when, view)
    if run.key == "" and not run.finished_at:
        per = told(evidence.automation.configuration.per)
        sentence = f"{ended(sentence)} It has no value for “{per}”, so it takes turns with all runs without one"
    return Answer(cause, ended(sentence), remedy_of(run, cause, evidence), run_id=run.id)


def _cause(run: Run, not_met: StepRecord | None, when: str, view: View) -> tuple[str, str]:
    """A word and a sentence."""
    summary = told(run.summary)
    match run.status:
        case RunStatus.SUCCESS:
            return "ran", f"{_ran(run, when, view)}: {summary}"
        case RunStatus.FAILURE:
            return "failed", f"{_ran(run, when, view)}, and failed: {told(run.error) or summary}"
        case RunStatus.CANCELLED:
            return "cancelled", f"It did not run to its end {when}: run {run.id} was cancelled: {summary}"
        case RunStatus.SKIPPED if not_met is not None:
            return "condition", f"It did not run {when}: {condition_words(not_met)}"
        case RunStatus.SKIPPED:
            kind = next((kind for start, kind in _KINDS.items() if run.summary.startswith(start)), "skipped")
            return kind, f"It did not run {when}: {summary.removeprefix('Skipped, ').removeprefix('Skipped: ')}"
        case RunStatus.RUNNING:
            return _running(run, when, view)
        case RunStatus.WAITING:
            return _waiting(run, summary, view)
    return "pending", f"Run {run.id}, made {when}, has not begun yet"


def _ran(run: Run, when: str, view: View) -> str:
    """For which moment it ran; and when it began, where that was later."""
    late = run.due and run.started_at and run.started_at - run.due >= LATE
    begun = f" (begun {view.at(run.started_at)})" if late and run.started_at else ""
    return f"It ran {when}{begun}, as run {run.id}"


def _running(run: Run, when: str, view: View) -> tuple[str, str]:
    if is_left(run):
        return "no_runner", f"It began {when}, as run {run.id}: {run.summary[:1].lower()}{run.summary[1:]}"
    since = view.at(run.started_at or view.now).removeprefix("at ")
    return "running", f"It is running now: run {run.id}, since {since}"


def _waiting(run: Run, summary: str, view: View) -> tuple[str, str]:
    until = f" {view.at(run.resume_at)}" if run.resume_at else ""
    if run.waiting_for is WaitingFor.RETRY:
        return "retry", f"Run {run.id} failed and tries again{until}: {summary}"
    if run.waiting_for is WaitingFor.TIME:
        return "waiting", f"Run {run.id} waits and goes on{until}: {summary}"
    if run.waiting_for is WaitingFor.CREDENTIALS:
        return "credentials", f"Run {run.id} waits for a credential and looks again{until}: {summary}"
    what = "approval" if run.waiting_for is WaitingFor.APPROVAL else "decision"
    return what, f"Run {run.id} waits for your {what}: {told(run.question)}"


def condition_words(record: StepRecord) -> str:
    """Which condition was not met, and the value that it saw."""
    name = clean_line(record.called)
    words = f"the condition “{name}” was not met"
    value = record.output.get("value") if isinstance(record.output, dict) else None
    reason = told(record.reason)
    if isinstance(value, str | int | float) and str(value) != "":
        return f"{words}: the value was {told(str(value))}" + (f" ({reason})" if reason else "")
    return f"{words}: {reason}" if reason else words


def remedy_of(run: Run, cause: str, evidence: Evidence) -> Remedy | None:
    """What would make it run, after such a run."""
    again = f"nomologi run {evidence.automation.slug}"
    match cause:
        case "condition":
            words = "Its conditions are asked each time; to run it whatever they say"
            return Remedy(words, f"{again} --no-conditions")
        case "cooldown" | "limit" | "overlap":
            return Remedy("A run by hand does not count against the limits", again, "automation.run")
        case "failed" | "cancelled" | "skipped":
            return Remedy("Run it again", again, "automation.run")
        case "decision":
            words = "Look at what the step did, then say whether it may run again, with --happened that it happened"
            return Remedy(words, f"nomologi approve {run.id}, or nomologi deny {run.id}", "automation.answer")
        case "approval":
            return Remedy(
                "Say whether it may go on", f"nomologi approve {run.id}, or nomologi deny {run.id}", "automation.answer"
            )
        case "running":
            return Remedy("The next one begins when it has ended; stop it", f"nomologi cancel {run.id}", "run.stop")
        case "retry" | "waiting":
            return Remedy("It goes on by itself; to give it up", f"nomologi cancel {run.id}", "run.stop")
    return None


def standing(evidence: Evidence, view: View) -> tuple[Line, ...]:
    """How it stands now: who runs, and each trigger with its last sign of life."""
    who = view.runner
    runner = Line(f"runner: on ({who.kind}, process {who.pid})" if who else "runner: off")
    triggers = (Line(_listener_words(evidence, index, view)) for index in range(len(evidence.listeners)))
    return (runner, *triggers, *(Line(_held_words(one, view)) for one in evidence.collecting))


def _held_words(one: Collecting, view: View) -> str:
    since = view.at(one.since).removeprefix("at ")
    return f"digest: {counted(one.number, 'value')} since {since}, sent {view.at(one.due)}"


def _listener_words(evidence: Evidence, index: int, view: View) -> str:
    one = evidence.listeners[index]
    state = one.state if view.runner else ListenerState.OFF
    words = f"trigger: {clean_line(one.block)} {state}"
    if one.detail and view.runner:
        words += f", {told(one.detail)}"
    if one.last_alive is not None:
        words += f", last sign of life {view.at(one.last_alive)}"
    return words


def history(evidence: Evidence, view: View, *more: LogEntry | None) -> tuple[Line, ...]:
    """Runs and log entries, the newest first; with `more` entries that are not the automation's own."""
    lines = [_run_line(run, evidence, view) for run in evidence.runs]
    lines += entry_lines((*evidence.entries, *(one for one in more if one is not None)))
    lines.sort(key=lambda line: line.at or view.now, reverse=True)
    return tuple(lines)


def entry_lines(entries: Iterable[LogEntry]) -> list[Line]:
    return [Line(told(one.description), one.timestamp) for one in entries]


def _run_line(run: Run, evidence: Evidence, view: View) -> Line:
    words = told(run.error or run.summary)
    not_met = evidence.not_met.get(run.id)
    if not_met is not None:
        words = condition_words(not_met)
    due = f", due {view.at(run.due).removeprefix('at ')}" if run.due else ""
    state = "" if is_left(run) else f" {run.status}"  # its summary says so
    lane = ", without a value for “per”" if run.key == "" else ""
    text = f"run {run.id}{state}{due}{lane}" + (f": {words}" if words else "")
    return Line(text, run.finished_at or run.started_at or run.created_at, run.id)


def missed_line(evidence: Evidence, view: View) -> list[Line]:
    """What stands in the inbox of missed times."""
    return [
        Line(
            f"missed: {times_words(one.number)}, the latest {view.at(one.last_due)}: {told(one.reason)}",
            one.noticed_at,
        )
        for one in evidence.missed[:3]
    ]
