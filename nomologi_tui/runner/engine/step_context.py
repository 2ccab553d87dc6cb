"""What a block sees while it works (`blocks.contexts.ActionContext` and `ConditionContext`)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.contexts import PastRun
from nomologi_tui.clock import Clock
from nomologi_tui.model import Level, Run, StepRecord, StepType, Verdict
from nomologi_tui.runner.engine.config import build_config
from nomologi_tui.runner.engine.output import kept, plain, redacted
from nomologi_tui.runner.engine.past import Past
from nomologi_tui.runner.engine.surroundings import Surroundings, key_prefix
from nomologi_tui.runner.engine.template import PassedOver, render
from nomologi_tui.text import clean_line, shorten


@dataclass(slots=True)
class StepContext:
    """One step's."""

    around: Surroundings
    idempotency_key: str
    values: Mapping[str, Any]
    began: datetime
    approved: bool
    connections: dict[str, Connected] = field(default_factory=dict)
    step_id: int = 0
    place: str = ""  # of a condition inside groups: its memory is its own
    staged: dict[str, tuple[Any, bool]] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        return self.around.clock

    @property
    def timezone(self) -> ZoneInfo:
        return self.around.timezone

    def log(self, text: str, level: Level = Level.INFO) -> None:
        self.around.log(clean_line(self.around.redact(text)), level)

    def render(self, template: str) -> str:
        pretence = self.around.pretence
        text = render(template, self.values, rehearsal=pretence.dry, real_event=pretence.real_event)
        for name, given in self.values["steps"].items():
            if isinstance(given, PassedOver) and given.asked:
                given.asked = False
                self.log(
                    f"“{name}” was not carried out, so what it gives is empty in “{shorten(template, 60)}”.",
                    Level.WARNING,
                )
        return text

    def connection(self, ref: str) -> Connected:
        return self.connections[ref]

    async def last_run(self, automation: str) -> PastRun:
        return await self.around.reach.history.last_run(automation)

    async def recall(self, name: str = "") -> Any:
        return await self.around.reach.history.recall(self.step_id, self.place + name)

    def keep(self, value: Any, name: str = "", *, always: bool = False) -> None:
        self.staged[self.place + name] = (kept(plain(value), self.around.redact), always)

    def to_keep(self, *, met: bool) -> dict[str, Any]:
        """What is to be kept of it, when the step's verdict is this."""
        return {name: value for name, (value, always) in self.staged.items() if met or always}

    async def start_run(self, automation: str, inputs: Mapping[str, str]) -> Run:
        given = redacted(dict(inputs), self.around.redact)  # they are written down as its event
        return await self.around.reach.start(automation, given, self.idempotency_key)

    async def evaluate(self, block: str, config: dict[str, Any]) -> Verdict:
        """The verdict of another condition; for the group."""
        found = self.around.registry.get(StepType.CONDITION, block)
        built = await build_config(found, config, self.render, self.around.secret)
        typed = json.dumps([self.place, block, config], sort_keys=True, default=str)
        place = hashlib.sha256(typed.encode()).hexdigest()[:16] + ":"
        return await ask(found, built, replace(self, place=place))


def context_of(record: StepRecord, values: Mapping[str, Any], around: Surroundings, past: Past) -> StepContext:
    """The context of the step that `record` tells of."""
    place, began = record.place, record.started_at or around.clock.now()
    key = f"{key_prefix(around.store_id)}{record.run_id}-{place}"
    return StepContext(around, key, values, began, past.approved == place, step_id=record.step_id or 0)


async def ask(block: Block, config: BaseModel, context: StepContext) -> Verdict:
    """A condition's verdict. In a rehearsal one that does more than look is taken as met, and says what it would do."""
    if context.around.dry and block.show:
        return Verdict(True, f"{clean_line(await block.previewed(config, context))}; taken as met")
    verdict: Verdict = await block.run(config, context)
    return verdict
