"""new: a connection that is missing is made on the way, or the command line that makes it is said."""

import json
from pathlib import Path

from tests.cli.conftest import Cli
from tests.screens.terminal import terminal
from tests.support import nomologi

GOAL = "when an mqtt message comes under lamp/on, run 'true'"


def test_nobody_there_to_make_it_hears_the_line_that_does_and_the_draft_is_kept(cli: Cli) -> None:
    for _ in range(2):
        made = cli("new", GOAL, "--yes", "--set", "when.topic=lamp/on")
        assert made.code == 4
        assert "when.connection: It needs a connection: the broker" in made.err
        assert "nomologi connections add mqtt --set host=mqtt.local The draft is kept" in made.err
    assert cli("list", "--json").json == []
    assert cli("connections", "add", "mqtt", "Home", "--set", "host=127.0.0.1").code == 0
    done = cli("new", GOAL, "--yes", "--set", "when.topic=lamp/on", "--json")
    assert done.json["steps"][0]["config"]["connection"] == "Home"


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
    (made,) = json.loads(nomologi(tmp_path / "nomologi", "list", "--json").stdout)
    assert made["status"] == "active"


def test_who_makes_none_finds_the_draft_again(tmp_path: Path) -> None:
    with terminal(tmp_path, (100, 40), arguments=["new", GOAL]) as program:
        program.sees("Make a connection now")
        program.send("n\r")
        assert program.code() == 4
        program.sees("The draft is kept")
    with terminal(tmp_path) as program:
        program.sees("Draft", "Enter resume")
