"""Drafts: guided flows under way."""

from datetime import datetime

from sqlalchemy import update

from nomologi_tui.errors import ChangedMeanwhileError
from nomologi_tui.model import Draft, DraftState
from nomologi_tui.store import convert, orm, tables
from nomologi_tui.store.orm import Tx

_DRAFT = tables.GuidedFlowSession.__table__
_OPEN = _DRAFT.c.state == DraftState.IN_PROGRESS.value


def save(tx: Tx, draft: Draft, now: datetime) -> Draft:
    """Store a new draft (id 0) or a changed one. A new one for an automation ends an older one for the same.

    Raises ChangedMeanwhileError where `draft.updated_at` says that another one was read than stands there.
    """
    if draft.id == 0:
        return _create(tx, draft, now)
    row = orm.need(tx, tables.GuidedFlowSession, draft.id, "draft")
    if draft.updated_at not in (None, convert.draft(orm.values(row)).updated_at):
        raise ChangedMeanwhileError("Somebody else changed this draft meanwhile.")
    row.current_step, row.answers, row.state, row.updated_at = draft.current_step, draft.answers, draft.state.value, now
    return convert.draft(orm.values(orm.save(tx, row)))


def _create(tx: Tx, draft: Draft, now: datetime) -> Draft:
    if draft.automation_id is not None and draft.state is DraftState.IN_PROGRESS:
        older = update(_DRAFT).where(_DRAFT.c.automation_id == draft.automation_id, _OPEN)
        tx.execute(older.values(state=DraftState.ABANDONED.value, updated_at=now))
    row = tables.GuidedFlowSession(
        user_id=draft.user_id, automation_id=draft.automation_id, current_step=draft.current_step,
        answers=draft.answers, state=draft.state.value, created_at=now, updated_at=now,
    )  # fmt: skip
    return convert.draft(orm.values(orm.save(tx, row)))


def get(tx: Tx, user_id: int, draft_id: int) -> Draft:
    """The user's draft in any state. Raises NotFoundError."""
    row = orm.need(tx, tables.GuidedFlowSession, draft_id, "draft")
    if row.user_id != user_id:
        raise orm.missing("draft", draft_id)
    return convert.draft(orm.values(row))


def set_state(tx: Tx, draft_id: int, state: DraftState, now: datetime) -> None:
    """Complete or abandon a draft. Raises NotFoundError."""
    changed = tx.execute(update(_DRAFT).where(_DRAFT.c.id == draft_id).values(state=state.value, updated_at=now))
    if not changed.rowcount:
        raise orm.missing("draft", draft_id)
