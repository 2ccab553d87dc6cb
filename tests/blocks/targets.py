"""Places that blocks can't reach, derived from the fields of blocks and kinds of connection: none is named here."""

import os
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from nomologi_tui.blocks import Block, Connected
from nomologi_tui.blocks.fields import FieldSpec, check, describe
from nomologi_tui.providers import Provider
from nomologi_tui.providers.registry import load_providers

_NETLOC = re.compile(r"(?<=://)([^/@]*@)?[^/?#]*")
NOWHERE = "no-such-host.invalid"


@contextmanager
def silent_server() -> Iterator[int]:
    """A port at which every connection is taken and nothing is ever answered."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:  # it was closed
                    return

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for one in taken:
                one.close()


@contextmanager
def rude_server(answer: bytes, port: int = 0, met: list[int] | None = None) -> Iterator[int]:
    """A port at which each connection gets `answer` once it has said something or waited for it, and the end.

    `met` gets an entry for each of them.
    """

    def serve(taken: socket.socket) -> None:
        (met if met is not None else []).append(1)
        with taken, suppress(OSError):
            taken.settimeout(0.3)  # who is silent waits to be greeted
            with suppress(TimeoutError):
                taken.recv(65536)
            taken.sendall(answer)
            taken.shutdown(socket.SHUT_WR)
            taken.settimeout(5)
            while taken.recv(65536):
                pass

    with socket.create_server(("127.0.0.1", port), backlog=50) as server, ThreadPoolExecutor(100) as pool:

        def take() -> None:
            with suppress(OSError):  # it was closed
                while True:
                    pool.submit(serve, server.accept()[0])

        pool.submit(take)
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)


def http(status: str, body: bytes = b"", *headers: bytes) -> bytes:
    """An answer of HTTP, after which the line ends."""
    head = (f"HTTP/1.1 {status}".encode(), b"content-length: %d" % len(body), b"connection: close", *headers)
    return b"\r\n".join([*head, b"", body])


def pointed(one: Block | Provider, host: str, port: int) -> dict[str, Any]:
    """The example of `one`, with each address, host and port in it led to that place; no secret is looked up."""
    return {spec.name: _led(spec, one.example.get(spec.name, spec.default), host, port) for spec in describe(one.config)
            if spec.name in one.example or any(part in spec.name for part in ("host", "port", "password"))}  # fmt: skip


def _led(spec: FieldSpec, value: Any, host: str, port: int) -> Any:
    if spec.kind in ("url", "address") and "://" in str(value):
        return f"http://{host}:{port}/x"
    if spec.kind == "integer" and "port" in spec.name:
        return port
    if spec.kind == "host" or (spec.kind == "text" and spec.name.endswith("host")):
        return host
    if not value and not spec.secret and "host" in spec.name and spec.kind == "text":
        return spec.example  # what is known of the host, as its key
    if spec.kind == "list" and spec.name == "hosts":
        return [f"http://{host}:{port}"]
    if isinstance(value, str) and value.startswith("~/.ssh"):
        return ""  # a key of the machine on which the tests run
    if spec.secret:
        return f"json://{host}:{port}" if spec.name == "url" else "hunter2"
    return _NETLOC.sub(f"{host}:{port}", value) if isinstance(value, str) else value


def by_connection(block: Block, spec: FieldSpec, host: str, port: int) -> dict[str, Any]:
    """Its example led by a connection in `spec`, which may stand in for a path and a secret."""
    config = {**pointed(block, host, port), spec.name: "There"}
    for other in describe(block.config):
        if other.kind in ("path", "folder"):
            config[other.name] = "/tmp"
        elif other.item == "path" and other.required:
            config[other.name] = ["/tmp"]
    return fitting(block, config, "path", "secret")


def fitting(block: Block, config: dict[str, Any], *kinds: str) -> dict[str, Any]:
    """`config` with fields of these kinds emptied, one after the other, until they fit."""
    config = dict(config)
    for spec in describe(block.config):
        if spec.kind in kinds and not spec.required and check(block.config, config)[1]:
            config[spec.name] = spec.default
    return config


def connections_for(spec: FieldSpec, host: str, port: int) -> Iterator[Connected]:
    """A connection of each kind that fits the field and needs no login in a browser, led to that place."""
    for kind in load_providers():
        if kind.fits(spec.uses) and kind.logs_in is None:
            yield connected(kind, pointed(kind, host, port))


def connected(kind: Provider, values: dict[str, Any]) -> Connected:
    """As the runner hands it out."""
    config, problems = check(kind.config, values)
    assert config is not None, (kind.name, problems)
    return Connected("There", kind.name, config, kind.hosts_of(config), kind.headers_of(config), 1)


def bad_paths(root: Path) -> dict[str, str]:
    """Paths that lead to nothing good, made below `root`."""
    (root / "file").write_text("x")
    (root / "folder").mkdir()
    (root / "circle").symlink_to(root / "circle")
    pipe, device = f"{root}/pipe.csv", f"{root}/device.csv"
    os.mkfifo(pipe)
    with suppress(PermissionError):  # then it is one more that is not there
        os.mknod(device, 0o20600, os.makedev(1, 5))  # endless zeros
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(f"{root}/socket.csv")
    return {
        "a vanished folder": f"{root}/gone/x",
        "a file in place of a folder": f"{root}/file/x",
        "a folder": f"{root}/folder",
        "a file": f"{root}/file",
        "links in a circle": f"{root}/circle/x",
        "a name that is too long": f"{root}/{'x' * 300}",
        "nobody's home": "~no-such-user/x",
        "a path that is too long": f"{root}/{'x/' * 3000}x",
        "half a pair": f"{root}/a\nb",
        "a pipe that nobody writes to": pipe,
        "a device without end": device,
        "a socket": f"{root}/socket.csv",
    }
