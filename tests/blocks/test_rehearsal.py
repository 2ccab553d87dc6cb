"""What a rehearsal asks of the system, seen by Python's audit events: never an effect, whatever the block."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.model import StepType
from nomologi_tui.testing import FakeTriggerContext
from nomologi_tui.testing.conformance import example

ACTIONS = [block for block in load_registry() if block.type is StepType.ACTION]
EFFECTS = {
    "subprocess.Popen", "os.posix_spawn", "os.system", "os.exec", "os.fork", "socket.connect", "socket.sendto",
    "socket.getaddrinfo", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.utime", "os.kill", "shutil.move", "shutil.copyfile", "shutil.rmtree", "sqlite3.connect",
}  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_seen: list[str] = []
_watching: list[bool] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hooks can't be taken away again; this one only listens while a rehearsal goes on."""
    if _watching and (event in EFFECTS or (event == "open" and arguments[2] & _WRITES)):
        _seen.append(f"{event} {arguments[0]}")


sys.addaudithook(_hear)


@contextmanager
def effects() -> Iterator[list[str]]:
    """What happens to the world meanwhile."""
    _seen.clear()
    _watching.append(True)
    try:
        yield _seen
    finally:
        _watching.pop()


@pytest.mark.parametrize("block", ACTIONS, ids=[block.name for block in ACTIONS])
async def test_rehearsing_an_action_asks_nothing_of_the_world(block: Block) -> None:
    context = FakeTriggerContext()
    context.values = {"event.due": "now", "event.name": "a"}
    await block.previewed(example(block), context)  # what it loads is no effect
    with effects() as seen:
        await block.previewed(example(block), context)
    assert seen == []


def test_an_effect_would_be_seen(tmp_path: Any) -> None:
    with effects() as seen:
        (tmp_path / "letter").write_text("Dear Ada")
        (tmp_path / "letter").unlink()
    assert seen == [f"open {tmp_path / 'letter'}", f"os.remove {tmp_path / 'letter'}"]
