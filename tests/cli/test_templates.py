"""templates list, show, save, remove, import, export, upgrade; new --template."""

from pathlib import Path

import pytest

from nomologi_tui.document.gallery import gallery
from tests.cli.conftest import Cli

BASE = """
template: 1
name: Beat
category: Server
description: Runs a command.
goal: beat now and then
inputs:
  command: {kind: command, example: "true"}
when: [{block: schedule, config: {every: 1 h}}]
what: [{block: run_command, config: {command: "{{ inputs.command }}"}}]
"""
HOSTILE = {
    "aliases": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "a circle": "&a [*a]\n",
    "too deep": "[" * 5_000,
    "a key twice": BASE + "name: Other\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "tabs": "a:\n\t- x\n",
    "nothing": "",
    "a list": "- x\n",
    "a byte order mark and no template": "\ufeffnomologi: 1\n",
    "wrong types": BASE.replace("name: Beat", "name: [x]"),
    "steps that are none": BASE.replace("when: [{", "when: 7 #"),
    "inputs that are none": BASE.replace('{kind: command, example: "true"}', "[x]"),
    "an unknown kind": BASE.replace("kind: command", "kind: groups"),
    "an unknown key": BASE + "files: {../../.ssh/authorized_keys: x}\n",
    "an unknown block": BASE.replace("block: run_command", "block: run_anything"),
    "a value that can't be": BASE.replace("every: 1 h", "every: soon"),
    "an input nobody uses": BASE.replace("inputs:\n", "inputs:\n  idle: {default: x}\n"),
    "an input nobody has": BASE.replace("{{ inputs.command }}", "{{ inputs.other }}"),
    "a secret inside": BASE.replace("what: [", "what: [{block: notify, config: {message: x, to: 'tgram://t/c'}}, "),
    "data as shell code": BASE.replace('"{{ inputs.command }}"', "\"sh -c 'ls {{ inputs.x }}'\"").replace(
        'command: {kind: command, example: "true"}', "x: {default: a}"
    ),
    "data in a tag": BASE.replace('"{{ inputs.command }}"', '"echo {% if {{ inputs.x }} %}1{% endif %}"').replace(
        'command: {kind: command, example: "true"}', "x: {default: a}"
    ),
    "a command inside a text": BASE.replace("{{ inputs.command }}", "sudo {{ inputs.command }}"),
    "no trigger": BASE.replace("when:", "if:").replace("block: schedule, config: {every: 1 h}", "block: workday"),
    "too long": BASE.replace("Runs a command.", "x" * 601),
    "too large": "#" + "x" * 1_100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_good_template_is_refused_in_a_sentence(cli: Cli, home: Path, text: str) -> None:
    answer = cli("templates", "import", "-", stdin=text)
    assert answer.code == 2
    assert answer.out == ""
    assert len(answer.err.splitlines()) == 1
    assert answer.err.strip()[-1] in ".?…"
    assert not list(home.glob("*.db"))


def test_bytes_that_are_no_text_are_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\x00\x01")
    answer = cli("templates", "import", str(tmp_path / "x.yaml"))
    assert (answer.code, answer.err) == (2, f"{tmp_path}/x.yaml is not UTF-8 text.\n")
    assert cli("templates", "import", str(tmp_path / "none.yaml")).code == 3


def test_the_list_has_the_gallery_and_can_be_searched(cli: Cli) -> None:
    assert [one["slug"] for one in cli("templates", "list", "--json").json] == [one.slug for one in gallery()]
    assert [one["slug"] for one in cli("templates", "list", "ssh", "login", "--json").json] == ["ssh-logins"]
    assert "CATEGORY" in cli("templates", "list").lines[0]
    assert "No template has these words" in cli("templates", "list", "xyzzy").err


def test_show_says_what_it_does_and_asks_for(cli: Cli) -> None:
    shown = cli("templates", "show", "website")
    assert shown.lines[0] == "Website down  (website-down, Web, version 1)"
    assert "  url     The address that is looked at. (needed, for example https://example.com)" in shown.lines
    document = cli("templates", "show", "Website down", "--json").json
    assert [one["name"] for one in document["inputs"]] == ["url", "every", "misses", "tell"]
    assert document["plan"]


def test_a_name_that_is_not_there_gets_the_nearest(cli: Cli) -> None:
    answer = cli("templates", "show", "web-down")
    assert answer.code == 3
    assert "website-down" in answer.err
    assert cli("templates", "show", "0").code == 3
    assert (cli("templates", "show", "container").code, cli("templates", "remove", "website-down").code) == (2, 2)


def test_new_takes_a_template_and_names_each_missing_input(cli: Cli) -> None:
    answer = cli("new", "--template", "website-down", "--yes")
    assert answer.code == 4
    assert answer.err == "url: The address that is looked at. Give it with --set url=https://example.com\n"
    made = cli("new", "--template", "website-down", "--set", "url=https://a.example", "--yes", "--json").json
    assert (made["goal"], made["status"]) == ("Tell me when https://a.example is down and when it is back", "active")
    assert made["steps"][0]["config"]["url"] == "https://a.example"


def test_ones_own_goal_stays_and_fields_can_be_set_beside_inputs(cli: Cli) -> None:
    made = cli(
        "new", "my site", "--template", "website-down", "--set", "url=https://a.example", "--set", "what.title=Look!",
        "--off", "--json",
    ).json  # fmt: skip
    assert made["goal"] == "my site"
    assert made["steps"][1]["config"]["title"] == "Look!"


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("misses=many", "misses: it takes a whole number."),
        ("every=soon", "every: “soon” is not a length of time"),
        ("url=nowhere", "url: “nowhere” is not a web address"),
        ("nonsense=1", "“nonsense” is no field"),
    ],
)
def test_a_value_that_can_not_be_is_refused_with_its_name(cli: Cli, pair: str, words: str) -> None:
    answer = cli("new", "--template", "website-down", "--set", "url=https://a.example", "--set", pair, "--yes")
    assert answer.code == 2
    assert answer.err.startswith(words)


def test_a_secret_is_not_taken_from_the_command_line(cli: Cli) -> None:
    pairs = ("--set", "folder=~/x", "--set", "to=/y", "--set", "password=hunter2")
    answer = cli("new", "--template", "nightly-backup-checked", *pairs, "--yes")
    assert (answer.code, "hunter2" in answer.err) == (2, False)
    assert "--set password=env:NAME" in answer.err


@pytest.mark.parametrize(
    "command", ["echo -- {{ inputs.word }}", "echo -- {{ inputs.word }} | cat", "echo -- '{{ inputs.word }}' | cat"]
)
def test_a_typed_value_is_one_argument_whatever_it_holds(cli: Cli, command: str) -> None:
    text = BASE.replace('command: {kind: command, example: "true"}', "word: {example: x}")
    cli("templates", "import", "-", stdin=text.replace('"{{ inputs.command }}"', f'"{command}"'))
    nasty = """x'; {{ event.id }} "$(id)" {% if %} `id`"""
    slug = cli("new", "--template", "beat", "--set", f"word={nasty}", "--yes", "--json").json["slug"]
    assert cli("run", slug, "--wait").code == 0
    [step] = [one for one in cli("trace", "1", "--json").json["steps"] if one["block"] == "run_command"]
    assert step["output"]["stdout"].strip() == f"-- {nasty}"


def test_an_automation_becomes_a_template_and_comes_back_from_yaml(cli: Cli, daily: str, tmp_path: Path) -> None:
    saved = cli("templates", "save", daily, "--name", "Hello", "--input", "what.command", "--json").json
    assert (saved["slug"], saved["version"], saved["built_in"]) == ("hello", 1, False)
    file = tmp_path / "hello.yaml"
    assert cli("templates", "export", "hello", "-o", str(file)).code == 0
    assert cli("templates", "export", "hello").out == file.read_text()
    assert cli("templates", "import", str(file)).lines == [
        "The template hello is kept, version 1; it asks for command."
    ]
    assert cli("templates", "import", str(file), "--name", "Hi", "--json").json["slug"] == "hi"
    assert cli("templates", "remove", "hello").lines == ["The template hello is removed."]
    assert cli("templates", "export", "hello").code == 3


def test_a_key_that_is_no_field_is_refused_with_those_there_are(cli: Cli, daily: str) -> None:
    answer = cli("templates", "save", daily, "--name", "Hello", "--input", "what.colour")
    assert answer.code == 2
    assert "Its keys are: when.every" in answer.err


def test_an_upgrade_shows_asks_and_makes_a_revision(cli: Cli) -> None:
    cli("templates", "import", "-", stdin=BASE)
    slug = cli("new", "--template", "beat", "--set", "command=true", "--yes", "--json").json["slug"]
    nothing = cli("templates", "upgrade", slug, "--yes")
    assert (nothing.code, "no newer version than 1" in nothing.err) == (2, True)
    newer = BASE.replace("every: 1 h", 'every: "{{ inputs.every }}"').replace(
        "inputs:\n", "inputs:\n  every: {kind: duration, help: How often., example: 2 h}\n"
    )
    cli("templates", "import", "-", stdin=newer)
    asked = cli("templates", "upgrade", slug, "--yes")
    assert (asked.code, asked.err) == (4, "every: How often. Give it with --set 'every=2 h'\n")
    assert cli("templates", "upgrade", slug, "--set", "every=2 h").code == 4  # nobody accepts it
    assert (
        cli("templates", "upgrade", slug, "--set", "every=2 h", "--dry-run").lines[1] == "  schedule  every: 1 h → 2 h"
    )
    done = cli("templates", "upgrade", slug, "--set", "every=2 h", "--yes", "--json").json
    assert (done["from"], done["to"], done["revision"]) == (1, 2, 2)
    assert cli("show", slug, "--json").json["steps"][0]["config"] == {"every": "2 h"}


def test_read_names_the_template_that_a_goal_means(cli: Cli) -> None:
    assert cli("read", "tell me when the disk is nearly full", "--json").json["template"] == "disk-nearly-full"
    assert cli("read", "every day at 8 run 'df -h'", "--json").json["template"] is None


def test_a_goal_that_is_not_understood_gets_the_template_that_does_it(cli: Cli) -> None:
    answer = cli("new", "tell me when my disk is nearly full", "--yes")
    assert answer.code == 4
    assert "The template disk-nearly-full does this: add --template disk-nearly-full." in answer.err
    assert cli("new", "tell me when my disk is nearly full", "--template", "disk-nearly-full", "--yes").code == 0
