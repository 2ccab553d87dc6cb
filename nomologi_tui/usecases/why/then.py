"""Why it did or did not run at a moment. Pure: facts in, an answer out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nomologi_tui.model import EventType, LogEntry, Missed, Run
from nomologi_tui.store.evidence import NEAR, Evidence, Then
from nomologi_tui.usecases.why.answer import Answer, Line, Remedy, View
from nomologi_tui.usecases.why.now import next_due, of_entry, tells_why_not
from nomologi_tui.usecases.why.words import entry_lines, history, of_run, told

_OFF = {
    EventType.CREATED: ("draft", "it was not switched on yet"),
    EventType.SWITCHED_OFF: ("off", "it was switched off"),
    EventType.PAUSED: ("paused", "it was paused"),
    EventType.DELETED: ("deleted", "it was in the trash"),
    EventType.RESTORED: ("off", "it was switched off"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """The schedule's times around a moment; `asked` is the one that belongs to it. All None without a schedule."""

    asked: datetime | None = None
    before: datetime | None = None
    after: datetime | None = None

    @property
    def moments(self) -> list[datetime]:
        return [one for one in (self.asked,) if one is not None]


def explain_then(evidence: Evidence, then: Then, due: Due, view: View) -> Answer:
    """What the history says about that moment; honest where it says nothing."""
    asked = _Asked(evidence, then, due, view)
    checks = (_future, _not_there, _too_old, _its_run, _between, _was_off, _was_missed, _no_runner, _deaf, _refused)
    rest = (_another_run, _not_kept, _unknown, _nothing_due)
    answer = next(found for check in (*checks, *rest) if (found := check(asked)) is not None)
    return replace(answer, lines=(*_revision(asked), *_around(asked)), next_due=next_due(evidence))


def _around(asked: "_Asked") -> Iterable[Line]:
    """What came about then and soon after it, the newest first; what is both is told once."""
    told = history(asked.evidence, asked.view, asked.then.runner)
    later = [line for line in entry_lines(asked.then.later[:4]) if line not in told]
    return sorted([*told, *later], key=lambda line: line.at or asked.view.now, reverse=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    evidence: Evidence
    then: Then
    due: Due
    view: View

    @property
    def moment(self) -> datetime:
        return self.due.asked or self.then.at

    @property
    def when(self) -> str:
        return self.view.at(self.moment)

    @property
    def run(self) -> Remedy:
        return Remedy("Run it now", f"nomologi run {self.evidence.automation.slug}", "automation.run")


def _future(asked: _Asked) -> Answer | None:
    if asked.then.at <= asked.view.now:
        return None
    due = next_due(asked.evidence)
    waits = f"it is due next {asked.view.at(due)}" if due else "nothing is due before then that is known"
    return Answer("future", f"That is still to come; {waits}.")


def _not_there(asked: _Asked) -> Answer | None:
    made = asked.evidence.automation.created_at
    if made is None or asked.then.at >= made - NEAR:
        return None
    return Answer("not_there", f"The automation did not exist then: it was made {asked.view.at(made)}.")


def _too_old(asked: _Asked) -> Answer | None:
    then = asked.then
    if then.whole or (then.since is not None and then.at >= then.since) or _found(asked) is not None:
        return None
    since = f" (since {asked.view.at(then.since).removeprefix('at ')})" if then.since else ""
    return Answer("too_old", f"That is older than the history that is kept{since}.")


def _found(asked: _Asked) -> Run | None:
    """The run of the due time; where none was due, the one that was made or under way closest to the moment."""
    runs, due = asked.evidence.runs, asked.due.asked
    return next((run for run in runs if run.due == due), None) if due is not None else _closest(asked)


def _closest(asked: _Asked) -> Run | None:
    moment = asked.moment
    return min(asked.evidence.runs, key=lambda run: abs((run.created_at or moment) - moment), default=None)


def _its_run(asked: _Asked) -> Answer | None:
    run = _found(asked)
    return of_run(run, asked.evidence, asked.view) if run else None


def _between(asked: _Asked) -> Answer | None:
    """Where only schedules start it, it matters little who listened between two due times."""
    triggers = asked.then.automation.triggers
    only_schedules = bool(triggers) and all(step.block in ("schedule", "manual") for step in triggers)
    return _nothing_due(asked) if only_schedules and asked.due.asked is None else None


def _was_off(asked: _Asked) -> Answer | None:
    last = asked.then.switched
    if last is None or last.event_type not in _OFF:
        return None
    cause, words = _OFF[last.event_type]
    since = "" if last.event_type is EventType.CREATED else _since(last, asked)
    return Answer(cause, f"It did not run {asked.when}: {words}{since}.", asked.run)


def _was_missed(asked: _Asked) -> Answer | None:
    """A due time that fell into an outage."""
    due = asked.due.asked
    if due is None:
        return None
    left = next((one for one in asked.evidence.missed if one.first_due <= due <= one.last_due), None)
    said = next((one for one in asked.then.later if one.event_type is EventType.MISSED), None)
    if left is None and said is None:
        return None
    if said is not None and left is None and _ran_after(asked, said):
        return None
    words = told(left.reason) if left else told(said.description) if said else ""
    return Answer("missed", f"It did not run {asked.when}: it was missed; {words}.", _catch_up(left) or asked.run)


def _ran_after(asked: _Asked, said: LogEntry) -> bool:
    """Whether it ran between the moment and the entry: then the entry tells of a later outage."""
    after = asked.then.after
    return bool(after and after.created_at and said.timestamp and after.created_at < said.timestamp)


def _catch_up(left: Missed | None) -> Remedy | None:
    return Remedy("Run the latest of them now", f"nomologi missed --run {left.id}") if left else None


def _no_runner(asked: _Asked) -> Answer | None:
    last, following = asked.then.runner, asked.then.runner_after
    started = EventType.RUNNER_STARTED
    if last is not None and last.event_type is started:
        if following is None or following.event_type is not started:
            return None
        words = f"the runner had been killed or was about to be; the next one started {_at(following, asked)}"
        return Answer("no_runner", f"It did not run {asked.when}: {words}.", asked.run)
    if last is None and _runner_was_on(asked, following):
        return None
    since = _since(last, asked) if last else ""
    return Answer("no_runner", f"It did not run {asked.when}: no runner was on{since}.", asked.run)


def _runner_was_on(asked: _Asked, following: LogEntry | None) -> bool:
    """The start of one that began long ago is not in the log any more, but its end is, or it is on still."""
    if following is not None:
        return following.event_type is EventType.RUNNER_STOPPED
    return asked.view.runner is not None and asked.view.runner.since <= asked.moment


def _deaf(asked: _Asked) -> Answer | None:
    last = asked.then.heard
    if last is None or last.event_type is not EventType.LISTENER_LOST:
        return None
    return Answer(
        "listener", f"It did not run {asked.when}: {_lower(told(last.description))}{_since(last, asked)}.", asked.run
    )


def _refused(asked: _Asked) -> Answer | None:
    near = [one for one in asked.evidence.entries if tells_why_not(one) and _is_near(one, asked.moment)]
    return of_entry(near[0], asked.evidence, asked.view) if near else None


def _another_run(asked: _Asked) -> Answer | None:
    """By hand or of another trigger, about then: better than nothing where the due time left no trace."""
    run = _closest(asked)
    return of_run(run, asked.evidence, asked.view) if run else None


def _not_kept(asked: _Asked) -> Answer | None:
    oldest = asked.then.oldest_run
    if asked.due.asked is None or oldest is None or asked.moment >= oldest:
        return None
    words = f"What became of the time {asked.when} is not kept any more: the oldest run that is kept was made"
    return Answer("too_old", f"{words} {asked.view.at(oldest)}.")


def _unknown(asked: _Asked) -> Answer | None:
    if asked.due.asked is None:
        return None
    if asked.view.is_now(asked.moment):
        return Answer("future", f"It is due just now, {asked.when}.")
    return Answer("unknown", f"It was due {asked.when}, and nothing in the history says what became of it.", asked.run)


def _nothing_due(asked: _Asked) -> Answer:
    if asked.due.before is None and asked.due.after is None:
        return Answer("nothing_due", f"Nothing came {asked.when} that could start it{_nearest_runs(asked)}.", asked.run)
    near = " and ".join(asked.view.at(one) for one in (asked.due.before, asked.due.after) if one)
    return Answer("nothing_due", f"Nothing was due {asked.when}; the nearest due times: {near}.", asked.run)


def _nearest_runs(asked: _Asked) -> str:
    near = [run for run in (asked.then.before, asked.then.after) if run is not None and run.created_at]
    if not near:
        return "; it has no runs"
    told_of = " and ".join(f"run {run.id} {asked.view.at(run.created_at or asked.view.now)}" for run in near)
    return f"; the nearest runs: {told_of}"


def _revision(asked: _Asked) -> list[Line]:
    then, today = asked.then.automation.revision, asked.evidence.automation.revision
    if then == today:
        return []
    return [Line(f"It was revision {then} then; today it is revision {today}.")]


def _is_near(entry: LogEntry, moment: datetime) -> bool:
    return entry.timestamp is not None and abs(entry.timestamp - moment) <= NEAR + timedelta(seconds=1)


def _at(entry: LogEntry, asked: _Asked) -> str:
    return asked.view.at(entry.timestamp or asked.view.now)


def _since(entry: LogEntry, asked: _Asked) -> str:
    return f" since {asked.view.at(entry.timestamp).removeprefix('at ')}" if entry.timestamp else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
