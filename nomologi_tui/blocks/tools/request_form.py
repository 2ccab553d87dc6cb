"""The HTTP request's fields that are read before anything is sent."""

import json
import re
from collections.abc import Mapping
from typing import Any

from nomologi_tui.errors import BlockError
from nomologi_tui.model import Effect

SAFE = ("GET", "HEAD")
_TYPED_HOST = re.compile(r"https?://(?:[^/?#{@\\]*@)?(\[[^\]{]*\]|[^/?#{@:\\\s]+)(?::\d+)?(?=[/?#]|$)", re.IGNORECASE)
_RANGE = re.compile(r"\s*([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?\s*")
_TYPES = {
    "text": "text/plain; charset=utf-8",
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
}
_PASSING = (408, 425, 429, 500, 502, 503, 504)


def typed_host(url: str) -> str:
    """The host that the person typed, in lower case; empty when a value has a part in it."""
    match = _TYPED_HOST.match(url)
    return match[1].strip("[]").lower() if match else ""


def check_expected(text: str) -> str:
    """`text` when it reads as statuses such as `200-299, 404`. Raises ValueError with a sentence."""
    if not all(_RANGE.fullmatch(part) for part in text.split(",")):
        raise ValueError(f"“{text}” are not statuses; write for example 200-299, 404")
    return text


def check_status(answer: Mapping[str, Any], expected: str, method: str, host: str) -> None:
    """Raises BlockError for a status that is not one of `expected`; passing where asking again is harmless."""
    status, patience = answer["status"], answer["headers"].get("retry-after", "")
    ranges = [match for part in expected.split(",") if (match := _RANGE.fullmatch(part))]
    if not any(int(one[1]) <= status <= int(one[2] or one[1]) for one in ranges):
        raise BlockError(
            f"{host} answered {status}; expected was {expected}.", passing=method in SAFE and status in _PASSING,
            retry_after=asked_patience(patience),
        )  # fmt: skip


def effect_of_method(config: Mapping[str, Any]) -> Effect:
    """A request that only asks may be sent twice."""
    return Effect.READ if config.get("method", "GET") in SAFE else Effect.ONCE


def asked_patience(header: str) -> float | None:
    """The seconds that a Retry-After header asks for; None where it names none, or a date."""
    return float(header) if header.isascii() and header.isdigit() else None


def all_headers(headers: dict[str, str], body: str, body_type: str, key: str) -> dict[str, str]:
    """The typed headers and those that the body and the try need. `key`: one for all tries, empty for none.

    Raises BlockError when the body is not what its type says.
    """
    named = {name.lower() for name in headers}
    more = {}
    if body and "content-type" not in named:
        more["Content-Type"] = _TYPES[body_type]
    if key and "idempotency-key" not in named:
        more["Idempotency-Key"] = key
    if body and body_type == "json":
        _check_json(body)
    return {**headers, **more}


def _check_json(body: str) -> None:
    try:
        json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BlockError(
            f"The body is not JSON: {error}.", "Write values that hold quotes as {{ value | json }}, without quotes."
        ) from None
