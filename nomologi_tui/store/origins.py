"""What automations were taken over from: a crontab's lines, timers, declared files. One that is deleted has none."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy import update as change

from nomologi_tui.store import tables
from nomologi_tui.store.orm import Tx

_ORIGIN = tables.AutomationOrigin.__table__
_AUTOMATION = tables.Automation.__table__
_OF = (_ORIGIN.c.automation_id == _AUTOMATION.c.id, _AUTOMATION.c.deleted_at.is_(None))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an automation came from: `mark` says which one of `source`; `aside` what is to be put back there."""

    automation_id: int
    source: str
    mark: str
    aside: str = ""


def note(tx: Tx, origins: Sequence[Origin]) -> None:
    """Remember where these automations came from."""
    if origins:
        rows = [
            {"automation_id": one.automation_id, "source": one.source, "mark": one.mark, "aside": one.aside}
            for one in origins
        ]
        tx.execute(insert(_ORIGIN), rows)


def known(tx: Tx, user_id: int, source: str) -> list[Origin]:
    """The user's automations from that source, in the order they were made."""
    found = select(_ORIGIN).where(*_OF, _AUTOMATION.c.user_id == user_id, _ORIGIN.c.source == source)
    return [Origin(*row) for row in tx.execute(found.order_by(_ORIGIN.c.automation_id))]


def set_aside(tx: Tx, automation_id: int, aside: str) -> None:
    """Remember what is to be put back at its source; nothing any more where `aside` is empty."""
    tx.execute(change(_ORIGIN).where(_ORIGIN.c.automation_id == automation_id).values(aside=aside))
