"""Which words of a goal belong to which part."""

from nomologi_tui.goals.marking import Mark, marks_of, part_at, texts_of
from nomologi_tui.goals.reading import Part, Reading


def reading(goal: str, *spans: str, unread: tuple[str, ...] = ()) -> Reading:
    """A reading whose first part is a trigger and the others actions, each read from words of the goal."""
    parts = [Part("x", {}, "", (goal.index(one), goal.index(one) + len(one))) for one in spans]
    return Reading(goal, when=tuple(parts[:1]), what=tuple(parts[1:]), not_understood=unread)


def said(one: Reading) -> list[tuple[int, str]]:
    return [(mark.part, one.goal[mark.start : mark.end]) for mark in marks_of(one)]


def test_parts_are_numbered_in_the_order_trigger_to_action() -> None:
    assert said(reading("run x each day", "each day", "run x")) == [(2, "run x"), (1, "each day")]


def test_a_part_inside_another_one_cuts_it_in_two() -> None:
    inside = reading("remind me tomorrow to call", "tomorrow", "remind me tomorrow to call")
    assert said(inside) == [(2, "remind me"), (1, "tomorrow"), (2, "to call")]
    assert texts_of(inside, 2) == ("remind me", "to call")


def test_what_was_not_understood_is_marked_where_no_part_is() -> None:
    assert said(reading("flurb each day", "each day", unread=("flurb",))) == [(0, "flurb"), (1, "each day")]
    assert said(reading("each day", "each day", unread=("each day",))) == [(1, "each day")]


def test_a_part_without_a_place_has_no_mark() -> None:
    assert marks_of(Reading("run x", when=(Part("manual", {}, "", (0, 0)),))) == []


def test_the_part_at_the_cursor_is_the_one_that_it_is_in_or_behind() -> None:
    marks = [Mark(0, 0, 3), Mark(2, 4, 9), Mark(1, 10, 20)]
    assert [part_at(marks, cursor) for cursor in (0, 4, 9, 10, 25)] == [2, 2, 2, 1, 1]
    assert part_at([], 3) == 0


def test_words_that_nobody_understood_are_marked_as_they_are_written() -> None:
    assert said(reading("copy it to the NAS, not the nasal one", unread=("nas",))) == [(0, "NAS")]
