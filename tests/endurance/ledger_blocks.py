"""Actions that leave a line in the ledger, which no store knows of: one that may happen twice, one that may not.

The runner finds them as it finds anybody's blocks: by an entry point.
"""

import os

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, PathText, action


class Mark(BaseModel, extra="forbid"):
    ledger: PathText = Field(title="Ledger", description="The file that gets a line.", examples=["/tmp/ledger"])


def _mark(config: Mark, ctx: ActionContext) -> dict[str, object]:
    """Append this step's key, which is the same for each of its tries, and wait for the disk."""
    ledger = os.open(config.ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(ledger, f"{ctx.idempotency_key}\n".encode())
        os.fsync(ledger)
    finally:
        os.close(ledger)
    return {"key": ctx.idempotency_key}


@action("mark_again", title="Mark, perhaps twice", effect=Effect.REPEATABLE, example={"ledger": "/tmp/ledger"})
async def mark_again(config: Mark, ctx: ActionContext) -> dict[str, object]:
    """Leave a line; a second one does no harm."""
    return _mark(config, ctx)


@action("mark_once", title="Mark once", effect=Effect.ONCE, example={"ledger": "/tmp/ledger"})
async def mark_once(config: Mark, ctx: ActionContext) -> dict[str, object]:
    """Leave the only line of this step."""
    return _mark(config, ctx)


@mark_again.words
@mark_once.words
def _words(config: Mark) -> str:
    return f"leave a mark in {config.ledger}"
