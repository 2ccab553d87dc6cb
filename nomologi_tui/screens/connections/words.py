"""Connections in words: their status, what it means and what to press, when they expire, who uses them."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from nomologi_tui.model import Connection
from nomologi_tui.providers.base import Provider
from nomologi_tui.screens.words import coming, moment
from nomologi_tui.settings.keymap import keyed
from nomologi_tui.usecases.connections.connections import Listed, health_of, kind_of
from nomologi_tui.usecases.connections.details import Details
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.connection_list import ConnectionRow

STATUSES = {
    "OK": "The last login went well.",
    "REFUSED": "The other side refused it. {connection.login} takes a new secret.",
    "EXPIRED": "It has expired. {connection.login} logs in again.",
    "GONE": "The package of its kind is gone or broken.",
    "LOG IN": "It is not logged in. {connection.login} does it.",
    "UNTRIED": "No login was tried yet. {connection.test} tests it.",
}
WIDTH = 18  # of the names of fields in the details
MOST = 20  # users that are named: a line of ten thousand takes longer to draw than a key may


def status_of(connection: Connection, provider: Provider | None, now: datetime) -> str:
    """The word that lists show for it."""
    health = health_of(connection, provider, now)
    return "LOG IN" if health == "needs login" else health.upper()


def connection_row(one: Listed, provider: Provider | None, now: datetime, zone: ZoneInfo) -> ConnectionRow:
    """One connection as the list shows it."""
    found = one.connection
    status = status_of(found, provider, now)
    kind = provider.title if provider else found.provider
    users = f"Used by {', '.join(_some(one.used_by))}." if one.used_by else "No automation uses it."
    expires, tested = expiry(found, now, zone), moment(found.tested_at, now, zone)
    return ConnectionRow(
        found.id, found.label, kind, status, len(one.used_by), expires, tested, keyed(STATUSES[status]), users
    )


def expiry(connection: Connection, now: datetime, zone: ZoneInfo) -> str:
    """When it expires, or did."""
    at = connection.expires_at
    return moment(at, now, zone) if at is not None and at <= now else coming(at, now, zone)


def rows_of(ws: Workspace, listed: Sequence[Listed]) -> list[ConnectionRow]:
    """All of them."""
    now, zone = ws.clock.now(), ws.settings.zone
    return [connection_row(one, kind_of(ws, one.connection), now, zone) for one in listed]


def details_words(found: Details, now: datetime, zone: ZoneInfo) -> str:
    """All about one connection, a line for each thing."""
    one = found.connection
    goals = _some([goal for _, goal in found.used_by]) or ["no automation"]
    lines = [
        ("Kind", found.kind), ("Account", one.account), *found.fields, *found.secrets,
        *_told("Bound to", found.hosts), ("Scopes", ", ".join(one.scopes)), ("Expires", expiry(one, now, zone)),
        ("Last test", moment(one.tested_at, now, zone)), ("Made", moment(one.created_at, now, zone)),
        *_told("Used by", goals),
    ]  # fmt: skip
    return "\n".join(f"{fit(name, WIDTH)} {text}" for name, text in lines if text)


def _some(names: Sequence[str]) -> list[str]:
    """The first of them, and how many more."""
    return [*names[:MOST], *([f"{len(names) - MOST:,} more"] if len(names) > MOST else [])]


def _told(name: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    """The name once, beside the first."""
    return [(name if place == 0 else "", text) for place, text in enumerate(texts)]


def removal_words(one: Listed) -> str:
    """What comes of removing it."""
    users = ", ".join(_some([*one.used_by, *(f"the connection “{label}”" for label in one.lent_to)]))
    fails = f"Used by {users}: their next runs fail and say why.\n" if users else "No automation uses it.\n"
    return f"{fails}Its secrets are removed too; nothing can bring them back."
