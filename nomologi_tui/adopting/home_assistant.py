"""Automations of Home Assistant's YAML: times, messages and calls of services; states and templates stay there."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.flow import Given, Node, NotTakenError, Piece, found_in_flow
from nomologi_tui.adopting.house_steps import clock, held, listed, member, node_of, nodes_of
from nomologi_tui.adopting.house_values import OF_MESSAGE, OF_WEBHOOK, has_mark, translated
from nomologi_tui.model import Configuration, RunMode, Step, StepType

_HOUSE = "Home Assistant"
_BROKER = "Home Assistant MQTT"
_SECRET = re.compile(r"!(secret|include\w*|env_var|input)\s+([\w./-]+)")
MARK = "not taken over: "
ALONE = ""  # whether a trigger is the only one
_KNOWN = {
    "id", "alias", "description", "mode", "max", "max_exceeded", "initial_state", "trace", "stored_traces",
    "trigger", "triggers", "condition", "conditions", "action", "actions",
}  # fmt: skip
_ANY = {"platform", "trigger", "id", "alias", "enabled", ALONE}
_TRIGGERS = {
    "time": {"at", "weekday"}, "time_pattern": {"hours", "minutes", "seconds"}, "mqtt": {"topic", "payload", "qos"},
    "webhook": {"webhook_id", "allowed_methods", "local_only"},
}  # fmt: skip


def without_tags(text: str) -> str:
    """The text with what stands elsewhere (`!secret name`) as a mark, so that it is never read nor guessed."""
    return _SECRET.sub(lambda found: f'"{MARK}{found[1]} {found[2]}"', text)


def automations_of(data: Any) -> list[Any]:
    """The automations of a document, and marks of such as stand elsewhere; empty where it is of something else."""
    rows = data
    if isinstance(data, dict) and (keys := [one for one in data if re.fullmatch(r"automation( .*)?", str(one))]):
        rows = [row for key in keys for row in _rows(data[key])]  # also `automation by hand:`
    rows = _rows(rows)
    known = all(_is_one(one) if isinstance(one, dict) else MARK in str(one) for one in rows)
    return rows if known else []


def _rows(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _is_one(one: Mapping[str, Any]) -> bool:
    acts = "action" in one or "actions" in one
    return (acts and ("trigger" in one or "triggers" in one)) or "use_blueprint" in one or "blueprint" in one


def automation_found(one: Any) -> list[Found]:
    """One of them."""
    if not isinstance(one, dict):
        elsewhere = str(one).removeprefix(MARK)
        return [Found(elsewhere, elsewhere, refused="it stands in another file: import that one")]
    name = _name_of(one)
    if "use_blueprint" in one or "blueprint" in one:
        return [Found(name, name, refused="it is made of a blueprint, which is not translated")]
    triggers = _list(one, "trigger")
    behind = [("condition", each) for each in _list(one, "condition")] + [
        ("action", each) for each in _list(one, "action")
    ]
    nodes = [
        node_of(
            f"t{number}", {**(each if isinstance(each, dict) else {"trigger": each}), ALONE: len(triggers) == 1},
            "trigger", ["0"] if behind else [],
        )
        for number, each in enumerate(triggers)
    ]  # fmt: skip
    for at, (kind, each) in enumerate(behind):
        nodes += nodes_of(str(at), each, kind, [str(at + 1)] if at + 1 < len(behind) else [])
    if not nodes:
        return [Found(name, name, refused="nothing stands in it")]
    configuration, remarks = _how(one)
    return [
        replace(
            found, remarks=(*remarks, *found.remarks),
            automation=found.automation and replace(found.automation, configuration=configuration),
        )
        for found in found_in_flow(name, nodes, _make)
    ]  # fmt: skip


def _name_of(one: Mapping[str, Any]) -> str:
    names = (str(one.get(key) or "") for key in ("alias", "id"))
    return next((name for name in names if name and MARK not in name), "Home Assistant automation")


def _list(one: Mapping[str, Any], name: str) -> list[Any]:
    found = one.get(f"{name}s", one.get(name, []))
    return found if isinstance(found, list) else [found] if found else []


def _how(one: Mapping[str, Any]) -> tuple[Configuration, list[str]]:
    """How it runs, and what else the automation says that is not taken over."""
    mode, most = str(one.get("mode", "single")), str(one.get("max", "10"))
    known = mode in set(RunMode)
    configuration = Configuration(mode=RunMode(mode) if known else RunMode.SINGLE)
    if mode == "parallel":
        configuration = replace(configuration, parallel=int(most) if re.fullmatch(r"[1-9]\d?", most) else 10)
    left = [key for key in one if key not in _KNOWN] + ([] if known else ["mode"])
    return configuration, [f"Its “{key}” is not taken over." for key in left]


def _make(node: Node, given: Given, name: str) -> Piece:
    if marked := next((one for one in _texts(node.settings) if MARK in one), ""):
        raise NotTakenError(f"it uses “{marked.partition(MARK)[2]}”, which stands elsewhere")
    if node.kind == "action":
        return _action(replace(node, settings=translated(node.settings, given)), name)
    if node.kind == "condition":
        return _condition(node, given)
    if node.kind != "trigger":
        return held(node, given, name)
    if any(has_mark(one) for one in _texts(node.settings)):
        raise NotTakenError("its template is not translated")
    return _trigger(node)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)]


def _trigger(node: Node) -> Piece:
    own = node.settings
    kind = str(own.get("platform", own.get("trigger")))
    if unknown := next((one for one in own if kind in _TRIGGERS and one not in _TRIGGERS[kind] | _ANY), ""):
        raise NotTakenError(f"its “{unknown}” is not translated")
    match kind:
        case "time":
            days = {"weekdays": listed(own["weekday"])} if own.get("weekday") else {}
            return _when({"times": [clock(one) for one in listed(own.get("at"))]} | days)
        case "time_pattern":
            return _when(_pattern(own))
        case "webhook":
            remarks = ("its address is a new one here",)
            return Piece((Step(StepType.TRIGGER, "webhook"),), gives=OF_WEBHOOK, remarks=remarks)
        case "mqtt" if isinstance(own.get("topic"), str):
            return _message(own)
        case "sun":
            raise NotTakenError(
                "where your home is does not stand in the file; a schedule takes sun, latitude, longitude"
            )
        case "state" | "numeric_state" | "device" | "zone" | "event" | "homeassistant" | "template":
            raise NotTakenError("it listens to Home Assistant's own states and events")
    raise NotTakenError("there is no block for it")


def _when(config: dict[str, Any]) -> Piece:
    return Piece((Step(StepType.TRIGGER, "schedule", config),))


def _message(own: Mapping[str, Any]) -> Piece:
    steps = [Step(StepType.TRIGGER, "mqtt", {"connection": _BROKER, "topic": own["topic"]})]
    if "payload" in own:
        if not own[ALONE]:
            raise NotTakenError(
                "it waits for one payload only; take all of the topic, and a condition about “event.payload”"
            )
        wanted = {"left": "{{ event.payload }}", "operator": "is", "right": str(own["payload"]), "type": "text"}
        steps.append(Step(StepType.CONDITION, "compare", wanted))
    return Piece(tuple(steps), gives=OF_MESSAGE, remarks=(f"make a connection called “{_BROKER}”",))


def _pattern(own: Mapping[str, Any]) -> dict[str, str]:
    given = [own.get(name) for name in ("hours", "minutes", "seconds")]
    seconds = re.fullmatch(r"/(\d\d?)", str(given[2]))
    if seconds and given[:2] in ([None, None], ["*", "*"]) and int(seconds[1]) and not 60 % int(seconds[1]):
        return {"every": f"{seconds[1]}s"}
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
    return {"cron": f"{fields[0]} {fields[1]} * * *"}


def _condition(node: Node, given: Given) -> Piece:
    if not node.enabled:
        return Piece()
    found = member(node.settings, given)
    return Piece((Step(StepType.CONDITION, found["block"], found["config"]),))


def _action(node: Node, name: str) -> Piece:
    own = node.settings
    service = own.get("action", own.get("service"))
    if isinstance(service, str) and re.fullmatch(r"\w+\.\w+", service):
        return _call(own, service, name)
    if "delay" in own:
        return Piece((Step(StepType.ACTION, "wait", {"time": f"{_delay(own['delay']):g}s"}, name),))
    if "stop" in own:
        return Piece((Step(StepType.ACTION, "stop", {"message": str(own["stop"])}, name),))
    if {"condition", "and", "or", "not"} & set(own):
        raise NotTakenError("a condition among the actions stands before all of them here")
    if {"wait_for_trigger", "wait_template"} & set(own):
        raise NotTakenError("a run does not wait for another event here")
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
    remarks: tuple[str, ...] = (f"make a connection called “{_HOUSE}”",)
    if str(own.get("continue_on_error", False)).lower() == "true":
        remarks += ("where it fails, the run ends here; there it went on",)
    return Piece((Step(StepType.ACTION, "home_assistant", config, name),), remarks=remarks)


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
