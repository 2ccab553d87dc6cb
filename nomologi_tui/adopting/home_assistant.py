"""Automations of Home Assistant's YAML: times, messages and calls of services; states and templates stay there."""

import re
from collections.abc import Mapping
from typing import Any

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.flow import Node, NotTakenError, Piece, found_in_flow
from nomologi_tui.model import Step, StepType

_HOUSE = "Home Assistant"
_BROKER = "Home Assistant MQTT"
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_SECRET = re.compile(r"!(secret|include\w*|env_var|input)\s+([\w./-]+)")
MARK = "not taken over: "


def without_tags(text: str) -> str:
    """The text with what stands elsewhere (`!secret name`) as a mark, so that it is never read nor guessed."""
    return _SECRET.sub(lambda found: f'"{MARK}{found[1]} {found[2]}"', text)


def automations_of(data: Any) -> list[dict[str, Any]]:
    """The automations of a document; empty where it is none of Home Assistant's."""
    rows = data.get("automation", data) if isinstance(data, dict) else data
    rows = rows if isinstance(rows, list) else [rows]
    known = [one for one in rows if isinstance(one, dict) and _is_one(one)]
    return known if len(known) == len(rows) else []


def _is_one(one: Mapping[str, Any]) -> bool:
    acts = "action" in one or "actions" in one
    return (acts and ("trigger" in one or "triggers" in one)) or "use_blueprint" in one


def automation_found(one: Mapping[str, Any]) -> list[Found]:
    """One of them."""
    name = str(one.get("alias") or one.get("id") or "Home Assistant automation")
    if "use_blueprint" in one:
        return [Found(name, name, refused="it is made of a blueprint, which is not in the file")]
    triggers = [_node(f"t{number}", each, "trigger", ["0"]) for number, each in enumerate(_list(one, "trigger"))]
    behind = [("condition", each) for each in _list(one, "condition")] + [
        ("action", each) for each in _list(one, "action")
    ]
    steps = [_node(str(at), each, kind, [str(at + 1)]) for at, (kind, each) in enumerate(behind)]
    return found_in_flow(name, [*triggers, *steps], _make)


def _list(one: Mapping[str, Any], name: str) -> list[Any]:
    found = one.get(f"{name}s", one.get(name, []))
    return found if isinstance(found, list) else [found] if found else []


def _node(id_: str, each: Any, kind: str, to: list[str]) -> Node:
    settings = each if isinstance(each, dict) else {"": each}
    names = ("alias", "platform", "trigger", "condition", "service", "action")
    named = next(
        (str(settings[name]) for name in names if isinstance(settings.get(name), str)), next(iter(settings), kind)
    )
    enabled = str(settings.get("enabled", "true")).lower() not in ("false", "no", "off")
    return Node(id_, named, kind, settings, [to], enabled, kind == "trigger")


def _make(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001 - as each flow's is called
    if marked := next((one for one in _texts(node.settings) if MARK in one), ""):
        raise NotTakenError(f"it uses “{marked.partition(MARK)[2]}”, which stands elsewhere")
    if any("{{" in one or "{%" in one for one in _texts(node.settings)):
        raise NotTakenError("its template is not translated")
    makers = {"trigger": _trigger, "condition": _condition, "action": _action}
    return makers[node.kind](node, name)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)]


def _trigger(node: Node, name: str) -> Piece:  # noqa: ARG001
    own = node.settings
    match own.get("platform", own.get("trigger")):
        case "time":
            times = own.get("at", [])
            return _when({"times": [_clock(one) for one in (times if isinstance(times, list) else [times])]})
        case "time_pattern":
            return _when({"cron": _pattern(own)})
        case "webhook":
            return Piece((Step(StepType.TRIGGER, "webhook"),), remarks=("its address is a new one here",))
        case "mqtt" if "payload" not in own and isinstance(own.get("topic"), str):
            return Piece(
                (Step(StepType.TRIGGER, "mqtt", {"connection": _BROKER, "topic": own["topic"]}),),
                remarks=(f"make a connection called “{_BROKER}”",),
            )
        case "mqtt" if "payload" in own:
            raise NotTakenError(
                "it waits for one payload only; take all of the topic, and a condition about “event.payload”"
            )
        case "sun":
            raise NotTakenError("where your home is does not stand in the file; give the place: sunrise and sunset")
        case "state" | "numeric_state" | "device" | "zone" | "event" | "homeassistant" | "template":
            raise NotTakenError("it listens to Home Assistant's own states and events")
    raise NotTakenError("there is no block for it")


def _when(config: dict[str, Any]) -> Piece:
    return Piece((Step(StepType.TRIGGER, "schedule", config),))


def _clock(text: Any) -> str:
    found = _CLOCK.fullmatch(str(text))
    if not found:
        raise NotTakenError(f"its time “{str(text)[:40]}” is kept in Home Assistant")
    seconds = "" if found[3] in (None, "00") else f":{found[3]}"
    return f"{int(found[1]):02}:{found[2]}{seconds}"


def _pattern(own: Mapping[str, Any]) -> str:
    given = [own.get(name) for name in ("hours", "minutes", "seconds")]
    if given[2] not in (None, "0", "00", 0):
        raise NotTakenError("it goes by seconds")
    hours, minutes = given[0], given[1]
    fields = [
        ("0" if hours is not None else "*") if minutes is None else str(minutes),
        "*" if hours is None else str(hours),
    ]
    fields = [f"*{one}" if one.startswith("/") else one for one in fields]
    if any(not re.fullmatch(r"\*(/\d{1,2})?|\d{1,2}", one) for one in fields) or given == [None, None, None]:
        raise NotTakenError("its pattern can't be read")
    return f"{fields[0]} {fields[1]} * * *"


def _condition(node: Node, name: str) -> Piece:  # noqa: ARG001
    own = node.settings
    if own.get("condition") != "time" or {"before_offset", "after_offset"} & set(own):
        raise NotTakenError("it asks for Home Assistant's own states")
    config: dict[str, Any] = {}
    if "after" in own:
        config["from_time"] = _clock(own["after"])
    if "before" in own:
        config["to_time"] = _clock(own["before"])
    days = own.get("weekday", [])
    config |= {"weekdays": days if isinstance(days, list) else [days]} if days else {}
    return Piece((Step(StepType.CONDITION, "time_window", config),))


def _action(node: Node, name: str) -> Piece:
    own = node.settings
    service = own.get("action", own.get("service"))
    if isinstance(service, str) and re.fullmatch(r"\w+\.\w+", service):
        return _call(own, service, name)
    if "delay" in own:
        return Piece((Step(StepType.ACTION, "wait", {"time": f"{_delay(own['delay']):g}s"}, name),))
    if "stop" in own:
        return Piece((Step(StepType.ACTION, "stop", {"message": str(own["stop"])}, name),))
    if own.get("condition") == "time":
        raise NotTakenError("a condition among the actions stands before all of them here")
    raise NotTakenError("there is no block for it")


def _call(own: Mapping[str, Any], service: str, name: str) -> Piece:
    target, data = own.get("target"), own.get("data")
    target, data = target if isinstance(target, dict) else {}, dict(data) if isinstance(data, dict) else {}
    if set(target) - {"entity_id"} or "response_variable" in own:
        raise NotTakenError("it is about areas, devices or an answer")
    ids = target.get("entity_id", data.pop("entity_id", own.get("entity_id", [])))
    entities = [part.strip() for one in (ids if isinstance(ids, list) else [ids]) for part in str(one).split(",")]
    if any(not isinstance(one, str) for one in data.values()):
        raise NotTakenError("its data has lists or mappings inside")
    config: dict[str, Any] = {"connection": _HOUSE, "service": service}
    config |= ({"entities": entities} if entities else {}) | ({"data": data} if data else {})
    return Piece(
        (Step(StepType.ACTION, "home_assistant", config, name),), remarks=(f"make a connection called “{_HOUSE}”",)
    )


def _delay(given: Any) -> float:
    units = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1, "milliseconds": 0.001}
    try:
        if isinstance(given, dict):
            seconds = sum(float(value) * units[unit] for unit, value in given.items())
        elif found := re.fullmatch(r"(\d+):(\d\d)(?::(\d\d))?", str(given)):
            seconds = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)
        else:
            seconds = float(given)
    except (KeyError, TypeError, ValueError):
        seconds = 0
    if not 0 < seconds < 86_400 * 365:
        raise NotTakenError("how long it waits can't be read")
    return seconds
