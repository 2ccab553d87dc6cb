"""config: settings, keys and themes on the command line, with real files and, for the contract, real processes."""

import stat
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Cli
from tests.support import nomologi

KEPT = '# mine\nretries = 5  # many\n\n[keys]\n"home.new" = "N"\n'


@pytest.fixture
def file(home: Path) -> Path:
    home.mkdir(mode=0o700)
    return home / "config.toml"


def test_each_setting_is_listed_with_where_it_comes_from(cli: Cli, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(KEPT)
    monkeypatch.setenv("NOMOLOGI_KEEP_DAYS", "9")
    assert cli("config", "set", "--mine", "theme", "light").code == 0
    found = {one["key"]: one for one in cli("config", "--json").json}
    assert (found["retries"]["origin"], found["retries"]["line"], found["retries"]["value"]) == ("file", 2, 5)
    assert (found["keep_days"]["origin"], found["keep_days"]["where"]) == ("environment", "NOMOLOGI_KEEP_DAYS")
    assert (found["theme"]["origin"], found["theme"]["value"]) == ("preference", "light")
    assert found["backups"]["origin"] == "default"
    assert "config.toml line 2" in cli("config", "list").out


def test_a_change_keeps_comments_order_and_the_link(cli: Cli, file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text(KEPT)
    file.symlink_to(real)
    assert cli("config", "set", "retries", "7").code == 0
    assert cli("config", "set", "backups", "3").code == 0
    assert real.read_text() == '# mine\nretries = 7  # many\nbackups = 3\n\n[keys]\n"home.new" = "N"\n'
    assert file.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert cli("config", "unset", "backups").out == "backups is taken out.\n"
    assert cli("config", "get", "retries").out == "7\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["dotfiles.toml", "home"]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("retires", "3", "Did you mean retries?"), ("retries", "many", "not a number"), ("theme", "drak", "mean dark"),
        ("on_failure", "stopp", "Did you mean stop?"), ("timezone", "Mars", "not a time zone"),
        ("api_token", "x", "keyring"), ("help_connection", "ghp_abcdef", "looks like a secret"),
        ("webhook_url", "https://ada:pw@example.org", "looks like a secret"), ("keys.home.nwe", "N", "home.new"),
        ("keys.home.new", "r", "automation.run"), ("keys.home.new", "ctrl+i", "Tab"),
        ("keys.home.new", "alt+x", "do not send"), ("keys.flow.next", "x", "would be typed"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_in_a_sentence(cli: Cli, file: Path, key: str, value: str, said: str) -> None:
    answer = cli("config", "set", key, value)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert said in answer.err
    assert "pw" not in answer.err
    assert not file.exists()


def test_a_file_that_can_not_be_read_is_left_as_it_is_with_its_line_named(cli: Cli, file: Path) -> None:
    file.write_text("retries = 5\nbackups = \n")
    answer = cli("config", "set", "keep_days", "3")
    assert (answer.code, file.read_text()) == (2, "retries = 5\nbackups = \n")
    assert f"{file} line 2 can't be read" in answer.err


def test_a_wrong_value_is_put_right_by_setting_it(cli: Cli, file: Path) -> None:
    file.write_text("retries = 'a'\ncolour = 1\n")
    assert "line 2" in cli("list").err
    assert cli("config", "unset", "colour").code == 0
    assert "line 1: retries" in cli("config").err
    assert cli("config", "set", "retries", "4").out.startswith("retries is 4.")
    assert cli("config", "list").code == 0


def test_a_preference_is_of_one_user_and_goes_before_the_file(cli: Cli, file: Path) -> None:
    file.write_text("theme = 'dark'\n")
    assert cli("config", "set", "--mine", "theme", "light").code == 0
    assert cli("config", "get", "theme").out == "light\n"
    assert "your own light" in cli("config", "set", "theme", "ansi").err
    assert cli("config", "set", "--mine", "retries", "1").code == 2
    assert cli("config", "unset", "--mine", "theme").code == 0
    assert cli("config", "get", "theme").out == "ansi\n"


def test_times_are_shown_where_the_person_is(cli: Cli, daily: str) -> None:
    assert cli("config", "set", "--mine", "shown_timezone", "Asia/Tokyo").code == 0
    made = datetime.fromisoformat(cli("logs", daily, "--json").json[0]["timestamp"])
    assert cli("logs", daily).lines[0].startswith(f"{made.astimezone(ZoneInfo('Asia/Tokyo')):%Y-%m-%d %H:%M:%S}")


def test_keys_are_listed_bound_and_put_back(cli: Cli, file: Path) -> None:
    assert cli("config", "set", "keys.home.new", "N, f5").out == "keys.home.new is N f5.\n"
    [new] = [one for one in cli("config", "keys", "--json").json if one["id"] == "home.new"]
    assert (new["keys"], new["default"], new["origin"], new["line"]) == (["N", "f5"], ["n"], "file", 2)
    assert cli("config", "unset", "keys.home.new").code == 0
    assert cli("config", "get", "keys.home.new").out == "n\n"


def test_a_theme_is_looked_through(cli: Cli, file: Path) -> None:
    folder = file.parent / "themes"
    folder.mkdir()
    (folder / "sea.toml").write_text('dark = true\nprimary = "#7fdbff"\n')
    (folder / "fog.toml").write_text('# pale\nforeground = "#333333"\n')
    answer = cli("config", "themes")
    assert answer.code == 1
    assert "fog.toml line 2: foreground on background is hard to read" in answer.out
    assert cli("config", "set", "theme", "fog").code == 2
    assert cli("config", "set", "theme", "sea").code == 0


def test_the_contract_holds_for_real_processes(home: Path, file: Path) -> None:
    environ = {"NOMOLOGI_RETRIES": "2"}
    assert nomologi(home, "config", "path").stdout == f"{file}\n"
    done = nomologi(home, "config", "set", "retries", "9", environ=environ)
    assert (done.returncode, done.stdout.split(".")[0]) == (0, "retries is 9")
    assert "NOMOLOGI_RETRIES in the environment goes before it" in done.stderr
    assert nomologi(home, "config", "get", "retries", environ=environ).stdout == "2\n"
    assert nomologi(home, "config", "edit").returncode == 4
