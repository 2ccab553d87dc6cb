"""Answers to what a goal left open: by `--set KEY=VALUE`, or typed when asked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from nomologi_tui.blocks.fields import FieldSpec, describe, parse_text
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import BadInputError, NeedsPersonError
from nomologi_tui.goals.reading import Reading
from nomologi_tui.model import Step
from nomologi_tui.usecases.flow.checking import Problem, key_of, problems, step_problems
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.flow.member_answers import with_member


def require_understood(reading: Reading) -> None:
    """Nothing that a goal wants is left out in silence. Raises NeedsPersonError with what was not understood."""
    whole = [one.question for one in reading.missing if one.field is None and not one.of_step]
    if whole:
        raise NeedsPersonError(" ".join(whole), "Say it in other words, leave it out, or build it in the app: nomologi")


def need_no_more(registry: Registry, steps: Sequence[Step]) -> None:
    """Raises NeedsPersonError naming each missing answer and the `--set` that gives it."""
    missing = problems(registry, steps)
    if missing:
        keys = " ".join(f"--set {one.key}{'' if one.field else '.FIELD'}=…" for one in missing if one.index >= 0)
        raise NeedsPersonError(
            " ".join(f"{one.key}: {one.message}" for one in missing),
            f"Give it with {keys}" if keys else "Say more in the goal.",
        )


def set_values(registry: Registry, flow: Flow, pairs: Iterable[str]) -> Flow:
    """The flow with `KEY=VALUE` pairs from a command line put in. Raises BadInputError naming the keys there are.

    A secret is refused, because every process can read a command line: there it is `env:NAME`, or asked for.
    """
    for pair in pairs:
        key, mark, text = pair.partition("=")
        if not mark:
            raise BadInputError(f"“{pair}” sets nothing.", "Write --set KEY=VALUE.")
        if _inside(registry, flow, key.strip()):
            flow = answer(registry, flow, key.strip(), text)
            continue
        _, _, spec = field_of(registry, flow.steps, key.strip())
        if spec.secret and text and not text.startswith(("env:", "keyring:")):
            raise BadInputError(
                f"{key} is a secret, which everybody could read on a command line.", f"Write --set {key}=env:NAME."
            )
        flow = answer(registry, flow, key.strip(), text)
    return flow


def is_secret(registry: Registry, flow: Flow, problem: Problem) -> bool:
    """Whether the answer to `problem` may not be seen while it is typed."""
    return any(key == problem.key and spec.secret for key, _, spec in _fields(registry, flow.steps))


def field_of(registry: Registry, steps: Sequence[Step], key: str) -> tuple[str, int, FieldSpec]:
    """The one field that `key` names, whole or by its last part. Raises BadInputError naming the keys there are."""
    fields = _fields(registry, steps)
    same = {key, _unnumbered(key)}
    exact = [found for found in fields if found[0] in same]
    loose = exact or [found for found in fields if found[2].name == key.rpartition(".")[2] and "." not in key]
    if len(loose) != 1:
        names = ", ".join(name for name, _, _ in (loose or fields)) or "none: the goal has no steps yet"
        why = "could mean several fields" if loose else "is no field of this automation"
        raise BadInputError(f"“{key}” {why}.", f"Its keys are: {names}.")
    return loose[0]


def keys(registry: Registry, steps: Sequence[Step]) -> list[str]:
    """The `--set` key of each field of these steps, in their order."""
    return [key for key, _, _ in _fields(registry, steps)]


def answer(registry: Registry, flow: Flow, key: str, text: str) -> Flow:
    """The flow with one field's value, as typed, put in. Raises BadInputError for a key or a value it can't take."""
    if inside := _inside(registry, flow, key):
        name, index, spec, path = inside
        step = flow.steps[index]
        members = with_member(registry, step.config.get(spec.name) or [], name, path, text)
        return _with_step(flow, index, replace(step, config={**step.config, spec.name: members}))
    _, index, spec = field_of(registry, flow.steps, key)
    if spec.kind == "groups":
        raise BadInputError(f"{key} holds conditions.", f"Write --set {key}.1=compare, then --set {key}.1.left=VALUE.")
    try:
        value = parse_text(spec, text)
    except ValueError as error:
        raise BadInputError(f"{key}: {error}.", _example(spec)) from None
    step = flow.steps[index]
    config = {**step.config, spec.name: value}
    if value is None:
        config.pop(spec.name)
    wrong = step_problems(registry, replace(step, config=config)).get(spec.name)
    if wrong and text:
        raise BadInputError(f"{key}: {wrong}", "" if "for example" in wrong else _example(spec))
    return _with_step(flow, index, replace(step, config=config))


def _with_step(flow: Flow, index: int, step: Step) -> Flow:
    return replace(flow, steps=(*flow.steps[:index], step, *flow.steps[index + 1 :]))


def _inside(registry: Registry, flow: Flow, key: str) -> tuple[str, int, FieldSpec, str] | None:
    """The field of conditions that `key` goes into, its step's place, and the path from there; None for any other."""
    short = _unnumbered(key)
    for name, index, spec in _fields(registry, flow.steps):
        for one in (key, short):
            found = re.fullmatch(rf"{re.escape(name)}\.(\d{{1,2}}(\..+)?)", one)
            if spec.kind == "groups" and found:
                return name, index, spec, found[1]
    return None


def _unnumbered(key: str) -> str:
    """The key of a step that is the only one of its kind, which may be numbered too."""
    return re.sub(r"^(when|if|what)\.1\.", r"\1.", key)


def _example(spec: FieldSpec) -> str:
    return f"For example {spec.example}." if spec.example else ""


def _fields(registry: Registry, steps: Sequence[Step]) -> list[tuple[str, int, FieldSpec]]:
    return [
        (key_of(steps, index, spec.name), index, spec)
        for index, step in enumerate(steps)
        for spec in describe(registry.get(step.type, step.block).config)
    ]
