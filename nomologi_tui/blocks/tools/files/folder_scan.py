"""Which files of a folder count: regular ones that match, never through a link, no half-written ones."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from nomologi_tui.blocks.tools.files.ledger import Version

_TEMPORARY = ("~", ".part", ".swp", ".crdownload")


@dataclass(frozen=True, slots=True)
class Scope:
    """The files that count: below `folder`, in folders of it too when `recursive`, with names like `pattern`."""

    folder: Path
    pattern: str = "*"
    recursive: bool = False

    def scan(self) -> dict[str, Version]:
        """Every file that counts, by its absolute path. Empty when the folder is not there."""
        return {path: version for path, version in self._walk() if self.wants(path)}

    def version(self, path: str) -> Version | None:
        """The version that is there now; None for nothing, a link, a folder, a device."""
        try:
            found = os.lstat(path)
        except OSError:
            return None
        return (found.st_size, found.st_mtime_ns, found.st_ino) if stat.S_ISREG(found.st_mode) else None

    def wants(self, path: str) -> bool:
        """Whether a file at `path` counts, by its name and place."""
        inner = Path(os.path.relpath(path, self.folder)).parts
        deep = len(inner) > 1
        hidden = any(part.startswith(".") for part in inner[:-1])  # also where the path leaves the folder: ..
        return not hidden and (self.recursive or not deep) and self._named(inner[-1]) and not self._linked(inner[:-1])

    def _named(self, name: str) -> bool:
        if not fnmatchcase(name, self.pattern):
            return False
        if name.startswith(".") and not self.pattern.startswith("."):
            return False
        return not any(name.endswith(end) and not self.pattern.endswith(end) for end in _TEMPORARY)

    def _linked(self, folders: Sequence[str]) -> bool:
        """Whether one of the folders on the way is a link."""
        return any(self.folder.joinpath(*folders[:depth]).is_symlink() for depth in range(1, len(folders) + 1))

    def _walk(self) -> Iterator[tuple[str, Version]]:
        for top, folders, names in os.walk(self.folder):  # links to folders are not followed
            folders[:] = [one for one in folders if self.recursive and not one.startswith(".")]
            for name in names:
                path = os.path.join(top, name)  # noqa: PTH118 - ten thousand of them
                version = self.version(path)
                if version:
                    yield path, version
