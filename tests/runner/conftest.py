"""A real store under a real clock, and blocks whose work each test gives."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.clock import Clock, SystemClock
from nomologi_tui.runner.tools import Tools
from nomologi_tui.settings import Places, Settings
from nomologi_tui.store import Store, users
from nomologi_tui.store.secrets import Secrets
from tests.blocks.conftest import web
from tests.runner.bench import Bench
from tests.runner.ears import Ears, MakeEars, Sender
from tests.runner.made import Doings
from tests.runner.walk import Walk

__all__ = ["web"]  # a fixture


@pytest.fixture
def doings() -> Doings:
    return Doings()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    return Settings(Places(home, home, home), user="ada", timezone="UTC", webhook_port=0, alert_channel="terminal")


@pytest.fixture
def clock() -> Clock:
    return SystemClock()


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Iterator[Store]:
    with Store.open(settings.places, clock) as opened:
        yield opened


@pytest.fixture
def bench(settings: Settings, store: Store, clock: Clock, doings: Doings) -> Bench:
    environ = {"PASSWORD": "correct-horse-battery"}
    tools = Tools(store, doings.registry(), clock, settings, Secrets(environ), token="this-runner")
    return Bench(store, tools, settings, store.write(users.ensure_os_user, "ada", "Ada", clock.now()))


@pytest.fixture
async def make_ears(bench: Bench, doings: Doings) -> AsyncIterator[MakeEars]:
    made: list[Ears] = []
    ours = [*load_registry(), *doings.registry()]

    def make(clock: Clock | None = None, **settings: Any) -> Ears:
        made.append(Ears(bench, clock or bench.tools.clock, Registry(ours), **settings))
        return made[-1]

    yield make
    for one in made:
        await one.close()


@pytest.fixture
def sender(doings: Doings) -> Sender:
    made = Sender()
    doings.hears["sender"] = made
    return made


@pytest.fixture
def walk(doings: Doings) -> Walk:
    return Walk(doings)
