"""Adopted lines are due when Debian's own cron starts them: 480 lines in eight weeks, most with a clock change.

`debian_cron.json` is what its main loop did, compiled from its source with a clock that is told (`debian_cron.c`).
Where the clock jumps over several minutes of a line cron starts it once for each, at one moment; here that is one run.
"""

import json
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.adopting.cron_job import Surroundings, cron_found
from nomologi_tui.adopting.crontab import BadLine, read_crontab
from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes
from nomologi_tui.schedules import next_after

SAID = json.loads((Path(__file__).parent / "debian_cron.json").read_text(encoding="utf-8"))
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("week", SAID["weeks"], ids=lambda week: f"{week['zone']} {week['start']}")
def test_lines_are_due_when_cron_starts_them(week: dict[str, Any]) -> None:
    start = datetime.fromisoformat(week["start"]).replace(tzinfo=UTC)
    around = Surroundings("ada", "/home/ada", week["zone"], "UTC")
    for line, said in week["lines"]:
        [job] = read_crontab(f"{line} true", with_user=False)
        automation = cron_found(job, around).automation
        assert automation is not None
        schedule = ScheduleTimes.model_validate(automation.steps[0].config).schedule("UTC")
        minutes, due = [], next_after(schedule, start)
        while due is not None and due < start + WEEK - MINUTE:
            minutes.append(int((due - start) / MINUTE))
            due = next_after(schedule, due)
        short = [len(minutes), blake2b(json.dumps(minutes).encode(), digest_size=6).hexdigest()]
        assert said == (minutes if len(minutes) <= 8 else short), line


STRICTER = {  # cron takes these and then never starts them, or not as they look; here that is said
    "5-3 * * * *", "* * * * fri-sun", "* * * dec-jan *", "0 0 31 2 *", "0 0 30 2 *", "1-5#3 * * * *", "**/2 * * * *",
    "*5 * * * *", "= 3",
}  # fmt: skip


@pytest.mark.parametrize(("line", "taken"), SAID["odd"], ids=repr)
def test_lines_that_cron_refuses_are_refused(line: str, *, taken: bool) -> None:
    text = line if "=" in line or line == "A" else f"{line} true"
    found = list(read_crontab(text, with_user=False))
    refused = any(isinstance(one, BadLine) for one in found)
    assert refused == (not taken or line in STRICTER)
