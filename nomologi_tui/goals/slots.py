"""The things that a sentence names: paths, addresses, hosts, recipients, times, commands, thresholds."""

import re
from pathlib import PurePosixPath

from nomologi_tui.goals.times.element import Element
from nomologi_tui.goals.tokens import Kind, Token

_KINDS: dict[Kind, str] = {
    "path": "paths", "url": "urls", "host": "hosts", "email": "recipients", "channel": "recipients",
}  # fmt: skip
_THRESHOLD = re.compile(
    r"(?:\b(?:above|over|below|under|exceeds|(?:more|less|greater|fewer|lower|higher) than|at (?:least|most))|[<>]=?)"
    r"\s*\d+(?:\.\d+)?\s*(?:%|percent\b|[kmgt]i?b\b|°\s?[cf]\b|degrees\b|ms\b)?",
    re.IGNORECASE,
)
_QUOTED_PATH = re.compile(r"(?:~|\.{0,2}/|[\w.-]+/).*|\*\.\w+")


def slots_of(text: str, tokens: list[Token], times: list[Element], commands: list[str]) -> dict[str, list[str]]:
    """Each named thing as typed, under the kind of thing it is; kinds without any are left out."""
    slots: dict[str, list[str]] = {}
    for token in tokens:
        kind = "paths" if is_path(token) else _KINDS.get(token.kind)
        if kind and token.value not in commands:
            slots.setdefault(kind, []).append(token.value)
    found = {"times": _times(text, tokens, times), "commands": commands, "thresholds": _THRESHOLD.findall(text)}
    return slots | {kind: values for kind, values in found.items() if values}


def is_path(token: Token) -> bool:
    """Whether the piece names a file or folder, quoted or not."""
    if token.kind == "quoted":
        return _QUOTED_PATH.fullmatch(token.value) is not None and " /" not in token.value
    return token.kind == "path"


def folder_and_pattern(path: str, endings: frozenset[str]) -> tuple[str, str]:
    """A folder and the names in it that are meant: `~/Scans/*.pdf`, `~/notes.txt`, `*.pdf`; either may be empty."""
    name = PurePosixPath(path).name
    single = "." in name[1:] and name.rpartition(".")[2].lower() in endings
    if not single and not set("*?[") & set(name):
        return path, ""
    return path[: -len(name)].rstrip("/") or ("/" if path.startswith("/") else ""), name


def _times(text: str, tokens: list[Token], times: list[Element]) -> list[str]:
    """Clock times as HH:MM, dates as typed."""
    found: list[str] = []
    for element in times:
        if element.sort in ("times", "window"):
            found += [at.strftime("%H:%M") for at in element.value]
        elif element.sort in ("date", "yearly"):
            found.append(text[tokens[element.first].start : tokens[element.end - 1].end].removeprefix("on "))
    return found
