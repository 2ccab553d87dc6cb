"""A network and mounts of the test's own, and triggers that listen inside: nothing of the machine is touched."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.support import DEADLINE, Lines, require, require_programs

_BEGIN = "mount -t sysfs none /sys; ip link set lo up; echo ready; exec cat"  # which ends with its input


class Listening:
    """A trigger at work inside. Its events come as lines of JSON, a sign of life as `alive`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        self._process = process
        self._lines = Lines(process.stdout)
        self._taken = 0

    def begun(self) -> None:
        """Wait until it has looked once."""
        self._lines.wait_for(lambda line: line == "alive")

    def next(self) -> dict[str, Any]:
        """The data of the next event, or `error`."""
        self._lines.wait_for(lambda _: len(self._told()) > self._taken)
        self._taken += 1
        found: dict[str, Any] = json.loads(self._told()[self._taken - 1])
        return found

    def none_yet(self) -> bool:
        """Whether there was no other event until now."""
        return len(self._told()) == self._taken

    def _told(self) -> list[str]:
        return [line for line in self._lines.all if line.startswith("{")]

    def end(self) -> None:
        self._process.kill()
        self._process.wait(DEADLINE)


class Inside:
    """The namespaces, as long as `process` lives."""

    def __init__(self, process: "subprocess.Popen[str]", ends: ExitStack) -> None:
        self.process = process
        self._ends = ends
        self.into = ["nsenter", f"--net=/proc/{process.pid}/ns/net", f"--mount=/proc/{process.pid}/ns/mnt"]

    def run(self, line: str) -> str:
        """What a shell line prints inside. Raises CalledProcessError."""
        done = subprocess.run(
            [*self.into, "sh", "-ec", line], capture_output=True, text=True, timeout=DEADLINE, check=True
        )
        return done.stdout

    def listen(self, block: str, **config: Any) -> Listening:
        """Start the trigger; it ends with the namespaces."""
        line = [*self.into, f"--wd={Path.cwd()}", sys.executable, "-m", "tests.listen", block, json.dumps(config)]
        listening = Listening(subprocess.Popen(line, stdout=subprocess.PIPE, text=True))
        self._ends.callback(listening.end)
        return listening


@contextmanager
def inside() -> Iterator[Inside]:
    """Until the `with` ends. Skips where it can't be: it needs root and the programs for it."""
    require(os.geteuid() == 0, "only root may make namespaces")
    require_programs("unshare", "nsenter", "ip")
    line = ["unshare", "--mount", "--net", "--propagation", "private", "sh", "-c", _BEGIN]
    with ExitStack() as ends, subprocess.Popen(
        line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Inside(process, ends)
        ends.close()


@contextmanager
def two_machines() -> Iterator[tuple[Inside, Inside]]:
    """10.9.8.1 and 10.9.8.2, joined by a cable `lan0` between them."""
    with inside() as one, inside() as other:
        one.run(f"ip link add lan0 type veth peer name lan0 netns /proc/{other.process.pid}/ns/net")
        for number, machine in enumerate((one, other), 1):
            machine.run(f"ip address add 10.9.8.{number}/24 dev lan0; ip link set lan0 up")
        yield one, other
