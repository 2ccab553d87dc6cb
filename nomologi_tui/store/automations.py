"""Automations with their steps and revisions.

Only `by_id`, `at_revision`, `is_deleted`, `deleted_for`, `restore` and `purge` see what is in the trash.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Text, and_, bindparam, insert, or_, select, true, type_coerce
from sqlalchemy import delete as delete_rows
from sqlalchemy import update as change

from nomologi_tui.errors import ChangedMeanwhileError
from nomologi_tui.model import Automation, AutomationStatus, EventType, Level, RunMode, Step, StepType
from nomologi_tui.store import convert, digests, listeners, logs, memories, names, orm, runs, tables
from nomologi_tui.store.alerts import noting
from nomologi_tui.store.hot import Hot
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.records import Deleted
from nomologi_tui.text import clean, clean_line

_AUTOMATION = tables.Automation.__table__
_STEP = tables.AutomationStep.__table__
_REVISION = tables.AutomationRevision.__table__
_AT_REVISION = Hot(
    select(_AUTOMATION, _REVISION.c.document)
    .join(_REVISION, _REVISION.c.automation_id == _AUTOMATION.c.id)
    .where(_AUTOMATION.c.id == bindparam("automation"), _REVISION.c.revision == bindparam("at")),
    returns=[*_AUTOMATION.c, _REVISION.c.document],
)

_INSERT, _INSERT_STEP = (
    Hot(insert(table).returning(table.c.id), *(one.name for one in table.c if one.name not in ("id", "deleted_at")))
    for table in (_AUTOMATION, _STEP)
)
_INSERT_REVISION = Hot(insert(_REVISION), *(one.name for one in _REVISION.c))


def _as_text(column: Column[Any]) -> ColumnElement[Any]:
    """As it is stored, where that is JSON."""
    return type_coerce(column, Text) if isinstance(column.type, JSON) else column


TRASH_DAYS = 30
_ALL = true()
_LIVES = _AUTOMATION.c.deleted_at.is_(None)
_LISTENS = and_(_AUTOMATION.c.status == AutomationStatus.ACTIVE, _LIVES)
_TEXTS, _STEP_TEXTS = ([_as_text(one) for one in table.c] for table in (_AUTOMATION, _STEP))
_HEARS = and_(_STEP.c.type == StepType.TRIGGER, _STEP.c.enabled)


def create(tx: Tx, automation: Automation, now: datetime) -> Automation:
    """Store a new automation with a slug of its own, as revision 1."""
    return create_all(tx, [automation], now)[0]


def create_all(tx: Tx, wanted: Sequence[Automation], now: datetime) -> list[Automation]:
    """Store several of one user's, all or none."""
    known = _slugs(tx, wanted[0].user_id) if wanted else set()
    return [_create(tx, one, known, now) for one in wanted]


def _create(tx: Tx, automation: Automation, known: set[str], now: datetime) -> Automation:
    slug = names.slug_of(automation.slug or automation.goal, known)
    known.add(slug)
    new = replace(automation, slug=slug, id=0, revision=1, created_at=now, updated_at=now)
    [(number,)] = _INSERT.rows(tx, _columns(new))
    stored = _with_steps(tx, replace(new, id=number), now, set())
    logs.note(tx, EventType.CREATED, f"Created: {stored.goal}", now, automation_id=stored.id)
    return stored


def update(tx: Tx, automation: Automation, now: datetime, *, begun_at: int = 0) -> Automation:
    """Store an edited automation as its next revision; steps that it still has keep their ids, its slug stays.

    Raises ChangedMeanwhileError where the edit began at another revision, `begun_at`, than stands there.
    """
    before = orm.need(tx, tables.Automation, automation.id, "automation")
    if begun_at and begun_at != before.revision:
        raise ChangedMeanwhileError(
            f"Somebody changed it meanwhile: it is revision {before.revision} now, and this edit began at {begun_at}.",
            revision=before.revision,
        )
    new = replace(
        automation, slug=before.slug, user_id=before.user_id, revision=before.revision + 1,
        created_at=before.created_at, updated_at=now,
    )  # fmt: skip
    orm.save(tx, tables.Automation(id=new.id, deleted_at=before.deleted_at, **_columns(new)))
    earlier = {step.id: (step.block, step.config) for step in _one(tx, new.id).steps}
    kept = {row.id for row in tx.execute(select(_STEP.c.id).where(_STEP.c.automation_id == new.id))}
    stored = _with_steps(tx, new, now, kept)
    changed = {
        one.id for one in stored.steps if earlier.get(one.id, (one.block, one.config)) != (one.block, one.config)
    }
    memories.forget(tx, changed)
    for step in stored.triggers:  # what another trigger has seen is not what this one missed
        if step.id in changed:
            listeners.begin(tx, step.id, now, None)
    logs.note(tx, EventType.UPDATED, f"Changed, now revision {stored.revision}", now, automation_id=stored.id)
    return stored


def get(tx: Tx, user_id: int, ref: str) -> Automation:
    """The user's automation by slug, id or unambiguous beginning. Raises NotFoundError or BadInputError."""
    known = select(_AUTOMATION.c.id, _AUTOMATION.c.slug, _LIVES.self_group()).where(_AUTOMATION.c.user_id == user_id)
    rows = tx.execute(known.order_by(_AUTOMATION.c.id)).all()
    return _one(tx, names.pick_living(ref, [(id_, slug, not lives) for id_, slug, lives in rows]))


def by_id(tx: Tx, automation_id: int) -> Automation | None:
    """Whoever's it is, and also from the trash."""
    row = orm.find(tx, tables.Automation, automation_id)
    return _one(tx, automation_id) if row else None


def at_revision(tx: Tx, automation_id: int, revision: int) -> Automation:
    """The automation as it was at that revision, with the status of today. Raises NotFoundError."""
    found = _AT_REVISION.mappings(tx, {"automation": automation_id, "at": revision})
    if not found:
        row = orm.need(tx, tables.Automation, automation_id, "automation")
        raise orm.missing(f"revision of {row.slug}", revision)
    return convert.at_revision(found[0], revision, found[0]["document"])


def is_deleted(tx: Tx, automation_id: int) -> bool:
    """Whether it is in the trash or gone for good."""
    row = orm.find(tx, tables.Automation, automation_id)
    return row is None or row.deleted_at is not None


def all_for(tx: Tx, user_id: int) -> list[Automation]:
    """The user's automations in the order they were made."""
    return _select(tx, and_(_AUTOMATION.c.user_id == user_id, _LIVES))


def active(tx: Tx) -> list[Automation]:
    """All users' automations that should listen, with their triggers only: each run reads the rest for itself.

    Triggers that are set alike share their config: thousands wait with it, and nobody changes it.
    """
    return _select(tx, _LISTENS, _HEARS, cache(json.loads))


def stamp(tx: Tx) -> list[tuple[int, int]]:
    """Ids and revisions of what `active` returns: it changes whenever what must listen does, and costs little."""
    rows = tx.execute(select(_AUTOMATION.c.id, _AUTOMATION.c.revision).where(_LISTENS))
    return sorted((row.id, row.revision) for row in rows)


_SWITCHED = {
    AutomationStatus.ACTIVE: (EventType.SWITCHED_ON, "Switched on"),
    AutomationStatus.INACTIVE: (EventType.SWITCHED_OFF, "Switched off"),
    AutomationStatus.DRAFT: (EventType.SWITCHED_OFF, "Put back to draft"),
    AutomationStatus.PAUSED: (EventType.PAUSED, "Paused"),
}


def set_status(
    tx: Tx, automation_id: int, status: AutomationStatus, now: datetime, paused_until: datetime | None = None
) -> None:
    """Switch on or off, or pause (until told otherwise where no time is given)."""
    _change(tx, automation_id, status=status.value, paused_until=paused_until, updated_at=now)
    event, words = _SWITCHED[status]
    until = f" until {paused_until:%Y-%m-%d %H:%M} UTC" if paused_until else ""
    logs.note(tx, event, words + until, now, automation_id=automation_id)


def delete(tx: Tx, automation_id: int, now: datetime) -> None:
    """Move to the trash: switched off, invisible, its waiting runs cancelled. `restore` brings it back."""
    _change(tx, automation_id, status=AutomationStatus.INACTIVE.value, deleted_at=now, updated_at=now)
    runs.cancel_open(tx, automation_id, "Its automation was deleted", now)
    noting.deleted(tx, automation_id)
    logs.note(tx, EventType.DELETED, "Moved to the trash", now, automation_id=automation_id, level=Level.WARNING)


def restore(tx: Tx, automation_id: int, now: datetime) -> Automation:
    """Take out of the trash, switched off; with another slug where its own is taken by now."""
    row = orm.need(tx, tables.Automation, automation_id, "automation")
    if row.deleted_at:
        slug = names.slug_of(row.slug, _slugs(tx, row.user_id))
        _change(tx, automation_id, slug=slug, deleted_at=None, updated_at=now)
        logs.note(tx, EventType.RESTORED, "Taken out of the trash", now, automation_id=automation_id)
    return _one(tx, automation_id)


def deleted_for(tx: Tx, user_id: int) -> list[Deleted]:
    """What of the user's lies in the trash, the latest first."""
    chosen = select(_AUTOMATION.c.id, _AUTOMATION.c.slug, _AUTOMATION.c.goal, _AUTOMATION.c.deleted_at)
    theirs = chosen.where(_AUTOMATION.c.user_id == user_id, _AUTOMATION.c.deleted_at.is_not(None))
    found = orm.rows(tx.execute(theirs.order_by(_AUTOMATION.c.deleted_at.desc(), _AUTOMATION.c.id.desc())))
    return [Deleted(one["id"], one["slug"], one["goal"], one["deleted_at"]) for one in found]


def purge(tx: Tx, before: datetime, now: datetime) -> int:
    """Remove for good what was moved to the trash before then, with all its history; how many.

    What was deleted before it was made was so by a clock that was wrong: its days there count from now on.
    """
    by_a_wrong_clock = change(_AUTOMATION).where(_AUTOMATION.c.deleted_at < _AUTOMATION.c.created_at)
    tx.execute(by_a_wrong_clock.values(deleted_at=now))
    return tx.execute(delete_rows(_AUTOMATION).where(_AUTOMATION.c.deleted_at < before)).rowcount


def own_retention(tx: Tx) -> list[tuple[int, int | None, int | None]]:
    """Which automations say themselves how long their history is kept: (id, days, runs); None: as the settings say."""
    days, number = (_AUTOMATION.c.configuration[name].as_integer() for name in ("keep_days", "keep_runs"))
    rows = tx.execute(select(_AUTOMATION.c.id, days, number).where(or_(days.is_not(None), number.is_not(None))))
    return [(row[0], row[1], row[2]) for row in rows]


def _change(tx: Tx, automation_id: int, **columns: Any) -> None:
    if not tx.execute(change(_AUTOMATION).where(_AUTOMATION.c.id == automation_id).values(**columns)).rowcount:
        raise orm.missing("automation", automation_id)


def _known(user_id: int) -> Any:
    return select(_AUTOMATION.c.id, _AUTOMATION.c.slug).where(_AUTOMATION.c.user_id == user_id, _LIVES)


def _slugs(tx: Tx, user_id: int) -> set[str]:
    return {row.slug for row in tx.execute(_known(user_id))}


def _columns(automation: Automation) -> dict[str, Any]:
    one, mode = automation, automation.configuration.mode
    return {
        "user_id": one.user_id, "slug": one.slug, "goal": clean(one.goal), "status": one.status.value,
        "created_at": one.created_at, "updated_at": one.updated_at, "template_id": one.template_id,
        "configuration": convert.plain(one.configuration), "revision": one.revision, "paused_until": one.paused_until,
        "slots": max(one.configuration.parallel, 1) if mode is RunMode.PARALLEL else 1,
    }  # fmt: skip


def _with_steps(tx: Tx, automation: Automation, now: datetime, kept: set[int]) -> Automation:
    """Store the steps, the revision's document and the trigger steps' listeners; the automation as stored.

    `kept`: the steps that are there.
    """
    steps = tuple(
        _put_step(tx, automation.id, replace(step, order=order), known=step.id in kept)
        for order, step in enumerate(automation.steps)
    )
    gone = kept - {step.id for step in steps}
    if gone:
        digests.dropped(tx, automation.id, sorted(gone), now)
        tx.execute(delete_rows(_STEP).where(_STEP.c.id.in_(gone)))
    stored = replace(automation, goal=clean(automation.goal), steps=steps)
    values = {"automation_id": stored.id, "revision": stored.revision, "created_at": now}
    _INSERT_REVISION.change(tx, values | {"document": convert.document(stored)})
    listeners.sync(tx, stored.id, steps, new=not kept)
    return stored


def _put_step(tx: Tx, automation_id: int, step: Step, *, known: bool) -> Step:
    values: dict[str, Any] = {
        "automation_id": automation_id, "type": step.type.value, "block": step.block, "config": step.config,
        "order": step.order, "enabled": step.enabled, "name": clean_line(step.name), "instead": step.instead,
        "depth": step.depth, "otherwise": step.otherwise,
    }  # fmt: skip
    number = step.id
    if known:
        orm.save(tx, tables.AutomationStep(id=number, **values))
    else:
        [(number,)] = _INSERT_STEP.rows(tx, values)
    return replace(step, id=number, name=values["name"])


def _one(tx: Tx, automation_id: int) -> Automation:
    return _select(tx, _AUTOMATION.c.id == automation_id)[0]


def _select(
    tx: Tx, where: ColumnElement[bool], which: ColumnElement[bool] = _ALL, read: Callable[[str], Any] = json.loads
) -> list[Automation]:
    """Those that `where` names, with their steps or `which` of them, by two statements however many there are.

    Row by row: thousands of rows at once would leave the process larger than what is made of them. `read` makes the
    steps' configs of their JSON. Most automations have the same configuration, so each different one is made once.
    """
    steps: dict[int, list[Step]] = {}
    theirs = _STEP.c.automation_id.in_(select(_AUTOMATION.c.id).where(where))
    for row in orm.rows(tx.execute(select(*_STEP_TEXTS).where(theirs, which).order_by(_STEP.c.order))):
        row["config"] = read(row["config"])
        steps.setdefault(row["automation_id"], []).append(convert.step(row))
    configured = cache(lambda text: convert.configuration(json.loads(text)))
    rows = orm.rows(tx.execute(select(*_TEXTS).where(where).order_by(_AUTOMATION.c.id)))
    return [convert.automation(row, tuple(steps.pop(row["id"], ())), configured(row["configuration"])) for row in rows]
