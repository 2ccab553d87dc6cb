"""`read` as documents of the contract, one at a time or from lines of JSON."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from nomologi_tui.goals.plain import read_without, stands_in
from nomologi_tui.goals.reading import read_goal
from nomologi_tui.goals.report import goal_form, reading_json
from nomologi_tui.goals.templates import meant
from nomologi_tui.usecases.batches import Asked, answered
from nomologi_tui.usecases.workspace import Workspace


def read_document(
    ws: Workspace, goal: str, timezone: str, now: datetime, without: Sequence[str] = ()
) -> dict[str, Any]:
    """The goal's reading as a document, with the template that it means where that is clear.

    The words `without` stand for nothing. Raises BadInputError where they are not in it.
    """
    plain = [stands_in(goal, one) for one in without]
    found = read_without(goal, plain, partial(read_goal, registry=ws.registry, timezone=timezone, now=now))
    return reading_json(replace(found, template=meant(goal)))


def read_batch(ws: Workspace, line: str, timezone: str, now: datetime) -> dict[str, Any]:
    """One line `{"id", "text", "tz", "from"}` in, `{"id", "trigger", "schedule", "what", "slots"}` out."""

    def answer(asked: Asked) -> dict[str, Any]:
        found = read_goal(asked.text, registry=ws.registry, timezone=asked.timezone, now=asked.start)
        return goal_form(found, asked.start)

    return answered(line, timezone, now, answer, otherwise={})
