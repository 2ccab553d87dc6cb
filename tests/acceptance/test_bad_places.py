"""Homes, disks and databases that can't be used: one sentence, exit code 5, nothing lost."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import DEADLINE, PROGRAM, Background, environment, nomologi, nomologi_here, wait_until

GOAL = "every day at 08:00 run 'true'"
READING = (["list"], ["status", "--json"])
WRITING = (["new", GOAL, "--yes"], ["show", "1"], ["runner"])
NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")

as_root = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root and setpriv to be somebody else"
)


def as_nobody(home: Path, *arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*NOBODY, *PROGRAM, *arguments], env=environment(home, PYTHONPATH=str(Path.cwd()), **{"HOME": "/", **environ}),
        cwd="/", capture_output=True, text=True, timeout=DEADLINE, check=False,
    )  # fmt: skip


def is_one_sentence(done: "subprocess.CompletedProcess[str]", code: int = 5, words: str = "") -> None:
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert done.stderr.rstrip("\n").count("\n") == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "unforeseen" not in done.stderr
    assert words in done.stderr


@pytest.fixture
def open_path(tmp_path: Path) -> Iterator[Path]:
    """A folder that everybody can reach; pytest's own are closed to others, and not ours alone to open."""
    if as_nobody(tmp_path, "--version").returncode:
        pytest.skip("another user can't start the program here")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@as_root
def test_a_home_that_may_only_be_read_is_read(open_path: Path) -> None:
    home = open_path / "home"
    nomologi_here(home, "new", GOAL, "--yes", environ={"NOMOLOGI_USER": "ada"})
    for path in (home, *home.iterdir()):
        os.chown(path, 65534, 65534)
        path.chmod(0o500 if path.is_dir() else 0o400)
    reading = (["show", "every"], ["history", "every"], ["export"], ["connections", "list"], ["service", "status"])
    for command in (["list"], *reading, ["off", "every"]):
        done = as_nobody(home, *command, NOMOLOGI_USER="ada", HOME="/root")
        assert done.returncode == {"off": 5, "service": 1}.get(command[0], 0), done.stderr
        assert "unforeseen" not in done.stderr
    assert "Permission denied" in done.stderr


@as_root
@pytest.mark.parametrize("command", READING + WRITING, ids=lambda one: one[0])
def test_a_home_that_can_not_be_read(open_path: Path, command: list[str]) -> None:
    home = open_path / "home"
    nomologi_here(home, "new", GOAL, "--yes")
    is_one_sentence(as_nobody(home, *command), words=str(home))


@as_root
@pytest.mark.parametrize("command", WRITING, ids=lambda one: one[0])
def test_a_home_of_somebody_else(open_path: Path, command: list[str]) -> None:
    home = open_path / "home"
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    is_one_sentence(as_nobody(home, *command), words="belongs to another user")


@as_root
@pytest.mark.parametrize("command", WRITING, ids=lambda one: one[0])
def test_a_home_that_can_not_be_made(open_path: Path, command: list[str]) -> None:
    is_one_sentence(as_nobody(open_path / "home", *command), words="can't be used")


def answers(home: Path) -> "Iterator[subprocess.CompletedProcess[str]]":
    """What the commands say: here, but for the runner, which is a process."""
    for command in READING + WRITING:
        yield (nomologi if command == ["runner"] else nomologi_here)(home, *command)


def test_a_home_that_is_a_file(home: Path) -> None:
    home.write_text("mine")
    for said in answers(home):
        is_one_sentence(said, words=str(home))
    assert home.read_text() == "mine"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mounts a small disk of its own."""
    mounted: list[Path] = []

    def mount(options: str) -> Path:
        folder = tmp_path / "disk"
        folder.mkdir()
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "none", folder], check=False, capture_output=True
        ).returncode:
            pytest.skip("may not mount here")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_is_read_only_is_read(disk: Callable[..., Path]) -> None:
    home = disk("size=8m") / "home"
    nomologi(home, "new", GOAL, "--yes")
    subprocess.run(["mount", "-o", "remount,ro", home.parent], check=True)
    before = (home / "nomologi.db").read_bytes()
    assert [nomologi(home, *one).returncode for one in (*READING, ["show", "1"])] == [0, 0, 0]
    for command in (["off", "1"], ["on", "1", "--yes"], ["new", GOAL, "--yes"], ["users", "add", "ada"], ["runner"]):
        is_one_sentence(nomologi(home, *command), words=f"{home} can't be changed: Read-only file system.")
    assert "can't be written" in nomologi(home, "doctor").stdout
    assert (home / "nomologi.db").read_bytes() == before


def test_a_disk_that_is_read_only_is_backed_up_and_its_runner_seen(disk: Callable[..., Path], tmp_path: Path) -> None:
    home = disk("size=8m") / "home"
    nomologi(home, "new", GOAL, "--yes")
    with Background(home, "runner"):
        wait_until(lambda: nomologi(home, "status", "--check").returncode == 0)
        seen = tmp_path / "seen"
        look = f'mount --make-rprivate / && mkdir {seen} && mount --bind -o ro {home} {seen} && exec "$@"'
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c", look, "sh", *PROGRAM, "status", "--check"],
            env=environment(seen), capture_output=True, text=True, timeout=DEADLINE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    subprocess.run(["mount", "-o", "remount,ro", home.parent], check=True)
    assert nomologi(home, "backup", str(tmp_path / "b.zip")).returncode == 0
    assert nomologi(home, "backup", str(tmp_path / "b.zip"), "--verify").returncode == 0


@pytest.mark.parametrize(
    ("where", "code", "said"),
    [("1>&-", 0, ""), (">/dev/full", 5, "The disk is full. Free some space; what was saved before is not lost.\n"),
     ("| true", 0, "")],
)  # fmt: skip
def test_the_version_is_told_where_nobody_listens(home: Path, where: str, code: int, said: str) -> None:
    line = f'"$@" --version {where}; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(
        ["bash", "-c", line, "sh", *PROGRAM], env=environment(home), capture_output=True, text=True, timeout=DEADLINE,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (code, "", said)


def fill(disk: Path) -> None:
    with (disk / "filler").open("ab", buffering=0) as filler, pytest.raises(OSError, match="No space"):
        while True:
            filler.write(b"x" * 4096)


def test_a_full_disk_is_a_sentence_and_keeps_what_was_saved(disk: Callable[..., Path]) -> None:
    home = disk("size=2m") / "home"
    assert nomologi(home, "new", GOAL, "--yes").returncode == 0
    fill(home.parent)
    for command in (["show", "1"], ["export"], ["backup", str(home.parent.parent / "b.zip")]):
        assert nomologi(home, *command).returncode == 0, command
    fill(home.parent)  # what the log of the first command held
    done = nomologi(home, "new", "every day at 09:00 run 'true'", "--yes")
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
    assert "disk" in done.stderr
    (home.parent / "filler").unlink()
    assert nomologi(home, "list").stdout.count("every-day") == 1
    assert nomologi(home, "new", "every day at 09:00 run 'true'", "--yes").returncode == 0


def from_the_future(path: Path) -> None:
    with sqlite3.connect(path) as changing:
        changing.execute("PRAGMA user_version=999")
    changing.close()


def corrupt(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for place in range(4096, size, 4096):
            file.seek(place)
            file.write(b"\xff" * 512)


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as making:
        making.execute("CREATE TABLE theirs (x)")
    making.close()


def truncate(path: Path) -> None:
    os.truncate(path, 5000)


def no_database(path: Path) -> None:
    path.write_text("[/foo] \x1b[31mnot a database\n" * 50)


@pytest.mark.parametrize("spoil", [from_the_future, corrupt, foreign, truncate, no_database])
def test_a_database_that_can_not_be_used_is_kept_as_it_is(home: Path, spoil: Callable[[Path], None]) -> None:
    nomologi_here(home, "new", GOAL, "--yes")
    database = home / "nomologi.db"
    spoil(database)
    before = database.read_bytes()
    for said in answers(home):
        is_one_sentence(said, words=str(database))
        assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("timezone = ", "can't be read"),
        ("timezone = 'Mars/Base'", "not a time zone"),
        ("timezone = 5", "not a text"),
        ("webhook_port = 'x'", "not a number"),
        ("webhook_port = 99999", "99999"),
        ("colour = 'red'", "which is no setting"),
        ("\x00", "can't be read"),
        ("user = []", "user"),
    ],
)
def test_a_config_file_that_can_not_be_used(home: Path, text: str, words: str) -> None:
    home.mkdir()
    (home / "config.toml").write_text(text)
    is_one_sentence(nomologi(home, "list", environ={"NOMOLOGI_TIMEZONE": ""}), code=2, words=words)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NOMOLOGI_TIMEZONE", "Mars/Base"),
        ("NOMOLOGI_TIMEZONE", "../../etc/passwd"),
        ("NOMOLOGI_WEBHOOK_PORT", "-1"),
        ("NOMOLOGI_DATABASE_URL", "postgres://secret@host/x"),
        ("NOMOLOGI_DATABASE_URL", "sqlite:///"),
    ],
)
def test_an_environment_that_can_not_be_used(home: Path, name: str, value: str) -> None:
    done = nomologi(home, "list", environ={name: value})
    is_one_sentence(done, code=2)
    assert "secret@" not in done.stderr
