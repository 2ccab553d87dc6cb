"""A mailbox: IMAP for reading, SMTP for sending, one name and one password, or one login by OAuth 2, for both."""

from collections.abc import Mapping
from typing import Any

from nomologi_tui.blocks.tools.mail.mailbox import try_logins
from nomologi_tui.clock import Clock
from nomologi_tui.providers.base import provider
from nomologi_tui.providers.mail_hosts import servers_of
from nomologi_tui.providers.mailbox_form import Mailbox


@provider(
    "mailbox",
    title="Mailbox (IMAP and SMTP)",
    serves=("mail",),
    example={"address": "ada@example.com", "password": "env:MAIL_PASSWORD", "imap_host": "imap.example.com"},
)
async def mailbox(config: Mailbox, clock: Clock) -> str:
    """A mailbox that is read by IMAP, written from by SMTP, or both."""
    return await try_logins(config.imap(), config.smtp())


@mailbox.account
def _account(config: Mailbox) -> str:
    return config.address


@mailbox.fills
def _servers(values: Mapping[str, Any]) -> Mapping[str, Any]:
    hosts = values.get("imap_host") or values.get("smtp_host")
    return {} if hosts else servers_of(str(values.get("address") or ""))
