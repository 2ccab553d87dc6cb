"""Save what is attached to a mail: under safe names, piece by piece, within a limit, and once however often tried."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

from nomologi_tui.blocks.tools.files.held import held
from nomologi_tui.blocks.tools.files.names import safe_name
from nomologi_tui.blocks.tools.files.placing import Taken, file_errors, finish, part_of, place, same_content
from nomologi_tui.blocks.tools.mail.imap import Imap
from nomologi_tui.blocks.tools.mail.read import read_mails
from nomologi_tui.blocks.tools.mail.structure import Part
from nomologi_tui.blocks.tools.mail.text import decoded
from nomologi_tui.blocks.tools.paths import check_folder
from nomologi_tui.errors import BlockError

_PIECE = 1024 * 1024  # bytes asked for at once


@dataclass(frozen=True, slots=True)
class Saving:
    """Where the files go. `most`: bytes of all of them."""

    folder: Path
    like: tuple[str, ...]
    taken: Taken
    most: int
    make_folders: bool = False


def save(imap: Imap, uid: int, job: Saving) -> list[dict[str, object]]:
    """The files that there are now: path, name, bytes, and was_there. Blocks. Raises BlockError."""
    mails = read_mails(imap, [uid])
    if not mails:
        raise _gone()
    wanted = [(_name_of(part, number), part) for number, part in enumerate(mails[0].attachments, 1)]
    wanted = [(name, part) for name, part in wanted if _is_like(name, part, job.like)]
    if sum(_at_least(part) for _, part in wanted) > job.most:
        raise _too_large(job)
    if not job.make_folders:
        check_folder(job.folder, "Create it, or let the step make folders.")
    with file_errors("The files can't be saved"), held(job.folder, make=job.make_folders) as folder:
        saved, left = [], job.most
        for name, part in wanted:
            path, size, was_there = _saved(imap, uid, part, replace(job, folder=folder), name, left)
            left -= size
            saved.append(
                {"path": str(job.folder / path.name), "name": path.name, "bytes": size, "was_there": was_there}
            )
    return saved


def _name_of(part: Part, number: int) -> str:
    return safe_name(part.name, f"attachment {number}", "eml" if part.type == "message/rfc822" else "")


def _is_like(name: str, part: Part, like: tuple[str, ...]) -> bool:
    return any(fnmatch(one.casefold(), wanted.casefold()) for one in {name, part.name} for wanted in like)


def _at_least(part: Part) -> int:
    return part.size * 7 // 10 if part.encoding == "base64" else part.size // 3


def _gone() -> BlockError:
    return BlockError("The mail went away while its files were read.", "Was it moved or deleted meanwhile?")


def _too_large(job: Saving) -> BlockError:
    return BlockError(f"The files are larger than {job.most / 1024**2:g} MB.", "Allow more, or choose by name.")


def _saved(imap: Imap, uid: int, part: Part, job: Saving, name: str, left: int) -> tuple[Path, int, bool]:
    size = 0
    with part_of(job.folder / name) as (hidden, file):
        for data in _pieces(imap, uid, part):
            size += file.write(data)
            if size > left:
                raise _too_large(job)
        finish(file)
        path, was_there = place(
            hidden, job.folder / name, job.taken, lambda path: same_content(hidden, path, lambda: None)
        )
    return path, size, was_there


def _pieces(imap: Imap, uid: int, part: Part) -> Iterator[bytes]:
    """The file's bytes, of a megabyte each, whatever the mail has between them."""
    reader, begin = _Reader(part.encoding), 0
    while data := imap.part(uid, part.section, begin, _PIECE):
        begin += len(data)
        yield reader.read(data)
        if len(data) < _PIECE:
            break
    if data is None or (part.size and not begin):  # what came so far is no file
        raise _gone()
    yield reader.end()


@dataclass(slots=True)
class _Reader:
    """Decodes piece by piece: what belongs to the next one waits."""

    encoding: str
    rest: bytes = b""

    def read(self, data: bytes) -> bytes:
        if self.encoding == "base64":
            data = self.rest + re.sub(rb"[^A-Za-z0-9+/]", b"", data)
            end = len(data) // 4 * 4
            self.rest = data[end:]
            return binascii.a2b_base64(data[:end])
        if self.encoding == "quoted-printable":
            data = self.rest + data
            end = data.rfind(b"\n") + 1
            self.rest = data[end:]
            return decoded(self.encoding, data[:end])
        return data

    def end(self) -> bytes:
        return decoded(self.encoding, self.rest)
