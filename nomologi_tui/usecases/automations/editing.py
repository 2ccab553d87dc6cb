"""Change an automation without the forms: its configuration by KEY=VALUE, all of it as a YAML document."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from nomologi_tui.blocks.fields import describe, parse_text, show_value
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.document import from_yaml, to_yaml
from nomologi_tui.document.configuration import HowItRuns, changed_values, configuration_from
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, Step
from nomologi_tui.store import automations
from nomologi_tui.usecases.automations.automations import kept, need_whole
from nomologi_tui.usecases.automations.following import ON, refuse_circle
from nomologi_tui.usecases.automations.how_it_runs import check_how
from nomologi_tui.usecases.flow.drafting import made_fields, named
from nomologi_tui.usecases.workspace import Workspace


def configure(ws: Workspace, automation: Automation, pairs: Iterable[str]) -> Automation:
    """The automation with these KEY=VALUE pairs in its configuration; an empty value is the default again.

    Raises BadInputError for a key or value that can't be, or that contradicts another one; then nothing changes.
    """
    values = changed_values(automation.configuration)
    specs = {spec.name: spec for spec in describe(HowItRuns)}
    for pair in pairs:
        key, mark, text = pair.partition("=")
        if not mark or key not in specs:
            raise BadInputError(f"“{pair}” sets nothing of how it runs.", f"Keys are: {', '.join(specs)}.")
        try:
            values[key] = parse_text(specs[key], text)
        except ValueError as error:
            raise BadInputError(f"{key}: {error}.") from None
    changed = replace(automation, configuration=configuration_from(values, automation.steps))
    return save(ws, automation, changed)


def shown_configuration(automation: Automation) -> list[tuple[str, str, str]]:
    """Each setting of how it runs: (key, value as typed, what it is)."""
    own = HowItRuns(**changed_values(automation.configuration)).model_dump()
    return [(spec.name, show_value(spec, own[spec.name]), f"{spec.label}: {spec.help}") for spec in describe(HowItRuns)]


def as_yaml(ws: Workspace, automation: Automation) -> str:
    """The automation as a document; secrets stay where they are."""
    return to_yaml(automation, ws.registry)


def edited(ws: Workspace, automation: Automation, text: str) -> Automation:
    """The automation as the document says; one that is off may lack something still, as by `apply` and `import`.

    Raises BadInputError saying where, NeedsPersonError for what one that is on would lack; then nothing changes.
    """
    wanted = from_yaml(text, ws.registry)
    steps = tuple(named(with_ids(ws.registry, wanted.steps, automation.steps)))
    changed = replace(automation, goal=wanted.goal, steps=steps, configuration=wanted.configuration)
    if automation.status in ON:
        need_whole(ws, changed)
    return save(ws, automation, kept(ws, changed))


def become(ws: Workspace, automation: Automation, wanted: Automation) -> Automation:
    """The automation with goal, steps and configuration of `wanted`, as its next revision."""
    changed = replace(automation, goal=wanted.goal, steps=wanted.steps, configuration=wanted.configuration)
    return save(ws, automation, changed)


def save(ws: Workspace, before: Automation, after: Automation) -> Automation:
    """As its next revision; the same again makes none. Raises BadInputError for a configuration that can't be."""
    same = [(one.goal, one.steps, one.configuration, one.template_id) for one in (before, after)]
    if same[0] == same[1]:
        return before
    check_how(after.configuration, after.steps)
    if after.status in ON:
        refuse_circle(ws, after)
    return ws.store.write(automations.update, after, ws.clock.now())


def with_ids(registry: Registry, wanted: Iterable[Step], before: Iterable[Step]) -> list[Step]:
    """The steps that were there before (same type, block and name) keep their ids, and what was left out of a file:
    secrets, and what was made for them (a webhook's address).
    """
    known = {(step.type, step.block, step.name): step for step in before}
    result = []
    for step in wanted:
        old = known.pop((step.type, step.block, step.name), None)
        result.append(step if old is None else _continued(registry, step, old))
    return result


def _continued(registry: Registry, step: Step, old: Step) -> Step:
    secret = [spec.name for spec in describe(registry.get(step.type, step.block).config) if spec.secret]
    left_out: dict[str, Any] = {
        name: old.config[name] for name in (*secret, *made_fields(registry, step)) if name in old.config
    }
    return replace(step, config={**left_out, **step.config}, id=old.id)
