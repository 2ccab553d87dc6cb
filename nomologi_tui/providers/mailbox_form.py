"""What a mailbox is told: where it is, as whom, and a password or a login by OAuth 2."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from nomologi_tui.blocks import ConnectionRef, Secret, Serves
from nomologi_tui.blocks.problems import MissingError
from nomologi_tui.blocks.tools.mail.line import Login, Security
from nomologi_tui.providers.borrower import Borrower


class Mailbox(Borrower):
    address: str = Field(
        title="Address", description="The address that mails are sent from.", examples=["a@b.example"], pattern=r"^\S+$"
    )
    username: str = Field(
        "", title="Name", description="The login, if it is not the address.", examples=["ada"], pattern=r"^\S*$"
    )
    password: Secret = Field(
        "", title="Password", description="The password, better one made for apps.", examples=["env:MAIL_PASSWORD"]
    )
    login: Annotated[ConnectionRef, Serves(("oauth", "google", "microsoft"))] = Field(
        "", title="Login", description="In place of a password: a connection by OAuth 2.", examples=["Google"]
    )
    imap_host: str = Field(
        "", title="IMAP server", description="Where mails are read; empty: it only sends.",
        examples=["imap.example.com"],
    )  # fmt: skip
    imap_port: int = Field(
        993, title="IMAP port", description="The port it listens on.", examples=["993"], gt=0, lt=65_536
    )
    imap_security: Security = Field(
        "tls", title="IMAP encryption", description="Encrypted from the start, or after STARTTLS.",
        examples=["starttls"],
    )  # fmt: skip
    smtp_host: str = Field(
        "", title="SMTP server", description="Where mails are sent; empty: it only reads.",
        examples=["smtp.example.com"],
    )  # fmt: skip
    smtp_port: int = Field(
        465, title="SMTP port", description="The port it listens on.", examples=["587"], gt=0, lt=65_536
    )
    smtp_security: Security = Field(
        "tls", title="SMTP encryption", description="Encrypted from the start, or after STARTTLS.",
        examples=["starttls"],
    )  # fmt: skip
    authority: str = Field(
        "", title="Trust also", description="A PEM file of your own certificate authority.", examples=["~/ca.pem"]
    )

    @model_validator(mode="after")
    def _has_a_server(self) -> Self:
        if not (self.password or self.login):
            raise MissingError("password", "it needs a password, or a login instead")
        if self.imap_host or self.smtp_host:
            return self
        raise MissingError("imap_host", "it needs an IMAP server, an SMTP server, or both")

    def imap(self) -> Login | None:
        """Where it is read; None where it only sends."""
        return self._login(self.imap_host, self.imap_port, self.imap_security)

    def smtp(self) -> Login | None:
        """Where it sends; None where it is only read."""
        return self._login(self.smtp_host, self.smtp_port, self.smtp_security)

    def _login(self, host: str, port: int, security: Security) -> Login | None:
        name = self.username or self.address
        lender = self.lent("login")
        password, token = ("", lender.token) if lender else (self.password, "")
        return Login(host, port, security, name, password, self.authority, token) if host else None
