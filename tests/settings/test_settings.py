"""Places and settings from the environment and config.toml."""

import stat
from datetime import time, timedelta
from pathlib import Path

import pytest

from nomologi_tui.errors import BadInputError, NomologiError, StoreError
from nomologi_tui.settings import Places, find_places, load_settings, local_zone, prepare


def test_one_home_holds_everything(tmp_path: Path) -> None:
    places = find_places({"NOMOLOGI_HOME": str(tmp_path)})
    assert {places.data, places.config, places.state} == {tmp_path}
    assert places.database == tmp_path / "nomologi.db"
    assert len({places.database, places.runner_lock, places.write_lock}) == 3


def test_a_database_may_be_elsewhere_and_keeps_its_locks_beside_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/other/x.db"
    places = find_places({"NOMOLOGI_HOME": str(tmp_path / "home"), "NOMOLOGI_DATABASE_URL": url})
    assert places.database == tmp_path / "other" / "x.db"
    assert places.runner_lock.parent == tmp_path / "other"


@pytest.mark.parametrize(
    "url", ["postgres://u:secret@h/x", "sqlite://", "sqlite:///:memory:", "sqlite:///x?mode=ro", "x"]
)
def test_another_kind_of_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadInputError) as refused:
        find_places({"NOMOLOGI_DATABASE_URL": url})
    assert "secret" not in str(refused.value)


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("timezone = 'Asia/Tokyo'\nwebhook_port = 9000\n")
    environ = {"NOMOLOGI_HOME": str(tmp_path), "NOMOLOGI_WEBHOOK_PORT": "9001"}
    settings = load_settings(environ)
    assert (settings.timezone, settings.webhook_port, settings.webhook_host) == ("Asia/Tokyo", 9001, "127.0.0.1")
    assert load_settings({**environ, "NOMOLOGI_USER": "ada"}).user == "ada"


def test_the_address_of_webhooks_is_the_one_that_senders_see(tmp_path: Path) -> None:
    environ = {"NOMOLOGI_HOME": str(tmp_path)}
    assert load_settings(environ).webhook_base == "http://127.0.0.1:8722"
    assert load_settings({**environ, "NOMOLOGI_WEBHOOK_URL": "https://h.example/"}).webhook_base == "https://h.example"


@pytest.mark.parametrize(
    "text",
    ["timezone = 'Mars'", "timezone = 5", "webhook_port = -1", "webhook_port = 'a'", "colour = 1", "= 1", "user = []"],
)
def test_a_bad_config_file_is_bad_input_that_names_what_is_wrong(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(NomologiError) as refused:
        load_settings({"NOMOLOGI_HOME": str(tmp_path)})
    assert refused.value.exit_code == 2


def test_a_home_that_is_a_file_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(StoreError):
        load_settings({"NOMOLOGI_HOME": str(tmp_path / "home")})


def test_preparing_makes_folders_that_others_can_not_enter(tmp_path: Path) -> None:
    home = tmp_path / "a" / "home"
    prepare(Places(home, home, home))
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    home.chmod(0o755)
    prepare(Places(home, home, home))
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@pytest.mark.parametrize(("named", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), (":Europe/Berlin", "Europe/Berlin")])
def test_the_zone_of_the_environment_is_the_local_one(named: str, zone: str) -> None:
    assert local_zone({"TZ": named}) == zone


@pytest.mark.parametrize(
    "text",
    [
        "alert_channel = 'ntfy://host/hush-hush'", "alert_channel = 'env:'", "alert_quiet = '22-7'",
        "alert_quiet = '22:00-22:00'", "alert_quiet = '25:00-07:00'", "alert_digest = '0m'", "alert_digest = '25h'",
        "alert_digest = 'daily'", "alert_cooldown = -1", "heartbeat_url = 'ftp://hush-hush'",
        "heartbeat_url = 'http://[::1/hush-hush'", "heartbeat_url = 'http://x:99999/hush-hush'",
    ],
)  # fmt: skip
def test_settings_of_alerts_that_can_not_be_read_are_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(BadInputError) as refused:
        load_settings({"NOMOLOGI_HOME": str(tmp_path)})
    assert "hush-hush" not in str(refused.value)


def test_quiet_hours_and_digest_are_read(tmp_path: Path) -> None:
    environ = {"NOMOLOGI_HOME": str(tmp_path), "NOMOLOGI_ALERT_QUIET": "22:00-7:30", "NOMOLOGI_ALERT_DIGEST": "2h"}
    settings = load_settings(environ)
    assert settings.quiet_hours == (time(22), time(7, 30))
    assert settings.digest == timedelta(hours=2)
    assert load_settings({**environ, "NOMOLOGI_ALERT_DIGEST": "08:00"}).digest == time(8)
    assert load_settings({"NOMOLOGI_HOME": str(tmp_path)}).quiet_hours is None
