"""The webhook listener: one small ASGI app in the runner's loop. No port is open before a webhook trigger listens."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import uvicorn

from nomologi_tui.blocks.base import WebRequest
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.settings import Settings

MAX_BODY = 1024 * 1024  # bytes
BODY_SECONDS = 10.0
ACCEPT_SECONDS = 10.0  # until the run is on disk
QUEUE = 1_000  # requests that wait for one trigger
CONNECTIONS = 64
_DELIVERY_HEADERS = ("webhook-id", "x-github-delivery", "idempotency-key", "x-request-id")

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class _Refusal(Exception):  # noqa: N818 - an answer, not an error of ours
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Hooks:
    """Webhook triggers by their path token, and the requests that wait for their run to be on disk."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._queues: dict[str, asyncio.Queue[WebRequest]] = {}
        self._answers: dict[int, asyncio.Future[int]] = {}
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None

    async def requests(self, token: str) -> AsyncIterator[WebRequest]:
        """Requests under `token`, in order. The listener opens with the first trigger and closes with the last."""
        queue: asyncio.Queue[WebRequest] = asyncio.Queue(QUEUE)
        self._queues[token] = queue
        try:
            await self._open()
            while True:
                yield await queue.get()
        finally:
            self._queues.pop(token, None)
            if not self._queues:
                await self.close()

    def answer(self, request: WebRequest, status: int) -> None:
        """Let the sender know: 202 once the run is on disk, 403 when the trigger refuses."""
        waiting = self._answers.pop(id(request), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(status)

    async def _open(self) -> None:
        if self._serving is not None:
            return
        host, port = self._settings.webhook_host, self._settings.webhook_port
        config = uvicorn.Config(
            self._app, host=host, port=port, loop="none", lifespan="off", log_config=None, access_log=False,
            limit_concurrency=CONNECTIONS, timeout_keep_alive=5, h11_max_incomplete_event_size=16 * 1024,
            server_header=False, date_header=False,
        )  # fmt: skip
        server = uvicorn.Server(config)
        self._serving = asyncio.create_task(self._serve(server), name="webhook listener")
        while not server.started:
            if self._serving.done():
                self._serving = None
                raise BlockError(
                    f"The webhook listener can't open {host}:{port}.",
                    "Another program may use the port; set webhook_port in config.toml.",
                    passing=True,
                )
            await asyncio.sleep(0.01)
        self._server = server

    async def _serve(self, server: uvicorn.Server) -> None:
        try:
            await server._serve()  # noqa: SLF001 - serve() would take over the process's signals
        except SystemExit:  # uvicorn's word for a port that is taken
            return

    async def close(self) -> None:
        """Close the port."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await asyncio.wait({self._serving}, timeout=5)
        self._server = self._serving = None

    async def _app(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            status = await self._accept(scope, receive)
            await _reply(send, status, "accepted" if status == 202 else "refused")
        except _Refusal as refusal:
            await _reply(send, refusal.status, str(refusal))

    async def _accept(self, scope: dict[str, Any], receive: Receive) -> int:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        queue = self._find(scope, headers)
        body = await self._read(headers, receive)
        request = WebRequest(
            id=next((headers[name] for name in _DELIVERY_HEADERS if headers.get(name)), secrets.token_hex(16)),
            headers=headers,
            query=dict(parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=100)),
            body=body,
            received_at=self._clock.now(),
        )
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._answers[id(request)] = answer
        try:
            queue.put_nowait(request)
            return await asyncio.wait_for(answer, ACCEPT_SECONDS)
        except asyncio.QueueFull:
            raise _Refusal(429, "too many requests wait already") from None
        except TimeoutError:
            raise _Refusal(503, "not accepted: try again") from None
        finally:
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
            raise _Refusal(403, "refused")
        return known[0]

    def _host_is_ours(self, host: str) -> bool:
        """Guards against DNS rebinding: only names that the user gave, or this machine's own."""
        name = host.rsplit(":", 1)[0].strip("[]").lower()
        given = self._settings.webhook_url.partition("://")[2].split("/")[0].rsplit(":", 1)[0].lower()
        return name in {"127.0.0.1", "localhost", "::1", self._settings.webhook_host.lower(), given} - {""}

    async def _read(self, headers: dict[str, str], receive: Receive) -> bytes:
        if headers.get("content-length", "0").isdigit() and int(headers.get("content-length", "0")) > MAX_BODY:
            raise _Refusal(413, "the body is larger than 1 MB")
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
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


async def _reply(send: Send, status: int, text: str) -> None:
    body = json.dumps({"status": text}).encode() + b"\n"
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
