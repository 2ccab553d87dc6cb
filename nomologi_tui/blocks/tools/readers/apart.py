"""Read what a stranger sent in a process of its own, under limits of time and memory.

A parser in C can crash, and a page of 200,000 brackets can keep it busy for minutes; nothing stops it from inside.
The file that reads is run by its path: importing our packages would take longer than the reading.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError, StepTimeoutError
from nomologi_tui.text import span

MAX_SECONDS = 10.0
MAX_MEMORY = 512 * 1024 * 1024  # bytes
_RUN = f"""
import contextlib, json, resource, runpy, sys
with contextlib.suppress(ValueError, OSError):
    resource.setrlimit(resource.RLIMIT_AS, ({MAX_MEMORY}, {MAX_MEMORY}))
found = runpy.run_path(sys.argv[1])["read"](sys.stdin.buffer.read(), *sys.argv[3:])
with open(sys.argv[2], "w") as file:
    json.dump(found, file)
"""


async def read_apart(
    reader: str, data: bytes, *arguments: str, what: str, clock: Clock, seconds: float = MAX_SECONDS
) -> Any:
    """What `read(data, *arguments)` of the module `reader` beside this one returns, as JSON.

    Raises BlockError where it does not come to an end; `what` begins its sentence.
    """
    import asyncio  # a goal that is only read needs none of it

    from nomologi_tui.blocks.tools.processes.process import Program, run_process

    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, "answer")
        path = Path(__file__).with_name(f"{reader}.py")
        line = (sys.executable, "-I", "-c", _RUN, str(path), str(answer), *arguments)
        try:
            program = Program(line, Path("/"), stdin=data or b"\n", timeout=seconds)
            ended = await run_process(program, clock=clock, tell=lambda _: None, grace=0.1)
        except StepTimeoutError:
            raise BlockError(f"{what} takes longer than {span(seconds)} to read.") from None
        if ended.exit_code != 0:
            raise BlockError(f"{what} can't be read: its reader ended with {_last_line(ended.stderr)}.")
        return json.loads(await asyncio.to_thread(answer.read_bytes))


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["a crash"])[-1][:200].rstrip(".")
