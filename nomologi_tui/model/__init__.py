"""The domain: frozen types without I/O. Rows become these at the store's edge; nothing above the store sees a row.

Datetimes are aware and in UTC everywhere. `config`, `answers`, `data` and the like are plain JSON values.
Importing this module loads neither pydantic nor SQLModel: the CLI's reading paths depend on it.
"""

from nomologi_tui.model.automations import Automation, Configuration, Connection, Draft, Step, Template, User
from nomologi_tui.model.runs import Alert, Ending, Event, Listener, LogEntry, Missed, Run, StepRecord, Verdict
from nomologi_tui.model.states import (
    FINISHED,
    AlertKind,
    AlertState,
    Answer,
    AutomationStatus,
    CatchUp,
    DraftState,
    Effect,
    EventType,
    Level,
    ListenerState,
    OnFailure,
    RunMode,
    RunStatus,
    StepStatus,
    StepType,
    WaitingFor,
)

__all__ = [
    "FINISHED",
    "Alert",
    "AlertKind",
    "AlertState",
    "Answer",
    "Automation",
    "AutomationStatus",
    "CatchUp",
    "Configuration",
    "Connection",
    "Draft",
    "DraftState",
    "Effect",
    "Ending",
    "Event",
    "EventType",
    "Level",
    "Listener",
    "ListenerState",
    "LogEntry",
    "Missed",
    "OnFailure",
    "Run",
    "RunMode",
    "RunStatus",
    "Step",
    "StepRecord",
    "StepStatus",
    "StepType",
    "Template",
    "User",
    "Verdict",
    "WaitingFor",
]
