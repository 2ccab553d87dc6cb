"""What an automation was: each of its revisions, complete."""

from datetime import datetime

from sqlalchemy import select

from nomologi_tui.model import Automation
from nomologi_tui.store import automations, tables
from nomologi_tui.store.orm import Tx

_REVISION = tables.AutomationRevision.__table__


def all_of(tx: Tx, automation_id: int) -> list[tuple[Automation, datetime]]:
    """Each revision and when it was made, the newest first. Raises NotFoundError where there is no such automation."""
    made = select(_REVISION.c.revision, _REVISION.c.created_at).where(_REVISION.c.automation_id == automation_id)
    rows = tx.execute(made.order_by(_REVISION.c.revision.desc())).all()
    return [(automations.at_revision(tx, automation_id, row.revision), row.created_at) for row in rows]
