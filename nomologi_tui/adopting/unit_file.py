"""Unit files of systemd: assignments, words of a command line, specifiers, lengths of time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nomologi_tui.errors import BadInputError

_UNITS = {
    "us": 1e-6, "usec": 1e-6, "µs": 1e-6, "ms": 0.001, "msec": 0.001, "": 1, "s": 1, "sec": 1, "second": 1,
    "seconds": 1, "m": 60, "min": 60, "minute": 60, "minutes": 60, "h": 3600, "hr": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400, "w": 604800, "week": 604800, "weeks": 604800,
    "M": 2629800, "month": 2629800, "months": 2629800, "y": 31557600, "year": 31557600, "years": 31557600,
}  # fmt: skip
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-zµ]*)")
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"',
            "'": "'", "s": " "}  # fmt: skip
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class UnitFile:
    """The values of each assignment, by section and name, in their order; an empty one forgets those before it."""

    values: Mapping[tuple[str, str], Sequence[str]]

    def all(self, section: str, name: str) -> Sequence[str]:
        return self.values.get((section, name), ())

    def last(self, section: str, name: str) -> str:
        return next(reversed(self.all(section, name)), "")

    def names(self, section: str) -> list[str]:
        return [name for place, name in self.values if place == section and self.values[place, name]]


def read_unit(text: str) -> UnitFile:
    """The unit of a file and the drop-ins behind it. Lines that are no assignment are left, as systemd leaves them."""
    values: dict[tuple[str, str], list[str]] = {}
    section = ""
    for line in _lines(text):
        if line.startswith("["):
            section = line.strip("[] ")
        elif "=" in line:
            name, _, value = line.partition("=")
            kept = values.setdefault((section, name.strip()), [])
            kept.append(value.strip())
            if not value.strip():
                kept.clear()
    return UnitFile(values)


def _lines(text: str) -> Iterator[str]:
    """Without comments, continued ones joined by a blank."""
    held = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.lstrip().startswith(("#", ";")):
            continue
        if line.endswith("\\"):
            held += line[:-1] + " "
        elif whole := (held + line).strip():
            yield whole
            held = ""
        else:
            held = ""
    if held.strip():
        yield held.strip()


def span(text: str) -> float:
    """Seconds of `1h 30min`, `90`. Raises BadInputError."""
    parts = _SPAN.findall(text)
    if not parts or _SPAN.sub("", text).strip() or any(unit not in _UNITS for _, unit in parts):
        raise BadInputError(f"“{text}” is no length of time.")
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


def split_words(text: str) -> list[str]:
    """The words of a command line, quotes and escapes taken away. Raises BadInputError for an open quote."""
    return [_unescaped(word) for word in _words(text)]


_WORD = re.compile(r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+""", re.DOTALL)


def _words(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _WORD.match(text, at)
        if found is None:
            raise BadInputError(f"A quote is not closed in “{text}”.")
        if found.end() < len(text) and not text[found.end()].isspace():
            raise BadInputError(f"A quote is not closed in “{text}”.")
        yield found[0]
        at = found.end()


def _unescaped(word: str) -> str:
    out, quote, at = "", "", 0
    while at < len(word):
        sign = word[at]
        if sign == "\\" and (found := _ESCAPE.match(word, at)):
            out += _escape(found)
            at = found.end()
            continue
        if sign == quote:
            quote = ""
        elif sign in "'\"" and not quote:
            quote = sign
        else:
            out += sign
        at += 1
    return out


def _escape(found: re.Match[str]) -> str:
    """One that is not known stays as it is, as systemd keeps it."""
    code, octal, short, long, sign = found.groups()
    if sign is not None:
        return _ESCAPES.get(sign, found[0])
    number = int(octal, 8) if octal else int(code or short or long, 16)
    return chr(number) if 0 < number < 0x110000 else found[0]


def filled(text: str, specifiers: Mapping[str, str]) -> str:
    """The text with its `%h` and others filled in. Raises BadInputError for one that is not known here."""

    def fill(found: re.Match[str]) -> str:
        if found[1] not in specifiers:
            raise BadInputError(f"The specifier {found[0]} is not known here.")
        return specifiers[found[1]]

    return re.sub(r"%(.)", fill, text)


def expanded(words: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """`$NAME` as a word of its own becomes several; `${NAME}` and `$$` inside one its value and `$`."""
    out: list[str] = []
    for word in words:
        if found := re.fullmatch(r"\$([A-Za-z_]\w*)", word):
            out += split_words(environment.get(found[1], ""))
        else:
            out.append(_inside(word, environment))
    return out


def _inside(word: str, environment: Mapping[str, str]) -> str:
    return re.sub(
        r"\$(?:(\$)|\{([A-Za-z_]\w*)\})", lambda found: "$" if found[1] else environment.get(found[2], ""), word
    )


def used(words: Sequence[str]) -> list[str]:
    """The variables that a command line names."""
    return [
        one or two
        for word in words
        for one, two in re.findall(r"(?<!\$)\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*)$)", word)
    ]
