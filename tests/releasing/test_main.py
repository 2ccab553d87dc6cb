"""`python -m releasing release` in a repository of its own, made of today's files."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from nomologi_tui import __version__
from releasing.building import ROOT, copy_tracked
from releasing.notes import section
from tests.support import DEADLINE

URLS = '[project.urls]\nSource = "https://example.com/nomologi"\n\n[project.scripts]'


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Ready to be released, but for the tag."""
    copy_tracked(tmp_path)
    for name, before, after in (
        ("pyproject.toml", "[project.scripts]", URLS),
        ("CHANGELOG.md", "## [Unreleased]", f"## [Unreleased]\n\n## [{__version__}] - 2026-12-01"),
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A", "-f")
    git(tmp_path, "commit", "-qm", "All of it")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=ada", "-c", "user.email=ada@example.com", "-c", "core.hooksPath=/dev/null")
    line = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


def release(folder: Path) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", "releasing", "release"]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, timeout=3 * DEADLINE, check=False)


def test_what_is_to_be_pushed_is_named_and_nothing_is(repository: Path) -> None:
    done = release(repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"git push origin main v{__version__}" in done.stdout
    changes = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert (repository / "dist" / "NOTES.md").read_text(encoding="utf-8") == section(__version__, changes)
    wheel = repository / "dist" / f"nomologi_tui-{__version__}-py3-none-any.whl"
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() in (repository / "dist" / "SHA256SUMS").read_text()
    assert git(repository, "tag") == ""


def test_every_reason_why_it_is_none_is_told_at_once(repository: Path) -> None:
    git(repository, "tag", "v9.9.9")
    (repository / "README.md").write_text("# Nomologi\n", encoding="utf-8")
    (repository / "CHANGELOG.md").write_text("# Changes\n", encoding="utf-8")
    done = release(repository)
    assert (done.returncode, done.stdout) == (1, "")
    for words in ("not committed", "no section", "tagged v9.9.9, but", "this is no release yet"):
        assert words in done.stderr
    assert not (repository / "dist" / "NOTES.md").exists()
