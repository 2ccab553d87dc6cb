"""How it runs: one line on the third form, a form behind F5, steps that run instead."""

from collections.abc import Callable

import pytest

from nomologi_tui.model import OnFailure, RunMode
from nomologi_tui.usecases.workspace import Workspace
from tests.screens.person import Person, at_terminal

Golden = Callable[[str, str], None]
GOAL = "every day at 7 run 'first' and run 'second'"


async def to_the_third_form(person: Person, goal: str = GOAL) -> None:
    await person.sees("Nothing runs yet")
    await person.paste(goal)
    await person.press("enter")
    await person.sees("STEP 2")
    await person.press("ctrl+n")
    await person.sees("STEP 3", "HOW IT RUNS")


async def to_the_field(person: Person, label: str) -> None:
    """Tab until the hint is about it."""
    await person.press("f5")
    await person.sees("the defaults are right for most")
    for _ in range(20):
        if f"\n {label}: " in person.text:
            return
        await person.press("tab")
    raise AssertionError(person.text)


async def test_the_line_says_the_defaults_and_f5_changes_them(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await to_the_third_form(person)
        await person.sees("up to 4 tries, then it stops; one run at a time")
        await to_the_field(person, "More tries")
        await person.type("0")
        await person.sees("one try, then it stops")
        await person.press("escape")
        await person.sees("STEP 3", "HOW IT RUNS  one try, then it stops")
        await person.press("ctrl+n")
        await person.sees("1 of 1")
        await person.rest()
    assert ws.reader.resolve(1, "1").configuration.retries == 0


async def test_what_was_set_is_in_the_draft(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await to_the_third_form(person)
        await to_the_field(person, "While one runs")
        await person.press("space")
        await person.sees("< queued >", "one run at a time, the others queue")
        await person.press("escape", "ctrl+s")
        await person.sees("Draft “every day at 7", "Enter resume")
        await person.press("c")
        await person.sees("STEP 3", "the others queue")


async def test_a_wrong_value_is_said_under_its_field_and_not_kept(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await to_the_third_form(person)
        await to_the_field(person, "More tries")
        await person.type("1000")
        await person.press("escape")
        await person.sees("! 1000 can't be. Give a number from 0 to 100.", "Not kept: More tries. Esc once more")
        await person.press("escape")
        await person.sees("STEP 3", "up to 101 tries")


async def test_a_contradiction_is_a_sentence_and_keeps_it_from_being_saved(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await to_the_third_form(person)
        await to_the_field(person, "At once")
        await person.press("end", "backspace")
        await person.type("3")
        await person.sees("! 3 runs at once contradict mode single.")
        await person.press("escape")
        await person.sees("STEP 3", "HOW IT RUNS  ! 3 runs at once contradict mode single.")
        await person.press("ctrl+n")
        await person.until(lambda: person.text.count("3 runs at once contradict mode single.") == 2)
        await person.rest()
        assert ws.reader.overview(1) == []
        await to_the_field(person, "While one runs")
        await person.press("left")
        await person.sees("< parallel >", "up to 3 runs at once")
        await person.press("escape", "ctrl+n")
        await person.sees("1 of 1")
        await person.rest()
    assert ws.reader.resolve(1, "1").configuration.mode is RunMode.PARALLEL


async def test_ctrl_f_marks_a_step_to_run_instead_and_takes_the_mark_back(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await to_the_third_form(person)
        await person.press("ctrl+f")
        await person.sees("instead, after a failure", "then other steps run instead")
        await person.press("ctrl+f")
        await person.sees("then it stops")
        await person.sees_no("instead, after a failure")
        await person.press("ctrl+f")
        await person.sees("instead, after a failure")
        await person.press("ctrl+n")
        await person.sees("1 of 1")
        await person.rest()
        await person.press("enter")
        await person.sees("run `first` (instead, after a failure)")
    made = ws.reader.resolve(1, "1")
    assert [step.instead for step in made.steps] == [False, True, False]
    assert made.configuration.on_failure is OnFailure.INSTEAD


async def test_the_only_action_cant_be_one_that_runs_instead(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await to_the_third_form(person, "every day at 7 run 'first'")
        await person.press("ctrl+f", "ctrl+n")
        await person.sees("STEP 3", "Every action runs only after a failure of another")


async def test_after_a_failure_can_be_left_to_the_settings_again(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await to_the_third_form(person)
        await to_the_field(person, "After a failure")
        await person.sees("< not set >")
        await person.press("right", "right")
        await person.sees("< continue >", "goes on with the next step")
        await person.press("left", "left")
        await person.sees("< not set >", "then it stops")


async def test_a_rule_without_a_step_names_the_key_that_marks_one(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await to_the_third_form(person)
        await to_the_field(person, "After a failure")
        await person.press("left")
        await person.sees("< instead >", "! After a failure other steps shall run instead, but there are none.")
        await person.press("escape")
        await person.sees("STEP 3", "F5 changes it, ctrl+f marks a step")
        await person.press("ctrl+f")
        await person.sees("then other steps run instead")


async def test_a_marked_step(ws: Workspace, golden: Golden) -> None:
    async with at_terminal(ws) as person:
        await to_the_third_form(person)
        await person.press("ctrl+f")
        await person.sees("instead, after", "draft saved")
        await person.rest()
        golden("flow-3-instead-80x24", person.text)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_form(ws: Workspace, golden: Golden, size: tuple[int, int]) -> None:
    async with at_terminal(ws, size) as person:
        await to_the_third_form(person)
        await to_the_field(person, "More tries")
        golden(f"how-it-runs-{size[0]}x{size[1]}", person.text)
