"""Regular expressions from a person on text from outside.

A pattern can take longer than the universe lasts on a text of 40 characters, and nothing stops `re` from inside.
So it is tried in a process of its own, which is stopped when its second is over.
"""

import json
import re
import sys
from pathlib import Path

from nomologi_tui.blocks.tools.processes.process import Program, run_process
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError, StepTimeoutError

MAX_SECONDS = 2.0
_SEARCH = "import json,re,sys; p,t=json.load(sys.stdin); print(json.dumps(bool(re.search(p,t))))"


def check_pattern(pattern: str) -> str:
    """`pattern` itself. Raises ValueError with a sentence when it is none."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"“{pattern}” is not a regular expression: {error}") from None
    return pattern


async def found(pattern: str, text: str, clock: Clock) -> bool:
    """Whether `pattern` is found anywhere in `text`. Raises BlockError."""
    try:
        check_pattern(pattern)
        ended = await run_process(_search(pattern, text), clock=clock, tell=lambda _: None)
    except ValueError as error:
        raise BlockError(f"{error}.", "Correct it in the condition.") from None
    except StepTimeoutError:
        raise BlockError(
            f"The regular expression “{pattern}” takes too long.", "Make it simpler: no repeats inside repeats."
        ) from None
    return bool(json.loads(ended.stdout))


def _search(pattern: str, text: str) -> Program:
    arguments = (sys.executable, "-I", "-S", "-c", _SEARCH)
    return Program(arguments, Path("/"), stdin=json.dumps([pattern, text]).encode(), timeout=MAX_SECONDS)
