"""Every rule against the oracle that looks at each minute, where clocks change and where they do not."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.schedules import Schedule, next_after
from tests.schedules import oracle
from tests.schedules.strategies import examples, schedules

cases = st.one_of(
    [
        st.tuples(st.just(change), schedules(change[0], datetime.fromisoformat(change[1]).date()))
        for change in oracle.CHANGES
    ]
)


def inside(change: tuple[str, str]) -> tuple[datetime, datetime]:
    """A window that lies a day and a half, or a day, inside the oracle's."""
    shown = oracle.minutes(*change)
    return shown[1440 + 720].moment, shown[-1440].moment


@examples(300)
@given(case=cases, parts=st.lists(st.floats(0, 1), max_size=4))
def test_the_next_moment_is_the_one_that_looking_at_each_minute_finds(
    case: tuple[tuple[str, str], Schedule], parts: list[float]
) -> None:
    change, schedule = case
    low, high = inside(change)
    expected = [moment for moment in oracle.due_minutes(schedule, change[1]) if low < moment < high]
    found = walked(schedule, low, high)
    assert found == expected
    for part in parts:
        asked = low + (high - low) * part
        due = next_after(schedule, asked)
        assert (due if due is not None and due < high else None) == next((one for one in expected if one > asked), None)


def walked(schedule: Schedule, low: datetime, high: datetime) -> list[datetime]:
    found: list[datetime] = []
    due = next_after(schedule, low)
    while due is not None and due < high:
        found.append(due)
        due = next_after(schedule, due)
    return found
