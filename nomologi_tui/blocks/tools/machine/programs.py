"""Processes of this machine by name, and what they use. psutil is loaded only when they are looked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

_WANTED = ["pid", "create_time", "status", "cpu_times", "memory_info", "username"]
_MEGA = 1e6


@dataclass(frozen=True, slots=True)
class Seen:
    """Those that a look found. `percent` of one core since the look before; `megabytes` of memory that is in use."""

    pids: tuple[int, ...]
    percent: float
    megabytes: float
    user: str


class ProcessLook:
    """Looks for the same processes again and again: what they use of the processor shows only between two looks."""

    def __init__(self, name: str, line: str) -> None:
        self._name = name.strip().casefold()
        self._line = line
        self._used: dict[tuple[int, float], float] = {}  # seconds of the processor, by process
        self._at: float | None = None

    def look(self, at: float) -> Seen:
        """Those that run; `at` is now on the monotonic clock. One that ended and was not yet buried does not count."""
        found = [one for one in self._found() if one["status"] != "zombie"]
        used = {(one["pid"], one["create_time"]): _seconds(one["cpu_times"]) for one in found}
        spent = sum(max(0.0, now - self._used[key]) for key, now in used.items() if key in self._used)
        percent = 100 * spent / (at - self._at) if self._at is not None and at > self._at else 0.0
        self._used, self._at = used, at
        memory = sum(one["memory_info"].rss for one in found if one["memory_info"]) / _MEGA
        pids = tuple(sorted(one["pid"] for one in found))
        return Seen(pids, percent, memory, str(found[0]["username"] or "") if found else "")

    def _found(self) -> Iterator[dict[str, Any]]:
        import psutil

        for process in psutil.process_iter(["name", "cmdline"] if self._line else ["name"]):
            try:
                if self._fits(process.info):
                    yield process.as_dict(_WANTED)
            except psutil.NoSuchProcess:  # it has just ended
                continue

    def _fits(self, info: dict[str, Any]) -> bool:
        line = " ".join(info.get("cmdline") or ())  # None where it may not be read
        return fnmatchcase((info["name"] or "").casefold(), self._name) and self._line in line


def _seconds(times: Any) -> float:
    return float(times.user + times.system) if times else 0.0
