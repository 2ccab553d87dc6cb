"""A flood at the webhook port, with people of ill will among the senders: what was answered 202 has its run, and
whoever sends honestly is heard meanwhile.
"""

import asyncio
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nomologi_tui.model import Automation, Step, StepType
from tests.endurance.figures import Figure, Line, Promise, none_of
from tests.endurance.kills import until_it_serves
from tests.endurance.world import PARALLEL, TOKEN, World, end
from tests.support import eventually, wait_until

OPTIONS = {"requests": 10_000, "clients": 32, "slow": 300, "seed": 1}
GROWTH = 100.0  # MB of memory that the runner may take more than when it began
PATIENCE = 900.0  # seconds for all of it
PATH = f"/hook/{TOKEN}"
LARGE = 1024 * 1024 + 1

HOSTILE = (
    (b"POST /hook/wrong HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}", (404,)),
    (f"POST {PATH} HTTP/1.1\r\nHost: evil.test\r\nContent-Length: 2\r\n\r\n{{}}".encode(), (404,)),
    (f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://x\r\nContent-Length: 2\r\n\r\n{{}}".encode(), (403,)),
    (f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(), (404,)),
    (f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {LARGE}\r\n\r\n".encode() + b"x" * LARGE, (413,)),
    (f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".encode(), (400,)),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)), (400,)),
)  # what is sent, and how it may be answered; nothing at all always


@dataclass
class Crowd:
    """What the senders met."""

    port: int
    left: Iterator[int]
    answers: Counter[int] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)  # seconds until a 202
    cut: int = 0  # slow connections that were ended

    async def sender(self) -> None:
        """Send until none is left; a new connection where the old one was closed."""
        for number in self.left:
            while not await self._sent(f"flood-{number}"):
                await asyncio.sleep(0.05)

    async def _sent(self, delivery: str) -> bool:
        """One request on a connection of its own; whether it was accepted."""
        body = b'{"n": "' + delivery.encode() + b'"}'
        head = f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nWebhook-Id: {delivery}\r\nConnection: close\r\n"
        began = time.perf_counter()
        status = await self._asked(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self.answers[status] += 1
        if status == 202:
            self.accepted.append(delivery)
            self.took.append(time.perf_counter() - began)
        return status == 202

    async def rascal(self, rounds: int, chance: random.Random) -> None:
        """Send what nobody should."""
        for _ in range(rounds):
            data, allowed = chance.choice(HOSTILE)
            status = await self._asked(data)
            if status not in (0, 503, *allowed):
                self.wrong.append(f"{data[:60]!r} was answered {status}")

    async def _asked(self, data: bytes) -> int:
        """The status that it is answered with; 0 where it is none."""
        writer = None
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(data)
            line = await asyncio.wait_for(reader.readline(), 30)
            return int(line.split()[1]) if line else 0
        except (OSError, TimeoutError):
            return 0
        finally:
            if writer is not None:
                writer.close()

    async def slow(self) -> None:
        """One header line a second, without end."""
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode())
            try:
                while not reader.at_eof():
                    writer.write(b"X: y\r\n")
                    await writer.drain()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(1), 1)
            finally:
                writer.close()
        self.cut += 1


def prove(requests: int, clients: int, slow: int, seed: int) -> Iterator[Line]:
    """So many requests by so many at once, with rascals and slow ones."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    with tempfile.TemporaryDirectory(prefix="nomologi-flood-") as folder:
        world = World(Path(folder))
        world.make(_flooded())
        with world.runner() as runner:
            until_it_serves(runner)
            wait_until(lambda: world.rows("SELECT 1 FROM listener WHERE state = 'ok'"))
            before = _memory(runner.pid, "VmRSS")
            crowd = Crowd(world.port, iter(range(requests)))
            began = time.perf_counter()
            asyncio.run(_all_at_once(crowd, clients, slow, requests // (20 * clients) + 1, chance))
            took, most = time.perf_counter() - began, _memory(runner.pid, "VmHWM")
            end(runner, signal.SIGTERM)
        kept = Counter(row["event_id"] for row in world.rows("SELECT event_id FROM execution_run"))
    yield Figure("requests that were accepted, each second", round(len(crowd.accepted) / took))
    yield Figure("ms until a 202: median and 99 of 100", f"{_part(crowd.took, 0.5):.0f}, {_part(crowd.took, 0.99):.0f}")
    yield Figure(
        "other answers to honest senders, who came again", str({k: n for k, n in crowd.answers.items() if k != 202})
    )
    yield Promise("requests that were accepted", len(crowd.accepted), at_least=requests)
    yield none_of(
        "accepted requests without exactly one run", (one for one in crowd.accepted if kept[f"hook:{one}"] != 1)
    )
    yield none_of("runs that nobody asked for", kept.keys() - {f"hook:{one}" for one in crowd.accepted})
    yield none_of("hostile requests that were answered wrongly", crowd.wrong)
    yield Promise("slow connections that were cut", crowd.cut, at_least=slow)
    yield Promise("growth of the runner's memory", (most - before) / 1024, at_most=GROWTH, unit="MB")


def _flooded() -> Automation:
    hook = Step(StepType.TRIGGER, "webhook", {"token": TOKEN, "scheme": "none"})
    text = Step(StepType.ACTION, "make_text", {"text": "{{ event.json.n }}"})
    return Automation("flood", (hook, text), slug="flood", configuration=PARALLEL)


async def _all_at_once(crowd: Crowd, clients: int, slow: int, rounds: int, chance: random.Random) -> None:
    async with asyncio.timeout(PATIENCE):
        slow_ones = [asyncio.create_task(crowd.slow()) for _ in range(slow)]
        rascals = (crowd.rascal(rounds, chance) for _ in range(clients // 4))
        await asyncio.gather(*(crowd.sender() for _ in range(clients)), *rascals)
        await eventually(lambda: all(one.done() for one in slow_ones), 30)


def _memory(pid: int, what: str) -> int:
    """In KiB, as the kernel counts it."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:"))


def _part(values: list[float], part: float) -> float:
    """In ms."""
    return 1000 * sorted(values)[int(part * (len(values) - 1))] if values else 0.0
