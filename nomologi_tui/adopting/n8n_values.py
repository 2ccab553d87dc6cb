"""What the settings of n8n's nodes hold: text, values of the node before, accounts."""

import re
from collections.abc import Mapping
from typing import Any

from nomologi_tui.adopting.flow import Node, NotTakenError
from nomologi_tui.adopting.literals import as_literal
from nomologi_tui.model import Step, StepType

_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_JSON = re.compile(r"\s*\$json((?:\.[A-Za-z_]\w*|\[[\"'][\w-]+[\"']\])+)\s*")


OF_NODE = "of the node"  # what stands beside its parameters
_OPTIONS = ("options", "additionalFields", "otherOptions")
_HARMLESS = {"appendAttribution", "includeLinkToWorkflow", "rawBody", "caseSensitive", "typeValidation"}


def left_out(node: Node) -> tuple[str, ...]:
    """What a node that is taken over says beside that, in sentences."""
    given = [found for key in _OPTIONS if isinstance(found := node.settings.get(key), dict)]
    options = sorted({str(key) for one in given for key, value in one.items() if value and key not in _HARMLESS})
    of_node = node.settings[OF_NODE]
    left = [f"its options are not taken over: {', '.join(options)}"] if options else []
    if of_node.get("retryOnFail") is True:
        left.append("errors that pass are tried again here after 2, 15 and 60 seconds")
    if str(of_node.get("onError", "")).startswith("continue") or of_node.get("continueOnFail") is True:
        left.append("where it fails, the run ends here; there it went on")
    return tuple(left)


def text(value: Any, gives: str) -> str:
    """A setting as our text. Raises NotTakenError for an expression that is not just a value of the node before."""
    said = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    if not said.startswith("="):
        return as_literal(said)
    out, at = "", 1
    for found in _EXPRESSION.finditer(said):
        out += as_literal(said[at : found.start()]) + _value(found[1], gives)
        at = found.end()
    return out + as_literal(said[at:])


def _value(expression: str, gives: str) -> str:
    found = _JSON.fullmatch(expression)
    if not found or not gives:
        raise NotTakenError(f"its expression “{expression.strip()[:60]}” is not translated")
    path = re.sub(r"\[[\"']([\w-]+)[\"']\]", r'["\1"]', found[1])
    if gives == "event":
        path = re.sub(r"^\.body\b", ".json", path)
    return f"{{{{ {gives}{path} }}}}"


def plain(value: Any, what: str) -> str:
    if not isinstance(value, str | int | float) or str(value).startswith("="):
        raise NotTakenError(f"its {what} is an expression or missing")
    return str(value)


def account(node: Node) -> tuple[str, tuple[str, ...]]:
    label = node.settings[""] or f"n8n {node.kind}"
    return label, (f"make a connection called “{label}”; no secret is taken over",)


def trigger(block: str, config: dict[str, Any]) -> Step:
    return Step(StepType.TRIGGER, block, config)


def action(block: str, name: str, config: dict[str, Any]) -> tuple[Step, ...]:
    return (
        Step(
            StepType.ACTION, block, {key: value for key, value in config.items() if value not in ("", {}, None)}, name
        ),
    )


def number(one: Mapping[str, Any], name: str, default: int, low: int, high: int) -> int:
    value = one.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise NotTakenError(f"its {name} can't be said here")
    return value
