"""Connections: secrets go into the keyring and never out of it; what is used is not removed."""

from dataclasses import asdict
from typing import Any

import pytest

from nomologi_tui.errors import BadInputError, NeedsPersonError, NotFoundError, StoreError
from nomologi_tui.model import Automation, Connection, Step, StepType
from nomologi_tui.store import automations, unused_secrets
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases.connections import connections as use
from nomologi_tui.usecases.workspace import Workspace
from tests.keyrings import MemoryKeyring

TOKEN = "ghp-0123456789"
BEARER: dict[str, Any] = {"token": TOKEN, "hosts": ["api.github.com"]}


@pytest.fixture
def keyring(ws: Workspace) -> MemoryKeyring:
    made = MemoryKeyring()
    ws.secrets = Secrets({"TOKEN": TOKEN}, lambda: made, deadline=20)
    return made


def add(
    ws: Workspace, label: str = "GitHub", kind: str = "bearer", *, replaces: bool = False, **values: Any
) -> Connection:
    return use.add(ws, ws.providers.get(kind), label, {**BEARER, **values}, replaces=replaces)


def used(ws: Workspace, name: str) -> Automation:
    step = Step(StepType.ACTION, "http_request", {"url": "https://api.github.com/", "connection": name})
    return ws.store.write(automations.create, Automation("Ask", (step,), user_id=ws.user.id), ws.clock.now())


def test_a_typed_secret_is_in_the_keyring_and_nowhere_else(ws: Workspace, keyring: MemoryKeyring) -> None:
    made = add(ws)
    assert list(keyring.kept.values()) == [TOKEN]
    assert TOKEN not in str(asdict(use.find(ws, "github")))
    assert made.config["token"] == f"keyring:{next(iter(keyring.kept))}"
    ws.close()
    files = [one.read_bytes() for one in ws.settings.places.database.parent.rglob("*") if one.is_file()]
    assert not [one for one in files if TOKEN.encode() in one]


def test_a_reference_is_kept_as_it_is_and_stays_the_persons(ws: Workspace, keyring: MemoryKeyring) -> None:
    keyring.kept["mine"] = TOKEN
    made = add(ws, token="keyring:mine")
    assert made.config["token"] == "keyring:mine"
    use.remove(ws, made)
    assert keyring.kept == {"mine": TOKEN}


def test_equal_secrets_have_equal_fingerprints_that_do_not_tell_them(ws: Workspace, keyring: MemoryKeyring) -> None:
    keyring.kept["a"], keyring.kept["b"] = TOKEN, "another"
    first, same, other = (use.fingerprint(ws, one) for one in ("env:TOKEN", "keyring:a", "keyring:b"))
    assert first == same != other
    assert len(first) == 6
    keyring.locked = True
    assert use.fingerprint(ws, "keyring:a") == "The keyring is locked."


def test_a_label_is_taken_once_and_replaced_on_demand(ws: Workspace, keyring: MemoryKeyring) -> None:
    made = add(ws)
    with pytest.raises(BadInputError, match="already"):
        add(ws, "GITHUB")
    changed = add(ws, "GitHub", replaces=True, token="ghp-new-secret")
    assert changed.id == made.id
    assert list(keyring.kept.values()) == ["ghp-new-secret"]
    with pytest.raises(BadInputError, match="of the kind bearer"):
        add(ws, "GitHub", "api_key", replaces=True)


@pytest.mark.parametrize("label", ["", "  ", "12", "x" * 61])
def test_a_label_that_can_not_be(ws: Workspace, keyring: MemoryKeyring, label: str) -> None:
    with pytest.raises(BadInputError, match="label"):
        add(ws, label)
    assert keyring.kept == {}


def test_what_is_missing_or_wrong_is_named_and_nothing_kept(ws: Workspace, keyring: MemoryKeyring) -> None:
    with pytest.raises(NeedsPersonError, match="hosts: This is needed") as missing:
        use.add(ws, ws.providers.get("bearer"), "x", {"token": TOKEN})
    assert "--set hosts=…" in missing.value.hint
    with pytest.raises(BadInputError, match="is not a host"):
        add(ws, hosts=["https://x/path"])
    assert (keyring.kept, use.listed(ws)) == ({}, [])


def test_a_locked_keyring_keeps_nothing_by_halves(ws: Workspace, keyring: MemoryKeyring) -> None:
    made = add(ws)
    keyring.locked = True
    with pytest.raises(StoreError, match="locked"):
        add(ws, "Other")
    with pytest.raises(StoreError, match="locked"):
        use.remove(ws, made)
    assert [one.connection.label for one in use.listed(ws)] == ["GitHub"]


REPOSITORY = {"to": "s3:https://s3.example.com/b", "password": "geheim-1", "key_id": "k", "key": "geheim-2"}


def unlocked(ws: Workspace, keyring: MemoryKeyring) -> list[str]:
    """What a keyring holds that can be used again, once the runner has looked."""
    keyring.locked, keyring.bears = False, None
    assert unused_secrets.forget(ws.store, ws.secrets, ws.clock.now()) is None
    return sorted(keyring.kept.values())


def test_a_keyring_that_dies_between_two_secrets_keeps_neither(
    ws: Workspace, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    keyring.bears = 1
    with pytest.raises(StoreError, match="locked"):
        use.add(ws, ws.providers.get("repository"), "Backup", REPOSITORY)
    assert use.listed(ws) == []
    clock.tick(unused_secrets.FOR_A_ROW.total_seconds())
    assert unlocked(ws, keyring) == []


def test_a_keyring_that_dies_once_the_row_is_stored_loses_nothing_and_the_old_secret_goes_later(
    ws: Workspace, keyring: MemoryKeyring
) -> None:
    made = add(ws)
    keyring.bears = 1
    changed = add(ws, replaces=True, token="ghp-new-secret")
    assert len(keyring.kept) == 2
    assert changed.config["token"] != made.config["token"]
    assert unlocked(ws, keyring) == ["ghp-new-secret"]


def test_a_keyring_that_dies_in_the_middle_of_a_removal_gives_the_rest_up_later(
    ws: Workspace, keyring: MemoryKeyring
) -> None:
    made = use.add(ws, ws.providers.get("repository"), "Backup", REPOSITORY)
    keyring.bears = 1
    left = use.remove(ws, made)
    assert left is not None
    assert (use.listed(ws), len(keyring.kept)) == ([], 1)
    assert unlocked(ws, keyring) == []


def test_without_any_keyring_a_connection_can_be_removed(ws: Workspace, keyring: MemoryKeyring) -> None:
    made = add(ws)
    ws.secrets = Secrets({}, lambda: None)
    left = use.remove(ws, made)
    assert left is not None
    assert use.listed(ws) == []


def test_a_secret_that_a_connection_names_is_never_taken_for_an_unused_one(
    ws: Workspace, keyring: MemoryKeyring
) -> None:
    made = add(ws)
    ws.store.write(unused_secrets.note, [made.config["token"]], ws.clock.now())
    assert unlocked(ws, keyring) == [TOKEN]


def test_what_is_used_is_only_removed_by_force_and_then_with_its_secrets(ws: Workspace, keyring: MemoryKeyring) -> None:
    made, automation = add(ws), used(ws, "gitHub")
    by_id = used(ws, str(made.id))
    assert use.listed(ws)[0].used_by == (automation.slug, by_id.slug)
    with pytest.raises(NeedsPersonError, match=f"used by {automation.slug}, {by_id.slug}"):
        use.remove(ws, made)
    use.remove(ws, made, force=True)
    assert (keyring.kept, use.listed(ws)) == ({}, [])
    with pytest.raises(NotFoundError, match="“GitHub”"):
        use.find(ws, "GitHub")


def test_a_field_offers_only_what_fits(ws: Workspace, keyring: MemoryKeyring) -> None:
    add(ws)
    config = ws.registry.get(StepType.ACTION, "http_request").config
    assert use.choices_of(ws, config) == {"connection": ["GitHub"]}
    assert use.choices_of(ws, ws.registry.get(StepType.ACTION, "wait").config) == {}


def test_a_secret_on_a_command_line_is_refused(ws: Workspace) -> None:
    kind = ws.providers.get("bearer")
    assert use.read_pairs(kind, ["token=env:TOKEN", "hosts=a.example, b.example"]) == {
        "token": "env:TOKEN", "hosts": ["a.example", "b.example"],
    }  # fmt: skip
    with pytest.raises(BadInputError, match="everybody could read"):
        use.read_pairs(kind, [f"token={TOKEN}"])
    with pytest.raises(BadInputError, match="no field of bearer"):
        use.read_pairs(kind, ["nonsense=1"])
