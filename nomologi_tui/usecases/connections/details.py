"""All there is to tell of one connection: its fields, its secrets by fingerprint, where it goes, who uses it."""

from dataclasses import dataclass

from nomologi_tui.blocks.fields import check, describe, show_value
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Connection
from nomologi_tui.providers.base import Provider
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Details:
    """`fields` and `secrets` are (label, text); of a secret where it is kept and its fingerprint, or why none.

    `hosts` are where the secrets may go; the field of that name is not told twice.
    """

    connection: Connection
    kind: str
    fields: tuple[tuple[str, str], ...]
    secrets: tuple[tuple[str, str], ...]
    hosts: tuple[str, ...]
    used_by: tuple[tuple[int, str], ...]  # automations: id and goal


def details(ws: Workspace, label_or_id: str) -> Details:
    """Raises NotFoundError. Waits for the keyring, up to its deadline for each secret."""
    found = connections.find(ws, label_or_id)
    users = tuple((one.id, one.goal) for one in connections.used_by(ws, found))
    try:
        provider = ws.providers.get(found.provider)
    except NomologiError as error:  # its package is gone
        return Details(found, f"{found.provider}: {error.message}", (), (), (), users)
    return Details(found, provider.title, _fields(provider, found), _secrets(ws, provider, found),
                   _hosts(provider, found), users)  # fmt: skip


def _fields(provider: Provider, connection: Connection) -> tuple[tuple[str, str], ...]:
    open_ones = (spec for spec in describe(provider.config) if not spec.secret and spec.name != "hosts")
    shown = ((spec.label, show_value(spec, connection.config.get(spec.name, spec.default))) for spec in open_ones)
    return tuple((label, text) for label, text in shown if text)


def _secrets(ws: Workspace, provider: Provider, connection: Connection) -> tuple[tuple[str, str], ...]:
    kept = ((spec.label, str(connection.config.get(spec.name) or "")) for spec in connections.secret_fields(provider))
    tokens = ("Its login", connection.access_token_ref or "")
    return tuple((label, _told(ws, reference)) for label, reference in (*kept, tokens) if reference)


def _told(ws: Workspace, reference: str) -> str:
    place, _, name = reference.partition(":")
    where = f"in the environment as {name}" if place == "env" else "in the keyring or vault"
    mark = connections.fingerprint(ws, reference)
    readable = len(mark) == connections.MARK
    return f"fingerprint {mark}, {where}" if readable else f"{mark} It should be {where}."


def _hosts(provider: Provider, connection: Connection) -> tuple[str, ...]:
    model, _ = check(provider.config, connection.config)
    return provider.hosts_of(model) if model is not None else ()
