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
