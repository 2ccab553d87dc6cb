"""What stands inside others in Home Assistant's YAML: if, choose, sequence, parallel, repeat; and conditions."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from nomologi_tui.adopting.flow import Given, Node, NotTakenError, Piece
from nomologi_tui.adopting.house_values import comparison
from nomologi_tui.model import Step, StepType

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
MOST_WAYS = 10
_GROUPS = {"and": "all", "or": "any", "not": "none"}
_KNOWN = {"condition", "after", "before", "weekday", "alias", "enabled"}


def nodes_of(id_: str, each: Any, kind: str, to: Sequence[str]) -> list[Node]:
    """A condition or an action with all that stands inside it; `to` is what follows."""
    own = each if isinstance(each, dict) else {"template": each}
    if kind == "action" and "choose" in own:
        return _choose(id_, own, to)
    if kind == "action" and "if" in own:
        return _branch(id_, own, listed(own["if"]), [listed(own.get("then")), listed(own.get("else"))], to)
    if kind == "action" and isinstance(own.get("repeat"), dict):
        first, nodes = _chain(f"{id_}.0", listed(own["repeat"].get("sequence")), [])
        name, enabled = str(own.get("alias") or "repeat"), is_enabled(own)
        return [Node(id_, name, "repeat", {"repeat": own["repeat"]}, [first], enabled, after=to), *nodes]
    for form in ("sequence", "parallel"):
        if kind == "action" and form in own:
            return _in_order(id_, form, own, listed(own[form]), to)
    return [node_of(id_, own, kind, to)]


def node_of(id_: str, own: Mapping[str, Any], kind: str, to: Sequence[str]) -> Node:
    names = ("alias", "platform", "trigger", "condition", "service", "action")
    named = next((str(own[name]) for name in names if isinstance(own.get(name), str)), str(next(iter(own), kind)))
    return Node(id_, named, kind, own, [to], is_enabled(own), kind == "trigger")


def is_enabled(own: Mapping[str, Any]) -> bool:
    return str(own.get("enabled", "true")).lower() not in ("false", "no", "off")


def listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]


def _chain(id_: str, steps: Sequence[Any], to: Sequence[str]) -> tuple[list[str], list[Node]]:
    """The id of the first of some actions in a row, where there is any, and the nodes of all."""
    nodes = []
    for number, each in enumerate(steps):
        nodes += nodes_of(f"{id_}.{number}", each, "action", [f"{id_}.{number + 1}"] if number + 1 < len(steps) else to)
    return ([f"{id_}.0"] if steps else list(to)), nodes


def _branch(
    id_: str, own: Mapping[str, Any], asked: list[Any], ways: Sequence[Sequence[Any]], to: Sequence[str]
) -> list[Node]:
    begins, nodes = [], []
    for number, steps in enumerate(ways):
        first, more = _chain(f"{id_}.{number}", steps, [])
        begins.append(first)
        nodes += more
    name = str(own.get("alias") or "if")
    return [Node(id_, name, "branch", {"asked": asked}, begins, is_enabled(own), after=to), *nodes]


def _choose(id_: str, own: Mapping[str, Any], to: Sequence[str]) -> list[Node]:
    """The first way whose conditions hold: each stands in what the one before it does otherwise."""
    ways = [one for one in listed(own["choose"]) if isinstance(one, dict)]
    default = listed(own.get("default"))
    if len(ways) > MOST_WAYS:
        return _in_order(id_, "choose", own, [{"sequence": one.get("sequence")} for one in ways] + default, to)
    if not ways:
        return _in_order(id_, "choose", own, default, to)
    asked = listed(ways[0].get("conditions", ways[0].get("condition")))
    rest = [{"choose": ways[1:], "default": default}] if ways[1:] else default
    named = {"alias": ways[0].get("alias") or own.get("alias") or "choose", "enabled": own.get("enabled", True)}
    return _branch(id_, named, asked, [listed(ways[0].get("sequence")), rest], to)


def _in_order(id_: str, form: str, own: Mapping[str, Any], steps: list[Any], to: Sequence[str]) -> list[Node]:
    first, nodes = _chain(id_, steps, to)
    return [Node(id_, str(own.get("alias") or form), form, {}, [first], is_enabled(own)), *nodes]


def held(node: Node, given: Given, name: str) -> Piece:
    """What one of these becomes. Raises NotTakenError."""
    if node.kind == "choose":
        raise NotTakenError(f"it has no way, or more than {MOST_WAYS}")
    if not node.enabled:
        raise NotTakenError("it is switched off there")
    if node.kind == "repeat":
        return _repeated(node.settings["repeat"], name)
    if node.kind != "branch":
        return Piece(remarks=("what stands in it is done one after the other",) if node.kind == "parallel" else ())
    if not node.settings["asked"]:
        raise NotTakenError("it asks for nothing")
    members = [member(one, given) for one in node.settings["asked"]]
    config = {"mode": "all", "conditions": members}
    return Piece((Step(StepType.ACTION, "branch", config, name),), holds=True)


def _repeated(how: Mapping[str, Any], name: str) -> Piece:
    """So many times, or for each item of a list that stands there."""
    items, count = how.get("for_each"), str(how.get("count", ""))
    if re.fullmatch(r"[1-9]\d{0,2}", count):
        items = [str(number + 1) for number in range(int(count))]
    fixed = isinstance(items, list) and all(isinstance(one, str) and one.strip() and "{" not in one for one in items)
    if not fixed or {"while", "until"} & set(how):
        raise NotTakenError("it repeats until something is so; “For each item of a list” repeats here")
    lines = json.dumps(items, ensure_ascii=False)
    return Piece((Step(StepType.ACTION, "for_each", {"items": lines}, name),), holds=True)


def member(own: Any, given: Given) -> dict[str, Any]:
    """A condition, as one of a group: its block and its settings. Raises NotTakenError."""
    if not isinstance(own, dict):
        return {"block": "compare", "config": comparison(str(own), given)}
    if not is_enabled(own):
        raise NotTakenError("it is switched off there")
    kind = str(own.get("condition", next((one for one in _GROUPS if one in own), "")))
    if kind == "template" and not set(own) - {"condition", "value_template", "alias", "enabled"}:
        return {"block": "compare", "config": comparison(str(own.get("value_template")), given)}
    if kind in _GROUPS:
        members = [member(one, given) for one in listed(own.get("conditions", own.get(kind)))]
        return {"block": "group", "config": {"mode": _GROUPS[kind], "conditions": members}}
    if kind != "time":
        known = ("state", "numeric_state", "device", "zone", "sun", "trigger", "template")
        words = f"“{kind}” asks for what Home Assistant knows" if kind in known else "there is no block for it"
        raise NotTakenError(words)
    if unknown := next((one for one in own if one not in _KNOWN), ""):
        raise NotTakenError(f"its “{unknown}” is not translated")
    return _window(own)


def _window(own: Mapping[str, Any]) -> dict[str, Any]:
    """Its days are those of the moment itself; a window of ours over midnight belongs to the day on which it begins."""
    hours = {ours: clock(own[its]) for its, ours in (("after", "from_time"), ("before", "to_time")) if its in own}
    days = {"weekdays": listed(own["weekday"])} if own.get("weekday") else {}
    if not days or len(hours) < 2 or hours["from_time"] <= hours["to_time"]:
        return {"block": "time_window", "config": hours | days}
    both = [{"block": "time_window", "config": one} for one in (hours, days)]
    return {"block": "group", "config": {"mode": "all", "conditions": both}}


def clock(text: Any) -> str:
    """A time of day. Raises NotTakenError for one that is kept elsewhere."""
    found = _CLOCK.fullmatch(str(text))
    if not found:
        raise NotTakenError(f"its time “{str(text)[:40]}” is kept in Home Assistant")
    seconds = "" if found[3] in (None, "00") else f":{found[3]}"
    return f"{int(found[1]):02}:{found[2]}{seconds}"
