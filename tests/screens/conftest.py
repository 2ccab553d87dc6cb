"""A terminal app over a real store in a temporary folder, at a moment that stands still."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nomologi_tui.settings import Places, Settings
from nomologi_tui.usecases.workspace import Workspace
from tests.screens.person import StillClock

GOLDENS = Path(__file__).parent / "goldens"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the screens' texts anew instead of comparing")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    return Settings(Places(home, home, home), user="ada", timezone="Europe/Berlin", webhook_port=0)


@pytest.fixture
def ws(settings: Settings) -> Workspace:
    """A workspace at a fixed moment. The app that is tested closes it."""
    return Workspace(settings, StillClock())


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a screen's text with `goldens/NAME.txt`; `--update-goldens` writes it."""

    def compare(name: str, text: str) -> None:
        path = GOLDENS / f"{name}.txt"
        text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
        if request.config.getoption("--update-goldens", default=False):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
