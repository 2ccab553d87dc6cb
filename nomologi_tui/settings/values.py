"""The settings: each one described where it stands. Read once at start from config.toml and the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.errors import BadInputError
from nomologi_tui.settings import forms
from nomologi_tui.settings.account import account
from nomologi_tui.settings.config_file import ConfigFile, read_config
from nomologi_tui.settings.places import Places, find_places
from nomologi_tui.settings.setting import Counts, Described, Kind, Setting, nearest
from nomologi_tui.settings.zones import local_zone

DEFAULT_PORT = 8722
_screens, _running, _history = Described("Screens"), Described("Automations"), Described("History")
_alerts, _webhooks, _others = Described("Alerts"), Described("Webhooks"), Described("Machine")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set. Each key can stand in config.toml and, as NOMOLOGI_KEY, in the environment, which wins."""

    places: Places
    user: str = _others(
        None, "User", "The login name whose automations are shown; others of the store sign in with a password.",
        "ada", counts=Counts.START, empty="the account of the operating system",
    )  # fmt: skip
    timezone: str = _running(
        None, "Time zone", "What schedules go by; the machine’s own if not set.", "Europe/Berlin",
        counts=Counts.RUNNER, kind=Kind.ZONE, hint="Set a zone such as Europe/Berlin or UTC.",
    )  # fmt: skip
    shown_timezone: str = _screens(
        "", "Times are shown in", "If you sit in another zone than the machine. Schedules stay as they are.",
        "Asia/Tokyo", counts=Counts.NOW, kind=Kind.ZONE, hint="Set a zone such as Europe/Berlin or UTC.", personal=True,
        empty="as Time zone",
    )  # fmt: skip
    theme: str = _screens(
        "auto", "Theme", "The colours of the app; auto goes by what the terminal says of itself. NO_COLOR goes first.",
        "light", counts=Counts.NOW, kind=Kind.THEME, form=forms.theme, personal=True,
        hint="Set auto, dark, light, ansi, or the name of a file in the folder themes.",
    )  # fmt: skip
    start: str = _screens(
        "home", "Begin with", "The mode that the app shows first.", "connections", counts=Counts.START,
        kind=Kind.CHOICE, choices=("home", "runs", "connections", "templates", "settings"), personal=True,
    )  # fmt: skip
    retries: int = _running(
        3, "Tries again", "More tries after a passing error, unless an automation says otherwise.", "5",
        counts=Counts.RUNNER, kind=Kind.NUMBER, least=0, most=100,
    )  # fmt: skip
    on_failure: str = _running(
        "stop", "After a failure", "Whether a run stops at a step that failed or goes on, unless an automation says "
        "otherwise.", "continue", counts=Counts.RUNNER, kind=Kind.CHOICE, choices=("stop", "continue"),
    )  # fmt: skip
    runs_at_once: int = _running(
        4, "Runs at once", "Over all automations; more wait for their turn.", "8", counts=Counts.RUNNER,
        kind=Kind.NUMBER, least=1, most=64,
    )  # fmt: skip
    account_at_once: int = _running(
        2, "Steps of an account", "How many steps that use the same credential work at once.", "1",
        counts=Counts.RUNNER, kind=Kind.NUMBER, least=1, most=64,
    )  # fmt: skip
    keep_days: int = _history(
        30, "Days kept", "How long history is kept, unless an automation says otherwise.", "90", counts=Counts.RUNNER,
        kind=Kind.NUMBER, least=1, most=36_500,
    )  # fmt: skip
    keep_runs: int = _history(
        200, "Runs kept", "Of each automation and outcome, unless an automation says otherwise.", "1000",
        counts=Counts.RUNNER, kind=Kind.NUMBER, least=1, most=1_000_000,
    )  # fmt: skip
    backups: int = _history(
        7, "Backups", "Of the last days, made by the runner; 0: none.", "14", counts=Counts.RUNNER, kind=Kind.NUMBER,
        least=0, most=1_000,
    )  # fmt: skip
    alert_channel: str = _alerts(
        "", "Told by", "Where alerts go. An address of apprise is a secret, so here stands where it is kept.",
        "keyring:alerts", counts=Counts.RUNNER, form=forms.channel, personal=True, empty="chosen by itself",
        hint="Set env:NAME or keyring:NAME for an address of apprise, desktop, terminal or off.",
    )  # fmt: skip
    alert_quiet: str = _alerts(
        "", "Quiet hours", "No alert is sent then; it is told afterwards, if it still counts.", "22:00-07:00",
        counts=Counts.RUNNER, form=forms.hours, hint="Set hours such as 22:00-07:00.", personal=True, empty="none",
    )  # fmt: skip
    alert_cooldown: int = _alerts(
        60, "Pause between", "Minutes between alerts of one kind of the same automation.", "15", counts=Counts.RUNNER,
        kind=Kind.NUMBER, least=0, most=10_080, personal=True,
    )  # fmt: skip
    alert_digest: str = _alerts(
        "", "Told together", "How often, or when in the day, what was collected is told.", "08:00",
        counts=Counts.RUNNER, form=forms.digest, personal=True, empty="each at once",
        hint="Set how often, such as 30m or 2h, or a time of day such as 08:00.",
    )  # fmt: skip
    webhook_host: str = _webhooks(
        "127.0.0.1", "Address", "Where the listener for webhooks waits; 0.0.0.0 lets other machines in.", "192.168.1.5",
        counts=Counts.RUNNER,
    )  # fmt: skip
    webhook_port: int = _webhooks(
        DEFAULT_PORT, "Port", "Of that listener; 0 takes a free one.", "9000", counts=Counts.RUNNER, kind=Kind.NUMBER,
        least=0, most=65_535,
    )  # fmt: skip
    webhook_url: str = _webhooks(
        "", "Seen as", "How senders reach the listener, when a proxy or tunnel stands in front.",
        "https://hooks.example.org", counts=Counts.RUNNER, empty="address and port",
    )  # fmt: skip
    heartbeat_url: str = _others(
        "", "Sign of life", "Asked for each minute while the runner is well, so that somebody outside notices an end.",
        "keyring:heartbeat", counts=Counts.RUNNER, form=forms.url, empty="none",
        hint="Set an http address, or env:NAME or keyring:NAME of one.",
    )  # fmt: skip
    metrics_port: int = _others(
        0, "Metrics", "Where Prometheus finds figures of the runner, on this machine only; 0: nowhere.", "9722",
        counts=Counts.RUNNER, kind=Kind.NUMBER, least=0, most=65_535,
    )  # fmt: skip
    help_connection: str = _others(
        "", "Language model", "A connection to a language model that may suggest steps for a goal, when asked.",
        "my model", counts=Counts.NOW, empty="none; nothing is ever asked",
    )  # fmt: skip
    vault_key_file: str = _others(
        "", "Vault’s key file", "What opens the sealed file of secrets, for unattended starts.", "~/.nomologi.key",
        counts=Counts.START, form=forms.path, hint="Set a path that begins with / or ~/.", empty="none",
    )  # fmt: skip
    allowed_packages: str = _others(
        "", "Other packages", "Of other people, whose blocks are loaded: names, with or without a version.",
        "nomologi-hue==1.2", counts=Counts.START, form=forms.packages, empty="none",
        hint="Set names such as nomologi-hue or nomologi-hue==1.2.",
    )  # fmt: skip
    keys: Mapping[str, Any] = field(default_factory=dict, hash=False)  # what [keys] says, unchecked: see `keymap`

    @property
    def webhook_base(self) -> str:
        """How senders reach the webhook listener, without a slash at the end."""
        return self.webhook_url.rstrip("/") or f"http://{self.webhook_host}:{self.webhook_port}"

    @property
    def zone(self) -> ZoneInfo:
        """In which times are shown."""
        return ZoneInfo(self.shown_timezone or self.timezone)

    @property
    def schedule_zone(self) -> ZoneInfo:
        """What schedules without a zone of their own go by, and what steps see."""
        return ZoneInfo(self.timezone)

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        """When no alert is sent: from, until. Over midnight where the first one is the later one."""
        return forms.hours(self.alert_quiet) if self.alert_quiet else None

    @property
    def digest(self) -> timedelta | time | None:
        """How often, or when in the day, what was collected is told; None: at once."""
        return forms.digest(self.alert_digest) if self.alert_digest else None


SETTINGS: dict[str, Setting] = {
    one.name: Setting(one.name, **one.metadata[Described.KEY])
    for one in fields(Settings)
    if Described.KEY in one.metadata
}
TABLES = ("keys",)  # of config.toml, beside the settings
TOUR = "tour"  # the one preference that is no setting: its user saw the tour
PERSONAL = tuple(name for name, one in SETTINGS.items() if one.personal)


def find_setting(name: str) -> Setting:
    """The setting of that name. Raises BadInputError with the nearest ones."""
    if name not in SETTINGS:
        raise BadInputError(f"“{name[:60]}” is no setting.", nearest(name, SETTINGS) or "See: nomologi config list")
    return SETTINGS[name]


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from `environ` (default: the process's) over config.toml over defaults. Raises BadInputError."""
    environ = os.environ if environ is None else environ
    places = find_places(environ)
    return settings_of(places, environ, read_config(places.config_file))


def settings_of(places: Places, environ: Mapping[str, str], config: ConfigFile) -> Settings:
    """The same, of a file that is read already."""
    config.check_names([*SETTINGS, *TABLES])
    values: dict[str, Any] = {"user": account(), "timezone": local_zone(environ)}
    for name, one in SETTINGS.items():
        if environ.get(one.variable):
            values[name] = read_at(f"{one.variable} in the environment", one, environ[one.variable])
        elif name in config.values:
            values[name] = read_at(config.place(name), one, config.values[name])
    return Settings(places=places, keys=config.keys, **values)


def read_at(place: str, one: Setting, value: Any) -> Any:
    """The value; what is wrong with it is said with the place where it stands."""
    try:
        return one.read(value)
    except BadInputError as error:
        raise BadInputError(f"{place}: {error.message}", error.hint) from None


def personal(settings: Settings, preferences: Mapping[str, Any]) -> Settings:
    """The settings as a user with these preferences has them: they go before config.toml, behind the environment.

    A preference that another version of this program wrote and this one can't read counts as not there.
    """
    return replace(settings, **own_values(preferences, os.environ))


def own_values(preferences: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """The preferences that count: known, readable and not decided by the environment."""
    found = {}
    for name in PERSONAL:
        if name in preferences and not environ.get(SETTINGS[name].variable):
            try:
                found[name] = SETTINGS[name].read(preferences[name])
            except BadInputError:
                continue
    return found
