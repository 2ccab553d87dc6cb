"""The things that a sentence names: paths, addresses, hosts, recipients, times, commands, thresholds."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from nomologi_tui.goals.times.element import Element
from nomologi_tui.goals.words.lexicon import DOT_FILES
from nomologi_tui.goals.words.tokens import Kind, Token

_KINDS: dict[Kind, str] = {
    "path": "paths", "url": "urls", "host": "hosts", "email": "recipients", "channel": "recipients",
}  # fmt: skip
_THRESHOLD = re.compile(
    r"(?:\b(?:above|over|below|under|exceeds|(?:more|less|greater|fewer|lower|higher) than|at (?:least|most))|[<>]=?)"
    r"\s*\d+(?:\.\d+)?\s*(?:%|percent\b|[kmgt]i?b\b|°\s?[cf]\b|degrees\b|ms\b)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_BARE_FILES = (
    frozenset(  # files that have no ending
        "passwd shadow group hosts fstab crontab sudoers authorized_keys known_hosts makefile dockerfile readme "
        "license syslog messages".split()
    )
    | DOT_FILES
)
_UNITS = (".service", ".timer", ".socket")
_NAMED_TIMES = frozenset("noon midday midnight mittag mitternacht midi minuit mediodia mediodía medianoche".split())
_QUOTED_PATH = re.compile(r"(?:~|\.{0,2}/|[\w.-]+/).*|\*\.\w+")


def slots_of(
    text: str, tokens: list[Token], times: list[Element], commands: list[str], people: Iterable[str] = ()
) -> dict[str, list[str]]:
    """Each named thing as typed, under the kind of thing it is; kinds without any are left out."""
    slots: dict[str, list[str]] = {}
    for token in tokens:
        for kind, value in _named(token, commands):
            slots.setdefault(kind, []).append(value)
    for name in people:
        slots.setdefault("recipients", []).append(name)
    found = {"times": _times(text, tokens, times), "commands": commands, "thresholds": _THRESHOLD.findall(text)}
    return slots | {kind: values for kind, values in found.items() if values}


def _named(token: Token, commands: list[str]) -> Iterator[tuple[str, str]]:
    """The things that one piece names; of a quoted command only the machine it is about."""
    if token.kind == "remote":
        host, _, path = token.value.removeprefix("sftp:").partition(":")
        yield from (("hosts", host), ("paths", path))
    elif token.kind == "quoted" and token.value in commands:
        yield from (("hosts", host) for host in _ADDRESS.findall(token.value))
    elif is_path(token):
        yield (
            ("units" if token.value.endswith(_UNITS) else "topics" if _is_topic(token.value) else "paths"),
            token.value,
        )
    elif kind := _KINDS.get(token.kind):
        yield kind, token.value


def _is_topic(value: str) -> bool:
    """`garden/pump/set`, `owner/repository`: neither from a root nor with a file's ending."""
    return "/" in value[:-1] and value[0] not in "./~*" and "." not in value.rpartition("/")[2] and value[-1] != "/"


def is_path(token: Token) -> bool:
    """Whether the piece names a file or folder, quoted or not."""
    if token.kind == "quoted":
        return _QUOTED_PATH.fullmatch(token.value) is not None and " /" not in token.value
    return token.kind == "path"


def folder_and_pattern(path: str, endings: frozenset[str]) -> tuple[str, str]:
    """A folder and the names in it that are meant: `~/Scans/*.pdf`, `~/notes.txt`, `*.pdf`; either may be empty."""
    name = PurePosixPath(path).name
    single = name.lower() in _BARE_FILES or ("." in name[1:] and name.rpartition(".")[2].lower() in endings)
    if not single and not set("*?[") & set(name):
        return path, ""
    return path[: -len(name)].rstrip("/") or ("/" if path.startswith("/") else ""), name


def _in_figures(tokens: list[Token], element: Element) -> int:
    """How many times are typed as such, not spelled out: `half past eleven`."""
    typed = [tokens[place] for place in element.places]
    return sum(one.kind in ("clock", "number") or one.value in _NAMED_TIMES for one in typed)


def _times(text: str, tokens: list[Token], times: list[Element]) -> list[str]:
    """Clock times as HH:MM, dates as typed."""
    found: list[str] = []
    for element in times:
        both = 2 if element.sort == "window" else 1  # `after 22:00` tells no time at which something is
        if element.sort in ("times", "window") and _in_figures(tokens, element) >= both:
            found += [at.strftime("%H:%M") for at in element.value]
        elif element.sort in ("date", "yearly"):
            found.append(text[tokens[element.first].start : tokens[element.end - 1].end].removeprefix("on "))
    return found
