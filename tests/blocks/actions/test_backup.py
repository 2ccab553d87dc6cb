"""Backups by the real restic, borg, rsync and tar, into folders of this machine."""

import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.actions.backup import Backup, backup
from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError, StepTimeoutError
from nomologi_tui.model import Effect
from nomologi_tui.testing import FakeContext
from tests.support import require_programs

Made = Callable[[str], object]
UNREADABLE = "/proc/sys/vm/compact_memory"  # also for root
TOOLS = ("restic", "borg", "rsync", "tar")
INIT = {"restic": ["restic", "init", "--repo"], "borg": ["borg", "init", "--encryption=repokey"]}
each_tool = pytest.mark.parametrize("tool", TOOLS)
each_repository = pytest.mark.parametrize("tool", list(INIT))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a folder to back up, and an empty folder to back up to."""
    require_programs(*TOOLS)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("a.txt", "b.tmp", "sub/ü c.txt"):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text("x" * 1000 + name)
    (tmp_path / "to").mkdir()
    return tmp_path


@pytest.fixture(scope="module")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty repository of restic and of borg, to be copied: making one takes half a second."""
    require_programs(*TOOLS)
    folder = tmp_path_factory.mktemp("repositories")
    environ = {**os.environ, "HOME": str(folder), "RESTIC_PASSWORD": "geheim", "BORG_PASSPHRASE": "geheim"}
    for tool, arguments in INIT.items():
        subprocess.run([*arguments, folder / tool], env=environ, check=True, capture_output=True)
    return folder


@pytest.fixture
def made(place: Path, repositories: Path) -> Made:
    """Make the repository at the place to back up to, where the program has such things."""
    return lambda tool: shutil.copytree(repositories / tool, place / "to", dirs_exist_ok=True) if tool in INIT else None


async def do(tool: str, place: Path, context: FakeContext | None = None, **more: Any) -> dict[str, Any]:
    values = {"sources": ["~/docs"], "to": str(place / "to"), "exclude": ["*.tmp"], "password": "geheim", **more}
    told: dict[str, Any] = await backup.run(Backup(tool=tool, **values), context or FakeContext(clock=SystemClock()))
    return told


@each_tool
async def test_what_was_backed_up_comes_as_numbers(place: Path, made: Made, tool: str) -> None:
    made(tool)
    told = await do(tool, place)
    assert (told["tool"], told["partly"], told["problems"], told["was_there"]) == (tool, False, [], False)
    assert told["files"] in (2, None)
    assert told["files_new"] in (2, None)
    assert told["bytes"] >= 2000
    assert told["bytes_added"] > 100
    assert bool(told["snapshot"]) == (tool != "rsync")


@pytest.mark.parametrize("tool", ["restic", "rsync"])
async def test_only_what_changed_is_counted_the_next_time(place: Path, made: Made, tool: str) -> None:
    made(tool)
    await do(tool, place)
    (place / "docs" / "a.txt").write_text("another")
    (place / "docs" / "new.txt").write_text("new")
    told = await do(tool, place)
    assert (told["files"], told["files_new"], told["files_changed"]) == (3, 1, 1)


async def test_tar_makes_an_archive_with_the_date_and_leaves_out_what_was_said(place: Path) -> None:
    context = FakeContext(zone="Europe/Berlin", clock=SystemClock())
    context.began = context.began.replace(year=2026, month=6, day=1, hour=10, minute=0, second=5)
    told = await do("tar", place, context)
    assert told["snapshot"] == f"{place}/to/docs-2026-06-01T120005.tar.gz"
    with tarfile.open(told["snapshot"]) as archive:
        names = {Path(one).name for one in archive.getnames()}
    assert names == {"docs", "sub", "a.txt", "ü c.txt"}
    assert [one.name for one in (place / "to").iterdir()] == ["docs-2026-06-01T120005.tar.gz"]


@pytest.mark.parametrize(("tool", "partly"), [("borg", None), ("tar", False)])
async def test_a_second_try_of_the_same_step_finds_what_the_first_one_made(
    place: Path, made: Made, tool: str, partly: bool | None
) -> None:
    made(tool)
    context = FakeContext(clock=SystemClock())
    first, second = await do(tool, place, context), await do(tool, place, context)
    assert (second["snapshot"], second["was_there"], second["partly"]) == (first["snapshot"], True, partly)


async def test_of_a_part_that_is_there_already_nobody_says_that_it_is_whole(place: Path, made: Made) -> None:
    made("borg")
    context = FakeContext(clock=SystemClock())
    with pytest.raises(BlockError, match="backed up only a part"):
        await do("borg", place, context, sources=["~/docs", UNREADABLE])
    again = await do("borg", place, context, sources=["~/docs", UNREADABLE])
    assert (again["was_there"], again["partly"]) == (True, None)
    assert "nobody knows whether it is whole" in context.lines[-1]


@pytest.mark.parametrize("tool", ["restic", "borg", "rsync"])
async def test_a_part_is_a_failure_unless_it_is_enough(place: Path, made: Made, tool: str) -> None:
    made(tool)
    sources = ["~/docs", UNREADABLE]
    (place / "to" / "docs" / "a.txt" / "full").mkdir(parents=True)  # no file can take its place
    with pytest.raises(BlockError, match=f"{tool} backed up only a part to") as failed:
        await do(tool, place, sources=sources)
    assert not failed.value.passing
    context = FakeContext(clock=SystemClock())
    context.began += timedelta(minutes=1)  # another run: one of the same time finds its own archive there
    told = await do(tool, place, context, sources=sources, partly=True)
    assert (told["partly"], bool(told["problems"])) == (True, True)
    assert "only a part" in context.lines[-1]


@pytest.mark.parametrize(("tool", "code"), [("rsync", 24), ("tar", 1)])
async def test_files_that_came_and_went_meanwhile_are_no_failure(
    place: Path, monkeypatch: pytest.MonkeyPatch, tool: str, code: int
) -> None:
    """The real program, behind a script that ends with the code of such a moment."""
    as_program(place, monkeypatch, tool, f'{shutil.which(tool)} "$@"; echo "file vanished" >&2; exit {code}')
    told = await do(tool, place)
    assert (told["partly"], told["problems"][-1]) == (True, "file vanished")


@each_repository
async def test_a_wrong_password_and_no_repository_are_sentences(place: Path, made: Made, tool: str) -> None:
    with pytest.raises(BlockError, match=f"There is no repository of {tool} at"):
        await do(tool, place)
    made(tool)
    with pytest.raises(CredentialError, match="has another password") as failed:
        await do(tool, place, password="hunter2")
    assert "hunter2" not in str(failed.value)


def as_program(place: Path, monkeypatch: pytest.MonkeyPatch, name: str, script: str) -> None:
    """A script that is found before the real program."""
    (place / "bin").mkdir()
    (place / "bin" / name).write_text(f"#!/bin/sh\n{script}\n")
    (place / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}/bin:{os.environ['PATH']}")


@each_repository
async def test_the_password_is_in_the_environment_and_no_argument(
    place: Path, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    as_program(place, monkeypatch, tool, 'echo "$@" >~/arguments; env >~/environment; exit 2')
    with pytest.raises(BlockError, match="ended with exit code 2"):
        await do(tool, place)
    assert "geheim" not in (place / "arguments").read_text()
    assert "=geheim\n" in (place / "environment").read_text()


@each_tool
async def test_what_is_not_there_is_a_sentence(place: Path, tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BlockError, match="docs2 does not exist, so nothing was backed up"):
        await do(tool, place, sources=["~/docs", "~/docs2"])
    if tool not in INIT:
        with pytest.raises(BlockError, match="gone does not exist"):
            await do(tool, place, to="~/gone")
    monkeypatch.setenv("PATH", str(place))
    with pytest.raises(BlockError, match=f"{tool} is not installed"):
        await do(tool, place)


async def test_too_long_is_stopped_and_leaves_no_half_archive(place: Path) -> None:
    os.mkfifo(place / "docs" / "pipe")
    big = place / "docs" / "big"
    with big.open("wb") as file:
        file.truncate(20_000_000_000)  # zeros, for more than a minute
    with pytest.raises(StepTimeoutError):
        await do("tar", place, timeout=0.3)
    assert list((place / "to").iterdir()) == []


@pytest.mark.parametrize(
    ("config", "field"),
    [({"to": "/x"}, "sources"), ({"sources": ["/a"], "to": "--x"}, "to"),
     ({"sources": ["a\nb"], "to": "/x"}, "sources"),
     ({"sources": ["/a"], "to": "/x", "tool": "cp"}, "tool"),
     ({"sources": ["/a"], "to": "/x", "exclude": [" "]}, "exclude")],
)  # fmt: skip
def test_a_wrong_field_is_named(config: dict[str, Any], field: str) -> None:
    assert field in check(backup.config, config)[1]


def test_words_and_plan_hide_a_password_in_an_address() -> None:
    config = Backup(sources=["~/docs"], to="rest:https://ada:hunter2@nas/x")
    said = backup.in_words(config) + str(backup.plan(config))
    assert "hunter2" not in said
    assert ("send", "rest:https://ada:…@nas/x") in [(one.verb, one.target) for one in backup.plan(config)]
    assert backup.effect_in({}) is Effect.REPEATABLE


async def test_the_preview_says_what_is_missing_and_makes_nothing(place: Path) -> None:
    config = Backup(tool="rsync", sources=["~/docs", "~/gone"], to="~/nowhere", exclude=["*.tmp"])
    assert (await backup.previewed(config, FakeContext())).splitlines() == [
        "would back up to ~/nowhere with rsync, without *.tmp:", f"  {place}/docs (a folder)",
        f"  {place}/gone (it does not exist yet)", f"there is no folder {place}/nowhere yet: it would fail",
    ]  # fmt: skip
    assert not (place / "nowhere").exists()
