from datetime import datetime, time

import pytest

from nomologi_tui.schedules import WORKDAYS, AtTimes, Cron, Every, Once, Rule, Schedule, in_words

SAID: list[tuple[Rule, str]] = [
    (Every(1), "every second"),
    (Every(5), "every 5 seconds"),
    (Every(1.5), "every 1.5 seconds"),
    (Every(900), "every 15 minutes"),
    (Every(3600), "every hour"),
    (Every(5400), "every 90 minutes"),
    (Every(86400), "every 24 hours"),
    (AtTimes((time(7, 30),)), "every day at 07:30"),
    (AtTimes((time(7, 30),), WORKDAYS), "every weekday at 07:30"),
    (AtTimes((time(18), time(8)), frozenset({0, 3})), "Mondays and Thursdays at 08:00 and 18:00"),
    (AtTimes((time(8, 0, 30),), frozenset({6})), "Sundays at 08:00:30"),
    (Once(datetime(2026, 12, 24, 9)), "at 09:00 on 24 Dec 2026"),
    (Cron("30 7 * * mon-fri"), "every weekday at 07:30"),
    (Cron("@daily"), "every day at 00:00"),
    (Cron("* * * * *"), "every minute"),
    (Cron("0 * * * *"), "every hour on the hour"),
    (Cron("*/15 * * * *"), "every 15 minutes on the clock"),
    (Cron("*/45 * * * *"), "at 0 and 45 minutes past every hour"),
    (Cron("1 * * * *"), "at 1 minute past every hour"),
    (Cron("0 */2 * * *"), "every 2 hours on the clock from 00:00"),
    (Cron("0 */5 * * *"), "every day at 00:00, 05:00, 10:00, 15:00 and 20:00"),
    (Cron("0 9-17 * * 1-5"), "every hour on the hour from 09:00 to 17:00, every weekday"),
    (Cron("*/10 9-17 * * 1-5"), "every 10 minutes on the clock from 09:00 to 17:50, every weekday"),
    (Cron("0 6 1,15 * *"), "on the 1st and 15th of every month at 06:00"),
    (Cron("0 6 22 1 *"), "on the 22nd of Jan at 06:00"),
    (Cron("0 6 * 6-8 0"), "Sundays in Jun, Jul and Aug at 06:00"),
]


@pytest.mark.parametrize(("rule", "words"), SAID, ids=[words for _, words in SAID])
def test_a_schedule_is_said_in_words(rule: Rule, words: str) -> None:
    assert in_words(Schedule(rule)) == words


@pytest.mark.parametrize(
    "line", ["0 9 1-7 * 1", "0 0 29 2 0", "3-59/7 * * * *", "*/7 1,5,9 * * *", "*/15 1,5 * * *", "0 0 1-20 * *"]
)
def test_a_line_without_exact_words_is_shown_as_it_is(line: str) -> None:
    assert in_words(Schedule(Cron(line))) == f"by cron line {line}"


def test_the_zone_is_named_where_it_matters() -> None:
    assert in_words(Schedule(AtTimes((time(9),)), "Asia/Tokyo"), with_zone=True) == "every day at 09:00 (Asia/Tokyo)"
    assert in_words(Schedule(Every(5), "Asia/Tokyo"), with_zone=True) == "every 5 seconds"
