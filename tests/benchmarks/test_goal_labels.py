"""The labelled sentences themselves: each label is whole, and true to its own example."""

import pytest

from benchmarks.goals.labels import ACTIONS, SLOTS, TRIGGERS, goals
from benchmarks.goals.timing import matches

GOALS = list(goals())


def test_there_are_at_least_400_sentences_and_none_twice() -> None:
    assert len({goal.id for goal in GOALS}) == len({goal.text for goal in GOALS}) == len(GOALS) >= 400


def test_more_than_a_third_is_held_and_both_halves_hold_every_trigger() -> None:
    halves = {half: [goal for goal in GOALS if goal.half == half] for half in ("open", "held")}
    assert len(halves["held"]) > len(GOALS) / 3  # what rules are written after goes to the open half
    for found in halves.values():
        assert {goal.triggers[0] for goal in found} == TRIGGERS


def test_a_half_depends_on_the_id_alone() -> None:
    first = {goal.id: goal.half for goal in GOALS[:4]}
    assert first == {"g-001": "open", "g-002": "open", "g-003": "open", "g-004": "held"}


def test_labels_use_known_words() -> None:
    strange = [
        goal.id
        for goal in GOALS
        if not set(goal.triggers) <= TRIGGERS
        or not goal.actions[0]
        or not all(actions <= ACTIONS for actions in goal.actions)
        or goal.language not in ("en", "de", "fr", "es")
        or goal.difficulty not in ("easy", "medium", "hard")
        or set(goal.slots) != {*SLOTS, "topics"}
    ]
    assert strange == []


def test_labelled_values_stand_in_the_sentence_as_they_were_typed() -> None:
    said = [(goal, value) for goal in GOALS for values in goal.slots.values() for value in values]
    assert [(goal.id, value) for goal, value in said if value not in goal.text] == []


@pytest.mark.parametrize("kind", ["exact", "dates", "once", "sun", "spacing"])
def test_a_label_of_a_time_is_right_by_itself_and_wrong_for_another(kind: str) -> None:
    for label in (goal.timing for goal in GOALS if goal.timing and goal.timing["kind"] == kind):
        by_date_only = label.get("window") or label.get("per_day", 1) > 1
        assert by_date_only or matches(label, label["schedule"]), label
        assert not matches(label, {"every_seconds": 17}), label
