"""Log in at a mailbox: IMAP for reading, SMTP for sending; every failure is a sentence that names the server."""

import imaplib
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from nomologi_tui.errors import BlockError, CredentialError

Security = Literal["tls", "starttls", "none"]
PATIENCE = 15.0  # seconds for each answer of a server


@dataclass(frozen=True, slots=True)
class Login:
    """Where, how and as whom. `none` sends the password unencrypted."""

    host: str
    port: int
    security: Security
    username: str
    password: str = field(repr=False)


@contextmanager
def reading(login: Login) -> Iterator[imaplib.IMAP4]:
    """A session that may read, logged out at the end. Blocks: call it in a thread. Raises BlockError."""
    with _as_sentences(login):
        session = _imap(login)
    try:
        with _as_sentences(login):
            if login.security == "starttls":
                _need(login, offered="STARTTLS" in session.capabilities)
                session.starttls(ssl.create_default_context())
            _log_in(session, login)
        yield session
    finally:
        _leave(session.logout)


@contextmanager
def sending(login: Login) -> Iterator[smtplib.SMTP]:
    """A session that may send, ended at the end; without a password nobody logs in. Blocks. Raises BlockError."""
    with _as_sentences(login):
        session = _smtp(login)
    try:
        with _as_sentences(login):
            if login.security == "starttls":
                session.ehlo()
                _need(login, offered=session.has_extn("starttls"))
                session.starttls(context=ssl.create_default_context())
            if login.password:
                session.login(login.username, login.password)
        yield session
    finally:
        _leave(session.quit)


def try_logins(imap: Login | None, smtp: Login | None) -> str:
    """Log in where there is a server, in a sentence. Blocks. Raises BlockError, CredentialError."""
    if imap:
        with reading(imap):
            pass
    if smtp:
        with sending(smtp):
            pass
    return f"{' and '.join(one.host for one in (imap, smtp) if one)} took it."


def _imap(login: Login) -> imaplib.IMAP4:
    if login.security == "tls":
        return imaplib.IMAP4_SSL(login.host, login.port, ssl_context=ssl.create_default_context(), timeout=PATIENCE)
    return imaplib.IMAP4(login.host, login.port, timeout=PATIENCE)


def _smtp(login: Login) -> smtplib.SMTP:
    if login.security == "tls":
        return smtplib.SMTP_SSL(login.host, login.port, context=ssl.create_default_context(), timeout=PATIENCE)
    return smtplib.SMTP(login.host, login.port, timeout=PATIENCE)


def _need(login: Login, *, offered: bool) -> None:
    """Raises BlockError where the server offers no encryption: the password is not sent then."""
    if not offered:
        raise BlockError(f"{login.host}:{login.port} offers no STARTTLS.", "Try tls, or another port.")


def _log_in(session: imaplib.IMAP4, login: Login) -> None:
    """By AUTHENTICATE where the server takes it: LOGIN has no spelling for what is not ASCII."""
    if "AUTH=PLAIN" in session.capabilities:
        session.authenticate("PLAIN", lambda _: f"\0{login.username}\0{login.password}".encode())
    else:
        session.login(login.username, login.password)


def _leave(say_goodbye: Callable[[], object]) -> None:
    """The work is done; a server that hangs up without a goodbye changes nothing about it."""
    try:
        say_goodbye()
    except (imaplib.IMAP4.error, smtplib.SMTPException, OSError):
        return


@contextmanager
def _as_sentences(login: Login) -> Iterator[None]:
    """What goes wrong, without what the server said: it may quote what it was sent."""
    place = f"{login.host}:{login.port}"
    try:
        yield
    except (imaplib.IMAP4.abort, smtplib.SMTPServerDisconnected) as error:
        raise BlockError(f"{place} hung up.", "Is it the right port, and the right kind of encryption?") from error
    except (imaplib.IMAP4.error, smtplib.SMTPAuthenticationError) as error:
        raise CredentialError(
            f"{place} refused the login of {login.username}.", "Many services want a password made for apps."
        ) from error
    except UnicodeError as error:
        raise BlockError(f"{place} takes no name or password with such letters.", "Use another password.") from error
    except smtplib.SMTPException as error:
        raise BlockError(
            f"{place} can't be used ({type(error).__name__}).", "Try another kind of encryption."
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise BlockError(f"{place} has a certificate that can't be trusted.", "Renew or correct it.") from error
    except ssl.SSLError as error:
        raise BlockError(f"{place} does not speak TLS as it should.", "Try starttls, or another port.") from error
    except OSError as error:
        raise BlockError(
            f"{place} could not be reached.", "Check the address and the network.", passing=True
        ) from error
