"""Two hundred triggers of all kinds to which nothing happens: the processor time that they cost a real runner.

Those that look do so once a minute, metrics each 30 s, which is their default and for the others more often than that:
so the minute that is watched has a look of each in it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path

from benchmarks.brokers import LABEL, PROGRAM, broker
from benchmarks.figures import Figure, Line, Skipped
from benchmarks.places import Home, command, cpu_seconds, home, megabytes
from nomologi_tui.model import Step, StepType

SETTLE = 15.0  # seconds until start-up and the first looks are over
WATCHED = 60.0  # seconds
EVERY = {"every": "1 min"}
FEED = (
    b"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>"
    + b"<item><title>One</title><guid>1</guid></item>" * 20
    + b"</channel></rss>"
)


def measure() -> Iterator[Line]:
    """Processor time of the runner's own process in percent of one core; commands that it starts are not in it."""
    if PROGRAM is None or not Path("/proc/self/task").exists():
        yield Skipped("200 listeners idle", "there is no mosquitto or no /proc here")
        return
    with home() as here, broker(here), _web() as url:
        steps = _triggers(here, url)
        here.add([(step, command("true")) for step in steps])
        with here.runner() as process:
            here.reach(len(steps), "SELECT count(*) FROM listener WHERE state = 'ok'")
            time.sleep(SETTLE)  # noqa: TID251 - nothing tells that a process has become quiet
            began, used = time.perf_counter(), cpu_seconds(process)
            time.sleep(WATCHED)  # noqa: TID251 - what happens meanwhile is what is measured
            share = (cpu_seconds(process) - used) / (time.perf_counter() - began)
            yield Figure(f"{len(steps)} listeners of 7 kinds, idle: processor", share * 100, "%", at_most=1)
            yield Figure(f"{len(steps)} listeners of 7 kinds, idle: memory (RSS)", megabytes(process), "MB")


def _triggers(here: Home, url: str) -> list[Step]:
    """60 folders, 40 topics, 30 websites, 20 of each other kind but 10 commands."""
    made = [("file", {"folder": str(_folder(here, number))}) for number in range(60)]
    made += [("mqtt", {"connection": LABEL, "topic": f"home/{number}/#"}) for number in range(40)]
    made += [("web_check", {"url": f"{url}/site/{number}", **EVERY}) for number in range(30)]
    made += [("feed", {"url": f"{url}/feed/{number}", **EVERY}) for number in range(20)]
    made += [("webhook", {"token": f"benchmark-token-of-32-chars-{number:04}"}) for number in range(20)]
    what = {"what": "disk used", "crosses": "goes above", "threshold": "99.9"}
    made += [("metric", {**what, "folder": "/"}) for _ in range(20)]
    made += [("command", {"command": "true", "when": "output changes", **EVERY}) for _ in range(10)]
    return [Step(StepType.TRIGGER, block, dict(config), name="when") for block, config in made]


def _folder(here: Home, number: int) -> Path:
    folder = here.folder / f"folder-{number}"
    folder.mkdir()
    return folder


@contextmanager
def _web() -> Iterator[str]:
    """The address of a web server in a process of its own."""
    context = get_context("spawn")
    told: Queue[int] = context.Queue()
    process = context.Process(target=serve, args=(told,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{told.get(timeout=20)}"
    finally:
        process.terminate()
        process.join()


class _Answers(BaseHTTPRequestHandler):
    """The same feed for every path."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/rss+xml")
        self.send_header("content-length", str(len(FEED)))
        self.end_headers()
        self.wfile.write(FEED)

    def log_message(self, *_: object) -> None:
        """It is quiet."""


def serve(told: "Queue[int]") -> None:
    """Serve, and tell the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    told.put(server.server_port)
    server.serve_forever()
