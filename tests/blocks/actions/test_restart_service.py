"""Against a real systemd, by the real systemctl. What it can't be brought to say, a program in its place says."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.actions.restart_service import RestartService, restart_service
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.machine.service_control import control
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Effect
from nomologi_tui.testing import FakeContext
from tests.systemd import LiveSystemd, live_systemd

SYSTEMCTL = """
echo "$@" >>"$HOME/asked"
case "$*" in
  *" show "*) printf 'ActiveState=active\\nSubState=running\\n' ;;
  *"-- gone.service") echo "Failed to restart gone.service: Unit gone.service not found." >&2; exit 5 ;;
  *"-- root.service") echo "Failed to restart root.service: Interactive authentication required." >&2; exit 1 ;;
  *"-- bad.service") echo "Job for bad.service failed because the control process failed." >&2; exit 1 ;;
esac
"""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the program notes what it was asked."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "systemctl").write_text(f"#!/bin/sh{SYSTEMCTL}")
    (tmp_path / "bin" / "systemctl").chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/bin:/usr/bin")
    return tmp_path / "asked"


async def do(name: str, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = await restart_service.run(
        RestartService(name=name, **more), FakeContext(clock=SystemClock())
    )
    return told


async def test_a_unit_is_restarted_and_asked_how_it_is(asked: Path) -> None:
    told = await do("nginx.service")
    assert (told["name"], told["verb"], told["state"]) == ("nginx.service", "restart", "active (running)")
    await do("sync.timer", verb="stop", manager="systemd of the user")
    assert asked.read_text().splitlines()[::2] == [
        "--no-ask-password restart -- nginx.service", "--user --no-ask-password stop -- sync.timer",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"),
    [("gone.service", "systemctl knows nothing called gone.service"),
     ("root.service", "does not allow this account to restart root.service"),
     ("bad.service", "could not restart bad.service: Job for bad.service failed")],
)  # fmt: skip
async def test_what_does_not_work_is_a_sentence(asked: Path, name: str, words: str) -> None:
    with pytest.raises(BlockError, match=words):
        await do(name)


@pytest.fixture(scope="module")
def systemd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSystemd]:
    with live_systemd(tmp_path_factory.mktemp("systemd")) as found:
        yield found


async def test_a_real_unit_is_stopped_and_started_and_a_missing_one_named(
    systemd: LiveSystemd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{systemd.bin}:{os.environ['PATH']}")
    systemd.run("web.service", "sleep", "600")
    mine = {"manager": "systemd of the user"}
    assert (await do("web.service", **mine))["state"] == "active (running)"
    with pytest.raises(BlockError, match=r"systemctl knows nothing called gone\.service"):
        await do("gone.service", **mine)
    assert (await do("web.service", verb="stop", **mine))["state"] in ("inactive (dead)", "")


@pytest.mark.skipif(Path("/run/systemd/system").exists(), reason="needs a machine where no systemd runs")
async def test_the_real_systemctl_where_no_systemd_runs_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.defpath)
    with pytest.raises(BlockError, match="systemctl reaches nobody here who could restart x.service"):
        await do("x.service")


@pytest.mark.parametrize("name", ["", "--all", "a b", "a;b", "-x", "a/b", "x" * 300, "a\nb"])
def test_what_is_no_name_is_said_while_editing(name: str) -> None:
    assert "name" in check(RestartService, {"name": name})[1]


def test_only_a_restart_must_not_happen_twice() -> None:
    assert restart_service.effect_in({}) is Effect.ONCE
    assert restart_service.effect_in({"verb": "start"}) is Effect.REPEATABLE


@pytest.mark.parametrize("value", ["*", "a.service b.service", "--all", "../x", "", "a\nb", "{{ x }}", "a" * 256])
async def test_a_value_names_one_unit_or_none(asked: Path, value: str) -> None:
    with pytest.raises(BlockError, match="can't be the name of a service or container"):
        await control(value, "restart", "systemd", FakeContext())
    assert not asked.exists()


def test_the_plan_says_that_a_value_chooses() -> None:
    assert restart_service.touch is not None
    (touched,) = restart_service.touch(RestartService(name="{{ event.unit }}"))
    assert touched.target == "restart whatever is called {{ event.unit }} (systemd)"
