"""next."""

from tests.cli.conftest import Cli


def test_what_comes_is_shown_hour_by_hour(cli: Cli) -> None:
    cli("new", "every 10 minutes run 'true'", "--yes")
    cli("new", "every 2 minutes run 'false'", "--yes")
    told = cli("next")
    assert told.lines[0].startswith("AUTOMATION")
    assert "+" * 24 in next(line for line in told.lines if "every-2-" in line)
    assert "6" * 24 in next(line for line in told.lines if "every-10-" in line)
    (one,) = cli("next", "every-10", "--json").json
    assert (one["automation"], one["per_hour"]) == ("every-10-minutes-run-true", [6] * 24)


def test_more_than_is_shown_is_said(cli: Cli) -> None:
    for name in ("a", "b", "c"):
        cli("new", f"every 10 minutes run '{name}'", "--yes")
    told = cli("next", "--limit", "2")
    assert len(told.lines) == 3
    assert told.err == "There are more; --limit 4 shows them.\n"
    assert cli("next", "nothing-like-it").code == 3
