"""Rows to frozen domain types and back, in one place. A row is anything that maps column names to values."""

from collections.abc import Iterable, Mapping
from sys import intern
from typing import Any, Protocol

from nomologi_tui.model import (
    Alert,
    AlertKind,
    AlertState,
    Automation,
    AutomationStatus,
    CatchUp,
    Configuration,
    Connection,
    Draft,
    DraftState,
    EventType,
    Level,
    Listener,
    ListenerState,
    LogEntry,
    Missed,
    OnFailure,
    Run,
    RunMode,
    RunStatus,
    Step,
    StepRecord,
    StepStatus,
    StepType,
    Template,
    TemplateInput,
    User,
    WaitingFor,
)
from nomologi_tui.store.records import Collecting, RunLine, RunnerInfo
from nomologi_tui.store.sqlite import unstamp


class Row(Protocol):
    """A mapping, SQLAlchemy's RowMapping or sqlite3's Row."""

    def keys(self) -> Iterable[Any]: ...

    def __getitem__(self, name: str, /) -> Any: ...


def _picked(kind: type[Any], row: Row) -> dict[str, Any]:
    """The row's values for the fields that `kind` has under the same name."""
    known = kind.__annotations__  # a mapping that data classes and named tuples have
    return {name: row[name] for name in row.keys() if name in known}  # noqa: SIM118 - sqlite3.Row iterates over values


def user(row: Row) -> User:
    return User(**_picked(User, row))


def connection(row: Row) -> Connection:
    values = _picked(Connection, row)
    values["scopes"] = tuple(values["scopes"])
    return Connection(**values, access_token_ref=row["access_token"], refresh_token_ref=row["refresh_token"])


def step(row: Row) -> Step:
    values = _picked(Step, row)
    flags = {name: bool(values.get(name, False)) for name in ("enabled", "instead", "otherwise")}
    words = {"block": intern(values["block"]), "name": intern(values["name"])}  # thousands have the same
    return Step(**values | flags | words | {"type": StepType(row["type"])})


def steps_to_json(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    return [plain(one) for one in steps]


def plain(one: Step | Configuration) -> dict[str, Any]:
    """Its fields by name. `asdict` copies each value of each, half the time of storing thousands."""
    return {name: getattr(one, name) for name in one.__annotations__}


def configuration(values: Mapping[str, Any]) -> Configuration:
    """Unknown keys are left out: a newer version may have written them."""
    known = _picked(Configuration, values)
    for name, kind in (("mode", RunMode), ("catch_up", CatchUp), ("on_failure", OnFailure)):
        if known.get(name) is not None:
            known[name] = kind(known[name])
    return Configuration(**known)


def automation(row: Row, steps: tuple[Step, ...], configured: Configuration | None = None) -> Automation:
    """`configured` where the row's configuration was converted already."""
    values = _picked(Automation, row) | {
        "status": AutomationStatus(row["status"]),
        "configuration": configured or configuration(row["configuration"]),
        "steps": steps,
    }
    return Automation(**values)


def document(one: Automation) -> dict[str, Any]:
    """What a revision keeps: all that a person can edit."""
    return {
        "slug": one.slug,
        "goal": one.goal,
        "template_id": one.template_id,
        "configuration": plain(one.configuration),
        "steps": steps_to_json(one.steps),
    }


def at_revision(row: Row, revision: int, kept: Mapping[str, Any]) -> Automation:
    """The automation in `row` as `kept`, its document of `revision`, has it."""
    return automation({**row, **kept, "revision": revision}, tuple(step(one) for one in kept["steps"]))


def template(row: Row) -> Template:
    values = _picked(Template, row)
    values["steps"] = tuple(step(one) for one in row["steps"])
    values["inputs"] = tuple(_input(one) for one in row["inputs"])
    values["words"] = tuple(row["words"])
    values["configuration"] = configuration(row["configuration"])
    return Template(**values)


def _input(saved: Row) -> TemplateInput:
    values = _picked(TemplateInput, saved)
    return TemplateInput(**values | {name: tuple(values.get(name, ())) for name in ("choices", "uses")})


def draft(row: Row) -> Draft:
    return Draft(**_picked(Draft, row) | {"state": DraftState(row["state"])})


def run(row: Row) -> Run:
    values = _picked(Run, row)
    waits = values["waiting_for"]
    return Run(
        **values
        | {
            "status": RunStatus(row["status"]),
            "waiting_for": WaitingFor(waits) if waits else None,
            "ignores_conditions": bool(values["ignores_conditions"]),
        }
    )


def run_line(row: Row) -> RunLine:
    values = _picked(RunLine, row)
    waits = values["waiting_for"]
    return RunLine(**values | {"status": RunStatus(row["status"]), "waiting_for": WaitingFor(waits) if waits else None})


def step_record(row: Row) -> StepRecord:
    values = _picked(StepRecord, row)
    return StepRecord(**values | {"type": StepType(row["type"]), "status": StepStatus(row["status"])})


def log_entry(row: Row) -> LogEntry:
    values = _picked(LogEntry, row)
    return LogEntry(**values | {"event_type": EventType(row["event_type"]), "level": Level(row["level"])})


def listener(row: Row) -> Listener:
    return Listener(**_picked(Listener, row) | {"state": ListenerState(row["state"])})


def missed(row: Row) -> Missed:
    return Missed(**_picked(Missed, row))


def alert(row: Row) -> Alert:
    return Alert(**_picked(Alert, row) | {"kind": AlertKind(row["kind"]), "state": AlertState(row["state"])})


def collecting(row: Row) -> Collecting:
    """Its moments are aggregates, which have lost their column's type."""
    return Collecting(**{**dict(row), "since": unstamp(row["since"]), "due": unstamp(row["due"])})


def runner(row: Row) -> RunnerInfo:
    return RunnerInfo(**_picked(RunnerInfo, row))
