"""Fetch a file from the web to the disk, piece by piece, within a limit; nobody ever sees half of it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

import httpx

from nomologi_tui.blocks.tools.files.held import held
from nomologi_tui.blocks.tools.files.names import safe_name
from nomologi_tui.blocks.tools.files.placing import Taken, file_errors, finish, part_of, place, same_content
from nomologi_tui.blocks.tools.paths import check_folder
from nomologi_tui.blocks.tools.web.http import Call, answered, unpacked
from nomologi_tui.blocks.tools.web.request_form import check_status
from nomologi_tui.errors import BlockError

_GOOD = "200-299"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the file goes. `name`: empty for the server's; `most`: bytes."""

    folder: Path
    name: str
    taken: Taken
    make_folders: bool
    most: int


async def download(call: Call, target: Target, connection: str = "") -> dict[str, Any]:
    """What there is now: path, name, bytes, was_there, url. Raises BlockError; then nothing was saved."""
    host = call.trusted or "The server"
    if not target.make_folders:
        await asyncio.to_thread(check_folder, target.folder, "Create it, or let the step make folders.")
    async with answered(call) as response:
        told = {"status": response.status_code, "headers": response.headers}
        check_status(told, _GOOD, call.method, host, connection)
        name = target.name or named_by(response)
        with (
            file_errors(f"{name} can't be saved"),
            held(target.folder, make=target.make_folders) as folder,
            part_of(folder / name) as (hidden, file),
        ):
            size = await _written(unpacked(response, target.most + 1), file, target.most, host)
            path, was_there = await asyncio.to_thread(_placed, hidden, folder / name, target.taken)
    address = str(response.url.copy_with(username=None, password=None))
    saved = target.folder / path.name
    return {"path": str(saved), "name": path.name, "bytes": size, "was_there": was_there, "url": address}


def named_by(response: httpx.Response) -> str:
    """The name that the server gives the file, else the last part of its address."""
    header = Message()
    header["content-disposition"] = response.headers.get("content-disposition", "").replace("\n", " ")
    with contextlib.suppress(LookupError, ValueError):  # a charset that there is not
        if name := header.get_filename():
            return safe_name(name, "download")
    return safe_name(unquote(response.url.path.rstrip("/").rpartition("/")[2]), "download")


async def _written(pieces: AsyncIterator[bytes], file: IO[bytes], most: int, host: str) -> int:
    size = 0
    async for data in pieces:
        size += len(data)
        if size > most:
            raise BlockError(f"The file of {host} is larger than {most / 1024**2:g} MB.", "Allow more.")
        await asyncio.to_thread(file.write, data)
    await asyncio.to_thread(finish, file)
    return size


def _placed(hidden: Path, path: Path, taken: Taken) -> tuple[Path, bool]:
    return place(hidden, path, taken, lambda other: same_content(hidden, other, lambda: None))
