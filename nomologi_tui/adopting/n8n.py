"""Workflows of n8n: nodes with a like here become steps; code and expressions are not translated."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.flow import Node, NotTakenError, Piece, found_in_flow
from nomologi_tui.adopting.literals import shell_command
from nomologi_tui.adopting.n8n_if import branch
from nomologi_tui.adopting.n8n_times import every, old_cron, schedule
from nomologi_tui.adopting.n8n_values import OF_NODE, account, action, left_out, plain, text, trigger

_CODE = ("code", "function", "functionItem", "executeWorkflow", "pythonFunction", "aiTransform")
_MESSAGES = {
    "telegram": "text", "slack": "text", "discord": "content", "pushover": "message", "gotify": "message",
    "matrix": "text", "mattermost": "message", "rocketchat": "text",
}  # fmt: skip


def is_workflow(data: Any) -> bool:
    return isinstance(data, dict) and isinstance(data.get("nodes"), list) and isinstance(data.get("connections"), dict)


def workflow_found(data: dict[str, Any]) -> list[Found]:
    """The automations of one exported workflow."""
    nodes = [one for one in data["nodes"] if isinstance(one, dict) and _kind(one) != "stickyNote"]
    settings = data.get("settings")
    zone = str(settings.get("timezone", "")) if isinstance(settings, dict) else ""
    made = [_node(one, data["connections"], "" if zone == "DEFAULT" else zone) for one in nodes]
    left = [words for key, words in _OF_WORKFLOW.items() if isinstance(settings, dict) and settings.get(key)]
    found = found_in_flow(str(data.get("name") or "n8n workflow"), made, _make)
    return [replace(one, remarks=(*left, *one.remarks)) for one in found]


_OF_WORKFLOW = {
    "errorWorkflow": "Its error workflow is not taken over; alerts tell of a failure, and “instead” follows one.",
    "executionTimeout": "Its time limit is not taken over: nomologi configure A --set run_timeout=…",
}


def _kind(node: Mapping[str, Any]) -> str:
    return str(node.get("type", "")).rpartition(".")[2]


def _node(node: Mapping[str, Any], connections: Mapping[str, Any], zone: str) -> Node:
    name, kind = str(node.get("name", "")), _kind(node)
    given = node.get("parameters")
    settings = {**(given if isinstance(given, dict) else {}), "": _credential(node), "zone": zone, OF_NODE: node}
    trigger = kind.lower().endswith("trigger") or kind in ("webhook", "cron", "interval", "start", "emailReadImap")
    return Node(name, name, kind, settings, _outputs(connections.get(name)), node.get("disabled") is not True, trigger)


def _outputs(found: Any) -> list[list[str]]:
    main = found.get("main") if isinstance(found, dict) else None
    return [
        [str(one.get("node")) for one in output if isinstance(one, dict)] if isinstance(output, list) else []
        for output in (main if isinstance(main, list) else [])
    ]


def _credential(node: Mapping[str, Any]) -> str:
    """The label of the account that a node uses; what it holds is not in an export, and is never read."""
    found = node.get("credentials")
    first = next(iter(found.values()), None) if isinstance(found, dict) else None
    return str(first.get("name", "")) if isinstance(first, dict) else str(first or "")


def _make(node: Node, gives: str, name: str) -> Piece:
    if node.kind in _CODE:
        raise NotTakenError("code is not translated")
    if node.kind not in _MAKERS and node.kind not in _MESSAGES:
        raise NotTakenError(_NO_LIKE.get(node.kind, "there is no block for it"))
    piece = _MAKERS.get(node.kind, _message)(node, gives, name)
    return replace(piece, remarks=(*piece.remarks, *left_out(node)))


def _manual(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001 - as each of them is called
    return Piece((trigger("manual", {}),))


def _webhook(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    method = node.settings.get("httpMethod", "GET")
    remarks = ["its address is a new one here"]
    if (check := node.settings.get("authentication", "none")) != "none":
        remarks.append(f"who calls was checked by {check}; here whoever knows the address may, or set a signature")
    if method != "POST":
        remarks.append(f"it was called with {method}; here with POST")
    if node.settings.get("responseMode", "onReceived") != "onReceived":
        remarks.append("the caller is answered at once, before the steps")
    return Piece((trigger("webhook", {}),), gives="event", remarks=tuple(remarks))


def _request(node: Node, gives: str, name: str) -> Piece:
    own = node.settings
    config: dict[str, Any] = {"method": str(own.get("method") or own.get("requestMethod") or "GET").upper()}
    if config["method"] not in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"):
        raise NotTakenError("its method is an expression")
    config["url"] = text(own.get("url"), gives)
    if not config["url"]:
        raise NotTakenError("it has no address")
    config["headers"] = _pairs(node, "headerParameters", gives) if own.get("sendHeaders", True) else {}
    config["query"] = _pairs(node, "queryParameters", gives) if own.get("sendQuery", True) else {}
    config |= _body(node, gives) if own.get("sendBody", own.get("jsonParameters")) else {}
    label, remarks = account(node) if own.get("authentication", "none") != "none" else ("", ())
    return Piece(
        action("http_request", name, config | {"connection": label}), gives=f"steps.{name}.json", remarks=remarks
    )


def _pairs(node: Node, name: str, gives: str) -> dict[str, str]:
    given = node.settings.get(name)
    rows = given.get("parameters") if isinstance(given, dict) else None
    pairs = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    for one in pairs:
        if re.search(r"auth|token|key|secret|cookie", str(one.get("name", "")), re.IGNORECASE):
            raise NotTakenError(f"its {one['name']} is a secret, which is not taken over; make a connection for it")
    return {str(one.get("name", "")): text(one.get("value"), gives) for one in pairs}


def _body(node: Node, gives: str) -> dict[str, Any]:
    own = node.settings
    if own.get("contentType", "json") != "json" or own.get("specifyBody") != "json":
        raise NotTakenError("its body is not JSON as text")
    return {"body": text(own.get("jsonBody"), gives)}


def _file(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    if node.settings.get("triggerOn") != "folder":
        raise NotTakenError("it watches one file; here folders are watched")
    events = {"add": "created", "change": "changed", "unlink": "deleted"}
    wanted = node.settings.get("events")
    known = [events[one] for one in wanted if one in events] if isinstance(wanted, list) else []
    if not known:
        raise NotTakenError("its events have no like here")
    return Piece((trigger("file", {"folder": plain(node.settings.get("path"), "folder"), "events": known}),))


def _feed(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    return Piece((trigger("feed", {"url": plain(node.settings.get("feedUrl"), "address")}),))


def _mail_in(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    label, remarks = account(node)
    folder = plain(node.settings.get("mailbox", "INBOX"), "folder")
    return Piece((trigger("mail", {"mailbox": label, "folder": folder}),), remarks=remarks)


def _mqtt_in(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    label, remarks = account(node)
    topics = plain(node.settings.get("topics"), "topic").split(",")
    return Piece(tuple(trigger("mqtt", {"connection": label, "topic": one.strip()}) for one in topics), remarks=remarks)


def _mqtt_out(node: Node, gives: str, name: str) -> Piece:
    own = node.settings
    if own.get("sendInputData", True) is not False:
        raise NotTakenError("it sends all data of the node before it")
    label, remarks = account(node)
    config = {
        "connection": label,
        "topic": text(own.get("topic"), gives),
        "payload": text(own.get("message"), gives),
    }
    return Piece(action("mqtt_publish", name, config), remarks=remarks)


def _mail_out(node: Node, gives: str, name: str) -> Piece:
    own = node.settings
    if own.get("html") and not own.get("text"):
        raise NotTakenError("it has an HTML part only")
    label, remarks = account(node)
    config = {
        "mailbox": label, "to": [one.strip() for one in text(own.get("toEmail"), gives).split(",")],
        "subject": text(own.get("subject"), gives), "text": text(own.get("text"), gives),
    }  # fmt: skip
    return Piece(action("send_email", name, config), remarks=remarks)


def _message(node: Node, gives: str, name: str) -> Piece:
    said = node.settings.get(_MESSAGES[node.kind]) or node.settings.get("text")
    if not said or node.settings.get("operation", "post") not in ("post", "sendMessage", "push", "create", "send"):
        raise NotTakenError("it does something else than send a text")
    label, remarks = account(node)
    remarks += (f"whom it tells ({node.settings['chatId']}) is part of that",) if node.settings.get("chatId") else ()
    return Piece(action("notify", name, {"message": text(said, gives), "connection": label}), remarks=remarks)


def _run(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    command = plain(node.settings.get("command"), "command")
    return Piece(action("run_command", name, {"command": shell_command(command)}))


def _ssh(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    if node.settings.get("resource", "command") != "command":
        raise NotTakenError("it moves a file")
    label, remarks = account(node)
    command = plain(node.settings.get("command"), "command")
    return Piece(action("ssh_command", name, {"connection": label, "command": shell_command(command)}), remarks=remarks)


def _wait(node: Node, gives: str, name: str) -> Piece:
    own = node.settings
    if own.get("resume", "timeInterval") != "timeInterval" or own.get("unit", "hours") not in (
        "seconds",
        "minutes",
        "hours",
        "days",
    ):
        raise NotTakenError("it waits for something else than time")
    amount = own.get("amount", 1)
    if not isinstance(amount, int | float) or not 0 < amount < 10_000:
        raise NotTakenError("how long it waits is an expression")
    return Piece(action("wait", name, {"time": f"{amount:g}{own.get('unit', 'hours')[0]}"}), gives=gives)


def _nothing(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    return Piece(gives=gives)


def _answer(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    return Piece(gives=gives, remarks=("the caller is answered at once, before the steps",))


_NO_LIKE = {
    "switch": "it has several ways; here “If, and otherwise” has two, and may hold others",
    "merge": "ways do not join here: steps stand one after the other",
    "splitInBatches": "here “For each item of a list” repeats",
    "set": "“Make a text” and “Pick a value out of data” do what it does",
    "errorTrigger": "alerts tell of a failure here, and “instead” follows one",
}
_MAKERS: dict[str, Callable[[Node, str, str], Piece]] = {
    "manualTrigger": _manual, "start": _manual, "scheduleTrigger": schedule, "cron": old_cron, "interval": every,
    "webhook": _webhook, "httpRequest": _request, "localFileTrigger": _file, "rssFeedReadTrigger": _feed,
    "emailReadImap": _mail_in, "mqttTrigger": _mqtt_in, "mqtt": _mqtt_out, "emailSend": _mail_out,
    "executeCommand": _run, "ssh": _ssh, "wait": _wait, "noOp": _nothing, "respondToWebhook": _answer,
    "if": branch, "filter": branch,
}  # fmt: skip
