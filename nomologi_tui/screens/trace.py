"""A run, step by step, in words: what went in, what came out, what a condition found, what to do about an error."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import Run, StepRecord, StepStatus, StepType
from nomologi_tui.screens.words import NEAR, RUN_WORDS, THEN, ago, lasted, lasted_about, result_words, to_the_second
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunLine
from nomologi_tui.telling.runs import one_line
from nomologi_tui.telling.times import with_local_times
from nomologi_tui.usecases.differences import difference_lines, differences
from nomologi_tui.usecases.interrupted import as_they_are, is_left
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.run_list import RunRow

LONGEST = 1_500  # characters of one value that are shown
STEP_WORDS = {
    StepStatus.STARTED: "RUN", StepStatus.SUCCESS: "OK", StepStatus.FAILURE: "FAIL", StepStatus.SKIPPED: "SKIP",
    StepStatus.WAITING: "WAIT", StepStatus.RETRYING: "RETRY", StepStatus.OPEN: "INSIDE",
}  # fmt: skip


def run_row(run: RunLine, now: datetime, zone: ZoneInfo) -> RunRow:
    """One run as a list shows it."""
    time = run.started_at or run.created_at
    summary = result_words(run.summary, run.error) or f"by {run.trigger}"
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
    return f"of {run.replay_of}" if run.replay_of else run.trigger.replace("_", " ")


def trace_text(run: Run, steps: Iterable[StepRecord], zone: ZoneInfo, differs: Iterable[str] = ()) -> str:
    """The whole trace, its times in `zone`; `differs` are the lines about what a replay did otherwise than its run."""
    word = "was interrupted" if is_left(run) else run.status.told
    head = ", ".join(part for part in (f"Run {run.id} {word}", lasted(run.started_at, run.finished_at)) if part)
    seen = shown(with_local_times(run.input, zone))
    parts = [head, run.summary, f"Started by {run.trigger} {seen}".rstrip()]
    steps = list(steps)
    if run.error and not any(step.error and step.error in run.error for step in steps):
        parts.append(f"! {run.error}")
    if run.replay_of:
        parts += [f"Repeats run {run.replay_of}. What differs:", *(f"  {line}" for line in differs)]
    told = [step_text(step, zone, taken_over=run.took_over(step)) for step in steps]
    return "\n".join([part for part in parts if part] + told)


def step_text(step: StepRecord, zone: ZoneInfo, *, taken_over: bool = False) -> str:
    """One step: a line with its result, its values below."""
    word = STEP_WORDS[step.status]
    if step.type is StepType.CONDITION and step.status is not StepStatus.FAILURE:
        word = "MET" if step.status is StepStatus.SUCCESS else "NOT MET"
    took = lasted(step.started_at, step.finished_at)
    again = "taken over" if taken_over else f"try {step.attempt}" if step.attempt > 1 else ""
    head = "  ".join(part for part in (f"{step.number} {word} {step.name or step.block}", took, again) if part)
    lines = ["", head]
    given, gave = (shown(with_local_times(value, zone)) for value in (step.input, step.output))
    for label, text in (("", step.reason), ("!", step.error), ("in", given), ("out", gave)):
        if text:
            lines.append(f"  {label:3} {text}" if label else f"  {text}")
    return "\n".join("  " * step.depth + line if line else line for line in lines)


def shown(value: Any) -> str:
    """A JSON value as short text."""
    if value is None or value in ({}, [], ""):
        return ""
    if isinstance(value, dict):
        text = "  ".join(f"{name}={one_line(item)}" for name, item in value.items() if item not in (None, "", {}, []))
    else:
        text = one_line(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


def whole(value: Any) -> str:
    """A JSON value as text, nothing of it left out; empty where there is none."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def run_trace(reader: Reader, user_id: int, ws: Workspace, run_id: int) -> str:
    """The run's trace; of a replay also what it did otherwise. Raises NotFoundError."""
    [run], steps = as_they_are(ws, [reader.run(user_id, run_id)]), reader.steps(user_id, run_id)
    zone = ws.settings.zone
    if run.replay_of is None:
        return trace_text(run, steps, zone)
    try:
        before = reader.run(user_id, run.replay_of), reader.steps(user_id, run.replay_of)
    except NotFoundError:
        return trace_text(run, steps, zone, ["It is not there any more to compare with."])
    found = difference_lines(differences(before, (run, steps))) if run.status.finished else ["It has not ended yet."]
    return trace_text(run, steps, zone, found or ["Nothing differs."])
