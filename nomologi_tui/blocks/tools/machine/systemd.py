"""What systemd says of a unit, and what the journal has of it: by systemctl and journalctl, in their stable formats."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.tools.processes.process import Ended, Program, run_process
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Level
from nomologi_tui.text import clean_line, shorten

TIME = 30.0  # seconds that either program may take
_PROPERTIES = "Id,Description,LoadState,ActiveState,SubState,Result,ExecMainStatus"
_FIELDS = "MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,_PID"


async def unit_state(unit: str, *, user: bool, clock: Clock, name: str = "") -> dict[str, str]:
    """The unit's properties by name. Raises BlockError for an unknown unit, and where no systemd runs."""
    ended = await _run(("systemctl", *_mode(user), "show", f"--property={_PROPERTIES}", "--", unit), clock, name)
    pairs = (line.partition("=") for line in ended.stdout.splitlines())
    found = {key: value for key, mark, value in pairs if mark}
    if found.get("LoadState") == "not-found":
        raise BlockError(f"There is no unit called {unit}.", "`systemctl list-units --all` lists them.")
    if "ActiveState" not in found:
        raise BlockError(f"systemctl did not say how {unit} is.", passing=True)
    return found


async def newest_line(unit: str, user: bool, ctx: TriggerContext) -> str | None:
    """The journal's cursor at the unit's newest line; None where it has none yet."""
    ended = await _run((*_journal(unit, user), "--lines=1"), ctx.clock, ctx.process_name)
    return next((line["__CURSOR"] for line in _lines(ended)), None)


async def lines_after(
    unit: str, pattern: str, user: bool, seen: dict[str, Any], ctx: TriggerContext
) -> list[dict[str, Any]]:
    """The unit's lines behind `seen` in which journalctl finds `pattern`, oldest first, as `line_data` reads them.

    Asked for with the last one that was read: `--after-cursor` leaves out a line that was not where that one is gone.
    """
    begin = f"--cursor={seen['cursor']}" if seen["cursor"] else f"--since=@{seen['since']}"
    ended = await _run((*_journal(unit, user), begin, f"--grep={pattern}"), ctx.clock, ctx.process_name, empty=1)
    if ended.cut:
        ctx.log(f"The journal had too much of {unit} at once; lines in the middle are left out.", Level.WARNING)
    return [line for line in _lines(ended) if line["__CURSOR"] != seen["cursor"]]


async def tell_of_dropped(unit: str, user: bool, seen: Any, ctx: TriggerContext) -> None:
    """Say it where the journal has dropped lines that were not read: it no longer begins with the last one that was."""
    if not isinstance(seen, dict) or not seen["cursor"]:
        return
    ended = await _run((*_journal(unit, user), f"--cursor={seen['cursor']}"), ctx.clock, ctx.process_name)
    if next((line["__CURSOR"] for line in _lines(ended)), None) != seen["cursor"]:
        what = f"The journal of {unit} no longer holds the line that was read last"
        ctx.log(f"{what}: what came right after it may be lost.", Level.WARNING)


def line_data(line: dict[str, Any], unit: str) -> dict[str, Any]:
    """The event's data."""
    stamp = str(line.get("__REALTIME_TIMESTAMP", ""))
    at = datetime.fromtimestamp(int(stamp) // 10**6, UTC) if stamp.isdecimal() and len(stamp) < 18 else None
    return {
        "unit": unit,
        "message": _message(line.get("MESSAGE")),
        "priority": line.get("PRIORITY"),
        "identifier": line.get("SYSLOG_IDENTIFIER"),
        "pid": line.get("_PID"),
        "time": at.isoformat() if at else None,
    }


def _message(value: Any) -> str:
    """A text; what is not UTF-8 comes as a list of bytes, and what is too long as null."""
    if isinstance(value, list):
        return bytes(one for one in value if isinstance(one, int) and 0 <= one < 256).decode("utf-8", "replace")
    return value if isinstance(value, str) else ""


def _journal(unit: str, user: bool) -> tuple[str, ...]:
    named = f"--user-unit={unit}" if user else f"--unit={unit}"
    return ("journalctl", "--no-pager", "--quiet", "--output=json", f"--output-fields={_FIELDS}", named)


def _mode(user: bool) -> tuple[str, ...]:
    return ("--user",) if user else ()


def _lines(ended: Ended) -> Iterator[dict[str, Any]]:
    for text in ended.stdout.splitlines():
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):  # the line in the middle that was cut
            continue
        if isinstance(line, dict) and isinstance(line.get("__CURSOR"), str):
            yield line


def _quiet(_line: str) -> None:
    """What they write is the answer, not a log."""


async def _run(arguments: tuple[str, ...], clock: Clock, name: str, empty: int = 0) -> Ended:
    """Run one of the two. `empty`: the exit code by which it says that there is nothing."""
    program = arguments[0]
    try:
        ended = await run_process(Program(arguments, Path("/"), timeout=TIME, name=name), clock=clock, tell=_quiet)
    except OSError:
        raise BlockError(f"There is no {program} on this machine.", "This trigger needs systemd.") from None
    said = ended.stderr.strip()
    if "not been booted with systemd" in said or "Failed to connect to bus" in said:
        raise BlockError("No systemd runs here, or it can't be reached.", "This trigger needs systemd.")
    if ended.exit_code not in (0, empty) or (ended.exit_code and said):
        last = shorten(clean_line(said.splitlines()[-1]), 200) if said else f"it ended with exit code {ended.exit_code}"
        raise BlockError(f"{program} failed: {last}", passing=True)
    return ended
