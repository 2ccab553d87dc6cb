"""What could keep automations from running here."""

import os
from datetime import timedelta

import pytest

from nomologi_tui.model import Step, StepType
from nomologi_tui.settings import prepare
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.store.vault import Cost, Vault
from nomologi_tui.store.vault_key import Keys
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases import automations
from nomologi_tui.usecases.doctor import Check, accept_clock, examine
from nomologi_tui.usecases.drafting import Flow, named
from nomologi_tui.usecases.workspace import Workspace

RUN = Step(StepType.ACTION, "run_command", {"command": "true"})


@pytest.fixture
def without_keyring(ws: Workspace) -> Workspace:
    ws.secrets = Secrets(os.environ, lambda: None)
    return ws


def finding(ws: Workspace, name: str) -> Check:
    return next(one for one in examine(ws) if one.name == name)


def add_webhook(ws: Workspace, secret: str) -> None:
    hook = Step(StepType.TRIGGER, "webhook", {"scheme": "github", "secret": secret})
    automations.save(ws, Flow("g", named([hook, RUN])), turn_on=False)


def test_no_keyring_is_no_trouble_while_nothing_needs_one(without_keyring: Workspace) -> None:
    assert finding(without_keyring, "secrets").ok
    add_webhook(without_keyring, "env:HOOK")
    assert finding(without_keyring, "secrets").ok


def test_no_keyring_is_trouble_once_something_has_a_secret_in_it(without_keyring: Workspace) -> None:
    add_webhook(without_keyring, "keyring:webhook/secret/1")
    assert not finding(without_keyring, "secrets").ok


def test_a_damaged_database_is_a_finding(ws: Workspace) -> None:
    _ = ws.user
    ws.close()
    ws.settings.places.database.write_bytes(b"nonsense" * 1000)
    again = Workspace(ws.settings, ws.clock)
    assert not finding(again, "store").ok


def test_a_clock_older_than_the_last_record_needs_attention_until_it_is_accepted(
    ws: Workspace, clock: FakeClock
) -> None:
    daily = Step(StepType.TRIGGER, "schedule", {"times": ["08:00"]})
    automations.save(ws, Flow("g", named([daily, RUN])), turn_on=True)
    clock.set_wall(clock.now() - timedelta(days=3))
    assert [one.finding for one in examine(ws) if one.name == "time" and not one.ok] == [
        "older than the last record, 2026-11-22 09:00: schedules wait."
    ]
    assert (accept_clock(ws), accept_clock(ws)) == (1, 0)
    assert all(one.ok for one in examine(ws) if one.name == "time")


def test_nobody_is_asked_for_a_passphrase_once_a_screen_or_a_runner_has_begun(ws: Workspace) -> None:
    asked: list[str] = []
    ws.ask_passphrase = lambda: asked.append("asked") or ""  # type: ignore[func-returns-value]
    ws.settle_secrets()
    prepare(ws.settings.places)
    Vault(ws.settings.places.vault, Keys({}, ask=lambda: "correct horse")).create(Cost(32, 1, 1))
    assert finding(ws, "secrets").finding == "The vault is locked: there is no key for it here."
    assert asked == []
