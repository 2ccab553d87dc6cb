"""The service under a real systemd of the test's own."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.support import Background, wait_until
from tests.systemd import LiveSystemd, live_systemd


@pytest.fixture(scope="module")
def systemd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSystemd]:
    with live_systemd(tmp_path_factory.mktemp("systemd")) as found:
        yield found


@pytest.fixture
def installed(cli: Cli, systemd: LiveSystemd, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cli]:
    monkeypatch.setenv("HOME", str(systemd.home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("NOMOLOGI_REQUIRE_REAL", raising=False)  # of the tests themselves: it would be named as left out
    monkeypatch.setenv("PATH", f"{systemd.bin}:{os.environ['PATH']}")
    answer = cli("service", "install")
    assert (answer.code, answer.err) == (
        0,
        "Not part of it: NOMOLOGI_TIMEZONE. What it shall know stands in config.toml.\n",
    )
    yield cli
    cli("service", "remove")


def pid(cli: Cli) -> int:
    runner = cli("status", "--json").json["runner"]
    return int(runner["pid"]) if runner else 0


def test_it_serves_and_says_so(installed: Cli) -> None:
    status = installed("service", "status", "--json")
    assert status.code == 0
    assert {"active": True, "starts_itself": True, "words": "Runs automations."}.items() <= status.json.items()
    assert installed("status", "--json").json["runner"]["kind"] == "service"


def test_the_doctor_sees_that_it_runs_and_that_somebody_stopped_it(installed: Cli, systemd: LiveSystemd) -> None:
    assert "service: it does not run" not in installed("doctor").out
    systemd.call("systemctl", "--user", "stop", "nomologi.service")
    assert "LOOK  service: it does not run: " in installed("doctor").out


def test_it_carries_out_what_is_due(installed: Cli, daily: str) -> None:
    assert installed("run", daily, "--wait").code == 0
    assert installed("runs", "--json").json[0]["status"] == "success"


def test_one_that_is_killed_is_started_again(installed: Cli) -> None:
    first = pid(installed)
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: pid(installed) not in (0, first))


def test_installed_again_it_is_a_new_one_with_the_new_rights(installed: Cli) -> None:
    first = pid(installed)
    assert installed("service", "install", "--hardened").code == 0
    second = pid(installed)
    assert second not in (0, first)
    assert "NoNewPrivs:\t1" in Path(f"/proc/{second}/status").read_text()


def test_it_waits_for_its_turn_and_says_so(installed: Cli, home: Path) -> None:
    assert installed("service", "remove").code == 0
    with Background(home, "runner"):
        wait_until(lambda: pid(installed))
        answer = installed("service", "install")
        assert "active: Waits: another runner is on." in answer.out


def test_removed_it_is_gone_and_nothing_else_is(installed: Cli, daily: str) -> None:
    answer = installed("service", "remove")
    assert (answer.code, answer.out.startswith("Removed: ")) == (0, True)
    assert pid(installed) == 0
    assert installed("service", "status").lines == ["service: none. `nomologi service install` makes one."]
    assert installed("service", "remove").code == 3
    assert [one["slug"] for one in installed("list", "--json").json] == [daily]


def test_without_a_manager_nothing_is_written(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "")
    answer = cli("service", "install")
    assert answer.code == 1
    assert "Keep `nomologi runner` going another way" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_the_file_can_be_looked_at_first(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    answer = cli("service", "install", "--print")
    assert (answer.code, "Type=notify" in answer.out) == (0, True)
    assert not (tmp_path / ".config").exists()
