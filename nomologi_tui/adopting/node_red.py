"""Flows of Node-RED: nodes with a like here become steps; functions and other code are not translated."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.flow import Given, Node, NotTakenError, Piece, found_in_flow
from nomologi_tui.adopting.literals import as_literal, shell_command
from nomologi_tui.adopting.node_red_values import changed, data, part, payload, switch, switch_ways, template
from nomologi_tui.model import Step, StepType

_TRIGGERS = ("inject", "http in", "mqtt in", "watch", "e-mail in")
_NO_NODES = ("tab", "comment", "group", "subflow", "global-config")
_CODE = ("function", "exec-queue", "python3-function")
_UNITS = {"milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


def flows_in(data: Any) -> list[dict[str, Any]] | None:
    """The nodes of an export, of what Node-RED's admin API gives, or of one flow of it; None where it is neither."""
    rows = data
    if isinstance(data, dict) and isinstance(data.get("flows"), list):
        rows = data["flows"]
    elif isinstance(data, dict) and isinstance(data.get("nodes"), list) and "id" in data:
        configs = data.get("configs")
        rows = [{**data, "type": "tab"}, *data["nodes"], *(configs if isinstance(configs, list) else [])]
    known = isinstance(rows, list) and all(isinstance(one, dict) and "id" in one and "type" in one for one in rows)
    return rows or None if known else None


def flows_found(data: list[dict[str, Any]]) -> list[Found]:
    """The automations of all flows in an export."""
    by_id = {str(one["id"]): one for one in data}
    flows: dict[str, list[Node]] = {}
    for one in data:
        if str(one["type"]) not in _NO_NODES and _is_node(one):
            node = _node(one, by_id)
            flows.setdefault(str(one.get("z", "")), []).extend(switch_ways(node) if node.kind == "switch" else [node])
    return [found for tab, nodes in flows.items() for found in _flow_found(by_id.get(tab, {}), nodes)]


def _flow_found(tab: Mapping[str, Any], nodes: list[Node]) -> list[Found]:
    found = found_in_flow(str(tab.get("label") or tab.get("name") or "Node-RED flow"), nodes, _make)
    if tab.get("type") == "subflow":
        words = "It is a subflow there, which other flows use. Here they may run it: “Run another automation”."
    elif tab.get("disabled") is True:
        words = "The flow is switched off there."
    else:
        return found
    return [replace(one, remarks=(words, *one.remarks)) for one in found]


def _is_node(one: Mapping[str, Any]) -> bool:
    """Whether it stands in a flow; what brokers, dashboards and the like are set to does not."""
    return isinstance(one.get("wires"), list) or str(one["type"]) in _MAKERS


def _node(one: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> Node:
    kind, wires = str(one["type"]), one.get("wires")
    ways = [one.get("links")] if kind == "link out" else wires if isinstance(wires, list) else []
    outputs = [[str(to) for to in output] if isinstance(output, list) else [] for output in ways]
    broker = by_id.get(str(one.get("broker", "")), {})
    elsewhere = kind == "link out" and any(by_id.get(to, {}).get("z") != one.get("z") for to in outputs[0])
    settings = {
        **one,
        "": str(broker.get("name") or "") or (f"MQTT {broker['broker']}" if broker.get("broker") else ""),
        "elsewhere": elsewhere,
    }
    name = str(one.get("name") or one.get("label") or kind)
    begins = kind in _TRIGGERS
    off = bool(one.get("d")) or (begins and by_id.get(str(one.get("z", "")), {}).get("disabled") is True)
    return Node(str(one["id"]), name, kind, settings, outputs, not off, begins, gate=True)


def _make(node: Node, given: Given, name: str) -> Piece:
    if node.kind in _CODE:
        raise NotTakenError("code is not translated")
    if node.kind in ("catch", "status", "complete"):
        raise NotTakenError("what follows a failure stands under “instead” here, and alerts tell of it")
    if node.kind.startswith("subflow:"):
        raise NotTakenError("subflows are not put in; what stands in it comes in by itself")
    if node.kind not in _MAKERS:
        raise NotTakenError("there is no block for it")
    return _MAKERS[node.kind](node, given, name)


def _plain(node: Node, name: str) -> str:
    value = node.settings.get(name)
    if not isinstance(value, str | int | float) or isinstance(value, bool) or not str(value).strip():
        raise NotTakenError(f"its {name} is not set")
    if "{{" in str(value):
        raise NotTakenError(f"its {name} holds a value of the message, which is not translated")
    return str(value)


def _step(block: str, name: str, config: dict[str, Any]) -> tuple[Step, ...]:
    return (Step(StepType.ACTION, block, config, name),)


def _inject(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001 - as each of them is called
    own, triggers = node.settings, []
    if own.get("crontab"):
        triggers.append(Step(StepType.TRIGGER, "schedule", {"cron": str(own["crontab"])}))
    elif str(own.get("repeat") or "0") not in ("", "0"):
        triggers.append(Step(StepType.TRIGGER, "schedule", {"every": f"{_seconds(own['repeat']):g}s"}))
    if own.get("once") is True:
        triggers.append(Step(StepType.TRIGGER, "after", {"when": "the runner starts"}))
    delay = str(own.get("onceDelay") or "0.1") if own.get("once") is True else "0.1"
    literal = own.get("payloadType") in ("str", "num", "bool", "json")
    return Piece(
        tuple(triggers) or (Step(StepType.TRIGGER, "manual"),),
        gives=as_literal(str(own.get("payload", ""))) if literal else "",
        remarks=(f"it waited {delay} s after the start",) if delay not in ("0", "0.1", "1") else (),
    )


def _seconds(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = 0.0
    if not 1 <= number <= 86_400 * 365:
        raise NotTakenError(f"its {value} seconds can't be said here")
    return number


def _http_in(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    remarks = ["its address is a new one here"]
    if str(node.settings.get("method", "get")).lower() != "post":
        remarks.append("here it is called with POST")
    gives = data("event.json", "{{ event.body }}")
    return Piece((Step(StepType.TRIGGER, "webhook"),), gives=gives, remarks=tuple(remarks))


def _request(node: Node, given: Given, name: str) -> Piece:
    method = str(node.settings.get("method", "GET")).upper()
    if method not in ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"):
        raise NotTakenError("its method comes from the message")
    if node.settings.get("headers") or str(node.settings.get("paytoqs", "ignore")) not in ("ignore", "false"):
        raise NotTakenError("it sends headers, or its payload in the address")
    config: dict[str, Any] = {"method": method, "url": _plain(node, "url")}
    if method in ("POST", "PUT", "PATCH"):
        config |= {"body": payload(given), "body_type": "text"}
    remarks: tuple[str, ...] = ()
    if node.settings.get("authType"):
        config["connection"] = label = f"Node-RED {node.name}"
        remarks = (f"make a connection called “{label}”; no secret is taken over",)
    left = [key for key in ("tls", "proxy") if node.settings.get(key)]
    remarks += (f"not taken over: {' and '.join(left)}",) if left else ()
    gives = f"{{{{ steps.{name}.body }}}}"
    if node.settings.get("ret") == "obj":
        return Piece(_step("http_request", name, config), gives=data(f"steps.{name}.json", gives), remarks=remarks)
    text = node.settings.get("ret", "txt") == "txt"
    return Piece(_step("http_request", name, config), gives=gives if text else "", remarks=remarks)


def _exec(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    if node.settings.get("addpay"):
        raise NotTakenError("it adds a value of the message to its command")
    line = f"{node.settings.get('command', '')} {node.settings.get('append', '')}".strip()
    if not line:
        raise NotTakenError("its command is not set")
    config = {"command": shell_command(line)}
    if limit := node.settings.get("timer"):
        config["timeout"] = f"{_seconds(limit):g}s"
    return Piece(_step("run_command", name, config), gives=f"{{{{ steps.{name}.stdout }}}}")


def _broker(node: Node) -> tuple[str, tuple[str, ...]]:
    label = node.settings[""] or "Node-RED MQTT"
    return label, (f"make a connection called “{label}”; no secret is taken over",)


def _mqtt_in(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    label, remarks = _broker(node)
    trigger = Step(StepType.TRIGGER, "mqtt", {"connection": label, "topic": _plain(node, "topic")})
    text = "{{ event.payload }}"
    parsed = node.settings.get("datatype") in ("json", "auto-detect")
    return Piece((trigger,), gives=data("event.value", text) if parsed else text, remarks=remarks)


def _mqtt_out(node: Node, given: Given, name: str) -> Piece:
    label, remarks = _broker(node)
    config: dict[str, Any] = {
        "connection": label,
        "topic": as_literal(_plain(node, "topic")),
        "payload": payload(given),
    }
    if str(node.settings.get("retain")).lower() == "true":
        config["retain"] = True
    if str(node.settings.get("qos")) in ("0", "2"):  # 1 is ours
        config["qos"] = int(node.settings["qos"])
    return Piece(_step("mqtt_publish", name, config), gives=given.last, remarks=remarks)


def _watch(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    folders = [one.strip() for one in _plain(node, "files").split(",")]
    more = {"recursive": True} if node.settings.get("recursive") else {}
    events = ["created", "changed", "deleted"]
    triggers = tuple(Step(StepType.TRIGGER, "file", {"folder": one, "events": events, **more}) for one in folders)
    return Piece(triggers, gives="{{ event.path }}", remarks=("here it must be a folder",))


def _mail_out(node: Node, given: Given, name: str) -> Piece:
    label = f"Node-RED {node.settings.get('server') or 'mail'}"
    config = {
        "mailbox": label,
        "to": [_plain(node, "name")],
        "subject": "Message from Node-RED",
        "text": payload(given),
    }
    remarks = (f"make a connection called “{label}”; no secret is taken over", "its subject came from msg.topic")
    return Piece(_step("send_email", name, config), gives=given.last, remarks=remarks)


def _mail_in(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    label = f"Node-RED {node.settings.get('server') or 'mail'}"
    trigger = Step(StepType.TRIGGER, "mail", {"mailbox": label, "folder": str(node.settings.get("box") or "INBOX")})
    return Piece((trigger,), gives="{{ event.text }}", remarks=(f"make a connection called “{label}”",))


def _delay(node: Node, given: Given, name: str) -> Piece:
    own = node.settings
    if own.get("pauseType") != "delay" or own.get("timeoutUnits", "seconds") not in _UNITS:
        raise NotTakenError("it limits how often or waits for something else than time")
    try:
        seconds = float(own.get("timeout", 5)) * _UNITS[own.get("timeoutUnits", "seconds")]
    except (TypeError, ValueError):
        raise NotTakenError("how long it waits can't be read") from None
    if not 0 < seconds < 86_400 * 365:
        raise NotTakenError("how long it waits can't be said here")
    return Piece(_step("wait", name, {"time": f"{seconds:g}s"}), gives=given.last)


def _template(node: Node, given: Given, name: str) -> Piece:
    text, remarks = template(node, given)
    return Piece(_step("make_text", name, {"text": text}), gives=f"{{{{ steps.{name}.text }}}}", remarks=remarks)


def _change(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    """It makes no step: what it sets stands where it is used."""
    return Piece(gives=changed(node, given))


def _json(node: Node, given: Given, name: str) -> Piece:
    """Text becomes data, data becomes text; which of them is told, or what it is not yet."""
    wanted, text = node.settings.get("action", ""), payload(given)
    if node.settings.get("property", "payload") != "payload":
        raise NotTakenError("it reads another part of the message than its payload")
    if not isinstance(given.last, str):
        return Piece(gives=given.last if wanted == "obj" else f"{{{{ {part('payload', given)[3:-3]} | json }}}}")
    if wanted == "str":
        return Piece(gives=given.last)
    return Piece(_step("parse_text", name, {"text": text}), gives=data(f"steps.{name}.value"))


def _link(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    if node.settings.get("mode", "link") != "link":
        raise NotTakenError("it goes back to whoever called it")
    if node.settings["elsewhere"]:
        raise NotTakenError("it leads to another flow")
    return Piece(gives=given.last)


def _pass(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    return Piece(gives=given.last)


def _response(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    return Piece(gives=given.last, remarks=("the caller is answered at once, before the steps",))


_MAKERS: dict[str, Callable[[Node, Given, str], Piece]] = {
    "inject": _inject, "http in": _http_in, "http request": _request, "http response": _response, "exec": _exec,
    "mqtt in": _mqtt_in, "mqtt out": _mqtt_out, "watch": _watch, "e-mail": _mail_out, "e-mail in": _mail_in,
    "delay": _delay, "template": _template, "change": _change, "switch": switch, "debug": _pass, "json": _json,
    "link in": _link, "link out": _link, "junction": _pass,
}  # fmt: skip
