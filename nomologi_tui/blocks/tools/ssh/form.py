"""The fields of steps that work on another machine, and what they say."""

from typing import Annotated

from nomologi_tui.blocks.base import Touch
from nomologi_tui.blocks.fields import ConnectionRef, Serves

Machine = Annotated[ConnectionRef, Serves(("ssh",))]


def touches_of(connection: str, *more: Touch) -> list[Touch]:
    """What reaches the machine, and what the step does there or here."""
    return [Touch("reach", f"the machine of “{connection}” by SSH"), *more]
