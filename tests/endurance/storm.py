"""A storm of files in a watched folder, more than the kernel keeps events of: each file that stays is told once."""

import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nomologi_tui.model import Automation, Step, StepType
from tests.endurance.figures import Figure, Line, none_of
from tests.endurance.kills import until_it_serves
from tests.endurance.needs import need
from tests.endurance.world import PARALLEL, World, end
from tests.support import wait_until

OPTIONS = {"files": 10_000, "queue": 64}
QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")
PATIENCE = 900.0  # seconds until all is told
ODD = (b"esc\x1b]52;c;YQ==\x07", b"-rf", b" lead", b"trail ", b"a" * 255, b"$(id)", b"{{ secrets.a }}", "é".encode())


def prove(files: int, queue: int) -> Iterator[Line]:
    """So many files, renamed, linked and deleted, while the kernel keeps `queue` events."""
    need(root=True)
    with tempfile.TemporaryDirectory(prefix="nomologi-storm-") as folder:
        world, watched = World(Path(folder)), Path(folder) / "watched"
        watched.mkdir()
        world.make(_watching(watched))
        with _small_queue(queue), world.runner() as runner:
            until_it_serves(runner)
            wait_until(lambda: _is_watched(runner.pid, watched))
            QUEUE.write_text("16384", encoding="ascii")  # the watch was made with the small one; others need it
            began = time.perf_counter()
            stay = _storm(watched, files)
            stormed = time.perf_counter() - began
            with suppress(TimeoutError):
                wait_until(lambda: len(_told(world).keys() & stay) == len(stay), PATIENCE)
            told, took = _told(world), time.perf_counter() - began
            end(runner, signal.SIGTERM)
    yield Figure("files that stay, of so many that were made", f"{len(stay):,} of {2 * files:,}")
    yield Figure("s of storm; s until all was told", f"{stormed:.1f}; {took:.1f}")
    yield none_of("files that were not told", (one for one in stay if not told[one]))
    yield none_of("files that were told twice", (one for one, count in told.items() if count > 1))
    wrong = (one for one in told if one.rpartition("/")[2].startswith((".", "link", "pipe", "gone")))
    yield none_of("links, pipes and hidden files that were told", wrong)


@contextmanager
def _small_queue(size: int) -> Iterator[None]:
    """What is watched from now on has a queue of this size; the others keep theirs."""
    before = QUEUE.read_text(encoding="ascii")
    QUEUE.write_text(str(size), encoding="ascii")
    try:
        yield
    finally:
        QUEUE.write_text(before, encoding="ascii")


def _is_watched(pid: int, folder: Path) -> bool:
    """Whether the process has asked the kernel for events of `folder`."""
    mark = f"ino:{folder.stat().st_ino:x} "
    with suppress(OSError):
        return any(mark in one.read_text(encoding="ascii") for one in Path(f"/proc/{pid}/fdinfo").iterdir())
    return False


def _watching(folder: Path) -> Automation:
    trigger = Step(StepType.TRIGGER, "file", {"folder": str(folder), "pattern": "*", "settle": 0.2})
    text = Step(StepType.ACTION, "make_text", {"text": "{{ event.name }}"})
    return Automation("storm", (trigger, text), slug="storm", configuration=PARALLEL)


def _storm(folder: Path, files: int) -> set[str]:
    """The files that stay."""
    for number in range(files):
        (folder / f"gone{number}").touch()
        (folder / f"gone{number}").unlink()
        (folder / f".part{number}").write_text(str(number), encoding="ascii")
        (folder / f".part{number}").rename(folder / f"f{number}")
        if number % 2:
            (folder / f"f{number}").rename(folder / f"g{number}")
        if number % 10 == 0:
            (folder / f"link{number}").symlink_to(folder / f"f{number}")
            os.link(folder / f"f{number}", folder / f"h{number}")
    for name in ODD:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).touch()
    os.mkfifo(folder / "pipe")
    found = (entry for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False))
    return {entry.path for entry in found if not entry.name.startswith(".")}


def _told(world: World) -> "Counter[str]":
    rows = world.rows("SELECT json_extract(input, '$.path') AS path FROM execution_run")
    return Counter(row["path"] for row in rows)
