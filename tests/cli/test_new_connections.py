"""new: a connection that is missing is made on the way, or the command line that makes it is said."""

import json
from pathlib import Path

from nomologi_tui.cli.options import workspace
from nomologi_tui.model import StepType
from nomologi_tui.usecases.flow import keeping
from nomologi_tui.usecases.workspace import Workspace
from tests.cli.conftest import Cli
from tests.screens.terminal import terminal
from tests.support import nomologi_here

GOAL = "when an mqtt message comes under lamp/on, run 'true'"


def kept(ws: Workspace) -> list[int]:
    return [one.id for one in ws.reader.drafts(ws.user_id)]


def test_nobody_there_to_make_it_hears_the_line_that_does_and_the_draft_is_kept(cli: Cli) -> None:
    for topic in ("lamp", "lamp/on"):
        made = cli("new", GOAL, "--yes", "--set", f"when.topic={topic}")
        assert made.code == 4
        assert "when.connection: It needs a connection: the broker" in made.err
        assert "nomologi connections add mqtt --set host=mqtt.local The draft is kept" in made.err
    assert cli("list", "--json").json == []
    with workspace() as ws:
        (draft,) = kept(ws)
        assert keeping.resume(ws, draft).steps[0].config["topic"] == "lamp/on"
    assert cli("connections", "add", "mqtt", "Home", "--set", "host=127.0.0.1").code == 0
    done = cli("new", GOAL, "--yes", "--set", "when.topic=lamp/on", "--json")
    assert done.json["steps"][0]["config"]["connection"] == "Home"
    assert "The draft that was kept of this goal: made with this." in done.err
    with workspace() as ws:
        assert kept(ws) == []


def test_a_draft_that_has_other_steps_stays_and_is_named(cli: Cli) -> None:
    assert cli("new", GOAL, "--yes").code == 4
    assert cli("connections", "add", "mqtt", "Home", "--set", "host=127.0.0.1").code == 0
    with workspace() as ws:
        keeping.keep(ws, keeping.resume(ws, kept(ws)[0]).with_steps(StepType.ACTION, []))
    done = cli("new", GOAL, "--yes", "--set", "when.topic=a")
    assert "1 other draft of this goal has other steps. Go on or discard: nomologi" in done.err
    with workspace() as ws:
        assert len(kept(ws)) == 1


def test_a_person_makes_it_on_the_way_and_goes_on_with_the_goal(tmp_path: Path) -> None:
    arguments = ["new", GOAL, "--set", "when.topic=lamp/on"]
    with terminal(tmp_path, (100, 40), arguments=arguments) as program:
        program.sees("when.connection: It needs a connection: the broker", "Make a connection now (mqtt)? [Y/n]")
        program.send("\r")
        program.sees("What do you call it [mqtt]")
        program.send("Home\r")
        program.sees("host:")
        program.send("127.0.0.1\r")
        program.sees("password")
        program.send("\r")
        program.sees("“Home” is kept.", "It may:")
        program.send("y\r")
        assert program.code() == 0
        assert "Saved as" in program.text
    (made,) = json.loads(nomologi_here(tmp_path / "nomologi", "list", "--json").stdout)
    assert made["status"] == "active"


def test_who_makes_none_finds_the_draft_again(tmp_path: Path) -> None:
    with terminal(tmp_path, (100, 40), arguments=["new", GOAL]) as program:
        program.sees("Make a connection now")
        program.send("n\r")
        assert program.code() == 4
        program.sees("The draft is kept")
    with terminal(tmp_path) as program:
        program.sees("Draft", "Enter resume")
