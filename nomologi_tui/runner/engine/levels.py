"""Which step is next. Each list of steps is a level; one that holds others puts theirs on top, once for each item."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nomologi_tui.blocks.holding import Inside, Later
from nomologi_tui.model import Automation, OnFailure, Run, Step, StepRecord, StepStatus, StepType
from nomologi_tui.model.nesting import end_of, inside
from nomologi_tui.model.runs import ONE_TURN, place_of
from nomologi_tui.runner.engine.output import is_cut, kept, plain
from nomologi_tui.runner.engine.surroundings import Surroundings
from nomologi_tui.runner.engine.taken_over import hides
from nomologi_tui.runner.engine.template import PassedOver, as_value

MOST_ITEMS = 10_000  # in all loops of one run, also inside each other: each leaves its records


@dataclass(slots=True)
class Level:
    """Steps that are carried out one after the other, with the same values."""

    ahead: deque[tuple[int, Step]]
    values: dict[str, Any]
    holder: "Holder | None" = None  # the step that holds them
    lap: str = ""
    ended: list[tuple[Step, StepRecord]] = field(default_factory=list)
    output: Any = None  # of the last one that ended


@dataclass(slots=True)
class Holder:
    """A step whose inner steps are under way."""

    step: Step
    record: StepRecord
    plan: Inside
    steps: list[tuple[int, Step]]
    around: Level
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    stopped: bool = False
    refused: str = ""  # why none of it is done

    def next(self) -> Level | None:
        """The steps once more, for the next item; None when all are done."""
        turn, items = len(self.outcomes), self.plan.items
        if self.stopped or turn >= (1 if items is None else len(items)):
            return None
        values, part = self.around.values, ONE_TURN
        if items is not None:
            values, part = _for_item(values, items[turn], turn + 1), str(turn + 1)
        lap = f"{self.around.lap}.{part}" if self.around.lap else part
        return Level(deque(self.steps), values, self, lap)

    def took(self, level: Level) -> None:
        """The steps have ended for one item."""
        failed = [record for _, record in level.ended if record.status is StepStatus.FAILURE]
        error = "; ".join(f"“{one.called}”: {one.error}" for one in failed)
        status = StepStatus.FAILURE if failed else StepStatus.SUCCESS
        outcome = {"index": len(self.outcomes) + 1, "status": status.value, "output": level.output, "error": error}
        if self.plan.items is not None:
            outcome["item"] = self.plan.items[len(self.outcomes)]
        self.outcomes.append(outcome)
        self.stopped = self.stopped or bool(failed and not self.plan.goes_on)

    def close(self, around: Surroundings) -> tuple[StepRecord, Any]:
        """How the step went with all that it holds: its record, and its output as later steps see it."""
        failed = [one for one in self.outcomes if one["error"]]
        output = self._output(len(failed))
        error = self.refused or _failures(self.plan.items, self.outcomes, failed)
        status = StepStatus.FAILURE if error else StepStatus.SUCCESS
        done = replace(self.record, status=status, output=kept(plain(output), around.redact), error=error)
        return replace(done, reason=self._words(), finished_at=around.clock.now()), output

    def _output(self, failed: int) -> dict[str, Any]:
        if self.plan.items is None:
            return {"otherwise": self.plan.otherwise, "output": self.outcomes[0]["output"] if self.outcomes else None}
        done = len(self.outcomes)
        return {
            "results": self.outcomes, "count": len(self.plan.items), "succeeded": done - failed, "failed": failed,
        }  # fmt: skip

    def _words(self) -> str:
        if self.plan.items is None:
            return self.record.reason
        done, number = len(self.outcomes), len(self.plan.items)
        of = f"{done} of {number} items" if done < number else f"{number} {'item' if number == 1 else 'items'}"
        return f"{self.record.reason}: {of}"


def _failures(items: Sequence[Any] | None, outcomes: list[dict[str, Any]], failed: list[dict[str, Any]]) -> str:
    if not failed:
        return ""
    if items is None:
        return str(failed[0]["error"])
    first = f"item {failed[0]['index']}: {failed[0]['error']}"
    return f"{len(failed)} of {len(outcomes)} items failed; {first}" if len(outcomes) > 1 else first


def _for_item(values: dict[str, Any], item: Any, index: int) -> dict[str, Any]:
    """What the steps inside a loop see. What they give is theirs: the next item begins without it."""
    own = values | {"item": as_value(item), "index": index, "steps": dict(values["steps"])}
    if "item" in values:
        own["outer"] = as_value({"item": values["item"], "index": values["index"]})
    return own


class Levels:
    """All lists of steps that are under way in a run, the innermost last."""

    def __init__(self, automation: Automation, run: Run, values: dict[str, Any], around: Surroundings) -> None:
        self._automation = automation
        self._around = around
        self._levels = [Level(deque(turn(automation, run)), values)]
        self._over = False  # a step has ended the whole run
        self._items = 0  # of all loops so far

    @property
    def level(self) -> Level:
        """The innermost."""
        return self._levels[-1]

    def open(self, step: Step, record: StepRecord, wanted: Inside | Later) -> None:
        """Go on with the steps that `step` holds."""
        outer = self.level
        if isinstance(wanted, Later):  # a rehearsal of what is sent later
            value = plain(wanted.value)
            sent = {"items": [value], "groups": [{"name": wanted.heading, "items": [value], "count": 1}], "count": 1}
            outer, plan = replace(outer, values=outer.values | as_value(sent)), Inside()
        else:
            plan = wanted
        if plan.items is None:
            self._pass_over(record.position, otherwise=not plan.otherwise)
        if plan.items is not None and self._around.dry:
            plan = replace(plan, items=plan.items[: self._around.pretence.items])
        steps = _enabled(self._automation, inside(self._automation.steps, record.position, otherwise=plan.otherwise))
        self._begin(Holder(step, record, plan, steps, outer))

    def _pass_over(self, position: int, *, otherwise: bool) -> None:
        """What the steps of a list would give that is not taken, later steps may ask for all the same."""
        steps = self._automation.steps
        for at in inside(steps, position, otherwise=otherwise):
            for place in range(at, end_of(steps, at)):
                self.level.values["steps"].setdefault(_name_of(steps[place], place), PassedOver())

    def _begin(self, holder: Holder) -> None:
        """Its first turn; where there is none, nothing but its end is left to do."""
        self._items += len(holder.plan.items or ())
        if self._items > MOST_ITEMS:
            holder.refused = f"The run would go through more than {MOST_ITEMS:,} items in all."
            holder.stopped = True
        self._levels.append(holder.next() or Level(deque(), {}, replace(holder, stopped=True)))

    def up(self) -> tuple[Step, StepRecord, Any] | None:
        """The innermost list is done: go on with the next item, or return how the step that holds it went."""
        done = self._levels.pop()
        holder = done.holder
        if holder is None:
            raise AssertionError("the outermost list of steps is held by none")
        if done.lap:
            holder.took(done)
        following = holder.next()
        if following is not None:
            self._levels.append(following)
            return None
        record, output = holder.close(self._around)
        return holder.step, record, output

    def took(self, step: Step, record: StepRecord, output: Any) -> None:
        """A step has ended: later ones see its output; what follows depends on how it went."""
        level = self.level
        level.ended.append((step, record))
        level.output = output
        level.values["steps"][_name_of(step, record.position)] = as_value(output)
        if self._around.registry.ends_run(step):
            self._stop()
        elif record.status is not StepStatus.SUCCESS:
            level.ahead = self._after(step, record)

    def recall(self, step: Step, record: StepRecord, ended: Mapping[str, StepRecord]) -> None:
        """A step has `ended` in an earlier attempt, with all that it held: later ones see what they gave."""
        steps, place = self._automation.steps, record.position
        within = range(place + 1, end_of(steps, place))
        self._recall_list(record)
        for at in within:
            turns = [ONE_TURN] * (steps[at].depth - steps[place].depth)  # what a loop holds gives nothing outside it
            found = ended.get(place_of(at, ".".join([*filter(None, [record.lap]), *turns])))
            if found is not None:
                self._recall_list(found)
                self.level.values["steps"][_name_of(steps[at], at)] = as_value(found.output)
        self.took(step, record, record.output)
        if any(self._around.registry.ends_run(steps[one.position]) for one in ended.values() if one.position in within):
            self._stop()

    def _recall_list(self, record: StepRecord) -> None:
        if isinstance(record.output, dict) and "otherwise" in record.output:
            self._pass_over(record.position, otherwise=not record.output["otherwise"])

    def _stop(self) -> None:
        self._over = True
        for level in self._levels:
            level.ahead.clear()
            if level.holder:
                level.holder.stopped = True

    def _after(self, step: Step, record: StepRecord) -> deque[tuple[int, Step]]:
        """What is left to do after a step that is no success."""
        if self._over or record.status is StepStatus.SKIPPED or step.type is not StepType.ACTION or step.instead:
            return deque()
        match self._automation.configuration.on_failure:
            case OnFailure.CONTINUE:
                return self.level.ahead
            case OnFailure.INSTEAD if self.level.holder is None:
                failed = {"step": step.name or step.block, "error": record.error}
                self.level.values["failure"] = as_value(failed)
                return deque(_of_place(self._automation, {StepType.ACTION}, instead=True))
            case _:
                return deque()


def _name_of(step: Step, position: int) -> str:
    """By which later steps ask for what it gives."""
    return step.name or f"{step.block}_{position}"


def turn(automation: Automation, run: Run) -> list[tuple[int, Step]]:
    """The outermost steps that a run carries out, with their positions; of a digest's run those inside its step."""
    if run.only_inside is not None:
        at = next((at for at, step in enumerate(automation.steps) if step.id == run.only_inside), None)
        return [] if at is None else _enabled(automation, inside(automation.steps, at))
    asked = {StepType.ACTION} if run.ignores_conditions else {StepType.CONDITION, StepType.ACTION}
    return _of_place(automation, asked, instead=False)


def _of_place(automation: Automation, asked: set[StepType], *, instead: bool) -> list[tuple[int, Step]]:
    return [
        (position, step)
        for position, step in enumerate(automation.steps)
        if step.enabled and step.type in asked and step.instead is instead and not step.depth
    ]


def _enabled(automation: Automation, places: Iterable[int]) -> list[tuple[int, Step]]:
    return [(at, automation.steps[at]) for at in places if automation.steps[at].enabled]


def plan_of(record: StepRecord) -> Inside | None:
    """What a step that was open in an earlier attempt had said about its steps; None where it was not kept whole."""
    kept_plan = record.output
    lost = is_cut(kept_plan) or not isinstance(kept_plan, dict) or hides(kept_plan)
    return None if lost else Inside(**kept_plan)


def begins_again(record: StepRecord | None) -> StepRecord | None:
    """The record of a step that was open, as it is asked once more what it holds; None where there is none."""
    return record and replace(record, status=StepStatus.STARTED, output=None)
