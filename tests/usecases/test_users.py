"""People of one store: who may let whom in, wrong passwords, and what remains of somebody who is removed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nomologi_tui.errors import BadInputError, NeedsPersonError, NotFoundError
from nomologi_tui.store import automations, users
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases import users as use
from nomologi_tui.usecases.passwords import fits, hashed, pause
from nomologi_tui.usecases.workspace import Workspace
from tests.store.making import add_automation

PASSWORD = "a long password"
As = Callable[..., Workspace]


@pytest.fixture
def as_(ws: Workspace, clock: FakeClock) -> Iterator[As]:
    """The same store as another person sees it."""
    opened: list[Workspace] = []

    def open_as(login: str, password: str = PASSWORD) -> Workspace:
        opened.append(Workspace(replace(ws.settings, user=login), clock, lambda _: password))
        return opened[-1]

    yield open_as
    for one in opened:
        one.close()


def test_a_password_is_kept_as_argon2id_and_only_it_fits() -> None:
    kept = hashed(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert kept != hashed(PASSWORD)
    assert fits(PASSWORD, kept)
    assert not fits(PASSWORD + " ", kept)
    with pytest.raises(BadInputError, match="shorter than 8"):
        hashed("short")


def test_whoever_was_let_in_signs_in_and_sees_nothing_of_others(ws: Workspace, as_: As) -> None:
    use.add(ws, "bob", PASSWORD)
    add_automation(ws.store, ws.user, "hers")
    bob = as_("bob")
    assert bob.user.email == "bob"
    assert bob.store.read(automations.all_for, bob.user_id) == []
    with pytest.raises(NotFoundError):
        bob.reader.resolve(bob.user_id, "1")


@pytest.mark.parametrize("what", ["user", "user_id"])
def test_without_the_right_password_nothing_is_shown(ws: Workspace, as_: As, what: str) -> None:
    use.add(ws, "bob", PASSWORD)
    with pytest.raises(NeedsPersonError, match="is wrong"):
        getattr(as_("bob", "something else"), what)


def test_after_three_wrong_ones_even_the_right_one_has_to_wait(ws: Workspace, as_: As, clock: FakeClock) -> None:
    use.add(ws, "bob", PASSWORD)
    for _ in range(3):
        with pytest.raises(NeedsPersonError, match="is wrong"):
            _ = as_("bob", "something else").user
    with pytest.raises(NeedsPersonError, match="Too many wrong passwords"):
        _ = as_("bob").user
    clock.tick(pause(3))
    assert as_("bob").user.email == "bob"
    assert ws.store.read(users.get, as_("bob").user.id).failures == 0


def test_nobody_waits_for_a_clock_that_was_ahead(ws: Workspace, as_: As, clock: FakeClock) -> None:
    use.add(ws, "bob", PASSWORD)
    for _ in range(3):
        with pytest.raises(NeedsPersonError, match="is wrong"):
            _ = as_("bob", "something else").user
    clock.set_wall(datetime(1970, 1, 1, tzinfo=UTC))
    assert as_("bob").user.email == "bob"


def test_the_pause_doubles_up_to_five_minutes() -> None:
    assert [pause(failures) for failures in (0, 2, 3, 4, 5, 60)] == [0, 0, 1, 2, 4, 300]


def test_only_the_owner_lets_people_in_and_puts_them_out(ws: Workspace, as_: As) -> None:
    use.add(ws, "bob", PASSWORD)
    bob = as_("bob")
    for forbidden in (
        lambda: use.add(bob, "eve", PASSWORD),
        lambda: use.remove(bob, use.find(bob, "ada")),
        lambda: use.set_password(bob, "ada", PASSWORD),
    ):
        with pytest.raises(NeedsPersonError, match="Only the owner"):
            forbidden()
    assert [one.user.email for one in use.listed(ws)] == ["ada", "bob"]


def test_the_owner_can_not_be_removed(ws: Workspace) -> None:
    with pytest.raises(BadInputError, match="owns this store"):
        use.remove(ws, ws.user)


def test_somebody_with_automations_is_removed_only_by_force_and_then_without_a_trace(ws: Workspace, as_: As) -> None:
    bob = use.add(ws, "bob", PASSWORD)
    made = add_automation(ws.store, bob, "his")
    with pytest.raises(NeedsPersonError, match="has 1 automations"):
        use.remove(ws, bob)
    use.remove(ws, bob, force=True)
    with pytest.raises(NotFoundError):
        ws.store.read(automations.get, bob.id, str(made.id))
    with pytest.raises(NotFoundError, match="no user “bob”"):
        use.find(ws, "bob")


def test_who_sets_a_password_signs_in_from_then_on(ws: Workspace, as_: As) -> None:
    use.set_password(ws, None, PASSWORD)
    with pytest.raises(NeedsPersonError, match="is wrong"):
        _ = as_("ada", "something else").user
    assert as_("ada").user.id == ws.user.id


@pytest.mark.parametrize("login", ["", " ", "two words", "x" * 101, "\t"])
def test_an_odd_login_is_refused(ws: Workspace, login: str) -> None:
    with pytest.raises(BadInputError, match="can't be a login"):
        use.add(ws, login, PASSWORD)


def test_a_login_is_taken_once(ws: Workspace) -> None:
    use.add(ws, "bob", PASSWORD)
    with pytest.raises(BadInputError, match="already"):
        use.add(ws, "bob", PASSWORD)
