"""An assistant over the Model Context Protocol: drafts and rehearses; only a person turns on. By its own client."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from nomologi_tui.testing.bad_input import fault_of
from tests.support import environment, nomologi


@asynccontextmanager
async def assistant(home: Path, *options: str) -> AsyncIterator[Client]:
    program = StdioServerParameters(
        command=sys.executable, args=["-m", "nomologi_tui", "mcp", *options], env=environment(home)
    )
    async with Client(program) as client:
        yield client


async def told(client: Client, tool: str, **arguments: Any) -> Any:
    answer = await client.call_tool(tool, arguments)
    text = "".join(getattr(part, "text", "") for part in answer.content)
    return text if answer.is_error else json.loads(text)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


async def test_it_drafts_and_rehearses_and_a_person_turns_on(home: Path) -> None:
    async with assistant(home) as client:
        assert "confidence" in await told(client, "read_goal", goal="every day at 7 run 'echo hello'")
        made = await told(client, "draft_automation", goal="every day at 7 run 'echo hello'")
        assert (made["status"], made["plan"]) == ("draft", ["run echo hello"])
        rehearsed = await told(client, "rehearse", automation=made["slug"])
        assert [step["block"] for step in rehearsed["steps"]] == ["run_command"]
        assert "A person turns it on" in await told(client, "run_automation", automation=made["slug"])
        assert "turn_on" not in {tool.name for tool in (await client.list_tools()).tools}
        assert nomologi(home, "on", made["slug"], "--yes").returncode == 0
        assert (await told(client, "run_automation", automation=made["slug"]))["status"] == "pending"
        assert "runner" in (await told(client, "explain", automation=made["slug"]))["answer"]


async def test_what_is_missing_comes_back_as_a_sentence_with_the_keys(home: Path) -> None:
    async with assistant(home) as client:
        missing = await told(client, "draft_automation", goal="every day at 7 run a command")
        assert "what.command" in missing
        made = await told(
            client, "draft_automation", goal="every day at 7 run a command", values={"what.command": "true"}
        )
        assert made["plan"] == ["run true"]


async def test_nothing_that_it_says_is_an_option(home: Path) -> None:
    async with assistant(home) as client:
        refused = await told(client, "draft_automation", goal="--yes")
        assert isinstance(refused, str)
        assert isinstance(await told(client, "show_automation", automation="--help"), str)
        assert await told(client, "list_automations") == []


async def test_a_person_may_let_it_turn_on(home: Path) -> None:
    async with assistant(home, "--may-turn-on") as client:
        made = await told(client, "draft_automation", goal="every day at 7 run 'true'")
        answer = await client.call_tool("turn_on", {"automation": made["slug"]})
        assert not answer.is_error
        assert (await told(client, "show_automation", automation=made["slug"]))["status"] == "active"


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("read_goal", {"goal": 7}, "goal: It takes a text."),
    ("read_goal", {}, "goal: This is needed."),
    ("list_runs", {"limit": "many"}, "limit: It takes a whole number."),
    ("read_goal", {"goal": "a\0b"}, "A value holds a NUL, which is no character of a text. Leave it out."),
    ("read_goal", {"goal": "x" * 200_000}, "A value is longer than 100,000 bytes."),
    ("draft_automation", {"goal": "x", "template": "/etc/passwd"}, "There is no template called “/etc/passwd”."),
    ("show_automation", {"automation": "\x1b[2Jx"}, "There is no automation called “\ufffd[2Jx”."),
]


async def test_what_can_not_be_is_one_sentence(home: Path) -> None:
    async with assistant(home) as client:
        for tool, arguments, sentence in WRONG:
            said = await told(client, tool, **arguments)
            assert said.startswith(sentence)
            assert fault_of(said.strip(), ends=False) == ""
