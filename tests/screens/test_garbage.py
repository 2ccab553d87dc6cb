"""Garbage is collected while nobody types."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from textual import events

from nomologi_tui.screens.garbage import QUIET, WORTH, Garbage
from nomologi_tui.testing import FakeClock


class Knot:
    """What only a look at everything finds: it holds itself."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def garbage(clock: FakeClock) -> Iterator[Garbage]:
    """As the app has it after its start; how this process collects is as before afterwards."""
    before = gc.get_threshold()
    gc.disable()
    one = Garbage(clock)
    one.begin()
    yield one
    gc.unfreeze()
    gc.enable()
    gc.set_threshold(*before)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_it_waits_until_nobody_types(garbage: Garbage, clock: FakeClock) -> None:
    knot = Knot()
    left = weakref.ref(knot)
    for _ in range(WORTH):
        gc.collect(1)
    del knot
    garbage.heard(events.Key("j", "j"))
    garbage.look()
    assert left() is not None
    clock.tick(QUIET)
    garbage.look()
    assert left() is None
