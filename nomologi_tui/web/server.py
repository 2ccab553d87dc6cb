"""Serve the app to browsers of this machine: whoever has the address with its token, and nobody else."""

import asyncio
import hmac
import shlex
import signal
import sys
from collections.abc import Callable
from importlib.resources import files
from string import Template
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from textual_serve.server import Server

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
PATIENCE = 5.0  # seconds that open pages get to end
SIZE = "16"  # of the letters
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address holds the token
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Pages(Server):
    """textual-serve's server behind a token in each path; its page, which loads fonts from elsewhere, is ours."""

    def __init__(self, token: str) -> None:
        super().__init__(shlex.join([sys.executable, "-m", "nomologi_tui.web"]), host=HOST, title="Nomologi")
        self._token = token
        self._open: set[asyncio.Task[Any]] = set()
        self._page = Template(files("nomologi_tui.web").joinpath("page.html").read_text(encoding="utf-8"))

    async def serve_on(self, port: int, said: Callable[[str], None]) -> None:
        """Serve until a signal ends it; `said` gets the address once it is served. Raises OSError for a taken port."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=PATIENCE)
        await runner.setup()
        try:
            site = web.TCPSite(runner, HOST, port)
            await site.start()
            self.port = int(runner.addresses[0][1])
            said(f"http://{HOST}:{self.port}/{self._token}/")
            await _told_to_end()
        finally:
            await runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[self._guard])
        here = f"/{self._token}"
        application.add_routes([
            web.get(f"{here}/", self._index),
            web.get(f"{here}/ws", self._socket),
            web.get(f"{here}/download/{{key}}", self.handle_download),
            web.static(f"{here}/static", self.statics_path),
        ])  # fmt: skip
        application.on_shutdown.append(self._end_pages)
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Nothing without the token, under another host's name (DNS rebinding), or from another site's page."""
        token = request.path.split("/")[1]
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            raise web.HTTPNotFound(headers=HEADERS)
        if request.host not in [f"{name}:{self.port}" for name in NAMES]:
            raise web.HTTPForbidden(text="Another host's name.", headers=HEADERS)
        if not self._is_own(request):
            raise web.HTTPForbidden(text="Another site's page.", headers=HEADERS)
        answer = await handler(request)
        if not answer.prepared:
            answer.headers.update(HEADERS)
        return answer

    def _is_own(self, request: web.Request) -> bool:
        """A page of ours says so; without an origin it may load the page, but open no session."""
        origin = request.headers.get("Origin")
        if origin is None:
            return not request.path.endswith("/ws")
        return origin in [f"http://{name}:{self.port}" for name in NAMES]

    async def _index(self, request: web.Request) -> web.Response:
        wanted = request.query.get("fontsize", SIZE)
        size = wanted if wanted.isascii() and wanted.isdecimal() and len(wanted) < 3 else SIZE
        page = self._page.substitute(websocket=f"ws://{request.host}/{self._token}/ws", size=size)
        return web.Response(text=page, content_type="text/html")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        task = asyncio.ensure_future(self.handle_websocket(request))
        self._open.add(task)
        try:
            return await task
        finally:
            self._open.discard(task)
            task.cancel()

    async def _end_pages(self, _application: web.Application) -> None:
        """Each app behind a page keeps its draft and ends."""
        pages = set(self._open)
        for one in pages:
            one.cancel()
        if pages:
            await asyncio.wait(pages, timeout=PATIENCE)


async def _told_to_end() -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in ENDS:
        loop.add_signal_handler(one, ended.set)
    await ended.wait()
