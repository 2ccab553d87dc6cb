"""Connections in the app: the list, details, form, test, removal; made inside the flow without losing the draft."""

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from nomologi_tui.model import Connection, Step, StepType
from nomologi_tui.screens.connections.connections import ConnectionsScreen
from nomologi_tui.screens.connections.form import ConnectionForm
from nomologi_tui.screens.connections.words import connection_row, removal_words
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import START
from nomologi_tui.usecases.connections import connections as use
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.field_row import PickConnection
from tests.blocks.conftest import sshd, web
from tests.blocks.sshd import Sshd
from tests.blocks.web import Answer, WebServer
from tests.keyrings import MemoryKeyring
from tests.screens import seed
from tests.screens.person import Person, at_terminal

__all__ = ["sshd", "web"]  # fixtures

Golden = Callable[[str, str], None]
CANARY = "ghp-CANARY-7f3a9c"
SIZES = [(80, 24), (60, 20)]


@pytest.fixture
def keyring(ws: Workspace) -> MemoryKeyring:
    made = MemoryKeyring()
    ws.secrets = Secrets({"TOKEN": CANARY}, lambda: made, deadline=20)
    return made


def add(ws: Workspace, label: str, kind: str = "bearer", **values: Any) -> int:
    given = {"token": "env:TOKEN", "hosts": ["api.github.com"], **values} if kind == "bearer" else values
    return use.add(ws, ws.providers.get(kind), label, given).id


def used(ws: Workspace, label: str) -> None:
    seed.acting(
        ws, "ask GitHub", Step(StepType.ACTION, "http_request", {"url": "https://x.example", "connection": label})
    )


async def shown(person: Person, *words: str) -> None:
    """Open the mode as a person does."""
    await person.until(lambda: person.app.screen.query("#list").first().display)
    await person.rest()
    if (person.app.focused is None) or person.app.focused.id != "list":
        person.app.screen.query_one("#list").focus()
    await person.press("3")
    await person.sees("[3 Connections]", "Secrets: ready", *words)


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_says_each_state_in_a_word(
    ws: Workspace, keyring: MemoryKeyring, golden: Golden, size: tuple[int, int]
) -> None:
    several(ws)
    async with at_terminal(ws, size) as person:
        await shown(person, "UNTRIED", "REFUSED", "EXPIRED", "OK")
        await person.rest()
        golden(f"connections-{size[0]}x{size[1]}", person.text)


def several(ws: Workspace) -> None:
    """A connection in every state, of which one is used."""
    from dataclasses import replace
    from datetime import timedelta

    from nomologi_tui.store import connections
    from nomologi_tui.testing import START

    states = {"GitHub": "ok", "My phone": "refused", "Work calendar": "expired", "NAS of the whole family": "unknown"}
    for label, status in states.items():
        made = use.find(ws, str(add(ws, label)))
        tested = START - timedelta(hours=3) if status in ("ok", "refused") else None
        expires = START - timedelta(days=2) if status == "expired" else None
        changed = replace(made, status=status, tested_at=tested, expires_at=expires)
        ws.store.write(connections.save, changed, START)
    used(ws, "GitHub")


async def test_the_list_says_the_same_without_colour(
    ws: Workspace, keyring: MemoryKeyring, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    several(ws)
    async with at_terminal(ws) as person:
        await shown(person, "UNTRIED")
        await person.rest()
        golden("connections-80x24", person.text)


async def test_without_any_the_screen_says_what_one_is(ws: Workspace, keyring: MemoryKeyring, golden: Golden) -> None:
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person, "There is no connection yet")
        await person.press("t", "e", "l", "d", "enter")
        await person.rest()
        golden("connections-empty", person.text)
        await person.press("1")
        await person.sees("[1 Home]")


async def test_a_connection_is_made_by_keys_and_its_secret_never_shown(
    ws: Workspace, keyring: MemoryKeyring, golden: Golden
) -> None:
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("n")
        await person.sees("what kind?")
        await person.press("down", "enter")
        await person.sees("New connection: Bearer token")
        await fill(person, "GitHub", CANARY, "api.github.com")
        golden("connection-form", person.text)
        await person.press("ctrl+s")
        await person.sees("“GitHub” is kept", "UNTRIED")
        assert list(keyring.kept.values()) == [CANARY]
        await person.press("enter")
        await person.sees("Bound to", "in the keyring or vault")
        assert CANARY not in person.text


async def fill(person: Person, *texts: str) -> None:
    """Fill in the fields from the one that has the focus on."""
    for text in texts:
        await person.paste(text)
        await person.press("enter")


async def test_what_is_wrong_is_said_under_its_field_and_nothing_is_lost(ws: Workspace, keyring: MemoryKeyring) -> None:
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("n")
        await person.sees("what kind?")
        await person.press("down", "enter")
        await person.sees("Bearer token")
        await fill(person, "GitHub", CANARY, "https://no/path")
        await person.press("ctrl+s")
        await person.sees("is not a host", "To be put right: Hosts.")
        keyring.locked = True
        person.app.screen.query("FieldRow Input")[2].value = "api.github.com"  # type: ignore[attr-defined]
        await person.press("ctrl+s")
        await person.sees("The keyring is locked.")
        keyring.locked = False
        await person.press("escape")
        await person.sees("Esc again")
        await person.press("ctrl+s")
        await person.sees("“GitHub” is kept")


async def test_a_machine_shows_its_key_before_it_is_kept(ws: Workspace, keyring: MemoryKeyring, sshd: Sshd) -> None:
    async with at_terminal(ws) as person:
        form = ConnectionForm(
            person.app.desk, ws.providers.get("ssh"), None, sshd.values(host_key=""), {}, at_secret=False
        )
        person.app.push_screen(form)
        await person.sees("New connection: SSH")
        await person.paste("NAS")
        await person.press("ctrl+s")
        await person.sees("Is it the right one?", sshd.fingerprint.split()[-1], "[ Cancel ]", "[ Trust ]")
        await person.press("enter")
        await person.sees("It is not kept")
        await person.press("ctrl+s")
        await person.sees("Is it the right one?")
        await person.press("right", "enter")
        await person.until(lambda: bool(use.listed(ws)))
        assert sshd.fingerprint in use.find(ws, "NAS").config["host_key"]


async def test_the_details_say_everything_but_the_secret(ws: Workspace, keyring: MemoryKeyring, golden: Golden) -> None:
    add(ws, "GitHub", test_url="https://api.github.com/user")
    used(ws, "GitHub")
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("enter")
        await person.sees("Used by", "ask GitHub")
        golden("connection-details", person.text)


async def test_a_test_says_what_came_of_it_and_the_list_shows_it(
    ws: Workspace, keyring: MemoryKeyring, web: WebServer
) -> None:
    add(ws, "GitHub", hosts=[web.url], test_url=f"{web.url}/me")
    web.answers["/me"] = Answer()
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("t")
        await person.sees("took it (200)", "OK ")
        web.answers["/me"] = Answer(401)
        await person.press("t")
        await person.sees("refused the credential", "REFUSED")
    assert web.received[0].headers["authorization"] == f"Bearer {CANARY}"


async def test_a_test_that_takes_long_is_ended_by_a_key(ws: Workspace, keyring: MemoryKeyring, web: WebServer) -> None:
    add(ws, "Slow", hosts=[web.url], test_url=f"{web.url}/slow")
    web.answers["/slow"] = Answer(hold=threading.Event())
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("t")
        await person.until(lambda: bool(web.received))
        await person.sees("Testing:", "Esc stops it")
        await person.press("escape")
        await person.sees("The test was stopped", "UNTRIED")
        assert isinstance(person.app.screen, ConnectionsScreen)
        hold = web.answers["/slow"].hold
        assert hold
        hold.set()


async def test_removing_says_who_uses_it_and_cancel_has_the_focus(
    ws: Workspace, keyring: MemoryKeyring, golden: Golden
) -> None:
    add(ws, "GitHub")
    used(ws, "GitHub")
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("d")
        await person.sees("Used by ask-github", "[ Cancel ]")
        golden("connection-remove", person.text)
        await person.press("enter")
        await person.sees("[3 Connections]", "GitHub")
        await person.press("d")
        await person.sees("[ Cancel ]")
        await person.press("right", "enter")
        await person.sees("are removed", "There is no connection yet")
    assert ws.reader.overview(1)


def test_of_thousands_that_use_one_some_are_named_and_the_rest_counted() -> None:
    connection = Connection(1, "ntfy", "My topic", id=1)
    one = use.Listed(connection, tuple(f"a-{number}" for number in range(10_000)), "ok")
    row = connection_row(one, None, START, ZoneInfo("UTC"))
    assert (row.used, row.users.startswith("Used by a-0, a-1, "), row.users.endswith(", a-19, 9,980 more.")) == (
        10_000, True, True,
    )  # fmt: skip
    assert "9,980 more: their next runs fail" in removal_words(one)


async def test_a_new_secret_takes_the_place_of_the_old_one(ws: Workspace, keyring: MemoryKeyring) -> None:
    add(ws, "GitHub", token="ghp-old")
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("l")
        await person.sees("“GitHub”: Bearer token", "set; type another one")
        await fill(person, CANARY)
        await person.press("ctrl+s")
        await person.sees("“GitHub” is changed")
    assert list(keyring.kept.values()) == [CANARY]


async def test_a_secret_that_is_not_typed_anew_stays(ws: Workspace, keyring: MemoryKeyring) -> None:
    add(ws, "GitHub", token=CANARY)
    used(ws, "GitHub")
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("e")
        await person.sees("“GitHub”: Bearer token")
        await person.type("Hub")
        await person.press("ctrl+s")
        await person.sees("It is called “GitHub” in ask-github")
        await person.press("backspace", "backspace", "backspace", "down", "down")
        await person.paste(", gist.github.com")
        await person.press("ctrl+s")
        await person.sees("“GitHub” is changed")
    assert list(keyring.kept.values()) == [CANARY]


class HangingKeyring(MemoryKeyring):
    """One that waits for a person."""

    def __init__(self, hangs: threading.Event) -> None:
        super().__init__()
        self._hangs = hangs

    def _meet(self) -> None:
        self._hangs.wait(20)


@pytest.mark.parametrize(
    ("store", "words"),
    [
        ("locked", "The keyring is locked. Unlock it"),
        ("none", "There is no keyring"),
        ("slow", "did not answer within"),
    ],
)
async def test_the_store_of_secrets_says_how_it_is(ws: Workspace, golden: Golden, store: str, words: str) -> None:
    hangs = threading.Event()
    made = HangingKeyring(hangs) if store == "slow" else MemoryKeyring()
    made.locked = store == "locked"
    ws.secrets = Secrets({}, lambda: None if store == "none" else made, deadline=0.2 if store == "slow" else 20)
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await person.sees("every hour")
        await person.rest()
        await person.press("3")
        await person.until(lambda: words in " ".join(person.text.split()))
        await person.rest()
        golden(f"connections-keyring-{store}", person.text)
        hangs.set()


async def test_where_there_is_no_keyring_the_app_makes_a_vault(ws: Workspace, golden: Golden) -> None:
    from nomologi_tui.store.vault import Vault
    from nomologi_tui.store.vault_key import Keys

    ws.secrets = Secrets({}, lambda: None, deadline=20, vault=Vault(ws.settings.places.vault, Keys({})))
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await person.sees("every hour")
        await person.rest()
        await person.press("3")
        await person.sees("V makes a sealed")
        await person.press("V")
        await person.sees("A passphrase for the vault")
        golden("make-vault", person.text)
        await fill(person, "short", "short")
        await person.press("enter")
        await person.sees("shorter than 8")
        await person.press("ctrl+u")
        await person.paste("a passphrase of mine")
        await person.press("enter", "ctrl+u")
        await person.paste("a passphrase of mine")
        await person.press("enter", "enter")
        await person.sees("is made; a passphrase opens it", "Secrets: ready: the vault")
    assert ws.settings.places.vault.exists()


async def test_the_first_secret_makes_its_vault_where_there_is_no_keyring(ws: Workspace) -> None:
    from nomologi_tui.store.vault import Vault
    from nomologi_tui.store.vault_key import Keys

    ws.secrets = Secrets({}, lambda: None, deadline=20, vault=Vault(ws.settings.places.vault, Keys({})))
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await person.sees("every hour")
        await person.rest()
        await person.press("3", "n")
        await person.sees("what kind?")
        await person.press("down", "enter")
        await person.sees("New connection: Bearer token")
        await fill(person, "GitHub", CANARY, "api.github.com")
        await person.press("ctrl+s")
        await person.sees("A passphrase for the vault")
        await person.press("escape")
        await person.sees("There is no keyring", "New connection: Bearer token")
        await person.press("ctrl+s")
        await person.sees("A passphrase for the vault")
        for _ in range(2):
            await person.paste("a passphrase of mine")
            await person.press("enter")
        await person.press("enter")
        await person.sees("“GitHub” is kept", "Secrets: ready: the vault")
    assert ws.secrets.get(use.listed(ws)[0].connection.config["token"]) == CANARY


async def test_hostile_names_and_values_stay_text(ws: Workspace, keyring: MemoryKeyring, golden: Golden) -> None:
    evil = "[red]a\x1b[31mb[/red] {{ x }}"
    add(ws, evil, test_url="https://api.github.com/[bold]\x1b]0;x\x07")
    async with at_terminal(ws) as person:
        await shown(person, "[red]a")
        assert "\x1b" not in person.text
        await person.press("enter")
        await person.sees("[bold]")
        assert "\x1b" not in person.text
        await person.press("d")
        await person.sees("Remove the connection “[red]a")
        assert "\x1b" not in person.text


async def test_nothing_breaks_at_five_lines_of_twenty(ws: Workspace, keyring: MemoryKeyring) -> None:
    several(ws)
    async with at_terminal(ws, (20, 5)) as person:
        await person.rest()
        person.app.screen.query_one("#list").focus()
        await person.press("3")
        await person.until(lambda: isinstance(person.app.screen, ConnectionsScreen))
        await person.sees("OK")
        for key in ("j", "enter", "escape", "n", "enter", "escape", "e", "escape", "d", "escape"):
            await person.press(key)
            await person.rest()


async def test_a_connection_is_made_inside_the_flow_and_nothing_of_the_draft_is_lost(
    ws: Workspace, keyring: MemoryKeyring, golden: Golden
) -> None:
    async with at_terminal(ws) as person:
        await to_request(person)
        await person.press("space", "enter")
        await person.sees("what kind?")
        assert "Mailbox" not in person.text
        await person.press("down", "enter")
        await person.sees("New connection: Bearer token", "api.github.com")
        await fill(person, "GitHub", CANARY)
        await person.press("escape", "escape")
        await person.sees("STEP 3", "https://api.github.com/user", "< new connection… >")
        assert keyring.kept == {}
        await person.press("enter")
        await person.sees("what kind?")
        await person.press("down", "enter")
        await person.sees("New connection: Bearer token", "api.github.com")
        await fill(person, "GitHub", CANARY)
        await person.press("ctrl+s")
        await person.sees("“GitHub” is made and chosen", "< GitHub >", "https://api.github.com/user", "makes one")
        golden("flow-connection", person.text)
        await person.press("ctrl+s")
        await person.sees("Draft", "[1 Home]")
        assert list(keyring.kept.values()) == [CANARY]
    assert not [path for path in files_of(ws) if CANARY.encode() in path.read_bytes()]
    assert [path for path in files_of(ws) if b"GitHub" in path.read_bytes()]


def files_of(ws: Workspace) -> list[Path]:
    return [path for path in ws.settings.places.data.rglob("*") if path.is_file()]


async def to_request(person: Person) -> None:
    """Walk to the connection field of a request in form 3."""
    await person.sees("Nothing runs yet")
    await person.paste("every day at 8 fetch https://api.github.com/user")
    await person.press("enter")
    await person.sees("STEP 2", "08:00 CET")
    await person.press("ctrl+n")
    await person.sees("STEP 3", "fetch https")
    field = next(row for row in person.app.screen.query("FieldRow") if row.spec.name == "connection")  # type: ignore[attr-defined]
    field.control.focus()  # type: ignore[attr-defined]
    await person.sees("makes one")


async def test_a_defect_is_told_without_the_values_around_it(ws: Workspace, keyring: MemoryKeyring) -> None:
    told = Console(file=io.StringIO(), width=200)
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        typed = hex(0xC0FFEE1234)
        try:
            int(typed[:0])
        except ValueError:
            person.app._fatal_error()
        told.print(*person.app._exit_renderables)
        person.app._exit_renderables.clear()
    assert isinstance(told.file, io.StringIO)
    assert "invalid literal for int()" in told.file.getvalue()
    assert typed not in told.file.getvalue()


async def test_an_address_fills_in_its_servers_and_a_login_is_picked(ws: Workspace, keyring: MemoryKeyring) -> None:
    use.add(ws, ws.providers.get("google"), "Google", {"client_id": "x", "client_secret": "geheim-123"})
    async with at_terminal(ws) as person:
        choices = use.choices_of(ws, ws.providers.get("mailbox").config)
        person.app.push_screen(
            ConnectionForm(person.app.desk, ws.providers.get("mailbox"), None, {}, choices, at_secret=False)
        )
        await person.sees("New connection: Mailbox")
        await person.paste("Mails")
        await person.press("down")
        await person.paste("ada@gmail.com")
        await person.sees("imap.gmail.com")
        await person.press("backspace", "backspace", "backspace")
        await person.sees("IMAP server              Where mails are read; empty: it only sends.")
        await person.paste("com")
        person.app.screen.query_one(PickConnection).focus()
        await person.press("space")
        await person.sees("Login                    < Google >")
        await person.press("ctrl+s")
        await person.until(lambda: len(use.listed(ws)) == 2)
    made = use.find(ws, "Mails").config
    assert (made["login"], made["imap_host"], made["smtp_host"]) == ("Google", "imap.gmail.com", "smtp.gmail.com")
