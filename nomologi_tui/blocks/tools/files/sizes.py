"""Sizes of files as a person writes and reads them: `10 MB` are 10,000,000 bytes, `10 MiB` 10,485,760."""

import re

_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)\s*([kmgt]?)(i?)b?", re.IGNORECASE | re.ASCII)
_POWERS = ("", "k", "m", "g", "t")


def parse_size(text: str) -> int:
    """Bytes from `512`, `10 MB`, `1.5 GiB`. Raises ValueError with a sentence."""
    found = _SIZE.fullmatch(text.strip())
    if found is None or (found[3] and not found[2]):
        raise ValueError(f"“{text[:40]}” is not a size; write for example 500 kB, 10 MB or 2 GiB")
    step = 1024 if found[3] else 1000
    return round(float(found[1]) * float(step ** _POWERS.index(found[2].lower())))


def size_words(count: int) -> str:
    """`512 bytes`, `1.5 MB`."""
    for power, unit in ((4, "TB"), (3, "GB"), (2, "MB"), (1, "kB")):
        if count >= 1000**power:
            return f"{count / 1000**power:.3g} {unit}"
    return f"{count} byte{'' if count == 1 else 's'}"
