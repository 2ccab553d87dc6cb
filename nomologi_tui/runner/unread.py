"""Failures that nobody read: tasks that a library left behind, told in a line and without their text.

asyncio's own way is a traceback on stderr with whatever the library says; that may be an address with a password in it.
"""

import asyncio
import logging
import traceback
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)


def tell_in_a_line() -> None:
    """From now on, in the loop that runs: each kind of failure once, with the place that it comes from."""
    told: set[str] = set()

    def tell(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        line = _line(context)
        if line not in told:
            told.add(line)
            _log.warning("%s", line)

    asyncio.get_running_loop().set_exception_handler(tell)


def _line(context: dict[str, Any]) -> str:
    error = context.get("exception")
    if not isinstance(error, BaseException):
        return f"A library left something behind: {context.get('message', 'it does not say what')}."
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {'/'.join(Path(frames[-1].filename).parts[-2:])}:{frames[-1].lineno}" if frames else ""
    return f"A library left a failure behind that nobody read: {type(error).__name__}{place}."
