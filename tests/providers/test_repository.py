"""Repositories that a connection opens: the real restic and borg, at storages that check keys and at the real sshd."""

import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import Connected
from nomologi_tui.blocks.actions.backup import Backup, backup
from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.providers.repository import repository
from nomologi_tui.providers.repository_form import Repository
from nomologi_tui.testing import FakeContext
from tests.blocks.clouds import KEY, NAME, S3, S3_KEY, Cloud, Rest, cloud_serving
from tests.blocks.sshd import Sshd, make_key, ssh_of
from tests.blocks.targets import NOWHERE, http, rude_server
from tests.ports import free_port
from tests.support import require_programs

PASSWORD = "geheim"
CLOUDS = {
    "s3": (S3, "s3:http://127.0.0.1:{}/bucket/deep", S3_KEY),
    "rest": (Rest, "rest:http://127.0.0.1:{}/deep/", KEY),
}


@pytest.fixture(autouse=True)
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to back up, in a home of its own."""
    require_programs("restic", "borg", "ssh")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("x" * 1000)
    return tmp_path / "docs"


def a_repository(**values: Any) -> Repository:
    model, problems = check(Repository, {"password": PASSWORD, **values})
    assert isinstance(model, Repository), problems
    return model


def in_cloud(kind: str, cloud: Cloud, **changes: Any) -> Repository:
    _, address, key = CLOUDS[kind]
    return a_repository(to=address.format(cloud.port), key_id=NAME, key=changes.pop("key", key), **changes)


def on_machine(sshd: Sshd, tool: str, to: str, **changes: Any) -> Repository:
    made = a_repository(tool=tool, to=to, machine="NAS")
    made.lend("machine", ssh_of(sshd.values(**changes)))
    return made


def begin(config: Repository) -> None:
    """Make it, as a person does by hand, through its address."""
    place = config.place()
    environ = {**os.environ, **place.environment, "RESTIC_PASSWORD": PASSWORD, "RESTIC_REPOSITORY": place.address}
    subprocess.run(["restic", "init"], env=environ, check=True, capture_output=True, timeout=60)


async def tried(config: Repository) -> str:
    return await repository.test(config, SystemClock())


async def backed_up(config: Repository) -> dict[str, Any]:
    context = FakeContext(clock=SystemClock())
    context.connections["Cloud"] = Connected("Cloud", "repository", config)
    told: dict[str, Any] = await backup.run(Backup(sources=["~/docs"], repository="Cloud"), context)
    return told


@pytest.mark.parametrize("kind", CLOUDS)
async def test_a_backup_goes_to_a_cloud_by_its_key(kind: str) -> None:
    with cloud_serving(CLOUDS[kind][0]) as cloud:
        config = in_cloud(kind, cloud)
        begin(config)
        assert await tried(config) == f"{config.to} was opened with restic."
        told = await backed_up(config)
        assert (told["tool"], told["to"], told["files"], told["partly"]) == ("restic", config.to, 1, False)
        assert [one for one in cloud.kept if "/snapshots/" in one]
        assert cloud.refused == 0


@pytest.mark.parametrize("kind", CLOUDS)
async def test_a_wrong_key_and_a_wrong_password_are_sentences_without_them(kind: str) -> None:
    with cloud_serving(CLOUDS[kind][0]) as cloud:
        begin(in_cloud(kind, cloud))
        with pytest.raises(CredentialError, match="has another password") as wrong:
            await tried(in_cloud(kind, cloud, password="hunter2"))
        assert "hunter2" not in str(wrong.value)
        with pytest.raises(CredentialError, match=f"refused the key {NAME}") as refused:
            await tried(in_cloud(kind, cloud, key="hunter2"))
        assert "hunter2" not in str(refused.value)


async def test_a_cloud_without_a_repository_says_so() -> None:
    with cloud_serving(S3) as cloud, pytest.raises(BlockError, match="There is no repository of restic at s3:http"):
        await tried(in_cloud("s3", cloud))


@pytest.mark.parametrize("host", ["127.0.0.1", NOWHERE])
async def test_a_cloud_that_is_away_is_no_cloud_without_a_repository(host: str) -> None:
    config = a_repository(to=f"s3:http://{host}:{free_port()}/backups", key_id=NAME, key=KEY)
    with pytest.raises(BlockError, match="restic failed: .*(refused|no such host)") as away:
        await tried(config)
    assert away.value.passing


@pytest.mark.parametrize(("status", "passing"), [(503, True), (404, None), (418, False)])
async def test_only_a_server_that_has_none_is_one_without_a_repository(status: int, passing: bool | None) -> None:
    with rude_server(http(f"{status} So")) as port, pytest.raises(BlockError) as failed:
        await tried(a_repository(to=f"rest:http://127.0.0.1:{port}/"))
    is_none = "There is no repository" in failed.value.message
    assert (is_none, None if is_none else failed.value.passing) == (passing is None, passing)


def made_there(tool: str, folder: Path) -> None:
    environ = {**os.environ, "RESTIC_PASSWORD": PASSWORD, "BORG_PASSPHRASE": PASSWORD}
    init = {"restic": ["restic", "init", "--repo"], "borg": ["borg", "init", "--encryption=repokey"]}
    subprocess.run([*init[tool], folder], env=environ, check=True, capture_output=True)


@pytest.mark.parametrize("tool", ["restic", "borg"])
@pytest.mark.parametrize("way", ["file", "key", "passphrase"])
async def test_a_backup_goes_to_a_machine_by_the_key_of_its_connection(
    sshd: Sshd, tmp_path: Path, tool: str, way: str
) -> None:
    made_there(tool, tmp_path / "to")
    how: dict[str, Any] = {}
    if way != "file":
        own = sshd.folder / "login"
        how = {"key_file": "", "key": own.read_text()}
    if way == "passphrase":
        locked = tmp_path / "locked"
        locked.write_bytes(own.read_bytes())
        locked.chmod(stat.S_IRUSR | stat.S_IWUSR)
        change = ["ssh-keygen", "-p", "-q", "-P", "", "-N", "geheim2", "-f", str(locked)]
        subprocess.run(change, check=True, capture_output=True)
        how = {"key_file": "", "key": locked.read_text(), "passphrase": "geheim2"}
    config = on_machine(sshd, tool, str(tmp_path / "to"), **how)
    assert await tried(config) == f"{tmp_path}/to on 127.0.0.1 was opened with {tool}."
    told = await backed_up(config)
    assert (told["tool"], told["files"], told["partly"]) == (tool, 1, False)


@pytest.mark.parametrize("tool", ["restic", "borg"])
async def test_another_machine_gets_nothing(sshd: Sshd, tmp_path: Path, tool: str) -> None:
    other = make_key(tmp_path / "other")
    config = on_machine(sshd, tool, str(tmp_path / "to"), host_key=f"ssh-ed25519 {other}")
    with pytest.raises(BlockError, match="shows another host key than the one that is pinned"):
        await tried(config)
    with pytest.raises(CredentialError, match="has a password, which can't be given to another program"):
        await tried(on_machine(sshd, tool, "/x", key_file="", password="geheim"))


@pytest.mark.parametrize("tool", ["restic", "borg"])
async def test_no_secret_is_an_argument_and_no_key_is_on_a_disk(
    sshd: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / tool).write_text('#!/bin/sh\nenv >~/environment; echo "$@" >~/arguments; exit 2\n')
    (tmp_path / "bin" / tool).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    with pytest.raises(BlockError, match="ended with exit code 2"):
        await tried(on_machine(sshd, tool, "/srv/backup", key_file="", key=(sshd.folder / "login").read_text()))
    said = (tmp_path / "arguments").read_text()
    told = said + (tmp_path / "environment").read_text()
    assert PASSWORD not in said
    assert "PRIVATE KEY" not in told
    assert f"IdentityFile=/proc/{os.getpid()}/fd/" in told
    assert "StrictHostKeyChecking=yes" in told


@pytest.mark.parametrize(("values", "field"), [
    ({"to": "s3:https://a/b", "key": "x"}, "key_id"), ({"to": "s3:https://a/b", "key_id": "x"}, "key"),
    ({"to": "/srv", "key": "x", "key_id": "y"}, ""), ({"to": "s3:h/b", "tool": "borg", "key": "x", "key_id": "y"}, ""),
    ({"to": "ssh://a/b", "machine": "NAS"}, ""), ({"to": "rest:https://ada:pw@nas/x"}, "to"), ({"to": "--x"}, "to"),
    ({"to": "s3:{{ event.x }}"}, "to"), ({"to": ""}, "to"), ({"to": "/x", "region": "a b"}, "region"),
])  # fmt: skip
def test_what_does_not_fit_is_said(values: dict[str, str], field: str) -> None:
    model, problems = check(Repository, values)
    assert (model, list(problems)) == (None, [field])


def test_a_step_names_one_place(docs: Path) -> None:
    for values in ({}, {"to": "/x", "repository": "Cloud"}, {"repository": "Cloud", "password": "x"}):
        assert "" in check(Backup, {"sources": ["/a"], **values})[1]
    config = Backup(sources=["~/docs"], repository="Cloud")
    assert backup.in_words(config) == "back up ~/docs to the repository “Cloud”"
