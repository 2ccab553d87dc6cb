"""A phrase of time means the same within a goal, before and behind what is done."""

import json
from pathlib import Path

import pytest

from nomologi_tui.goals.times.phrases import read_schedule
from nomologi_tui.schedules import in_words
from tests.goals.actions.test_acting import NOW, read

PHRASES = [
    json.loads(line)["text"] for line in (Path(__file__).parents[1] / "phrases.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("goal", "third"), [("{} run '~/bin/x'", 0), ("run '~/bin/x' {}", 1), ("{}, tell me 'hello'", 2)]
)
def test_a_phrase_is_read_as_by_itself_or_asked_about(goal: str, third: int) -> None:
    by_itself = {text: read_schedule(text, timezone="UTC", now=NOW).schedule for text in PHRASES[third::3]}
    in_goal = {text: (read(goal.format(text)).schedule, alone) for text, alone in by_itself.items() if alone}
    others = [text for text, (here, alone) in in_goal.items() if here and in_words(here) != in_words(alone)]
    asked = [text for text, (here, _) in in_goal.items() if here is None]
    assert (others, len(asked) <= len(in_goal) / 30) == ([], True), asked


@pytest.mark.parametrize("goal", [
    "hourly between 9 and 5 on workdays run '~/bin/x'",
    "remind me every 2 hours between 9am and 5pm on weekdays to rest",
    "run '~/bin/x' weekdays at 7 and weekends at 9", "run '~/bin/x' every wensday at 10am",
    "*/10 9-17 * * 1-5, tell me 'hello'",
])  # fmt: skip
def test_several_pieces_of_time_are_one_schedule(goal: str) -> None:
    assert (read(goal).when[0].block, read(goal).missing) == ("schedule", ())


@pytest.mark.parametrize(("said", "hours"), [
    ("after 6pm", ("18:00", "00:00")), ("before 8 am", ("00:00", "08:00")), ("not before 8:00", ("08:00", "00:00")),
    ("outside 9-17", ("17:00", "09:00")), ("from 22:00 on", ("22:00", "00:00")),
    ("not after 20:00", ("00:00", "20:00")),
])  # fmt: skip
def test_one_side_of_a_time_narrows_an_event(said: str, hours: tuple[str, str]) -> None:
    goal = read(f"when a pdf lands in ~/scan {said} tell me 'x'")
    assert (goal.when[0].block, goal.schedule, goal.not_understood) == ("file", None, ())
    assert [part.config for part in goal.conditions] == [{"from_time": hours[0], "to_time": hours[1]}]


@pytest.mark.parametrize(("said", "hours"), [
    ("at night", ("22:00", "06:00")), ("during the night", ("22:00", "06:00")), ("in the morning", ("06:00", "12:00")),
    ("but not at night", ("06:00", "22:00")),
])  # fmt: skip
def test_a_part_of_the_day_narrows_an_event_and_is_remarked(said: str, hours: tuple[str, str]) -> None:
    goal = read(f"when a pdf lands in ~/scan {said} tell me 'x'")
    assert [part.config for part in goal.conditions] == [{"from_time": hours[0], "to_time": hours[1]}]
    assert (goal.when[0].block, "is taken as" in goal.remarks[0]) == ("file", True)


@pytest.mark.parametrize("goal", [
    "next week at 9 run 'x'", "remind me this month at 9 to call", "run 'x' yesterday at 5", "run 'x' at 9 or at 10",
    "la semaine prochaine à 9h lance 'x'", "nächste Woche um 9 starte 'x'",
])  # fmt: skip
def test_a_time_on_other_days_is_not_taken_as_daily(goal: str) -> None:
    assert (read(goal).schedule, [one.key for one in read(goal).missing]) == (None, ["when.1"])


def test_a_feast_may_be_what_something_is_called_after() -> None:
    assert read("2026-12-20 08:00 remind me of the christmas tree").when[0].config == {"once": "2026-12-20 08:00"}


@pytest.mark.parametrize("goal", [
    "wenn nach 22 Uhr eine Datei in ~/in ankommt, sag 'x'", "wenn ab 22 Uhr eine Datei in ~/in ankommt, sag 'x'",
    "quand un fichier arrive dans ~/in après 22h, dis 'x'", "cuando llega un archivo a ~/in después de las 22, di 'x'",
])  # fmt: skip
def test_one_side_of_a_time_is_known_in_other_languages(goal: str) -> None:
    assert [part.config for part in read(goal).conditions] == [{"from_time": "22:00", "to_time": "00:00"}]


@pytest.mark.parametrize(
    "goal", ["run ~/bin/x.sh after 22:00", "remind me before 9:00 to leave", "every day before 9:00 run 'x'"]
)
def test_one_side_of_a_time_alone_says_not_when(goal: str) -> None:
    assert [one.key for one in read(goal).missing] == ["when.1"]


@pytest.mark.parametrize("goal", [
    "from June to August run ~/bin/x.sh daily at 5", "in June, July and August run ~/bin/x.sh daily at 5",
    "daily at 5 run ~/bin/x.sh in June, July and August",
])  # fmt: skip
def test_months_apart_from_the_rest_narrow_it(goal: str) -> None:
    assert read(goal).when[0].config == {"cron": "0 5 * 6-8 *"}


def test_each_day_before_a_month_is_taken() -> None:
    assert read("on 24 and 31 December at 10 tell me 'x'").when[0].config["dates"] == ["2026-12-24", "2026-12-31"]
    assert read("remind me on the 1st n 15th of the month to pay").when[0].config == {"cron": "0 9 1,15 * *"}


@pytest.mark.parametrize("hours", ["on weekends or after 18:00", "between 1am and 5am don't"])
def test_hours_of_an_event_that_something_turns_round_are_asked_about(hours: str) -> None:
    reading = read(f"when a pdf lands in ~/scan {hours} tell me 'x'")
    assert (reading.conditions, [one.key for one in reading.missing]) == ((), ["conditions.1"])


@pytest.mark.parametrize("goal", [
    "notify me about mails from x@y.de, but only on weekdays", "copy new files from ~/in to ~/out only on weekdays",
    "préviens-moi des mails de x@y.fr, mais seulement en semaine",
    "bei Mails von x@y.de sag Bescheid, aber nur werktags",
    "notify me about mails from x@y.de only at night",
])  # fmt: skip
def test_what_only_narrows_an_event_is_no_schedule(goal: str) -> None:
    found = read(goal)
    assert found.schedule is None
    assert [part.block for part in found.conditions] == ["time_window"]


@pytest.mark.parametrize("goal", ["tell me a joke, but only on weekdays", "I hate mondays"])
def test_days_that_say_not_when_are_asked_about(goal: str) -> None:
    found = read(goal)
    assert (found.schedule, found.missing[0].key) == (None, "when.1")


def test_days_that_are_left_out_are_no_second_schedule() -> None:
    found = read("every 6 hours run `borg create`, except on weekends")
    assert [part.config for part in found.when] == [{"every": "6h", "except_weekdays": ["sat", "sun"]}]


@pytest.mark.parametrize("goal", [
    "from Dec 1 to Dec 24 remind me each morning at 7 about the calendar",
    "starting 1 December, each day at 7 run ~/x.sh for the next 24 days",
])  # fmt: skip
def test_a_stretch_that_stands_apart_narrows_the_schedule(goal: str) -> None:
    found = read(goal)
    assert [part.config for part in found.when] == [{"times": ["07:00"], "starts": "2026-12-01", "ends": "2026-12-24"}]
    assert found.not_understood == ()
