"""The typed atoms of patterns: what a token is besides a word, and how much each weighs."""

import re

from nomologi_tui.goals.sentence.slots import is_path
from nomologi_tui.goals.words.lexicon import FILE_ENDINGS
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.goals.words.vocabulary import CLASSES

KINDS = (
    "path",
    "url",
    "web",
    "title",
    "host",
    "email",
    "channel",
    "quoted",
    "shell",
    "number",
    "limit",
    "size",
    "template",
    "unit",
    "feed",
    "topic",
    "log",
    "script",
    "folder",
)
WEIGHTS = {
    "feed": 1.3,
    "title": 0.7,
    "topic": 1.1,
    "log": 0.9,
    "number": 0.4,
    "limit": 0.8,
    "size": 0.9,
    "quoted": 0.5,
    "shell": 0.8,
    "path": 0.8,
    "script": 0.8,
    "folder": 0.8,
    "url": 1.3,
    "web": 1.3,
    "host": 1.2,
    "channel": 0.6,
}
_FEED = re.compile(r"[/.](?:feeds?|rss|atom|flux)\b|(?<!sitemap)\.(?:xml|rss|atom)$", re.IGNORECASE)
_TOPIC = re.compile(r"[^~./*][^.*]*/[^.*]+")  # `home/door`, no file
_SCRIPT = re.compile(r"\.(?:sh|bash|zsh|fish|py|pl|rb|js|ts|php|lua|r|jar|bin|run|out|exe|bat|ps1|yml|yaml)$|/s?bin/|"
                     r"/(?:scripts?|opt|libexec|init\.d|cron\.\w+)/", re.IGNORECASE)  # fmt: skip
_FOLDER = re.compile(r"(?:~|/(?:mnt|srv|media|home|data|backup|backups|var|nas|pool|tank|share))(?:/[^.]*)?")
_JOBS = frozenset(CLASSES["job"].split()) | {"report", "mirror", "check"}
_MAKERS = frozenset(  # programs that are told what to do by a word
    "make just task npm yarn pnpm cargo go docker podman git mvn gradle rake ant invoke bash sh python node php".split()
)
_SHELL = re.compile(
    r"[a-z][\w.-]*\s(?:.*\s)?(?:--?[a-z]|[~/.]|\||>)|~?/[\w./-]+(?:\s|$)"
)  # `rm -rf /tmp/x`, no sentence
_LOG = re.compile(r"[._-]log(?:\.\d+)?$|/(?:syslog|messages|secure|maillog|dmesg|daemon|kern)$", re.IGNORECASE)


def _is_job(text: str) -> bool:
    """Whether it is what an automation may be called, no command: `nightly dump`, but not `make dump`."""
    first, _, rest = text.lower().partition(" ")
    prose = first.isalpha() and rest.replace(" ", "").isalpha() and first not in _MAKERS
    return prose and (rest.split()[-1] in _JOBS or first in _JOBS)


def is_place(path: str) -> bool:
    """Whether the path is one that things are put into, none that is run."""
    return _FOLDER.fullmatch(path) is not None and not is_script(path)


def is_script(path: str) -> bool:
    """Whether the path is one of a program, by its ending or its folder."""
    return _SCRIPT.search(path) is not None


def is_document(path: str) -> bool:
    """Whether the path is one of a file with something in it to read or look at, by its ending."""
    return path.rpartition(".")[2].lower() in FILE_ENDINGS


def is_feed(address: str) -> bool:
    """Whether the address looks like that of a feed."""
    return _FEED.search(address) is not None


def kinds_of(token: Token) -> list[str]:
    """The typed atoms that a token is."""
    kinds: list[str] = [token.kind] if token.kind in KINDS else []
    if token.kind == "path":
        return _of_path(token.value)
    if token.kind == "quoted":
        return kinds + _of_quoted(token)
    if token.kind in ("url", "host") and is_feed(token.value):
        kinds.append("feed")
    if token.kind == "url" and token.value.lower().startswith("http"):
        kinds.append("web")
    return kinds


def _of_quoted(token: Token) -> list[str]:
    path = is_path(token)
    titled = not path and (token.value[:1].isupper() or _is_job(token.value))
    found = {"title": titled, "shell": _SHELL.match(token.value) is not None, "path": path}
    return [kind for kind, so in found.items() if so]


def _of_path(value: str) -> list[str]:
    if value.endswith((".service", ".timer", ".socket")):
        return ["unit"]
    topic, place = _TOPIC.fullmatch(value) is not None, is_place(value)
    log = _LOG.search(value) is not None
    script = is_script(value) or not (place or topic or log or is_document(value))
    found = {"topic": topic, "folder": place, "script": script, "log": log}
    return ["path", *(kind for kind, so in found.items() if so)]
