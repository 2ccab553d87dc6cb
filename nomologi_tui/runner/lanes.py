"""Which of an automation's runs are in each other's way: those whose `per` comes to the same value."""

import hashlib
from typing import NamedTuple

from nomologi_tui.errors import TemplateError
from nomologi_tui.model import Configuration, Event
from nomologi_tui.runner.engine.template import as_value, render
from nomologi_tui.runner.engine.values import event_values
from nomologi_tui.store.runs import How
from nomologi_tui.text import clean_line

LONGEST = 200  # characters of a lane's name; a longer one is told apart by its hash


class Lane(NamedTuple):
    """`name` is None where there is no `per`; `unfilled` says why `per` could not be filled in, else it is empty."""

    name: str | None
    unfilled: str = ""


def lane_of(configuration: Configuration, event: Event, trigger: str) -> Lane:
    """What `per` comes to for `event`; without one all are in one lane.

    A template that can't be filled in (the event lacks the value) puts the run into the lane of those without one.
    """
    per = configuration.per
    if not per:
        return Lane(None)
    try:
        name = render(per, {"event": as_value(event_values(event, trigger))})
    except TemplateError as error:
        return Lane("", error.message)
    short = clean_line(name) if len(name) <= LONGEST else hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
    return Lane(short)


def how_in_lane(configuration: Configuration, event: Event, trigger: str) -> How:
    """How the run of `event` is queued: in its lane."""
    lane = lane_of(configuration, event, trigger)
    return How(lane.name, unfilled=lane.unfilled)
