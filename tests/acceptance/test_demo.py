"""The newcomer's first look."""

from pathlib import Path

from tests.support import nomologi


def test_the_demo_says_what_happened_and_leaves_nothing_behind(home: Path) -> None:
    done = nomologi(home, "demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert "every 2 seconds" in done.stdout
    assert "runs ended well; the command wrote" in done.stdout
    assert not home.exists()


def test_without_a_terminal_the_app_points_to_the_demo(home: Path) -> None:
    done = nomologi(home)
    assert done.returncode == 4
    assert done.stdout == ""
    assert "nomologi demo" in done.stderr
