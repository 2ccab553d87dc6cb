"""The built-in templates: the YAML files of `nomologi_tui/templates`, read when somebody first asks for them.

They are the program's own, so a test checks them and no start does; PyYAML's C parser reads them in some milliseconds.
"""

from dataclasses import replace
from functools import cache
from importlib.resources import files

import yaml

from nomologi_tui.document.template import parsed
from nomologi_tui.model import Template

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is text, as in any document


@cache
def gallery() -> tuple[Template, ...]:
    """All of them, by category and name; a file's name is its template's slug."""
    found = [
        _read(one.name.removesuffix(".yaml"), one.read_text(encoding="utf-8"))
        for one in files("nomologi_tui").joinpath("templates").iterdir()
        if one.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda one: (one.category, one.name)))


def _read(slug: str, text: str) -> Template:
    return replace(parsed(yaml.load(text, Loader=_LOADER)), slug=slug)  # noqa: S506 - our own data, text only
