"""Steps inside steps on the command line: written as YAML, shown, rehearsed, run, traced and repeated."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

DOCUMENT = """version: 1
goal: greet them
when:
- block: manual
what:
- block: for_each
  name: people
  config: {items: "Ada\\nBob"}
  steps:
  - block: branch
    name: known
    config: {test: item == 'Ada'}
    steps:
    - block: run_command
      name: greet
      config: {command: "sh -c 'echo hello >> OUT'"}
    otherwise:
    - block: run_command
      name: ask
      config: {command: "sh -c 'test -e OK && echo who >> OUT'"}
"""


@pytest.fixture
def greeting(cli: Cli, daily: str, tmp_path: Path) -> str:
    path = tmp_path / "greet.yaml"
    path.write_text(DOCUMENT.replace("OUT", str(tmp_path / "out")).replace("OK", str(tmp_path / "ok")))
    edited = cli("edit", daily, "--file", str(path))
    assert (edited.code, edited.err) == (0, "")
    return daily


def test_they_are_shown_as_deep_as_they_stand(cli: Cli, greeting: str, tmp_path: Path) -> None:
    lines = cli("show", greeting).lines[-4:]
    assert [line.split(" run `")[0] for line in lines] == [
        " what: for each of Ada Bob",
        " what:   if item == 'Ada'",
        " what:    ",
        " what:     otherwise",
    ]
    steps = cli("show", greeting, "--json").json["steps"]
    assert [(step["depth"], step["otherwise"]) for step in steps[1:]] == [(0, False), (1, False), (2, False), (2, True)]


def test_a_document_comes_back_the_same(cli: Cli, greeting: str, tmp_path: Path) -> None:
    (tmp_path / "again.yaml").write_text(cli("show", greeting, "--yaml").out)
    assert "is as it was" in cli("edit", greeting, "--file", str(tmp_path / "again.yaml")).out


def test_a_rehearsal_tells_what_each_item_would_do(cli: Cli, greeting: str, tmp_path: Path) -> None:
    told = cli("run", greeting, "--dry", "--json").json["steps"]
    assert [(one["step"], one["item"], one["depth"]) for one in told] == [
        ("people", "", 0), ("known", "1", 1), ("greet", "1", 2), ("known", "2", 1), ("ask", "2", 2),
    ]  # fmt: skip
    assert not (tmp_path / "out").exists()


def test_a_run_is_traced_and_repeated_from_the_item_that_failed(cli: Cli, greeting: str, tmp_path: Path) -> None:
    failed = cli("run", greeting, "--wait")
    assert failed.code == 1
    assert "“people”: item 2: “known”: “ask”:" in failed.err.replace("1 of 2 items failed; ", "")
    numbers = [line.strip().split(".")[0] for line in cli("trace", "1").lines if line.lstrip()[:1].isdigit()]
    assert numbers == ["2", "3[1]", "4[1]", "3[2]", "5[2]"]
    (tmp_path / "ok").touch()
    again = cli("replay", "1", "--from-failed", "--yes", "--wait")
    assert again.code == 0
    assert (tmp_path / "out").read_text().split() == ["hello", "who"]
    assert any("ask[2]  status: failure → success" in line for line in again.lines)


def test_what_is_missing_inside_is_named(cli: Cli, greeting: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text(DOCUMENT.split("  steps:", maxsplit=1)[0])
    refused = cli("edit", greeting, "--file", str(path))
    assert refused.code != 0
    assert "There are no steps inside it." in refused.err


DIGEST = """version: 1
goal: collect them
when:
- block: manual
what:
- block: digest
  name: news
  config: {value: "one", after: "2 h"}
  steps:
  - block: notify
    config: {message: "{{ count }}"}
"""


@pytest.fixture
def collecting(cli: Cli, daily: str, tmp_path: Path) -> str:
    path = tmp_path / "digest.yaml"
    path.write_text(DIGEST)
    assert cli("edit", daily, "--file", str(path)).code == 0
    for _ in range(2):
        assert cli("run", daily, "--wait").code == 0
    return daily


def test_what_waits_in_a_digest_is_shown_with_its_time(cli: Cli, collecting: str) -> None:
    assert re.search(rf"digest: {collecting} holds 2 values since \d+ s ago, sent in 1 h", cli("status").out)
    [held] = cli("status", "--json").json["digests"]
    assert (held["automation"], held["step"], held["count"]) == (collecting, "news", 2)
    assert re.search(r"digest: holds 2 values since \d+ s ago, sent in 1 h", cli("show", collecting).out)
    assert cli("show", collecting, "--json").json["digests"] == [
        {name: held[name] for name in ("step", "count", "since", "due")}
    ]
    assert "digest: 2 values since " in cli("why", collecting).out


def test_an_empty_digest_is_not_spoken_of(cli: Cli, greeting: str) -> None:
    assert (cli("status", "--json").json["digests"], cli("show", greeting, "--json").json["digests"]) == ([], [])
    assert "digest:" not in cli("status").out + cli("show", greeting).out + cli("why", greeting).out
