"""The vault from its making to a runner that reads it: real processes, a real terminal."""

import hashlib
import hmac
import http.client
import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from nomologi_tui.store.secrets import Secrets
from nomologi_tui.store.vault import Vault
from nomologi_tui.store.vault_key import CREDENTIAL, Keys
from tests.screens.terminal import Terminal, terminal
from tests.support import DEADLINE, Background, nomologi, nomologi_here, wait_until

WORDS = "correct horse battery"
SECRET = "geheim-4711-wort"
NO_KEYRING = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}


def _secrets(home: Path, keys: Keys) -> Secrets:
    return Secrets({}, lambda: None, 20.0, Vault(home / "nomologi.vault", keys))


def _made(home: Path) -> None:
    """A vault that WORDS open, with SECRET in it."""
    home.mkdir(mode=0o700)
    secrets = _secrets(home, Keys({}, ask=lambda: WORDS))
    secrets.make_vault()
    secrets.put("keyring:hook", SECRET)


def _signed_hook(home: Path, port: str) -> str:
    """The address of an automation whose requests must be signed with the secret called `hook`."""
    made = nomologi_here(
        home, "new", "when a webhook arrives run 'true'", "--yes", "--json", "--set", "when.scheme=github",
        "--set", "when.secret=keyring:hook", environ={"NOMOLOGI_WEBHOOK_PORT": port},
    )  # fmt: skip
    address: str = json.loads(made.stdout)["steps"][0]["url"]
    return address


def _post(address: str) -> int:
    """The status that a request gets which is signed with SECRET."""
    parts = urlsplit(address)
    signature = "sha256=" + hmac.new(SECRET.encode(), b"{}", hashlib.sha256).hexdigest()
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=DEADLINE)
    try:
        connection.request("POST", parts.path, b"{}", {"X-Hub-Signature-256": signature, "X-GitHub-Delivery": "1"})
        return connection.getresponse().status
    except OSError:  # it does not listen yet
        return 0
    finally:
        connection.close()


def _serves(home: Path, port: str, address: str, environ: Mapping[str, str]) -> None:
    """A runner without a terminal accepts what is signed; neither its arguments nor the home show the secret."""
    with Background(home, "runner", environ={"NOMOLOGI_WEBHOOK_PORT": port, **NO_KEYRING, **environ}) as runner:
        wait_until(lambda: _post(address) == 202)
        shown = Path(f"/proc/{runner.process.pid}/cmdline").read_bytes()
        assert runner.stop() == 0
    files = [one for one in home.rglob("*") if one.is_file()]
    assert [one for one in files if SECRET.encode() in one.read_bytes() + shown] == []


def test_a_runner_begins_unattended_by_a_key_file(home: Path, tmp_path: Path, port: str) -> None:
    key = tmp_path / "key"
    setting = {"NOMOLOGI_VAULT_KEY_FILE": str(key)}
    made = nomologi(home, "doctor", "--make-vault", environ={**NO_KEYRING, **setting})
    assert f"the key file {key} opens it" in made.stderr
    _secrets(home, Keys({}, key)).put("keyring:hook", SECRET)
    _serves(home, port, _signed_hook(home, port), setting)


def test_a_runner_begins_unattended_by_a_systemd_credential(home: Path, tmp_path: Path, port: str) -> None:
    _made(home)
    (tmp_path / CREDENTIAL).write_text(WORDS)
    _serves(home, port, _signed_hook(home, port), {"CREDENTIALS_DIRECTORY": str(tmp_path)})


@pytest.fixture
def with_vault(tmp_path: Path) -> Path:
    """A home for `terminal`."""
    _made(tmp_path / "nomologi")
    return tmp_path


def _asked(program: Terminal, words: str) -> None:
    program.sees("Passphrase of the vault")
    program.until(program.hides)
    program.send(words + "\r")


def test_a_runner_on_a_terminal_asks_before_it_begins(with_vault: Path) -> None:
    with terminal(with_vault, arguments=["runner"]) as program:
        _asked(program, "wrong horse")
        assert program.code() == 5
        assert "a passphrase does not open it" in program.text
    with terminal(with_vault, arguments=["runner"]) as program:
        _asked(program, WORDS)
        program.sees("Runner: ctrl+c ends it.")
        assert WORDS not in program.text


def test_the_app_asks_before_its_first_screen_and_begins_without_an_answer_too(with_vault: Path) -> None:
    with terminal(with_vault) as program:
        _asked(program, "")
        program.sees("Nothing runs yet", "runner ON (app)")
