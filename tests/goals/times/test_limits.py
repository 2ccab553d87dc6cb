import pytest

from tests.goals.actions.test_acting import read as read_goal
from tests.goals.times.test_phrases import read


@pytest.mark.parametrize("text", [
    "just once tomorrow at 7", "only once, tomorrow at 7", "tomorrow at 7, once", "nur einmal morgen um 7",
    "demain à 7h une seule fois", "una sola vez mañana a las 7", "one time on 23 November at 7",
    "on Monday at 7 once only",
])  # fmt: skip
def test_once_makes_one_moment_of_a_day(text: str) -> None:
    assert read(text).config == {"once": "2026-11-23 07:00"}


@pytest.mark.parametrize(("text", "why"), [
    ("once at 8", "not on which day"), ("every Monday at 9 once", "not on which day"), ("once at 8 daily", "repeats"),
])  # fmt: skip
def test_once_without_a_day_is_asked_about(text: str, why: str) -> None:
    assert (read(text).schedule, why in read(text).reason) == (None, True)


@pytest.mark.parametrize(("text", "ends"), [
    ("every day at 20:00 for two weeks", "2026-12-05"), ("for the next 3 days at 20:00", "2026-11-24"),
    ("daily at 8pm over the next month", "2026-12-21"), ("die nächsten 3 Tage um 20 Uhr", "2026-11-24"),
    ("tous les jours à 20h pendant 2 semaines", "2026-12-05"), ("los próximos 3 días a las 20", "2026-11-24"),
])  # fmt: skip
def test_a_stretch_of_days_begins_on_the_first_day_that_is_due(text: str, ends: str) -> None:
    assert read(text).config == {"times": ["20:00"], "ends": ends}


@pytest.mark.parametrize("text", ["every hour for the next 2 days", "tomorrow at 9 for 3 days", "the next day at 8"])
def test_a_stretch_that_can_not_be_held_is_asked_about(text: str) -> None:
    assert read(text).schedule is None


def test_a_stretch_that_a_thing_has_is_not_the_schedules() -> None:
    goal = read_goal("tell me 'x' with the weather for the next 3 days every morning at 7")
    assert goal.when[0].config == {"times": ["07:00"]}
    assert read_goal("remind me for the next 3 days at 8 to call").when[0].config["ends"] == "2026-11-25"


@pytest.mark.parametrize("goal", ["just once tomorrow at 9 run ~/bin/x.sh", "run ~/bin/x.sh only once tomorrow at 9"])
def test_once_at_a_time_is_no_event(goal: str) -> None:
    assert (read_goal(goal).when[0].config, read_goal(goal).missing) == ({"once": "2026-11-23 09:00"}, ())


def test_once_that_something_is_so_stays_an_event() -> None:
    assert read_goal("once the file ~/in/x.pdf is there tell me 'x'").when[0].block == "file"
