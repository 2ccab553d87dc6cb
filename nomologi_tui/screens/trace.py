"""A run, step by step, in words: what went in, what came out, what a condition found, what to do about an error."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.model import Run, StepRecord, StepStatus, StepType
from nomologi_tui.screens.words import RUN_WORDS, THEN, lasted, moment, to_the_second
from nomologi_tui.widgets.run_list import RunRow

LONGEST = 1_500  # characters of one value that are shown
STEP_WORDS = {
    StepStatus.STARTED: "RUN", StepStatus.SUCCESS: "OK", StepStatus.FAILURE: "FAIL", StepStatus.SKIPPED: "SKIP",
    StepStatus.WAITING: "WAIT", StepStatus.RETRYING: "RETRY", StepStatus.OPEN: "INSIDE",
}  # fmt: skip


def run_row(run: Run, now: datetime, zone: ZoneInfo) -> RunRow:
    """One run as the list shows it."""
    time = run.started_at or run.created_at
    summary = run.summary or run.error or f"by {run.trigger}"
    if run.waiting_for and run.resume_at:
        summary = f"{THEN[run.waiting_for]} {to_the_second(run.resume_at, now, zone)}: {summary}"
    return RunRow(
        run.id, moment(time, now, zone), RUN_WORDS[run.status], lasted(run.started_at, run.finished_at), summary
    )


def trace_text(run: Run, steps: Iterable[StepRecord], differs: Iterable[str] = ()) -> str:
    """The whole trace; `differs` are the lines about what a replay did otherwise than its run."""
    head = " ".join(
        part for part in (f"RUN {run.id}", RUN_WORDS[run.status], lasted(run.started_at, run.finished_at)) if part
    )
    parts = [head, run.summary, f"Started by {run.trigger}" + (f" {shown(run.input)}" if run.input else "")]
    steps = list(steps)
    if run.error and not any(step.error and step.error in run.error for step in steps):
        parts.append(f"! {run.error}")
    if run.replay_of:
        parts += [f"Repeats run {run.replay_of}. What differs:", *(f"  {line}" for line in differs)]
    told = [step_text(step, taken_over=run.took_over(step)) for step in steps]
    return "\n".join([part for part in parts if part] + told)


def step_text(step: StepRecord, *, taken_over: bool = False) -> str:
    """One step: a line with its result, its values below."""
    word = STEP_WORDS[step.status]
    if step.type is StepType.CONDITION and step.status is not StepStatus.FAILURE:
        word = "MET" if step.status is StepStatus.SUCCESS else "NOT MET"
    took = lasted(step.started_at, step.finished_at)
    again = "taken over" if taken_over else f"try {step.attempt}" if step.attempt > 1 else ""
    head = "  ".join(part for part in (f"{step.number} {word} {step.name or step.block}", took, again) if part)
    lines = ["", head]
    for label, text in (("", step.reason), ("!", step.error), ("in", shown(step.input)), ("out", shown(step.output))):
        if text:
            lines.append(f"  {label:3} {text}" if label else f"  {text}")
    return "\n".join("  " * step.depth + line if line else line for line in lines)


def shown(value: Any) -> str:
    """A JSON value as short text."""
    if value is None or value in ({}, [], ""):
        return ""
    if isinstance(value, dict):
        text = "  ".join(f"{name}={_one(item)}" for name, item in value.items() if item not in (None, "", {}, []))
    else:
        text = _one(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


def _one(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
