"""A text in the person's own editor."""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from nomologi_tui.errors import BadInputError, NeedsPersonError


def in_editor(text: str, name: str, otherwise: str) -> str:
    """What a person made of `text`, as a file called `name` for the user alone, in $VISUAL or $EDITOR.

    Raises NeedsPersonError where there is no terminal, with `otherwise` as what to do, and BadInputError when the
    editor can't be used.
    """
    if not sys.stdin.isatty():
        raise NeedsPersonError("An editor needs a terminal, and here is none.", otherwise)
    editor = next((one for name in ("VISUAL", "EDITOR") if (one := os.environ.get(name, "").strip())), "vi")
    with tempfile.TemporaryDirectory(prefix="nomologi-") as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8", errors="replace")
        _edit(editor, path)
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise BadInputError(f"The editor {editor} left no file; nothing is changed.") from None
        except UnicodeDecodeError:
            raise BadInputError(f"What the editor {editor} wrote is not UTF-8 text; nothing is changed.") from None


def _edit(editor: str, path: Path) -> None:
    """Wait for its end. Raises BadInputError where it can't be started, or fails."""
    try:
        code = subprocess.run([*shlex.split(editor), str(path)], check=False).returncode  # noqa: S603 - the person's own
    except OSError as error:
        raise BadInputError(f"The editor {editor} can't be started: {error.strerror}.", "Set EDITOR.") from None
    except ValueError as error:  # its quotes
        raise BadInputError(f"The editor {editor} can't be used: {error}.", "Set EDITOR.") from None
    if code < 0:
        raise BadInputError(f"The editor was ended by {signal.Signals(-code).name}; nothing is changed.")
    if code:
        raise BadInputError(f"The editor ended with exit code {code}; nothing is changed.")
