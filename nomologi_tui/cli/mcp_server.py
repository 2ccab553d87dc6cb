"""The tools of the Model Context Protocol. Each one is a command line of ours in a process of its own.

So an assistant has the validation, the sentences and the JSON that a script has, and nothing that it says is an option.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import anyio.to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import ValidationError

from nomologi_tui import __version__
from nomologi_tui.blocks.problems import sentence_of, shown_name
from nomologi_tui.text import span

LONGEST = 100_000  # bytes of a value; a system takes 128 KiB of one argument
PATIENCE = 120  # seconds for a command; a run that takes longer goes on
_ABOUT = (
    "Nomologi runs automations on this person's machine: a goal in a sentence, when it happens, what is done. Draft "
    "from a goal, fill in what is missing with `values`, rehearse, then ask the person to turn it on: nomologi on SLUG."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_MAKES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
_ACTS = ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=True)


async def carried_out(options: Sequence[str], *words: str) -> str:
    """What `nomologi OPTIONS --json -- WORDS` prints. Raises ToolError with its sentence where it fails."""
    return await _printed([*options, "--json"], words)


async def _printed(options: Sequence[str], words: Sequence[str]) -> str:
    command = [sys.executable, "-m", "nomologi_tui", *options, "--", *words]
    _check(command)

    def run() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 - our own program; what an assistant says stands behind the dashes
            command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace",
            timeout=PATIENCE, check=False,
        )  # fmt: skip

    try:
        done = await anyio.to_thread.run_sync(run)
    except subprocess.TimeoutExpired:
        raise ToolError(f"`nomologi {options[0]}` took longer than {span(PATIENCE)}.") from None
    if done.returncode and not done.stdout.strip():
        raise ToolError(done.stderr.strip() or f"It ended with {done.returncode}.")
    return done.stdout


def _check(command: Sequence[str]) -> None:
    """Raises ToolError for what no command line can hold."""
    for one in command:
        if "\0" in one:
            raise ToolError("A value holds a NUL, which is no character of a text. Leave it out.")
        if len(one.encode("utf-8", "replace")) > LONGEST:
            raise ToolError(f"A value is longer than {LONGEST:,} bytes. Make it shorter, or put it into a file.")


def _sets(values: Mapping[str, str] | None) -> list[str]:
    return [f"--set={key}={value}" for key, value in (values or {}).items()]


async def list_automations() -> str:
    """All automations: state, goal, last run, when it is due next."""
    return await carried_out(["list"])


async def show_automation(automation: str) -> str:
    """One automation with its steps. `automation` is its slug or id."""
    return await carried_out(["show"], automation)


async def status() -> str:
    """Who runs automations, how each trigger listens, what waits for the person, what is due next."""
    return await carried_out(["status"])


async def list_runs(automation: str | None = None, limit: int = 20) -> str:
    """The newest runs, of one automation or of all."""
    return await carried_out(["runs", f"--limit={limit}"], *([automation] if automation else []))


async def trace_run(run: int) -> str:
    """One run step by step, with inputs, outputs and errors."""
    return await carried_out(["trace"], str(run))


async def read_log(automation: str | None = None, limit: int = 50) -> str:
    """The last entries of the log, of one automation or of all."""
    return await carried_out(["logs", f"--limit={limit}"], *([automation] if automation else []))


async def explain(automation: str, at: str | None = None) -> str:
    """Why an automation did or did not run, now or `at` a time; with the evidence and what would make it run."""
    return await carried_out(["why", *([f"--at={at}"] if at else [])], automation)


async def read_goal(goal: str) -> str:
    """How a goal in a sentence is understood; nothing is saved."""
    return await carried_out(["read"], goal)


async def read_schedule(phrase: str) -> str:
    """What a phrase such as "first Monday of the month at noon" means, with the next times."""
    return await carried_out(["when"], phrase)


async def list_templates(words: str = "") -> str:
    """Automations that are thought out already."""
    return await carried_out(["templates", "list"], *words.split())


async def show_block(block: str) -> str:
    """The fields of a trigger, condition or action, with defaults and an example."""
    return await carried_out(["blocks"], block)


async def draft_automation(goal: str, values: dict[str, str] | None = None, template: str | None = None) -> str:
    """Make an automation from a goal, switched off. An error names each missing answer and its key for `values`.

    Keys look like "when.folder" or "what.command". A secret is never given here: the person connects the account.
    """
    by = [f"--template={template}"] if template else []
    return await carried_out(["new", "--off", *by, *_sets(values)], goal)


async def rehearse(automation: str, values: dict[str, str] | None = None) -> str:
    """What each step of an automation would do, in words; nothing is done."""
    return await carried_out(["run", "--dry", *_sets(values)], automation)


async def backtest(automation: str) -> str:
    """What an automation would have done in the last days, by the real events; nothing is done."""
    return await carried_out(["backtest"], automation)


async def run_automation(automation: str, values: dict[str, str] | None = None) -> str:
    """Run an automation now. Only one that a person turned on."""
    found = json.loads(await carried_out(["show"], automation))
    if found["status"] != "active":
        raise ToolError(f"It is not on. A person turns it on: nomologi on {found['slug']}")
    return await carried_out(["run", *_sets(values)], automation)


async def turn_on(automation: str) -> str:
    """Turn an automation on, with all that its plan says it may do."""
    return await _printed(["on", "--yes"], [automation])


_TOOLS: Mapping[Callable[..., Any], ToolAnnotations] = {
    **dict.fromkeys(
        (
            list_automations, show_automation, status, list_runs, trace_run, read_log, explain, read_goal,
            read_schedule, list_templates, show_block, rehearse, backtest,
        ),
        _READS,
    ),
    draft_automation: _MAKES,
    run_automation: _ACTS,
}  # fmt: skip


class _Server(MCPServer):
    """Says what was wrong in our sentences, and only in them."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                wrong = cause.errors(include_url=False, include_input=False)[0]
                raise ToolError(f"{shown_name(*wrong['loc'][:1])}: {sentence_of(wrong)}") from error
            if isinstance(cause, ToolError):
                raise cause from error
            raise


def serve(*, may_turn_on: bool) -> None:
    """Until stdin ends."""
    server = _Server("nomologi", instructions=_ABOUT, version=__version__, log_level="WARNING")
    for function, kind in ({**_TOOLS, turn_on: _ACTS} if may_turn_on else _TOOLS).items():
        server.add_tool(function, annotations=kind, structured_output=False)
    server.run("stdio")
