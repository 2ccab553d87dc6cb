"""What each command prints with `--json`: the shapes that scripts rely on. docs/json.schema.json is made from them.

No command loads them: each test that reads JSON checks it against them.
A `datetime` is a text in RFC 3339, in UTC. A command whose shape is not here has no `--json`.
"""

from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Any

from nomologi_tui.cli.shapes import automations, reading, runs, state, things

if TYPE_CHECKING:
    from pydantic import TypeAdapter

# What is printed; where it depends on the options, one of several. With --follow, each line.
PRINTED: dict[str, Any] = {
    "adopt crontab": list[automations.Adopted] | list[automations.PutBack],
    "adopt systemd": list[automations.Adopted] | list[str],
    "alerts": state.Alerts | state.AlertSent,
    "apply": automations.Applied,
    "approve": runs.Decided,
    "backtest": runs.Backtest,
    "backup": state.BackedUp,
    "blocks": reading.Block | list[reading.Block],
    "config get": things.Setting | things.Key,
    "config keys": list[things.Key],
    "config list": list[things.Setting],
    "config themes": list[things.Theme],
    "configure": automations.Configured,
    "connections add": things.ConnectionMade | things.LoggedIn | list[things.ConnectionKind],
    "connections list": list[things.Connection],
    "connections login": things.LoggedIn,
    "connections remove": things.ConnectionRemoved,
    "connections test": things.Tested,
    "deny": runs.Decided,
    "doctor": list[state.Check],
    "history": list[automations.Revision],
    "import": list[automations.Imported],
    "list": list[automations.Listed],
    "logs": list[runs.LogLine],
    "missed": list[runs.MissedTimes] | runs.RunAnyway | runs.RunsAnyway,
    "new": automations.Made,
    "next": list[runs.Coming],
    "pause": automations.Paused,
    "read": reading.Read,
    "replay": runs.ReplayQueued | runs.Replayed,
    "restore": state.Restored,
    "run": runs.Queued | runs.Replayed | runs.Rehearsed,
    "runs": list[runs.Run] | list[runs.DayOfRuns],
    "service status": state.Service,
    "show": automations.Shown,
    "status": state.Status,
    "templates import": things.TemplateKept,
    "templates list": list[things.Template],
    "templates remove": things.TemplateRemoved,
    "templates save": things.TemplateKept,
    "templates show": things.TemplateShown,
    "templates upgrade": things.Upgraded,
    "trace": runs.Trace | runs.Compared,
    "trash": list[automations.InTrash],
    "users list": list[things.User],
    "when": reading.When,
    "why": state.Why,
}


@cache
def checker(command: str) -> "TypeAdapter[Any]":
    """What checks a list of such documents: nothing may be missing, and nothing be there beside."""
    from pydantic import ConfigDict, TypeAdapter

    documents: Any = GenericAlias(list, PRINTED[command])
    return TypeAdapter(documents, config=ConfigDict(extra="forbid"))


def schema() -> dict[str, Any]:
    """The JSON Schema: `properties` has an entry for each command. More keys may come; none goes or changes."""
    from pydantic import TypeAdapter

    adapters = {command: TypeAdapter(shape) for command, shape in PRINTED.items()}
    found, common = TypeAdapter.json_schemas((command, "validation", one) for command, one in adapters.items())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `nomologi COMMAND --json` prints",
        "type": "object",
        "properties": {command: found[command, "validation"] for command in PRINTED},
        **common,
    }
