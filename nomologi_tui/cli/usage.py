"""What is wrong with a command line, in a sentence, and where to read on."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nomologi_tui.cli import COMMANDS

if TYPE_CHECKING:
    from nomologi_tui.cli.build import ClickException

_SENTENCES = {"new": "goal", "read": "goal", "when": "phrase"}  # commands whose only argument is a sentence
_NUMBERS = (
    (r"is not a valid int( range)?\.", "is no whole number."),
    (r"is not in the range (-?\d+)<=x<=(-?\d+)\.", r"is not between \1 and \2."),
)


def explained(error: "ClickException", arguments: Sequence[str]) -> tuple[str, str]:
    """What Typer says of `arguments`, and what to do. Of a group without a command it is its help."""
    words = error.format_message()
    if words.startswith("Usage: "):
        return words, ""
    command = arguments[0] if arguments else ""
    if command in _SENTENCES and words.startswith("Got unexpected extra argument"):
        return f"The {_SENTENCES[command]} is more than one argument.", f"Write it in quotes: {_quoted(arguments)}"
    for pattern, plain in _NUMBERS:
        words = re.sub(pattern, plain, words)
    context = getattr(error, "ctx", None)
    path = context.command_path if context else f"nomologi {command}" if command in COMMANDS else "nomologi"
    return words, f"See: {path} --help"


def _quoted(arguments: Sequence[str]) -> str:
    """The command with the words before its first option as one argument."""
    command, *rest = arguments
    end = next((place for place, word in enumerate(rest) if word.startswith("-")), len(rest))
    sentence = " ".join(rest[:end]).replace('"', "'")
    return f'nomologi {command} "{sentence}"'
