"""From an ended process to a step's output, or to the sentence that says why it failed."""

import json
import signal
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

if TYPE_CHECKING:
    from nomologi_tui.blocks.tools.processes.process import Ended


def read_result(ended: "Ended", command: str, expect: Sequence[int], output: str) -> dict[str, Any]:
    """The step's output: exit_code, stdout, stderr, seconds, cut, and `lines` or `json` where asked for.

    Raises BlockError for an exit code that was not expected and for output that is not JSON.
    """
    shown = shorten(clean_line(command), 60)
    if ended.exit_code not in expect:
        raise BlockError(f"`{shown}` {how_it_ended(ended)}{last_words(ended) or '.'}", _advice(ended.exit_code))
    result: dict[str, Any] = {
        "exit_code": ended.exit_code,
        "stdout": ended.stdout.rstrip("\n"),  # as `$( … )` does: the value of `date` is a date
        "stderr": ended.stderr.rstrip("\n"),
        "seconds": ended.seconds,
        "cut": ended.cut,
    }
    if output == "lines":
        result["lines"] = ended.stdout.splitlines()
    if output == "json":
        result["json"] = _as_json(ended, shown)
    return result


def how_it_ended(ended: "Ended") -> str:
    """`ended with exit code 3`."""
    if ended.exit_code >= 0:
        return f"ended with exit code {ended.exit_code}"
    try:
        return f"was ended by the signal {signal.Signals(-ended.exit_code).name}"
    except ValueError:
        return f"was ended by signal {-ended.exit_code}"


def last_words(ended: "Ended") -> str:
    """`: ` and the last line that it wrote, rather the last error; empty where it wrote nothing."""
    lines = (ended.stderr.strip() or ended.stdout.strip()).splitlines()
    return f": {shorten(clean_line(lines[-1]), 200)}" if lines else ""


def _advice(exit_code: int) -> str:
    return {
        126: "The shell may not execute it: check the file's permissions.",
        127: "The shell did not find a command in it: check its name, or write the full path.",
    }.get(exit_code, "")


def _as_json(ended: "Ended", shown: str) -> Any:
    if ended.cut:
        raise BlockError(f"`{shown}` wrote too much to be read as JSON.", "Let it write less, or write to a file.")
    try:
        return json.loads(ended.stdout)
    except ValueError:
        raise BlockError(
            f"`{shown}` did not write JSON; its output begins “{shorten(clean_line(ended.stdout[:200]), 60)}”.",
            "Set the output to text.",
        ) from None
