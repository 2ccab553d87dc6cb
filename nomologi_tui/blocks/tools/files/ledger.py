"""Which version of which file was seen: pure, so that restart, rescan and live change end in the same answer."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Version = tuple[int, int, int]  # size in bytes, mtime in ns, inode


@dataclass(frozen=True, slots=True)
class Seen:
    """What is different at `path`: created, changed or deleted. `version` is the last one of a deleted file."""

    kind: str
    path: str
    version: Version

    @property
    def id(self) -> str:
        """The same for the same version of the same file, also after a restart."""
        state = "gone" if self.kind == "deleted" else "there"
        text = f"{state}\0{self.path}\0{self.version}"
        return "file:" + hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def is_text(path: str) -> bool:
    """Whether `path` can be written down: Linux lets any bytes be a name."""
    return path.isascii() or not any("\ud800" <= char <= "\udfff" for char in path)


class Ledger:
    """Path to version. It is compared, then told what was noticed."""

    def __init__(self, files: Mapping[str, Version] | None = None) -> None:
        self._files = dict(files or {})
        self._unsaved = 0

    @classmethod
    def from_cursor(cls, cursor: Mapping[str, Any]) -> "Ledger":
        """The ledger that `cursor` was made of."""
        return cls({path: (size, mtime, inode) for path, (size, mtime, inode) in cursor["files"].items()})

    def cursor(self) -> dict[str, Any]:
        """All of it, as JSON; without paths that are no text."""
        self._unsaved = 0
        return {"files": {path: list(version) for path, version in self._files.items() if is_text(path)}}

    def cursor_if_due(self) -> dict[str, Any] | None:
        """The cursor at every n-th event, n growing with the ledger, or None.

        Writing all of 10,000 files down with each of 10,000 events would be quadratic. What was noticed since the
        last cursor is noticed again after a crash, with the same ids, which the store refuses.
        """
        self._unsaved += 1
        return self.cursor() if self._unsaved > min(100, len(self._files) // 50) else None

    def compare(self, path: str, version: Version | None) -> Seen | None:
        """What is different at one path; None when nothing is."""
        known = self._files.get(path)
        if version == known:
            return None
        if version is None:
            return Seen("deleted", path, known) if known else None
        return Seen("changed" if known else "created", path, version)

    def compare_all(self, found: Mapping[str, Version]) -> Iterable[Seen]:
        """What is different when `found` is everything there is."""
        gone = [path for path in self._files if path not in found]
        for path in [*found, *gone]:
            seen = self.compare(path, found.get(path))
            if seen:
                yield seen

    def note(self, seen: Seen) -> None:
        """From now on this is what was seen."""
        if seen.kind == "deleted":
            self._files.pop(seen.path, None)
        else:
            self._files[seen.path] = seen.version

    def knows(self, path: str) -> bool:
        """Whether there was a file at `path`."""
        return path in self._files
