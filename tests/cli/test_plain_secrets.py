"""A secret that was typed into a field that is no place for one."""

from tests.cli.conftest import Cli

TOKEN = "ghp_" + "a1" * 18


def test_it_is_named_before_and_in_an_export_and_hidden_where_a_run_tells_of_it(cli: Cli) -> None:
    made = cli("new", "every day at 8 run 'true'", "--set", f"what.command=echo {TOKEN}", "--yes", "--json")
    assert made.json["plan"] == [f"run echo {TOKEN}", "keep what.command readable, which looks like a secret"]
    assert "what.command looks like a secret" in made.err
    assert cli("run", made.json["slug"], "--wait").code == 0
    for told in (cli("trace", "1"), cli("logs"), cli("runs")):
        assert "[hidden]" in told.out
        assert TOKEN not in told.out
    assert "what.command looks like a secret, and stands in the export" in cli("export").err
