"""Regular expressions that are compiled when they are first used: a command uses few of those that it loads."""

import re
from typing import Any, cast


class Late:
    """Stands for the compiled one, and is asked like it."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._written = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """What the compiled one answers by; from then on it stands here."""
        found = getattr(re.compile(*self._written), name)
        setattr(self, name, found)
        return found


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, for patterns of a module. `re.sub` and the like don't take it: call its own methods."""
    return cast("re.Pattern[str]", Late(pattern, flags))
