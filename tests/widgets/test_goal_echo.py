"""A goal in pieces: brackets and signs tell what colour repeats, and no text is markup."""

from nomologi_tui.widgets.goal_echo import GoalEcho, Piece
from tests.widgets.harness import on_stage


async def test_pieces_stand_in_brackets_with_their_sign() -> None:
    async with on_stage(GoalEcho) as (stage, pilot):
        assert isinstance(stage.widget, GoalEcho)
        stage.widget.show([Piece("each day", "1", here=True), Piece("and"), Piece("flurb", "?"), Piece("noon", "=")])
        await pilot.pause()
        assert stage.text.splitlines()[0] == "[1 each day] and [? flurb] [= noon]"


async def test_markup_and_control_characters_are_shown_as_text() -> None:
    async with on_stage(GoalEcho) as (stage, pilot):
        assert isinstance(stage.widget, GoalEcho)
        stage.widget.show([Piece("[b]run[/b]\x1b[31m", "1"), Piece("a\nb")])
        await pilot.pause()
        assert stage.text.splitlines()[0] == "[1 [b]run[/b]\ufffd[31m] a b"
