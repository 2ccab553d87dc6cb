"""Nodes that lead to one another, as automations: one for each set of triggers with the same beginning.

What comes behind a node that is not taken over is kept switched off: it was never meant to act without it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.literals import as_literal
from nomologi_tui.model import Automation, Step, StepType
from nomologi_tui.model.nesting import DEEPEST
from nomologi_tui.text import clean_line, in_latin, shorten

MOST_NODES = 500


class NotTakenError(Exception):
    """A node that has no like here; its text says why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a node becomes. `holds`: its first output leads inside, its second to what happens otherwise.

    `gives` is where the next node finds what this one hands on.
    """

    steps: tuple[Step, ...] = ()
    holds: bool = False
    gives: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """`outputs`: for each output the ids of the nodes behind it."""

    id: str
    name: str
    kind: str
    settings: Mapping[str, Any]
    outputs: Sequence[Sequence[str]] = ()
    enabled: bool = True
    trigger: bool = False


Make = Callable[[Node, str, str], Piece]
"""The piece of a node: the node, what the one before it gives, the name of its step. Raises NotTakenError."""


@dataclass(slots=True)
class _Walk:
    nodes: Mapping[str, Node]
    make: Make
    steps: list[Step] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    taken: int = 0
    names: set[str] = field(default_factory=set)

    def add(self, node: Node, gives: str, like: Step) -> tuple[Piece | None, Step]:
        """Its steps, and how the next ones stand: as `like`, switched off behind one that is not taken over."""
        self.seen.add(node.id)
        try:
            piece = _too_deep() if like.depth > DEEPEST else self.make(node, gives, self._name(node))
        except NotTakenError as error:
            self.note(node, str(error), like)
            return None, replace(like, enabled=False)
        self.taken += 1
        self.remarks += [f"{node.name}: {one}" for one in piece.remarks]
        for step in piece.steps:
            enabled = like.enabled and node.enabled and step.enabled
            self.steps.append(replace(step, depth=like.depth, otherwise=like.otherwise, enabled=enabled))
        return piece, like

    def note(self, node: Node, why: str, like: Step) -> None:
        words = f"“{node.name}” ({node.kind}) is not taken over: {why}."
        self.remarks.append(words)
        note = Step(StepType.ACTION, "stop", {"message": as_literal(words)}, enabled=False)
        self.steps.append(replace(note, depth=min(like.depth, DEEPEST), otherwise=like.otherwise))

    def _name(self, node: Node) -> str:
        name = re.sub(r"\W+", "_", in_latin(node.name).lower(), flags=re.ASCII).strip("_")[:40] or "step"
        name = name if name[0].isalpha() else f"step_{name}"
        number, wanted = 2, name
        while wanted in self.names:
            wanted, number = f"{name}_{number}", number + 1
        self.names.add(wanted)
        return wanted

    def follow(self, first: Sequence[str], gives: str, *, enabled: bool) -> None:
        """All nodes from these on, each once."""
        like = Step(StepType.ACTION, "", enabled=enabled)
        ahead = [(one, gives, like) for one in reversed(first)]
        while ahead:
            at, given, like = ahead.pop()
            node = self.nodes.get(at)
            if node is None:
                continue
            if at in self.seen:
                self.remarks.append(f"“{node.name}” is reached on several ways; it stands here once.")
                continue
            piece, after = self.add(node, given, like)
            ahead += reversed(_next(node, piece, given, after))


def _too_deep() -> Piece:
    raise NotTakenError(f"it stands more than {DEEPEST} deep inside others")


def _next(node: Node, piece: Piece | None, given: str, like: Step) -> list[tuple[str, str, Step]]:
    if piece is None or not piece.holds:
        gives = piece.gives if piece else ""
        return [(one, gives, like) for output in node.outputs for one in output]
    inside = replace(like, depth=like.depth + 1)
    return [
        (one, given, replace(inside, otherwise=number > 0))
        for number, output in enumerate(node.outputs[:2]) for one in output
    ]  # fmt: skip


def found_in_flow(name: str, nodes: Sequence[Node], make: Make) -> list[Found]:
    """The automations of one flow, and what of it is not taken over."""
    if len(nodes) > MOST_NODES:
        return [
            Found(name, name, refused=f"it has {len(nodes)} nodes; at most {MOST_NODES} are read", parts=len(nodes))
        ]
    by_id = {node.id: node for node in nodes}
    groups: dict[tuple[Any, ...], list[Node]] = {}
    for node in nodes:
        if node.trigger:
            groups.setdefault(tuple(map(tuple, node.outputs)), []).append(node)
    reached: set[str] = set()
    found = [_automation(name, each, by_id, make, reached) for each in groups.values()]
    rest = [node for node in nodes if node.id not in reached]
    if rest:
        found += [_automation(name, [], {one.id: one for one in rest}, make, reached)]
    return found


def _automation(name: str, triggers: Sequence[Node], nodes: Mapping[str, Node], make: Make, reached: set[str]) -> Found:
    walk = _Walk(nodes, make)
    pieces = [walk.add(one, "", Step(StepType.TRIGGER, ""))[0] for one in triggers]
    gives = next((one.gives for one in pieces if one), "") if len(pieces) == 1 else ""
    walk.follow(_after(triggers[0]) if triggers else _first(nodes), gives, enabled=bool(triggers))
    reached |= walk.seen
    begins = [step for step in walk.steps if step.type is StepType.TRIGGER]
    if not begins:
        begins = [Step(StepType.TRIGGER, "manual")]
        walk.remarks.append("Nothing here starts it but you.")
    steps = (*begins, *(step for step in walk.steps if step.type is not StepType.TRIGGER))
    goal = shorten(clean_line(name), 160) or "Imported"
    return Found(name, name, Automation(goal, steps), "", tuple(walk.remarks), walk.taken, len(walk.seen))


def _after(node: Node) -> list[str]:
    return [one for output in node.outputs for one in output]


def _first(nodes: Mapping[str, Node]) -> list[str]:
    """The nodes that none leads to, and any where all stand in a circle."""
    led_to = {one for node in nodes.values() for one in _after(node)}
    return [one for one in nodes if one not in led_to] + list(nodes)[:1]
