"""Lists: columns that keep their place, a cursor that stays on its row."""

import pytest
from rich.cells import cell_len

from nomologi_tui.widgets.cells import cut, fit
from nomologi_tui.widgets.goal_list import GoalList, GoalRow, heading
from nomologi_tui.widgets.rows import Rows
from nomologi_tui.widgets.run_list import PAGE, RunList, RunRow
from tests.widgets.harness import on_stage


def goal(number: int, text: str = "goal") -> GoalRow:
    return GoalRow(number, "OK", f"{text} {number}", "09:55", "in 5 min", "2 ok")


def run(number: int) -> RunRow:
    return RunRow(number, "09:55", "OK", "1.4 s", f"run {number}")


async def test_the_cursor_stays_on_its_goal_when_others_come() -> None:
    view = GoalList()
    async with on_stage(lambda: view) as (stage, pilot):
        view.show([goal(1), goal(2)])
        view.focus()
        await pilot.press("j")
        view.show([goal(7), goal(1), goal(2)])
        await pilot.pause()
        assert view.selected == goal(2)
        assert "> OK    goal 2" in stage.text


async def test_enter_and_a_second_click_open_a_row() -> None:
    view = GoalList()
    async with on_stage(lambda: view) as (stage, pilot):
        view.show([goal(1), goal(2)])
        view.focus()
        await pilot.press("G", "enter")
        assert stage.last(Rows.Opened).index == 1
        await pilot.click(view, offset=(10, 0))
        await pilot.click(view, offset=(10, 0))
        assert stage.last(Rows.Opened).index == 0


@pytest.mark.parametrize("width", [40, 60, 80, 120])
async def test_wide_letters_and_long_goals_do_not_shift_columns(width: int) -> None:
    view = GoalList()
    async with on_stage(lambda: view, size=(width, 10)) as (stage, pilot):
        view.show([goal(1, "日本語のとても長い目標" * 5), goal(2, "e\u0301" * 60), goal(3)])
        await pilot.pause()
        lines = stage.text.splitlines()[:3]
        places = {cell_len(line[: line.index("in 5 min")]) for line in lines}
        assert len(places) == 1
        assert cell_len(heading(width)) <= max(width, 24)


async def test_older_runs_are_asked_for_near_the_end_and_the_oldest_by_a_key() -> None:
    view = RunList()
    async with on_stage(lambda: view) as (stage, pilot):
        view.show([run(number) for number in range(1000, 1000 - PAGE, -1)], at_top=True, at_end=False)
        view.focus()
        view.move_to(PAGE - 2)
        await pilot.pause()
        assert stage.last(RunList.PageWanted).before == 1001 - PAGE
        view.put_older([run(number) for number in range(500, 490, -1)], at_end=False)
        await pilot.press("G")
        assert stage.last(RunList.PageWanted).after == -1
        view.show([run(number) for number in range(10, 0, -1)], at_top=False, at_end=True, on=1)
        assert view.selected == run(1)


async def test_new_runs_on_top_leave_the_cursor_on_its_run() -> None:
    view = RunList(goals=True)
    async with on_stage(lambda: view) as (_, pilot):
        view.show([run(number) for number in range(10, 0, -1)], at_top=True, at_end=True)
        view.focus()
        await pilot.press("j")
        view.put_newer([run(12), run(11)], at_top=True)
        assert (view.selected, view.newest) == (run(9), 12)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("one two three", 8, "one two…"),
        ("short", 8, "short"),
        ("日本語", 4, "日…"),
        ("unbreakable", 5, "unbr…"),
        ("x", 0, ""),
    ],
)
def test_texts_are_cut_to_cells(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown
    assert cell_len(fit(text, width)) == width
