"""Workflows of n8n: nodes with a like here become steps; code and expressions are not translated."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.flow import Node, NotTakenError, Piece, found_in_flow
from nomologi_tui.adopting.literals import as_literal, shell_command
from nomologi_tui.model import Step, StepType

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_JSON = re.compile(r"\s*\$json((?:\.[A-Za-z_]\w*|\[[\"'][\w-]+[\"']\])+)\s*")
_CODE = ("code", "function", "functionItem", "executeWorkflow", "pythonFunction", "aiTransform")
_MESSAGES = {
    "telegram": "text", "slack": "text", "discord": "content", "pushover": "message", "gotify": "message",
    "matrix": "text", "mattermost": "message", "rocketchat": "text",
}  # fmt: skip
_OPERATORS = {
    "equal": "is", "equals": "is", "notEqual": "is not", "notEquals": "is not", "contains": "contains",
    "notContains": "does not contain", "startsWith": "starts with", "endsWith": "ends with", "larger": "greater than",
    "gt": "greater than", "largerEqual": "at least", "gte": "at least", "smaller": "less than", "lt": "less than",
    "smallerEqual": "at most", "lte": "at most", "isEmpty": "is empty", "empty": "is empty",
    "isNotEmpty": "is not empty", "notEmpty": "is not empty", "regex": "matches", "after": "after", "before": "before",
}  # fmt: skip


def is_workflow(data: Any) -> bool:
    return isinstance(data, dict) and isinstance(data.get("nodes"), list) and isinstance(data.get("connections"), dict)


def workflow_found(data: dict[str, Any]) -> list[Found]:
    """The automations of one exported workflow."""
    nodes = [one for one in data["nodes"] if isinstance(one, dict) and _kind(one) != "stickyNote"]
    settings = data.get("settings")
    zone = str(settings.get("timezone", "")) if isinstance(settings, dict) else ""
    made = [_node(one, data["connections"], "" if zone == "DEFAULT" else zone) for one in nodes]
    return found_in_flow(str(data.get("name") or "n8n workflow"), made, _make)


def _kind(node: Mapping[str, Any]) -> str:
    return str(node.get("type", "")).rpartition(".")[2]


def _node(node: Mapping[str, Any], connections: Mapping[str, Any], zone: str) -> Node:
    name, kind = str(node.get("name", "")), _kind(node)
    given = node.get("parameters")
    settings = {**(given if isinstance(given, dict) else {}), "": _credential(node), "zone": zone}
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
    if node.kind in _MESSAGES:
        return _message(node, gives, name)
    if node.kind not in _MAKERS:
        raise NotTakenError("there is no block for it")
    return _MAKERS[node.kind](node, gives, name)


def _text(value: Any, gives: str) -> str:
    """A setting as our text. Raises NotTakenError for an expression that is not just a value of the node before."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    if not text.startswith("="):
        return as_literal(text)
    out, at = "", 1
    for found in _EXPRESSION.finditer(text):
        out += as_literal(text[at : found.start()]) + _value(found[1], gives)
        at = found.end()
    return out + as_literal(text[at:])


def _value(expression: str, gives: str) -> str:
    found = _JSON.fullmatch(expression)
    if not found or not gives:
        raise NotTakenError(f"its expression “{expression.strip()[:60]}” is not translated")
    path = re.sub(r"\[[\"']([\w-]+)[\"']\]", r'["\1"]', found[1])
    if gives == "event":
        path = re.sub(r"^\.body\b", ".json", path)
    return f"{{{{ {gives}{path} }}}}"


def _plain(value: Any, what: str) -> str:
    if not isinstance(value, str | int | float) or str(value).startswith("="):
        raise NotTakenError(f"its {what} is an expression or missing")
    return str(value)


def _account(node: Node) -> tuple[str, tuple[str, ...]]:
    label = node.settings[""] or f"n8n {node.kind}"
    return label, (f"make a connection called “{label}”; no secret is taken over",)


def _trigger(block: str, config: dict[str, Any]) -> Step:
    return Step(StepType.TRIGGER, block, config)


def _action(block: str, name: str, config: dict[str, Any]) -> tuple[Step, ...]:
    return (
        Step(
            StepType.ACTION, block, {key: value for key, value in config.items() if value not in ("", {}, None)}, name
        ),
    )


def _manual(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001 - as each of them is called
    return Piece((_trigger("manual", {}),))


def _schedule(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    rule = node.settings.get("rule")
    intervals = rule.get("interval") if isinstance(rule, dict) else None
    if not isinstance(intervals, list) or not intervals:
        raise NotTakenError("its times can't be read")
    return Piece(tuple(_due(node, _interval(one if isinstance(one, dict) else {})) for one in intervals))


def _due(node: Node, config: dict[str, Any]) -> Step:
    zone = node.settings["zone"]
    return _trigger("schedule", config | ({"timezone": zone} if zone and "every" not in config else {}))


def _number(one: Mapping[str, Any], name: str, default: int, low: int, high: int) -> int:
    value = one.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise NotTakenError(f"its {name} can't be said here")
    return value


def _interval(one: Mapping[str, Any]) -> dict[str, Any]:
    kind = one.get("field", "days")
    hour, minute = _number(one, "triggerAtHour", 0, 0, 23), _number(one, "triggerAtMinute", 0, 0, 59)
    at = {"times": [f"{hour:02}:{minute:02}"]}
    match kind:
        case "seconds" | "minutes":
            return {"every": f"{_number(one, f'{kind}Interval', 30 if kind == 'seconds' else 5, 1, 3599)}{kind[0]}"}
        case "hours":
            count = _number(one, "hoursInterval", 1, 1, 23)
            if 24 % count:
                raise NotTakenError(f"every {count} hours counts from midnight there, unevenly")
            return {"cron": f"{minute} {'*' if count == 1 else f'*/{count}'} * * *"}
        case "days" if _number(one, "daysInterval", 1, 1, 31) == 1:
            return at
        case "weeks" if _number(one, "weeksInterval", 1, 1, 52) == 1:
            days = one.get("triggerAtDay", [0])
            if not isinstance(days, list) or not all(isinstance(day, int) and 0 <= day <= 6 for day in days):
                raise NotTakenError("its weekdays can't be read")
            return at | {"weekdays": [_DAYS[day] for day in days]}
        case "months" if _number(one, "monthsInterval", 1, 1, 12) == 1:
            return at | {"month_days": [str(_number(one, "triggerAtDayOfMonth", 1, 1, 31))]}
        case "cronExpression":
            return {"cron": _cron(_plain(one.get("expression"), "cron expression"))}
    raise NotTakenError(f"every several {kind} counts from a day that the export does not name")


def _cron(text: str) -> str:
    fields = text.split()
    if len(fields) == 6:
        if fields[0] not in ("0", "00"):
            raise NotTakenError("its cron expression has seconds")
        fields = fields[1:]
    return " ".join(fields)


def _old_cron(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    times = node.settings.get("triggerTimes")
    items = times.get("item") if isinstance(times, dict) else None
    if not isinstance(items, list) or not items:
        raise NotTakenError("its times can't be read")
    return Piece(tuple(_due(node, _old_time(one if isinstance(one, dict) else {})) for one in items))


def _old_time(one: Mapping[str, Any]) -> dict[str, Any]:
    hour, minute = _number(one, "hour", 14, 0, 23), _number(one, "minute", 0, 0, 59)
    at = {"times": [f"{hour:02}:{minute:02}"]}
    match one.get("mode", "everyDay"):
        case "everyMinute":
            return {"every": "1 min"}
        case "everyHour":
            return {"cron": f"{minute} * * * *"}
        case "everyDay":
            return at
        case "everyWeek" if str(one.get("weekday", 1)) in "0123456":
            return at | {"weekdays": [_DAYS[int(one.get("weekday", 1))]]}
        case "everyMonth":
            return at | {"month_days": [str(_number(one, "dayOfMonth", 1, 1, 31))]}
        case "custom":
            return {"cron": _cron(_plain(one.get("cronExpression"), "cron expression"))}
        case "everyX" if one.get("unit") in ("minutes", "hours"):
            return {"every": f"{_number(one, 'value', 2, 1, 999)}{one['unit'][0]}"}
    raise NotTakenError("its times can't be read")


def _every(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    unit = node.settings.get("unit", "seconds")
    if unit not in ("seconds", "minutes", "hours"):
        raise NotTakenError("its unit can't be read")
    return Piece((_trigger("schedule", {"every": f"{_number(node.settings, 'interval', 1, 1, 9999)}{unit[0]}"}),))


def _webhook(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    method = node.settings.get("httpMethod", "GET")
    remarks = ["its address is a new one here"]
    if method != "POST":
        remarks.append(f"it was called with {method}; here with POST")
    if node.settings.get("responseMode", "onReceived") != "onReceived":
        remarks.append("the caller is answered at once, before the steps")
    return Piece((_trigger("webhook", {}),), gives="event", remarks=tuple(remarks))


def _request(node: Node, gives: str, name: str) -> Piece:
    own = node.settings
    config: dict[str, Any] = {"method": str(own.get("method") or own.get("requestMethod") or "GET").upper()}
    if config["method"] not in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"):
        raise NotTakenError("its method is an expression")
    config["url"] = _text(own.get("url"), gives)
    if not config["url"]:
        raise NotTakenError("it has no address")
    config["headers"] = _pairs(node, "headerParameters", gives) if own.get("sendHeaders", True) else {}
    config["query"] = _pairs(node, "queryParameters", gives) if own.get("sendQuery", True) else {}
    config |= _body(node, gives) if own.get("sendBody", own.get("jsonParameters")) else {}
    label, remarks = _account(node) if own.get("authentication", "none") != "none" else ("", ())
    return Piece(
        _action("http_request", name, config | {"connection": label}), gives=f"steps.{name}.json", remarks=remarks
    )


def _pairs(node: Node, name: str, gives: str) -> dict[str, str]:
    given = node.settings.get(name)
    rows = given.get("parameters") if isinstance(given, dict) else None
    pairs = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    for one in pairs:
        if re.search(r"auth|token|key|secret|cookie", str(one.get("name", "")), re.IGNORECASE):
            raise NotTakenError(f"its {one['name']} is a secret, which is not taken over; make a connection for it")
    return {str(one.get("name", "")): _text(one.get("value"), gives) for one in pairs}


def _body(node: Node, gives: str) -> dict[str, Any]:
    own = node.settings
    if own.get("contentType", "json") != "json" or own.get("specifyBody") != "json":
        raise NotTakenError("its body is not JSON as text")
    return {"body": _text(own.get("jsonBody"), gives)}


def _file(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    if node.settings.get("triggerOn") != "folder":
        raise NotTakenError("it watches one file; here folders are watched")
    events = {"add": "created", "change": "changed", "unlink": "deleted"}
    wanted = node.settings.get("events")
    known = [events[one] for one in wanted if one in events] if isinstance(wanted, list) else []
    if not known:
        raise NotTakenError("its events have no like here")
    return Piece((_trigger("file", {"folder": _plain(node.settings.get("path"), "folder"), "events": known}),))


def _feed(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    return Piece((_trigger("feed", {"url": _plain(node.settings.get("feedUrl"), "address")}),))


def _mail_in(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    label, remarks = _account(node)
    folder = _plain(node.settings.get("mailbox", "INBOX"), "folder")
    return Piece((_trigger("mail", {"mailbox": label, "folder": folder}),), remarks=remarks)


def _mqtt_in(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    label, remarks = _account(node)
    topics = _plain(node.settings.get("topics"), "topic").split(",")
    return Piece(
        tuple(_trigger("mqtt", {"connection": label, "topic": one.strip()}) for one in topics), remarks=remarks
    )


def _mqtt_out(node: Node, gives: str, name: str) -> Piece:
    own = node.settings
    if own.get("sendInputData", True) is not False:
        raise NotTakenError("it sends all data of the node before it")
    label, remarks = _account(node)
    config = {
        "connection": label,
        "topic": _text(own.get("topic"), gives),
        "payload": _text(own.get("message"), gives),
    }
    return Piece(_action("mqtt_publish", name, config), remarks=remarks)


def _mail_out(node: Node, gives: str, name: str) -> Piece:
    own = node.settings
    if own.get("html") and not own.get("text"):
        raise NotTakenError("it has an HTML part only")
    label, remarks = _account(node)
    config = {
        "mailbox": label, "to": [one.strip() for one in _text(own.get("toEmail"), gives).split(",")],
        "subject": _text(own.get("subject"), gives), "text": _text(own.get("text"), gives),
    }  # fmt: skip
    return Piece(_action("send_email", name, config), remarks=remarks)


def _message(node: Node, gives: str, name: str) -> Piece:
    text = node.settings.get(_MESSAGES[node.kind]) or node.settings.get("text")
    if not text or node.settings.get("operation", "post") not in ("post", "sendMessage", "push", "create", "send"):
        raise NotTakenError("it does something else than send a text")
    label, remarks = _account(node)
    return Piece(_action("notify", name, {"message": _text(text, gives), "connection": label}), remarks=remarks)


def _run(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    command = _plain(node.settings.get("command"), "command")
    return Piece(_action("run_command", name, {"command": shell_command(command)}))


def _ssh(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    if node.settings.get("resource", "command") != "command":
        raise NotTakenError("it moves a file")
    label, remarks = _account(node)
    command = _plain(node.settings.get("command"), "command")
    return Piece(
        _action("ssh_command", name, {"connection": label, "command": shell_command(command)}), remarks=remarks
    )


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
    return Piece(_action("wait", name, {"time": f"{amount:g}{own.get('unit', 'hours')[0]}"}), gives=gives)


def _nothing(node: Node, gives: str, name: str) -> Piece:  # noqa: ARG001
    return Piece(gives=gives)


def _if(node: Node, gives: str, name: str) -> Piece:
    found = node.settings.get("conditions")
    given = found if isinstance(found, dict) else {}
    new = given.get("conditions")
    tests = _new_tests(new, gives) if isinstance(new, list) else _old_tests(given, gives)
    if not tests:
        raise NotTakenError("it has no condition that can be read")
    any_of = given.get("combinator") == "or" or node.settings.get("combineOperation") == "any"
    config = {"mode": "any" if any_of else "all", "conditions": [{"block": "compare", "config": one} for one in tests]}
    return Piece((Step(StepType.ACTION, "branch", config, name),), holds=True)


def _new_tests(rows: list[Any], gives: str) -> list[dict[str, str]]:
    tests = []
    for one in rows:
        operator = one.get("operator") if isinstance(one, dict) else None
        named = operator.get("operation") if isinstance(operator, dict) else None
        tests.append(_test(one.get("leftValue"), named, one.get("rightValue"), gives) if operator else {})
    return [] if {} in tests else tests


def _old_tests(given: Mapping[str, Any], gives: str) -> list[dict[str, str]]:
    rows = [
        (kind, one) for kind, each in given.items() if isinstance(each, list) for one in each if isinstance(one, dict)
    ]
    return [
        _test(
            one.get("value1"),
            one.get("operation", "smaller" if kind == "number" else "equal"),
            one.get("value2"),
            gives,
        )
        for kind, one in rows
    ]


def _test(left: Any, operation: Any, right: Any, gives: str) -> dict[str, str]:
    if operation not in _OPERATORS:
        raise NotTakenError(f"its comparison “{operation}” has no like here")
    test = {"left": _text(left, gives), "operator": _OPERATORS[operation]}
    return (
        test if operation in ("isEmpty", "empty", "isNotEmpty", "notEmpty") else test | {"right": _text(right, gives)}
    )


_MAKERS: dict[str, Callable[[Node, str, str], Piece]] = {
    "manualTrigger": _manual, "start": _manual, "scheduleTrigger": _schedule, "cron": _old_cron, "interval": _every,
    "webhook": _webhook, "httpRequest": _request, "localFileTrigger": _file, "rssFeedReadTrigger": _feed,
    "emailReadImap": _mail_in, "mqttTrigger": _mqtt_in, "mqtt": _mqtt_out, "emailSend": _mail_out,
    "executeCommand": _run, "ssh": _ssh, "wait": _wait, "noOp": _nothing, "if": _if, "filter": _if,
}  # fmt: skip
