"""Notices that the zones' rules were updated while we run: Python keeps those that it has read until it ends."""

import os
import zoneinfo
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_Stamp = dict[str, int]  # a folder of the zones' database, and when something in it last changed its name


class ZoneRules:
    """Looks at the folders of the system's zone database, in which an update puts files in the place of others."""

    def __init__(self) -> None:
        self._stamp = _stamp()

    def are_new(self) -> bool:
        """Whether there was an update since the last look; if so, each zone is read anew when it is asked for next."""
        before, self._stamp = self._stamp, _stamp()
        if before == self._stamp:
            return False
        zoneinfo.ZoneInfo.clear_cache()
        return True


def _stamp() -> _Stamp:
    found: _Stamp = {}
    for folder in _folders():
        with suppress(OSError):  # it goes this very moment: it is missing then, which is a change
            found[folder] = Path(folder).stat().st_mtime_ns
    return found


def _folders() -> Iterator[str]:
    """Those of the database and of its regions, as Europe is one."""
    for root in zoneinfo.TZPATH:
        with suppress(OSError), os.scandir(root) as inside:
            yield root
            yield from (one.path for one in inside if one.is_dir())
