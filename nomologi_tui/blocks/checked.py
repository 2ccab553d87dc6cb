"""Checks of values that are asked for again and again, such as those of thousands of steps that come in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from pydantic import BaseModel

from nomologi_tui.blocks.fields import Checked, check

_Known = dict[tuple[type[BaseModel], int], tuple[dict[str, Any], Checked]]  # by the values' identity, which they keep
_known: ContextVar[_Known | None] = ContextVar("known", default=None)


@contextmanager
def checked_once() -> Iterator[None]:
    """Inside, `check_again` looks at the same values once; nobody may change them meanwhile."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def check_again(config: type[BaseModel], values: dict[str, Any]) -> Checked:
    """`check`, or what it said before inside the same `checked_once`."""
    known = _known.get()
    if known is None:
        return check(config, values)
    key = (config, id(values))
    if key not in known:
        known[key] = values, check(config, values)
    return known[key][1]
