"""What a process writes, read from pipes of ours as it comes."""

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator

from nomologi_tui.blocks.tools.processes.output import HeadTail, LineFeed

DRAIN = 0.5  # seconds that output may still take after the process has ended
PIPE = 64 * 1024  # bytes that fit into a pipe


class Stream:
    """The reading end of one of our pipes."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.kept = HeadTail()
        self.closed = asyncio.get_running_loop().create_future()
        self._lines = LineFeed(tell)
        self._read_end, self.write_end = os.pipe()
        os.set_blocking(self._read_end, False)
        asyncio.get_running_loop().add_reader(self._read_end, self.read)

    @classmethod
    @contextlib.contextmanager
    def opened(cls, tell: Callable[[str], None]) -> Iterator["Stream"]:
        """Open the pipe and listen to it; closes both ends."""
        stream = cls(tell)
        try:
            yield stream
        finally:
            stream.release()
            stream.close()

    def release(self) -> None:
        """Close our copy of the writing end: the process has its own."""
        if self.write_end >= 0:
            os.close(self.write_end)
            self.write_end = -1

    def read(self) -> None:
        """Take what is there; after the last of it, close."""
        if self.closed.done():
            return
        try:
            data = os.read(self._read_end, PIPE)
        except BlockingIOError:
            return
        if not data:
            self.close()
        self.kept.add(data)
        self._lines.add(data)

    def close(self) -> None:
        """Hear no more of it. Twice does no harm."""
        if not self.closed.done():
            self.closed.set_result(None)
            asyncio.get_running_loop().remove_reader(self._read_end)
            os.close(self._read_end)
            self._lines.close()


async def drain(*streams: Stream) -> None:
    """Read what is still in the pipes; whoever holds them open longer than that is not waited for."""
    for stream in streams:
        stream.read()
        stream.read()  # the end, mostly: one read takes a whole pipe
    if not all(stream.closed.done() for stream in streams):
        await asyncio.wait([stream.closed for stream in streams], timeout=DRAIN)
