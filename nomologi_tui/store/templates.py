"""Templates: the users' own, and those versions of the built-in ones that automations were made from.

A row is one version and never changes: an automation's `template_id` says what it was made from.
"""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select

from nomologi_tui.model import Template
from nomologi_tui.store import convert, orm, tables
from nomologi_tui.store.orm import Tx
from nomologi_tui.text import clean, clean_line

_TEMPLATE = tables.AutomationTemplate.__table__


def keep(tx: Tx, template: Template, now: datetime) -> Template:
    """The stored version: the row that there is of the same user, slug and version, else a new one."""
    same = (
        _TEMPLATE.c.user_id.is_not_distinct_from(template.user_id),
        _TEMPLATE.c.slug == template.slug,
        _TEMPLATE.c.version == template.version,
    )
    found = tx.execute(select(_TEMPLATE).where(*same)).mappings().first()
    return convert.template(found) if found else _added(tx, template, now)


def _added(tx: Tx, template: Template, now: datetime) -> Template:
    row = tables.AutomationTemplate(
        user_id=template.user_id, name=clean_line(template.name), description=clean(template.description),
        category=clean_line(template.category), steps=convert.steps_to_json(template.steps),
        inputs=[asdict(one) for one in template.inputs], version=template.version, created_at=now, slug=template.slug,
        goal=clean_line(template.goal), words=list(template.words), configuration=asdict(template.configuration),
    )  # fmt: skip
    return convert.template(orm.values(orm.save(tx, row)))


def get(tx: Tx, user_id: int, template_id: int) -> Template:
    """One version, of the user's own or of a built-in one. Raises NotFoundError."""
    row = orm.need(tx, tables.AutomationTemplate, template_id, "template")
    if row.user_id not in (None, user_id):
        raise orm.missing("template", template_id)
    return convert.template(orm.values(row))


def own(tx: Tx, user_id: int) -> list[Template]:
    """The newest version of each of the user's own, in the order they came."""
    rows = tx.execute(select(_TEMPLATE).where(_TEMPLATE.c.user_id == user_id).order_by(_TEMPLATE.c.id)).mappings()
    newest: dict[str, Template] = {}
    for row in rows:
        newest[row["slug"]] = convert.template(row)
    return list(newest.values())


def remove(tx: Tx, user_id: int, slug: str) -> int:
    """Remove every version of one of the user's own; automations made from it stay. How many versions there were."""
    own_ones = (_TEMPLATE.c.user_id == user_id, _TEMPLATE.c.slug == slug)
    return tx.execute(delete(_TEMPLATE).where(*own_ones)).rowcount
