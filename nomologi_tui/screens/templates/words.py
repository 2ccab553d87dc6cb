"""Templates as the screens show them. The use cases load libraries, so each is imported on the desk's thread."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.model import Step
from nomologi_tui.usecases.flow import checking
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.step_words import in_words
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.lines import after_when
from nomologi_tui.widgets.template_lines import TemplateRow

if TYPE_CHECKING:
    from nomologi_tui.usecases.templates.templates import Preview

HEADS = {"when": "WHEN", "if": "IF", "what": "DO"}


def flow_from_template(ws: Workspace, slug: str, goal: str) -> Flow:
    """The flow that a template begins; what it still asks for is empty. Raises NotFoundError."""
    from nomologi_tui.usecases.templates import templates

    return templates.begin(ws, templates.find(ws, slug), {}, goal)


def match_rows(ws: Workspace, goal: str) -> list[TemplateRow]:
    """The templates that a goal may mean, the best first."""
    from nomologi_tui.usecases.templates import templates

    return [TemplateRow(one.slug, one.name, match.reason) for one, match in templates.matching(ws, goal)]


def steps_text(registry: Registry, steps: Sequence[Step]) -> str:
    """The steps in words, as a goal's reading shows them."""
    told = [(checking.PLACES[step.type], step.depth, in_words(registry, step)) for step in steps]
    return "\n".join(_lines(told, 15))


def preview_text(shown: "Preview") -> str:
    """What a template does, asks for and may do."""
    one = shown.template
    asks = [f"{asked.label or asked.name}: {asked.help}" + _default(asked.default) for asked in one.inputs]
    parts = [
        [f"{one.name}, version {one.version}{'' if one.user_id is None else ', your own'}", one.description],
        [f"“{shown.goal}”"],
        _lines(list(shown.steps), 6),
        ["ASKS FOR", *(f"  {line}" for line in asks)] if asks else [],
        ["IT MAY", *(f"  {' '.join(line.split())}" for line in shown.plan)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _default(default: str | None) -> str:
    if default is None:
        return " Needed."
    return f" Else {default}." if default else ""


def _lines(steps: Sequence[tuple[str, int, str]], width: int) -> list[str]:
    lines, before = [], ""
    for place, depth, words in steps:
        head = HEADS[place] if place != before else ""
        lines.append(f"{head:{width}}{'  ' * depth}{after_when(words) if place == 'when' else words}")
        before = place
    return lines
