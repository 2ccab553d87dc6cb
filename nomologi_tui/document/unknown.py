"""A name in a document that means nothing, and what was meant."""

from collections.abc import Iterable

from nomologi_tui.errors import BadInputError
from nomologi_tui.settings.setting import nearest
from nomologi_tui.text import clean_line


def unknown_key(kind: str, key: object, known: Iterable[str]) -> BadInputError:
    """Of a `kind` of document."""
    return BadInputError(f"The {kind} has a key “{_shown(key)}”, which means nothing.", _meant(key, known))


def no_field(where: str, name: object, known: Iterable[str]) -> BadInputError:
    """Of what stands at `where`."""
    return BadInputError(f"{where}, {_shown(name)}: There is no such field.", _meant(name, known))


def _meant(name: object, known: Iterable[str]) -> str:
    """What is near; where nothing is, all that there are."""
    names = list(known)
    return nearest(str(name), names) or f"Known: {', '.join(names)}."


def _shown(name: object) -> str:
    return clean_line(str(name))[:60]
