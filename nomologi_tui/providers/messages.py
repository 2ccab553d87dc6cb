"""Where messages go: an address of one of the many services that apprise knows."""

import re

from pydantic import BaseModel, Field

from nomologi_tui.blocks import Secret
from nomologi_tui.blocks.tools.messages import addresses_in, send_messages
from nomologi_tui.clock import Clock
from nomologi_tui.providers.base import provider


class Messages(BaseModel, extra="forbid"):
    url: Secret = Field(
        title="Address", description="Apprise's form; several with spaces between them.", examples=["env:NTFY_URL"],
        min_length=1,
    )  # fmt: skip


@provider("apprise", title="Messages (apprise)", serves=("message",), example={"url": "env:NTFY_URL"})
async def messages(config: Messages, clock: Clock) -> str:
    """Where messages go: ntfy, Gotify, Telegram, Matrix, Slack, Discord, mail and many more. Its test sends one."""
    addresses = addresses_in(config.url)
    await send_messages(addresses, "This is a test.", "Nomologi", "info")
    return f"A message was sent to {len(addresses)} address{'es' * (len(addresses) > 1)}."


@messages.account
def _account(config: Messages) -> str:
    """The service only: all else in an address may be secret."""
    return " ".join(found[1] for found in re.finditer(r"(\w{1,20})://", config.url))
