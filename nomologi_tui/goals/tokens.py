"""A sentence as typed pieces, each with its place: what is quoted, a path or an address is one piece, never read on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from nomologi_tui.goals.lexicon import FILE_ENDINGS, NOT_PATHS
from nomologi_tui.goals.times.english import DAY_LETTERS, weekday_of
from nomologi_tui.schedules import BadScheduleError, check_zone
from nomologi_tui.schedules.cron import MACROS

LONGEST = 2_000  # characters of a goal that are read

Kind = Literal[
    "quoted", "template", "url", "remote", "email", "channel", "cron", "zone", "path", "host", "clock", "date",
    "ordinal", "number", "past", "word", "mark",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of text. `value` is what it stands for: lower case for words, without the quotes for what is quoted."""

    kind: Kind
    value: str
    start: int
    end: int


_CRON_FIELD = r"[\d*](?:[\d*,/-]*[\d*])?"
_CRON_NAME = r"(?:[\d*]+|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)"
_CRON_NAMES = rf"{_CRON_NAME}(?:[,/-]{_CRON_NAME})*"
_HALF = r"(?:\s?[ap]\.?m\b\.?)"
_ISO = r"(?<=\d)T\d{2}:\d{2}(?::\d{2})?(?!\d|:\d)"  # the clock of `2027-03-01T06:00`
_HOUR = r"(?<![\w:.])\d{1,2}"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("quoted", r"""(?<!\w)(?:'(?:.+?)'(?!\w)|"[^"]+"|“[^”]+”|\u2018[^\u2019]+\u2019|«[^»]+»|`[^`]+`)"""),
    ("template", r"\{\{.*?\}\}"),
    ("url", r"\b[a-z][a-z0-9+.-]*://(?:\{\{.*?\}\}|[^\s<>\"])+"),
    (
        "remote",
        r"(?<!\S)(?:[\w.-]+@)?[a-z][\w.-]*:[/~][^\s,;\"'/][^\s,;\"']*|(?<!\S)(?:sftp:)?[\w.-]+@[\w.-]+:[/~\w][^\s,;\"']*",
    ),
    ("email", r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("macro", r"(?<!\S)@[a-z]+\b"),
    ("cron", rf"(?<!\S)(?:{_CRON_FIELD}\s+){{3}}{_CRON_NAMES}\s+{_CRON_NAMES}(?=[,;:]?(?:\s|$))(?!\s+[*\d])"),
    ("channel", r"(?<!\S)#[a-z][\w-]+"),
    ("date", r"(?<![\w-])\d{4}-\d{2}-\d{2}(?=T\d{2}:\d{2}|(?![\w-]))|(?<![\w.])\d{1,2}\.\d{1,2}\.\d{4}(?!\w)"),
    ("zone", r"(?-i:(?<![^\s(])[A-Z][A-Za-z_]+/[A-Z][A-Za-z_+-]+(?:/[A-Z][A-Za-z_]+)?(?=[,;)]|\.?(?:\s|$)))"),
    (
        "path",
        r"(?<![^\s>(])(?:(?:~[\w-]*|\.{1,2})?/(?:\{\{.*?\}\}|\\ |[^\s,;\"'])+|~(?=\s|$)|[\w.*?\[\]-]*\*[\w.*?\[\]/-]+)",
    ),
    ("name", r"(?<!\S)[^\W\d][\w-]*(?:(?:[./][\w*-]+|/\+(?=/))+(?:/#|/)?|/)(?::\d+)?"),
    ("host", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?(?![\w.])"),
    ("clock", rf"{_ISO}|{_HOUR}(?::\d{{2}}(?::\d{{2}})?(?!\d|:\d){_HALF}?|h\d{{2}}\b|(?:\.\d{{2}})?{_HALF})"),
    ("past", r"(?<!\S)(?:xx?|hh|\*\*?)?:\d{2}\b"),
    ("ordinal", r"(?<!\w)\d{1,3}(?:st|nd|rd|th)\b"),
    ("number", r"(?<![\w.])\d+(?:\.\d+)?|(?<=\dh)\d{1,2}(?=m)|(?<=every)\d+"),
    ("word", r"(?<!\d)(?!every\d)[^\W\d_]+\d+[^\W_]*(?!-)|[^\W\d_]+(?:_[^\W_]+)+|[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\w+"),
    ("mark", r"\S"),
)
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS), re.IGNORECASE)
_LOGINS = frozenset(["ssh", "scp", "sftp", "rsync", "mosh"])  # after one of these `user@host` is no person
_NO_NAMES = frozenset(
    "the a an my our your each every all both any it them this that server host machine box one den die das der".split()
)
_NAME = re.compile(r"[\w-]+")
_OVER_SSH = re.compile(r"\s+(?:over|via|by|through|using|per|par|por)\s+(?:ssh|scp|sftp)\b", re.IGNORECASE)
_BEFORE_ROOT = frozenset(
    "when if on of in disk partition filesystem once whenever wenn falls auf von si sur de en".split()
)
_TAIL = ".,;:!?)"


def tokens_of(text: str) -> list[Token]:
    """The pieces of the first `LONGEST` characters, in order; blanks are between them."""
    found: list[Token] = []
    position = 0
    text = text[:LONGEST]
    while match := _ANY.search(text, position):
        token = _token(match)
        if token.kind == "email" and _is_login(text, token, found):
            token = replace(token, kind="host")
        if token.kind == "word" and _is_machine(token, found) and (name := _NAME.match(text, token.start)):
            token = Token("host", name.group(), token.start, name.end())
        if token.value == "/" and _is_root(text, token, found):
            token = replace(token, kind="path")
        found.append(token)
        position = token.end
    return found


def _is_root(text: str, token: Token, before: list[Token]) -> bool:
    """Whether the slash is a folder by itself: `when / is full`, `space on /`."""
    alone = text[token.end : token.end + 1] in ("", " ", ",") and text[token.start - 1 : token.start] == " "
    return alone and bool(before) and before[-1].value in _BEFORE_ROOT


def _is_login(text: str, token: Token, before: list[Token]) -> bool:
    """Whether `user@host` is a login, no address of a person: after `ssh`, before `over ssh`, after `on`."""
    on = bool(before) and before[-1].value in ("on", "auf", "sur")
    return on or any(one.value in _LOGINS for one in before[-2:]) or _OVER_SSH.match(text, token.end) is not None


def _is_machine(token: Token, before: list[Token]) -> bool:
    """Whether the word names the machine that is logged into: `ssh into web1`, `ssh to nas`."""
    said = [one.value for one in before[-2:]]
    behind = len(said) == 2 and said[0] in _LOGINS and said[1] in ("into", "to", "onto", "auf")
    return behind and token.value not in _NO_NAMES


def _token(match: re.Match[str]) -> Token:
    """The token of a match; a wider pattern that does not hold falls back to a plain word or mark."""
    group = match.lastgroup or "mark"
    text, start = match.group(), match.start()
    for kind, value in _readings(group, text):
        return Token(kind, value.strip() if kind == "quoted" else value, start, start + _length(kind, text, value))
    plain = re.match(r"\w+", text)
    value = plain.group() if plain else text[0]
    return Token("word" if plain else "mark", value.lower(), start, start + len(value))


def _length(kind: Kind, text: str, value: str) -> int:
    return len(value) if kind in ("url", "path", "remote", "host", "zone") else len(text)


def _readings(group: str, text: str) -> Iterator[tuple[Kind, str]]:
    trimmed = text.rstrip(_TAIL)
    match group:
        case "quoted":
            yield "quoted", text[1:-1]
        case "macro" if text.lower() in (*MACROS, "@reboot"):
            yield "cron", text.lower()
        case "macro":
            yield "channel", text
        case "zone" if _is_zone(text):
            yield "zone", text
        case "zone" | "name":
            yield from _named(trimmed)
        case "url" | "path" | "remote":
            yield group, trimmed
        case "word" | "clock" | "ordinal":
            yield group, text.lower().removeprefix("t" if group == "clock" else "")
        case "template" | "email" | "cron" | "channel" | "date" | "host" | "past" | "number" | "mark":
            yield group, text


def _named(text: str) -> Iterator[tuple[Kind, str]]:
    """`notes.txt` and `a/b` are paths, `example.org` is a host; `and/or` is neither."""
    bare = text.partition(":")[0]
    if "/" in bare:
        days = all(weekday_of(part) is not None or part in DAY_LETTERS for part in bare.lower().split("/"))
        if bare.lower() not in NOT_PATHS and not days and not text.rpartition(":")[2].isdigit():
            yield "path", text
    elif bare.rpartition(".")[2].lower() in FILE_ENDINGS:
        yield "path", bare
    elif re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}", bare, re.IGNORECASE):
        yield "host", text


def _is_zone(text: str) -> bool:
    try:
        check_zone(text)
    except BadScheduleError:
        return False
    return True
