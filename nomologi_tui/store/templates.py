"""Templates: the gallery's, which belong to nobody, and the users' own."""

from datetime import datetime

from sqlalchemy import delete, or_, select

from nomologi_tui.model import Template
from nomologi_tui.store import convert, orm, tables
from nomologi_tui.store.orm import Tx
from nomologi_tui.text import clean, clean_line

_TEMPLATE = tables.AutomationTemplate.__table__


def save(tx: Tx, template: Template, now: datetime) -> Template:
    """Store a new template (id 0) or a changed one."""
    before = orm.need(tx, tables.AutomationTemplate, template.id, "template") if template.id else None
    row = tables.AutomationTemplate(
        id=template.id or None, user_id=template.user_id, name=clean_line(template.name),
        description=clean(template.description), category=clean_line(template.category),
        steps=convert.steps_to_json(template.steps), inputs=list(template.inputs), version=template.version,
        created_at=before.created_at if before else now,
    )  # fmt: skip
    return convert.template(orm.values(orm.save(tx, row)))


def get(tx: Tx, user_id: int, template_id: int) -> Template:
    """The user's own or a built-in one. Raises NotFoundError."""
    row = orm.need(tx, tables.AutomationTemplate, template_id, "template")
    if row.user_id not in (None, user_id):
        raise orm.missing("template", template_id)
    return convert.template(orm.values(row))


def all_for(tx: Tx, user_id: int) -> list[Template]:
    """Built-in ones and the user's own, in the order they came."""
    seen = or_(_TEMPLATE.c.user_id.is_(None), _TEMPLATE.c.user_id == user_id)
    return [
        convert.template(row) for row in tx.execute(select(_TEMPLATE).where(seen).order_by(_TEMPLATE.c.id)).mappings()
    ]


def remove(tx: Tx, user_id: int, template_id: int) -> None:
    """Remove one of the user's own; automations made from it stay. Raises NotFoundError."""
    own = (_TEMPLATE.c.id == template_id, _TEMPLATE.c.user_id == user_id)
    if not tx.execute(delete(_TEMPLATE).where(*own)).rowcount:
        raise orm.missing("template", template_id)
