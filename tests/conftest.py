"""Hypothesis judges what is right, never how fast a busy machine is. What the tests start hears every signal.

What is collected, 12,000 tests and all modules, is no garbage: looking through it took a quarter of that time.
"""

import gc
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

for number in (signal.SIGINT, signal.SIGHUP):  # ignored where the tests were started by `nohup`, or with `&`
    if signal.getsignal(number) is signal.SIG_IGN:  # a program that is started inherits that, but no function
        signal.signal(number, lambda *_: None)
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_configure() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.fixture
def a_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home with a folder for downloads: what an example means by `~` need not be there on this machine."""
    home = tmp_path_factory.mktemp("person")
    (home / "Downloads").mkdir()
    monkeypatch.setenv("HOME", str(home))
    return home
