"""What the operating system says of an account that has no home."""

import os

import pytest

from nomologi_tui.settings.account import ensure_home


@pytest.mark.parametrize(("home", "used"), [("/nonexistent", "/"), ("/home/ada", "/home/ada")])
def test_an_account_without_a_home_is_at_home_in_the_root(
    monkeypatch: pytest.MonkeyPatch, home: str, used: str
) -> None:
    """Else each command that it runs would fail for want of its folder."""
    monkeypatch.setenv("HOME", home)
    ensure_home()
    assert os.environ["HOME"] == used
