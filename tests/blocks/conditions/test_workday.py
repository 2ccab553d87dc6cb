from datetime import UTC, datetime

import pytest

from nomologi_tui.blocks.conditions.workday import Workday, workday
from nomologi_tui.blocks.fields import check
from nomologi_tui.model import Verdict
from nomologi_tui.testing import FakeClock, FakeContext


async def asked(day: str, kind: str, country: str = "", **fields: str) -> Verdict:
    clock = FakeClock(datetime.fromisoformat(f"{day}T23:30").replace(tzinfo=UTC))
    config = Workday.model_validate({"kind": kind, "country": country, **fields})
    verdict: Verdict = await workday.run(config, FakeContext(clock=clock))
    return verdict


@pytest.mark.parametrize(
    ("day", "country", "kinds", "words"),
    [
        ("2026-11-23", "", ["workday"], "Mon 23 Nov 2026 is a workday"),
        ("2026-11-22", "DE", ["day off"], "Sun 22 Nov 2026 is a day off (DE)"),
        ("2026-12-25", "US", ["day off", "public holiday"], "Fri 25 Dec 2026 is Christmas Day (US)"),
        ("2026-12-25", "", ["workday"], "Fri 25 Dec 2026 is a workday"),
        ("2026-11-27", "EG", ["day off"], "Fri 27 Nov 2026 is a day off (EG)"),
    ],
)
async def test_a_day_is_what_its_country_makes_of_it(day: str, country: str, kinds: list[str], words: str) -> None:
    every = ["workday", "day off"] + (["public holiday"] if country else [])
    found = {kind: await asked(day, kind, country) for kind in every}
    assert [kind for kind, verdict in found.items() if verdict.met] == kinds
    assert {(verdict.reason, verdict.value) for verdict in found.values()} == {(words, day)}


async def test_parts_of_a_country_and_zones_have_days_of_their_own() -> None:
    assert (await asked("2027-01-06", "public holiday", "DE-BY")).met
    assert not (await asked("2027-01-06", "public holiday", "DE-BE")).met
    assert (await asked("2027-01-05", "public holiday", "DE-BY", timezone="Europe/Berlin")).met


@pytest.mark.parametrize(
    ("fields", "place", "problem"),
    [
        ({"kind": "public holiday"}, "", "set country"),
        ({"country": "Atlantis"}, "country", "No public holidays are known of “Atlantis”"),
    ],
)
def test_what_the_form_refuses(fields: dict[str, str], place: str, problem: str) -> None:
    assert problem in check(Workday, dict(fields))[1][place]


def test_its_words_name_the_country() -> None:
    assert workday.in_words(Workday(country="DE-BY", timezone="UTC")) == "it is a workday (DE-BY UTC)"
    assert workday.in_words(Workday(kind="day off")) == "it is a day off"
