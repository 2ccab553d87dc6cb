import os
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.support import Background, wait_until

PASSWORD = "a long password"


@pytest.fixture
def file(cli: Cli, daily: str, tmp_path: Path) -> Path:
    assert cli("backup", str(tmp_path / "b.zip")).code == 0
    return tmp_path / "b.zip"


def test_it_says_what_it_holds_and_what_not(cli: Cli, daily: str, tmp_path: Path) -> None:
    answer = cli("backup", str(tmp_path / "b.zip"))
    assert answer.lines[2] == "holds: 1 automation (1 on), 0 runs, 0 connections, 1 user"
    assert "Secrets in a keyring are not part of it" in answer.err
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0


def test_in_a_folder_it_gets_the_moments_name(cli: Cli, daily: str, tmp_path: Path) -> None:
    found = cli("backup", str(tmp_path), "--json").json
    assert Path(found["file"]).parent == tmp_path
    assert (found["automations"], found["active"]) == (1, 1)


def test_a_file_that_is_there_stays(cli: Cli, file: Path) -> None:
    assert cli("backup", str(file)).code == 2
    assert cli("backup", str(file), "--force").code == 0


def test_there_must_be_something(cli: Cli, tmp_path: Path) -> None:
    answer = cli("backup", str(tmp_path / "b.zip"))
    assert (answer.code, answer.err.startswith("There is nothing to back up yet.")) == (2, True)


def test_a_backup_can_be_looked_through(cli: Cli, file: Path) -> None:
    assert cli("backup", str(file), "--verify").lines[0].startswith(f"Whole: {file}")
    file.write_bytes(file.read_bytes()[:-100])
    assert cli("backup", str(file), "--verify").code == 2


def test_a_folder_that_is_not_there_is_named(cli: Cli, daily: str, tmp_path: Path) -> None:
    answer = cli("backup", str(tmp_path / "none" / "b.zip"))
    assert (answer.code, answer.err.startswith(f"There is no folder {tmp_path}/none.")) == (2, True)
    assert cli("export", "-o", str(Path(__file__))).code == 2


def test_no_device_is_replaced_by_a_backup(cli: Cli, daily: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (str(tmp_path / "pipe"), "-"):
        assert (cli("backup", place, "--force").code, Path(place).is_file()) == (2, False)
    assert (tmp_path / "pipe").is_fifo()


# In a zip: where the compressed data of the first file begin, and where its end says that its list of files is.
@pytest.mark.parametrize("place", [61, -4])
def test_a_byte_that_is_wrong_is_found(cli: Cli, file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] = 0xFF
    file.write_bytes(content)
    answer = cli("restore", str(file), "--yes")
    assert (answer.code, answer.out) == (2, "")
    assert "is no backup that can be used" in answer.err


def test_nothing_is_put_back_without_a_word(cli: Cli, file: Path, daily: str) -> None:
    assert cli("delete", daily).code == 0
    asked, dry = cli("restore", str(file)), cli("restore", str(file), "--dry-run")
    assert (asked.code, dry.code, asked.out) == (4, 0, dry.out)
    assert cli("list", "--json").json == []


def test_what_was_backed_up_is_back_and_what_was_there_is_kept(cli: Cli, file: Path, daily: str) -> None:
    assert cli("delete", daily).code == 0
    answer = cli("restore", str(file), "--yes", "--json")
    assert answer.code == 0
    assert [one["slug"] for one in cli("list", "--json").json] == [daily]
    [kept] = answer.json["kept"]
    assert Path(kept).exists()


def test_a_new_machine_has_it_all(
    cli: Cli, file: Path, daily: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOMOLOGI_HOME", str(tmp_path / "new"))
    assert cli("restore", str(file), "--yes").code == 0
    assert [one["slug"] for one in cli("list", "--json").json] == [daily]


def test_under_a_runner_nothing_is_put_back(cli: Cli, file: Path, home: Path) -> None:
    with Background(home, "runner"):
        wait_until(lambda: cli("status", "--json").json["runner"])
        answer = cli("restore", str(file), "--yes")
    assert answer.code == 1
    assert "A runner is on (service, process" in answer.err


def test_only_the_owner_may(cli: Cli, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli("users", "add", "bob", stdin=f"{PASSWORD}\n").code == 0
    monkeypatch.setenv("NOMOLOGI_USER", "bob")
    monkeypatch.setenv("NOMOLOGI_PASSWORD", PASSWORD)
    assert cli("backup", str(tmp_path / "stolen.zip")).code == 4
    assert cli("restore", str(file), "--yes").code == 4
    assert not (tmp_path / "stolen.zip").exists()
