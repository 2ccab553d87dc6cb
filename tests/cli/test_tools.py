"""doctor; the demo is driven in tests/acceptance."""

from pathlib import Path

from tests.cli.conftest import Cli


def test_doctor_says_of_each_check_how_it_is(cli: Cli, daily: str) -> None:
    found = cli("doctor", "--json")
    assert found.code == 1  # no runner is on
    assert all(list(one) == ["check", "ok", "finding", "hint"] for one in found.json)
    assert {one["check"] for one in found.json} == {"python", "home", "store", "keyring", "runner", "time"}
    assert [one["check"] for one in found.json if not one["ok"]] == ["runner"]
    assert "LOOK  runner: off: nothing runs now." in cli("doctor").out


def test_doctor_creates_nothing(cli: Cli, home: Path) -> None:
    assert cli("doctor").code == 1
    assert not home.exists()


def test_doctor_finds_a_home_that_is_open_to_others(cli: Cli, home: Path, daily: str) -> None:
    home.chmod(0o755)
    assert f"Run: chmod 700 '{home}'" in cli("doctor").out
