"""Text from outside is hostile: one sanitiser, used at the store's edge and by whatever shows a person something."""

import math
import re
from datetime import timedelta

from nomologi_tui.expressions import expression

MAX_LINE = 2_000  # characters of one line that are kept; the cut is marked

# C0 but tab and newline, DEL, C1, bidi controls, zero-width characters, line separators, surrogates, tag characters.
_HOSTILE = expression(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# Joiners where people write them: inside an emoji of several, between letters of scripts that need them. Terminals do
# not agree how wide the joined ones are, so they are left out there.
_JOINERS = expression(
    "(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])"
    "|(?<=[\u0600-\u06ff\u0900-\u0dff])[\u200c\u200d](?=[\u0600-\u06ff\u0900-\u0dff])"
)


def clean(text: str, *, max_line: int = MAX_LINE) -> str:
    """Return `text` with every control character made visible as U+FFFD and long lines cut; newlines and tabs stay.

    Carriage returns that end a line vanish (CRLF is not an attack), other ones are shown as U+FFFD.
    """
    text = text.replace("\r\n", "\n")
    if not text.isprintable():
        text = _HOSTILE.sub("\ufffd", _JOINERS.sub("", text))
    if len(text) <= max_line:
        return text
    return "\n".join(line if len(line) <= max_line else line[:max_line] + "…" for line in text.split("\n"))


def clean_line(text: str) -> str:
    """`clean` for text that must stay on one line: newlines and tabs become single spaces."""
    return clean(" ".join(text.split()))


def shorten(text: str, width: int) -> str:
    """Cut `text` to `width` characters, at a word's end where one is near, with an ellipsis."""
    if len(text) <= width:
        return text
    head = text[: max(width - 1, 0)]
    at_word = head.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > width * 2 // 3 else head).rstrip() + "…"


def shorten_words(text: str, width: int = 300) -> str:
    """`text` with each word cut to `width` characters: what somebody pasted hides no sentence."""
    return " ".join(shorten(word, width) for word in text.split(" "))


def lower_first(sentence: str) -> str:
    """A sentence as the end of another one."""
    return sentence[:1].lower() + sentence[1:]


def span(length: timedelta | float) -> str:
    """A length of time, seconds where it is a number, in its two largest units: `1 d 4 h`, `2 min`, `8 s`, `6 ms`."""
    seconds = length.total_seconds() if isinstance(length, timedelta) else length
    if 0 < seconds < 0.01:
        return f"{max(round(seconds * 1_000), 1)} ms"
    if seconds < 10:
        return f"{max(seconds, 0):.2g} s"
    left, parts = round(seconds), []
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2])


def counted(number: int, word: str) -> str:
    """`1 value`, `1,000 values`."""
    return f"{number:,} {word}{'s' * (number != 1)}"


_WEEK = 604_800  # seconds


def show_duration(seconds: float) -> str:
    """The shortest exact spelling: 5s, 15 min, 2h, 1h 30 min, 1d, 2w, 30d."""
    whole = round(seconds) if 0 < seconds < math.inf else 0
    if seconds != whole or whole == 0:
        return f"{seconds:g}s"
    if whole % _WEEK == 0:
        return f"{whole // _WEEK}w"
    parts = []
    for size, unit in ((86400, "d"), (3600, "h"), (60, " min"), (1, "s")):
        count, whole = divmod(whole, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts)


def in_latin(text: str) -> str:
    """What stands in other letters, spelled in ASCII: `Straße` is `Strasse`, `备份` is `Bei-Fen`."""
    if text.isascii():
        return text
    from anyascii import anyascii  # only names need its tables, and few of them

    return re.sub(r"[^\x00-\x7f]+", lambda found: _apart(anyascii(found[0])), text)


def _apart(spelled: str) -> str:
    """Syllables begin with a capital each, soft signs are apostrophes."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", spelled.replace("'", ""))
