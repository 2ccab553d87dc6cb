"""Which connections an automation names, which automations name a connection, and which connections do."""

from collections.abc import Iterable, Sequence

from nomologi_tui.blocks.fields import FieldSpec, describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Automation, Connection, Step
from nomologi_tui.providers.registry import Providers


def using(registry: Registry, known: Iterable[Automation], connections: Sequence[Connection]) -> list[Automation]:
    """Those of `known` that name one of `connections` in a step, also in one that is off."""
    wanted = {name for one in connections for name in _names_of(one)}
    return [
        one for one in known
        if any(name.casefold() in wanted for step in one.steps for name in named_in(registry, step))
    ]  # fmt: skip


def borrowing(providers: Providers, known: Iterable[Connection], lender: Connection) -> list[Connection]:
    """Those of `known` that log in by `lender`."""
    return [one for one in known if {name.casefold() for name in _lenders(providers, one)} & _names_of(lender)]


def _names_of(connection: Connection) -> set[str]:
    return {connection.label.casefold(), str(connection.id)}


def _lenders(providers: Providers, connection: Connection) -> list[str]:
    """What a connection's config calls those that it logs in by; nothing where its kind is gone."""
    try:
        fields = describe(providers.get(connection.provider).config)
    except NomologiError:
        return []
    return [str(connection.config.get(spec.name) or "").strip() for spec in fields if spec.kind == "connection"]


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
