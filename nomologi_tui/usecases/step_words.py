"""A step as it is told to a person: in words, and its config without its secrets."""

from typing import Any

from nomologi_tui.blocks.checked import check_again
from nomologi_tui.blocks.fields import describe
from nomologi_tui.blocks.problems import NEEDED
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Step


def in_words(registry: Registry, step: Step) -> str:
    """A step as a person reads it; says what is missing where it can't be read yet."""
    try:
        block = registry.get(step.type, step.block)
    except NomologiError as error:
        return str(error)
    config, found = check_again(block.config, step.config)
    if config is None:
        field, message = next(iter(found.items()))
        if message == NEEDED:
            title = next((spec.label for spec in describe(block.config) if spec.name == field), field)
            return f"{block.title.lower()} ({title[:1].lower()}{title[1:]} is missing)"
        return f"{block.title.lower()} ({f'{field}: ' if field else ''}{message.rstrip('.')})"
    return block.in_words(config)


def shown_config(registry: Registry, step: Step) -> dict[str, Any]:
    """The step's config as it may be shown: a secret only as whether it is set."""
    hidden = secret_fields(registry, step)
    if hidden is None:
        return {}
    return {name: "(set)" if name in hidden and value else value for name, value in step.config.items()}


def secret_fields(registry: Registry, step: Step) -> set[str] | None:
    """The names of a step's secrets; None when its package is gone, and nothing is known of it."""
    try:
        return {spec.name for spec in describe(registry.get(step.type, step.block).config) if spec.secret}
    except NomologiError:
        return None
