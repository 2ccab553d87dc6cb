"""A command line that can't be read is told in a sentence, with what to do."""

import pytest

from tests.cli.conftest import Cli


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("new every day at 8 run date --yes", 'in quotes: nomologi new "every day at 8 run date"\n'),
        (
            "read every day --json",
            'The goal is more than one argument. Write it in quotes: nomologi read "every day"\n',
        ),
        ("when every day", 'The phrase is more than one argument. Write it in quotes: nomologi when "every day"\n'),
        ("show a b", "Got unexpected extra argument(s) (b) See: nomologi show --help\n"),
        ("trace first", "Invalid value for 'R': 'first' is no whole number. See: nomologi trace --help\n"),
        ("next --limit 99999999999999999999", "99999999999999999999 is not between 1 and 1000000."),
        ("templates show", "Missing argument 'T'. See: nomologi templates show --help\n"),
        ("templates shw", "No such command 'shw'. Did you mean 'show'? See: nomologi templates --help\n"),
        ("config set", "Missing argument 'KEY'. See: nomologi config set --help\n"),
        ("runs --since", "Option '--since' requires an argument. See: nomologi runs --help\n"),
        ("new --yes", "There is no goal. Write for example: nomologi new"),
        ("lst", "No such command 'lst'. Did you mean 'list'? See: nomologi --help\n"),
    ],
)
def test_what_is_wrong_and_where_to_read_on(cli: Cli, line: str, said: str) -> None:
    answer = cli(*line.split())
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_of_a_group_alone_its_help_is_told(cli: Cli) -> None:
    answer = cli("templates")
    assert (answer.code, answer.err.startswith("Usage: nomologi templates")) == (2, True)
    assert "See:" not in answer.err


def test_a_version_is_the_end(cli: Cli) -> None:
    answer = cli("--version", "list")
    assert (answer.code, answer.out.startswith("nomologi "), answer.err) == (0, True, "")


@pytest.mark.parametrize(
    "line",
    [
        "backup {}", "restore {}", "apply {}", "import {}", "export -o {}", "edit daily --file {}",
        "run daily --event {}",
        "templates export backup-too-old -o {}", "templates import {}", "adopt crontab {}", "blocks new hi --into {}",
    ],
)  # fmt: skip
def test_a_path_that_can_be_none_is_bad_input_wherever_one_is_typed(cli: Cli, daily: str, line: str) -> None:
    for path, said in (("~nobody-of-that-name/x", "the home of nobody here"), ("x" * 5000, "File name too long")):
        answer = cli(*(word.format(path).replace("daily", daily) for word in line.split()))
        assert (answer.code, answer.out, said in answer.err, len(answer.err) < 250) == (2, "", True, True)


def test_what_was_pasted_by_mistake_hides_no_sentence(cli: Cli) -> None:
    for line in (["show", "x" * 5000], ["trace", "x" * 5000], ["when", "x" * 1500], ["list", "x" * 5000]):
        answer = cli(*line)
        assert (answer.code in (2, 3), len(answer.err) < 600) == (True, True)


def test_a_home_of_nobody_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMOLOGI_HOME", "~nobody-of-that-name/x")
    answer = cli("list")
    assert (answer.code, "the home of nobody here" in answer.err) == (2, True)
