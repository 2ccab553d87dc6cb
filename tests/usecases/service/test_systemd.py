import configparser
import shutil
import subprocess
from pathlib import Path

from nomologi_tui.usecases.service.kept import Start
from nomologi_tui.usecases.service.systemd import UNIT, Systemd
from tests.support import require

ODD = '/srv/100% "mine" $HOME \\ é'
PLAIN = Start(("/usr/bin/python3", "-m", "nomologi_tui", "runner"), {"PATH": "/usr/bin:/bin"})


def read(text: str) -> configparser.RawConfigParser:
    found = configparser.RawConfigParser(strict=False)
    found.read_string(text)
    return found


def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    require(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    unit = tmp_path / UNIT
    for hardened in (False, True):
        unit.write_text(Systemd().text(PLAIN, hardened=hardened))
        line = ["systemd-analyze", "--user", "verify", str(unit)]
        environ = {"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
        done = subprocess.run(line, env=environ, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_it_is_watched_and_started_again() -> None:
    service = read(Systemd().text(PLAIN, hardened=False))["Service"]
    wanted = {"type": "notify", "watchdogsec": "60", "restart": "on-failure", "limitcore": "0"}
    assert wanted.items() <= dict(service).items()


def test_what_it_runs_keeps_its_rights_unless_they_are_taken() -> None:
    assert "nonewprivileges" not in read(Systemd().text(PLAIN, hardened=False))["Service"]
    assert read(Systemd().text(PLAIN, hardened=True))["Service"]["nonewprivileges"] == "yes"


def test_no_sign_of_a_path_is_read_as_anything_else() -> None:
    text = Systemd().text(Start((f"{ODD}/python",), {"NOMOLOGI_HOME": ODD}), hardened=False)
    service = read(text)["Service"]
    assert service["environment"] == r'"NOMOLOGI_HOME=/srv/100%% \"mine\" $HOME \\ é"'
    assert service["execstart"] == r'"/srv/100%% \"mine\" $$HOME \\ é/python"'
