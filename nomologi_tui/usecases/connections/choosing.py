"""Which connection a step most likely means: the only one that fits, or a new one for the address it names."""

from dataclasses import replace
from typing import Any

from nomologi_tui.blocks.fields import describe, has_template
from nomologi_tui.blocks.tools.web.bound import check_hosts, shown_origin
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Step
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.workspace import Workspace


def preselected(ws: Workspace, step: Step) -> Step:
    """The step with the only connection that fits in each field that needs one.

    Where a step also works without, nothing is chosen: a credential is sent because a person said so.
    """
    try:
        config = ws.registry.get(step.type, step.block).config
    except NomologiError:
        return step
    needed = [spec.name for spec in describe(config) if spec.kind == "connection" and spec.required]
    fitting = connections.choices_of(ws, config) if any(not step.config.get(name) for name in needed) else {}
    only = {name: labels[0] for name, labels in fitting.items() if name in needed and len(labels) == 1}
    return replace(step, config={**only, **step.config}) if only else step


def suggested(step: Step) -> dict[str, Any]:
    """Values for the form of a new connection of this step: bound to the host of the address that was typed."""
    url = step.config.get("url")
    if not isinstance(url, str) or has_template(url) or not shown_origin(url).startswith("http"):
        return {}
    host = shown_origin(url).removeprefix("https://")
    try:
        return {"hosts": check_hosts([host])}
    except ValueError:  # half an address
        return {}
