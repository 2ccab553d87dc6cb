"""Automations that start each other: none may start itself, alone or through others."""

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.model import Automation, AutomationStatus
from nomologi_tui.store import automations
from nomologi_tui.usecases.workspace import Workspace

ON = (AutomationStatus.ACTIVE, AutomationStatus.PAUSED)


def refuse_circle(ws: Workspace, automation: Automation) -> None:
    """Raises BadInputError where its own runs would start it again, NotFoundError for a followed one that is not there.

    Those that are off follow nothing; when one of them is switched on, the circle is found then.
    """
    ways, seen = [[automation]], set[int]()
    while ways:
        way = ways.pop()
        for one in _followed(ws, way[-1], must_be=way[-1] is automation):
            if one.id == automation.id:
                raise _circle([*way, automation])
            if one.id not in seen and one.status in ON:
                seen.add(one.id)
                ways.append([*way, one])


def _circle(way: list[Automation]) -> BadInputError:
    names = " → ".join(one.slug for one in reversed(way))
    return BadInputError(
        f"Each run would start the next one for ever: {names}.", "Let one of them follow nothing of this circle."
    )


def _followed(ws: Workspace, automation: Automation, *, must_be: bool) -> list[Automation]:
    found = []
    for ref in _refs(ws.registry, automation):
        try:
            found.append(ws.store.read(automations.get, ws.user.id, ref))
        except NomologiError:
            if must_be:
                raise
    return found


def _refs(registry: Registry, automation: Automation) -> list[str]:
    refs: list[str] = []
    for step in automation.triggers:
        block = registry.get(step.type, step.block)
        config, _ = check(block.config, step.config)
        refs += block.followed(config) if config is not None else []
    return refs
