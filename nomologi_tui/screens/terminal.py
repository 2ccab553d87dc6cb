"""The terminal itself: whether it is still there, and how it is left when it is not."""

import os
import select
import sys


def is_gone() -> bool:
    """Whether the other side of the terminal hung up. Textual itself would read end-of-file for ever."""
    if not sys.__stdin__ or not sys.__stdin__.isatty():
        return False
    poll = select.poll()
    poll.register(sys.__stdin__.fileno(), 0)
    return any(found & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, found in poll.poll(0))


def let_go() -> None:
    """Nobody reads there any more: what Python still wants to write out at its end must not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for handle in (1, 2):
        os.dup2(nowhere, handle)
