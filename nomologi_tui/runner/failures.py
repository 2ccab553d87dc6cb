"""What blocks raise. They may be anybody's code: whatever it is ends as a sentence, never as a dead runner."""

import asyncio

from nomologi_tui.errors import NomologiError
from nomologi_tui.text import clean_line


def is_our_end(error: BaseException) -> bool:
    """Whether we are being ended from outside; a block's own `sys.exit()` or stray cancellation is just a failure."""
    if isinstance(error, asyncio.CancelledError):
        task = asyncio.current_task()
        return task is None or task.cancelling() > 0
    return isinstance(error, KeyboardInterrupt | GeneratorExit)


def in_a_sentence(error: BaseException) -> str:
    """What a person reads about it. A library's own text comes last: it may hold anything."""
    if isinstance(error, NomologiError):
        return clean_line(str(error))
    return clean_line(
        f"It broke in an unforeseen way ({type(error).__name__}: {_own_words(error)}). Please report this."
    )


def _own_words(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as another:  # noqa: BLE001 - even its words may be broken
        return f"no words, {type(another).__name__}"
