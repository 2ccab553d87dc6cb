"""Handing a text to the terminal's clipboard (OSC 52), and what to say of it: nobody tells us whether it is kept."""

import os
from typing import Any

from textual.app import App

NONE = ("linux", "vt100", "vt220")  # terminals that have no clipboard, and may write what is sent for it
TMUX = "tmux keeps it where `set -g set-clipboard on` stands in its configuration. "


def copied(app: App[Any], text: str, what: str, otherwise: str) -> str:
    """Send `text`; says so of `what`, and the other way to have it: a sentence."""
    if os.environ.get("TERM") in NONE:
        return f"This terminal has no clipboard. {otherwise}"
    app.copy_to_clipboard(text)
    return f"{what} sent to the terminal's clipboard. {TMUX if os.environ.get('TMUX') else ''}{otherwise}"
