"""A value as it is remembered: of any length in, short out, and equal only where the values are."""

import hashlib

from nomologi_tui.text import clean_line, shorten


def fingerprint(value: str) -> str:
    """32 hexadecimal digits."""
    return hashlib.sha256(value.encode()).hexdigest()[:32]


def quoted(value: str) -> str:
    """The value for a person to read, in quotes, on one line, cut where it is long."""
    return f'"{shorten(clean_line(value), 80)}"'
