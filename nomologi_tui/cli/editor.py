"""A text in the person's own editor."""

import os
import shlex
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
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="nomologi-") as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            code = subprocess.run([*shlex.split(editor), str(path)], check=False).returncode  # noqa: S603 - the person's own
            if code:
                raise BadInputError(f"The editor ended with exit code {code}; nothing is changed.")
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise BadInputError(f"The editor {editor} can't be started: {error.strerror}.", "Set EDITOR.") from None
        except ValueError as error:  # its quotes, or what it wrote is not UTF-8
            raise BadInputError(f"The editor {editor} can't be used: {error}.", "Set EDITOR.") from None
