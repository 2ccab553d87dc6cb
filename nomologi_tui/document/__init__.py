"""An automation as a YAML document (its JSON Schema: `schema`). No secrets inside, round trip exact.

Reading is strict: every scalar is text (the config models make numbers and switches of it, so `no` stays "no"), no
aliases, no duplicate keys, at most 1 MB and 50 levels.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import yaml

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.document.configuration import HowItRuns, changed_values, configuration_from
from nomologi_tui.document.outgoing import outgoing
from nomologi_tui.document.parsing import parsed
from nomologi_tui.document.unknown import no_field, unknown_key
from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.model import Automation, Configuration, Step, StepType
from nomologi_tui.model.nesting import DEEPEST, inside

VERSION = 1
MAX_SIZE = 1024 * 1024  # characters
INSTEAD = "instead"  # actions after a failure
OTHERWISE = "otherwise"
INSIDE = ("steps", OTHERWISE)  # the lists of steps that a step may hold
_OF_STEP = ("block", "name", "config", "enabled")
PLACES = {
    "when": StepType.TRIGGER, "if": StepType.CONDITION, "what": StepType.ACTION, INSTEAD: StepType.ACTION,
}  # fmt: skip


def to_document(automation: Automation, registry: Registry) -> dict[str, Any]:
    """The automation as plain data: what it is, not where it is stored. Values that equal a default are left out."""
    parts = how_and_steps(automation.configuration, automation.steps, registry)
    return {"version": VERSION, "goal": automation.goal, **parts}


def how_and_steps(configuration: Configuration, steps: Sequence[Step], registry: Registry) -> dict[str, Any]:
    """The part of a document that automations and templates have in common."""
    changed = changed_values(configuration)
    document: dict[str, Any] = {"configuration": changed} if changed else {}
    for place in PLACES:
        outer = [at for at, step in enumerate(steps) if _place_of(step) == place and not step.depth]
        if within := _list_document(steps, outer, registry):
            document[place] = within
    return document


def _place_of(step: Step) -> str:
    if step.instead:
        return INSTEAD
    return next(place for place, kind in PLACES.items() if kind is step.type)


def _list_document(steps: Sequence[Step], places: Iterable[int], registry: Registry) -> list[dict[str, Any]]:
    """Those steps, each with what it holds."""
    documents = []
    for at in places:
        document = _step_document(steps[at], registry)
        for name in INSIDE:
            within = _list_document(steps, inside(steps, at, otherwise=name == OTHERWISE), registry)
            document |= {name: within} if within else {}
        documents.append(document)
    return documents


def _step_document(step: Step, registry: Registry) -> dict[str, Any]:
    config = outgoing(step.type, step.block, step.config, registry)
    document: dict[str, Any] = {"block": step.block, "name": step.name, "config": config}
    if not step.enabled:
        document["enabled"] = False
    return {name: value for name, value in document.items() if value not in ("", {})}


def to_yaml(automation: Automation, registry: Registry) -> str:
    """The document as YAML."""
    return yaml.safe_dump(to_document(automation, registry), sort_keys=False, allow_unicode=True, width=120)


def from_yaml(text: str, registry: Registry) -> Automation:
    """The automation that a YAML document describes, a draft without an id. Raises BadInputError saying where."""
    return _read(load(text), registry)


def all_from_yaml(text: str, registry: Registry) -> Iterator[Automation]:
    """Those of a text with several documents, `---` between them. Raises BadInputError naming the document."""
    documents = _documents(text)
    for number, one in enumerate(documents, 1):
        try:
            yield _read(load(one), registry)
        except BadInputError as error:
            where = f"Document {number}: " if len(documents) > 1 else ""
            raise BadInputError(f"{where}{error.message}", error.hint) from None


def _documents(text: str) -> list[str]:
    """The text cut where a document begins: a line of three dashes, which no text inside one can hold unindented."""
    cut = re.split(r"^---(?=\s|$)", text.removeprefix("\ufeff"), flags=re.MULTILINE)
    return [one for one in cut if one.strip()] or [""]


def _read(document: Mapping[str, Any], registry: Registry) -> Automation:
    unknown = set(document) - {"version", "goal", "configuration", *PLACES}
    if unknown:
        raise unknown_key("document", min(unknown), _KEYS)
    if str(document.get("version")) != str(VERSION):
        raise BadInputError(
            f"The document's version is {document.get('version', 'missing')}.", f"Write version: {VERSION}."
        )
    goal = document.get("goal")
    if not isinstance(goal, str) or not goal.strip():
        raise BadInputError("The document has no goal.", "Write goal: and a sentence.")
    steps = read_steps(document, registry)
    return Automation(goal, steps, configuration=read_configuration(document.get("configuration", {}), steps))


def read_steps(document: Mapping[str, Any], registry: Registry | None) -> tuple[Step, ...]:
    """The steps under `when`, `if`, `what` and `instead`. Raises BadInputError saying where.

    Without a registry neither blocks nor values are looked at: a template's are not all there yet.
    """
    return tuple(
        step
        for place, kind in PLACES.items()
        for number, one in enumerate(_steps_at(document, place), 1)
        for step in _steps(Step(kind, "", instead=place == INSTEAD), f"{place}, step {number}", one, registry)
    )


def _steps_at(document: Mapping[str, Any], place: str) -> Sequence[Any]:
    steps = document.get(place, [])
    if not isinstance(steps, list):
        raise BadInputError(f"“{place}” is not a list of steps.", "Begin each step with a dash.")
    return steps


def _steps(like: Step, where: str, saved: Any, registry: Registry | None) -> Iterator[Step]:
    """A step and those that it holds; `like` says where they stand."""
    step = _step(like, where, saved, registry)
    yield step
    for name in INSIDE:
        if name not in saved:
            continue
        if registry is not None and name not in registry.holds(step):
            raise BadInputError(f"{where}: {step.block} holds no steps under “{name}”.", "Put them behind it.")
        if like.depth >= DEEPEST:
            raise BadInputError(f"{where}: steps may stand at most {DEEPEST} deep inside others.")
        within = replace(like, depth=like.depth + 1, otherwise=name == OTHERWISE)
        for number, one in enumerate(_steps_at(saved, name), 1):
            yield from _steps(within, f"{where}, {name}, step {number}", one, registry)


def _step(like: Step, where: str, saved: Any, registry: Registry | None) -> Step:
    if not isinstance(saved, dict) or not isinstance(saved.get("block"), str):
        raise BadInputError(f"{where} names no block.", "Write block: and its name.")
    if unknown := set(saved) - {*_OF_STEP, *INSIDE}:
        raise no_field(where, min(unknown, key=str), (*_OF_STEP, *INSIDE))
    config = saved.get("config", {})
    if not isinstance(config, dict):
        raise BadInputError(f"{where}: “config” is no mapping.", "Write each field on a line: name: value")
    enabled = str(saved.get("enabled", "true")).lower() not in ("false", "no", "off")
    step = replace(like, block=saved["block"], config=config, name=str(saved.get("name", "")), enabled=enabled)
    if registry is not None:
        check_step(step, where, registry)
    return step


def check_step(step: Step, where: str, registry: Registry) -> None:
    """Raises BadInputError where its block is not there or its values can't be."""
    try:
        block = registry.get(step.type, step.block)
    except NomologiError as error:
        raise BadInputError(f"{where}: {error.message}", error.hint) from None
    if unknown := sorted(str(name) for name in set(step.config) - set(block.config.model_fields)):
        raise no_field(where, unknown[0], block.config.model_fields)
    _, wrong = check(block.config, step.config)
    if wrong:
        name = next((one for one in wrong if one not in block.config.model_fields), next(iter(wrong)))
        raise BadInputError(f"{where}, {name or block.name}: {wrong[name]}", f"`nomologi blocks {block.name}` helps.")


def read_configuration(saved: Any, steps: Sequence[Step]) -> Configuration:
    """What stands under `configuration`. Raises BadInputError naming the field."""
    if not isinstance(saved, dict):
        raise BadInputError("“configuration” is no mapping.", f"Known: {', '.join(HowItRuns.model_fields)}.")
    return configuration_from(saved, steps)


def load(text: str, begin: str = "version: 1 and goal: …") -> dict[str, Any]:
    """The mapping that a YAML text holds, every scalar as text; `begin`: how one does.

    Raises BadInputError; the limits are the module's.
    """
    if len(text) > MAX_SIZE:
        raise BadInputError("The document is larger than 1 MB.")
    document = parsed(text)
    if not isinstance(document, dict):
        raise BadInputError("The document is empty or no mapping.", f"Begin with {begin}")
    return document


_KEYS = ("version", "goal", "configuration", *PLACES)
