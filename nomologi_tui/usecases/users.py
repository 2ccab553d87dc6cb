"""The people of one store. The first one owns it: he lets others in, and puts them out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nomologi_tui.errors import BadInputError, NeedsPersonError, NotFoundError
from nomologi_tui.model import User
from nomologi_tui.store import automations, connections, runs, unused_secrets, users
from nomologi_tui.text import clean_line
from nomologi_tui.usecases.connections.connections import own_references
from nomologi_tui.usecases.connections.ready_keyring import need_keyring
from nomologi_tui.usecases.passwords import hashed
from nomologi_tui.usecases.workspace import Workspace

LONGEST_LOGIN = 100  # characters
_OURS = re.compile(r"keyring:(connection/[0-9a-f]{16}/\w+|\w+/\w+/[0-9a-f]{16})")  # other references are the user's


@dataclass(frozen=True, slots=True)
class Listed:
    """A person, how many automations they have, and whether they own the store."""

    user: User
    automations: int
    is_owner: bool


def listed(ws: Workspace) -> list[Listed]:
    """All who have something here, in the order they came."""
    _ = ws.user
    known = ws.store.read(users.all_users)
    return [Listed(one, len(ws.store.read(automations.all_for, one.id)), one is known[0]) for one in known]


def add(ws: Workspace, login: str, password: str) -> User:
    """Let somebody in who signs in with `password`. Raises NeedsPersonError unless the owner asks."""
    need_owner(ws)
    return ws.store.write(users.add, _checked(login), _checked(login), hashed(password), ws.clock.now())


def free_login(ws: Workspace, login: str) -> str:
    """The login as it would be kept. Raises BadInputError where it can't be one, or somebody has it."""
    login = _checked(login)
    if ws.store.read(users.by_email, login) is not None:
        raise BadInputError(f"There is a user “{login}” already.", "Take another login.")
    return login


def may_set_password(ws: Workspace, login: str) -> User:
    """The person of that login, whose password the asking one may change. Raises NeedsPersonError, NotFoundError."""
    user = find(ws, login)
    if user.id != ws.user.id:
        need_owner(ws)
    return user


def take_password_away(ws: Workspace, login: str | None = None) -> User:
    """Let the owner in by the operating system's account alone again.

    Others of the store need a password, or anybody could be them: BadInputError. Raises NeedsPersonError and
    NotFoundError.
    """
    owner = need_owner(ws)
    user = owner if login is None else find(ws, login)
    if user.id != owner.id:
        raise BadInputError(f"Without a password anybody could be “{user.email}”.", "Set another one, or remove them.")
    if not user.has_password:
        raise BadInputError(f"“{user.email}” has no password.")
    changed = ws.store.write(users.remove_password, user.id)
    ws.user_changed(changed)
    return changed


def may_remove(ws: Workspace, login: str) -> User:
    """The person of that login, whom the asking one may remove. Raises as `remove`."""
    owner, user = need_owner(ws), find(ws, login)
    if user.id == owner.id:
        raise BadInputError(f"“{user.email}” owns this store and stays.", "Delete the store's folder instead.")
    return user


def set_password(ws: Workspace, login: str | None, password: str) -> User:
    """Give yourself a password, or, as the owner, somebody else. Raises NotFoundError."""
    user = ws.user if login is None else may_set_password(ws, login)
    changed = ws.store.write(users.set_password, user.id, hashed(password))
    ws.user_changed(changed)
    return changed


def remove(ws: Workspace, user: User, *, force: bool = False) -> None:
    """Remove somebody with all that is theirs: automations, their history, drafts, connections and their secrets.

    Raises NeedsPersonError unless the owner asks, and while there are automations, unless forced; StoreError where the
    keyring is locked or does not answer, and all stays as it is. What it does not give up then goes later.
    """
    may_remove(ws, user.email)
    theirs = ws.store.read(automations.all_for, user.id)
    if theirs and not force:
        raise NeedsPersonError(
            f"“{user.email}” has {len(theirs)} automations.", "Give --force: they and their history are deleted."
        )
    kept, now = _references(ws, user), ws.clock.now()
    if kept:
        need_keyring(ws)
    for one in theirs:
        ws.store.write(runs.cancel_open, one.id, "Its user was removed.", now)
    ws.store.write(_remove, user, kept, now)
    unused_secrets.forget(ws.store, ws.secrets, now)


def _remove(tx: Any, user: User, kept: Sequence[str], now: datetime) -> None:
    unused_secrets.note(tx, kept, now)
    users.remove(tx, user.id)


def find(ws: Workspace, login: str) -> User:
    """The person of that login. Raises NotFoundError."""
    user = ws.store.read(users.by_email, login)
    if user is None:
        raise NotFoundError(f"There is no user “{clean_line(login)}”.", "See: nomologi users list")
    return user


def need_owner(ws: Workspace) -> User:
    """The owner, who must be the one who asks. Raises NeedsPersonError."""
    me, owner = ws.user, ws.store.read(users.all_users)[0]
    if me.id != owner.id:
        raise NeedsPersonError("Only the owner of this store may do that.", f"Ask “{owner.email}”.")
    return owner


def _references(ws: Workspace, user: User) -> Sequence[str]:
    """Where this person's secrets are kept, as far as they are kept by us."""
    found: list[object] = []
    for one in ws.store.read(connections.all_for, user.id):
        found += own_references(one)
    for automation in ws.store.read(automations.all_for, user.id):
        found += [value for step in automation.steps for value in step.config.values()]
    return [one for one in found if isinstance(one, str) and _OURS.fullmatch(one)]


def _checked(login: str) -> str:
    login = clean_line(login).strip()
    if not login or len(login) > LONGEST_LOGIN or any(letter.isspace() for letter in login):
        raise BadInputError(
            f"“{login[:LONGEST_LOGIN]}” can't be a login.", f"Take up to {LONGEST_LOGIN} characters without a space."
        )
    return login
