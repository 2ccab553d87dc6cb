"""Start, stop or restart something that a manager of services or containers holds, and say how it is afterwards."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from nomologi_tui.blocks.base import Touch
from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.fields import Hint, has_template, unless_template
from nomologi_tui.blocks.tools.processes.process import Ended, Program, run_process
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Effect
from nomologi_tui.text import clean_line, shorten

Manager = Literal["systemd", "systemd of the user"]
Engine = Literal["docker", "podman"]
Verb = Literal["restart", "start", "stop"]
LONGEST = 300.0  # seconds: a unit may take 90 to stop and 90 to start
_STATE = "ActiveState,SubState"
_NAME = re.compile(r"[A-Za-z0-9_@:.\\][A-Za-z0-9_@:.\\-]{0,254}")
_UNKNOWN = re.compile(r"not found|not loaded|No such (container|object)|no container with", re.IGNORECASE)
_NOT_ALLOWED = re.compile(
    r"authentication required|Access denied|permission denied|Operation not permitted", re.IGNORECASE
)
_NOBODY = re.compile(
    r"not been booted with systemd|Failed to connect to bus|(Cannot|failed to) connect to the docker",
    re.IGNORECASE,
)


def check_name(name: str) -> str:
    """`name`, if it can be a unit's or a container's. Raises ValueError."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"“{name[:60]}” can't be the name of a service or container; write for example nginx.service")
    return name


Name = Annotated[str, Hint("text", template=True), unless_template(check_name)]


async def control(name: str, verb: Verb, manager: Manager | Engine, ctx: ActionContext) -> dict[str, object]:
    """Do it, wait until it is done, and ask how it is. Raises BlockError; a service that failed to start is one.

    `name` may come from a value: what can't be one name, as options and patterns, is refused.
    """
    try:
        check_name(name)
    except ValueError as error:
        raise BlockError(f"{error}.", "Look at the value that names it.") from None
    program, mode = _program(manager)
    done = await _run((program, *mode, verb, "--", name), ctx)
    if done.exit_code:
        raise _failed(done, program, verb, name)
    state = await _state(program, mode, name, ctx)
    return {"name": name, "verb": verb, "state": state, "seconds": done.seconds}


def touched(name: str, verb: Verb, manager: Manager | Engine) -> Touch:
    """For the plan: what a value names is chosen by whoever sends it."""
    return Touch("run", f"{verb} {'whatever is called ' if has_template(name) else ''}{name} ({manager})")


def _program(manager: Manager | Engine) -> tuple[str, tuple[str, ...]]:
    if manager.startswith("systemd"):
        return "systemctl", ("--user", "--no-ask-password") if "user" in manager else ("--no-ask-password",)
    return manager, ()


async def _state(program: str, mode: tuple[str, ...], name: str, ctx: ActionContext) -> str:
    """`active (running)` of a unit, `running` of a container; empty where it can't be told."""
    if program != "systemctl":
        told = await _run((program, "inspect", "--format", "{{.State.Status}}", "--", name), ctx)
        return clean_line(told.stdout)
    told = await _run((program, *mode, "show", f"--property={_STATE}", "--", name), ctx)
    found = dict(line.partition("=")[::2] for line in told.stdout.splitlines())
    return f"{found['ActiveState']} ({found.get('SubState', '')})" if "ActiveState" in found else ""


def effect_of_verb(config: Mapping[str, Any]) -> Effect:
    """Started twice is started; restarted twice is away twice."""
    return Effect.ONCE if config.get("verb", "restart") == "restart" else Effect.REPEATABLE


async def _run(arguments: tuple[str, ...], ctx: ActionContext) -> Ended:
    program = Program(arguments, Path("/"), {"LC_ALL": "C"}, timeout=LONGEST, name=ctx.idempotency_key)
    try:
        return await run_process(program, clock=ctx.clock, tell=_nobody)
    except OSError:
        raise BlockError(
            f"There is no {arguments[0]} on this machine.", "Choose another manager, or install it."
        ) from None


def _nobody(_line: str) -> None:
    """What they write is the answer, not a log."""


def _failed(ended: Ended, program: str, verb: str, name: str) -> BlockError:
    said = ended.stderr.strip() or ended.stdout.strip()
    if _NOBODY.search(said):
        return BlockError(f"{program} reaches nobody here who could {verb} {name}.", "Does it run on this machine?")
    if _NOT_ALLOWED.search(said):
        return BlockError(
            f"{program} does not allow this account to {verb} {name}.",
            "Allow it by a rule of polkit, or the group docker; or run `sudo -n …` as a command.",
        )
    if _UNKNOWN.search(said):
        return BlockError(f"{program} knows nothing called {name}.", f"`{program} {_listing(program)}` lists them.")
    words = shorten(clean_line(said.splitlines()[0] if said else f"exit code {ended.exit_code}"), 200).rstrip(".")
    return BlockError(f"{program} could not {verb} {name}: {words}.", f"See: {_look(program, name)}")


def _listing(program: str) -> str:
    return "list-units --all" if program == "systemctl" else "ps --all"


def _look(program: str, name: str) -> str:
    return f"journalctl --unit={name}" if program == "systemctl" else f"{program} logs {name}"
