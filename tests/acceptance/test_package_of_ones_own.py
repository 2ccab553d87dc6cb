"""`nomologi blocks new` makes a package that installs, passes its tests, and works once it is allowed."""

import subprocess
import sys
from pathlib import Path

from tests.support import DEADLINE, environment, nomologi

PIP = ("-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")


def python(folder: Path, *arguments: str, path: str) -> None:
    environ = environment(folder / "home", PYTHONPATH=path)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environ, capture_output=True, text=True, timeout=3 * DEADLINE,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_from_the_command_to_a_run_of_it(tmp_path: Path) -> None:
    home, root = tmp_path / "home", tmp_path / "nomologi-say-hello"
    assert nomologi(home, "blocks", "new", "say-hello", "--into", str(tmp_path)).returncode == 0
    installed = str(tmp_path / "site")
    python(root, *PIP, "--target", installed, str(root), path=str(Path.cwd()))
    python(root, "-m", "pytest", "-q", "-p", "no:cacheprovider", path=f"{installed}:{Path.cwd()}")
    there = {"PYTHONPATH": installed}
    assert "say_hello" in nomologi(home, "blocks", "--allow", "nomologi-say-hello", environ=there).stderr
    made = nomologi(home, "new", "every day at 8 say hello to Ada", "--set", "what.to=Ada", "--yes", environ=there)
    assert "Saved as" in made.stdout, made.stderr
    slug = made.stdout.partition("Saved as ")[2].partition(",")[0]
    assert nomologi(home, "run", slug, "--wait", environ=there).returncode == 0
    assert "Hello, Ada." in nomologi(home, "logs", environ=there).stdout


def test_a_name_that_can_not_be_one_and_a_folder_that_is_there(tmp_path: Path) -> None:
    refused = nomologi(tmp_path / "home", "blocks", "new", "../evil", "--into", str(tmp_path))
    assert (refused.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "can't be the name of a block" in refused.stderr
    (tmp_path / "nomologi-mine").mkdir()
    taken = nomologi(tmp_path / "home", "blocks", "new", "mine", "--into", str(tmp_path))
    assert (taken.returncode, list((tmp_path / "nomologi-mine").iterdir())) == (2, [])
    assert "exists already" in taken.stderr
