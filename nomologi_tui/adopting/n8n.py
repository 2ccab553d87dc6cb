"""Workflows of n8n: nodes with a like here become steps; code and expressions are not translated."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.flow import Given, Node, NotTakenError, Piece, found_in_flow
from nomologi_tui.adopting.literals import shell_command
from nomologi_tui.adopting.n8n_fields import body_of, edit_fields, pairs_in
from nomologi_tui.adopting.n8n_if import branch
from nomologi_tui.adopting.n8n_switch import switch, ways_of
from nomologi_tui.adopting.n8n_times import every, old_cron, schedule
from nomologi_tui.adopting.n8n_values import OF_NODE, account, action, left_out, plain, text, trigger

_CODE = ("code", "function", "functionItem", "executeWorkflow", "pythonFunction", "aiTransform")
_MESSAGES = {
    "telegram": "text", "slack": "text", "discord": "content", "pushover": "message", "gotify": "message",
    "matrix": "text", "mattermost": "message", "rocketchat": "text",
}  # fmt: skip
_AS_JSON = ("jsonHeaders", "jsonQuery", "headerParametersJson", "queryParametersJson")
_FILE = {"path": "{{ event.path }}"}
_ITEM = {
    "title": "{{ event.title }}", "link": "{{ event.link }}", "guid": "{{ event.guid }}",
    "creator": "{{ event.author }}", "contentSnippet": "{{ event.text }}", "pubDate": "{{ event.published }}",
    "isoDate": "{{ event.published }}",
}  # fmt: skip
_MAIL = {"subject": "{{ event.subject }}", "from": "{{ event.from }}", "textPlain": "{{ event.text }}"}
_TOPIC = {"message": "{{ event.payload }}", "topic": "{{ event.topic }}"}


def is_workflow(data: Any) -> bool:
    return isinstance(data, dict) and isinstance(data.get("nodes"), list) and isinstance(data.get("connections"), dict)


def workflow_found(data: dict[str, Any]) -> list[Found]:
    """The automations of one exported workflow."""
    nodes = [one for one in data["nodes"] if isinstance(one, dict) and _kind(one) != "stickyNote"]
    settings = data.get("settings")
    zone = str(settings.get("timezone", "")) if isinstance(settings, dict) else ""
    made = [_node(one, data["connections"], "" if zone == "DEFAULT" else zone) for one in nodes]
    made = [part for one in made for part in (ways_of(one) if one.kind == "switch" else [one])]
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


def _make(node: Node, given: Given, name: str) -> Piece:
    if node.kind in _CODE:
        raise NotTakenError("code is not translated")
    if node.kind not in _MAKERS and node.kind not in _MESSAGES:
        raise NotTakenError(_NO_LIKE.get(node.kind, "there is no block for it"))
    piece = _MAKERS.get(node.kind, _message)(node, given, name)
    return replace(piece, remarks=(*piece.remarks, *left_out(node)))


def _manual(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001 - as each of them is called
    return Piece((trigger("manual", {}),))


def _webhook(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    method = node.settings.get("httpMethod", "GET")
    remarks = ["its address is a new one here"]
    if (check := node.settings.get("authentication", "none")) != "none":
        remarks.append(f"who calls was checked by {check}; here whoever knows the address may, or set a signature")
    if method != "POST":
        remarks.append(f"it was called with {method}; here with POST")
    if node.settings.get("responseMode", "onReceived") != "onReceived":
        remarks.append("the caller is answered at once, before the steps")
    return Piece((trigger("webhook", {}),), gives="event", remarks=tuple(remarks))


def _request(node: Node, given: Given, name: str) -> Piece:
    own = node.settings
    config: dict[str, Any] = {"method": str(own.get("method") or own.get("requestMethod") or "GET").upper()}
    if config["method"] not in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"):
        raise NotTakenError("its method is an expression")
    config["url"] = text(own.get("url"), given)
    if not config["url"]:
        raise NotTakenError("it has no address")
    if left := [one for one in _AS_JSON if own.get(one)]:
        raise NotTakenError(f"its {left[0]} is JSON in one piece")
    config["headers"] = _pairs(node, "header", given) if own.get("sendHeaders", True) else {}
    config["query"] = _pairs(node, "query", given) if own.get("sendQuery", True) else {}
    config |= body_of(own, given)
    label, remarks = account(node) if own.get("authentication", "none") != "none" else ("", ())
    return Piece(
        action("http_request", name, config | {"connection": label}), gives=f"steps.{name}.json", remarks=remarks
    )


def _pairs(node: Node, what: str, given: Given) -> dict[str, str]:
    pairs = pairs_in(node.settings, what)
    for name, _ in pairs:
        if re.search(r"auth|token|key|secret|cookie", name, re.IGNORECASE):
            raise NotTakenError(f"its {name} is a secret, which is not taken over; make a connection for it")
    return {name: text(value, given) for name, value in pairs}


def _file(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    if node.settings.get("triggerOn") != "folder":
        raise NotTakenError("it watches one file; here folders are watched")
    events = {"add": "created", "change": "changed", "unlink": "deleted"}
    wanted = node.settings.get("events")
    known = [events[one] for one in wanted if one in events] if isinstance(wanted, list) else []
    if not known:
        raise NotTakenError("its events have no like here")
    return Piece(
        (trigger("file", {"folder": plain(node.settings.get("path"), "folder"), "events": known}),), gives=_FILE
    )


def _feed(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    return Piece(
        (trigger("feed", {"url": plain(node.settings.get("feedUrl"), "address")}),), gives=_ITEM, remarks=_looks(node)
    )


def _looks(node: Node) -> tuple[str, ...]:
    return ("how often it looks is not taken over",) if node.settings.get("pollTimes") else ()


def _mail_in(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    label, remarks = account(node)
    folder = plain(node.settings.get("mailbox", "INBOX"), "folder")
    if node.settings.get("postProcessAction", "read") == "read":
        remarks += ("mails were marked as read; here they are left as they are",)
    return Piece((trigger("mail", {"mailbox": label, "folder": folder}),), gives=_MAIL, remarks=remarks)


def _mqtt_in(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    label, remarks = account(node)
    topics = plain(node.settings.get("topics"), "topic").split(",")
    triggers = tuple(trigger("mqtt", {"connection": label, "topic": one.strip()}) for one in topics)
    return Piece(triggers, gives=_TOPIC, remarks=remarks)


def _mqtt_out(node: Node, given: Given, name: str) -> Piece:
    own = node.settings
    if own.get("sendInputData", True) is not False:
        raise NotTakenError("it sends all data of the node before it")
    label, remarks = account(node)
    config = {
        "connection": label,
        "topic": text(own.get("topic"), given),
        "payload": text(own.get("message"), given),
    }
    return Piece(action("mqtt_publish", name, config), remarks=remarks)


def _mail_out(node: Node, given: Given, name: str) -> Piece:
    own = node.settings
    if own.get("html") and not own.get("text"):
        raise NotTakenError("it has an HTML part only")
    label, remarks = account(node)
    config = {
        "mailbox": label, "to": [one.strip() for one in text(own.get("toEmail"), given).split(",")],
        "subject": text(own.get("subject"), given), "text": text(own.get("text"), given),
    }  # fmt: skip
    return Piece(action("send_email", name, config), remarks=remarks)


def _message(node: Node, given: Given, name: str) -> Piece:
    said = node.settings.get(_MESSAGES[node.kind]) or node.settings.get("text")
    if not said or node.settings.get("operation", "post") not in ("post", "sendMessage", "push", "create", "send"):
        raise NotTakenError("it does something else than send a text")
    label, remarks = account(node)
    remarks += (f"whom it tells ({node.settings['chatId']}) is part of that",) if node.settings.get("chatId") else ()
    return Piece(action("notify", name, {"message": text(said, given), "connection": label}), remarks=remarks)


def _run(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    command = plain(node.settings.get("command"), "command")
    return Piece(action("run_command", name, {"command": shell_command(command)}), gives=_output(name))


def _ssh(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    if node.settings.get("resource", "command") != "command":
        raise NotTakenError("it moves a file")
    label, remarks = account(node)
    command = plain(node.settings.get("command"), "command")
    config = {"connection": label, "command": shell_command(command)}
    return Piece(action("ssh_command", name, config), gives=_output(name), remarks=remarks)


def _output(name: str) -> dict[str, str]:
    ours = {"stdout": "stdout", "stderr": "stderr", "exitCode": "exit_code", "code": "exit_code"}
    return {its: f"{{{{ steps.{name}.{one} }}}}" for its, one in ours.items()}


def _wait(node: Node, given: Given, name: str) -> Piece:
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
    return Piece(action("wait", name, {"time": f"{amount:g}{own.get('unit', 'hours')[0]}"}), gives=given.last)


def _nothing(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    return Piece(gives=given.last)


def _answer(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    return Piece(gives=given.last, remarks=("the caller is answered at once, before the steps",))


_NO_LIKE = {
    "merge": "ways do not join here: steps stand one after the other",
    "splitInBatches": "here “For each item of a list” repeats",
    "errorTrigger": "alerts tell of a failure here, and “instead” follows one",
}
_MAKERS: dict[str, Callable[[Node, Given, str], Piece]] = {
    "manualTrigger": _manual, "start": _manual, "scheduleTrigger": schedule, "cron": old_cron, "interval": every,
    "webhook": _webhook, "httpRequest": _request, "localFileTrigger": _file, "rssFeedReadTrigger": _feed,
    "emailReadImap": _mail_in, "mqttTrigger": _mqtt_in, "mqtt": _mqtt_out, "emailSend": _mail_out,
    "executeCommand": _run, "ssh": _ssh, "wait": _wait, "noOp": _nothing, "respondToWebhook": _answer,
    "if": branch, "filter": branch, "switch": switch, "set": edit_fields,
}  # fmt: skip
