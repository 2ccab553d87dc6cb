"""A machine that is reached by SSH: the real OpenSSH server, and servers that misbehave."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.ssh.connection import host_key_of, logged_in
from nomologi_tui.blocks.tools.ssh.login import Login
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.providers.ssh import Ssh, ssh
from tests.blocks.sshd import Sshd, make_key, saying, scripted, ssh_of


async def tried(values: dict[str, Any]) -> str:
    return await ssh.test(ssh_of(values), SystemClock())


@pytest.fixture
def agent(sshd: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The real ssh-agent with the key that the server takes."""
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "agent"))
    with subprocess.Popen(["ssh-agent", "-D", "-a", str(tmp_path / "agent")], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()  # it listens
        subprocess.run(["ssh-add", "-q", sshd.folder / "login"], check=True, capture_output=True)
        yield
        process.terminate()


async def test_a_key_in_a_file_is_taken(sshd: Sshd) -> None:
    assert (await tried(sshd.values())).startswith("127.0.0.1 took it (SSH-2.0-OpenSSH")


async def test_a_pasted_key_is_taken_also_in_one_line_and_with_a_passphrase(sshd: Sshd, tmp_path: Path) -> None:
    text = (sshd.folder / "login").read_text()
    for pasted in (text, text.replace("\n", " "), text.replace("\n", "\\n")):
        assert "took it" in await tried(sshd.values(key_file="", key=pasted))
    sealed = tmp_path / "sealed"
    sealed.write_text(text)
    sealed.chmod(0o600)
    subprocess.run(["ssh-keygen", "-q", "-p", "-N", "pass phrase", "-f", sealed], check=True, capture_output=True)
    assert "took it" in await tried(sshd.values(key_file="", key=sealed.read_text(), passphrase="pass phrase"))
    for passphrase, words in (("", "needs a passphrase"), ("wrong", "has another passphrase")):
        with pytest.raises(CredentialError, match=words):
            await tried(sshd.values(key_file=str(sealed), passphrase=passphrase))


async def test_without_a_key_and_a_password_the_agent_is_asked(sshd: Sshd, agent: None) -> None:
    assert "took it" in await tried(sshd.values(key_file=""))


async def test_a_password_is_taken_or_refused_in_words() -> None:
    async with scripted() as values:
        assert "took it" in await tried(values)
        with pytest.raises(CredentialError, match="refused the login of ada") as refused:
            await tried({**values, "password": "hunter2"})
    assert "hunter2" not in str(refused.value)


async def test_another_key_than_the_servers_is_refused(sshd: Sshd, tmp_path: Path) -> None:
    make_key(tmp_path / "other")
    with pytest.raises(CredentialError, match="refused the login"):
        await tried(sshd.values(key_file=str(tmp_path / "other")))


async def test_what_is_no_key_is_a_sentence(sshd: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    for changes, words in (
        ({"key_file": str(tmp_path / "gone")}, "can't be read: No such file"),
        ({"key_file": str(tmp_path)}, "directory"),
        ({"key_file": "", "key": "hush"}, "private key of .* can't be read"), ({"key_file": ""}, "no key and no agent"),
    ):  # fmt: skip
        with pytest.raises(CredentialError, match=words) as failed:
            await tried(sshd.values(**changes))
        assert "hush" not in str(failed.value)


async def test_what_the_machine_shows_is_learned_and_a_known_key_is_kept(sshd: Sshd) -> None:
    assert await ssh.learned(ssh_of(sshd.values(host_key=""))) == {"host_key": sshd.fingerprint}
    assert await ssh.learned(ssh_of(sshd.values())) == {}


async def test_nothing_is_sent_to_a_machine_that_is_not_known_or_another_one(sshd: Sshd) -> None:
    async with scripted() as values:
        with pytest.raises(BlockError, match="is not known, so nothing was sent"):
            await tried({**values, "host_key": ""})
        with pytest.raises(BlockError, match="another host key than the one that is pinned: SHA256:.*nothing was sent"):
            await tried({**values, "host_key": sshd.fingerprint})
        with pytest.raises(BlockError, match="pinned: of another kind, not ssh-rsa"):
            await tried({**values, "host_key": sshd.fingerprint.replace("ed25519", "rsa")})


async def test_a_fingerprint_alone_is_enough(sshd: Sshd) -> None:
    assert "took it" in await tried(sshd.values(host_key=sshd.fingerprint.split()[1]))


@pytest.mark.parametrize(
    ("banner", "words"),
    [(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 2000, "ended the login|does not speak SSH"),
     (b"SSH-1.5-old\r\n", "does not speak SSH"),
     (b"", "did not answer in time"), (b"SSH-2.0-x\r\n", "did not answer in time")],
)  # fmt: skip
async def test_a_server_that_hangs_or_talks_nonsense_is_a_sentence(banner: bytes, words: str) -> None:
    async with saying(banner) as port:
        login = Login("127.0.0.1", port, "ada", "SHA256:" + "A" * 43, password="x")
        with pytest.raises(BlockError, match=words):
            async with logged_in(login, patience=0.2):
                pass
        with pytest.raises(BlockError, match=words):
            await host_key_of(login, patience=0.2)


async def test_nobody_there_passes() -> None:
    with pytest.raises(BlockError, match="could not be reached") as failed:
        await ssh.learned(ssh_of({"host": "127.0.0.1", "port": 9, "user": "ada"}))
    assert failed.value.passing
    with pytest.raises(BlockError, match="could not be reached"):
        await ssh.learned(ssh_of({"host": "nowhere.invalid", "user": "ada"}))


@pytest.mark.parametrize(
    ("field", "value"),
    [("host", "a b"), ("host", "ada@nas"), ("port", 0), ("user", ""),
     ("user", "a\nb"), ("host_key", "ssh-dss SHA256:x"), ("host_key", "yes")],
)  # fmt: skip
def test_a_wrong_field_is_named(field: str, value: object) -> None:
    assert field in check(Ssh, {"host": "nas", "user": "ada", field: value})[1]
