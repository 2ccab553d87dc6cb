"""Web requests that start a command: how soon it runs, and how many runs a second are saved with sixteen clients.

The command is `date`, which says by itself when it ran. The limit beside it is what this machine can start at all: as
many at once as there are clients. A runner carries out four runs at once by default, so it is also measured with as
many as the limit has.
"""

import asyncio
import http.client
import os
import selectors
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

from benchmarks.figures import Figure, Line, median_ratio
from benchmarks.places import PARALLEL, Home, command, home, now
from nomologi_tui.model import Automation, Step, StepType

TOKEN = "benchmark-token-of-32-characters"  # noqa: S105 - of a listener on loopback that lives for seconds
SAMPLES = 100
PAUSE = 0.03  # seconds between two of them
CLIENTS = 16
SPAWNS = 1_000  # in one turn, and as many requests
TURNS = 3
_TRUE = "/bin/true"


def measure() -> Iterator[Line]:
    """Milliseconds from just before the request to the command's own clock; runs a second with all of them saved."""
    with home() as here:
        hook = Step(StepType.TRIGGER, "webhook", {"token": TOKEN}, name="when")
        one = here.add([(hook, command("date +%s%N"))], PARALLEL)[0]
        with here.runner():
            here.reach(1, "SELECT count(*) FROM listener WHERE state = 'ok'")
            late = sorted(_lateness(here, one))
        yield Figure("webhook → command has begun, p50", statistics.median(late), at_most=4)
        yield Figure("webhook → command has begun, p99", late[int(len(late) * 0.99)])
    spawned, piped, saved = _rates(hook)
    yield Figure(f"`true` started by posix_spawn, {CLIENTS} at once", statistics.median(spawned), "/s")
    yield Figure(f"`true` started by asyncio, its output read, {CLIENTS} at once", statistics.median(piped), "/s")
    name = f"webhook runs with a command, {CLIENTS} clients"
    yield Figure(
        f"{name}, of posix_spawn's", statistics.median(saved), "/s", ratio=median_ratio(saved, spawned), at_least=0.25
    )
    yield Figure(f"{name}, of asyncio's", statistics.median(saved), "/s", ratio=median_ratio(saved, piped))
    spawned, _, saved = _rates(hook, NOMOLOGI_RUNS_AT_ONCE=str(CLIENTS))
    ratio = median_ratio(saved, spawned)
    yield Figure(f"{name}, {CLIENTS} runs at once, of posix_spawn's", statistics.median(saved), "/s", ratio=ratio)


def _rates(hook: Step, **settings: str) -> tuple[tuple[float, ...], ...]:
    """Starts a second by posix_spawn, by asyncio, and runs that are saved, in turn."""
    with home() as here:
        here.environ |= settings
        here.add([(hook, command("true"))], PARALLEL)
        with here.runner():
            here.reach(1, "SELECT count(*) FROM listener WHERE state = 'ok'")
            rates = [(_spawn_rate(), asyncio.run(_asyncio_rate()), _saved_rate(here)) for _ in range(TURNS)]
    return tuple(zip(*rates, strict=True))


def _lateness(here: Home, one: Automation) -> Iterator[float]:
    sent: dict[str, int] = {}
    with closing(http.client.HTTPConnection("127.0.0.1", here.port, timeout=10)) as connection:
        for number in range(SAMPLES):
            time.sleep(PAUSE)  # noqa: TID251 - one after the other has ended
            sent[f"hook:{number}"] = int(now().timestamp() * 1e9)
            connection.request("POST", f"/hook/{TOKEN}", body=b"{}", headers={"Idempotency-Key": str(number)})
            connection.getresponse().read()
    here.reach(SAMPLES, "SELECT count(*) FROM execution_run WHERE finished_at IS NOT NULL")
    with here.reader() as reader:
        for run in reader.runs(1, one.id, limit=SAMPLES):
            yield (int(run.output["stdout"]) - sent[run.event_id or ""]) / 1e6


def _spawn_rate() -> float:
    """Processes a second that do nothing, sixteen at a time, from a loop that does nothing else."""
    began = time.perf_counter()
    for number in range(SPAWNS):
        os.posix_spawn(_TRUE, [_TRUE], {})
        if number >= CLIENTS:
            os.wait()
    for _ in range(CLIENTS):
        os.wait()
    return SPAWNS / (time.perf_counter() - began)


async def _asyncio_rate() -> float:
    """The same by asyncio's own subprocesses, whose output is read: what a program like this one could do at most."""
    hands = asyncio.Semaphore(CLIENTS)

    async def one() -> None:
        async with hands:
            process = await asyncio.create_subprocess_exec(
                _TRUE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            await process.communicate()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(SPAWNS)))
    return SPAWNS / (time.perf_counter() - began)


def _saved_rate(here: Home) -> float:
    """Runs a second from the first request until the last run has ended."""
    before = here.count("SELECT count(*) FROM execution_run WHERE status = 'success'")
    began = now()
    _send(here.port)
    ended = here.reach(before + SPAWNS, "SELECT count(*) FROM execution_run WHERE status = 'success'")
    return SPAWNS / (ended - began).total_seconds()


def _send(port: int) -> None:
    """As many requests as there are spawns, from sixteen connections, each of which waits for its answer."""
    request = f"POST /hook/{TOKEN} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{{}}".encode()
    left, answered = SPAWNS - CLIENTS, 0
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        for _ in range(CLIENTS):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            selector.register(client, selectors.EVENT_READ)
            client.sendall(request)
        while answered < SPAWNS:
            for key, _ in selector.select(10):
                client = key.fileobj  # type: ignore[assignment]
                if b"accepted" not in client.recv(65_536):
                    continue  # the head came by itself, or it was refused
                answered += 1
                if left > 0:
                    left -= 1
                    client.sendall(request)
