"""The values that a step can use, and those that it asks for though nothing gives them."""

import difflib
from collections.abc import Iterator, Sequence

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Step, StepType
from nomologi_tui.model.nesting import holders_of
from nomologi_tui.usecases.flow.checking import key_of
from nomologi_tui.usecases.flow.drafting import named
from nomologi_tui.usecases.runs.needed import Path, needed_by_field

ALWAYS = (
    ("event.id", "what tells this happening from others"),
    ("automation.goal", "the goal's sentence"),
    ("run.id", "the run's number"),
    ("run.started", "when the run began"),
)
OF_FAILURE = (("failure.step", "the step that failed"), ("failure.error", "why it failed"))
_UNNAMED = ("event.trigger", "automation.slug", "outer.item", "outer.index")  # known as well, and seldom of use
_OF_VERDICT = ("met", "value")
_COLLECTED = "items"  # lent by a step whose steps are carried out in a run of its own
_OF_THAT_RUN = ("items", "groups", "count", "since", "runs")  # what its event holds


def values_for(registry: Registry, steps: Sequence[Step], index: int) -> list[tuple[str, str]]:
    """(path, what it is) of everything that the step at `index` can put into a field."""
    values: list[tuple[str, str]] = []
    around = holders_of(steps, index)
    alone = next((at for at in around if _is_collected_for(registry, steps[at])), -1)
    for place, step, block in _known(registry, steps):
        if step.type is StepType.TRIGGER:
            names = _OF_THAT_RUN if alone >= 0 else (*block.gives, *step.config.get("inputs", {}))
            values += [(f"event.{name}", block.title) for name in names]
        elif place in around:
            values += [(name, block.title) for name in block.lends]
        elif alone < place < index and _are_seen(registry, steps, place, around):
            names = _OF_VERDICT if step.type is StepType.CONDITION else block.gives
            values += [(f"steps.{step.name}.{name}", block.title) for name in names]
    return [*dict.fromkeys(values), *(OF_FAILURE if steps[index].instead else ()), *ALWAYS]


def ungiven(registry: Registry, steps: Sequence[Step]) -> Iterator[str]:
    """A sentence without its end for each value that a step needs and nothing gives: the step would fail by it."""
    steps = named(steps)
    for index, step in enumerate(steps):
        if step.type is StepType.TRIGGER or not step.enabled:
            continue
        known = [_path(name) for name, _ in values_for(registry, steps, index)] + [*_also_known(registry, steps, index)]
        for field, path in dict.fromkeys(needed_by_field(registry, step)):
            if not any(_is_part(path, one) for one in known):
                asks = f"{key_of(steps, index, field)} asks for {'.'.join(path)}"
                yield f"{asks}, which nothing gives{_near(path, known)}"


def _path(name: str) -> Path:
    return tuple(name.split("."))


def _is_part(one: Path, other: Path) -> bool:
    """Whether one of them goes on where the other one ends."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _near(path: Path, known: Sequence[Path]) -> str:
    """`; there are event.path, event.name`: what stands beside it, the most alike first."""
    beside = [".".join(one) for one in known if one[:-1] == path[: len(one) - 1] and len(one) > 1]
    alike = difflib.get_close_matches(".".join(path), beside, n=3, cutoff=0.5)
    shown = [*alike, *(name for name in beside if name not in alike)][:5]
    return f"; there are {', '.join(shown)}" if shown else ""


def _also_known(registry: Registry, steps: Sequence[Step], index: int) -> Iterator[Path]:
    """What is not worth naming, and what can't be known: the event of a run by hand, values of other packages."""
    yield from map(_path, _UNNAMED)
    triggers = [block for _, step, block in _known(registry, steps) if step.type is StepType.TRIGGER]
    if any(not block.gives for block in triggers) and not _is_of_its_own(registry, steps, index):
        yield ("event",)  # a run by hand is told what its steps ask for
    for step in steps[:index]:
        block = _block(registry, step)
        if step.type is StepType.ACTION and (block is None or not block.gives):
            yield ("steps", step.name)


def _known(registry: Registry, steps: Sequence[Step]) -> Iterator[tuple[int, Step, Block]]:
    for place, step in enumerate(steps):
        block = _block(registry, step)
        if block is not None:
            yield place, step, block


def _block(registry: Registry, step: Step) -> Block | None:
    try:
        return registry.get(step.type, step.block)
    except NomologiError:  # it is gone, which the form says
        return None


def _lent(registry: Registry, step: Step) -> tuple[str, ...]:
    block = _block(registry, step)
    return block.lends if block else ()


def _is_of_its_own(registry: Registry, steps: Sequence[Step], index: int) -> bool:
    return any(_is_collected_for(registry, steps[at]) for at in holders_of(steps, index))


def _is_collected_for(registry: Registry, step: Step) -> bool:
    return _COLLECTED in _lent(registry, step)


def _are_seen(registry: Registry, steps: Sequence[Step], place: int, around: list[int]) -> bool:
    """Whether what the step at `place` gives reaches a step inside those `around`: what a loop gives stays in it."""
    return not any(_lent(registry, steps[at]) for at in holders_of(steps, place) if at not in around)
