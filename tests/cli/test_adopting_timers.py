"""adopt systemd, with timers of a real systemd of the test's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.support import wait_until
from tests.systemd import LiveSystemd, live_systemd

TIMER = """\
[Unit]
Description=Write down
[Timer]
OnCalendar=Mon..Fri 04:00
OnCalendar=*-*~1 05:00
Persistent=true
RandomizedDelaySec=5min
[Install]
WantedBy=timers.target
"""
SERVICE = r"""
[Service]
Type=oneshot
WorkingDirectory=%h
Environment="WORDS=two words" ONE=1
EnvironmentFile=-%h/more
ExecStart=-/bin/false
ExecStart=/bin/sh -c 'printf "<%%s>" "$$@" "$$PWD" "$$ONE" > \
   "$$0"' %h/written $WORDS ${WORDS}x '{{ a }}' "a\tb\x41\s" ${MORE} \; $$HOME
Nice=5
"""


@pytest.fixture(scope="module")
def systemd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSystemd]:
    with live_systemd(tmp_path_factory.mktemp("systemd")) as found:
        yield found


@pytest.fixture
def timer(systemd: LiveSystemd, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a timer that is on; its service writes down how it was called."""
    folder = systemd.home / ".config" / "systemd" / "user"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "note.timer").write_text(TIMER)
    (folder / "note.service").write_text(SERVICE.replace("%h", str(systemd.home)))
    (systemd.home / "more").write_text("# more\nMORE='from the file'\n")
    monkeypatch.setenv("HOME", str(systemd.home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{systemd.bin}:{os.environ['PATH']}")
    systemd.call("systemctl", "--user", "daemon-reload")
    systemd.call("systemctl", "--user", "enable", "--now", "note.timer")
    yield systemd.home
    systemd.call("systemctl", "--user", "disable", "--now", "note.timer")


def test_a_timer_is_told_in_words_with_what_is_not_taken_over(cli: Cli, timer: Path) -> None:
    answer = cli("adopt", "systemd", "--dry-run")
    assert answer.lines[0] == "systemd user, note.timer: new: Write down"
    assert "    every weekday at 04:00, each time up to 5 minutes later" in answer.lines
    assert "    note: Not taken over: Nice." in answer.lines
    assert cli("list", "--json").json == []


def test_its_command_gets_what_systemd_gives_it(cli: Cli, timer: Path, systemd: LiveSystemd) -> None:
    systemd.call("systemctl", "--user", "start", "note.service")
    assert wait_until((timer / "written").exists)
    by_systemd = (timer / "written").read_text()
    (timer / "written").unlink()
    [one] = cli("adopt", "systemd", "--json").json
    assert cli("run", one["slug"], "--wait").code == 0
    assert (timer / "written").read_text() == by_systemd
    assert by_systemd.startswith("<two><words><two wordsx><{{ a }}><a\tbA ><from the file><;><$HOME>")


def test_a_timer_is_disabled_once_it_runs_here_and_enabled_again(cli: Cli, timer: Path, systemd: LiveSystemd) -> None:
    wants = timer / ".config" / "systemd" / "user" / "timers.target.wants" / "note.timer"
    assert cli("adopt", "systemd", "--on", "--yes", "--disable").err.count("Disabled: note.timer;") == 1
    assert not wants.is_symlink()
    assert [one["known"] for one in cli("adopt", "systemd", "--json").json] == [True]
    assert cli("adopt", "systemd", "--undo").lines == ["Enabled again, and off here: note.timer."]
    assert wants.is_symlink()
    assert systemd.call("systemctl", "--user", "is-active", "note.timer") == "active\n"
    assert [one["status"] for one in cli("list", "--json").json] == ["inactive"]
