"""Copy files from and to another machine by SFTP: half a file is never seen, no link is followed, no name trusted."""

import asyncio
import os
import posixpath
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncssh
from asyncssh import SFTPClient

from nomologi_tui.blocks.tools.files.held import held
from nomologi_tui.blocks.tools.files.names import hidden_part
from nomologi_tui.blocks.tools.files.placing import check_regular, file_errors, finish, open_regular, part_of, place
from nomologi_tui.blocks.tools.paths import check_folder, fill_name
from nomologi_tui.blocks.tools.ssh.connection import logged_in
from nomologi_tui.blocks.tools.ssh.login import Login
from nomologi_tui.blocks.tools.ssh.sftp_job import Copied, Job
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

CHUNK = 2 * 1024 * 1024  # bytes in memory at once; asyncssh asks for its parts at the same time
_FULL = (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded)


async def copy(login: Login, job: Job) -> Copied:
    """Copy it, with times and permissions. What is there already with the same size and time is left as it is.

    Raises BlockError, and what `logged_in` raises.
    """
    copied = Copied(job.most)
    async with logged_in(login) as connection:
        with _as_sentences(login.host, job, copied):
            async with await connection.start_sftp_client(path_errors="surrogateescape") as sftp:
                await (_Getting if job.direction == "get" else _Putting)(sftp, job, copied).run()
    return copied


class _Getting:
    """From there to here."""

    def __init__(self, sftp: SFTPClient, job: Job, copied: Copied) -> None:
        self._sftp = sftp
        self._job = job
        self._copied = copied

    async def run(self) -> None:
        check_folder(self._job.here, "Create it first.")
        name = fill_name(posixpath.basename(self._job.there))
        with file_errors(f"{name} can't be fetched"), held(self._job.here) as folder:
            await self._take(self._job.there, folder / name, 0)

    async def _take(self, there: str, here: Path, depth: int) -> None:
        self._copied.enter(depth)
        found = await self._sftp.lstat(there)
        if found.type == asyncssh.FILEXFER_TYPE_DIRECTORY:
            await self._take_folder(there, here, depth)
        elif found.type == asyncssh.FILEXFER_TYPE_REGULAR:
            await self._take_file(there, here, found)
        elif depth:
            self._copied.skipped += 1
        else:
            raise BlockError(f"{there} is a link, or no file.", "Name what it leads to.")

    async def _take_folder(self, there: str, here: Path, depth: int) -> None:
        _make_folder(here)
        with held(here) as folder:
            async for entry in self._sftp.scandir(there):
                name = str(entry.filename)
                if name not in (".", ".."):
                    await self._take(posixpath.join(there, name), folder / fill_name(name), depth + 1)

    async def _take_file(self, there: str, here: Path, found: asyncssh.SFTPAttrs) -> None:
        size, time = found.size or 0, int(found.mtime or 0)
        if _is_here(here, size, time):
            self._copied.unchanged += 1
            return
        _check_free(str(here), taken=_mode_of(here) != 0, replace=self._job.replace)
        self._copied.count(size)
        with part_of(here) as (part, file):
            async with self._sftp.open(there, "rb") as source:
                await _receive(source, file, size, there)
            await asyncio.to_thread(finish, file)
            os.fchmod(file.fileno(), (found.permissions or 0o644) & 0o777)
            os.utime(file.fileno(), (time, time))
            place(part, here, "overwrite" if self._job.replace else "fail", lambda path: _is_here(path, size, time))


class _Putting:
    """From here to there."""

    def __init__(self, sftp: SFTPClient, job: Job, copied: Copied) -> None:
        self._sftp = sftp
        self._job = job
        self._copied = copied

    async def run(self) -> None:
        if not await self._sftp.isdir(self._job.there):
            raise BlockError(f"There is no folder {self._job.there} on that machine.", "Create it first.")
        with file_errors(f"{self._job.here} can't be sent"), held(self._job.here.parent) as folder:
            await self._take(folder / self._job.here.name, posixpath.join(self._job.there, self._job.here.name), 0)

    async def _take(self, here: Path, there: str, depth: int) -> None:
        self._copied.enter(depth)
        mode = _mode_of(here)
        if stat.S_ISDIR(mode):
            await self._take_folder(here, there, depth)
        elif stat.S_ISREG(mode):
            await self._take_file(here, there)
        elif depth:
            self._copied.skipped += 1
        else:
            _refuse(here)

    async def _take_folder(self, here: Path, there: str, depth: int) -> None:
        found = await _look(self._sftp, there)
        if found is None:
            await self._sftp.mkdir(there)
        elif found.type != asyncssh.FILEXFER_TYPE_DIRECTORY:
            raise BlockError(f"{there} is no folder on that machine.", "Choose another folder, or remove it.")
        with held(here) as folder:
            for one in _inside(folder):
                await self._take(one, posixpath.join(there, one.name), depth + 1)

    async def _take_file(self, here: Path, there: str) -> None:
        with open_regular(here) as source:
            own, found = os.fstat(source.fileno()), await _look(self._sftp, there)
            if found and (found.size, int(found.mtime or 0)) == (own.st_size, int(own.st_mtime)):
                self._copied.unchanged += 1
                return
            _check_free(there, taken=found is not None, replace=self._job.replace)
            self._copied.count(own.st_size)
            part = posixpath.join(posixpath.dirname(there), hidden_part(here.name, self._job.mark))
            with suppress(asyncssh.SFTPNoSuchFile):
                await self._sftp.remove(part)  # of a try whose line was cut
            try:
                await self._send(source, part, own)
                await (self._sftp.posix_rename if self._job.replace else self._sftp.rename)(part, there)
            except BaseException:
                await self._take_away(part)
                raise

    async def _take_away(self, part: str) -> None:
        try:
            await self._sftp.remove(part)
        except asyncssh.SFTPNoSuchFile:
            return
        except (asyncssh.Error, OSError):
            self._copied.left = part

    async def _send(self, source: Any, part: str, own: os.stat_result) -> None:
        async with self._sftp.open(part, "xb") as target:
            while data := await asyncio.to_thread(source.read, CHUNK):
                await target.write(data)
        mode, times = stat.S_IMODE(own.st_mode) & 0o777, (int(own.st_atime), int(own.st_mtime))
        await self._sftp.setstat(part, asyncssh.SFTPAttrs(permissions=mode, atime=times[0], mtime=times[1]))


async def _receive(source: Any, file: Any, size: int, name: str) -> None:
    """Exactly `size` bytes, as the listing said: a file that grows meanwhile, or that never ends, is cut there."""
    left = size
    while left:
        data = (await source.read(min(CHUNK, left)))[:left]
        if not data:
            raise BlockError(f"{name} became shorter while it was fetched.", "Let it settle first.", passing=True)
        await asyncio.to_thread(file.write, data)
        left -= len(data)


async def _look(sftp: SFTPClient, path: str) -> asyncssh.SFTPAttrs | None:
    try:
        return await sftp.lstat(path)
    except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
        return None


def _mode_of(path: Path) -> int:
    """The mode of what is there, links not followed; 0 where nothing is."""
    return path.lstat().st_mode if os.path.lexists(path) else 0


def _refuse(path: Path) -> None:
    check_regular(path, path.lstat().st_mode)


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def _make_folder(path: Path) -> None:
    """A link to a folder is none: what is written into it would land elsewhere."""
    with suppress(FileExistsError):
        path.mkdir()
    if not stat.S_ISDIR(path.lstat().st_mode):
        raise BlockError(f"{path} is no folder.", "Choose another folder, or remove it.")


def _is_here(path: Path, size: int, time: int) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(found.st_mode) and (found.st_size, int(found.st_mtime)) == (size, time)


def _check_free(path: str, *, taken: bool, replace: bool) -> None:
    if taken and not replace:
        raise BlockError(f"{path} exists already, and is another file.", "Remove it, or let the step replace it.")


@contextmanager
def _as_sentences(host: str, job: Job, copied: Copied) -> Iterator[None]:
    try:
        yield
    except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
        raise BlockError(f"{job.there} does not exist on {host}.", "Look at the path.") from None
    except asyncssh.SFTPPermissionDenied:
        raise BlockError(f"{host} does not allow this at {job.there}.", "Look at its permissions.") from None
    except (asyncssh.ConnectionLost, asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection):
        hint = f"Half a file may be left there, {copied.left}; the next try takes it away." if copied.left else ""
        raise BlockError(f"The connection to {host} broke while files were copied.", hint, passing=True) from None
    except (asyncssh.ChannelOpenError, asyncssh.SFTPBadMessage) as error:
        words = shorten(clean_line(error.reason), 120)
        raise BlockError(f"{host} offers no SFTP: {words}.", "Look at the server's settings.") from None
    except asyncssh.Error as error:
        words = shorten(clean_line(error.reason), 120).rstrip(".")
        raise BlockError(
            f"{host} could not do this at {job.there}: {words}.", passing=isinstance(error, _FULL)
        ) from None
