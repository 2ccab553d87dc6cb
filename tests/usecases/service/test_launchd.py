"""The agent's text only: no macOS is at hand."""

import plistlib

import pytest

from nomologi_tui.errors import NomologiError
from nomologi_tui.usecases.service import manager
from nomologi_tui.usecases.service.kept import Start
from nomologi_tui.usecases.service.launchd import Launchd

START = Start(("/usr/bin/python3", "-m", "nomologi_tui", "runner"), {"NOMOLOGI_HOME": "/Users/a/<b> & c"})


def test_the_agent_says_what_is_started_with_what() -> None:
    found = plistlib.loads(Launchd().text(START, hardened=False).encode())
    assert tuple(found["ProgramArguments"]) == START.program
    assert found["EnvironmentVariables"] == START.environment
    assert found["KeepAlive"] == {"SuccessfulExit": False}


def test_it_can_not_be_hardened() -> None:
    with pytest.raises(NomologiError, match="no way to harden"):
        Launchd().text(START, hardened=True)


def test_macos_has_it() -> None:
    assert isinstance(manager("darwin"), Launchd)
    assert not isinstance(manager("linux"), Launchd)
