"""A sentence as typed pieces, each with its place: what is quoted, a path or an address is one piece, never read on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from nomologi_tui.goals.times.english import DAY_LETTERS, weekday_of
from nomologi_tui.goals.words.lexicon import DOT_FILES, FILE_ENDINGS, NOT_PATHS
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


_TOGETHER = r"(?<![\w:.])(?:1[0-2]|[1-9])[0-5]\d\s?[AaPp]\.?[Mm]\b\.?"  # `530pm`
# What Home Assistant calls a thing: its domain, a dot, its name
ENTITY = (
    r"(?:light|switch|cover|climate|media_player|scene|script|automation|input_boolean|lock|fan|vacuum|siren|"
    r"sensor|binary_sensor|input_number|input_select|number|button|group|humidifier|alarm_control_panel)\.[a-z0-9_]+"
)
_CRON_FIELD = r"[\d*](?:[\d*,/-]*[\d*])?"
_CRON_NAME = r"(?i:[\d*]+|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)"
_CRON_NAMES = rf"{_CRON_NAME}(?:[,/-]{_CRON_NAME})*"
_HALF = r"(?:\s?[AaPp]\.?[Mm]\b\.?)"
_ISO = r"(?<=\d)[Tt]\d{2}:\d{2}(?::\d{2})?(?!\d|:\d)"  # the clock of `2027-03-01T06:00`
_JOINED = r"(?i:every|until|at|um)(?=\d)"  # a number that stands right behind one of these is a word of its own
_BEHIND = r"(?<=\b(?i:every))|(?<=\b(?i:until))|(?<=\b(?i:at))|(?<=\b(?i:um))"
_HOUR = rf"(?:(?<![\w:.])|{_BEHIND})\d{{1,2}}"
_REST = rf"(?::\d{{2}}(?::\d{{2}})?(?!\d|:\d){_HALF}?|[Hh]\d{{2}}\b|(?:\.\d{{2}})?{_HALF})"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("quoted", r"""(?<!\w)(?:'(?:.+?)'(?!\w)|"[^"]+"|“[^”]+”|\u2018[^\u2019]+\u2019|«[^»]+»|`[^`]+`)"""),
    ("template", r"\{\{.*?\}\}"),
    ("entity", rf"(?<![\w.@/-]){ENTITY}(?![\w@/-]|\.\w)"),
    ("url", r"\b[A-Za-z][A-Za-z0-9+.-]*://(?:\{\{.*?\}\}|[^\s<>\"])+"),
    (
        "remote",
        r"(?<!\S)(?:[\w.-]+@)?[A-Za-z][\w.-]*:[/~][^\s,;\"'/][^\s,;\"']*|(?<!\S)(?i:sftp:)?[\w.-]+@[\w.-]+:[/~\w][^\s,;\"']*",
    ),
    ("email", r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("macro", r"(?<!\S)@[A-Za-z]+\b"),
    ("cron", rf"(?<!\S)(?:{_CRON_FIELD}\s+){{3}}{_CRON_NAMES}\s+{_CRON_NAMES}(?=[,;:]?(?:\s|$))(?!\s+[*\d])"),
    ("channel", r"(?<!\S)#[A-Za-z][\w-]+"),
    ("date", r"(?<![\w-])\d{4}-\d{2}-\d{2}(?=[Tt]\d{2}:\d{2}|(?![\w-]))|(?<![\w.])\d{1,2}\.\d{1,2}\.\d{4}(?!\w)"),
    (
        "zone",
        r"(?<![^\s(])[A-Z][A-Za-z_]+/[A-Z][A-Za-z_+-]+(?:/[A-Z][A-Za-z_]+|(?<=GMT[+-])\d{1,2})?(?=[,;)]|\.?(?:\s|$))",
    ),
    (
        "path",
        r"(?<![^\s>(])(?:(?:~[\w-]*|\.{1,2})?/(?:\{\{.*?\}\}|\\ |[^\s,;\"'])+|~(?=\s|$)|[\w.*?\[\]-]*\*[\w.*?\[\]/-]+)",
    ),
    ("ending", r"(?<!\S)\.[a-z][a-z0-9]{1,7}(?![\w/.*-])"),
    ("name", r"(?<!\S)[^\W\d][\w-]*(?:(?:[./][\w*-]+|/\+(?=/))+(?:/#|/)?|/)(?::\d+)?"),
    ("host", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?(?![\w.])"),
    (
        "clock",
        rf"{_ISO}|{_TOGETHER}|{_HOUR}{_REST}",
    ),
    ("past", r"(?<!\S)(?:[Xx]{1,2}|[Hh]{2}|\*\*?)?:\d{2}\b"),
    ("ordinal", r"(?<!\w)\d{1,3}(?i:st|nd|rd|th)\b"),
    ("number", rf"(?<![\w.])\d+(?:\.\d+)?|(?<=\d[Hh])\d{{1,2}}(?=[Mm])|(?:{_BEHIND})\d+"),
    (
        "word",
        rf"(?<!\d)(?!{_JOINED})[^\W\d_]+\d+[^\W_]*(?!-)|[^\W\d_]+(?:_[^\W_]+)+|[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\w+",
    ),
    ("mark", r"\S"),
)
# each says itself where small and large letters are the same: for all of it that takes three times as long to compile
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))
_LOGGED_IN = re.compile(r"\b(?:log ?in(?:to)?(?: to)?|log on to|connect to)\s+$", re.IGNORECASE)
_LOGINS = frozenset(["ssh", "scp", "sftp", "rsync", "mosh"])  # after one of these `user@host` is no person
_NO_NAMES = frozenset(
    "the a an my our your each every all both any it them this that server host machine box one den die das der".split()
)
_NAME = re.compile(r"[\w-]+")
_OVER_SSH = re.compile(r"\s+(?:over|via|by|through|using|per|par|por)\s+(?:ssh|scp|sftp)\b", re.IGNORECASE)
_BEFORE_ROOT = frozenset(
    "disco disque platte festplatte when if on of in disk partition filesystem once whenever wenn falls auf von si "
    "sur de en".split()
)
_UNITS = ("service", "timer", "socket")
_DOMAIN_ENDS = frozenset("com net org io de fr es uk eu dev app info co local lan home".split())
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
    on |= _LOGGED_IN.search(text, 0, token.start) is not None
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
        case "entity" | "ending" | "email":
            yield from _dotted(text)
        case "url" | "path" | "remote":
            yield group, trimmed
        case "word" | "clock" | "ordinal":
            yield group, text.lower().removeprefix("t" if group == "clock" else "")
        case "template" | "cron" | "channel" | "date" | "host" | "past" | "number" | "mark":
            yield group, text


def _dotted(text: str) -> Iterator[tuple[Kind, str]]:
    """`light.kitchen` of a house, unless it may be a host; `.torrent` as a file's ending, `.env` as a file;
    `wg-quick@wg0.service` as a unit."""
    ending = text.rpartition(".")[2].lower()
    if "@" in text:
        yield ("path" if ending in _UNITS else "email"), text
    elif not text.startswith("."):
        yield ("host", text) if ending in _DOMAIN_ENDS else ("word", text.lower())
    elif text.lower() in DOT_FILES:
        yield "path", text
    elif ending in FILE_ENDINGS:
        yield "word", ending


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
