"""The charset that a stranger names: only one that text is sent in, as Python knows others that no server means."""

import codecs

# Of names of hosts and of source code, no charsets; reading punycode takes time by the square of the length.
_OTHERS = frozenset(["punycode", "idna", "unicode-escape", "raw-unicode-escape"])


def known_charset(name: str) -> str:
    """`name` where text can be read by it, else `utf-8`."""
    try:
        "".encode(name)
        return "utf-8" if codecs.lookup(name).name in _OTHERS else name
    except (LookupError, ValueError):  # ValueError: a NUL in it
        return "utf-8"
