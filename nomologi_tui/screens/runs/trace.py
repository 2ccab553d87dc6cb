"""A run, step by step, in words: what went in, what came out, what a condition found, what to do about an error."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import Run, StepRecord, StepStatus, StepType, started_by
from nomologi_tui.screens.words import NEAR, RUN_WORDS, THEN, ago, lasted, lasted_about, result_words, to_the_second
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunLine
from nomologi_tui.telling.runs import one_line
from nomologi_tui.telling.times import with_local_times
from nomologi_tui.text import clean_line, counted
from nomologi_tui.usecases.runs.differences import difference_lines, differences
from nomologi_tui.usecases.runs.interrupted import as_they_are, is_left
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.hanging import Told
from nomologi_tui.widgets.run_list import RunRow

LONGEST = 1_500  # characters of one value that are shown
MOST = 60  # values of one step that are shown
NAMES = 16  # cells of the column that the names of values have
STEP_WORDS = {
    StepStatus.STARTED: "RUN", StepStatus.SUCCESS: "OK", StepStatus.FAILURE: "FAIL", StepStatus.SKIPPED: "SKIP",
    StepStatus.WAITING: "WAIT", StepStatus.RETRYING: "RETRY", StepStatus.OPEN: "INSIDE",
}  # fmt: skip


def run_row(run: RunLine, now: datetime, zone: ZoneInfo) -> RunRow:
    """One run as a list shows it."""
    time = run.started_at or run.created_at
    summary = result_words(run.summary, run.error) or f"by {started_by(run.trigger)}"
    if run.waiting_for and run.resume_at:
        summary = f"{THEN[run.waiting_for]} {to_the_second(run.resume_at, now, zone)}: {summary}"
    took = lasted_about(run.started_at, run.finished_at)
    return RunRow(
        run.id, ago(time, now, zone), run_word(run), took, summary, run.goal, cause_words(run), run.automation_id,
        going=run.finished_at is None, near=timedelta(0) <= now - time < NEAR,
    )  # fmt: skip


def run_word(run: RunLine) -> str:
    """Its state in one word; what needs a person stands out."""
    if run.asks:
        return "ASKS"
    return "WAIT" if is_left(run) else RUN_WORDS[run.status]


def cause_words(run: RunLine) -> str:
    """What started it: its trigger's block in words, or the run that it repeats."""
    return f"of {run.replay_of}" if run.replay_of else started_by(run.trigger)


def trace_told(run: Run, steps: Iterable[StepRecord], zone: ZoneInfo, differs: Iterable[str] = ()) -> list[Told]:
    """The whole trace, its times in `zone`; `differs` are the lines about what a replay did otherwise than its run."""
    word = "was interrupted" if is_left(run) else run.status.told
    head = ", ".join(part for part in (f"Run {run.id} {word}", lasted(run.started_at, run.finished_at)) if part)
    told = [Told("", part) for part in (head, run.summary) if part]
    told += _lines("! ", result_words("", run.error))  # before all that went well: it is what somebody looks for
    told += [Told("", f"Started by {started_by(run.trigger)}"), *values_told("", run.input, zone)]
    if run.replay_of:
        told += [Told("", f"Repeats run {run.replay_of}. What differs:"), *(Told("  ", line) for line in differs)]
    for step in steps:
        told += step_told(step, zone, taken_over=run.took_over(step), said=run.error)
    return told


def step_told(step: StepRecord, zone: ZoneInfo, *, taken_over: bool = False, said: str = "") -> list[Told]:
    """One step: an empty line, one with its result, its values below. Its error only where it was not said before."""
    word = STEP_WORDS[step.status]
    if step.type is StepType.CONDITION and step.status is not StepStatus.FAILURE:
        word = "MET" if step.status is StepStatus.SUCCESS else "NOT MET"
    took = lasted(step.started_at, step.finished_at)
    again = "taken over" if taken_over else f"try {step.attempt}" if step.attempt > 1 else ""
    head = "  ".join(part for part in (f"{step.number} {word} {step.called}", took, again) if part)
    told = [Told("", head), *_lines("  ", step.reason), *_lines("  ! ", "" if step.error in said else step.error)]
    told += [*values_told("in", step.input, zone), *values_told("out", step.output, zone)]
    return [Told(""), *(Told("  " * step.depth + one.head, one.text) for one in told)]


def values_told(label: str, value: Any, zone: ZoneInfo) -> list[Told]:
    """A JSON value beside its label, each of its names on a line; what is empty is left out."""
    value = with_local_times(value, zone)
    pairs = value.items() if isinstance(value, dict) else [("", value)]
    texts = {clean_line(str(name)): text for name, one in pairs if (text := shown(one))}
    column = min(max(map(cell_len, texts), default=0), NAMES)
    head, told = f"  {label:5}" if label else "  ", list[Told]()
    for name, text in list(texts.items())[:MOST]:
        told += _lines(f"{head}{name}{' ' * (column - cell_len(name))}{'  ' * bool(name)}", text)
        head = " " * len(head)
    if len(texts) > MOST:
        told.append(Told(head, f"… and {counted(len(texts) - MOST, 'more value')}"))
    return told


def _lines(head: str, text: str) -> list[Told]:
    """A text of several lines below one another; none where it is empty."""
    lines = text.expandtabs().rstrip("\n").split("\n") if text else []
    return [Told(head if place == 0 else " " * cell_len(head), line) for place, line in enumerate(lines)]


def shown(value: Any) -> str:
    """A JSON value as short text; empty where there is none."""
    if value is None or value in ({}, [], ""):
        return ""
    text = one_line(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


def whole(value: Any) -> str:
    """A JSON value as text, nothing of it left out; empty where there is none."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def run_trace(reader: Reader, user_id: int, ws: Workspace, run_id: int) -> list[Told]:
    """The run's trace; of a replay also what it did otherwise. Raises NotFoundError."""
    [run], steps = as_they_are(ws, [reader.run(user_id, run_id)]), reader.steps(user_id, run_id)
    zone = ws.settings.zone
    if run.replay_of is None:
        return trace_told(run, steps, zone)
    try:
        before = reader.run(user_id, run.replay_of), reader.steps(user_id, run.replay_of)
    except NotFoundError:
        return trace_told(run, steps, zone, ["It is not there any more to compare with."])
    found = difference_lines(differences(before, (run, steps))) if run.status.finished else ["It has not ended yet."]
    return trace_told(run, steps, zone, found or ["Nothing differs."])
