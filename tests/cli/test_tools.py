"""doctor; the demo is driven in tests/acceptance."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

WORDS = "correct horse battery\n"


def test_doctor_says_of_each_check_how_it_is(cli: Cli, daily: str) -> None:
    found = cli("doctor", "--json")
    assert found.code == 1  # no runner is on
    assert all(list(one) == ["check", "ok", "finding", "hint"] for one in found.json)
    assert {one["check"] for one in found.json} == {
        "python", "home", "files", "settings", "store", "secrets", "runner", "service", "watching",
        "model", "time", "clock", "packages",
    }  # fmt: skip
    assert {one["check"] for one in found.json if not one["ok"]} - {"clock"} == {
        "runner"
    }  # the machine's clock is its own
    assert "LOOK  runner: off: nothing runs now." in cli("doctor").out


def test_doctor_creates_nothing(cli: Cli, home: Path) -> None:
    assert cli("doctor").code == 1
    assert not home.exists()


def test_doctor_finds_a_home_that_is_open_to_others(cli: Cli, home: Path, daily: str) -> None:
    home.chmod(0o755)
    assert f"Run: chmod 700 {home}" in cli("doctor").out


def test_doctor_closes_what_is_open_to_others_when_asked_to(cli: Cli, home: Path, daily: str) -> None:
    database = home / "nomologi.db"
    database.chmod(0o644)
    assert f"Run: chmod 600 {database}" in cli("doctor").out
    mended = cli("doctor", "--fix", "--json")
    assert f"files: {database} has mode 0644: others may open it; mended." in mended.err
    assert {one["check"] for one in mended.json if not one["ok"]} - {"clock"} == {
        "runner"
    }  # the machine's clock is its own
    assert database.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")


def _secrets(cli: Cli) -> tuple[bool, str]:
    return next((one["ok"], one["finding"]) for one in cli("doctor", "--json").json if one["check"] == "secrets")


@pytest.mark.usefixtures("no_keyring")
def test_doctor_makes_a_vault_once_and_names_each_of_its_states(cli: Cli, home: Path) -> None:
    vault = home / "nomologi.vault"
    assert _secrets(cli)[1].startswith("There is no keyring to keep secrets in")
    made = cli("doctor", "--make-vault", stdin=WORDS)
    assert made.err.startswith(f"The vault {vault} is made; a passphrase opens it.")
    assert f"ok    secrets: ready: the vault {vault}, opened by a passphrase" in made.out
    assert _secrets(cli) == (False, "The vault is locked: there is no key for it here.")
    assert "There is a vault already" in cli("doctor", "--make-vault", stdin=WORDS).err
    vault.write_bytes(b"nonsense")
    vault.chmod(0o644)
    assert _secrets(cli) == (
        False, f"The vault {vault} is damaged: its first line is none of a vault. It was left as it is.",
    )  # fmt: skip
    assert f"LOOK  files: {vault} has mode 0644: others may open it. Run: chmod 600 {vault}" in cli("doctor").out


@pytest.mark.usefixtures("no_keyring")
def test_a_vault_without_a_passphrase_is_not_made(cli: Cli, home: Path) -> None:
    made = cli("doctor", "--make-vault")
    assert made.code == 4
    assert made.err.startswith("The vault needs a passphrase.")
    assert not (home / "nomologi.vault").exists()


@pytest.mark.usefixtures("no_keyring")
def test_a_key_file_in_the_settings_is_made_and_opens_the_vault(
    cli: Cli, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOMOLOGI_VAULT_KEY_FILE", str(tmp_path / "key"))
    assert f"the key file {tmp_path}/key opens it" in cli("doctor", "--make-vault").err
    assert _secrets(cli)[0]
    (tmp_path / "key").unlink()
    assert _secrets(cli)[1].startswith("The vault is locked: its key file")
