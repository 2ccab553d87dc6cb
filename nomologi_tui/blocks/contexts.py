"""What a block may use while it works, and what comes to it from outside."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.connected import Connected
from nomologi_tui.clock import Clock
from nomologi_tui.model import Ending, Level, Run, Verdict
from nomologi_tui.schedules import Schedule


@dataclass(frozen=True, slots=True)
class FileChange:
    """What happened to one path. `kind`: created, changed, deleted."""

    kind: str
    path: Path


@dataclass(frozen=True, slots=True)
class WebRequest:
    """One POST that reached the listener under a trigger's token.

    `id` is the sender's delivery id, or ours where it sent none; header names are lower case.
    """

    id: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class PastRun:
    """How the last run of an automation ended. `outcome`: success, failure, cancelled; empty where none has ended.

    `under_way`: one is running, or waits in the middle.
    """

    automation: str
    outcome: str = ""
    ended: datetime | None = None
    under_way: bool = False


class Context(Protocol):
    """What every block may use."""

    @property
    def clock(self) -> Clock: ...

    @property
    def timezone(self) -> ZoneInfo:
        """The user's zone: the one that times without a zone are meant in."""
        ...

    def log(self, text: str, level: Level = Level.INFO) -> None:
        """Add a line to the automation's log."""
        ...


class StepContext(Context, Protocol):
    """For conditions and actions."""

    async def evaluate(self, block: str, config: dict[str, Any]) -> Verdict:
        """The verdict of a condition, with `config` as it was typed.

        In a rehearsal one that has a preview is taken as met; the reason says so.
        """
        ...

    @property
    def idempotency_key(self) -> str:
        """The same for every try of the same step in the same run."""
        ...

    def render(self, template: str) -> str:
        """Fill in `{{ … }}`. Only for fields that the engine leaves as typed (see `fields.Command`)."""
        ...

    def connection(self, ref: str) -> Connected:
        """The connection that a `ConnectionRef` field of the config names, with its secrets."""
        ...


class ConditionContext(StepContext, Protocol):
    """For conditions; the values they compare stand in their config, filled in."""

    async def last_run(self, automation: str) -> PastRun:
        """Of the user's automation of that name, of this one where it is empty; the run that asks does not count."""
        ...

    async def recall(self, name: str = "") -> Any:
        """What this step kept under `name` in an earlier run; None where it did not."""
        ...

    def keep(self, value: Any, name: str = "", *, always: bool = False) -> None:
        """Keep a JSON value for later runs, once this step has ended and goes on; `always`: also where it is not met.

        None forgets. It is kept together with the step's outcome, so once a run, however often it is taken up again;
        of the names of a step the newest 10,000 are kept. An edit of the step begins anew.
        """
        ...


class ActionContext(StepContext, Protocol):
    """For actions."""

    @property
    def began(self) -> datetime:
        """When this step began in this run; the same after it was held (`errors.HoldError`), also across restarts."""
        ...

    @property
    def approved(self) -> bool:
        """Whether a person allowed this step after it asked (`HoldError` without a time)."""
        ...

    async def start_run(self, automation: str, inputs: Mapping[str, str]) -> Run:
        """Queue a run of another automation of the same user; for the same step of a run always the same one.

        Raises a NomologiError where there is none of that name, or where it would never end.
        """
        ...


class PreviewContext(Context, Protocol):
    """For a trigger's preview in the form, before any runner listens."""

    def webhook_url(self, token: str) -> str:
        """The address at which the listener would receive requests for `token`."""
        ...


class LookContext(Context, Protocol):
    """For a look at what a trigger would see now, elsewhere, before any runner listens."""

    def connection(self, ref: str) -> Connected:
        """The connection that a `ConnectionRef` field of the config names, with its secrets."""
        ...


class TriggerContext(PreviewContext, LookContext, Protocol):
    """For triggers. Yielding an event hands it over; when the generator is resumed the run is on disk.

    The run of a request may still be on its way there, while more requests wait: those go to the disk together.
    """

    @property
    def cursor(self) -> dict[str, Any] | None:
        """What the last accepted event carried as its cursor, also across restarts; None the first time."""
        ...

    @property
    def process_name(self) -> str:
        """How to mark a process that this trigger starts (`process.Program.name`): after a crash it is ended by it."""
        ...

    async def remember(self, cursor: dict[str, Any]) -> None:
        """Keep `cursor` as an accepted event would, without an event: where a trigger begins the first time."""
        ...

    def alive(self) -> None:
        """Say that the listener works; called at least once a minute by a healthy trigger."""
        ...

    def due_times(self, schedule: Schedule) -> AsyncIterator[datetime]:
        """Each due instant of `schedule`, when it comes."""
        ...

    def requests(self, token: str) -> AsyncIterator[WebRequest]:
        """Requests to the listener under `token`; each is answered 202 once its event's run is on disk."""
        ...

    def refuse(self, request: WebRequest, reason: str) -> None:
        """Answer `request` 403 instead; the reason goes to the log, not to the sender."""
        ...

    def endings(self, automation: str) -> AsyncIterator[tuple[str, Ending]]:
        """The end of each run of the automation that the user calls so, with its slug; from the first start on.

        None is told twice where events carry `place_of` as their cursor. Raises NotFoundError when there is none.
        """
        ...

    def place_of(self, ending: Ending) -> dict[str, Any]:
        """The cursor of an event that tells of `ending`."""
        ...

    async def last_success(self, automation: str) -> datetime | None:
        """When a run of the automation that the user calls so last succeeded. Raises NotFoundError."""
        ...

    def runner_starts(self) -> AsyncIterator[tuple[str, datetime]]:
        """A mark and the time of each start of the runner since the automation was switched on."""
        ...

    def changes(self, folder: Path, *, recursive: bool = False) -> AsyncIterator[list[FileChange]]:
        """Batches of changes below `folder`, as they happen.

        An empty batch asks for a rescan: at the start, after an overflow, when the folder came back.
        """
        ...
