"""Which connections an automation names, and which automations name a connection."""

from collections.abc import Iterable

from nomologi_tui.blocks.fields import FieldSpec, describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Automation, Connection, Step


def using(registry: Registry, known: Iterable[Automation], connection: Connection) -> list[Automation]:
    """Those of `known` that name it in a step, also in one that is off."""
    return [one for one in known if _names(registry, one, connection)]


def _names(registry: Registry, automation: Automation, connection: Connection) -> bool:
    named = (name for step in automation.steps for name in named_in(registry, step))
    return any(name.casefold() == connection.label.casefold() or name == str(connection.id) for name in named)


def named_in(registry: Registry, step: Step) -> list[str]:
    """What a step's config calls its connections; nothing where its block is gone."""
    found = (step.config.get(spec.name) for spec in connection_fields(registry, step))
    return [str(one).strip() for one in found if one]


def connection_fields(registry: Registry, step: Step) -> list[FieldSpec]:
    """The fields of a step's block that take a connection; none where the block is gone."""
    try:
        fields = describe(registry.get(step.type, step.block).config)
    except NomologiError:
        return []
    return [one for one in fields if one.kind == "connection"]
