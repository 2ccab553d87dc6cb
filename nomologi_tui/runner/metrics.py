"""Figures for Prometheus at 127.0.0.1, where `metrics_port` says so: numbers and ids, no word of a person."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from nomologi_tui import __version__
from nomologi_tui.errors import BlockError, StoreError
from nomologi_tui.runner.daily_backup import newest_backup
from nomologi_tui.runner.tools import AGAIN, Tools
from nomologi_tui.runner.triggers.port import PATIENT, Port
from nomologi_tui.store import sqlite
from nomologi_tui.store.figures import Figures, figures
from nomologi_tui.store.runs import ends

if TYPE_CHECKING:
    from prometheus_client.core import Metric

HOST = "127.0.0.1"
_Values = Iterable[tuple[Any, float]]  # labels, and the value
_OURS = (HOST, "localhost")  # names by which a page in a browser can't be led here

_log = logging.getLogger(__name__)


class Metrics:
    """Answers `GET /metrics`. Runs are counted from the start of this runner on, as Prometheus wants counters."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._port = Port(HOST, tools.settings.metrics_port, "metrics_port")
        self._one_by_one = asyncio.Lock()  # nothing is counted twice

    @property
    def url(self) -> str:
        """Where they are, once the port is open."""
        return f"{self._port.url}/metrics"

    async def run(self, opened: Callable[[], None] = lambda: None) -> None:
        """Until cancelled; for ever idle where no port is set. A port that is taken is waited for, and said once."""
        if not self._tools.settings.metrics_port:
            await asyncio.Event().wait()
        self._pages = _Pages(self._tools, await self._tools.store.aread(ends.newest))
        try:
            await self._open()
            opened()
            await asyncio.Event().wait()
        finally:
            await self._port.close(PATIENT)

    async def _open(self) -> None:
        told = False
        while True:
            try:
                await self._port.open(self._app, PATIENT)
            except BlockError as error:
                if not told:
                    _log.warning("No metrics: %s", error)
                told = True
                await self._tools.clock.sleep(AGAIN)
            else:
                return

    async def _app(self, scope: dict[str, Any], _receive: object, send: Callable[..., Awaitable[None]]) -> None:
        if scope["type"] != "http":
            return
        status, kind, page = 404, "text/plain", b"not found\n"
        if scope["method"] == "GET" and scope["path"] == "/metrics" and _host(scope) in _OURS:
            try:
                async with self._one_by_one:
                    status, (kind, page) = 200, await self._pages.next()
            except StoreError as error:
                status, page = 503, f"{error}\n".encode()
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(page)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": page})


def _host(scope: dict[str, Any]) -> str:
    named = next((value for name, value in scope["headers"] if name.lower() == b"host"), b"")
    return named.decode("latin-1").partition(":")[0].lower()


class _Pages:
    """What is answered: counters that grow from page to page, and gauges of the moment."""

    def __init__(self, tools: Tools, position: int) -> None:
        from prometheus_client import CollectorRegistry, ProcessCollector  # 50 ms that only those pay who want them

        self._tools = tools
        self._ended: dict[tuple[int, str], tuple[int, float]] = {}  # runs and their seconds, by automation and state
        self._now: Figures = Figures(position)
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(self)

    async def next(self) -> tuple[str, bytes]:
        """Content type and page. Raises StoreError."""
        from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

        self._now = found = await self._tools.store.aread(figures, self._now.position)
        for one in found.ended:
            number, seconds = self._ended.get((one.automation_id, one.status), (0, 0.0))
            self._ended[one.automation_id, one.status] = number + one.number, seconds + one.seconds
        return CONTENT_TYPE_LATEST, await asyncio.to_thread(generate_latest, self._registry)

    def collect(self) -> Iterator["Metric"]:
        """As prometheus_client asks its collectors."""
        yield from self._of_runs()
        yield from self._of_triggers()
        yield from self._of_the_store()

    def _of_runs(self) -> Iterator["Metric"]:
        from prometheus_client.core import CounterMetricFamily, SummaryMetricFamily

        labels = ["automation", "status"]
        ended = CounterMetricFamily("nomologi_runs", "Runs that ended since this runner began.", labels=labels)
        took = SummaryMetricFamily("nomologi_run_duration_seconds", "From their begin to their end.", labels=labels)
        for (automation, status), (number, seconds) in self._ended.items():
            ended.add_metric([str(automation), status], number)
            took.add_metric([str(automation), status], number, seconds)
        yield ended
        yield took
        yield _gauge("nomologi_runs_open", "Runs that did not end yet.", self._now.open.items(), "status")
        yield _gauge("nomologi_pending_seconds", "For how long the oldest run waits to be taken.", self._since())

    def _since(self) -> _Values:
        since = self._now.pending_since
        return [((), max((self._tools.clock.now() - since).total_seconds(), 0) if since else 0)]

    def _of_triggers(self) -> Iterator["Metric"]:
        now, due = self._tools.clock.now(), self._now.next_due
        late = max((now - due).total_seconds(), 0) if due else 0
        yield _gauge(
            "nomologi_triggers", "Triggers of what is on.", self._now.listeners.items(), "automation", "block", "state"
        )
        yield _gauge("nomologi_late_seconds", "How far the next due time lies in the past.", [((), late)])
        yield _gauge(
            "nomologi_missed", "Due times that did not run, and nobody has dealt with.", [((), self._now.missed)]
        )

    def _of_the_store(self) -> Iterator["Metric"]:
        places = self._tools.settings.places
        yield _gauge("nomologi_info", "The program.", [((__version__,), 1)], "version")
        yield _gauge("nomologi_store_bytes", "The database with its log.", [((), sqlite.size(places.database))])
        if made := newest_backup(places.backups, self._tools.clock.now()):
            yield _gauge(
                "nomologi_last_backup_timestamp_seconds", "When the newest daily backup was made.", [((), made)]
            )


def _gauge(name: str, words: str, values: _Values, *labels: str) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    made = GaugeMetricFamily(name, words, labels=labels)
    for key, value in values:
        made.add_metric([str(one) for one in (key if isinstance(key, tuple) else (key,))], value)
    return made
