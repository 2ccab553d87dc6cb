"""What could keep automations from running here."""

import json
import os
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nomologi_tui.errors import StoreError
from nomologi_tui.model import Connection, ListenerState, Step, StepType
from nomologi_tui.runner.lock import RunnerLock
from nomologi_tui.settings import prepare
from nomologi_tui.store import connections, listeners
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.store.vault import Cost, Vault
from nomologi_tui.store.vault_key import Keys
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.doctor.doctor import Check, accept_clock, examine
from nomologi_tui.usecases.flow.drafting import Flow, named
from nomologi_tui.usecases.workspace import Workspace
from tests.support import PROGRAM, environment, require

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


def test_a_damaged_database_is_one_finding(ws: Workspace) -> None:
    _ = ws.user
    ws.close()
    ws.settings.places.database.write_bytes(b"nonsense" * 1000)
    again = Workspace(ws.settings, ws.clock)
    assert [one.name for one in examine(again) if "is damaged" in one.finding] == ["store"]


def test_a_database_on_a_disk_that_is_not_mounted_is_a_finding_and_no_empty_store(ws: Workspace) -> None:
    prepare(ws.settings.places)
    ws.settings.places.database.symlink_to("/no/such/disk/nomologi.db")
    assert [one.name for one in examine(ws) if "a link that leads nowhere" in one.finding] == ["store"]
    with pytest.raises(StoreError, match="leads nowhere"):
        ws.reader.overview(1)


def test_a_trigger_that_does_not_listen_is_a_finding_while_a_runner_is_on(ws: Workspace) -> None:
    hook = Step(StepType.TRIGGER, "webhook", {"scheme": "none"})
    made = automations.save(ws, Flow("g", named([hook, RUN])), turn_on=True)
    hears = (made.steps[0].id, made.id, "webhook", ListenerState.RETRYING, "Port 8722 is taken.")
    ws.store.write(listeners.report, *hears, ws.clock.now())
    assert not any(one.name == "triggers" for one in examine(ws))
    lock = RunnerLock(ws.settings.places.runner_lock)
    assert lock.acquire()
    found = finding(ws, "triggers")
    lock.release()
    assert (found.ok, found.finding) == (False, f"{made.slug} (webhook) does not listen. Port 8722 is taken.")


def test_a_clock_older_than_the_last_record_needs_attention_until_it_is_accepted(
    ws: Workspace, clock: FakeClock
) -> None:
    daily = Step(StepType.TRIGGER, "schedule", {"times": ["08:00"]})
    automations.save(ws, Flow("g", named([daily, RUN])), turn_on=True)
    clock.set_wall(clock.now() - timedelta(days=3))
    assert [one.finding for one in examine(ws) if one.name == "time" and not one.ok] == [
        "older than the last record, 2026-11-22 09:00: schedules wait."
    ]
    assert (accept_clock(ws), accept_clock(ws)) == ((1, 0), (0, 0))
    assert all(one.ok for one in examine(ws) if one.name == "time")


def test_nobody_is_asked_for_a_passphrase_once_a_screen_or_a_runner_has_begun(ws: Workspace) -> None:
    asked: list[str] = []
    ws.ask_passphrase = lambda: asked.append("asked") or ""  # type: ignore[func-returns-value]
    ws.settle_secrets()
    prepare(ws.settings.places)
    Vault(ws.settings.places.vault, Keys({}, ask=lambda: "correct horse")).create(Cost(32, 1, 1))
    assert finding(ws, "secrets").finding == "The vault is locked: there is no key for it here."
    assert asked == []


def test_a_system_that_lets_no_folder_be_watched_is_a_finding(tmp_path: Path) -> None:
    none_left = 'echo 0 > /proc/sys/user/max_inotify_instances && exec "$@"'
    line = ["unshare", "--user", "--map-root-user", "sh", "-c", none_left, "sh", *PROGRAM, "doctor", "--json"]
    done = subprocess.run(line, env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False)
    require("unshare failed" not in done.stderr, "no user namespaces here")
    (found,) = [one for one in json.loads(done.stdout) if one["check"] == "watching"]
    assert (found["ok"], found["finding"]) == (False, "no folder can be watched: Too many open files.")
    assert "fs.inotify.max_user_instances" in found["hint"]


def test_a_file_of_somebody_else_is_a_finding(ws: Workspace) -> None:
    require(os.geteuid() == 0, "only root may give a file away")
    _ = ws.user
    os.chown(ws.settings.places.database, 65534, -1)
    found = finding(ws, "files")
    assert (found.ok, "belongs to the user 65534" in found.finding, "sudo chown 0" in found.hint) == (False, True, True)


def with_model(ws: Workspace, provider: str, **config: str) -> Check:
    """What is found of the model `Mind`, which is a connection of that kind."""
    ws.settings = replace(ws.settings, help_connection="Mind")
    ws.store.write(connections.save, Connection(ws.user.id, provider, "Mind", config), ws.clock.now())
    return finding(ws, "model")


def test_a_model_that_is_not_there_is_a_finding_with_the_line_that_makes_it(ws: Workspace) -> None:
    assert finding(ws, "model").ok
    ws.settings = replace(ws.settings, help_connection="Mind")
    found = finding(ws, "model")
    assert (found.ok, "There is no connection called “Mind”" in found.finding) == (False, True)
    assert "nomologi connections add openai Mind" in found.hint


@pytest.mark.parametrize(
    ("provider", "config", "words"),
    [
        ("bearer", {"token": "env:NONE", "hosts": "x"}, "which is of the kind bearer"),
        ("openai", {"url": "https://api.example.com/v1", "key": "env:NOT_SET_AT_ALL"}, "NOT_SET_AT_ALL"),
        ("openai", {"url": "https://api.example.com/v1"}, "“Mind” has no key"),
    ],
)
def test_a_model_that_can_not_be_asked_is_a_finding(
    ws: Workspace, provider: str, config: dict[str, str], words: str
) -> None:
    found = with_model(ws, provider, **config)
    assert (found.ok, words in found.finding + found.hint, bool(found.hint)) == (False, True, True)


def test_a_model_of_the_own_machine_needs_no_key(ws: Workspace) -> None:
    assert with_model(ws, "openai", url="http://127.0.0.1:11434/v1").ok
