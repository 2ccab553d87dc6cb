"""A store on a real file; `store` is what the contract is checked against, so another database joins here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nomologi_tui.settings import Places
from nomologi_tui.store import Store
from nomologi_tui.store.reading import Reader
from nomologi_tui.testing import FakeClock
from tests.store.making import World, make_world


@pytest.fixture
def places(tmp_path: Path) -> Places:
    home = tmp_path / "home"
    return Places(data=home, config=home, state=home)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["sqlite"])
def store(request: pytest.FixtureRequest, places: Places, clock: FakeClock) -> Iterator[Store]:
    with Store.open(places, clock) as opened:
        yield opened


@pytest.fixture
def world(store: Store) -> World:
    return make_world(store)


@pytest.fixture
def reader(places: Places, clock: FakeClock) -> Iterator[Reader]:
    with Reader.open(places, clock) as opened:
        yield opened
