"""What a mail consists of, as the server says it (BODYSTRUCTURE): nothing of the mail itself is needed for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.header import decode_header
from email.utils import decode_params
from typing import Any

from nomologi_tui.blocks.tools.charset import known_charset
from nomologi_tui.text import clean_line

_DEEPEST = 100  # parts in parts; what lies deeper is left out
_MOST = 1000  # parts of one mail
_TOKEN = re.compile(rb'BODY\[[^\]]*\](?:<\d+>)?|"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+', re.DOTALL)
_LITERAL = re.compile(rb"\{\d+\}$")


class _Mark:
    """A parenthesis."""


BEGIN, END = _Mark(), _Mark()


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds no others. `section` is its place (`1.2`), `size` the bytes as they were sent."""

    section: str
    type: str
    charset: str
    encoding: str
    size: int
    name: str  # shown; not yet the name of a file
    attached: bool


def read_answer(lines: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """For each mail of a FETCH the values by their names in upper case, as bytes and lists of lists."""
    for one in _nested(_tokens(lines)):
        if isinstance(one, list):
            names = (name.decode("ascii", "replace").upper() for name in one[::2] if isinstance(name, bytes))
            yield dict(zip(names, one[1::2], strict=False))


def parts_of(structure: Any) -> list[Part]:
    """All parts in order."""
    return list(_parts(structure, "", related=False, depth=0))[:_MOST]


def _tokens(lines: Sequence[Any]) -> Iterator[bytes | _Mark]:
    """Atoms, texts and literals as bytes; parentheses as marks, for a text may be one as well."""
    for line in lines:
        head, literal = line if isinstance(line, tuple) else (line, None)
        for match in _TOKEN.finditer(_LITERAL.sub(b"", head) if literal is not None else head):
            token = match[0]
            if token in (b"(", b")"):
                yield BEGIN if token == b"(" else END
            else:
                yield re.sub(rb"\\(.)", rb"\1", token[1:-1]) if token.startswith(b'"') else token
        if literal is not None:
            yield literal


def _nested(tokens: Iterator[bytes | _Mark]) -> list[Any]:
    """Lists in lists; what is too deep is flat there, and a missing end is where the answer ends."""
    root: list[Any] = []
    stack, deeper = [root], 0
    for token in tokens:
        if token is BEGIN and len(stack) > 3 * _DEEPEST:
            deeper += 1
        elif token is BEGIN:
            inner: list[Any] = []
            stack[-1].append(inner)
            stack.append(inner)
        elif token is END and deeper:
            deeper -= 1
        elif token is END:
            del stack[-1 if len(stack) > 1 else len(stack) :]
        elif not deeper:
            stack[-1].append(token)
    return root


def _parts(found: Any, section: str, *, related: bool, depth: int) -> Iterator[Part]:
    if not isinstance(found, list) or not found or depth > _DEEPEST:
        return
    if not isinstance(found[0], list):
        yield _part(found, section or "1", related=related)
        return
    children = [one for one in found if isinstance(one, list)]
    subtype = next((one for one in found if isinstance(one, bytes)), b"")
    bodies = children[: next((at for at, one in enumerate(found) if not isinstance(one, list)), len(found))]
    inner = related or subtype.upper() == b"RELATED"
    for number, child in enumerate(bodies, 1):
        yield from _parts(child, f"{section}.{number}".lstrip("."), related=inner, depth=depth + 1)


def _part(found: list[Any], section: str, *, related: bool) -> Part:
    """`("TEXT" "PLAIN" (params) id description encoding size …)`; where the disposition stands depends on the type."""
    kind = f"{_word(found, 0)}/{_word(found, 1)}".lower()
    place = 9 if kind.startswith("text/") else 11 if kind == "message/rfc822" else 8
    params = _pairs(found, 2)
    disposition = found[place] if len(found) > place and isinstance(found[place], list) else []
    name = _name({**params, **_pairs(disposition, 1)})
    attached = _word(disposition, 0).lower() == "attachment"
    shown_inside = related and _word(found, 3) not in ("", "NIL")
    return Part(
        section, kind[:100], params.get("CHARSET", "")[:40], _word(found, 5).lower(), int(_digits(_word(found, 6))),
        name, attached or (bool(name) and not shown_inside) or kind == "message/rfc822",
    )  # fmt: skip


def _word(found: list[Any], place: int) -> str:
    word = found[place] if len(found) > place else b""
    return clean_line(word.decode("ascii", "replace")) if isinstance(word, bytes) else ""


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 15 else "0"


def _pairs(found: list[Any], place: int) -> dict[str, str]:
    inner = found[place] if len(found) > place and isinstance(found[place], list) else []
    texts = [one.decode("utf-8", "replace") if isinstance(one, bytes) else "" for one in inner[:200]]
    return {name.upper(): text for name, text in zip(texts[::2], texts[1::2], strict=False)}


def _name(params: dict[str, str]) -> str:
    """The name of a file, by the plain parameter or the split and coded one of RFC 2231."""
    wanted = {name: text for name, text in params.items() if re.match(r"(FILE)?NAME(\*|$)", name)}
    plain = [("", ""), *((name.lower(), text) for name, text in wanted.items())]
    try:
        decoded = dict(decode_params(plain)[1:])
    except (LookupError, TypeError, ValueError):
        decoded = dict(plain)
    value: Any = decoded.get("filename") or decoded.get("name") or ""
    if isinstance(value, tuple):
        value = _bytes_of(value[2]).decode(known_charset(value[0] or ""), "replace")
    return clean_line(in_words(str(value).strip('"')))[:255]


def in_words(text: str) -> str:
    """A header's text with its `=?utf-8?…?=` decoded; what can't be decoded stays as it is."""
    try:
        pieces = decode_header(text)
    except (ValueError, LookupError, TypeError):
        return text
    return "".join(_letters(piece, charset or "") for piece, charset in pieces)


def _letters(piece: str | bytes, charset: str) -> str:
    return piece.decode(known_charset(charset), "replace") if isinstance(piece, bytes) else piece


def _bytes_of(text: str) -> bytes:
    return text.encode("latin-1", "replace")
