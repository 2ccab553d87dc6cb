"""Log in at a mailbox: IMAP for reading, SMTP for sending; every failure is a sentence that names the server."""

import contextlib
import imaplib
import smtplib
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.tools.mail.imap import Imap
from nomologi_tui.blocks.tools.mail.line import PATIENCE, Line, Login, beside, connecting, need_bearer
from nomologi_tui.errors import BlockError, CredentialError

LONGEST = 120.0  # seconds for one piece of work, however often the server answers meanwhile
_LOGIN = 30.0  # seconds for greeting, encryption and login
_GOODBYE = 2.0  # seconds
_BUSY = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]")  # a login that is refused though the password may be right
T = TypeVar("T")


class Session:
    """A session that is logged in. `line` may be watched while nothing is asked."""

    def __init__(self, login: Login, line: Line, client: Any) -> None:
        self.login = login
        self.line = line
        self.client = client

    async def ask(self, work: Callable[[Any], T], seconds: float = LONGEST) -> T:
        """What `work` returns of the server, from a thread. Raises BlockError; nothing is asked after one."""
        with mail_errors(self.login):
            return await beside(self.line, partial(work, self.client), seconds)


@contextlib.asynccontextmanager
async def reading(login: Login) -> AsyncIterator[Session]:
    """A session of IMAP; its work gets an `imap.Imap`. Raises BlockError, CredentialError."""
    async with _session(login, _imap) as session:
        yield session
        with contextlib.suppress(BlockError):
            await session.ask(Imap.logout, _GOODBYE)


@contextlib.asynccontextmanager
async def sending(login: Login) -> AsyncIterator[Session]:
    """A session of SMTP, whose work gets a `smtplib.SMTP`; without a password nobody logs in. Raises as `reading`."""
    async with _session(login, _smtp) as session:
        try:
            yield session
            with contextlib.suppress(BlockError):
                await session.ask(smtplib.SMTP.quit, _GOODBYE)
        finally:
            session.client.close()


@contextlib.asynccontextmanager
async def _session(login: Login, begin: Callable[[Login, Line], object]) -> AsyncIterator[Session]:
    async with contextlib.AsyncExitStack() as opened:
        with mail_errors(login):
            line = await opened.enter_async_context(connecting(login))
            client = await beside(line, partial(begin, login, line), _LOGIN)
        yield Session(login, line, client)


async def try_logins(imap: Login | None, smtp: Login | None) -> str:
    """Log in where there is a server, in a sentence. Raises BlockError, CredentialError."""
    if imap:
        async with reading(imap):
            pass
    if smtp:
        async with sending(smtp):
            pass
    both = [one for one in (imap, smtp) if one]
    bare = [one.host for one in both if one.security == "none" and not _is_here(one.host)]
    warning = f" What logs in goes to {' and '.join(bare)} unencrypted." if bare else ""
    return f"{' and '.join(one.host for one in both)} took it.{warning}"


def imap_of(connection: Connected) -> Login:
    """Where a mailbox is read. Raises BlockError for one that only sends."""
    return _server(connection, connection.config.imap(), "IMAP")


def smtp_of(connection: Connected) -> Login:
    """Where a mailbox sends. Raises BlockError for one that is only read."""
    return _server(connection, connection.config.smtp(), "SMTP")


def _server(connection: Connected, login: Login | None, kind: str) -> Login:
    if login is None:
        raise BlockError(f"The mailbox “{connection.label}” has no {kind} server.", "Add one to the connection.")
    return login


def _is_here(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _imap(login: Login, line: Line) -> Imap:
    if login.security == "tls":
        line.encrypt(login)
    client = _greeted(login, line)
    if login.security == "starttls":
        _need(login, offered=client.has("STARTTLS"))
        client.begin_tls(login)
    try:
        client.log_in(login)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        if any(code in str(error).upper() for code in _BUSY):
            raise BlockError(f"{login.place} takes no login at present.", passing=True) from error
        raise refused(login) from error
    return client


def _greeted(login: Login, line: Line) -> Imap:
    try:
        return Imap(line, login.host, login.port)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:  # BYE: too many connections, or it goes down
        raise BlockError(f"{login.place} takes nobody at present.", "Try it later.", passing=True) from error


class _Smtp(smtplib.SMTP):
    """`smtplib`'s, on a line that is there already."""

    def __init__(self, line: Line, login: Login) -> None:
        self._line = line
        super().__init__(login.host, login.port, timeout=PATIENCE)

    def _get_socket(self, *_: object) -> Any:
        return self._line.sock

    def begin_tls(self, login: Login) -> None:
        self.docmd("STARTTLS")
        self._line.encrypt(login)
        self.sock, self.file = self._line.sock, None
        self.helo_resp = self.ehlo_resp = None  # what was said before could be anybody's
        self.esmtp_features = {}
        self.does_esmtp = False


def _smtp(login: Login, line: Line) -> smtplib.SMTP:
    if login.security == "tls":
        line.encrypt(login)
    client = _Smtp(line, login)
    try:
        _begin_smtp(client, login)
    except BaseException:
        client.close()
        raise
    return client


def _begin_smtp(client: _Smtp, login: Login) -> None:
    client.ehlo_or_helo_if_needed()
    if login.security == "starttls":
        _need(login, offered=client.has_extn("starttls"))
        client.begin_tls(login)
        client.ehlo_or_helo_if_needed()
    if login.password or login.token:
        try:
            _log_in_smtp(client, login)
        except smtplib.SMTPAuthenticationError as error:
            if 400 <= error.smtp_code < 500:
                raise BlockError(f"{login.place} takes no login at present.", passing=True) from error
            raise refused(login) from error


def _log_in_smtp(client: _Smtp, login: Login) -> None:
    if not login.token:
        client.login(login.username, login.password)
        return
    need_bearer(login, offered="XOAUTH2" in client.esmtp_features.get("auth", "").upper().split())
    client.auth("XOAUTH2", lambda challenge=None: login.bearer if challenge is None else "")


def refused(login: Login) -> CredentialError:
    """The sentence for a login that was not taken."""
    return CredentialError(
        f"{login.place} refused the login of {login.username}.",
        "Is its login the same account's, and does it ask for the scopes of mail?" if login.token else
        "Many services want a password made for apps.",
    )  # fmt: skip


def _need(login: Login, *, offered: bool) -> None:
    """Raises BlockError where the server offers no encryption: the password is not sent then."""
    if not offered:
        raise BlockError(f"{login.place} offers no STARTTLS.", "Try tls, or another port.")


@contextlib.contextmanager
def mail_errors(login: Login) -> Iterator[None]:
    """What goes wrong, without what the server said: it may quote what it was sent."""
    place = login.place
    try:
        yield
    except (imaplib.IMAP4.abort, smtplib.SMTPServerDisconnected) as error:
        is_odd = isinstance(error, imaplib.IMAP4.abort) and "unexpected" in str(error)
        did = "does not answer as a mail server should" if is_odd else "hung up"
        raise BlockError(f"{place} {did}.", "Is it the right port, and the right kind of encryption?") from error
    except imaplib.IMAP4.error as error:
        raise BlockError(f"{place} does not take what it was asked.", "Is it an IMAP server?") from error
    except UnicodeEncodeError as error:
        raise BlockError(f"{place} takes no name or password with such letters.", "Use others.") from error
    except smtplib.SMTPException as error:
        raise _of_smtp(place, error) from error
    except ssl.SSLCertVerificationError as error:
        raise BlockError(f"{place} has a certificate that can't be trusted.", "Renew or correct it.") from error
    except ssl.SSLError as error:
        raise BlockError(f"{place} does not speak TLS as it should.", "Try starttls, or another port.") from error
    except TimeoutError as error:
        raise BlockError(
            f"{place} did not answer in time.", "Check the address and the network.", passing=True
        ) from error
    except OSError as error:
        raise BlockError(
            f"{place} could not be reached.", "Check the address and the network.", passing=True
        ) from error
    except (LookupError, ValueError) as error:  # of the libraries, from what no server should say
        raise BlockError(f"{place} does not answer as a mail server should.", "Is it one?") from error


def _of_smtp(place: str, error: smtplib.SMTPException) -> BlockError:
    if isinstance(error, smtplib.SMTPNotSupportedError) or type(error) is smtplib.SMTPException:
        return BlockError(  # the library found no way to log in
            f"{place} offers no login that is known here.",
            "Try its port for sending with a login: mostly 465 with tls, or 587 with starttls.",
        )
    return BlockError(f"{place} does not take what it was asked.", "Is it an SMTP server?")
