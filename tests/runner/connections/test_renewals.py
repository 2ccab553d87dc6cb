"""Logins that nobody uses: renewed ahead of time by the runner, and told of before a run fails by them."""

from dataclasses import replace
from datetime import timedelta

from nomologi_tui.model import Alert, Connection, Step, StepType
from nomologi_tui.runner.alerts.alerts import Alerts
from nomologi_tui.runner.connections.renewals import Renewals
from nomologi_tui.store import connections
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import FakeClock
from tests.blocks.web import Answer, WebServer
from tests.keyrings import MemoryKeyring
from tests.providers.login.hostile import as_answer, serve
from tests.runner.bench import Bench
from tests.runner.login_bench import OLD, REFERENCE, bench, clock, keyring, logged_in, status, tokens_in
from tests.runner.made import automation

__all__ = ["bench", "clock", "keyring"]  # fixtures

DEAD = as_answer({"error": "invalid_grant", "error_description": "revoked"}, 400)


def alerts(bench: Bench) -> list[Alert]:
    with Reader.open(bench.settings.places) as reader:
        return reader.alerts(bench.user.id)


def used(bench: Bench, web: WebServer, *, on: bool = True) -> str:
    step = Step(StepType.ACTION, "http_request", {"url": f"{web.url}/x", "connection": "Home"}, name="ask")
    return bench.add(automation(step), on=on).slug


def asked(web: WebServer) -> int:
    return sum(one.path == "/token" for one in web.received)


async def test_a_login_is_renewed_at_four_fifths_of_its_life_though_nothing_uses_it(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    serve(web)
    renewals = Renewals(bench.tools)
    await renewals.look()
    clock.tick(47 * 60)
    await renewals.look()
    assert tokens_in(keyring).access == OLD
    clock.tick(60)
    await renewals.look()
    await renewals.look()
    assert (tokens_in(keyring).access, asked(web)) == ("at-good-1", 1)
    found = bench.store.read(connections.find, bench.user.id, "Home")
    assert found.expires_at == clock.now() + timedelta(hours=1)


async def test_the_keyring_is_read_only_when_there_is_something_to_do(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    class Counting(MemoryKeyring):
        reads = 0

        def get_password(self, service: str, username: str) -> str | None:
            self.reads += 1
            return super().get_password(service, username)

    logged_in(bench, web, keyring)
    counting = Counting()
    counting.kept = keyring.kept
    renewals = Renewals(replace(bench.tools, secrets=Secrets({}, lambda: counting, deadline=20)))
    for _ in range(40):
        await renewals.look()
        clock.tick(60)
    assert counting.reads == 1


async def test_another_process_that_renewed_it_is_noticed(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    made = logged_in(bench, web, keyring)
    serve(web)
    renewals = Renewals(bench.tools)
    await renewals.look()
    clock.tick(49 * 60)
    ends = clock.now() + timedelta(hours=1)
    keyring.kept[REFERENCE] = replace(tokens_in(keyring), granted_at=clock.now(), expires_at=ends).as_text()
    bench.store.write(connections.renewed, made.id, str(made.access_token_ref), ends, (), renews=True)
    await renewals.look()
    assert asked(web) == 0


async def test_a_dead_login_is_marked_and_told_once_before_any_run_fails(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    off, first, second = used(bench, web, on=False), used(bench, web), used(bench, web)
    serve(web, DEAD)
    clock.tick(50 * 60)
    renewals = Renewals(bench.tools)
    for _ in range(10):
        await renewals.look()
        clock.tick(60)
    [told] = alerts(bench)
    assert (told.kind, told.title) == ("login", "Needs a login: Test it")
    assert f"It is used by {off}, {first}, {second}." in told.body
    assert told.body.endswith("Log in: nomologi connections login Home")
    assert (status(bench), asked(web)) == ("needs_login", 1)


async def test_the_alert_is_over_when_it_works_again_and_the_next_end_is_told_anew(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    made = logged_in(bench, web, keyring)
    used(bench, web)
    renewals, teller = Renewals(bench.tools), Alerts(bench.tools)
    for _ in range(2):
        bench.store.write(connections.note_status, made.id, "needs_login")  # as a run's refusal leaves it
        await renewals.look()
        await teller.look()
        assert alerts(bench)[0].over_at is None
        bench.store.write(connections.note_status, made.id, "ok")
        clock.tick(60)
        await teller.look()
        assert alerts(bench)[0].over_at == clock.now()
        await renewals.look()
    assert len(alerts(bench)) == 2


async def test_a_login_that_can_not_be_renewed_by_anybody_is_told_when_it_has_ended(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring, refresh="")
    used(bench, web)
    renewals = Renewals(bench.tools)
    for _ in range(59):
        await renewals.look()
        clock.tick(60)
    assert alerts(bench) == []
    clock.tick(5 * 60)
    await renewals.look()
    assert "“Home” needs a new login: its login has ended." in alerts(bench)[0].body


async def test_one_that_nothing_uses_is_marked_and_nobody_is_told(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    serve(web, DEAD)
    clock.tick(50 * 60)
    await Renewals(bench.tools).look()
    assert (alerts(bench), status(bench)) == ([], "needs_login")


async def test_a_provider_that_is_down_is_asked_each_five_minutes_and_said_once(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    used(bench, web)
    serve(web, Answer(503))
    clock.tick(48 * 60)
    renewals = Renewals(bench.tools)
    for _ in range(20):
        await renewals.look()
        clock.tick(60)
    assert (asked(web), alerts(bench), status(bench)) == (4, [], "ok")
    lines = [one.description for one in bench.log() if "not renewed ahead" in one.description]
    assert len(lines) == 1
    assert "could not be renewed: 127.0.0.1 answered 503." in lines[0]
    serve(web)
    await renewals.look()
    assert tokens_in(keyring).access == "at-good-1"


async def test_a_kind_whose_package_is_gone_stops_no_other(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    gone = Connection(bench.user.id, "gone", "Gone", {}, "keyring:x", "keyring:x", clock.now())
    bench.store.write(connections.save, gone, clock.now())
    logged_in(bench, web, keyring)
    serve(web)
    clock.tick(50 * 60)
    await Renewals(bench.tools).look()
    assert tokens_in(keyring).access == "at-good-1"
