"""Templates in the app: the list, the preview, the flow that one begins, saving and removing one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nomologi_tui.document.gallery import gallery
from nomologi_tui.goals.matching import matches, sure
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.templates import own as own_templates
from nomologi_tui.usecases.templates import templates
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.first_goal import STARTERS
from nomologi_tui.widgets.template_list import TemplateList
from tests.screens import seed
from tests.screens.person import Person, at_terminal

Golden = Callable[[str, str], None]
SIZES = [(60, 20), (80, 24), (120, 40)]


async def shown(person: Person, *words: str) -> None:
    """Open the mode as a person does."""
    await person.sees("runner")
    await person.rest()
    person.app.screen.query_one("#list").focus()
    await person.press("4")
    await person.sees("[4 Templates]", "36 templates", *words)


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_with_the_preview(ws: Workspace, golden: Golden, size: tuple[int, int]) -> None:
    async with at_terminal(ws, size) as person:
        await shown(person, "Backup too old, version 1")
        await person.rest()
        golden(f"templates-{size[0]}x{size[1]}", person.text)


async def test_the_filter_finds_and_esc_shows_all_again(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("slash")
        await person.type("ssh")
        await person.press("enter")
        await person.sees("1 of 36", "SSH logins", "logs in by SSH")
        await person.press("escape")
        await person.sees("36 templates")
        await person.press("escape")
        await person.sees("[1 Home]")


async def test_enter_begins_the_flow_and_what_is_missing_is_asked_where_it_belongs(ws: Workspace) -> None:
    async with at_terminal(ws, (120, 40)) as person:
        await shown(person)
        place = [one.slug for one in gallery()].index("service-down")
        person.app.screen.query_one(TemplateList).move_to(place)
        await person.press("enter")
        await person.sees("STEP 1 of 3", "Tell me when the service", "WHEN", "unit is missing")
        await person.press("ctrl+n")
        await person.sees("STEP 2 of 3", "The unit's name; a service")
        await person.press("ctrl+n")
        await person.sees("1 problem: Unit.")
        await person.type("cron.service")
        await person.press("ctrl+n")
        await person.sees("STEP 3 of 3", "journalctl")
        person.app.screen.query_one("#finish Button").focus()
        await person.press("enter")
        await person.sees("[1 Home]")
        await person.rest()
    [made] = ws.reader.overview(1)
    assert made.goal.startswith("Tell me when the service")


@pytest.mark.parametrize("size", SIZES)
async def test_under_a_goal_stand_the_templates_that_fit(ws: Workspace, golden: Golden, size: tuple[int, int]) -> None:
    async with at_terminal(ws, size) as person:
        await person.sees("Nothing runs yet")
        await person.paste("tell me when the disk of my backup server is full")
        await person.press("enter")
        await person.sees("F2  Disk nearly full", "draft saved")
        await person.rest()
        golden(f"flow-1-templates-{size[0]}x{size[1]}", person.text)


async def test_one_key_takes_a_template_and_ctrl_t_goes_back_to_the_sentence(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.paste("tell me when my disk is full")
        await person.press("enter")
        await person.sees("STEP 1 of 3", "F2  Disk nearly full", "because you said disk, full")
        await person.press("f2")
        await person.sees("goes above 90 %", "du -xh", "ctrl+t makes them anew")
        await person.press("ctrl+t")
        await person.sees_no("du -xh")
        await person.press("f2")
        await person.sees("du -xh")
        await person.press("ctrl+s")
        await person.sees("[1 Home]", "tell me when my disk is full")
        await person.press("enter")
        await person.sees("STEP 1 of 3", "du -xh")


async def test_an_empty_home_offers_three_of_the_gallery(ws: Workspace) -> None:
    meant = [sure(matches(goal, gallery())) for _, goal in STARTERS]
    assert [one and one.slug for one in meant] == [slug for slug, _ in STARTERS]
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet", *[goal for _, goal in STARTERS])
        await person.press("tab", "j", "enter")
        await person.sees("STEP 1 of 3", "address is missing")


async def test_s_saves_an_automation_and_d_removes_it_again(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'du -sh /srv'")
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("s")
        await person.sees("Save as a template", "every-5-minutes")
        await person.press("enter")
        await person.sees("Save a template", "when.every, what.command")
        await person.press("end", "ctrl+u")
        await person.type("Size")
        await person.press("enter", "enter", "enter")
        await person.sees("“Size” is kept, version 1", "37 templates", "Size, version 1, your own")
        await person.press("d")
        await person.sees("Remove the template “Size”?", "[ Cancel ]")
        await person.press("right", "enter")
        await person.sees("36 templates", "“Size” is removed")
        await person.press("g", "d")
        await person.sees("came with Nomologi")


async def test_who_leaves_a_flow_begun_in_templates_is_there_again(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.press("escape", "escape", "4")
        await person.sees("36 templates")
        await person.press("j", "enter")
        await person.sees("STEP 1", "These steps are a template's")
        await person.press("escape")
        await person.sees("36 templates", "> Backup    Copy to cloud weekly")


async def test_x_writes_one_as_a_file_and_i_takes_it_back(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    async with at_terminal(ws) as person:
        await shown(person)
        for said in ("Written to", "Take another name."):
            await person.press("x")
            await person.sees("Export “Backup too old”")
            await person.press("end", "ctrl+u")
            await person.type(str(file))
            await person.press("enter", "enter")
            await person.sees(said)
        file.write_text(file.read_text().replace("name: Backup too old", "name: Mine"))
        await person.press("i")
        await person.sees("Import a template")
        await person.type(str(file))
        await person.press("enter", "enter")
        await person.sees("“Mine” is kept, version 1", "37 templates")


async def test_what_stands_in_a_template_is_never_markup(ws: Workspace) -> None:
    made = seed.make(ws, "every 5 minutes run 'echo [red]x[/red]'")
    own_templates.save_as(ws, made, own_templates.About("[/foo]\x1b[31m", "[bold]hm[/bold]"), [])
    assert len(templates.listed(ws)) == 37
    async with at_terminal(ws) as person:
        await person.sees("runner")
        await person.rest()
        person.app.screen.query_one("#list").focus()
        await person.press("4")
        await person.sees("37 templates")
        place = [one.name for one in templates.listed(ws)].index("[/foo]\ufffd[31m")
        person.app.screen.query_one(TemplateList).move_to(place)
        await person.sees("[bold]hm[/bold]", "echo [red]x[/red]")


OWN = """
template: 1
name: Beat
category: Own
description: Runs a command.
goal: beat now and then
when: [{block: schedule, config: {every: 1 h}}]
what: [{block: run_command, config: {command: "true"}}]
"""
NEWER = OWN.replace("every: 1 h", 'every: "{{ inputs.every }}"').replace(
    "when:", "inputs: {every: {kind: duration, label: Every, help: How often., example: 2 h}}\nwhen:"
)


async def test_u_takes_an_automation_on_and_asks_only_for_what_is_new(ws: Workspace, golden: Golden) -> None:
    first = own_templates.import_template(ws, OWN)
    made = automations.save(ws, templates.begin(ws, first, {}), turn_on=False)
    own_templates.import_template(ws, NEWER)
    async with at_terminal(ws) as person:
        await person.sees("runner")
        await person.rest()
        person.app.screen.query_one("#list").focus()
        await person.press("4")
        await person.sees("37 templates")
        person.app.screen.query_one(TemplateList).move_to([one.slug for one in templates.listed(ws)].index("beat"))
        await person.press("u")
        await person.sees("Take on to the newest version", made.slug)
        await person.press("enter")
        await person.sees("It asks for something new", "Every: How often.")
        await person.press("enter", "enter")
        await person.sees("version 1 → 2?", "schedule  every: 1 h → 2 h")
        golden("templates-upgrade", person.text)
        await person.press("right", "enter")
        await person.sees("is of version 2 now, revision 2")
        await person.press("u")
        await person.sees("No automation of yours was made from an older version")


async def test_an_open_place_must_be_written_over_before_the_next_form(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await shown(person)
        place = [one.slug for one in gallery()].index("new-release")
        person.app.screen.query_one(TemplateList).move_to(place)
        await person.press("enter")
        await person.sees("STEP 1 of 3", "github.com/{{ inputs.repository }}")
        await person.press("ctrl+n")
        await person.sees("STEP 2 of 3")
        await person.press("ctrl+n")
        await person.sees("Write a value in place of", "1 problem: Address.")
