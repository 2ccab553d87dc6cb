"""What a command writes: kept within a cap, head and tail, and told live line by line."""

from collections import deque
from collections.abc import Callable

HEAD = 64 * 1024
TAIL = 192 * 1024
MAX_LINES = 200  # told live; the rest is in the output
_MAX_LINE = 8 * 1024


class HeadTail:
    """Keeps the first `head` and the last `tail` bytes of a stream, however long it gets."""

    def __init__(self, head: int = HEAD, tail: int = TAIL) -> None:
        self._head = bytearray()
        self._room = head
        self._tail: deque[bytes] = deque()
        self._tail_size = 0
        self._tail_cap = tail
        self.dropped = 0

    def add(self, chunk: bytes) -> None:
        """Take the next bytes of the stream."""
        first, rest = chunk[: self._room], chunk[self._room :]
        self._head += first
        self._room -= len(first)
        if rest:
            self._tail.append(rest[-self._tail_cap :])
            self.dropped += len(rest) - len(self._tail[-1])
            self._tail_size += len(self._tail[-1])
        self._forget()

    def _forget(self) -> None:
        while self._tail_size > self._tail_cap:
            over = self._tail_size - self._tail_cap
            oldest = self._tail.popleft()
            if len(oldest) > over:
                self._tail.appendleft(oldest[over:])
            gone = min(over, len(oldest))
            self._tail_size -= gone
            self.dropped += gone

    def text(self) -> str:
        """The kept text; where something was dropped, a line in the middle says how much."""
        if not self.dropped:
            return (self._head + b"".join(self._tail)).decode("utf-8", "replace")
        head = self._head.decode("utf-8", "replace")
        tail = b"".join(self._tail).decode("utf-8", "replace")
        return f"{head}\n… {self.dropped:,} bytes were cut here …\n{tail}"


class LineFeed:
    """Cuts a stream into lines and hands the first `limit` of them on as they come, then says that more follow."""

    def __init__(self, tell: Callable[[str], None], limit: int = MAX_LINES) -> None:
        self._tell = tell
        self._left = limit
        self._limit = limit
        self._part = bytearray()

    def add(self, chunk: bytes) -> None:
        """Take the next bytes of the stream."""
        if self._left < 0:
            return
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            self._keep(line)
            self.end_line()
        self._keep(rest)

    def close(self) -> None:
        """Hand on what stands after the last newline."""
        if self._part:
            self.end_line()

    def end_line(self) -> None:
        """Hand on the line gathered so far."""
        if self._left > 0:
            self._tell(_last_state(self._part.decode("utf-8", "replace")))
        elif self._left == 0:
            self._tell(f"… more than {self._limit} lines; the rest is in the step's output")
        self._left = max(self._left - 1, -1)
        self._part.clear()

    def _keep(self, piece: bytes) -> None:
        self._part += piece[: _MAX_LINE - len(self._part)]


def _last_state(line: str) -> str:
    """A progress line overwrites itself with carriage returns: what a person would still see of it."""
    return line.rstrip("\r").rsplit("\r", 1)[-1]
