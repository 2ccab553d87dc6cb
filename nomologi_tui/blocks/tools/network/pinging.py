"""Whether a host answers a ping, by the system's own program: it may send what we may not."""

import re
import sys
from pathlib import Path

from nomologi_tui.blocks.tools.processes.process import Program, run_process
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError, StepTimeoutError
from nomologi_tui.text import clean_line, shorten, span

_SPARE = 5.0  # seconds for what the time limit of ping does not cover: looking up the name
_LIMIT = "-W" if sys.platform == "linux" else "-t"  # seconds that it waits for the answer
_NOT_ALLOWED = re.compile(r"not permitted|permission denied|lacking privilege", re.IGNORECASE)


async def ping(host: str, seconds: float, *, clock: Clock, name: str = "") -> str:
    """Empty when it answered, else why not, in words. Raises BlockError where this machine can't ping at all."""
    line = ("ping", "-n", "-c", "1", _LIMIT, str(max(1, round(seconds))), host)
    program = Program(line, Path("/"), {"LC_ALL": "C"}, timeout=seconds + _SPARE, name=name)
    try:
        ended = await run_process(program, clock=clock, tell=lambda _: None)
    except StepTimeoutError:
        return f"no answer within {span(seconds)}"
    except OSError:
        raise BlockError("There is no ping on this machine.", "Install it, or give a port.") from None
    if ended.exit_code == 0:
        return ""
    said = clean_line(next(iter(ended.stderr.strip().splitlines()), ""))
    if _NOT_ALLOWED.search(said):
        raise BlockError(f"ping may send nothing here: {shorten(said, 200)}.", "Give a port instead.")
    return shorten(said.removeprefix("ping: "), 200).rstrip(".") or f"no answer within {span(seconds)}"
