"""How much memory a hostile page or feed can take: measured in a process of its own, against a server that sends it."""

import json
import socketserver
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from nomologi_tui.blocks.tools.readers.apart import MAX_MEMORY

GIGABYTE = 1024**3
OWN = 64 * 1024**2  # bytes that any page may take more than a plain one, in the runner itself
SENT = ("gigabyte", "endless", "gzip", "brotli", "trickle")  # what is a matter of asking, before anything is read
READERS = {  # they share how they ask; each way to read has what is hard for it
    "feed": ("trigger", *SENT),
    "web_check": ("trigger", *SENT, "brackets"),
    "read_feed": ("action", *SENT, "laughs", "quadratic", "deep", "line", "items", "attributes", "headers"),
    "read_page": ("action", *SENT, "laughs", "quadratic", "deep", "brackets", "line", "items", "long-header"),
}
RSS = b'<rss version="2.0"><channel><title>t</title><item><title>%s</title><guid>1</guid></item></channel></rss>'
XML = b'<?xml version="1.0"?><!DOCTYPE z [%s]>' + RSS
LAUGHS = b'<!ENTITY a0 "' + b"lol" * 10 + b'">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)  # fmt: skip


def plain(body: bytes, kind: str = "text/html") -> Callable[[], Iterator[bytes]]:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n"
    return lambda: iter([head.encode(), body])


def zeros(head: str) -> Callable[[], Iterator[bytes]]:
    def send() -> Iterator[bytes]:
        yield f"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n{head}\r\n\r\n".encode()
        for _ in range(GIGABYTE // 2**16):
            yield bytes(2**16)

    return send


def bomb() -> Iterator[bytes]:
    packer = zlib.compressobj(9, wbits=31)
    yield b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\n\r\n"
    for _ in range(GIGABYTE // 2**20):
        yield packer.compress(bytes(2**20))
    yield packer.flush()


def trickle(first: bytes, each: bytes) -> Callable[[], Iterator[bytes]]:
    def send() -> Iterator[bytes]:
        yield first
        while not threading.Event().wait(0.02):
            yield each

    return send


OK = b"HTTP/1.1 200 OK\r\n"
PAGES: dict[str, Callable[[], Iterator[bytes]]] = {
    "plain": plain(RSS % b"hello"),
    "gigabyte": zeros(f"content-length: {GIGABYTE}"),
    "endless": zeros("connection: close"),
    "gzip": bomb,
    "brotli": lambda: iter([OK + b"content-encoding: br\r\ncontent-length: 4\r\n\r\nabcd"]),
    "laughs": plain(XML % (LAUGHS, b"&a11;")),
    "quadratic": plain(XML % (b'<!ENTITY a "' + b"x" * 100_000 + b'">', b"&a;" * 20_000)),
    "deep": plain(b"<rss><channel>" + b"<a>" * 30_000),
    "brackets": plain(RSS % (b"<" * 900_000)),
    "line": plain(RSS % (b"x" * 900_000)),
    "items": plain(RSS.replace(b"<item>", b"<item><title>a</title></item>" * 30_000 + b"<item>") % b"x"),
    "attributes": plain(b"<a " + b" ".join(b"a%d=1" % n for n in range(90_000)) + b">" + RSS % b"x"),
    "trickle": trickle(OK + b"content-type: text/html\r\n\r\n", b"x"),
    "headers": trickle(OK, b"x-a: " + b"b" * 1000 + b"\r\n"),
    "long-header": trickle(OK + b"x-a: ", b"b" * 100_000),
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with _serving() as address:
        yield address


@contextmanager
def _serving() -> Iterator[str]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked = self.request.recv(65536)
            for part in PAGES[asked.split(b" ")[1].decode().strip("/")]() if asked else ():
                try:
                    self.request.sendall(part)
                except OSError:  # the reader has enough
                    return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{found.server_address[1]}"
        found.shutdown()
        thread.join()


@pytest.mark.parametrize("name", READERS)
def test_no_page_takes_more_memory_than_its_limit(name: str, server: str) -> None:
    kind, *pages = READERS[name]
    line = [sys.executable, "-m", "tests.blocks.reading", kind, name, server, "plain", *pages]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    told: list[dict[str, Any]] = [json.loads(one) for one in done.stdout.splitlines()]
    assert [one["page"] for one in told] == ["plain", *pages], done.stderr[-500:]
    before = told[0]["own"]
    assert {one["page"]: one["own"] - before for one in told if one["own"] - before > OWN} == {}
    assert max(one["children"] for one in told) < MAX_MEMORY
    assert {one["page"]: one["said"] for one in told if one["said"] and " raises " in one["said"]} == {}
    assert told[0]["said"] == ""
