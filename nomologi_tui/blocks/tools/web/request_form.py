"""The HTTP request's fields that are read before anything is sent."""

import json
import re
import shlex
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from nomologi_tui.blocks.base import Touch
from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.fields import ConnectionRef, Serves
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.model import Effect

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]
Account = Annotated[ConnectionRef, Serves(("http",))]

SAFE = ("GET", "HEAD")
_TYPED_HOST = re.compile(r"https?://(?:[^/?#{@\\]*@)?(\[[^\]{]*\]|[^/?#{@:\\\s]+)(?::\d+)?(?=[/?#]|$)", re.IGNORECASE)
_RANGE = re.compile(r"\s*([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?\s*")
_TYPES = {
    "text": "text/plain; charset=utf-8",
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
}
_TOO_MANY = 429  # turned away before anything was done, so asking again is harmless whatever the method
_PASSING = (408, 425, 500, 502, 503, 504)


def typed_host(url: str) -> str:
    """The host that the person typed, in lower case; empty when a value has a part in it."""
    match = _TYPED_HOST.match(url)
    return match[1].strip("[]").lower() if match else ""


def check_expected(text: str) -> str:
    """`text` when it reads as statuses such as `200-299, 404`. Raises ValueError with a sentence."""
    if not all(_RANGE.fullmatch(part) for part in text.split(",")):
        raise ValueError(f"“{text}” are not statuses; write for example 200-299, 404")
    return text


def check_status(answer: Mapping[str, Any], expected: str, method: str, host: str, connection: str = "") -> None:
    """Raises BlockError for a status that is not one of `expected`; passing where asking again is harmless.

    CredentialError where the host refuses the `connection` that the request went out with.
    """
    status, patience = answer["status"], answer["headers"].get("retry-after", "")
    ranges = [match for part in expected.split(",") if (match := _RANGE.fullmatch(part))]
    good = any(int(one[1]) <= status <= int(one[2] or one[1]) for one in ranges)
    if not good and connection and status in (401, 403):
        raise CredentialError(
            f"{host} refused the connection “{connection}” ({status}).",
            how_to_try(connection),
            wholly=status == 401,
        )
    if not good:
        passing = status == _TOO_MANY or (method in SAFE and status in _PASSING)
        raise BlockError(
            f"{host} answered {status}; expected was {expected}.", passing=passing, retry_after=asked_patience(patience)
        )


def how_to_try(connection: str) -> str:
    """What to do where a host refused it."""
    return f"Try it: nomologi connections test {shlex.quote(connection)}. Perhaps it is expired, or may not do this."


Expected = Annotated[str, AfterValidator(check_expected)]


def effect_of_method(config: Mapping[str, Any]) -> Effect:
    """A request that only asks may be sent twice."""
    return Effect.READ if config.get("method", "GET") in SAFE else Effect.ONCE


def asked_patience(header: str) -> float | None:
    """The seconds that a Retry-After header asks for; None where it names none, or a date."""
    return float(header) if header.isascii() and header.isdigit() else None


def headers_of(config: Any, ctx: ActionContext, url: str) -> dict[str, str]:
    """All headers of a request: typed ones, those that the body and the try need, those of its connection.

    Raises BlockError for a body that is not what its type says, or a connection that is not bound to the host of `url`.
    """
    key = "" if config.method in SAFE else ctx.idempotency_key
    headers = all_headers(config.headers, config.body, config.body_type, key)
    added = ctx.connection(config.connection).headers_for(url) if config.connection else {}
    taken = {name.lower() for name in added}
    return {name: value for name, value in headers.items() if name.lower() not in taken} | added


def touches_of(url: str, connection: str) -> list[Touch]:
    """What a request reaches, and whose credential it sends there."""
    host = typed_host(url)
    reached = Touch("reach", host or f"any public host: {url}")
    sent = Touch("send", f"the credential of “{connection}” to {host or 'the hosts that it is bound to'}")
    return [reached, sent] if connection else [reached]


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
        check_json(body)
    return {**headers, **more}


def check_json(body: str) -> None:
    """Raises BlockError where `body` is no JSON."""
    try:
        json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BlockError(
            f"The body is not JSON: {error}.", "Write values that hold quotes as {{ value | json }}, without quotes."
        ) from None
