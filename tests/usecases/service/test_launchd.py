"""No macOS is at hand: the agent's text against launchd.plist(5), and the calls against a stand-in for launchctl."""

import os
import plistlib
from pathlib import Path

import pytest

from nomologi_tui.errors import NomologiError, NotFoundError
from nomologi_tui.usecases.service import manager
from nomologi_tui.usecases.service.kept import Start
from nomologi_tui.usecases.service.launchd import Launchd

START = Start(("/usr/bin/python3", "-m", "nomologi_tui", "runner"), {"NOMOLOGI_HOME": "/Users/a/<b> & c"})


DOCUMENTED = {  # of launchd.plist(5): those that we may want, with their types
    "Label": str, "ProgramArguments": list, "EnvironmentVariables": dict, "RunAtLoad": bool, "KeepAlive": dict,
    "ThrottleInterval": int, "ExitTimeOut": int, "ProcessType": str, "StandardOutPath": str, "StandardErrorPath": str,
    "HardResourceLimits": dict, "SoftResourceLimits": dict, "WorkingDirectory": str, "Umask": int, "Nice": int,
}  # fmt: skip
# Keeps what it was told in $HOME/calls and the loaded agent in $HOME/loaded; it can start nothing.
STAND_IN = """#!/bin/sh
echo "$@" >> "$HOME/calls"
case $1 in
  bootstrap) [ -e "$HOME/loaded" ] && { echo "Bootstrap failed: 5: Input/output error" >&2; exit 5; }
             cp "$3" "$HOME/loaded" ;;
  bootout) rm "$HOME/loaded" || { echo "Boot-out failed: 3: No such process" >&2; exit 3; } ;;
  print) [ -e "$HOME/loaded" ] || exit 113 ;;
esac
"""


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the stand-in for launchctl first in PATH."""
    (tmp_path / "launchctl").write_text(STAND_IN, encoding="utf-8")
    (tmp_path / "launchctl").chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path


def test_every_key_is_documented_and_of_its_type() -> None:
    found = plistlib.loads(Launchd().text(START, hardened=False).encode(), fmt=plistlib.FMT_XML)
    assert [key for key, value in found.items() if type(value) is not DOCUMENTED.get(key)] == []
    assert set(found["KeepAlive"]) <= {"SuccessfulExit", "NetworkState", "PathState", "OtherJobEnabled", "Crashed"}
    assert found["ProcessType"] in ("Background", "Standard", "Adaptive", "Interactive")
    assert found["HardResourceLimits"] == found["SoftResourceLimits"] == {"Core": 0}
    paths = [found["ProgramArguments"][0], found["StandardOutPath"], found["StandardErrorPath"]]
    assert all(Path(one).is_absolute() for one in paths)


def test_it_is_loaded_replaced_and_removed(mac: Path) -> None:
    agent = Launchd()
    assert agent.file() == mac / "Library" / "LaunchAgents" / "org.nomologi.runner.plist"
    assert agent.install(START, hardened=False).active
    again = agent.install(Start(("/opt/python3", "-m", "nomologi_tui", "runner"), {}), hardened=False)
    assert (again.installed, again.active, again.starts_itself) == (True, True, True)
    assert "/opt/python3" in (mac / "loaded").read_text(encoding="utf-8")
    agent.remove()
    assert (agent.state().installed, agent.state().active) == (False, False)
    domain = f"gui/{os.getuid()}"
    calls = [line for line in (mac / "calls").read_text(encoding="utf-8").splitlines() if not line.startswith("print")]
    assert calls == [
        f"bootstrap {domain} {agent.file()}", f"bootout {domain}/org.nomologi.runner",
        f"bootstrap {domain} {agent.file()}", f"bootout {domain}/org.nomologi.runner",
    ]  # fmt: skip


def test_what_launchctl_complains_of_is_said(mac: Path) -> None:
    (mac / "launchctl").write_text("#!/bin/sh\necho 'Bootstrap failed: 5: Input/output error' >&2; exit 5\n")
    with pytest.raises(NomologiError, match="bootstrap failed: Bootstrap failed: 5: Input/output error"):
        Launchd().install(START, hardened=False)
    Launchd().remove()
    with pytest.raises(NotFoundError, match="There is no service here"):
        Launchd().remove()


def test_the_agent_says_what_is_started_with_what() -> None:
    found = plistlib.loads(Launchd().text(START, hardened=False).encode())
    assert tuple(found["ProgramArguments"]) == START.program
    assert found["EnvironmentVariables"] == START.environment
    assert found["KeepAlive"] == {"SuccessfulExit": False}


def test_it_can_not_be_hardened() -> None:
    with pytest.raises(NomologiError, match="no way to harden"):
        Launchd().text(START, hardened=True)


def test_macos_has_it() -> None:
    assert isinstance(manager("darwin"), Launchd)
    assert not isinstance(manager("linux"), Launchd)
