"""A workspace over a home in a temporary folder, with a clock that the test moves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nomologi_tui.settings import Places, Settings
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases.workspace import Workspace


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def ws(tmp_path: Path, clock: FakeClock) -> Iterator[Workspace]:
    home = tmp_path / "home"
    opened = Workspace(Settings(Places(home, home, home), user="ada", timezone="UTC"), clock)
    yield opened
    opened.close()
