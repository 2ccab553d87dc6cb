"""From a web request to an event's data, and the `curl` line that tries a webhook."""

import json
import secrets
import shlex
from typing import Any

from nomologi_tui.blocks.contexts import WebRequest
from nomologi_tui.blocks.tools.web.signatures import Signing, harmless_headers, sample_headers

_SAMPLE = b'{"hello": "world"}'


def new_token() -> str:
    """256 random bits that fit into an address."""
    return secrets.token_urlsafe(32)


def request_data(request: WebRequest, signing: Signing) -> dict[str, Any]:
    """body (text), json (or None), headers, query."""
    text = request.body.decode("utf-8", "replace")
    headers = harmless_headers(signing, request.headers)
    return {"body": text, "json": _as_json(text), "headers": headers, "query": dict(request.query)}


def _as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def try_it(url: str, signing: Signing, now: float) -> str:
    """The address and a line that sends it something now."""
    headers = {"content-type": "application/json", **sample_headers(signing, _SAMPLE, now)}
    shown = " ".join(f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers.items())
    signed_for = "" if signing.scheme in ("none", "github", "hmac") else "   (signed for the next 5 minutes)"
    return f"{url}\ncurl {shown} -d {shlex.quote(_SAMPLE.decode())} {shlex.quote(url)}{signed_for}"
