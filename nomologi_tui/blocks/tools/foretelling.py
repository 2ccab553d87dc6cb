"""What an action says before it acts: the values that would go out, as a person can read them."""

from collections.abc import Mapping
from pathlib import Path

from nomologi_tui.blocks.tools.paths import is_folder
from nomologi_tui.secrecy import hidden_under

MOST = 2000  # characters of one text


def with_text(said: str, text: str) -> str:
    """`said`, and below it the text that goes out, its end cut off where it is long."""
    return f"{said}:\n{excerpt(text)}" if text else said


def with_values(said: str, values: Mapping[str, str], heading: str) -> str:
    """`said`, and below it each value with its name; what sounds or looks like a secret is hidden."""
    lines = [f"  {name}: {excerpt(hidden_under(name, value))}" for name, value in values.items()]
    return "\n".join([said, heading, *lines]) if lines else said


def excerpt(text: str) -> str:
    """The text, or its beginning and how much more there is."""
    return text if len(text) <= MOST else f"{text[:MOST]}… (and {len(text) - MOST:,} characters more)"


def with_size(path: Path) -> str:
    """The path, and how large it is or that it is not there."""
    return f"{path} ({size_in_words(path)})"


def size_in_words(path: Path) -> str:
    """How large the file is, or that there is none."""
    if is_folder(path):
        return "a folder"
    try:
        return f"{path.stat().st_size:,} bytes"
    except FileNotFoundError:
        return "it does not exist yet"
    except OSError as error:
        return f"which can't be looked at: {error.strerror}"
