"""Nodes that lead to one another, as automations: one for each set of triggers with the same beginning.

What comes behind a node that is not taken over is kept switched off: it was never meant to act without it. A node that
is reached on several ways stands on each of them, for it ran for each: with what that way brings it.
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

MOST_NODES = 500  # read of a flow; walked through before nodes on several ways stand once only

Gives = str | Mapping[str, str]
"""What a node hands on: where it stands, or for each of its fields the text that comes to its value."""


class NotTakenError(Exception):
    """A node that has no like here; its text says why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a node becomes. `holds`: its first output leads inside, its second to what happens otherwise.

    `gives` is where the next node finds what this one hands on.
    """

    steps: tuple[Step, ...] = ()
    holds: bool = False
    gives: Gives = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """`outputs`: for each output the ids of the nodes behind it; behind a first one only what always follows is on.

    `after` are those behind all that it holds. `gate`: while it is disabled, nothing gets past it. `beside` are further
    parts of the same node, walked to with what it was given; they are marked as `part` and do not count.
    """

    id: str
    name: str
    kind: str
    settings: Mapping[str, Any]
    outputs: Sequence[Sequence[str]] = ()
    enabled: bool = True
    trigger: bool = False
    after: Sequence[str] = ()
    gate: bool = False
    beside: Sequence[str] = ()
    part: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What a node finds: what the one right before it gives, and for each one on its way, by id, what that gave."""

    last: Gives = ""
    of: Mapping[str, Gives] = field(default_factory=dict)


Make = Callable[[Node, Given, str], Piece]
"""The piece of a node: the node, what it finds, the name of its step. Raises NotTakenError."""


@dataclass(slots=True)
class _Walk:
    nodes: Mapping[str, Node]
    make: Make
    elsewhere: set[str] = field(default_factory=set)  # what stands in other automations of the flow
    steps: list[Step] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    left: int = 0
    walked: int = 0
    names: set[str] = field(default_factory=set)

    @property
    def parts(self) -> int:
        return sum(not self.nodes[one].part for one in self.seen)

    @property
    def taken(self) -> int:
        return sum(not self.nodes[one].part for one in self.seen - self.refused)

    def add(self, node: Node, given: Given, like: Step) -> tuple[Piece | None, Step]:
        """Its steps, and how the next ones stand: as `like`, switched off behind one that is not taken over."""
        self.seen.add(node.id)
        self.walked += 1
        try:
            piece = _too_deep() if like.depth > DEEPEST else self.make(node, given, self._name(node))
        except NotTakenError as error:
            if not node.part:
                self.note(node, str(error), like)
            self.refused.add(node.id)
            return None, replace(like, enabled=False)
        for words in piece.remarks:
            self.remark(f"{node.name}: {words}")
        for step in piece.steps:
            enabled = like.enabled and node.enabled and step.enabled
            self.steps.append(replace(step, depth=like.depth, otherwise=like.otherwise, enabled=enabled))
        if not node.enabled:
            self.remark(f"“{node.name}” is switched off there, and here.")
            piece = piece if node.gate or piece.holds else replace(piece, gives=given.last)  # which goes through it
        return piece, replace(like, enabled=like.enabled and (node.enabled or not node.gate))

    def remark(self, words: str) -> None:
        if words not in self.remarks:
            self.remarks.append(words)

    def note(self, node: Node, why: str, like: Step) -> None:
        self.left += 1
        words = f"“{node.name}” ({node.kind}) is not taken over: {why}."
        self.remark(words)
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

    def follow(self, first: Sequence["_Way"]) -> None:
        """All nodes from these on, each on every way that leads to it."""
        ahead = [*reversed(first)]
        while ahead:
            way = ahead.pop()
            node = self.nodes.get(way.to)
            if node is None and way.to not in self.elsewhere:
                self.remark("A way leads to a node that is not in this flow.")
            if node is None or self._is_known(node, way):
                continue
            missed = way.left is not None and self.left > way.left
            like = replace(way.like, enabled=way.like.enabled and not missed)
            piece, after = self.add(node, way.given, like)
            beside = [replace(way, to=one, like=like) for one in node.beside]
            ahead += reversed([*self._behind(node, piece, way.given, after), *beside])

    def _is_known(self, node: Node, way: "_Way") -> bool:
        """Whether it is left where it stands: it leads back to itself, adds nothing, or all is too much already."""
        if node.id in way.given.of:
            self.remark(f"“{node.name}” is led back to; no step here is done again.")
            return True
        if node.id not in self.seen:
            return False
        if not way.like.enabled:
            self.remark(f"“{node.name}” also stood behind something that is not taken over, or is off; not so here.")
            return True
        if node.id in self.refused or self.walked >= MOST_NODES:
            self.remark(f"“{node.name}” is reached on several ways; it stands here once, on the first of them.")
            return True
        return False

    def _behind(self, node: Node, piece: Piece | None, given: Given, like: Step) -> list["_Way"]:
        if piece is None or not piece.holds:
            passed = Given("", {**given.of, node.id: ""})
            return self.ways_out(node, piece, given, like) + [_Way(one, passed, like) for one in node.after]
        inside = replace(like, depth=like.depth + 1)
        through = Given(given.last, {**given.of, node.id: given.last})
        return [
            _Way(one, through, replace(inside, otherwise=number > 0))
            for number, output in enumerate(node.outputs[:2]) for one in output
        ] + [_Way(one, through, like, self.left) for one in node.after]  # fmt: skip

    def ways_out(self, node: Node, piece: Piece | None, given: Given, like: Step) -> list["_Way"]:
        """What is behind an output but the first came there only at times, as after an error: it is off."""
        gives = piece.gives if piece else ""
        passed, ways = Given(gives, {**given.of, node.id: gives}), []
        for number, output in enumerate(node.outputs):
            if output and number and like.enabled:
                self.remark(f"“{node.name}”: what stands behind its output {number + 1} is off; it did not always run.")
            ways += [_Way(one, passed, replace(like, enabled=like.enabled and not number)) for one in output]
        return ways


@dataclass(frozen=True, slots=True)
class _Way:
    """One to walk: to which node, with what it is given, how its steps stand.

    `left`: how many were left before those inside; where more are now, it is off.
    """

    to: str
    given: Given
    like: Step
    left: int | None = None


def _too_deep() -> Piece:
    raise NotTakenError(f"it stands more than {DEEPEST} deep inside others")


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
    found = [
        _automation(f"{name}: {each[0].name}" if len(groups) > 1 else name, each, by_id, make, reached)
        for each in groups.values()
    ]
    rest = [node for node in nodes if node.id not in reached]
    if rest:
        found += [_automation(name, [], {one.id: one for one in rest}, make, reached)]
    return found


def _automation(name: str, triggers: Sequence[Node], nodes: Mapping[str, Node], make: Make, reached: set[str]) -> Found:
    walk = _Walk(nodes, make, reached)
    pieces = [walk.add(one, Given(), Step(StepType.TRIGGER, ""))[0] for one in triggers]
    like = Step(StepType.ACTION, "", enabled=bool(triggers))
    if triggers:
        walk.follow(walk.ways_out(triggers[0], pieces[0] if len(pieces) == 1 else None, Given(), like))
    for one in [] if triggers else [*_first(nodes), *nodes]:  # all where they stand in a circle
        if one not in walk.seen:
            walk.follow([_Way(one, Given(), like)])
    reached |= walk.seen
    begins = [step for step in walk.steps if step.type is StepType.TRIGGER]
    if not begins:
        begins = [Step(StepType.TRIGGER, "manual")]
        walk.remarks.append("Nothing here starts it but you.")
    steps = (*begins, *_filled([step for step in walk.steps if step.type is not StepType.TRIGGER]))
    goal = shorten(clean_line(name), 160) or "Imported"
    return Found(name, name, Automation(goal, steps), "", tuple(walk.remarks), walk.taken, walk.parts)


def _filled(steps: Sequence[Step]) -> list[Step]:
    """The steps but branches that nothing stands in."""
    kept: list[Step] = []
    for step in reversed(steps):
        if step.block != "branch" or (kept and kept[-1].depth > step.depth):
            kept.append(step)
    return kept[::-1]


def _first(nodes: Mapping[str, Node]) -> list[str]:
    """The nodes that none leads to."""
    led_to = {one for node in nodes.values() for output in (*node.outputs, node.after, node.beside) for one in output}
    return [one for one in nodes if one not in led_to]
