"""Real processes over a home in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blocks.conftest import web
from tests.ports import free_port
from tests.support import Background

__all__ = ["web"]  # a fixture


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def port() -> str:
    """A port at which nobody listens yet."""
    return str(free_port())


@pytest.fixture
def runner(home: Path, port: str) -> Iterator[Background]:
    """The headless runner, started and ready."""
    with Background(home, "runner", environ={"NOMOLOGI_WEBHOOK_PORT": port}) as running:
        running.err.wait_for(lambda line: "ctrl+c" in line)
        yield running
