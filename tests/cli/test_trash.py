from tests.cli.conftest import Cli


def test_what_was_deleted_is_listed_until_it_is_brought_back(cli: Cli, daily: str) -> None:
    assert "The trash is empty." in cli("trash").err
    cli("delete", daily)
    (one,) = cli("trash", "--json").json
    assert (one["slug"], one["deleted_at"] < one["until"]) == (daily, True)
    assert cli("trash").lines[1].split()[0] == str(one["id"])
    cli("delete", "--undo", str(one["id"]))
    assert cli("trash", "--json").json == []
