"""Templates: the gallery and the user's own, found, shown, and made into a flow whose inputs are filled in.

The gallery comes with the package. The store gets a row of a built-in template when something is made of it, a version
once, so that `template_id` says what an automation was made from also when the package is newer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nomologi_tui.blocks.fields import has_template
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.document.gallery import gallery
from nomologi_tui.document.placeholders import PLACE, filled, filled_goal, samples, with_defaults
from nomologi_tui.document.template import read_value
from nomologi_tui.errors import BadInputError, NeedsPersonError, NotFoundError
from nomologi_tui.goals.matching import Match, matches
from nomologi_tui.model import Automation, Step, Template, TemplateInput
from nomologi_tui.store import names, templates
from nomologi_tui.usecases.automations.automations import activation_plan
from nomologi_tui.usecases.connections.choosing import preselected
from nomologi_tui.usecases.connections.connections import fitting
from nomologi_tui.usecases.flow import checking, drafting
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.step_words import in_words
from nomologi_tui.usecases.workspace import Workspace

SHOWN = 3  # matches that a person sees under a goal


@dataclass(frozen=True, slots=True)
class Preview:
    """What a template would do, with its examples in it. `steps` are (when, if or what; depth; words)."""

    template: Template
    goal: str
    steps: tuple[tuple[str, int, str], ...]
    plan: tuple[str, ...]


def listed(ws: Workspace) -> list[Template]:
    """The gallery and the user's own ones, by category and name."""
    own = ws.store.read(templates.own, ws.user.id)
    return sorted([*gallery(), *own], key=lambda one: (one.category.casefold(), one.name.casefold()))


def search(known: Sequence[Template], words: str) -> list[Template]:
    """Those in whose name, category, description or words each of the `words` stands; all where there are none."""
    wanted = words.casefold().split()
    return [one for one in known if all(word in _text(one) for word in wanted)]


def _text(one: Template) -> str:
    return " ".join([one.name, one.category, one.description, *one.words]).casefold()


def find(ws: Workspace, ref: str) -> Template:
    """The template of that name, slug or unambiguous beginning. Raises NotFoundError with the nearest three."""
    known = listed(ws)
    by_name = next((one for one in known if one.name.casefold() == ref.casefold()), None)
    if by_name is not None:
        return by_name
    pairs = [(place, one.slug) for place, one in enumerate(known)]
    if ref.isdecimal():  # a place in this list means nothing to anybody
        ref += "?"
    return known[names.pick(ref, pairs, "template", "`nomologi templates list` shows them.")]


def matching(ws: Workspace, goal: str) -> list[tuple[Template, Match]]:
    """The templates that a goal most likely means, the best three."""
    known = listed(ws)
    by_slug = {one.slug: one for one in known}
    return [(by_slug[match.slug], match) for match in matches(goal, known)[:SHOWN]]


def preview(registry: Registry, template: Template) -> Preview:
    """What it would do; nothing is stored."""
    values = samples(template)
    steps = filled(template, values, registry)
    return Preview(
        template,
        filled_goal(template, values),
        tuple((checking.PLACES[step.type], step.depth, in_words(registry, step)) for step in steps),
        tuple(activation_plan(registry, steps)),
    )


def read_inputs(template: Template, pairs: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """The values that `KEY=VALUE` pairs give to inputs, and the pairs that are about something else.

    A secret is refused, because every process can read a command line: there it is `env:NAME`. Raises BadInputError.
    """
    given: dict[str, Any] = {}
    rest: list[str] = []
    for pair in pairs:
        name, mark, text = pair.partition("=")
        one = template.input(name.strip()) if mark else None
        if one is None:
            rest.append(pair)
            continue
        if one.kind == "secret" and text and not text.startswith(("env:", "keyring:")):
            raise BadInputError(
                f"{name} is a secret, which everybody could read on a command line.", f"Write --set {name}=env:NAME."
            )
        given[one.name] = read_value(one, text)
    return given, rest


def begin(ws: Workspace, template: Template, given: Mapping[str, Any], goal: str = "") -> Flow:
    """The flow that makes an automation of it, with what is given, the defaults, and the only connection that fits.

    What is still missing is asked in the form where it belongs. A goal in the person's own words stays.
    """
    values = with_defaults(template, {**_only_connections(ws, template), **given})
    steps = [preselected(ws, drafting.made(ws.registry, step)) for step in filled(template, values, ws.registry)]
    return Flow(
        " ".join(goal.split()) or filled_goal(template, values),
        drafting.named(steps),
        template.configuration,
        template_id=stored(ws, template).id,
    )


def goal_told(ws: Workspace, flow: Flow) -> str:
    """The goal of a flow that a template began, with what its fields were given since; a person's own words stay."""
    if not flow.template_id or flow.automation_id:
        return flow.goal
    try:
        template = ws.store.read(templates.get, ws.user.id, flow.template_id)
    except NotFoundError:  # it was removed meanwhile
        return flow.goal
    begun = with_defaults(template, _only_connections(ws, template))
    if flow.goal != filled_goal(template, begun):
        return flow.goal
    return filled_goal(template, {**begun, **dict(_given(template, flow.steps))})


def _given(template: Template, steps: Sequence[Step]) -> Iterator[tuple[str, Any]]:
    """The inputs that are a whole field, as the steps have them now."""
    for before, now in zip(template.steps, steps, strict=False):
        for name, value in before.config.items() if before.block == now.block else ():
            asks, given = isinstance(value, str) and PLACE.fullmatch(value.strip()), now.config.get(name)
            about = template.input(asks[1]) if asks else None
            if about and about.kind != "secret" and given not in (None, "", []) and not has_template(given):
                yield about.name, given


def _only_connections(ws: Workspace, template: Template) -> dict[str, str]:
    """For each connection that it needs the only one that fits."""
    found = {one.name: fitting(ws, one.uses) for one in template.inputs if one.kind == "connection" and one.required}
    return {name: labels[0] for name, labels in found.items() if len(labels) == 1}


def stored(ws: Workspace, template: Template) -> Template:
    """The version as the store has it; a built-in one gets its row now."""
    return template if template.id else ws.store.write(templates.keep, template, ws.clock.now())


def missing(ws: Workspace, template: Template, given: Mapping[str, Any]) -> list[TemplateInput]:
    """The inputs that a person must still give."""
    known = {**_only_connections(ws, template), **given}
    return [one for one in template.inputs if one.required and known.get(one.name) in (None, "", [])]


def need_inputs(lost: Sequence[TemplateInput]) -> None:
    """Raises NeedsPersonError naming each of these inputs, if there are any, and the `--set` that gives it."""
    if lost:
        raise NeedsPersonError(
            " ".join(f"{one.name}: {one.help or one.label}" for one in lost),
            f"Give it with {' '.join(set_hint(one) for one in lost)}",
        )


def set_hint(one: TemplateInput) -> str:
    """`--set NAME=…` as a person types it."""
    example = "env:NAME" if one.kind == "secret" else one.example or "…"
    return f"--set '{one.name}={example}'" if " " in example else f"--set {one.name}={example}"


def made_from(ws: Workspace, automation: Automation) -> Template | None:
    """The version that it was made from; None where there was none, or it was removed."""
    if automation.template_id is None:
        return None
    try:
        return ws.store.read(templates.get, ws.user.id, automation.template_id)
    except NotFoundError:
        return None
