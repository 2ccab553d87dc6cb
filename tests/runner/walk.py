"""Carries out automations with the engine alone, without a store."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks import ActionContext
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import (
    Automation,
    Event,
    Level,
    Run,
    RunStatus,
    Step,
    StepRecord,
)
from nomologi_tui.runner.engine.ending import RunEnded
from nomologi_tui.runner.engine.execute import Progress, StepEnded, execute
from nomologi_tui.runner.engine.past import Past
from nomologi_tui.runner.engine.surroundings import Pretence, Surroundings
from nomologi_tui.runner.redaction import Redactor
from tests.runner.made import Do, Doings, automation

PASSWORD = "correct-horse-battery"
EVENT = Event("event:1", {"name": "Ada", "order": {"lines": [{"text": "tea"}]}})


def a_run(wanted: Automation) -> Run:
    return Run(7, wanted.id, RunStatus.RUNNING, "manual", wanted.revision, event_id=EVENT.id)


class Walk:
    """Carries out automations and keeps what the engine yielded and logged."""

    def __init__(self, doings: Doings) -> None:
        self.registry = doings.registry()
        self.progress: list[Progress] = []
        self.logged: list[tuple[str, Level]] = []

    def around(self, *, dry: bool) -> Surroundings:
        redactor, known = Redactor(), {"env:PASSWORD": PASSWORD}

        def secret(reference: str) -> str:
            if reference not in known:
                raise NotFoundError(f"There is no secret {reference}.", "Log in again.")
            return redactor.add(known[reference])

        return Surroundings(
            self.registry, SystemClock(), ZoneInfo("Europe/Berlin"), secret,
            log=lambda text, level: self.logged.append((text, level)), redact=redactor,
            pretence=Pretence(dry),
        )  # fmt: skip

    async def __call__(
        self, *steps: Step, dry: bool = False, done: dict[int, StepRecord] | None = None, **configuration: Any
    ) -> RunEnded:
        wanted = automation(*steps, **configuration)
        self.progress = [
            one
            async for one in execute(
                wanted,
                a_run(wanted),
                EVENT,
                self.around(dry=dry),
                Past({str(place): one for place, one in (done or {}).items()}),
            )
        ]
        end = self.progress[-1]
        assert isinstance(end, RunEnded)
        return end

    @property
    def records(self) -> list[StepRecord]:
        return [one.record for one in self.progress if isinstance(one, StepEnded)]


def raising(error: BaseException) -> Callable[..., Any]:
    async def act(config: Do, ctx: ActionContext) -> None:
        raise error

    return act


def returning(value: Any) -> Callable[..., Any]:
    async def act(config: Do, ctx: ActionContext) -> Any:
        return value

    return act
