"""Automations that two take in at once."""

import pytest

from nomologi_tui.errors import ChangedMeanwhileError
from nomologi_tui.usecases.automations.transferring import keep, read_all
from nomologi_tui.usecases.workspace import Workspace

LOOK = "version: 1\ngoal: look\nwhat: [{block: run_command, config: {command: ls /}}]\n"


def test_two_who_read_the_same_file_take_it_in_once(ws: Workspace) -> None:
    first, second = (read_all(ws, [("look.yaml", LOOK)]) for _ in range(2))
    assert [one.slug for one in keep(ws, first)] == ["look"]
    with pytest.raises(ChangedMeanwhileError, match="look came in meanwhile; nothing was kept"):
        keep(ws, second)
    assert keep(ws, read_all(ws, [("look.yaml", LOOK)])) == []
