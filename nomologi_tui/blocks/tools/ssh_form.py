"""The fields of steps that work on another machine, and what they say."""

import re
from typing import Annotated

from pydantic import AfterValidator

from nomologi_tui.blocks.base import Touch
from nomologi_tui.blocks.fields import ConnectionRef, Serves, Template

Machine = Annotated[ConnectionRef, Serves(("ssh",))]
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def check_names(environment: dict[str, str]) -> dict[str, str]:
    """`environment`, if a shell can name its variables. Raises ValueError."""
    for name in environment:
        if not _VARIABLE.fullmatch(name):
            raise ValueError(f"“{name[:40]}” is not a variable's name; use letters, digits and _, no digit first")
    return environment


Environment = Annotated[dict[str, Template], AfterValidator(check_names)]


def touches_of(connection: str, *more: Touch) -> list[Touch]:
    """What reaches the machine, and what the step does there or here."""
    return [Touch("reach", f"the machine of “{connection}” by SSH"), *more]
