"""A bench with a connection that has logged in, whose tokens lie in a keyring of the test's own."""

from datetime import timedelta

import pytest

from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.model import Connection
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.runner.tools import Tools
from nomologi_tui.settings import Settings
from nomologi_tui.store import Store, connections, users
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import FakeClock
from tests.blocks.web import WebServer
from tests.keyrings import MemoryKeyring
from tests.runner.bench import Bench
from tests.runner.made import Doings

REFERENCE = "connection/1/login"
OLD = "at-old-0123"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def bench(settings: Settings, store: Store, clock: FakeClock, doings: Doings, keyring: MemoryKeyring) -> Bench:
    ours = Registry([*load_registry(), *doings.registry()])
    tools = Tools(store, ours, clock, settings, Secrets({"TOKEN": OLD}, lambda: keyring, deadline=20), token="us")
    return Bench(store, tools, settings, store.write(users.ensure_os_user, "ada", "Ada", clock.now()))


def logged_in(bench: Bench, web: WebServer, keyring: MemoryKeyring, refresh: str = "rt-old-0123") -> Connection:
    """A connection whose token holds for an hour from now."""
    now = bench.tools.clock.now()
    tokens = Tokens(OLD, now, now + timedelta(hours=1), refresh)
    keyring.kept[REFERENCE] = tokens.as_text()
    where = f"keyring:{REFERENCE}"
    config = {"issuer": web.url, "client_id": "x", "hosts": [web.url]}
    return bench.store.write(
        connections.save,
        Connection(
            bench.user.id, "oauth", "Home", config, where, where if refresh else None, tokens.expires_at, status="ok"
        ),
        now,
    )


def tokens_in(keyring: MemoryKeyring) -> Tokens:
    return Tokens.from_text(keyring.kept[REFERENCE])


def status(bench: Bench) -> str:
    return bench.store.read(connections.find, bench.user.id, "Home").status
