"""The webhook listener: one small ASGI app in the runner's loop. No port is open before a webhook trigger listens."""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

from nomologi_tui.blocks.contexts import WebRequest
from nomologi_tui.clock import Clock
from nomologi_tui.runner.triggers.port import PATIENT, Patience, Port
from nomologi_tui.settings import Settings

MAX_BODY = 1024 * 1024  # bytes
QUEUE = 1_000  # requests that wait for one trigger
_TOLD_ELSEWHERE = (404, 503)  # meant for nobody; and to be sent again
_DELIVERY_HEADERS = ("webhook-id", "x-github-delivery", "idempotency-key", "x-request-id")

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class _Refusal(Exception):  # noqa: N818 - an answer, not an error of ours
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Hooks:
    """Webhook triggers by their path token, and the requests that wait for their run to be on disk."""

    def __init__(self, settings: Settings, clock: Clock, patience: Patience = PATIENT) -> None:
        self._settings = settings
        self._clock = clock
        self._patience = patience
        self._queues: dict[str, asyncio.Queue[WebRequest]] = {}
        self._refused: dict[str, Callable[[str], None]] = {}
        self._answers: dict[int, asyncio.Future[int]] = {}
        self._port = Port(settings.webhook_host, settings.webhook_port, "webhook_port")

    @asynccontextmanager
    async def listening(
        self, token: str, refused: Callable[[str], None] = lambda _reason: None
    ) -> AsyncIterator[asyncio.Queue[WebRequest]]:
        """Requests under `token`, in order. The port opens with the first trigger and closes with the last.

        `refused` hears why a request to this token did not come that far.
        Raises BlockError when the port can't be opened.
        """
        queue: asyncio.Queue[WebRequest] = asyncio.Queue(QUEUE)
        self._queues[token], self._refused[token] = queue, refused
        try:
            await self._port.open(self._app, self._patience)
            yield queue
        finally:
            if self._queues.get(token) is queue:
                del self._queues[token], self._refused[token]
            while not queue.empty():
                self.answer(queue.get_nowait(), 503)
            if not self._queues:
                await self._port.close(self._patience)

    def answer(self, request: WebRequest, status: int) -> None:
        """Let the sender know: 202 once the run is on disk, 403 when the trigger refuses, 503 to try again."""
        waiting = self._answers.pop(id(request), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(status)

    def address(self, token: str) -> str:
        """Where senders reach the listener under `token`."""
        return f"{self._settings.webhook_url.rstrip('/') or self._port.url}/hook/{token}"

    async def _app(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            status = await self._accept(scope, receive)
            await _reply(send, status, "accepted" if status == 202 else "refused")
        except _Refusal as refusal:
            tell = self._refused.get(scope["path"].rpartition("/")[2])
            if tell is not None and refusal.status not in _TOLD_ELSEWHERE:
                tell(str(refusal))
            await _reply(send, refusal.status, str(refusal))

    async def _accept(self, scope: dict[str, Any], receive: Receive) -> int:
        """The status of the answer, once it is known. Raises _Refusal."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        queue = self._find(scope, headers)
        body = await self._read(headers, receive)
        request = WebRequest(
            id=next((headers[name] for name in _DELIVERY_HEADERS if headers.get(name)), secrets.token_hex(16)),
            headers=headers,
            query=_query(scope["query_string"]),
            body=body,
            received_at=self._clock.now(),
        )
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[int] = loop.create_future()
        self._answers[id(request)] = answer
        too_late = loop.call_later(self._patience.accepted, _give_up, answer)
        try:
            queue.put_nowait(request)
            return await answer
        except asyncio.QueueFull:
            raise _Refusal(429, "too many requests wait already") from None
        finally:
            too_late.cancel()
            self._answers.pop(id(request), None)

    def _find(self, scope: dict[str, Any], headers: dict[str, str]) -> asyncio.Queue[WebRequest]:
        """The trigger's queue, for a POST to its path by its own name; 404 for anything else, all alike."""
        prefix, _, token = scope["path"].rpartition("/")
        known = [queue for one, queue in self._queues.items() if secrets.compare_digest(one.encode(), token.encode())]
        if (
            prefix != "/hook"
            or scope["method"] != "POST"
            or not known
            or not self._host_is_ours(headers.get("host", ""))
        ):
            raise _Refusal(404, "not found")
        if "origin" in headers:  # a browser page, not a service
            raise _Refusal(403, "a browser page sent it")
        return known[0]

    def _host_is_ours(self, host: str) -> bool:
        """Guards against DNS rebinding: only names that the user gave, or this machine's own."""
        given = self._settings.webhook_url.partition("://")[2].split("/")[0]
        ours = {"127.0.0.1", "localhost", "::1", self._settings.webhook_host.lower(), _name_of(given)}
        return _name_of(host) in ours - {""}

    async def _read(self, headers: dict[str, str], receive: Receive) -> bytes:
        if "content-length" in headers and "transfer-encoding" in headers:  # a proxy may read it as two requests
            raise _Refusal(400, "the body's length is told in two ways")
        if int(headers.get("content-length", "0")) > MAX_BODY:  # h11 has seen to it that it is a number
            raise _Refusal(413, "the body is larger than 1 MB")
        body = bytearray()
        try:
            async with asyncio.timeout(self._patience.body):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _Refusal(400, "the body broke off")
                    body += message.get("body", b"")
                    if len(body) > MAX_BODY:
                        raise _Refusal(413, "the body is larger than 1 MB")
                    if not message.get("more_body"):
                        return bytes(body)
        except TimeoutError:
            raise _Refusal(408, "the body came too slowly") from None


def _give_up(answer: "asyncio.Future[int]") -> None:
    if not answer.done():
        answer.set_exception(_Refusal(503, "not accepted: try again"))


def _name_of(host: str) -> str:
    """The name in `name:port`, `name`, `[::1]:port`; lower case."""
    return re.sub(r":\d*$", "", host).strip("[]").lower() if host.count(":") <= 1 or "]" in host else host.lower()


def _query(raw: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(raw.decode("latin-1"), max_num_fields=100))
    except ValueError:
        raise _Refusal(400, "the query has too many fields") from None


async def _reply(send: Send, status: int, text: str) -> None:
    body = json.dumps({"status": text}).encode() + b"\n"
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
