from dataclasses import replace
from pathlib import Path

import pytest

from nomologi_tui.runner.alerts.channel import Channel, Kind, choose
from nomologi_tui.settings import Settings
from nomologi_tui.store.recipients import Recipient
from nomologi_tui.store.secrets import BUS


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, alert_channel="")


NOBODY = Recipient()
OTHER = Recipient("keyring:other", "the connection “Phone”")


def kind(settings: Settings, recipient: Recipient = NOBODY, **environ: str) -> Kind:
    return choose(settings, recipient, environ).kind


def test_what_the_settings_name_comes_first(settings: Settings) -> None:
    named = replace(settings, alert_channel="env:PHONE")
    assert choose(named, OTHER, {}) == Channel(Kind.MESSAGE, "the address in env:PHONE", "env:PHONE")
    for wanted in (Kind.DESKTOP, Kind.TERMINAL, Kind.OFF):
        assert kind(replace(settings, alert_channel=wanted.value), OTHER) is wanted


def test_then_what_the_user_made_then_the_desktop_then_the_terminal(settings: Settings, tmp_path: Path) -> None:
    program = tmp_path / "notify-send"
    program.touch(0o755)
    session = {"PATH": str(tmp_path), BUS: "unix:path=/some/bus"}
    assert choose(settings, OTHER, session) == Channel(Kind.MESSAGE, OTHER.words, OTHER.secret)
    assert kind(settings, NOBODY, **session) is Kind.DESKTOP
    assert kind(settings, PATH="/nowhere") is Kind.TERMINAL
