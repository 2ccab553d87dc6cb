"""The vault: a real file, real processes that write it, real kills."""

import fcntl
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from nomologi_tui.errors import BadInputError, NeedsPersonError, NomologiError, NotFoundError, StoreError
from nomologi_tui.store.secrets import SERVICE, Keyring, Secrets
from nomologi_tui.store.vault import MOST, MOST_KIB, Cost, Vault
from nomologi_tui.store.vault_key import CREDENTIAL, Keys, Opener

CHEAP = Cost(kib=32, passes=1, lanes=1)
WORDS = "correct horse"


def _typed(words: str = WORDS) -> Keys:
    return Keys({}, ask=lambda: words)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nomologi.vault"


@pytest.fixture
def vault(path: Path) -> Vault:
    """One that was made by typing WORDS, with a secret in it."""
    made = Vault(path, _typed())
    made.create(CHEAP)
    made.set_password(SERVICE, "mail", "geheim-4711")
    return made


def _again(path: Path, keys: Keys | None = None, find: Callable[[], Keyring | None] = lambda: None) -> Secrets:
    """What another process sees."""
    return Secrets({}, find, 20.0, Vault(path, keys or _typed()))


def test_a_secret_is_kept_given_back_and_forgotten(vault: Vault) -> None:
    _again(vault.path).put("keyring:mail", "p\x00äss\udcff")
    assert _again(vault.path).get("keyring:mail") == "p\x00äss\udcff"
    _again(vault.path).remove("keyring:mail")
    _again(vault.path).remove("keyring:mail")
    with pytest.raises(NotFoundError, match="The vault holds no secret called mail"):
        _again(vault.path).get("keyring:mail")


def test_only_its_owner_reads_the_file_and_nothing_is_in_clear(vault: Vault) -> None:
    assert sorted(one.name for one in vault.path.parent.iterdir()) == ["nomologi.vault", "nomologi.vault.lock"]
    for file in vault.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert not any(text in file.read_bytes() for text in (b"geheim-4711", b"mail", WORDS.encode()))


def test_two_files_with_the_same_secrets_differ(vault: Vault) -> None:
    before = vault.path.read_bytes()
    vault.set_password(SERVICE, "mail", "geheim-4711")
    after = vault.path.read_bytes()
    end = before.index(b"\n") + 1
    assert before[:end] == after[:end]
    assert before[end : end + 12] != after[end : end + 12]


def test_a_wrong_passphrase_is_a_sentence_and_changes_nothing(vault: Vault) -> None:
    before = vault.path.read_bytes()
    wrong = _again(vault.path, _typed("correct house"))
    with pytest.raises(StoreError, match="The vault is locked: a passphrase does not open it") as caught:
        wrong.put("keyring:mail", "x")
    assert caught.value.passing
    assert "house" not in str(caught.value)
    assert vault.path.read_bytes() == before


def test_a_byte_changed_anywhere_is_a_sentence_and_changes_nothing(vault: Vault) -> None:
    whole = vault.path.read_bytes()
    for at in range(len(whole)):
        changed = bytes([*whole[:at], whole[at] ^ 1, *whole[at + 1 :]])
        vault.path.write_bytes(changed)
        other = Vault(vault.path, _typed())
        other.keys.settle()
        with pytest.raises(StoreError, match="is damaged|is locked"):
            other.set_password(SERVICE, "mail", "x")
        assert vault.path.read_bytes() == changed


def test_a_torn_file_is_a_sentence_and_changes_nothing(vault: Vault) -> None:
    whole = vault.path.read_bytes()
    for length in range(len(whole)):
        vault.path.write_bytes(whole[:length])
        with pytest.raises(StoreError, match="is damaged") as caught:
            vault.set_password(SERVICE, "mail", "x")
        assert not caught.value.passing
        assert vault.path.read_bytes() == whole[:length]


def test_a_first_line_that_asks_for_all_memory_is_refused(vault: Vault) -> None:
    vault.path.write_bytes(vault.path.read_bytes().replace(b" 32 1 1 ", b" %d 1 1 " % (MOST_KIB + 1)))
    with pytest.raises(StoreError, match="its first line was changed"):
        vault.get_password(SERVICE, "mail")


def test_a_first_line_that_says_the_same_in_other_bytes_is_refused(vault: Vault) -> None:
    vault.path.write_bytes(vault.path.read_bytes().replace(b" 32 1 1 ", b" 032 1 1 "))
    with pytest.raises(StoreError, match="it was changed or torn"):
        vault.get_password(SERVICE, "mail")


def test_a_file_that_is_too_long_is_refused_before_its_key_is_looked_for(vault: Vault) -> None:
    with vault.path.open("r+b") as file:
        file.truncate(MOST + 1)
    with pytest.raises(StoreError, match="it is too long"):
        vault.get_password(SERVICE, "mail")


def test_whoever_holds_an_old_key_finds_a_vault_locked_that_was_sealed_anew(vault: Vault) -> None:
    holds = Vault(vault.path, _typed())
    holds.keys.settle()
    assert holds.get_password(SERVICE, "mail") == "geheim-4711"
    vault.change_key(Opener("a passphrase", b"another passphrase"), CHEAP)
    with pytest.raises(StoreError, match="The vault is locked"):
        holds.get_password(SERVICE, "mail")


def test_a_vault_is_never_made_by_the_way_nor_twice(path: Path, vault: Vault) -> None:
    with pytest.raises(BadInputError, match="There is a vault already"):
        Vault(path, _typed()).create(CHEAP)
    path.unlink()
    with pytest.raises(StoreError, match="There is no keyring"):
        _again(path).put("keyring:mail", "x")
    assert not path.exists()


@pytest.mark.parametrize(("words", "error"), [("", NeedsPersonError), ("short", BadInputError)])
def test_a_passphrase_that_guards_nothing_is_refused(path: Path, words: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        Vault(path, _typed(words)).create(CHEAP)
    assert not path.exists()


def test_without_a_key_it_is_locked_and_opens_when_the_key_comes(path: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    assert Vault(path, Keys({}, key)).create(CHEAP) == f"the key file {key}"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    kept = key.rename(tmp_path / "elsewhere")
    secrets = _again(path, Keys({}, key))
    with pytest.raises(StoreError, match=r"The vault is locked: its key file .* can't be read") as caught:
        secrets.put("keyring:a", "x")
    assert caught.value.passing
    kept.rename(key)
    secrets.put("keyring:a", "x")
    assert secrets.state().words.startswith(f"ready: the vault {path}, opened by the key file {key}")


def test_a_key_file_that_others_may_read_is_refused(path: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    Vault(path, Keys({}, key)).create(CHEAP)
    key.chmod(0o640)
    state = _again(path, Keys({}, key)).state()
    assert state.words == f"The vault is locked: its key file {key} is open to other users."
    assert state.hint == f"Run: chmod 600 '{key}'"


def test_a_systemd_credential_may_hold_the_passphrase(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / CREDENTIAL).write_text(WORDS + "\n")
    started = _again(vault.path, Keys({"CREDENTIALS_DIRECTORY": str(tmp_path)}, tmp_path / "no key", lambda: "wrong"))
    assert started.get("keyring:mail") == "geheim-4711"
    assert "opened by the systemd credential" in started.state().words


def test_a_passphrase_is_asked_for_once_and_only_when_it_is_needed(vault: Vault) -> None:
    asked: list[str] = []
    secrets = _again(vault.path, Keys({}, ask=lambda: asked.append("now") or ""))  # type: ignore[func-returns-value]
    assert asked == []
    words = {secrets.state().words, secrets.state().words}
    assert words == {"The vault is locked: there is no key for it here."}
    assert asked == ["now"]


class _Older(dict[str, str]):
    """A keyring that was used before there was a vault."""

    def get_password(self, service: str, username: str) -> str | None:
        return self.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self[username]


def test_what_the_keyring_kept_before_is_still_found_and_new_secrets_go_to_the_vault(vault: Vault) -> None:
    older = _Older(old="1", mail="2")
    secrets = _again(vault.path, find=lambda: older)
    assert (secrets.get("keyring:old"), secrets.get("keyring:mail")) == ("1", "geheim-4711")
    secrets.put("keyring:new", "3")
    secrets.remove("keyring:mail")
    assert older == {"old": "1"}
    with pytest.raises(NotFoundError):
        secrets.get("keyring:mail")


def test_a_ready_keyring_makes_a_vault_needless_unless_a_key_file_is_named(path: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="The keyring of this session is ready"):
        _again(path, find=_Older).make_vault()
    assert not path.exists()
    assert _again(path, Keys({}, tmp_path / "key"), _Older).make_vault() == f"the key file {tmp_path}/key"


WRITER = """
import sys
from pathlib import Path
from nomologi_tui.store.vault import Vault
from nomologi_tui.store.vault_key import Keys
vault = Vault(Path(sys.argv[1]), Keys({}, Path(sys.argv[2])))
for number in range(int(sys.argv[4])):
    vault.set_password("nomologi", f"{sys.argv[3]}{number}", "x" * 200)
    print(number, flush=True)
"""


@pytest.fixture
def key(path: Path, tmp_path: Path) -> Path:
    """The key file of a new vault at `path`."""
    Vault(path, Keys({}, tmp_path / "key")).create(CHEAP)
    return tmp_path / "key"


def _writer(path: Path, key: Path, name: str, count: int) -> "subprocess.Popen[str]":
    line = [sys.executable, "-c", WRITER, str(path), str(key), name, str(count)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True)


def test_writers_of_several_processes_lose_nothing(path: Path, key: Path) -> None:
    writers = [_writer(path, key, name, 30) for name in "abc"]
    assert [writer.communicate(timeout=60) and writer.returncode for writer in writers] == [0, 0, 0]
    vault = Vault(path, Keys({}, key))
    assert all(vault.get_password(SERVICE, f"{name}{number}") for name in "abc" for number in range(30))


@pytest.mark.parametrize("after", [0, 1, 4, 9])
def test_a_writer_that_is_killed_leaves_what_it_reported(path: Path, key: Path, after: int) -> None:
    writer = _writer(path, key, "a", 10_000)
    assert writer.stdout is not None
    said = [next(writer.stdout) for _ in range(after + 1)]
    writer.kill()
    said += writer.stdout.readlines()
    writer.wait()
    writer.stdout.close()
    vault = Vault(path, Keys({}, key))
    assert all(vault.get_password(SERVICE, f"a{int(line)}") for line in said)
    vault.set_password(SERVICE, "next", "y")  # neither lock nor half a file is in the way
    assert sorted(one.name for one in path.parent.iterdir()) == ["key", "nomologi.vault", "nomologi.vault.lock"]


AT_EACH_STEP = """
import os, signal, sys
from pathlib import Path
from nomologi_tui.store.vault import Vault
from nomologi_tui.store.vault_key import Keys
vault, left = Vault(Path(sys.argv[1]), Keys({}, Path(sys.argv[2]))), int(sys.argv[3])
vault.get_password("nomologi", "a")
def die(event, _arguments):
    global left
    counts = event in ("open", "fcntl.flock", "os.remove", "os.rename")
    left -= counts
    if counts and left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(die)
vault.set_password("nomologi", "a", "new")
left = 1000
print("done")
"""


def test_a_kill_before_each_step_of_a_write_leaves_the_old_or_the_new_file(path: Path, key: Path) -> None:
    found: list[str | None] = []
    for steps in range(20):
        Vault(path, Keys({}, key)).set_password(SERVICE, "a", "old")
        line = [sys.executable, "-c", AT_EACH_STEP, str(path), str(key), str(steps)]
        done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
        found.append(Vault(path, Keys({}, key)).get_password(SERVICE, "a"))
        if done.stdout:
            break
        assert done.returncode == -signal.SIGKILL
    replaced = found.index("new")
    assert replaced >= 5  # the lock, the file, the part beside it, its place
    assert (set(found[:replaced]), set(found[replaced:])) == ({"old"}, {"new"})
    assert done.stdout == "done\n"


FULL = """
import resource, sys
from pathlib import Path
from nomologi_tui.store.vault import Vault
from nomologi_tui.store.vault_key import Keys
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    Vault(Path(sys.argv[1]), Keys({}, Path(sys.argv[2]))).set_password("nomologi", "a", "x" * 500)
except Exception as error:
    print(error)
"""


def test_a_disk_that_takes_no_more_is_a_sentence_and_changes_nothing(path: Path, key: Path) -> None:
    before = path.read_bytes()
    line = [sys.executable, "-c", FULL, str(path), str(key)]
    said = subprocess.run(line, capture_output=True, text=True, timeout=60, check=True).stdout
    assert said.startswith(f"The vault {path} can't be written: File too large. It was left as it is.")
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == ["key", "nomologi.vault", "nomologi.vault.lock"]


def test_a_vault_that_another_process_holds_costs_one_deadline(vault: Vault) -> None:
    with vault.path.with_name("nomologi.vault.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        slow = Secrets({}, lambda: None, 0.05, vault)
        with pytest.raises(StoreError, match=r"The vault did not answer within 0\.05 s; another process may hold it"):
            slow.put("keyring:mail", "x")
    assert _again(vault.path).get("keyring:mail") in ("geheim-4711", "x")


def test_a_key_file_beside_the_vault_is_said_and_the_vault_itself_is_refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="names the vault itself"):
        _again(path, Keys({}, path)).make_vault()
    Vault(path, Keys({}, tmp_path / "key")).create(CHEAP)
    assert "its key lies beside it" in _again(path, Keys({}, tmp_path / "key")).state().words


def test_a_link_that_leads_nowhere_is_no_reason_to_use_the_keyring(path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "unmounted")
    older = _Older()
    with pytest.raises(StoreError, match="can't be read: No such file"):
        _again(path, find=lambda: older).put("keyring:a", "x")
    assert older == {}


def test_its_libraries_load_only_when_a_secret_of_it_is_touched(path: Path, key: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.store.vault import Vault
from nomologi_tui.store.vault_key import Keys
secrets = Secrets({{"A": "x"}}, lambda: None, 20.0, Vault(Path({str(path)!r}), Keys({{}}, Path({str(key)!r}))))
secrets.settle()
print(secrets.get("env:A"), "cryptography" in sys.modules)
secrets.put("keyring:a", "y")
print(secrets.get("keyring:a"), "cryptography" in sys.modules, "keyring" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == ["x False", "y True False"]


def test_several_threads_that_find_it_locked_open_it_once(vault: Vault) -> None:
    dear = Vault(vault.path.with_name("dear"), _typed())
    dear.create(Cost(kib=4096, passes=1, lanes=4))  # lanes: OpenSSL starts threads of its own
    dear.set_password(SERVICE, "mail", "geheim-4711")
    again, got = Vault(dear.path, _typed()), list[str | None]()
    again.keys.settle()
    threads = [threading.Thread(target=lambda: got.append(again.get_password(SERVICE, "mail"))) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert got == ["geheim-4711"] * 8


def test_another_passphrase_opens_it_and_the_old_one_no_more(vault: Vault) -> None:
    _again(vault.path).change_passphrase(lambda: "battery staple")
    assert _again(vault.path, _typed("battery staple")).get("keyring:mail") == "geheim-4711"
    with pytest.raises(StoreError, match="a passphrase does not open it"):
        _again(vault.path).get("keyring:mail")


@pytest.mark.parametrize(
    ("keys", "new", "words"),
    [(_typed("correct house"), "battery staple", "does not open it"), (_typed(), "short", "8 or more")],
)
def test_a_passphrase_that_can_not_be_changed_leaves_the_vault(vault: Vault, keys: Keys, new: str, words: str) -> None:
    before = vault.path.read_bytes()
    with pytest.raises(NomologiError, match=words):
        _again(vault.path, keys).change_passphrase(lambda: new)
    assert vault.path.read_bytes() == before


def test_what_a_key_file_opens_has_no_passphrase_to_change(path: Path, key: Path) -> None:
    with pytest.raises(BadInputError, match="There is no vault"):
        _again(path.with_name("none")).change_passphrase(lambda: WORDS)
    with pytest.raises(BadInputError, match="The key file .* opens the vault, no passphrase"):
        _again(path, Keys({}, key)).change_passphrase(lambda: WORDS)
