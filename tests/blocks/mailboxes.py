"""A real IMAP server, dovecot, on loopback with mailboxes in a folder of the test; it can be stopped and started."""

import copy
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path

import pytest

from nomologi_tui.blocks import Connected
from nomologi_tui.providers.mailbox_form import Mailbox
from tests.ports import free_port
from tests.support import DEADLINE, require_programs

DOVECOT = "/usr/sbin/dovecot"
PASSWORD = "pw"
_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {base}/run
state_dir = {base}/state
mail_location = maildir:{base}/mail/%u
mail_home = {base}/mail/%u
ssl = {ssl}
{certificates}
log_path = {base}/log
disable_plaintext_auth = no
auth_failure_delay = 0
passdb {{
  driver = static
  args = password=pw
}}
userdb {{
  driver = static
  args = uid={mail} gid={group}
}}
first_valid_uid = 1
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group_name}
mailbox_idle_check_interval = 1s
{more}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
"""


class MailServer:
    """`deliver` puts a mail into a folder as a delivery agent does: by a rename into `new`. `name` is whose."""

    def __init__(self, base: Path, *, certificate: Path | None = None, key: Path | None = None, more: str = "") -> None:
        self.base = base
        self.name = "ada@example.com"
        self.port, self.tls_port = free_port(), free_port() if certificate else 0
        self._process: subprocess.Popen[bytes] | None = None
        self._delivered = 0
        for folder in (base, base / "run", base / "state", base / "mail"):
            folder.mkdir(mode=0o755, exist_ok=True)
        own = pwd.getpwuid(os.geteuid())
        mail = pwd.getpwnam("nobody") if own.pw_uid == 0 else own
        os.chown(base / "mail", mail.pw_uid, mail.pw_gid)
        self._owner = mail
        certificates = f"ssl_cert = <{certificate}\nssl_key = <{key}" if certificate else ""
        text = _CONFIG.format(
            base=base, ssl="yes" if certificate else "no", certificates=certificates, mail=mail.pw_uid,
            group=mail.pw_gid, internal="dovecot" if own.pw_uid == 0 else own.pw_name,
            login="dovenull" if own.pw_uid == 0 else own.pw_name,
            group_name="dovecot" if own.pw_uid == 0 else grp.getgrgid(own.pw_gid).gr_name,
            port=self.port, tls_port=self.tls_port, more=more,
        )  # fmt: skip
        (base / "conf").write_text(text)

    def start(self) -> None:
        line = [DOVECOT, "-F", "-c", str(self.base / "conf")]
        self._process = subprocess.Popen(line, stderr=subprocess.DEVNULL, start_new_session=True)
        for _ in range(int(DEADLINE * 100)):  # not in a loop of asyncio: the test may be in one
            if self._listens():
                return
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"dovecot ended with {self._process.wait(0.01)}")
        pytest.fail("dovecot does not listen")

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """At once, as when the power fails: told nicely it waits for its clients."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(DEADLINE)
            self._process = None
            while self._listens():  # those whom it started end a little later
                os.sched_yield()

    def folder(self, name: str = "INBOX") -> Path:
        """Where its mails lie; made if needed."""
        top = self.base / "mail" / self.name
        path = top if name == "INBOX" else top / f".{name}"
        for one in (top, path, path / "cur", path / "new", path / "tmp"):
            if not one.exists():
                one.mkdir(mode=0o700)
                os.chown(one, self._owner.pw_uid, self._owner.pw_gid)
        return path

    def deliver(self, mail: bytes, folder: str = "INBOX") -> None:
        self._delivered += 1
        name = f"{1_700_000_000 + self._delivered}.{self._delivered}.here"
        path = self.folder(folder) / "tmp" / name
        path.write_bytes(mail)
        os.chown(path, self._owner.pw_uid, self._owner.pw_gid)
        path.rename(self.folder(folder) / "new" / name)

    def of(self, name: str) -> "MailServer":
        """The same server for another user, with an empty inbox: it takes any name."""
        other = copy.copy(self)
        other.name = name
        other.folder()
        return other

    def log(self) -> list[str]:
        """What dovecot says of the user."""
        return [line for line in (self.base / "log").read_text().splitlines() if self.name in line]

    def connection(self, password: str = PASSWORD, **more: object) -> Connected:
        values = {"imap_host": "127.0.0.1", "imap_port": self.port, "imap_security": "none", **more}
        return Connected("Mails", "mailbox", Mailbox(address=self.name, password=password, **values))


@contextmanager
def mail_serving(*, start: bool = True, more: str = "", **tls: Path) -> Iterator[MailServer]:
    """A server with an empty inbox. Its folder is not the test's: dovecot must get at it as another user."""
    require_programs(DOVECOT)
    base = Path(tempfile.mkdtemp(prefix="mail-", dir="/tmp"))
    try:
        base.chmod(0o755)
        server = MailServer(base, more=more, **tls)
        server.folder()
        if start:
            server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(base)


def a_mail(
    subject: str = "Hello", text: str = "Hi", *, sender: str = "Eve <eve@example.com>", html: str = "",
    files: Sequence[tuple[str, bytes]] = (),
) -> bytes:  # fmt: skip
    """An ordinary mail; each file has a name and its bytes."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "ada@example.com", subject
    mail["Message-ID"] = f"<{subject.encode().hex()[:60]}@example.com>"
    mail["Date"] = "Tue, 24 Nov 2026 10:00:00 +0100"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()
