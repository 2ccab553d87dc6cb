import pytest

from tests.goals.actions.test_acting import read

VAGUE = [
    ("run ~/bin/x.sh from time to time", "from time to time"),
    ("every now and then run ~/bin/x.sh", "every now and then"),
    ("ab und zu starte ~/bin/x.sh", "ab und zu"), ("de temps en temps lance ~/bin/x.sh", "de temps en temps"),
    ("a veces ejecuta ~/bin/x.sh", "a veces"), ("run ~/bin/x.sh around 8", "around 8"),
    ("run ~/bin/x.sh about 9pm", "about 9pm"), ("at lunchtime remind me to eat", "at lunchtime"),
    ("remind me before dinner to feed the cat", "before dinner"), ("run ~/bin/x.sh soon", "soon"),
    ("run ~/bin/x.sh rarely", "rarely"),
    ("every full moon run ~/bin/x.sh", "every full moon"), ("every few hours run ~/bin/x.sh", "every few hours"),
]  # fmt: skip


@pytest.mark.parametrize(("goal", "said"), VAGUE, ids=[goal for goal, _ in VAGUE])
def test_a_vague_time_is_asked_about_in_its_own_words(goal: str, said: str) -> None:
    reading = read(goal)
    assert (reading.when, [one.question for one in reading.missing]) == ((), [f"When? “{said}” is not clear enough."])


def test_a_vague_time_is_no_part_of_what_is_done() -> None:
    assert read("run ~/bin/x.sh around 8").what[0].config == {"command": "~/bin/x.sh"}
    assert read("remind me before dinner to feed the cat").what[0].config == {"message": "feed the cat"}


@pytest.mark.parametrize("goal", ["run ~/bin/x.sh", "tell people at work 'hello'", "run 'talk about 9 things'"])
def test_other_words_are_not_vague(goal: str) -> None:
    assert [part.block for part in read(goal).when] == ["manual"]


@pytest.mark.parametrize(
    "said",
    ["soon", "at some point", "when I have time", "wenn ich Zeit habe", "un de ces jours", "cuando tenga tiempo"],
)
def test_some_day_is_asked_about_wherever_it_stands(said: str) -> None:
    reading = read(f"{said} run ~/x.sh")
    assert (reading.when, [one.key for one in reading.missing]) == ((), ["when.1"])
    assert [part.block for part in reading.what] == ["run_command"]


def test_a_folder_that_something_is_done_to_is_not_watched_for_it() -> None:
    assert read("at some point delete ~/tmp").when == ()
