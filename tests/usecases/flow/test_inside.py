"""Steps inside steps while an automation is made: where they go, and what is wrong with where they stand."""

from collections.abc import Sequence

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Step, StepType
from nomologi_tui.usecases.flow import inside
from nomologi_tui.usecases.flow.checking import problems

REGISTRY = load_registry()
BLOCKS = {"each": "for_each", "if": "branch"}


def steps(*lines: str) -> tuple[Step, ...]:
    """Steps by their names, indented as deep as they stand; `!` marks those under otherwise."""
    made = []
    for line in lines:
        name = line.strip(" !")
        depth = (len(line) - len(line.lstrip())) // 2
        block = BLOCKS.get(name.rstrip("0123456789"), "stop")
        config = {"for_each": {"items": "a"}, "branch": {"test": "true"}}.get(block, {})
        made.append(Step(StepType.ACTION, block, config, name, depth=depth, otherwise="!" in line))
    return tuple(made)


def lines(made: Sequence[Step]) -> list[str]:
    return ["  " * step.depth + step.name + "!" * step.otherwise for step in made]


NESTED = steps("a", "each", "  b", "  if", "    c", "    d!", "e")


@pytest.mark.parametrize(
    ("at", "title", "wanted"),
    [
        (None, None, ["a", "each", "  b", "  if", "    c", "    d!", "e", "new"]),
        (0, None, ["a", "each", "  b", "  if", "    c", "    d!", "e", "new"]),
        (1, 1, ["a", "each", "  b", "  if", "    c", "    d!", "  new", "e"]),
        (2, 1, ["a", "each", "  b", "  new", "  if", "    c", "    d!", "e"]),
        (4, 3, ["a", "each", "  b", "  if", "    c", "    new", "    d!", "e"]),
        (5, 3, ["a", "each", "  b", "  if", "    c", "    d!", "    new!", "e"]),
    ],
)
def test_a_new_step_goes_beside_the_one_that_is_worked_on(at: int | None, title: int | None, wanted: list[str]) -> None:
    place, beside = inside.place_for(REGISTRY, NESTED, at)
    made = inside.put(NESTED, place, steps("new")[0], beside)
    assert (lines(made), inside.holder_for(REGISTRY, NESTED, at)) == (wanted, title)
    assert made[place].name == "new"


def test_a_new_step_is_not_put_too_deep() -> None:
    deep = steps("each", "  each2", "    each3", "      each4")
    with pytest.raises(BadInputError, match="at most 3 deep"):
        inside.put(deep, *reordered(inside.place_for(REGISTRY, deep, 3)))


def reordered(found: tuple[int, Step | None]) -> tuple[int, Step, Step | None]:
    return found[0], steps("new")[0], found[1]


def test_a_step_is_removed_with_all_that_it_holds() -> None:
    assert lines(inside.without(NESTED, 1)) == ["a", "e"]
    assert lines(inside.without(NESTED, 3)) == ["a", "each", "  b", "e"]


@pytest.mark.parametrize(
    ("at", "by", "place", "wanted"),
    [
        (1, -1, 0, ["each", "  b", "  if", "    c", "    d!", "a", "e"]),
        (1, 1, 2, ["a", "e", "each", "  b", "  if", "    c", "    d!"]),
        (2, 1, 5, ["a", "each", "  if", "    c", "    d!", "  b", "e"]),
        (4, 1, 4, lines(NESTED)),  # the steps under otherwise are another list
        (0, -1, 0, lines(NESTED)),
    ],
)
def test_a_step_changes_places_with_its_neighbour(at: int, by: int, place: int, wanted: list[str]) -> None:
    made, now = inside.moved(NESTED, at, by)
    assert (lines(made), now) == (wanted, place)


def test_a_step_is_taken_out_with_what_it_holds() -> None:
    made, now = inside.taken_out(NESTED, 3)
    assert (lines(made), now) == (["a", "each", "  b", "if", "  c", "  d!", "e"], 3)
    made, now = inside.taken_out(NESTED, 2)
    assert (lines(made), now) == (["a", "each", "  if", "    c", "    d!", "b", "e"], 5)


def test_a_step_goes_under_otherwise_and_back() -> None:
    made, now = inside.otherwise_turned(REGISTRY, NESTED, 4)
    assert (lines(made)[4:6], now) == (["    d!", "    c!"], 5)
    back, now = inside.otherwise_turned(REGISTRY, made, 4)
    assert (lines(back)[4:6], now) == (["    d", "    c!"], 4)
    with pytest.raises(BadInputError, match="under otherwise"):
        inside.otherwise_turned(REGISTRY, NESTED, 2)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (steps("each"), "There are no steps inside it."),
        (steps("a", "  b"), "“a” holds no steps."),
        (steps("each", "  a!"), "“each” has no steps under otherwise."),
        (steps("each", "    a"), "It stands deeper than the step before it allows."),
        (steps("  a"), "It stands inside a step that is not there."),
        (steps("each", "  if", "    each2", "      each3", "        a"), "Steps may stand at most 3 deep"),
    ],
)
def test_a_wrong_place_is_a_problem_of_the_flow(made: tuple[Step, ...], words: str) -> None:
    assert any(words in one.message for one in problems(REGISTRY, made))


def test_right_places_are_none() -> None:
    assert [one.message for one in problems(REGISTRY, NESTED)] == ["Nothing says when it runs."]
