"""The log view holds a window of lines and asks for what it lacks."""

from nomologi_tui.widgets.log_view import KEEP, PAGE, LogLine, LogView
from tests.widgets.harness import on_stage


def lines(first: int, count: int) -> list[LogLine]:
    return [LogLine(i, "10:00:00", "backup", "INFO", f"line {i}") for i in range(first, first + count)]


async def test_it_shows_the_newest_and_follows() -> None:
    view = LogView()
    async with on_stage(lambda: view) as (stage, pilot):
        view.show(lines(1, 100), at_start=True, at_end=True)
        view.put_after(lines(101, 2))
        await pilot.pause()
        assert "line 102" in stage.text.splitlines()[-1]


async def test_paused_it_counts_and_does_not_move() -> None:
    view = LogView()
    async with on_stage(lambda: view) as (stage, pilot):
        view.show(lines(1, 100), at_start=True, at_end=True)
        view.focus()
        await pilot.press("f")
        before = stage.text
        view.more_waiting(5)
        await pilot.pause()
        assert stage.text == before
        assert stage.last(LogView.FollowChanged).waiting == 5


async def test_going_up_asks_for_older_lines_and_keeps_the_cursor_on_its_line() -> None:
    view = LogView()
    async with on_stage(lambda: view) as (stage, pilot):
        view.show(lines(1001, PAGE), at_start=False, at_end=True)
        view.focus()
        view.move_to(5)
        await pilot.pause()
        assert stage.last(LogView.PageWanted).before == 1001
        view.put_before(lines(801, PAGE))
        assert view.selected is not None
        assert view.selected.id == 1006


async def test_it_never_holds_more_than_a_few_pages() -> None:
    view = LogView()
    async with on_stage(lambda: view):
        view.show(lines(1, PAGE), at_start=True, at_end=True)
        for page in range(1, 20):
            view.put_after(lines(page * PAGE + 1, PAGE))
        assert view.count == KEEP
        assert view.newest == 20 * PAGE


async def test_only_what_changes_is_drawn_again() -> None:
    view = LogView()
    async with on_stage(lambda: view) as (_, pilot):
        view.show(lines(1, 10), at_start=True, at_end=True)
        view.focus()
        await pilot.pause()
        drawn: list[int] = []
        render = view.render_line
        view.render_line = lambda y: drawn.append(y) or render(y)  # type: ignore[method-assign,func-returns-value]
        await pilot.press("k")
        await pilot.pause()
        assert set(drawn) == {8, 9}
