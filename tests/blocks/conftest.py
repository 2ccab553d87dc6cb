"""A real HTTP server on loopback whose answers a test chooses."""

import secrets
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.blocks import mariadb as mariadb_server
from tests.blocks import postgres as postgresql
from tests.blocks import sshd as openssh
from tests.blocks.mailboxes import MailServer, mail_serving
from tests.blocks.web import Answer, Received, WebServer
from tests.dockerd import Docker, docker_serving


@pytest.fixture
def web() -> Iterator[WebServer]:
    with serving() as found:
        yield found


@pytest.fixture
def second_web() -> Iterator[WebServer]:
    """Another server, at another port: another origin."""
    with serving() as found:
        yield found


@contextmanager
def serving(tls: ssl.SSLContext | None = None, port: int = 0) -> Iterator[WebServer]:
    """A server until the `with` ends, at that port; with `tls` it speaks that."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            found.received.append(Received(self.command, self.path, headers, body))
            answer = found.answers.get(self.path.partition("?")[0], Answer(404))
            if answer.hold:
                answer.hold.wait(20)
                return
            if answer.waits_for:
                answer.waits_for.wait(20)
            self.send_response(answer.status)
            for name, value in {"content-length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # with the usual 5 whoever comes with many others tries again a second later

        def handle_error(self, *_: object) -> None:
            """A client that hangs up early is what some tests are about."""

    server = Server(("127.0.0.1", port), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    found = WebServer(f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    with mail_serving() as found:
        yield found


@pytest.fixture
def mails(mail_server: MailServer) -> MailServer:
    """An empty inbox at a real IMAP server, which others use too."""
    return mail_server.of(f"{secrets.token_hex(8)}@example.com")


@pytest.fixture
def own_mails() -> Iterator[MailServer]:
    """The same at a server that the test may stop."""
    with mail_serving() as found:
        yield found


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[openssh.Sshd]:
    """The real OpenSSH server."""
    with openssh.serving(tmp_path_factory.mktemp("sshd")) as found:
        yield found


@pytest.fixture(scope="session")
def engine() -> Iterator[Docker]:
    """A real docker engine with nothing in it but one image."""
    with docker_serving() as found:
        yield found


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgresql.Postgres]:
    """The real PostgreSQL; in a folder of its own, which another user may enter."""
    with tempfile.TemporaryDirectory() as folder, postgresql.serving(Path(folder)) as found:
        yield found


@pytest.fixture(scope="session")
def mariadb() -> Iterator[mariadb_server.MariaDb]:
    """The real MariaDB; in a folder of its own, which another user may enter."""
    with tempfile.TemporaryDirectory() as folder, mariadb_server.serving(Path(folder)) as found:
        yield found
