"""A step in a line, wherever it is told: how deep it lies, what it does, when it does not."""

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.model import Step
from nomologi_tui.telling.notes import INSTEAD
from nomologi_tui.usecases.step_words import in_words


def step_words(registry: Registry, step: Step) -> str:
    """`  otherwise run `true` (off)`: a step that another one holds stands further in."""
    return noted(step, in_words(registry, step))


def noted(step: Step, words: str) -> str:
    """The same of a step whose words are known."""
    notes = [note for note, so in (("off", not step.enabled), (INSTEAD, step.instead)) if so]
    behind = f" ({', '.join(notes)})" if notes else ""
    return f"{'  ' * step.depth}{'otherwise ' if step.otherwise else ''}{words}{behind}"
