"""The values that an expression names, for a person to read."""

import re
from collections.abc import Callable

from nomologi_tui.errors import TemplateError
from nomologi_tui.text import clean_line, shorten

MOST = 5  # values that are told

_TEXTS = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAMES = re.compile(r"\b(?:event|steps|automation|run)(?:\.\w+)+")


def values_in_words(expression: str, render: Callable[[str], str]) -> str:
    """`: event.size is "7"`, each value once; empty where none is named."""
    names = dict.fromkeys(_NAMES.findall(_TEXTS.sub("''", expression)))
    said = [f"{name} is {_shown(name, render)}" for name in list(names)[:MOST]]
    return f": {', '.join(said)}" if said else ""


def _shown(name: str, render: Callable[[str], str]) -> str:
    try:
        return f'"{shorten(clean_line(render(f"{{{{ {name} }}}}")), 60)}"'
    except TemplateError:  # one that the outcome did not depend on
        return "not there"
