"""Exports of n8n, Node-RED and Home Assistant: what is taken over, what is named as left, what never happens."""

import json
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nomologi_tui.adopting.foreign import foreign
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, StepType

EXPORTS = Path(__file__).parent / "exports"


def automations(name: str) -> list[Automation]:
    found = foreign((EXPORTS / name).read_text(encoding="utf-8")) or []
    return [one.automation for one in found if one.automation]


def test_a_workflow_of_n8n_becomes_steps_inside_steps() -> None:
    [one] = automations("n8n.json")
    shown = [(step.block, step.depth, step.otherwise, step.enabled) for step in one.steps]
    assert shown == [
        ("schedule", 0, False, True), ("schedule", 0, False, True), ("http_request", 0, False, True),
        ("branch", 0, False, True), ("stop", 1, False, False), ("notify", 1, False, True),
        ("run_command", 1, True, True), ("stop", 1, True, False), ("run_command", 1, True, False),
    ]  # fmt: skip
    assert one.steps[0].config == {"times": ["07:30"], "timezone": "Europe/Berlin"}
    assert one.steps[1].config["cron"] == "*/15 9-17 * * 1-5"
    assert one.steps[5].config["message"] == "There are {{ steps.ask.json.count }} left"
    assert one.steps[3].config["conditions"][0]["config"]["left"] == "{{ steps.ask.json.count }}"


def test_what_is_left_is_named_with_its_node_and_why() -> None:
    [found] = foreign((EXPORTS / "n8n.json").read_text(encoding="utf-8")) or []
    assert (found.taken, found.parts) == (6, 8)
    assert "“Reckon” (code) is not taken over: code is not translated." in found.remarks
    assert any("“Tell” (telegram) is not taken over: its expression “not liquid”" in one for one in found.remarks)
    assert "Ask: make a connection called “Shop”; no secret is taken over" in found.remarks


def test_flows_of_node_red_are_one_for_each_beginning() -> None:
    bell, morning = automations("flows.json")
    assert [step.block for step in bell.steps] == ["mqtt", "branch", "mqtt_publish", "stop", "run_command"]
    assert bell.steps[2].config == {"connection": "House", "topic": "lamp/set", "payload": "{{ event.payload }}"}
    assert (bell.steps[4].config["command"], bell.steps[4].enabled) == ("beep -n 2", False)
    assert [step.config for step in morning.steps[:2]] == [{"cron": "00 08 * * 1,2"}, {"time": "300s"}]
    assert morning.steps[2].config["payload"] == 'hello {{ "{{" }} x }}'
    assert "hunter2" not in repr((bell, morning))


def test_automations_of_home_assistant_keep_their_order() -> None:
    bins, lights, door = automations("automations.yaml")
    assert [step.block for step in bins.steps] == ["schedule", "time_window", "wait", "home_assistant"]
    assert bins.steps[3].config["data"] == {"message": "The bins"}
    assert [step.block for step in lights.steps if step.enabled] == ["manual"]
    assert [step.enabled for step in door.steps] == [True, False, False]
    assert "door_code" not in repr(door.steps[0])


def test_nothing_behind_what_is_left_out_is_on() -> None:
    """A condition that can't be said must not let its actions through."""
    door = automations("automations.yaml")[2]
    assert not any(step.enabled for step in door.steps if step.type is not StepType.TRIGGER)


def found_in(text: str) -> tuple[Automation, str]:
    """The one automation of an export, and all that is said of it."""
    [found] = foreign(text) or []
    assert found.automation
    return found.automation, "\n".join(found.remarks)


def house(triggers: str, actions: str, more: str = "") -> str:
    return f"- alias: x\n  triggers:\n{triggers}\n  actions:\n{actions}\n{more}"


EVERY = "  - {trigger: time_pattern, minutes: /5}"
LAMP = "{action: light.turn_on, target: {entity_id: light.%s}}"
NIGHT = "{condition: time, after: '22:00', before: '06:00'}"


def test_choices_of_home_assistant_are_branches_and_what_follows_them_follows() -> None:
    state = "{condition: state, entity_id: a.b, state: 'on'}"
    actions = (
        f"  - if: [{NIGHT}]\n    then: [{LAMP % 'a'}]\n    else: [{LAMP % 'b'}]\n  - {LAMP % 'c'}\n"
        f"  - choose: [{{conditions: [{NIGHT}], sequence: [{LAMP % 'd'}]}}, "
        f"{{conditions: [{state}], sequence: [{LAMP % 'e'}]}}]\n    default: [{LAMP % 'f'}]\n  - {LAMP % 'g'}"
    )
    one, said = found_in(house(EVERY, actions, "  mode: parallel\n  max: 4\n  variables: {a: 1}\n"))
    shown = [
        (step.config.get("entities", [step.block])[0], step.depth, step.otherwise, step.enabled) for step in one.steps
    ]
    assert shown[1:] == [
        ("branch", 0, False, True), ("light.a", 1, False, True), ("light.b", 1, True, True),
        ("light.c", 0, False, True),
        ("branch", 0, False, True), ("light.d", 1, False, True), ("stop", 1, True, False), ("light.e", 1, True, False),
        ("light.f", 1, True, False), ("light.g", 0, False, False),
    ]  # fmt: skip
    assert (one.configuration.mode, one.configuration.parallel) == ("parallel", 4)
    assert "Its “variables” is not taken over." in said


def test_what_narrows_a_trigger_of_home_assistant_is_kept_or_the_trigger_is_left() -> None:
    one, _ = found_in(house("  - {trigger: time, at: '7:00', weekday: [mon]}", f"  - {LAMP % 'a'}"))
    assert one.steps[0].config == {"times": ["07:00"], "weekdays": ["mon"]}
    one, said = found_in(house("  - {trigger: time, at: '7:00', unless: x}", f"  - {LAMP % 'a'}"))
    assert (one.steps[0].block, "its “unless” is not translated" in said) == ("manual", True)
    bell = "  - {trigger: mqtt, topic: bell, payload: 'ON'}"
    one, _ = found_in(house(bell, f"  - {LAMP % 'a'}"))
    assert [step.block for step in one.steps] == ["mqtt", "compare", "home_assistant"]
    one, said = found_in(house(f"{bell}\n{EVERY}", f"  - {LAMP % 'a'}"))
    assert ([step.block for step in one.steps][:2], "one payload only" in said) == (["schedule", "stop"], True)


def test_days_of_a_night_are_those_of_the_moment_in_home_assistant() -> None:
    condition = "  conditions: [{condition: time, after: '22:00', before: '06:00', weekday: [mon]}]\n"
    one, _ = found_in(house(EVERY, f"  - {LAMP % 'a'}", condition))
    hours, days = one.steps[1].config["conditions"]
    assert hours["config"] == {"from_time": "22:00", "to_time": "06:00"}
    assert days["config"] == {"weekdays": ["mon"]}


def test_what_stands_in_other_files_of_home_assistant_is_named() -> None:
    rows = "automation: !include a.yaml\nautomation mine:\n- alias: !include n.yaml\n  triggers: []\n  actions: []\n"
    assert [(one.place, bool(one.refused)) for one in foreign(rows) or []] == [
        ("include a.yaml", True), ("Home Assistant automation", True)
    ]  # fmt: skip


def workflow(*nodes: dict[str, Any], **wires: list[list[str]]) -> str:
    rows = [{**one, "type": f"n8n-nodes-base.{one['type']}"} for one in nodes]
    ways = {name: {"main": [[{"node": to} for to in each] for each in main]} for name, main in wires.items()}
    return json.dumps({"name": "w", "nodes": rows, "connections": ways, "settings": {"errorWorkflow": "e"}})


def test_what_a_node_of_n8n_says_beside_what_is_taken_is_told() -> None:
    hook = {"name": "a", "type": "webhook", "parameters": {"httpMethod": "POST", "authentication": "headerAuth"}}
    ask = {"name": "b", "type": "httpRequest", "onError": "continueErrorOutput", "parameters": {
        "url": "http://localhost", "options": {"timeout": 5}}}  # fmt: skip
    tell = [{"name": name, "type": "executeCommand", "parameters": {"command": f"run {name}"}} for name in "cd"]
    text = workflow(hook, ask, *tell, a=[["b"]], b=[["c"], ["d"]])
    said = found_in(text)[1]
    for words in ("error workflow", "checked by headerAuth", "options are not taken over: timeout", "there it went on"):
        assert words in said
    assert on_in(text) == {"run c": True, "run d": False}


def test_a_test_of_n8n_that_knows_no_case_is_left() -> None:
    row = {"leftValue": "a", "rightValue": "A", "operator": {"type": "string", "operation": "equals"}}
    for strict, blocks in ((True, ["manual", "branch", "wait"]), (False, ["manual", "stop", "wait"])):
        test = {"conditions": {"conditions": [row], "options": {"caseSensitive": strict}}}
        text = workflow(
            {"name": "a", "type": "manualTrigger"}, {"name": "b", "type": "if", "parameters": test},
            {"name": "c", "type": "wait"}, a=[["b"]], b=[["c"]],
        )  # fmt: skip
        assert [step.block for step in found_in(text)[0].steps] == blocks


def flow(*nodes: dict[str, Any], **tab: Any) -> str:
    ring = {"id": "0", "type": "inject", "repeat": "60", "wires": [["1"]]}
    return json.dumps([{"id": "t", "type": "tab", "label": "T", **tab}, *({"z": "t", **one} for one in (ring, *nodes))])


def command(number: int, *wires: list[str], **more: Any) -> dict[str, Any]:
    return {"id": str(number), "type": "exec", "command": f"run {number}", "wires": list(wires), **more}


def on_in(text: str) -> dict[str, bool]:
    """Which commands of an export are on."""
    return {step.config["command"]: step.enabled for step in found_in(text)[0].steps if "command" in step.config}


def test_what_ran_only_after_an_error_is_off() -> None:
    text = flow(command(1, ["2"], ["3"]), command(2), command(3))
    assert on_in(text) == {"run 1": True, "run 2": True, "run 3": False}
    assert "“exec”: what stands behind its output 2 is off; it did not always run." in found_in(text)[1]


def test_what_is_switched_off_in_node_red_lets_nothing_through() -> None:
    assert on_in(flow(command(1, ["2"], d=True), command(2))) == {"run 1": False, "run 2": False}
    one, said = found_in(flow(command(1), disabled=True))
    assert (one.steps[0].enabled, "The flow is switched off there." in said) == (False, True)


def test_links_of_node_red_are_followed_and_a_debug_node_needs_no_wires() -> None:
    out = {"id": "1", "type": "link out", "links": ["2"], "wires": []}
    text = flow(out, {"id": "2", "type": "link in", "wires": [["3", "4"]]}, command(3), {"id": "4", "type": "debug"})
    assert (on_in(text), found_in(text)[1]) == ({"run 3": True}, "")


def test_flows_from_the_admin_api_are_read() -> None:
    rows = json.loads(flow(command(1)))
    assert on_in(json.dumps({"flows": rows, "rev": "1"})) == on_in(
        json.dumps({"id": "t", "label": "T", "nodes": rows[1:]})
    )


def test_values_of_earlier_nodes_and_fields_that_are_set_stand_where_they_are_used() -> None:
    sets = {"assignments": {"assignments": [{"name": "who", "value": "=Dear {{ $json.body.person['first-name'] }}"}]}}
    pairs = [{"name": "to", "value": "={{ $('Hook').item.json.body.mail }}"}, {"name": "by", "value": 'a "b"'}]
    ask = {"url": "http://localhost", "method": "POST", "sendBody": True, "bodyParameters": {"parameters": pairs},
           "queryParameters": {"parameters": [{"name": "q", "value": "={{ $json.who }}"}]}}  # fmt: skip
    one, said = found_in(workflow(
        {"name": "Hook", "type": "webhook", "parameters": {"httpMethod": "POST"}},
        {"name": "Name", "type": "set", "parameters": sets}, {"name": "Ask", "type": "httpRequest", "parameters": ask},
        Hook=[["Name"]], Name=[["Ask"]],
    ))  # fmt: skip
    assert "not translated" not in said
    assert one.steps[1].config["query"] == {"q": 'Dear {{ event.json.person["first-name"] }}'}
    assert one.steps[1].config["body"] == '{ "to": {{ event.json.mail | json }}, "by": "a \\"b\\"" }'


def test_each_way_of_a_switch_is_a_branch_and_a_node_on_two_ways_stands_on_both() -> None:
    def rule(value: str) -> dict[str, Any]:
        row = {
            "leftValue": "={{ $json.kind }}",
            "rightValue": value,
            "operator": {"type": "string", "operation": "equals"},
        }
        return {"conditions": {"conditions": [row]}}

    ways = {"rules": {"values": [rule("a"), rule("b")]}, "options": {"fallbackOutput": "extra"}}
    one, _ = found_in(workflow(
        {"name": "h", "type": "webhook", "parameters": {"httpMethod": "POST"}},
        {"name": "s", "type": "switch", "parameters": ways},
        *({"name": name, "type": "executeCommand", "parameters": {"command": f"run {name}"}} for name in "xyz"),
        h=[["s"]], s=[["x"], ["y"], ["z"]], x=[["y"]],
    ))  # fmt: skip
    shown = [(step.config.get("command", step.block), step.depth) for step in one.steps[1:]]
    assert shown == [
        ("branch", 0), ("run x", 1), ("run y", 1), ("branch", 0), ("run y", 1), ("branch", 0), ("run z", 1)
    ]  # fmt: skip
    only_b, none = one.steps[4].config["conditions"], one.steps[6].config["conditions"]
    assert (only_b[0]["config"]["right"], only_b[1]["config"]["mode"]) == ("b", "none")
    assert [row["config"]["right"] for row in none[0]["config"]["conditions"]] == ["a", "b"]


def test_times_of_n8n_are_cron_lines_and_the_one_that_can_not_be_said_is_told() -> None:
    rows = [{"field": "minutes", "minutesInterval": 10}, {"field": "days", "daysInterval": 3}]
    one, said = found_in(workflow({"name": "S", "type": "scheduleTrigger", "parameters": {"rule": {"interval": rows}}}))
    assert [step.config for step in one.steps] == [{"cron": "*/10 * * * *"}]
    assert "S: one of its times is not taken over" in said


def test_parts_of_a_message_of_node_red_are_values_once_it_is_read_as_json() -> None:
    rules = [{"t": "btwn", "v": "1", "vt": "num", "v2": "5", "v2t": "num"}, {"t": "gt", "v": "5", "vt": "num"}]
    sets = [{"t": "set", "p": "payload", "to": "payload.warm", "tot": "msg"}]
    ask = {"id": "1", "type": "http request", "url": "http://localhost", "ret": "obj", "wires": [["2"]]}
    one, said = found_in(flow(
        ask, {"id": "2", "type": "switch", "property": "payload.warm", "rules": rules, "wires": [["3"], ["4"]]},
        {"id": "3", "type": "template", "template": "It is {{{payload.warm}}}", "wires": [["5"]]},
        {"id": "4", "type": "change", "rules": sets, "wires": [["5"]]}, {"id": "5", "type": "mqtt out", "topic": "t"},
    ))  # fmt: skip
    assert "not taken over" not in said
    between = one.steps[2].config["conditions"][0]["config"]["conditions"]
    assert [row["config"]["left"] for row in between] == ["{{ steps.http_request.json.warm }}"] * 2
    assert one.steps[3].config["text"] == "It is {{ steps.http_request.json.warm }}"
    sent = [step.config["payload"] for step in one.steps if step.block == "mqtt_publish"]
    assert sent == ["{{ steps.template.text }}", "{{ steps.http_request.json.warm | json }}"]
    for more in ({"paytoqs": "query"}, {"headers": [{"keyValue": "X"}]}):
        assert "it sends headers, or its payload" in found_in(flow({**ask, **more}))[1]


def test_home_assistant_repeats_and_compares_what_its_trigger_brought() -> None:
    item = "{action: light.turn_on, target: {entity_id: '{{ repeat.item }}'}}"
    say = "{action: notify.me, data: {message: 'Now {{ trigger.payload }}'}}"
    actions = (
        f"  - repeat: {{for_each: [light.a, light.b], sequence: [{item}]}}\n"
        f"  - choose: [{{conditions: \"{{{{ trigger.payload == 'on' }}}}\", sequence: [{say}]}}]\n"
        f"  - repeat: {{while: [], sequence: [{LAMP % 'c'}]}}\n"
    )
    one, said = found_in(house("  - {trigger: mqtt, topic: bell}", actions))
    assert [(step.block, step.depth, step.enabled) for step in one.steps[1:]] == [
        ("for_each", 0, True), ("home_assistant", 1, True), ("branch", 0, True), ("home_assistant", 1, True),
        ("stop", 0, False), ("home_assistant", 0, False),
    ]  # fmt: skip
    assert one.steps[2].config["entities"] == ["{{ item }}"]
    asked = {"left": "{{ event.payload }}", "operator": "is", "right": "on", "type": "text"}
    assert one.steps[3].config["conditions"] == [{"block": "compare", "config": asked}]
    assert one.steps[4].config["data"] == {"message": "Now {{ event.payload }}"}
    assert "it repeats until something is so" in said
    assert "its template is not translated" in found_in(house(EVERY, f"  - {say}"))[1]


def test_nodes_on_very_many_ways_are_read_in_no_time() -> None:
    rows = [{"id": str(n), "type": "debug", "wires": [[str(n + 1), str(n + 2)]]} for n in range(1, 400)]
    assert "stands here once" in found_in(flow(*rows))[1]


DEEP = '{"nodes": ' + "[" * 100_000
HOSTILE: dict[str, str] = {
    "deep": DEEP,
    "wide": json.dumps({"nodes": [{"name": str(n), "type": "x.noOp"} for n in range(20_000)], "connections": {}}),
    "circle": json.dumps([{"id": "1", "type": "inject", "z": "t", "wires": [["1", "1"]]}]),
    "long chain": json.dumps([
        {"id": str(n), "type": "debug" if n else "inject", "z": "t", "wires": [[str(n + 1)]]} for n in range(499)
    ]),
    "ever deeper": json.dumps([
        {"id": str(n), "type": "switch", "z": "t", "property": "payload", "rules": [{"t": "eq", "v": "1"}],
         "wires": [[str(n + 1)]]} for n in range(499)
    ]),
    "half a sign": '{"name": "\\ud800", "nodes": [{"name": "\\udfff", "type": "a.executeCommand",'
    ' "parameters": {"command": "\\ud800"}}], "connections": {}}',
    "a zero": '{"name": "\\u0000", "nodes": [{"name": "x", "type": "a.executeCommand",'
    ' "parameters": {"command": "a\\u0000b"}}], "connections": {}}',
    "wrong types": json.dumps({"name": [1], "nodes": [7, None, {"name": {}, "type": 3, "parameters": [], "disabled": 9},
                               {"type": "a.scheduleTrigger", "parameters": {"rule": {"interval": [7, {"field": {}}]}}}],
                               "connections": {"{}": {"main": 7}}}),
    "commands": json.dumps({"name": "$(touch PWNED)", "nodes": [
        {"name": "m", "type": "a.manualTrigger"},
        {"name": "`touch PWNED`", "type": "a.executeCommand", "parameters": {"command": "touch PWNED"}},
        {"name": "h", "type": "a.httpRequest", "parameters": {"url": "http://127.0.0.1:9/{{ x }}"}}],
        "connections": {"m": {"main": [[{"node": "`touch PWNED`"}, {"node": "h"}]]}}}),
    "many ways": "- alias: x\n  trigger: []\n  action:\n  - choose: [" + "{sequence: [{stop: a}]}, " * 480 + "]\n",
    "a bomb": "automation:\n  - alias: &a [x]\n    trigger: *a\n    action: *a\n",
    "a tag": "- alias: x\n  trigger: []\n  action: !!python/object/apply:os.system ['touch PWNED']\n",
    "an escape": json.dumps([{"id": "1", "type": "exec", "z": "\u001b[2J", "name": "\u001b]0;x\u0007", "wires": [],
                              "command": "\u001b[31m"}]),
}  # fmt: skip


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    resource.setrlimit(resource.RLIMIT_DATA, (200 * 2**20, 200 * 2**20))


REFUSED = ("deep", "a bomb")


@pytest.mark.parametrize("names", [[one] for one in REFUSED] + [[one for one in HOSTILE if one not in REFUSED]])
def test_hostile_exports_do_nothing_within_limits(names: list[str], tmp_path: Path) -> None:
    """A real process that may take ten seconds of processor (its start included) and 200 MB for all of them."""
    (tmp_path / "in").mkdir()
    for number, name in enumerate(names):
        (tmp_path / "in" / f"{number}.json").write_text(HOSTILE[name], encoding="utf-8")
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NOMOLOGI_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-m", "nomologi_tui", "import", "in", "--json"], cwd=tmp_path, env=environ,
        capture_output=True, text=True, check=False, preexec_fn=_limited,
    )  # fmt: skip
    assert done.returncode == (2 if names[0] in REFUSED else 0), done.stderr
    assert "Traceback" not in done.stderr
    assert "\u001b" not in done.stdout + done.stderr
    assert {one.name for one in tmp_path.iterdir()} <= {"home", "in"}


NAMES = st.sampled_from([
    "choose", "if", "then", "sequence", "parallel", "repeat", "condition", "or", "mode", "max", "links", "z", "d",
    "nodes", "connections", "name", "type", "parameters", "wires", "id", "rules", "alias", "trigger", "action",
    "platform", "at", "command", "rule", "interval", "field", "main", "node", "conditions", "text", "data",
])  # fmt: skip
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from([
    "n8n-nodes-base.scheduleTrigger", "n8n-nodes-base.if", "a.httpRequest", "inject", "switch", "time",
    "={{ $json.a }}",
])  # fmt: skip
THINGS = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=20
)
NODES = st.fixed_dictionaries({
    "id": st.sampled_from("abc"), "name": st.sampled_from("abc"), "type": VALUES, "parameters": THINGS, "wires": THINGS,
    "trigger": THINGS, "action": THINGS, "z": VALUES,
})  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(NODES, min_size=1, max_size=5), THINGS, st.sampled_from(["n8n", "node-red", "house"]))
def test_whatever_its_parts_are_it_is_read_or_refused(nodes: list[dict[str, Any]], more: Any, shape: str) -> None:
    data: Any = nodes if shape != "n8n" else {"nodes": nodes, "connections": more if isinstance(more, dict) else {}}
    text = f"automation: {json.dumps(nodes)}" if shape == "house" else json.dumps(data)
    with suppress(BadInputError):
        for one in foreign(text) or []:
            assert one.automation is None or one.automation.triggers
