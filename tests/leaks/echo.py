"""A server that gives back what it was told in confidence, in every spelling and at every border."""

import base64
import html
import json
import shlex
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

MOST = 1024 * 1024  # bytes of a body that are kept
HEAD = 64 * 1024  # bytes of a command's output before the middle is left out


def told(headers: dict[str, str]) -> str:
    """The secret in a request."""
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind == "Basic":
        return base64.b64decode(value).decode().partition(":")[2]
    return value or headers.get("x-api-key", "")


def quoted_by_bash(secret: str) -> str:
    """As `set -x` shows it."""
    return secret.replace("'", "'\\''")


def every_spelling(secret: str) -> dict[str, object]:
    """As services, shells and libraries write it."""
    raw, once = secret.encode(), urllib.parse.quote(secret, safe="")
    return {
        "token": secret, "hex": raw.hex(), "HEX": raw.hex().upper(), "percent": once, "form": f"a={once}&b=1",
        "twice": urllib.parse.quote(once, safe=""), "json": json.dumps({"is": secret}), "repr": repr([secret, raw]),
        "html": html.escape(secret), "shell": shlex.quote(secret), "url": f"https://ada:{once}@example.com/?q={once}",
        "base64": [base64.b64encode(b"x" * n + raw + b"y" * m).decode() for n in range(3) for m in range(3)],
        "urlsafe": [base64.urlsafe_b64encode(b"x" * n + raw).decode() for n in range(3)], secret: "as a key",
        "javascript": urllib.parse.quote(secret, safe="!'()*-._~"), "xml": html.escape(secret, quote=False),
        "inside": json.dumps({"text": json.dumps({"is": secret})}), "bash": f"+ x '{quoted_by_bash(secret)}'",
        "go": json.dumps({"is": secret}).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"),
        "number": secret, "lines": secret.splitlines(),
    }  # fmt: skip


class _Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        secret = told(headers)
        path = urllib.parse.urlsplit(self.path).path
        body = json.dumps({**every_spelling(secret), "headers": headers}).encode()
        if path == "/border":  # the cut goes through the middle of it
            body = b"x" * (MOST - len(secret.encode()) // 2) + secret.encode() * 3
        if path == "/chunks":
            self._in_pieces(secret.encode())
            return
        self.send_response({"/fails": 500, "/moves": 302, "/refuses": 401}.get(path, 200))
        if path == "/moves":
            self.send_header("location", f"ftp://ada:{urllib.parse.quote(secret, safe='')}@127.0.0.1/")
        self.send_header("x-echo", urllib.parse.quote(secret, safe=""))
        self.send_header("set-cookie", f"session={urllib.parse.quote(secret)}")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - http.server's name

    def _in_pieces(self, secret: bytes) -> None:
        """A byte at a time, each in a chunk of its own."""
        self.send_response(200)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for place in range(len(secret)):
            self.wfile.write(b"1\r\n" + secret[place : place + 1] + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


@contextmanager
def echoing() -> Iterator[str]:
    """The server's address."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Who reads only the first megabyte hangs up."""

    with Server(("127.0.0.1", 0), _Echo) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
