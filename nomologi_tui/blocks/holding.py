"""What an action that holds steps says about them: how they are carried out now, or for what later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Inside:
    """Its steps are carried out now: once, or for each of `items`.

    `otherwise`: those of its second list; `goes_on`: with the next item also after one that failed; `reason`: why so.
    """

    items: Sequence[Any] | None = None
    otherwise: bool = False
    goes_on: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """`value` is kept; the steps are carried out once for all that were kept until `due`, or until `most` are there.

    The first one's time counts. They see the values as `items`, and under their headings as `groups`.
    """

    value: Any
    due: datetime
    most: int
    heading: str = ""
