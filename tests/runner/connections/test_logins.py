"""Runs whose connection logs in: renewed in time, kept through every failure, and healthy or not for all to see."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from nomologi_tui.model import Connection, Run, RunStatus, Step, StepType, WaitingFor
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.runner.claiming import Claimed
from nomologi_tui.runner.connections.logins import PAUSE
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.store import connections, runs
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import FakeClock
from tests.blocks.web import Answer, WebServer
from tests.keyrings import MemoryKeyring
from tests.providers.login.hostile import as_answer, lost, serve
from tests.runner.bench import Bench
from tests.runner.login_bench import OLD, REFERENCE, bench, clock, keyring, logged_in, status, tokens_in
from tests.runner.made import automation
from tests.support import eventually

__all__ = ["bench", "clock", "keyring"]  # fixtures


def fetch(web: WebServer, **config: Any) -> Step:
    asked = {"url": f"{web.url}/x", "connection": "Home", **config}
    return Step(StepType.ACTION, "http_request", asked, name="ask")


async def go(bench: Bench, run_id: int) -> Run:
    (claimed,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1, only=run_id)
    await RunRecorder(bench.tools, Claimed(claimed)).carry_out()
    return bench.run(run_id)


async def run(bench: Bench, web: WebServer, **config: Any) -> Run:
    return await go(bench, bench.queue(bench.add(automation(fetch(web, **config), retries=3))))


def sent(web: WebServer, path: str = "/x") -> list[str]:
    return [one.headers.get("authorization", "") for one in web.received if one.path == path]


async def test_the_token_is_sent_hidden_and_renewed_in_time(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    serve(web)
    web.answers["/x"] = Answer(body=json.dumps({"echo": [OLD, "at-good-1"]}).encode())
    await run(bench, web)
    clock.tick(48 * 60)
    done = await run(bench, web)
    assert sent(web) == [f"Bearer {OLD}", "Bearer at-good-1"]
    assert "at-good-1" not in str(bench.steps(done.id))
    assert (tokens_in(keyring).refresh, status(bench)) == ("rt-good-1", "ok")


@pytest.mark.parametrize("answer", [Answer(503), lost(), as_answer({"error": "server_error"}, 500)])
async def test_a_provider_that_can_not_now_costs_nothing_while_the_token_holds(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock, answer: Answer
) -> None:
    logged_in(bench, web, keyring)
    serve(web, answer)
    web.answers["/x"] = Answer()
    clock.tick(50 * 60)
    assert (await run(bench, web)).status is RunStatus.SUCCESS
    assert sent(web) == [f"Bearer {OLD}"]
    assert tokens_in(keyring).refresh == "rt-old-0123"


async def test_after_that_the_run_tries_again_by_itself(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    serve(web, Answer(503, {"retry-after": "30"}))
    web.answers["/x"] = Answer()
    clock.tick(61 * 60)
    waiting = await run(bench, web, method="POST")  # must not happen twice, and did not happen yet
    assert (waiting.status, waiting.waiting_for) == (RunStatus.WAITING, WaitingFor.RETRY)
    assert "The login of “Home” could not be renewed: 127.0.0.1 answered 503" in waiting.summary
    assert waiting.resume_at == clock.now() + timedelta(seconds=30)
    serve(web)
    clock.tick(30)
    bench.store.write(runs.resume_due, clock.now())
    assert (await go(bench, waiting.id)).status is RunStatus.SUCCESS
    assert sent(web) == ["Bearer at-good-1"]


async def test_a_lost_answer_is_written_down_before_the_question(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    serve(web, lost())
    web.answers["/x"] = Answer()
    clock.tick(50 * 60)
    await run(bench, web)
    await run(bench, web)
    assert tokens_in(keyring).asked_at == clock.now()
    assert len(sent(web, "/token")) == 1  # the old refresh token is not shown again before it must be
    serve(web, as_answer({"error": "invalid_grant"}, 400))
    clock.tick(11 * 60)
    assert "An earlier renewal broke off in the middle." in (await run(bench, web)).error


async def test_a_keyring_that_takes_nothing_spends_no_token(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    class Full(MemoryKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            raise OSError("full")

    logged_in(bench, web, keyring)
    serve(web)
    clock.tick(50 * 60)
    full = Full()
    full.kept = keyring.kept
    bench = replace(bench, tools=replace(bench.tools, secrets=Secrets({}, lambda: full, deadline=20)))
    waiting = await run(bench, web)
    assert (waiting.waiting_for, sent(web, "/token")) == (WaitingFor.CREDENTIALS, [])
    assert waiting.summary.startswith("The login of “Home” can't be kept: ")


async def test_a_keyring_that_locks_in_the_middle_of_a_renewal_is_waited_for_with_the_new_tokens_in_hand(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    class LockedMeanwhile(MemoryKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            self.locked = self.locked or ("at-good-1" in password and not clock.monotonic() > asked_at)
            super().set_password(service, username, password)

    logged_in(bench, web, keyring)
    serve(web)
    web.answers["/x"] = Answer()
    clock.tick(50 * 60)
    asked_at, other = clock.monotonic(), LockedMeanwhile()
    other.kept = keyring.kept
    bench = replace(bench, tools=replace(bench.tools, secrets=Secrets({}, lambda: other, deadline=20)))
    going = asyncio.ensure_future(run(bench, web))
    await eventually(lambda: bool(other.locked and clock._sleepers))
    other.locked = False
    clock.tick(PAUSE)
    assert (await going).status is RunStatus.SUCCESS
    assert (sent(web), tokens_in(keyring).refresh) == (["Bearer at-good-1"], "rt-good-1")


async def test_a_login_that_is_refused_fails_in_words_and_is_not_asked_for_again(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    serve(web, as_answer({"error": "invalid_grant", "error_description": "rt-old-0123 is revoked"}, 400))
    clock.tick(50 * 60)
    first, second = await run(bench, web), await run(bench, web)
    assert (first.status, second.status) == (RunStatus.FAILURE, RunStatus.FAILURE)
    assert (
        "The connection “Home” needs a new login: 127.0.0.1 refused (invalid_grant: [hidden] is revoked)."
        in first.error
    )
    assert "It is used by " in first.error
    assert "Log in: nomologi connections login Home" in first.error
    assert "“Home” needs a new login" in second.error
    assert "rt-old" not in f"{first}{second}{bench.steps(first.id)}{bench.log()}"
    assert (status(bench), len(sent(web, "/token")), tokens_in(keyring).refresh) == ("needs_login", 1, "rt-old-0123")


async def test_a_faster_one_is_noticed_before_a_login_is_given_up(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    """Another machine with the same keyring renews between our two readings."""

    class Overtaken(MemoryKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            super().set_password(service, username, password)
            self.kept[REFERENCE] = faster.as_text()

    logged_in(bench, web, keyring)
    serve(web, as_answer({"error": "invalid_grant"}, 400))
    web.answers["/x"] = Answer()
    clock.tick(50 * 60)
    faster = Tokens("at-faster-1", clock.now(), clock.now() + timedelta(hours=1), "rt-faster-1")
    overtaken = Overtaken()
    overtaken.kept = keyring.kept
    bench = replace(bench, tools=replace(bench.tools, secrets=Secrets({}, lambda: overtaken, deadline=20)))
    assert (await run(bench, web)).status is RunStatus.SUCCESS
    assert sent(web) == ["Bearer at-faster-1"]


async def test_a_token_without_renewal_is_used_to_its_end(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring, refresh="")
    web.answers["/x"] = Answer()
    clock.tick(59 * 60)
    assert (await run(bench, web)).status is RunStatus.SUCCESS
    clock.tick(61)
    assert "needs a new login: its login has ended" in (await run(bench, web)).error
    assert (status(bench), len(web.received)) == ("needs_login", 1)


async def test_a_token_that_is_refused_before_its_time_is_renewed_and_the_step_tried_again(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    serve(web)
    web.answers["/x"] = Answer(401)
    clock.tick(10 * 60)
    waiting = await run(bench, web, method="POST")
    assert waiting.waiting_for is WaitingFor.RETRY
    web.answers["/x"] = Answer()
    clock.tick(3)
    bench.store.write(runs.resume_due, clock.now())
    assert (await go(bench, waiting.id)).status is RunStatus.SUCCESS
    assert sent(web) == [f"Bearer {OLD}", "Bearer at-good-1"]


async def test_a_new_token_that_is_refused_too_needs_a_login_until_one_is_taken(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    web.answers["/x"] = Answer(401)
    assert (await run(bench, web)).status is RunStatus.FAILURE
    assert status(bench) == "needs_login"
    web.answers["/x"] = Answer()
    assert (await run(bench, web)).status is RunStatus.SUCCESS
    assert status(bench) == "ok"


@pytest.mark.parametrize(("code", "said"), [(401, "refused"), (403, "unknown"), (500, "unknown")])
async def test_a_typed_secret_is_refused_by_401_only(bench: Bench, web: WebServer, code: int, said: str) -> None:
    plain = Connection(bench.user.id, "bearer", "Home", {"token": "env:TOKEN", "hosts": [web.url]})
    bench.store.write(connections.save, plain, bench.tools.clock.now())
    web.answers["/x"] = Answer(code)
    await run(bench, web, method="POST")
    assert status(bench) == said
    web.answers["/x"] = Answer()
    await run(bench, web)
    assert status(bench) == "ok"


async def test_a_locked_keyring_is_waited_for(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    keyring.locked = True
    waiting = await run(bench, web)
    assert (waiting.waiting_for, status(bench)) == (WaitingFor.CREDENTIALS, "ok")
    assert "“Home” can't be used now: The keyring is locked." in waiting.summary


async def test_a_token_goes_to_its_hosts_only(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    logged_in(bench, web, keyring)
    failed = await run(bench, web, url="http://127.0.0.1:9/x")
    assert "is not bound to http://127.0.0.1:9, so nothing was sent" in failed.error
