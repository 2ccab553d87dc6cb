"""Wheel and sdist: the same bits each time, what belongs into them and no more, and installed they work."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from nomologi_tui import __version__
from releasing.building import build, copy_tracked, tracked
from releasing.checking import metadata_problems, sdist_problems, stray, wheel_problems
from tests.support import DEADLINE, environment

EPOCH = 1_790_000_000


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    copy_tracked(folder)
    return folder


@pytest.fixture(scope="module")
def packages(source: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Wheel and sdist."""
    return build(source, tmp_path_factory.mktemp("dist"), EPOCH)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The same files in another place, made under another mask at another time."""
    before = os.umask(0o077)
    copy_tracked(tmp_path / "elsewhere")
    os.umask(before)
    for path in (tmp_path / "elsewhere").rglob("*.py"):
        os.utime(path, (1, 1))
    return tmp_path / "elsewhere"


def test_two_builds_are_the_same_bits(packages: list[Path], elsewhere: Path, tmp_path: Path) -> None:
    again = build(elsewhere, tmp_path / "dist", EPOCH)
    assert [one.name for one in again] == [one.name for one in packages]
    assert [one.read_bytes() for one in again] == [one.read_bytes() for one in packages]


def test_the_wheel_of_the_sdist_is_the_wheel(packages: list[Path], tmp_path: Path) -> None:
    wheel, sdist = packages
    subprocess.run(["tar", "-xzf", sdist, "-C", tmp_path], check=True)
    unpacked = tmp_path / f"nomologi_tui-{__version__}"
    assert not (unpacked / ".git").exists()
    (made,) = build(unpacked, tmp_path / "dist", EPOCH, "wheel")
    assert made.read_bytes() == wheel.read_bytes()


def test_they_hold_what_belongs_into_them_and_no_more(packages: list[Path]) -> None:
    wheel, sdist = packages
    assert list(wheel_problems(wheel, tracked())) == []
    assert list(sdist_problems(sdist, tracked())) == []


def test_a_file_that_misses_and_one_too_many_are_named(packages: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / packages[0].name
    with zipfile.ZipFile(packages[0]) as good, zipfile.ZipFile(bad, "w") as made:
        for name in good.namelist():
            if name != "nomologi_tui/py.typed":
                made.writestr(name, good.read(name))
        made.writestr("nomologi_tui/.env", "TOKEN=x")
    assert list(wheel_problems(bad, tracked())) == [
        "nomologi_tui/py.typed is not in the wheel.",
        "nomologi_tui/.env does not belong into the wheel.",
        "nomologi_tui/.env is a cache, a secret or a database.",
    ]


@pytest.mark.parametrize("name", ["a/__pycache__/b.pyc", "nomologi.db", "a/.env", "keys/server.pem"])
def test_caches_secrets_and_databases_are_known_by_name(name: str) -> None:
    assert list(stray([name])) == [f"{name} is a cache, a secret or a database."]
    assert list(stray(["nomologi_tui/store/db.py", "nomologi_tui/runner/environment.py"])) == []


def test_metadata_that_an_index_would_refuse_is_named() -> None:
    raw = b"Metadata-Version: 2.4\nName: x\nVersion: one\nLicense-Expression: MIT\nLicense-File: LICENSE\n\n# Other\n"
    told = " ".join(metadata_problems(raw))
    assert "'one' is invalid for 'version'" in told
    assert "Description-Content-Type: None" in told
    assert "README" in told


def test_the_wheel_works_where_nothing_else_is(packages: list[Path], tmp_path: Path) -> None:
    """In a new environment, which borrows the dependencies alone: no network."""
    place = tmp_path / "fresh"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    pip = ["-m", "pip", "--python", str(place / "bin" / "python"), "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([sys.executable, *pip, str(packages[0])], check=True, stderr=subprocess.DEVNULL)
    borrowed = sysconfig.get_path("purelib")
    (sites,) = place.glob("lib/python*/site-packages")
    (sites / "borrowed.pth").write_text(f"{borrowed}\n", encoding="utf-8")

    def told(*line: str) -> str:
        environ = environment(tmp_path / "home")
        return subprocess.run(
            [place / "bin" / line[0], *line[1:]], cwd=tmp_path, env=environ, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=2 * DEADLINE, check=True,
        ).stdout  # fmt: skip

    assert told("nomologi", "--version") == f"nomologi {__version__}\n"
    assert str(sites) in told("python", "-c", "import nomologi_tui; print(nomologi_tui.__file__)")
    assert "disk-nearly-full" in told("nomologi", "templates", "list")
    assert "Saved as" in told("nomologi", "new", "every day at 8 run 'echo from a wheel'", "--yes")
    told("nomologi", "run", "every-day-at-8", "--wait")
    assert "from a wheel" in told("nomologi", "logs")
    assert (place / "share" / "man" / "man1" / "nomologi.1").is_file()
