"""How texts of settings must look. Each raises ValueError, and nobody repeats the text: it may be a secret."""

import re
from datetime import time, timedelta
from urllib.parse import urlsplit


def hours(text: str) -> tuple[time, time]:
    """`22:00-07:00`: from, until."""
    begin, _, end = text.partition("-")
    found = time_of_day(begin), time_of_day(end)
    if found[0] == found[1]:
        raise ValueError("no hours between")
    return found


def time_of_day(text: str) -> time:
    """`8:00`."""
    hour, minute = _parts(r"(\d{1,2}):(\d\d)", text)
    return time(int(hour), int(minute))


def digest(text: str) -> timedelta | time:
    """`30m`, `2h`: how often; `08:00`: when in the day."""
    if ":" in text:
        return time_of_day(text)
    number, unit = _parts(r"(\d{1,4})\s*(m|h)", text)
    length = timedelta(minutes=int(number) * (60 if unit == "h" else 1))
    if not timedelta() < length <= timedelta(days=1):
        raise ValueError("not within a day")
    return length


def channel(text: str) -> str:
    """Never an address: those hold passwords and tokens, and the topic of a ntfy address is one."""
    return _parts(r"((?:env|keyring):\S+|desktop|terminal|off)", text)[0]


def url(text: str) -> str:
    """A web address, or where one is kept."""
    found = _parts(r"(https?://[^/\s]\S*|(?:env|keyring):\S+)", text)[0]
    urlsplit(found).port  # noqa: B018 - refuses a host and a port that there can't be
    return found


def path(text: str) -> str:
    """A path that is the same whatever folder a program was started in."""
    return _parts(r"(~?/.+)", text)[0]


def theme(text: str) -> str:
    """The name of a built-in theme, or of a file without its ending."""
    return _parts(r"([A-Za-z0-9][\w.-]{0,63})", text)[0]


def packages(text: str) -> str:
    """Names of packages, each with a version or without."""
    one = r"[A-Za-z0-9][\w.-]*(?:==[\w.!+-]+)?"
    return _parts(rf"({one}(?:[\s,]+{one})*)", text)[0]


def _parts(pattern: str, text: str) -> tuple[str, ...]:
    found = re.fullmatch(pattern, text.strip(), re.ASCII)
    if found is None:
        raise ValueError("another form is wanted")
    return found.groups()
