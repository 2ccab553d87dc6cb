"""Where a path on another machine may lead: below the folder that the person typed."""

import posixpath
import re
from collections.abc import Callable

from nomologi_tui.errors import BlockError

_TEMPLATE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def fill_remote(typed: str, render: Callable[[str], str]) -> str:
    """The path on the other machine; one that is not absolute counts from the home folder there. Raises BlockError.

    A value is a part of a name: with a “/” in it, or as “..”, it would lead to another folder.
    """
    path = _TEMPLATE.sub(lambda one: _part(one[0], render(one[0])), typed)
    if "\0" in path or (_TEMPLATE.search(typed) and ".." in path.split("/")):
        raise BlockError(f"“{path[:80]}” can't be a path.", "A value in a path can be a part of a name only.")
    return posixpath.normpath(path.removeprefix("~/") if path != "~" else ".")


def _part(template: str, value: str) -> str:
    if "/" in value or "\0" in value:
        raise BlockError(
            f"The value of {template} is “{value[:80]}”, which leads to another folder.",
            "In a path a value can be a part of a name only.",
        )
    return value
