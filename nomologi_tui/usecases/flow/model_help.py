"""Help by a language model where a goal is not wholly understood offline: off unless `help_connection` names one.

Its answer is data: blocks and values that the same checks as everywhere let through, or refuse with a sentence. It is
shown as a suggestion and never turned on by itself.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec, check, describe
from nomologi_tui.blocks.problems import NEEDED
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.blocks.tools import model_answer
from nomologi_tui.errors import BadInputError, NeedsPersonError, NomologiError
from nomologi_tui.goals.reading import Reading
from nomologi_tui.model import Step, StepType
from nomologi_tui.runner.connections.resolving import Connections
from nomologi_tui.text import clean_line, shorten
from nomologi_tui.usecases.connections.connections import tools_of
from nomologi_tui.usecases.flow.checking import PLACES
from nomologi_tui.usecases.flow.drafting import named
from nomologi_tui.usecases.workspace import Workspace

MOST_STEPS = 20
_HIDDEN = re.compile(r"SECRET_\d+")
_WHERE = frozenset(["url", "host", "address", "command", "path", "template"])  # kinds of fields that lead somewhere
_NO_DRAFT = (ValueError, TypeError, KeyError, AttributeError, RecursionError)  # of what has another shape
_TIMEOUT = 120.0  # seconds; a model at home takes its time
_TASK = """\
The text is a goal that a person wants automated. Answer with one JSON object and nothing else:
{"when": [{"block": NAME, "config": {FIELD: VALUE}}], "if": [], "what": []}
"when" holds triggers, "if" conditions, "what" actions in their order. Use only these blocks and fields. Write only what
the text says: leave a field out where it does not say its value. Copy NAMES such as SECRET_1 as they are.
"""
# What may be a secret in a sentence: a password before a host, an address of a messenger, a value that is named as one,
# and long words of letters and digits. Each is sent as SECRET_n.
_SECRETS = re.compile(
    r"(?<=://)[^\s/@]+(?=@)"
    r"|\b(?!https?:|ssh:|sftp:|mqtts?:|file:)[a-z][a-z0-9+.-]*://\S+"
    r"|(?<=[?&])(?:\w*(?:key|token|secret|pass|auth|sig)\w*)=[^\s&]+"
    r"|(?:(?<=password )|(?<=passphrase )|(?<=token )|(?<=secret )|(?<=Bearer ))\S+"
    r"|(?<![\w/.~])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The steps that a model suggests, and its name."""

    steps: tuple[Step, ...]
    model: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """What stands for what in a goal that was sent without its secrets."""

    goal: str
    values: Mapping[str, str]

    def is_said(self, value: Any) -> bool:
        """Whether the goal itself says the value, and each one inside it, word for word."""
        if isinstance(value, dict):
            return all(self.is_said(one) for one in value.values())
        if isinstance(value, list):
            return all(self.is_said(one) for one in value)
        return str(value).strip() in self.goal


@dataclass(slots=True)
class _Question:
    """What `model_answer` asks."""

    task: str
    text: str
    choices: list[str]
    model: str = ""
    most: int = 2000
    timeout: float = _TIMEOUT


def is_unsure(reading: Reading) -> bool:
    """Whether the offline reading leaves something open, which is when a model may be asked."""
    return bool(reading.missing or reading.not_understood)


async def suggest(ws: Workspace, goal: str) -> Suggestion:
    """Ask the model that the setting names.

    Raises NeedsPersonError where none is set, BlockError where no answer came, BadInputError where it is no draft.
    """
    label = ws.settings.help_connection
    if not label:
        raise NeedsPersonError(
            "No model is set that could help.", "Set help_connection to the name of an openai connection."
        )
    asked, hidden = without_secrets(goal)
    account = await Connections(tools_of(ws), ws.user.id, str).get(label, ("openai",))
    question = _Question(f"{_TASK}{_catalogue(ws.registry)}", asked, [])
    answer = await model_answer.ask(question, account, ws.clock)
    model = shorten(clean_line(str(answer["model"])), 40)
    return Suggestion(steps_of(str(answer["answer"]), ws.registry, Hidden(goal, hidden), model), model)


def without_secrets(goal: str) -> tuple[str, dict[str, str]]:
    """The goal as it may be sent, and what stands for what in it."""
    hidden: dict[str, str] = {}

    def hide(found: re.Match[str]) -> str:
        name = f"SECRET_{len(hidden) + 1}"
        hidden[name] = found[0]
        return name

    return _SECRETS.sub(hide, goal), hidden


def _catalogue(registry: Registry) -> str:
    lines = []
    for kind, place in PLACES.items():
        lines.append(f"\nBlocks for “{place}”:")
        for block in registry.of_type(kind):
            fields = [
                f"{one.name}{'*' if one.required else ''}: {one.kind}"
                for one in describe(block.config)
                if not one.secret
            ]
            lines.append(f"{block.name} ({block.title}) {{{', '.join(fields)}}}")
    return "\n".join(lines)


def steps_of(answer: str, registry: Registry, hidden: Hidden, model: str) -> tuple[Step, ...]:
    """The checked steps of a model's answer. Raises BadInputError saying what of it can't be used.

    A field that lacks a value is left to the person; secrets are never taken from a model, and what was hidden from it
    goes nowhere but where the sentence itself says.
    """
    listed = _listed(answer, model)
    if not 0 < len(listed) <= MOST_STEPS:  # before each is looked at: there may be a million
        raise _unusable(model, f"it has {len(listed)} steps")
    try:
        steps = [_step(registry, kind, one["block"], one.get("config", {}), hidden) for kind, one in listed]
    except _NO_DRAFT:
        raise _no_draft(answer, model) from None
    except NomologiError as error:
        raise _unusable(model, error.message) from None
    return named(steps)


def _listed(answer: str, model: str) -> list[tuple[StepType, Any]]:
    """What the answer's JSON object holds, unseen, each with the type of its place."""
    try:
        found = json.loads(answer[answer.index("{") : answer.rindex("}") + 1])
        return [(kind, one) for kind, place in PLACES.items() for one in _list(found.get(place, []))]
    except _NO_DRAFT:
        raise _no_draft(answer, model) from None


def _no_draft(answer: str, model: str) -> BadInputError:
    return _unusable(model, f"it is no draft: “{shorten(clean_line(answer), 80) or 'nothing'}”")


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _unusable(model: str, why: str) -> BadInputError:
    return BadInputError(f"What {model} suggests can't be used: {why.rstrip('.')}.", "Say the goal in other words.")


def _step(registry: Registry, kind: StepType, name: Any, config: Any, hidden: Hidden) -> Step:
    block = registry.get(kind, str(name))
    specs = {spec.name: spec for spec in describe(block.config)}
    given = {str(key): value for key, value in dict(config).items() if value is not None}
    given = {key: value for key, value in given.items() if not (key in specs and specs[key].secret)}
    values = {key: _said(value, hidden.values) for key, value in given.items()}
    if values != given and not all(
        hidden.is_said(values[key]) for key in values if _may_tell(specs.get(key), given[key])
    ):
        raise BadInputError(f"{block.name} would use what was hidden in another way than the sentence does")
    _, problems = check(block.config, values)
    wrong = next(((field, words) for field, words in problems.items() if words != NEEDED and field), None)
    if wrong:
        raise BadInputError(f"{block.name}, {wrong[0]}: {wrong[1]}")
    return Step(kind, block.name, values)


def _may_tell(spec: FieldSpec | None, value: Any) -> bool:
    """Whether a field says where something goes, or holds what was hidden."""
    return (spec is not None and spec.kind in _WHERE) or bool(_HIDDEN.search(json.dumps(value)))


def _said(value: Any, hidden: Mapping[str, str]) -> Any:
    """A value with what was hidden from the model back in it."""
    if isinstance(value, str):
        return _HIDDEN.sub(lambda found: hidden.get(found[0], found[0]), value)
    if isinstance(value, dict):
        return {str(key): _said(one, hidden) for key, one in value.items()}
    return [_said(one, hidden) for one in value] if isinstance(value, list) else value
