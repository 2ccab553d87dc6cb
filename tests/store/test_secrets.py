import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from nomologi_tui.errors import BadInputError, NotFoundError, StoreError
from nomologi_tui.store.secrets import BACKENDS, Secrets, SecretsState
from tests.support import require_programs


class MemoryKeyring:
    """A keyring by hand. `fails` is raised by every call; `hangs` blocks every call until it is set."""

    def __init__(self, fails: Exception | None = None, hangs: threading.Event | None = None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self._fails, self._hangs = fails, hangs

    def _meet(self) -> None:
        if self._hangs:
            self._hangs.wait(30)
        if self._fails:
            raise self._fails

    def get_password(self, service: str, username: str) -> str | None:
        self._meet()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._meet()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class KeyringLocked(Exception):  # noqa: N818 - named as the keyring package names it
    """What a locked keyring raises."""


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


def _secrets(keyring: MemoryKeyring | None, deadline: float = 20.0, **environ: str) -> Secrets:
    return Secrets(environ, lambda: keyring, deadline)


def test_a_secret_is_kept_given_back_and_forgotten(keyring: MemoryKeyring) -> None:
    secrets = _secrets(keyring)
    secrets.put("keyring:mail", "p\x00äss")
    assert secrets.get("keyring:mail") == "p\x00äss"
    secrets.remove("keyring:mail")
    secrets.remove("keyring:mail")
    with pytest.raises(NotFoundError, match="The keyring holds no secret called mail"):
        secrets.get("keyring:mail")


def test_a_secret_may_stand_in_the_environment() -> None:
    secrets = _secrets(None, MAIL="abc")
    assert secrets.get("env:MAIL") == "abc"
    with pytest.raises(NotFoundError, match="The environment holds no secret called OTHER"):
        secrets.get("env:OTHER")
    with pytest.raises(BadInputError, match="can't be set from here"):
        secrets.put("env:MAIL", "x")
    secrets.remove("env:MAIL")
    assert secrets.get("env:MAIL") == "abc"


@pytest.mark.parametrize("ref", ["", "mail", "keyring:", "file:/etc/shadow"])
def test_other_references_are_refused(keyring: MemoryKeyring, ref: str) -> None:
    with pytest.raises(BadInputError, match="neither keyring:NAME nor env:NAME"):
        _secrets(keyring).get(ref)


def test_without_a_keyring_nothing_is_kept_elsewhere() -> None:
    with pytest.raises(StoreError, match="There is no keyring") as caught:
        _secrets(None).put("keyring:mail", "x")
    assert caught.value.exit_code == 5


def test_a_locked_keyring_says_so_and_may_be_tried_again() -> None:
    with pytest.raises(StoreError, match="The keyring is locked") as caught:
        _secrets(MemoryKeyring(KeyringLocked("Prompt dismissed"))).get("keyring:mail")
    assert caught.value.passing


def test_what_a_backend_says_is_not_repeated() -> None:
    secrets = _secrets(MemoryKeyring(ValueError("bad value 'hunter2'")))
    with pytest.raises(StoreError, match=r"can't be used \(ValueError\)") as caught:
        secrets.put("keyring:mail", "hunter2")
    assert "hunter2" not in str(caught.value)


def test_a_keyring_that_hangs_costs_one_deadline_and_one_thread() -> None:
    release = threading.Event()
    secrets = _secrets(MemoryKeyring(hangs=release), deadline=0.05)
    with pytest.raises(StoreError, match=r"did not answer within 0\.05 s"):
        secrets.get("keyring:mail")
    before = threading.active_count()
    with pytest.raises(StoreError, match="did not answer"):
        secrets.get("keyring:mail")
    assert threading.active_count() == before
    release.set()


def test_doctor_is_told_in_words_which_store_is_in_use(keyring: MemoryKeyring) -> None:
    assert _secrets(keyring).state() == SecretsState(True, "ready: the keyring (test_secrets); no vault was made")
    none = _secrets(None).state()
    assert not none.ready
    assert none.words == "There is no keyring to keep secrets in: there is no session bus, and no vault was made."
    assert "doctor --make-vault" in none.hint


def test_a_slow_keyring_is_a_state_of_its_own() -> None:
    release = threading.Event()
    state = _secrets(MemoryKeyring(hangs=release), deadline=0.05).state()
    release.set()
    assert state.words == "The keyring did not answer within 0.05 s; it may wait for its password."
    assert not state.ready


def test_plain_text_backends_are_not_on_the_list() -> None:
    assert not any("alt" in name or "file" in name or "chainer" in name for name in BACKENDS)


@dataclass(frozen=True)
class Session:
    """A private D-Bus session whose home is fresh. No service is started there by itself."""

    home: Path

    def run(self, keyring: str, code: str) -> str:
        """What Python code prints after a line of shell that starts a keyring, or starts none."""
        places = [f"HOME={self.home}", f"XDG_RUNTIME_DIR={self.home}", f"PYTHONPATH={os.pathsep.join(sys.path)}"]
        shell = f'{keyring}\nexec "$0" -c "$1"'
        done = subprocess.run(
            ["dbus-run-session", f"--config-file={self.home}/bus.conf", "--", "env", *places, "sh", "-c", shell,
             sys.executable, _BEGIN + code],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.stdout.strip() or done.stderr


_BUS = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
_BEGIN = "from nomologi_tui.store.secrets import Secrets\nsecrets = Secrets()\n"
_UNLOCKED = "printf %s ci | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
_LOCKED = "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1"
_KILL = """
import os, signal
from jeepney import message_bus
from jeepney.io.blocking import open_dbus_connection
from tests.support import wait_until
with open_dbus_connection() as bus:
    ask = lambda about: bus.send_and_get_reply(getattr(message_bus, about)("org.freedesktop.secrets")).body[0]
    os.kill(ask("GetConnectionUnixProcessID"), signal.SIGKILL)
    wait_until(lambda: not ask("NameHasOwner"))
"""


@pytest.fixture
def session(tmp_path: Path) -> Session:
    require_programs("dbus-run-session", "gnome-keyring-daemon")
    (tmp_path / "bus.conf").write_text(_BUS)
    return Session(tmp_path)


def test_a_real_keyring_keeps_a_secret(session: Session) -> None:
    code = """
secrets.put("keyring:a", "geheim")
print(secrets.get("keyring:a"), secrets.state().words)
secrets.remove("keyring:a")
"""
    assert session.run(_UNLOCKED, code) == "geheim ready: the keyring (SecretService); no vault was made"


def test_a_real_keyring_that_is_locked_is_a_sentence(session: Session) -> None:
    assert session.run(_LOCKED, "print(secrets.state().words)") == "The keyring is locked."


def test_a_session_without_a_keyring_says_so(session: Session) -> None:
    words = "There is no keyring to keep secrets in: nothing on the session bus offers one, and no vault was made."
    assert session.run(":", "print(secrets.state().words)") == words


def test_a_keyring_that_dies_is_a_sentence_and_works_again_afterwards(session: Session) -> None:
    code = f"""
import subprocess
secrets.put("keyring:a", "geheim")
{_KILL}
print(secrets.state().words)
subprocess.run(["sh", "-c", {_UNLOCKED!r}], check=True)
wait_until(lambda: secrets.state().ready)
print(secrets.get("keyring:a"))
"""
    told = session.run(_UNLOCKED, code).splitlines()
    assert told == ["The keyring's service has ended.", "geheim"]


def test_without_a_session_there_is_no_keyring(tmp_path: Path) -> None:
    code = f"{_BEGIN}print(secrets.state().words)"
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={tmp_path}/none"
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("There is no keyring to keep secrets in: nothing on the session bus")
