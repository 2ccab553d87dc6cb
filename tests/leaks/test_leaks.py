"""Twelve secrets, one store in which everything tries to spread them: none is found anywhere."""

import json

from nomologi_tui.model import RunStatus
from tests.leaks.canaries import CANARIES, files_below, leaks, leaks_in, spellings
from tests.leaks.conftest import Haunted
from tests.screens.terminal import terminal


def test_the_search_finds_each_secret_in_each_spelling() -> None:
    for name, secret in CANARIES.items():
        for spelling in spellings(secret):
            assert leaks("here", b"before" + spelling + b"after"), name


def test_the_steps_did_get_hold_of_the_secrets(haunted: Haunted) -> None:
    assert [run.status for run in haunted.ended] == [RunStatus.WAITING] * 7 + [RunStatus.SUCCESS]
    traced = json.loads(haunted.cli("trace", str(haunted.ended[0].id), "--json"))
    states = {step["step"]: step["status"] for step in traced["steps"]}
    assert {states[name] for name in ("fetch", "border", "chunks", "spill", "text", "start")} == {"success"}
    assert {states[name] for name in ("fails", "moves", "refuses", "host", "breaks", "shell", "tell")} == {"failure"}
    assert "[hidden]" in json.dumps(traced)


def test_no_file_of_the_store_holds_one(haunted: Haunted) -> None:
    assert leaks_in(files_below(haunted.home)) == []


def test_no_process_shows_one_in_its_arguments_or_environment(haunted: Haunted) -> None:
    seen = haunted.seen.read_bytes()
    assert seen.count(b"/cmdline") >= 14
    assert leaks("processes", seen) == []


def test_no_command_prints_one_nor_does_the_runner(haunted: Haunted) -> None:
    said = dict(haunted.said)
    assert "nothing differs" in said[f"replay {haunted.ended[-1].id} --yes --wait"].decode()
    assert leaks_in(haunted.said) == []


def test_no_screen_shows_one(haunted: Haunted) -> None:
    environ = {**haunted.environ, "NOMOLOGI_HOME": str(haunted.home)}
    with terminal(haunted.home.parent, (160, 50), environ) as program:
        program.sees("heard")
        for keys in ("l", "\x1b\r", "w"):
            program.send(keys)
            program.until_quiet()
        assert leaks("the screen", program.sent + program.text.encode()) == []
