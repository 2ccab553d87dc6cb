"""Connections that a goal needs and has not."""

import pytest

from nomologi_tui.errors import NeedsPersonError
from nomologi_tui.model import Connection
from nomologi_tui.store import connections
from nomologi_tui.usecases.flow import drafting
from nomologi_tui.usecases.flow.connection_gaps import Gap, gaps, need_no_connection, put_aside, with_the_only_one
from nomologi_tui.usecases.workspace import Workspace


def missing(ws: Workspace, goal: str) -> list[Gap]:
    return gaps(ws, *drafting.flow_from_goal(ws, goal))


@pytest.mark.parametrize(
    ("goal", "key", "command"),
    [
        ("when a mail comes, run 'true'", "when.mailbox", "add mailbox --set address=a@b.example"),
        ("when an mqtt message comes under a/b, run 'true'", "when.connection", "add mqtt --set host=mqtt.local"),
        ("every day at 8 post 'hi' to slack", "what.connection", "add apprise"),
        ("every day at 8 send me a telegram message 'hi'", "what.connection", "add apprise"),
    ],
)
def test_what_a_goal_needs_is_named_with_the_line_that_makes_it(
    ws: Workspace, goal: str, key: str, command: str
) -> None:
    (gap,) = missing(ws, goal)
    assert (gap.key, gap.command) == (key, f"nomologi connections {command}")
    with pytest.raises(NeedsPersonError, match=key):
        need_no_connection([gap])


@pytest.mark.parametrize("goal", ["every day tell me 'hi'", "every day remind me to answer the slack thread"])
def test_nothing_is_missing_where_the_message_comes_here(ws: Workspace, goal: str) -> None:
    assert missing(ws, goal) == []


def test_the_only_one_that_there_is_serves(ws: Workspace) -> None:
    ws.store.write(connections.save, Connection(ws.user.id, "apprise", "Team", {"url": "env:TEAM"}), ws.clock.now())
    flow, reading = drafting.flow_from_goal(ws, "every day at 8 post 'hi' to slack")
    chosen = with_the_only_one(ws, flow, gaps(ws, flow, reading))
    assert chosen.steps[-1].config["connection"] == "Team"
    assert gaps(ws, chosen, reading) == []


def test_the_same_goal_is_kept_as_a_draft_once(ws: Workspace) -> None:
    kept = [put_aside(ws, drafting.flow_from_goal(ws, "when a mail comes, run 'true'")[0]) for _ in range(2)]
    assert kept[0].draft_id == kept[1].draft_id
    assert [draft.id for draft in ws.reader.drafts(ws.user_id)] == [kept[0].draft_id]
