"""Small mail servers on loopback that know one name and one password: as much of IMAP and SMTP as a login needs."""

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

NAME, PASSWORD = "ada@example.com", "geheim-ü"
GOOD = base64.b64encode(f"\0{NAME}\0{PASSWORD}".encode()).decode()


class _Lines(socketserver.StreamRequestHandler):
    def line(self) -> str:
        return self.rfile.readline().decode("ascii", "replace").strip()

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Imap(_Lines):
    """AUTHENTICATE PLAIN only."""

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.line():
            tag, command, *_ = line.upper().split()
            if command == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1 AUTH=PLAIN")
            elif command == "AUTHENTICATE":
                self.say("+ ")
                if self.line() != GOOD:
                    self.say(f"{tag} NO you said geheim")
                    continue
            elif command == "LOGOUT":
                self.say("* BYE")
            self.say(f"{tag} OK done")


class OldImap(_Lines):
    """LOGIN only."""

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.line():
            tag, command, *rest = line.split()
            self.say("* CAPABILITY IMAP4rev1" if command == "CAPABILITY" else "* OK fine")
            good = command != "LOGIN" or rest == [NAME, '"plain"']
            self.say(f"{tag} OK done" if good else f"{tag} NO no")


class Smtp(_Lines):
    """AUTH PLAIN only."""

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.line():
            if line.upper().startswith("EHLO"):
                self.say("250-here\r\n250 AUTH PLAIN")
            elif line.startswith("AUTH PLAIN"):
                self.say(
                    "235 ok" if line.split()[2] == base64.b64encode(f"\0{NAME}\0plain".encode()).decode() else "535 no"
                )
            else:
                self.say("221 bye")


class Relay(_Lines):
    """Takes mails from its neighbours without a login; in `offer`, what else it offers."""

    offer = "SIZE 1000000"

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.line():
            self.say(f"250-here\r\n250 {self.offer}" if line.upper().startswith("EHLO") else "221 bye")


class OddRelay(Relay):
    offer = "AUTH NTLM GSSAPI"


class HangsUp(_Lines):
    """Takes the connection and leaves."""

    def handle(self) -> None:
        return


@contextmanager
def serving(handler: type[socketserver.StreamRequestHandler]) -> Iterator[int]:
    """The port of a server while it serves."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
