import pytest

from tests.goals.actions.test_acting import read

BOTH = ["ask_for_approval", "trash_file"]


@pytest.mark.parametrize(
    "goal",
    [
        "every day at 8 delete ~/old but ask me first",
        "every night delete ~/old, ask me before deleting it",
        "delete ~/old every sunday, with my approval",
        "lösche jede Nacht ~/old, aber vorher fragen",
        "supprime ~/old chaque nuit, demande-moi avant",
        "borra ~/old cada noche, pregúntame antes",
    ],
)
def test_who_is_to_be_asked_first_is_asked_before_it_is_done(goal: str) -> None:
    reading = read(goal)
    assert ([part.block for part in reading.what], reading.missing) == (BOTH, ())
    assert "~/old?" in reading.what[0].config["question"]


def test_the_question_stands_before_the_action_that_it_names() -> None:
    reading = read("every night copy ~/a to /mnt/b and delete ~/a, ask me before deleting it")
    assert [part.block for part in reading.what] == ["copy_file", *BOTH]
    assert reading.what[1].config == {"question": "Delete ~/a?"}


def test_without_such_a_name_all_waits_for_the_answer() -> None:
    reading = read("every night copy ~/a to /mnt/b and delete ~/a, but ask me first")
    assert [part.block for part in reading.what] == ["ask_for_approval", "copy_file", "trash_file"]


def test_a_question_that_stands_first_names_what_comes_next() -> None:
    assert read("every night ask me first, then delete ~/old").what[0].config == {"question": "Delete ~/old?"}
