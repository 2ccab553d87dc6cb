"""One question to a provider, and what is made of its answer: whatever comes back is values or one sentence."""

import base64
import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from nomologi_tui.blocks.tools.web.http import Answer, Call, as_json, fetch
from nomologi_tui.blocks.tools.web.request_form import asked_patience, typed_host
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.providers.login.service import Endpoints, Service
from nomologi_tui.text import clean_line, shorten

MOST = 256 * 1024  # bytes of an answer: tokens with all groups of a person in them have some 10 KB
_SENT = (
    TimeoutError, httpx.TimeoutException, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, zlib.error,
)  # fmt: skip
_PASSING = ("temporarily_unavailable", "server_error")
_SECRETS = ("code", "code_verifier", "device_code", "refresh_token", "token")  # fields of what is posted
_SHORTEST = 4  # characters; a shorter one is no secret, and would tear words apart


class RefusedError(CredentialError):
    """The provider said no, by a `code` of its standard such as `invalid_grant`."""

    def __init__(self, message: str, hint: str = "", code: str = "") -> None:
        super().__init__(message, hint)
        self.code = code


class NoAnswerError(BlockError):
    """The question was sent and no answer came: what the provider did is not known."""


async def get(
    url: str, service: Service, clock: Clock, headers: Mapping[str, str] | None = None
) -> dict[str, Any] | None:
    """The JSON object at `url`; None where there is no such page. Raises BlockError."""
    call = _call("GET", url, service, {"Accept": "application/json", **(headers or {})})
    answer = await fetch(call, clock=clock)
    if answer.status in (404, 405):
        return None
    return _object(answer, service.host, [text.rpartition(" ")[2] for text in (headers or {}).values()])


async def post(
    url: str, fields: Mapping[str, str], service: Service, endpoints: Endpoints, clock: Clock
) -> dict[str, Any]:
    """The answer to a form, sent as the client. Raises RefusedError, NoAnswerError, else BlockError: it may pass."""
    answer = await _posted(url, fields, service, endpoints, clock)
    return _object(answer, service.host, _secrets_of(fields, service))


async def tell(url: str, fields: Mapping[str, str], service: Service, endpoints: Endpoints, clock: Clock) -> None:
    """The same where the answer says nothing but that it was heard. Raises as `post`."""
    answer = await _posted(url, fields, service, endpoints, clock)
    if not 200 <= answer.status <= 299:
        _object(answer, service.host, _secrets_of(fields, service))


def _secrets_of(fields: Mapping[str, str], service: Service) -> list[str]:
    return [service.client_secret, *(fields[name] for name in _SECRETS if name in fields)]


async def _posted(url: str, fields: Mapping[str, str], service: Service, endpoints: Endpoints, clock: Clock) -> Answer:
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    body = {**fields, "client_id": service.client_id}
    if service.client_secret and endpoints.secret_in_header:
        pair = f"{quote(service.client_id, safe='')}:{quote(service.client_secret, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    elif service.client_secret:
        body["client_secret"] = service.client_secret
    call = _call("POST", url, service, headers, urlencode(body).encode())
    try:
        return await fetch(call, clock=clock)
    except BlockError as error:
        if isinstance(error.__cause__, _SENT) and not error.passing:
            raise NoAnswerError(error.message, error.hint) from error
        raise


def _call(method: str, url: str, service: Service, headers: Mapping[str, str], body: bytes = b"") -> Call:
    """Never redirected: a secret would go along."""
    host, time = typed_host(service.address), service.deadline
    return Call(method, url, host, headers, body=body, timeout=time, follow=False, most=MOST)


def _object(answer: Answer, host: str, secrets: Sequence[str]) -> dict[str, Any]:
    """What the answer holds, whatever its status: Google says `authorization_pending` with 428, GitHub with 200.

    A provider that repeats what it was sent does not make a sentence hold one of `secrets`.
    """
    found = None if answer.cut else as_json(answer.text)
    if isinstance(found, dict) and found.get("error"):
        raise _refusal(found, host, secrets)
    if isinstance(found, dict) and 200 <= answer.status <= 299:
        return found
    raise BlockError(
        f"{host} {_wrong(answer)}.", "Try again later.", passing=True,
        retry_after=asked_patience(answer.headers.get("retry-after", "")),
    )  # fmt: skip


def _wrong(answer: Answer) -> str:
    if 300 <= answer.status <= 399:
        return "leads elsewhere with its answer, which is not followed: a secret would go along"
    if not 200 <= answer.status <= 299:
        return f"answered {answer.status}"
    if answer.cut:
        return f"answered more than {MOST // 1024} KB"
    kind = clean_line(answer.headers.get("content-type", "")).partition(";")[0]
    return (
        f"gave no answer that means anything ({shorten(kind, 40) or 'without a type'}); perhaps a page stands between"
    )


def _refusal(found: Mapping[str, Any], host: str, secrets: Sequence[str]) -> BlockError:
    code = shorten(clean_line(_without(secrets, str(found["error"]))), 60)
    said = shorten(clean_line(_without(secrets, str(found.get("error_description") or ""))), 300).rstrip(".")
    if code in _PASSING:
        return BlockError(f"{host} can't do it now ({code}).", "Try again later.", passing=True)
    if code in ("invalid_client", "unauthorized_client"):
        hint = "Check the client's id and secret, and that the provider allows it to log in this way."
        return RefusedError(f"{host} does not accept this client ({code}{_more(said)}).", hint, code)
    return RefusedError(f"{host} refused ({code}{_more(said)}).", code=code)


def _without(secrets: Sequence[str], text: str) -> str:
    for secret in secrets:
        for form in (secret, quote(secret, safe="")):
            text = text.replace(form, "[hidden]") if len(secret) >= _SHORTEST else text
    return text


def _more(said: str) -> str:
    return f": {said}" if said else ""
