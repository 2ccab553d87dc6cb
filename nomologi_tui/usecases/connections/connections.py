"""Connections: add, list, test, remove; where they are used. Secrets go into the keyring and are never shown again."""

import hashlib
import secrets as randomness
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from nomologi_tui.blocks.fields import FieldSpec, check, describe, parse_text
from nomologi_tui.errors import (
    BadInputError,
    CredentialError,
    NeedsPersonError,
    NomologiError,
    NotFoundError,
    StoreError,
)
from nomologi_tui.model import NEEDS_LOGIN, OK, REFUSED, Automation, Connection, Step
from nomologi_tui.providers.base import Provider
from nomologi_tui.runner.connections.resolving import Connections
from nomologi_tui.runner.connections.uses import borrowing, connection_fields, using
from nomologi_tui.runner.tools import Tools
from nomologi_tui.store import automations, connections, unused_secrets
from nomologi_tui.text import clean_line
from nomologi_tui.usecases.connections.ready_keyring import need_keyring
from nomologi_tui.usecases.workspace import Workspace

OURS = "keyring:connection/"  # what we put into the keyring ourselves, and so remove; other references are the user's
LONGEST_LABEL = 60
MARK = 6  # digits of a fingerprint
_HEALTH = {OK: "ok", REFUSED: "refused", "expired": "expired", NEEDS_LOGIN: "needs login"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A connection, the automations that use it, by slug, and the connections that log in by it, by label."""

    connection: Connection
    used_by: tuple[str, ...]
    health: str
    lent_to: tuple[str, ...] = ()


def secret_fields(provider: Provider) -> list[FieldSpec]:
    """The fields that are asked for without being shown."""
    return [spec for spec in describe(provider.config) if spec.secret]


def read_pairs(provider: Provider, pairs: Sequence[str]) -> dict[str, Any]:
    """The values that `KEY=VALUE` pairs of a command line give. Raises BadInputError naming the keys there are.

    A secret is refused, because every process can read a command line: there it is `env:NAME` or `keyring:NAME`.
    """
    specs = {spec.name: spec for spec in describe(provider.config)}
    values: dict[str, Any] = {}
    for pair in pairs:
        name, mark, text = pair.partition("=")
        if not mark or name not in specs:
            raise BadInputError(f"“{name}” is no field of {provider.name}.", f"Its keys are: {', '.join(specs)}.")
        if specs[name].secret and text and not is_reference(text):
            raise BadInputError(
                f"{name} is a secret, which everybody could read on a command line.",
                f"Write --set {name}=env:NAME, or leave it out: it is asked for, or read from stdin.",
            )
        try:
            values[name] = parse_text(specs[name], text)
        except ValueError as error:
            raise BadInputError(f"{name}: {error}.", f"For example {specs[name].example}.") from None
    return {name: value for name, value in values.items() if value is not None}


def is_reference(text: str) -> bool:
    """Whether it says where a secret is, and so is none."""
    return text.startswith(("env:", "keyring:"))


def add(
    ws: Workspace, provider: Provider, label: str, values: Mapping[str, Any], *, replaces: bool = False
) -> Connection:
    """Keep a new connection; with `replaces` the one of the same label and kind gets these values, and keeps its id.

    `values` hold secrets as typed, which go into the keyring, or as references. Raises BadInputError,
    NeedsPersonError for what is missing, StoreError where the keyring can't be used; then nothing is kept.
    """
    label = _checked_label(label)
    before = _of_label(ws, label)
    if before is not None and not replaces:
        raise BadInputError(f"There is a connection called “{label}” already.", "Take another label, or --replace it.")
    if before is not None and before.provider != provider.name:
        raise BadInputError(f"The connection “{label}” is of the kind {before.provider}.", "Remove that one first.")
    new = Connection(ws.user.id, provider.name, label, id=before.id if before else 0)
    return _kept(ws, provider, new, values, own_references(before) if before else [])


def change(ws: Workspace, connection: Connection, label: str, values: Mapping[str, Any]) -> Connection:
    """Give a connection other values, of which a secret that stays is still a reference. Raises what `add` does.

    Steps name it by its label, so that stays while they do (NeedsPersonError).
    """
    label = _checked_label(label)
    other = _of_label(ws, label)
    if other is not None and other.id != connection.id:
        raise BadInputError(f"There is a connection called “{other.label}” already.", "Take another name.")
    users = _named_by(ws, connection) if label.casefold() != connection.label.casefold() else ""
    if users:
        raise NeedsPersonError(f"It is called “{connection.label}” in {users}.", "Keep its name.")
    provider = ws.providers.get(connection.provider)
    new = replace(connection, label=label, status="unknown", tested_at=None)
    return _kept(ws, provider, new, values, own_references(replace(new, access_token_ref=None, refresh_token_ref=None)))


def _kept(
    ws: Workspace, provider: Provider, new: Connection, values: Mapping[str, Any], before: Sequence[str]
) -> Connection:
    """Store it with these values; of the references it had `before` those that it has no more are forgotten."""
    account = provider.account_of(_checked(provider, values)) or new.account  # a reference tells nothing of it
    typed = {
        spec.name: str(values[spec.name])
        for spec in secret_fields(provider)
        if values.get(spec.name) and not is_reference(str(values[spec.name]))
    }
    places = {name: f"{OURS}{randomness.token_hex(8)}/{name}" for name in typed}
    now, config = ws.clock.now(), {**values, **places}
    ws.store.write(unused_secrets.note, places.values(), now + unused_secrets.FOR_A_ROW)
    try:
        for name, reference in places.items():
            ws.secrets.put(reference, typed[name])
        unused = [one for one in before if one not in config.values()]
        stored = ws.store.write(unused_secrets.save, replace(new, config=config, account=account), unused, now)
    except NomologiError:
        unused_secrets.forget(ws.store, ws.secrets, now, list(places.values()))
        raise
    unused_secrets.forget(ws.store, ws.secrets, now)  # what the keyring does not give up now, the runner asks for later
    return stored


async def learned(provider: Provider, values: Mapping[str, Any]) -> dict[str, str]:
    """What the other side shows of itself, for fields that `values` leave open: the key of a machine.

    A person sees it before `add` keeps it; from then on only that is taken. Nothing secret is sent. Raises BlockError
    where nobody is reached, else as `add`.
    """
    return dict(await provider.learned(_checked(provider, values)))


def _checked_label(label: str) -> str:
    label = clean_line(label).strip()
    if not label or label.isdecimal() or len(label) > LONGEST_LABEL:
        raise BadInputError(
            f"“{label[:LONGEST_LABEL]}” can't be a connection's label.",
            f"Take up to {LONGEST_LABEL} characters, not only digits.",
        )
    return label


def _of_label(ws: Workspace, label: str) -> Connection | None:
    known = ws.store.read(connections.all_for, ws.user.id)
    return next((one for one in known if one.label.casefold() == label.casefold()), None)


def _checked(provider: Provider, values: Mapping[str, Any]) -> Any:
    model, problems = check(provider.config, dict(values))
    if model is None:
        fields = {spec.name: spec for spec in describe(provider.config)}
        missing = [name for name in problems if name in fields and name not in values]
        words = " ".join(f"{name}: {problem}" if name else problem for name, problem in problems.items())
        keys = " ".join(f"--set {name}={'env:NAME' if fields[name].secret else '…'}" for name in missing)
        raise (NeedsPersonError if missing else BadInputError)(words, f"Give it with {keys}" if keys else "")
    return model


def own_references(connection: Connection) -> list[str]:
    """Where its secrets are that we put there."""
    found = [*connection.config.values(), connection.access_token_ref, connection.refresh_token_ref]
    return [one for one in found if isinstance(one, str) and one.startswith(OURS)]


def find(ws: Workspace, ref: str) -> Connection:
    """The user's connection by label or id. Raises NotFoundError with the nearest labels."""
    return ws.store.read(connections.find, ws.user.id, ref)


def listed(ws: Workspace) -> list[Listed]:
    """All of the user's connections in the order they were made."""
    all_ = ws.store.read(connections.all_for, ws.user.id)
    if not all_:
        return []  # who uses none is not looked for among thousands
    known = ws.store.read(automations.all_for, ws.user.id)
    return [_listed(ws, one, known, borrowing(ws.providers, all_, one)) for one in all_]


def _listed(ws: Workspace, one: Connection, known: Sequence[Automation], borrowers: Sequence[Connection]) -> Listed:
    users = tuple(used.slug for used in using(ws.registry, known, [one, *borrowers]))
    return Listed(
        one, users, health_of(one, kind_of(ws, one), ws.clock.now()), tuple(other.label for other in borrowers)
    )


def used_by(ws: Workspace, connection: Connection) -> list[Automation]:
    """The automations that name it in a step, also in one that is off, or a connection that logs in by it."""
    known = ws.store.read(automations.all_for, ws.user.id)
    return using(ws.registry, known, [connection, *borrowers(ws, connection)])


def borrowers(ws: Workspace, connection: Connection) -> list[Connection]:
    """The connections that log in by it."""
    return borrowing(ws.providers, ws.store.read(connections.all_for, ws.user.id), connection)


def _named_by(ws: Workspace, connection: Connection) -> str:
    """The automations and connections that name it, for a sentence; empty where none does."""
    lent = [f"the connection “{one.label}”" for one in borrowers(ws, connection)]
    return ", ".join([*(one.slug for one in used_by(ws, connection)), *lent])


def need_known(ws: Workspace, steps: Sequence[Step]) -> None:
    """Raises NeedsPersonError for the first connection that a step names and that is not there or does not fit."""
    named = [(step, spec) for step in steps if step.enabled for spec in connection_fields(ws.registry, step)]
    for step, spec in named:
        ref = str(step.config.get(spec.name) or "").strip()
        try:
            known = find(ws, ref) if ref else None
        except NotFoundError as error:
            raise NeedsPersonError(f"{step.name or step.block}, {spec.name}: {error.message}", error.hint) from None
        if known and not _fits(ws, known, spec.uses):
            raise NeedsPersonError(
                f"{step.name or step.block}, {spec.name}: the connection “{known.label}” can't be used for this.",
                f"Choose one that serves {' or '.join(spec.uses)}; {known.provider} does not.",
            )


def choices_of(ws: Workspace, config: type[BaseModel]) -> dict[str, list[str]]:
    """For each field of a step that takes a connection the labels of those of the user's that fit."""
    fields = [spec for spec in describe(config) if spec.kind == "connection"]
    known = ws.store.read(connections.all_for, ws.user.id) if fields else []
    return {spec.name: [one.label for one in known if _fits(ws, one, spec.uses)] for spec in fields}


def fitting(ws: Workspace, uses: Sequence[str]) -> list[str]:
    """The labels of the user's connections that serve one of `uses`."""
    return [one.label for one in ws.store.read(connections.all_for, ws.user.id) if _fits(ws, one, uses)]


def _fits(ws: Workspace, connection: Connection, uses: Sequence[str]) -> bool:
    return any(one.name == connection.provider and one.fits(uses) for one in ws.providers)


def fingerprint(ws: Workspace, reference: str) -> str:
    """Six hex digits by which two equal secrets are recognised; slow to compute, so that nobody guesses by it.

    In words where the secret can't be read.
    """
    try:
        value = ws.secrets.get(reference)
    except NomologiError as error:
        return error.message
    return hashlib.scrypt(value.encode(), salt=b"nomologi fingerprint", n=4096, r=8, p=1, dklen=MARK // 2).hex()


def health_of(connection: Connection, provider: Provider | None, now: datetime) -> str:
    """How it fared when it was last used, in a word or two. What can be renewed does not expire by itself."""
    if provider is None:
        return "gone"
    if provider.logs_in and connection.access_token_ref is None:
        return _HEALTH[NEEDS_LOGIN]
    if connection.expires_at is not None and connection.expires_at <= now and not connection.refresh_token_ref:
        return "expired"
    return _HEALTH.get(connection.status, "untried")


def kind_of(ws: Workspace, connection: Connection) -> Provider | None:
    """Its kind; None where the package is gone or broken."""
    try:
        return ws.providers.get(connection.provider)
    except NomologiError:
        return None


def lasts(ws: Workspace, connection: Connection) -> str:
    """Until when the token of a login holds, as a sentence with a space before it; empty for a kind without a login."""
    if connection.access_token_ref is None:
        return ""
    ends = connection.expires_at
    until = f"holds until {ends.astimezone(ws.settings.zone):%Y-%m-%d %H:%M}" if ends else "holds until it is refused"
    return f" Its token {until}{' and renews itself' if connection.refresh_token_ref else ''}."


def tools_of(ws: Workspace) -> Tools:
    """What carrying out needs, for a moment without a runner."""
    return Tools(ws.store, ws.registry, ws.clock, ws.settings, ws.secrets, token="", providers=lambda: ws.providers)


async def try_out(ws: Workspace, connection: Connection) -> str:
    """Log in with it, and say in a sentence what came of it. Its status says so from then on.

    A token that is refused before its time is renewed, once. Raises CredentialError where it was refused, BlockError
    where nothing could be reached.
    """
    known = Connections(tools_of(ws), connection.user_id, str, ask_again=True)
    for last in (False, True):
        found = await known.get(str(connection.id), ())
        try:
            words = await ws.providers.get(connection.provider).test(found.config, ws.clock)
        except CredentialError as error:
            heard = await known.heard([found], error)
            if last or not (isinstance(heard, CredentialError) and heard.passing):
                ws.store.write(connections.note_tested, connection.id, ws.clock.now())
                raise
        else:
            await known.heard([found], None)
            break
    ws.store.write(connections.note_tested, connection.id, ws.clock.now())
    return words


def check_unused(ws: Workspace, connection: Connection, *, force: bool) -> None:
    """Raises NeedsPersonError naming the automations and connections that use it, unless forced."""
    users = _named_by(ws, connection)
    if users and not force:
        raise NeedsPersonError(
            f"The connection “{connection.label}” is used by {users}.",
            "Change them first, or give --force: their next runs will fail and say why.",
        )


def remove(ws: Workspace, connection: Connection, *, force: bool = False) -> StoreError | None:
    """Forget it and its secrets here; `removing` also ends its login. Raises as `check_unused`.

    A keyring that is locked, or does not answer, is waited for: all stays as it is (StoreError). One that is gone, or
    goes in between, gives its secrets up later, to the runner: the error that comes back says why.
    """
    check_unused(ws, connection, force=force)
    if own_references(connection):
        need_keyring(ws)
    now = ws.clock.now()
    ws.store.write(unused_secrets.remove, connection, own_references(connection), now)
    ws.settings.places.login_lock(connection.id).unlink(missing_ok=True)
    return unused_secrets.forget(ws.store, ws.secrets, now)
