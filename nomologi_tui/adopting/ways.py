"""Nodes with many ways out: each way is a branch by itself, which stands no deeper than the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nomologi_tui.adopting.flow import Node, Piece
from nomologi_tui.model import Step, StepType

WAY = "way of the switch"
OTHERWISE = -1
MOST_WAYS = 20


def apart(node: Node, ways: Mapping[int, Sequence[str]]) -> list[Node]:
    """A node for each way that leads somewhere, all but the first parts of the first; one for a way and otherwise."""
    if set(ways) == {0, OTHERWISE}:
        return [replace(node, outputs=[ways[0], ways[OTHERWISE]], settings={**node.settings, WAY: 0})]
    used = {way: output for way, output in ways.items() if output}
    nodes = [
        replace(
            node, id=f"{node.id} · {number}" if number else node.id, outputs=[output], part=number > 0,
            settings={**node.settings, WAY: way},
        )
        for number, (way, output) in enumerate(used.items())
    ]  # fmt: skip
    return [replace(nodes[0], beside=[one.id for one in nodes[1:]]), *nodes[1:]] if nodes else [node]


def way_piece(node: Node, asked: Sequence[dict[str, Any]], name: str, *, first_only: bool) -> Piece:
    """The branch of one way: what it asks holds, and, with `first_only`, nothing that one before it asks."""
    way = node.settings[WAY]
    others = asked if way == OTHERWISE else asked[:way] if first_only else []
    members = [] if way == OTHERWISE else [asked[way]]
    if others:
        members += [{"block": "group", "config": {"mode": "none", "conditions": list(others)}}]
    return Piece((branch_step("all", members, name),), holds=True)


def branch_step(mode: str, members: Sequence[dict[str, Any]], name: str) -> Step:
    return Step(StepType.ACTION, "branch", {"mode": mode, "conditions": list(members)}, name)


def compared(mode: str, tests: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Comparisons as one member of a group."""
    members = [{"block": "compare", "config": dict(one)} for one in tests]
    return members[0] if len(members) == 1 else {"block": "group", "config": {"mode": mode, "conditions": members}}
