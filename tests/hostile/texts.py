"""What others may send us, to be shown: terminal codes, markup, odd widths. A file each in `terminal/`."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "terminal"
CODES = {one.stem: one.read_bytes().decode("utf-8", "surrogateescape") for one in sorted(FOLDER.glob("*.txt"))}
MARKUP: list[str] = json.loads((FOLDER / "markup.json").read_text(encoding="utf-8"))
TEXTS = {**CODES, **{f"markup {place}": text for place, text in enumerate(MARKUP)}}
# All of them on one line, short enough to stand on one screen.
MARKED = " ".join(MARKUP)
CODED = " ".join(text[:40].replace("\n", " ") for text in CODES.values()).encode(errors="replace").decode()


def controls(text: str) -> set[str]:
    """The characters that a terminal would obey, or that turn a line around, but for line ends."""
    wrong = [*range(10), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    return set(text) & {chr(one) for one in wrong}
