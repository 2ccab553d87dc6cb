"""A login over real processes and a real provider: pasted back, then renewed by three processes at once."""

import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from nomologi_tui.settings import Settings, find_places
from nomologi_tui.store import connections
from nomologi_tui.store.vault import Cost, Vault
from nomologi_tui.store.vault_key import Keys
from nomologi_tui.usecases.connections import connections as use
from nomologi_tui.usecases.workspace import Workspace
from tests.oidc import Browser, serving
from tests.support import DEADLINE, PROGRAM, Lines, environment

AT_ONCE = 3


def test_three_processes_that_renew_at_once_lose_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with serving() as issuer:
        values = {"issuer": issuer, "client_id": "nomologi", "hosts": [issuer], "scopes": ["openid", "offline_access"]}
        with opened(home) as ws:
            Vault(ws.settings.places.vault, Keys(file=tmp_path / "key")).create(Cost(kib=64, passes=1, lanes=1))
            use.add(ws, ws.providers.get("oauth"), "Home", values)
        paste_back(home)
        for number in (AT_ONCE, 1):  # the last one shows that the others ended no login
            with opened(home) as ws:  # as after a refusal: the token has to be renewed at its next use
                ws.store.write(connections.note_end, 1, ws.clock.now())
            tests = [start(home, "test", "Home") for _ in range(number)]
            words = [one.communicate(timeout=2 * DEADLINE) for one in tests]
            assert [one.returncode for one in tests] == [0] * number, words
            assert all("127.0.0.1 took it (200). Its token holds until" in one[0] for one in words)


@contextmanager
def opened(home: Path) -> Iterator[Workspace]:
    settings = Settings(find_places({"NOMOLOGI_HOME": str(home)}), user="ada", timezone="UTC")
    with closing(Workspace(settings)) as ws:
        _ = ws.store
        yield ws


def start(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    key = {"NOMOLOGI_VAULT_KEY_FILE": str(home.parent / "key"), "NOMOLOGI_USER": "ada"}
    return subprocess.Popen(
        [*PROGRAM, "connections", *arguments], env=environment(home, **key), stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def paste_back(home: Path) -> None:
    going = start(home, "login", "Home", "--paste")
    assert going.stderr and going.stdin and going.stdout  # noqa: PT018 - for the types
    try:
        shown = Lines(going.stderr).wait_for(lambda line: line.startswith("http"))
        going.stdin.write(Browser().visit(shown) + "\n")
        going.stdin.close()
        with going.stdout as out:
            assert out.read() == "“Home” is logged in as ada; it renews itself.\n"
        assert going.wait(DEADLINE) == 0
    finally:
        going.kill()
        going.wait(DEADLINE)
