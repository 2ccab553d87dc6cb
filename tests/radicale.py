"""A real CalDAV server on loopback: Radicale, with its calendars in a folder."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port
from tests.support import DEADLINE, wait_until

NAME, PASSWORD = "ada", "geheim"


@dataclass(frozen=True, slots=True)
class Calendars:
    """`url` is that of one calendar; only its owner gets in."""

    url: str

    def put(self, name: str, ics: str) -> None:
        """Add an event, or change it."""
        self._ask("PUT", f"{self.url}{name}.ics", ics.encode(), "text/calendar; charset=utf-8")

    def make(self) -> None:
        """Make the calendar itself."""
        self._ask("MKCALENDAR", self.url, b"", "application/xml")

    def _ask(self, method: str, url: str, body: bytes, kind: str) -> None:
        request = urllib.request.Request(url, body, {"Content-Type": kind}, method=method)  # noqa: S310 - loopback
        passwords = urllib.request.HTTPPasswordMgrWithPriorAuth()
        passwords.add_password(None, url, NAME, PASSWORD, is_authenticated=True)
        opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
        with opener.open(request, timeout=DEADLINE) as answer:
            answer.read()


@contextmanager
def serving(folder: Path) -> Iterator[Calendars]:
    """Until the `with` ends."""
    port = free_port()
    (folder / "users").write_text(f"{NAME}:{PASSWORD}\n")
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\n"
        f"htpasswd_encryption = plain\n[storage]\nfilesystem_folder = {folder}/kept\n[logging]\nlevel = warning\n"
    )
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(folder / "config")], stdout=said, stderr=said
        )
    try:
        wait_until(lambda: _answers(port) or process.poll() is not None)
        found = Calendars(f"http://127.0.0.1:{port}/{NAME}/bins/")
        found.make()
        yield found
    finally:
        process.terminate()
        process.wait(DEADLINE)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/.web/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
