"""At most two steps at once use the same credential; others do not wait for them."""

import asyncio

from nomologi_tui.blocks import Connected
from nomologi_tui.model import Step, StepType
from nomologi_tui.runner.accounts import Accounts
from tests.support import DEADLINE, eventually


def step(*keys: str) -> Step:
    return Step(StepType.ACTION, "notify", {"urls": [f"env:{key}" for key in keys], "text": "hi"})


class Users:
    """Steps that hold their accounts until they are told to go."""

    def __init__(self, at_once: int = 2) -> None:
        self.accounts = Accounts(at_once)
        self.inside: list[str] = []
        self.go = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []

    def start(self, name: str, *keys: str) -> None:
        self.tasks.append(asyncio.create_task(self._use(name, step(*keys))))

    async def _use(self, name: str, used: Step) -> None:
        async with self.accounts.share(used):
            self.inside.append(name)
            await self.go.wait()
            self.inside.remove(name)


async def test_the_third_user_of_an_account_waits() -> None:
    users = Users()
    for name in "abc":
        users.start(name, "ONE")
    await eventually(lambda: users.inside == ["a", "b"])
    users.go.set()
    await asyncio.gather(*users.tasks)
    assert users.inside == []


async def test_other_accounts_and_steps_without_one_do_not_wait() -> None:
    users = Users(at_once=1)
    users.start("a", "ONE")
    users.start("b", "ONE")
    users.start("c", "TWO")
    users.start("d")
    await eventually(lambda: users.inside == ["a", "c", "d"])
    users.go.set()
    await asyncio.gather(*users.tasks)


async def test_two_steps_with_the_same_two_accounts_never_wait_for_each_other() -> None:
    users = Users(at_once=1)
    users.go.set()
    for number in range(20):
        users.start(str(number), *(("ONE", "TWO") if number % 2 else ("TWO", "ONE")))
    async with asyncio.timeout(DEADLINE):
        await asyncio.gather(*users.tasks)


async def test_a_cancelled_user_gives_its_place_back() -> None:
    users = Users(at_once=1)
    users.start("a", "ONE")
    users.start("b", "ONE")
    await eventually(lambda: users.inside == ["a"])
    users.tasks[0].cancel()
    await eventually(lambda: "b" in users.inside)
    users.go.set()
    await users.tasks[1]


async def test_a_connection_is_an_account_too() -> None:
    accounts, used, other = Accounts(1), Connected("a", "bearer", None, id=1), Connected("b", "bearer", None, id=2)
    async with accounts.share(step(), [used]), accounts.share(step(), [other]):
        waiting = asyncio.ensure_future(accounts.share(step(), [used]).__aenter__())
        await asyncio.sleep(0)
        assert not waiting.done()
    await asyncio.wait_for(waiting, DEADLINE)
