"""Against the real systemd and journald first; what those can't be brought to say on demand, programs in their place
say after the documented formats (`systemctl show`, `journalctl --output=json`).
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.machine.unit_watch import Unit
from nomologi_tui.blocks.triggers.service import service
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeTriggerContext
from tests.blocks.triggers.hearing import hearing
from tests.support import eventually
from tests.systemd import LiveSystemd, live_systemd

SHOWN = """\
Id=nginx.service
Description=A web server = good
LoadState={load}
ActiveState={active}
SubState={sub}
Result={result}
ExecMainStatus=1
"""


class System:
    """The two programs: each prints a file's content and notes what it was asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("systemctl", "journalctl"):
            path = folder / name
            path.write_text(f'#!/bin/sh\necho "$*" >> {folder}/{name}.asked\ncat {folder}/{name}.says\n')
            path.chmod(0o755)
        self.unit("active", "running")
        self.journal()

    def unit(self, active: str, sub: str, result: str = "success", load: str = "loaded") -> None:
        text = SHOWN.format(active=active, sub=sub, result=result, load=load)
        (self._folder / "systemctl.says").write_text(text)

    def journal(self, *lines: dict[str, Any]) -> None:
        (self._folder / "journalctl.says").write_text("".join(json.dumps(line) + "\n" for line in lines))

    def asked(self, name: str) -> list[str]:
        return (self._folder / f"{name}.asked").read_text().splitlines()


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return System(tmp_path)


def line(number: int, message: Any = "upstream timed out") -> dict[str, Any]:
    return {
        "__CURSOR": f"s=ab;i={number};b=cd;m=1;t=2;x=3", "__REALTIME_TIMESTAMP": "1764061200000000",
        "__MONOTONIC_TIMESTAMP": "1", "_BOOT_ID": "cd", "MESSAGE": message, "PRIORITY": "3", "_PID": "42",
        "SYSLOG_IDENTIFIER": "nginx",
    }  # fmt: skip


def unit(**fields: Any) -> Unit:
    return Unit(**{"unit": "nginx", "when": "unit fails", **fields})


@pytest.fixture(scope="module")
def systemd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSystemd]:
    with live_systemd(tmp_path_factory.mktemp("systemd")) as found:
        yield found


@pytest.fixture
def live(systemd: LiveSystemd, monkeypatch: pytest.MonkeyPatch) -> LiveSystemd:
    monkeypatch.setenv("PATH", f"{systemd.bin}:{os.environ['PATH']}")
    return systemd


async def test_a_real_unit_that_fails_is_told_with_its_exit_code(live: LiveSystemd, tmp_path: Path) -> None:
    stopping = tmp_path / "stops"
    os.mkfifo(stopping)
    live.run("frail", "/bin/sh", "-c", f"read _ < {stopping}; exit 3")
    frail = unit(unit="frail", user=True)
    async with hearing(service, frail, FakeTriggerContext()) as found:
        await found.looked(1)
        assert "frail.service is active (running)" in await service.previewed(frail, found.context)
        stopping.write_text("now\n")
        await eventually(lambda: live.call("systemctl", "--user", "list-units", "--quiet", "--state=failed", "frail*"))
        await found.again(15)
        data = (await found.next()).data
    assert (data["unit"], data["state"], data["result"], data["exit_code"]) == (
        "frail.service", "failed", "exit-code", "3",
    )  # fmt: skip


async def test_real_lines_of_the_journal_are_told_once_by_their_pattern(live: LiveSystemd) -> None:
    live.run("loud", "/bin/sh", "-c", "echo upstream timed out; exec sleep 60")
    await eventually(lambda: live.call("journalctl", "--quiet", "--user-unit=loud"))
    config = unit(unit="loud", user=True, when="line matches", pattern="timed out")
    async with hearing(service, config, FakeTriggerContext()) as found:
        await found.looked(1)
        live.call("systemctl", "--user", "restart", "loud")
        await eventually(lambda: live.call("journalctl", "--quiet", "--user-unit=loud").count("timed out") == 2)
        await found.again(15)
        event = await found.next()
        await found.again(15)
    assert (event.data["message"], event.data["identifier"], found.events.qsize()) == ("upstream timed out", "sh", 0)


async def test_lines_that_came_while_nobody_listened_are_told_and_what_the_journal_dropped_is_said(
    live: LiveSystemd, tmp_path: Path
) -> None:
    config = unit(unit="late", user=True, when="line matches", pattern="line")
    context = FakeTriggerContext()

    async def says(number: int) -> None:
        (tmp_path / "said").write_text(f"line {number}\n")
        live.call("systemctl", "--user", "restart", "late")
        await eventually(lambda: f"line {number}" in live.call("journalctl", "--quiet", "--user-unit=late"))

    (tmp_path / "said").touch()
    live.run("late", "/bin/sh", "-c", f"while read said; do echo $said; done < {tmp_path}/said; exec sleep 60")
    await says(1)
    async with hearing(service, config, context) as found:
        await found.looked(1)
    await says(2)
    async with hearing(service, config, context) as found:
        assert (await found.next()).data["message"] == "line 2"
    assert context.lines == []
    live.call("journalctl", "--rotate", "--vacuum-files=1")
    await says(3)
    async with hearing(service, config, context) as found:
        assert (await found.next()).data["message"] == "line 3"
    assert "no longer holds the line that was read last" in context.lines[0]


async def test_a_unit_that_the_real_systemd_does_not_know_is_a_sentence(live: LiveSystemd) -> None:
    with pytest.raises(BlockError, match="no unit called nosuch.service"):
        await anext(service.run(unit(unit="nosuch", user=True), FakeTriggerContext()))


async def test_a_unit_that_fails_is_told_once_until_it_worked_again(system: System) -> None:
    async with hearing(service, unit(), FakeTriggerContext()) as found:
        told = []
        for state in (("failed", "failed", "exit-code"), ("failed", "failed"), ("active", "running"), ("failed", "x")):
            await found.looked(1)
            system.unit(*state)
            await found.again(15)
            told.append(found.events.qsize())
        data = (await found.next()).data
    assert told == [1, 1, 1, 2]
    assert data == {"unit": "nginx.service", "description": "A web server = good", "state": "failed",
                    "sub_state": "failed", "result": "exit-code", "exit_code": "1"}  # fmt: skip
    assert system.asked("systemctl")[0].endswith("-- nginx.service")


async def test_a_unit_that_restarts_has_not_come_back_before_it_is_active(system: System) -> None:
    async with hearing(service, unit(when="unit stops"), FakeTriggerContext()) as found:
        for state in ("inactive", "activating", "inactive"):
            await found.looked(1)
            system.unit(state, "dead")
            await found.again(15)
    assert found.events.qsize() == 1


async def test_each_line_is_told_once_from_the_newest_on(system: System) -> None:
    system.journal(line(1))
    async with hearing(service, unit(when="line matches", pattern="timed out"), FakeTriggerContext()) as found:
        await found.looked(1)
        system.journal(line(2), line(3, [104, 195, 40]), line(4, None))
        await found.again(15)
        messages = [(await found.next()).data["message"] for _ in range(3)]
        await found.again(15)
    assert messages == ["upstream timed out", "h\ufffd(", ""]
    first, second, third = system.asked("journalctl")[:3]
    assert "--lines=1" in first
    assert "--cursor=s=ab;i=1;" in second
    assert "--grep=timed out" in second
    assert "--cursor=s=ab;i=4;" in third


async def test_a_unit_without_a_line_yet_is_read_from_its_first_one_on(system: System) -> None:
    async with hearing(service, unit(when="line matches", pattern="x"), FakeTriggerContext()) as found:
        await found.looked(1)
        await found.again(15)
    assert "--since=@1795338000" in system.asked("journalctl")[1]


async def test_an_unknown_unit_is_a_sentence(system: System) -> None:
    system.unit("inactive", "dead", load="not-found")
    with pytest.raises(BlockError, match="no unit called nginx.service"):
        await anext(service.run(unit(), FakeTriggerContext()))
    assert "no unit called" in await service.previewed(unit(), FakeTriggerContext())


@pytest.mark.skipif(not shutil.which("systemctl") or Path("/run/systemd/system").exists(), reason="systemd runs here")
async def test_where_the_real_systemctl_finds_no_systemd_it_is_a_sentence() -> None:
    with pytest.raises(BlockError, match="No systemd runs here"):
        await anext(service.run(unit(), FakeTriggerContext()))


async def test_where_there_is_no_systemctl_it_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "no systemctl on this machine" in await service.previewed(unit(), FakeTriggerContext())


@pytest.mark.parametrize(
    "fields", [{"unit": "--all"}, {"unit": "a b"}, {"unit": "a;b"}, {"when": "x"}, {"pattern": "\0"}]
)
def test_wrong_fields_are_named(fields: dict[str, Any]) -> None:
    assert set(check(Unit, {"unit": "nginx", "when": "unit fails", **fields})[1]) == set(fields)


def test_a_line_needs_a_pattern_and_a_timer_stays_one() -> None:
    assert set(check(Unit, {"unit": "a", "when": "line matches"})[1]) == {"pattern"}
    assert unit(unit="backup.timer").unit == "backup.timer"
