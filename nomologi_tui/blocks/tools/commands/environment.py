"""The environment of a command: names as every shell has them, values with `{{ … }}`."""

import re
from typing import Annotated

from pydantic import AfterValidator

from nomologi_tui.blocks.fields import Template

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def check_names(environment: dict[str, str]) -> dict[str, str]:
    """`environment`, if a shell can name its variables. Raises ValueError."""
    for name in environment:
        if not _VARIABLE.fullmatch(name):
            raise ValueError(f"“{name[:40]}” is not a variable's name; use letters, digits and _, no digit first")
    return environment


Environment = Annotated[dict[str, Template], AfterValidator(check_names)]
