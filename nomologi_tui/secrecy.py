"""What looks like a secret, by its own shape or by the name that it has: it belongs into the keyring."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nomologi_tui.expressions import expression

HOW = "Keep it in a connection (nomologi connections add), or in the environment of what runs it."
_SHAPE = expression(
    r"-----BEGIN|\b(?:gh[oprsu]_|github_pat_|glpat-|xox[abprs]-|sk-|AKIA|ya29\.|eyJ[\w-]{10,}\.)|://[^/\s:@]*:[^/\s@]+@"
)
_NAME = expression(
    r"passw|passphrase|token|secret|api[-_]?key|credential|authorization|cookie|private[-_]?key|access[-_]?key",
    re.IGNORECASE,
)
_WHOLE = expression(
    r"\b(?:gh[oprsu]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{16,}|AKIA[0-9A-Z]{16}\b"
    r"|ya29\.[\w-]{10,}|eyJ[\w-]{10,}\.[\w-]+(?:\.[\w-]*)?)"
    r"|(?<=hooks\.slack\.com/services/)[\w/]{20,}|(?<=/api/webhooks/)\d+/[\w-]{20,}"  # Slack's and Discord's
    r"|\b\d{8,10}:[\w-]{35}\b"  # Telegram's
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
    re.DOTALL,
)
_NAMED = expression(
    r"(?:--?(?:password|passwd|pass|token|secret|api[-_]?key)[= ]"
    r"|[?&](?:password|token|secret|api[-_]?key|access_token)="
    r"|\bAuthorization:\s*(?:\w+ )?|\bBearer (?=[\w.~+/-]{16}))\s*[\"']?([^\s\"'&{}$<>|;]{8,})",
    re.IGNORECASE,
)
_ADDRESS = expression(r"://[^/\s:@{}$]*:([^/\s@{}$]+)@")
_SHORTEST = 8  # characters of a value that is a secret by its name: "true" and "yes" are none
_ELSEWHERE = expression(r"\s*(?:env:|keyring:|\$|\{\{)")  # it only says where the secret is


def looks_secret(value: str) -> bool:
    """Whether the value has the shape of a secret."""
    return _SHAPE.search(value) is not None or next(secrets_in(value), None) is not None


def sounds_secret(name: str) -> bool:
    """Whether what has that name is a secret: `password`, `X-Api-Key`."""
    return _NAME.search(name) is not None


def secrets_in(value: str) -> Iterator[str]:
    """The parts of a text that are secrets by their shape: tokens of well-known services, passwords in addresses."""
    yield from (found[0] for found in _WHOLE.finditer(value))
    yield from (found[1] for found in _NAMED.finditer(value))
    yield from (found[1] for found in _ADDRESS.finditer(value))


def secrets_under(name: str, value: str) -> list[str]:
    """Those of a value that has a name, as a header: where it sounds like a secret, the whole value is one."""
    said = value.strip()
    if sounds_secret(name) and len(said) >= _SHORTEST and not _ELSEWHERE.match(said) and "{{" not in said:
        return [said, *(word for word in said.split()[1:] if len(word) >= _SHORTEST)]  # `Bearer …`
    return list(secrets_in(value))


def secrets_of(value: Any) -> Iterator[str]:
    """Those that stand in the JSON value of a field, also in lists and under names inside it."""
    if isinstance(value, str):
        yield from secrets_in(value)
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from secrets_under(name, one) if isinstance(one, str) else secrets_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from secrets_of(one)


def hidden_under(name: str, value: str) -> str:
    """The value as it may be shown under its name."""
    return "[hidden]" if sounds_secret(name) or looks_secret(value) else value
