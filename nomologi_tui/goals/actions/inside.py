"""Actions that hang on what one before them gave, as they are read one after the other: a branch, and what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nomologi_tui.goals.actions.outcomes import HOLDER, Gate, member_of
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.filling.telling import message_of
from nomologi_tui.goals.finding.verbs import Deed
from nomologi_tui.model import StepType


@dataclass(slots=True)
class Inside:
    """`gate`: the one that is open now; `names`: what the steps are called whose actions begin there."""

    draft: Draft
    gates: Sequence[Gate]
    gate: Gate | None = None
    otherwise: bool = False
    names: dict[int, str] = field(default_factory=dict)

    def begin(self, deed: Deed) -> bool:
        """Open the gate that stands before the action; whether one is open now."""
        opened = next((gate for gate in self.gates if gate.first == deed.first and gate.asked in self.names), None)
        if opened:
            self.gate, self.otherwise = opened, False
            holder = self.draft.registry.get(StepType.ACTION, HOLDER)
            config = member_of(opened, self.names[opened.asked], self.draft.registry)
            self.draft.add(holder, config, opened.clause.places)
        elif self.gate and self.gate.alone:
            self.gate = None
        return self.gate is not None

    def end(self, deed: Deed, *, failed: bool) -> None:
        """The action was read last. `failed`: it stands behind `otherwise`."""
        self.names[deed.first] = self.draft.name_of(len(self.draft.parts[StepType.ACTION]) - 1)
        if self.gate:
            self.otherwise |= failed
            self.draft.put_inside(otherwise=self.otherwise)

    def message(self) -> str:
        """What is told inside: `The output contains "error": {{ steps.run_command.stdout }}`; empty elsewhere."""
        if self.gate is None or self.otherwise:
            return ""
        clause = self.gate.clause
        said = self.draft.text(range(clause.first if self.gate.unless else clause.body, clause.end))
        return message_of(said, (self.gate.given,), f"steps.{self.names[self.gate.asked]}")
