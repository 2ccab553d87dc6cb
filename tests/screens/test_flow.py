"""The guided flow as a person walks it, by keys alone."""

from pathlib import Path

import pytest
from textual.widgets import Input

from nomologi_tui.model import AutomationStatus, Step, StepType
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.usecases.automations import automations as use_automations
from nomologi_tui.usecases.connections import connections as use
from nomologi_tui.usecases.flow import keeping
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.area import Area
from nomologi_tui.widgets.draft_line import DraftLine
from nomologi_tui.widgets.field import Field
from nomologi_tui.widgets.members import Members
from nomologi_tui.widgets.step_card import StepCard
from tests.blocks.mailboxes import a_mail, mail_serving
from tests.screens import seed
from tests.screens.person import Person, at_terminal

GOAL = "every weekday at 8 run 'df -h /'"


async def begin(person: Person, goal: str = GOAL) -> None:
    """Say the goal at home, and go back to the first form where it was so clear that the second one came."""
    await person.sees("Nothing runs yet")
    await person.paste(goal)
    await person.press("enter")
    await person.until(lambda: "STEP" in person.text)
    if "STEP 2" in person.text:
        await person.press("escape")
    await person.sees("STEP 1 of 3", "WHEN", "DO")


async def test_three_forms_and_turn_on_make_an_active_automation(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person)
        await person.press("ctrl+n")
        await person.sees("STEP 2 of 3", "08:00 CET")
        await person.press("ctrl+n")
        await person.sees("STEP 3 of 3", "[ Turn on ]")
        await person.press("ctrl+n")
        await person.sees("1 of 1", "Switched on")
    made = ws.reader.overview(1)
    assert [one.status for one in made] == [AutomationStatus.ACTIVE]


async def test_save_switched_off_leaves_it_a_draft_without_a_runner(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person)
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+n")
        await person.sees("STEP 3")
        person.app.screen.query_one("#save_off").focus()
        await person.press("enter")
        await person.sees("DRAFT")


async def test_a_file_automation_gets_the_hostile_name_as_one_argument(ws: Workspace, tmp_path: Path) -> None:
    inbox, out = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    ws.clock = type(ws.clock).__mro__[1]()  # the real clock: files have real times
    async with at_terminal(ws, runner=True) as person:
        await begin(person, f"when a file appears in {inbox} run 'cp {{{{ event.path }}}} {out}'")
        await person.press("ctrl+n")
        await person.sees("STEP 2", "match now")
        await person.press("ctrl+n")
        await person.sees("STEP 3", "run cp")
        await person.press("ctrl+n")
        await person.sees("Listening (file)")
        (inbox / "a b;$(id).txt").write_text("hello", encoding="utf-8")
        await person.sees("Started by file", "Done:", "OK ")
    assert out.read_text(encoding="utf-8") == "hello"


async def test_what_was_not_understood_is_said(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.paste("flurb the gnork every day at 7")
        await person.press("enter")
        await person.sees("NOT UNDERSTOOD", "flurb", "MISSING")


async def test_escape_goes_back_a_form_at_a_time_and_keeps_the_draft(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person)
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("escape")
        await person.sees("STEP 1", GOAL)
        await person.press("escape")
        await person.sees("Draft “every weekday at 8 run 'df -h /'”", "step 1 of 3")


async def test_a_draft_is_resumed_at_its_form_discarded_and_brought_back(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person)
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+s")
        await person.sees("step 2 of 3")
        await person.until(lambda: isinstance(person.app.focused, DraftLine))
        await person.press("enter")
        await person.sees("STEP 2 of 3", "every weekday at 08:00")
        await person.press("ctrl+s")
        await person.sees("step 2 of 3")
        await person.press("x")
        await person.sees("Draft discarded")
        await person.sees_no("step 2 of 3")


async def test_a_wrong_field_says_so_when_it_is_left_and_stops_the_next_form(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person, "every 5 minutes run 'true'")
        await person.press("ctrl+n")
        await person.sees("STEP 2", "every 5 minutes")
        await person.press("up", "backspace", "backspace", "backspace", "backspace", "backspace")
        await person.type("5 parsecs")
        assert "is not a unit" not in person.text
        await person.press("tab")
        await person.sees("! “parsecs” is not a unit of time")
        await person.press("ctrl+n")
        await person.sees("1 problem: Every")


async def test_what_is_seldom_needed_of_a_step_is_unfolded_by_enter(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person, "every 5 minutes run 'true'")
        await person.press("ctrl+n")
        await person.sees("STEP 2", "more: From time, To time")
        await person.press("shift+tab", "shift+tab")
        await person.sees("Enter shows these fields too.")
        await person.press("enter")
        await person.sees("From time: With Every: the first time of each day.")
        await person.type("9")
        await person.press("tab")
        await person.type("17")
        await person.sees("WHEN every 5 minutes from 09:00 to 17:00")


async def test_a_step_is_added_filled_in_and_removed(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person)
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("f2")
        await person.sees("Add a step")
        await person.press("G", "k", "enter")
        await person.sees("IF   ")
        await person.press("f8")
        await person.sees("Removed:")
        await person.sees_no("IF  ")


async def test_a_value_is_inserted_where_the_cursor_is(ws: Workspace, tmp_path: Path) -> None:
    async with at_terminal(ws) as person:
        await begin(person, f"when a file appears in {tmp_path} run 'ls '")
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+n")
        await person.sees("STEP 3")
        await person.press("up", "end", "space", "f4")
        await person.sees("Insert a value", "event.path")
        await person.press("enter")
        await person.sees("ls {{ event.path }}")


async def test_editing_reopens_the_three_forms_and_keeps_the_automation(ws: Workspace) -> None:
    made = seed.make(ws, GOAL)
    async with at_terminal(ws) as person:
        await person.sees("df -h /")
        await person.press("e")
        await person.sees("Change  STEP 1 of 3", "every weekday at 08:00")
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+n")
        await person.sees("STEP 3", "[ Turn on ]")
        await person.press("end")
        await person.type("tmp")
        await person.press("ctrl+n")
        await person.sees("1 of 1")
        await person.rest()
    assert [one.id for one in ws.reader.overview(1)] == [made.id]
    assert ws.reader.resolve(1, str(made.id)).actions[0].config["command"] == "df -h /tmp"


async def test_who_only_looks_at_an_automation_leaves_no_draft(ws: Workspace) -> None:
    seed.make(ws, GOAL)
    async with at_terminal(ws) as person:
        await person.sees("df -h /")
        await person.press("e")
        await person.sees("STEP 1")
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+n")
        await person.sees("STEP 3")
        await person.press("ctrl+s")
        await person.sees("[1 Home]", "1 of 1")
        await person.rest()
    assert ws.reader.drafts(1) == []


async def test_editing_again_goes_on_with_its_draft(ws: Workspace) -> None:
    seed.make(ws, GOAL)
    async with at_terminal(ws) as person:
        await person.sees("df -h /")
        await person.press("e")
        await person.sees("STEP 1")
        await person.type("tmp")
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+s")
        await person.sees("step 2 of 3")
        await person.press("tab", "e")
        await person.sees("Change  STEP 2 of 3")


async def test_steps_changed_by_hand_survive_a_change_of_the_sentence(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person)
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+n")
        await person.sees("STEP 3")
        await person.press("up", "end")
        await person.type("tmp")
        await person.press("escape")
        await person.sees("STEP 2")
        await person.press("escape")
        await person.sees("changed by hand stay")
        await person.press("ctrl+t")
        await person.sees_no("changed by hand stay")


async def test_how_often_at_most_is_shown_and_follows_the_sentence(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person, "when /tmp/x.log changes tell me at most once an hour")
        await person.sees("HOW IT RUNS", "1h between two runs")
        person.app.screen.query_one("#goal", Input).value = "when /tmp/x.log changes tell me"
        await person.until(lambda: "HOW IT RUNS" not in person.text)
        await person.press("ctrl+n")
        await person.sees("STEP 2")
    (draft,) = ws.reader.drafts(ws.user_id)
    assert keeping.resume(ws, draft.id).configuration.cooldown == 0


async def test_a_block_is_replaced_by_another_of_its_kind(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person)
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("f3")
        await person.sees("Use instead")
        await person.press("enter")
        await person.sees("WHEN you run it", "Nothing starts it by itself")


async def test_actions_change_their_order(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person, "every day at 7 run 'first' and run 'second'")
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+n")
        await person.sees("run `first`", "run `second`")
        await person.press("ctrl+down")
        await person.until(lambda: 0 < person.text.find("run `second`") < person.text.find("run `first`"))
        await person.press("f9")
        await person.until(lambda: 0 < person.text.find("run `first`") < person.text.find("run `second`"))


async def test_steps_are_put_into_a_step_moved_out_of_it_and_removed_with_it(ws: Workspace) -> None:
    seed.acting(ws, "when I run it sort the scans", *seed.nested())
    async with at_terminal(ws) as person:
        await person.sees("sort the scans")
        await person.press("e")
        await person.sees("Change  STEP 1 of 3")
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+n")
        await person.sees("STEP 3", "DO       make the text “{{ item }} is big”")
        await person.press("f2")
        await person.sees("Add a step inside: for each of a.pdf b.pdf")
        await person.press("G", "enter")
        await person.sees("DO     ask for approval")
        await person.press("f6")
        await person.sees("DO   ask for approval")
        await person.press("f7")
        await person.sees("Only a step inside")
        await person.press("f8")
        await person.sees("Removed: ask for approval")
        await person.press("f8")
        await person.sees("Removed: for each of a.pdf b.pdf")
        await person.sees_no("ELSE")


async def test_conditions_inside_a_step_have_forms_of_their_own(ws: Workspace) -> None:
    asked = {"left": "{{ event.x }}", "operator": "is", "right": "1"}
    compare = {"block": "compare", "config": asked}
    inside = Step(StepType.ACTION, "notify", {"message": "x"}, depth=1)
    made = seed.acting(ws, "when I run it tell", Step(StepType.ACTION, "branch", {"conditions": [compare]}), inside)
    async with at_terminal(ws) as person:
        await person.sees("when I run it tell")
        await person.press("e")
        await person.sees("Change  STEP 1 of 3")
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+n")
        await person.sees("STEP 3", "Conditions")
        person.app.screen.query_one(Members).focus()
        await person.press("enter")
        await person.sees("Conditions of: if all of:", "IF   {{ event.x }} is 1", "Compare as")
        await person.press("f2")
        await person.sees("Add a condition")
        await person.press("enter")
        await person.until(lambda: len(person.app.screen.query(StepCard)) == 2)
        await person.press("f8")
        await person.sees("Removed: ")
        await person.until(lambda: isinstance(person.app.focused, Input))
        person.app.screen.query("StepCard.-open Input").last(Input).value = "22"
        await person.sees("IF   {{ event.x }} is 22")
        await person.press("escape")
        await person.sees("STEP 3", "DO   if all of: {{ event.x }} is 22")
        await person.press("ctrl+n")
        await person.until(lambda: use_automations.find(ws, str(made.id)).revision == 2)
    [member] = use_automations.find(ws, str(made.id)).actions[0].config["conditions"]
    assert member == {"block": "compare", "config": {**asked, "right": "22"}}


async def test_each_condition_says_whether_it_is_met_now(ws: Workspace, tmp_path: Path) -> None:
    async with at_terminal(ws) as person:
        await begin(person, f"when a file appears in {tmp_path} between 22:00 and 23:00 run 'true'")
        await person.press("ctrl+n")
        await person.sees("STEP 2", "IF", "not met", "match now")
        await person.press("up", *["tab"] * 6)
        await person.sees("not met: it is 10:00 on Sunday")


async def test_a_mail_trigger_shows_the_newest_mails_and_asks_once(ws: Workspace) -> None:
    ws.secrets = Secrets({"PW": "pw"})
    with mail_serving() as server:
        server.deliver(a_mail("Invoice 7"))
        values = {"imap_host": "127.0.0.1", "imap_port": server.port, "imap_security": "none", "password": "env:PW"}
        use.add(ws, ws.providers.get("mailbox"), "Mails", {"address": "ada@example.com", **values})
        async with at_terminal(ws) as person:
            await begin(person, "when a mail comes run 'true'")
            await person.press("ctrl+n")
            await person.sees("STEP 2 of 3", "would start for a mail", "There now:", "Invoice 7")
            asked = sum("Login:" in line for line in server.log())
            await person.press("tab", "tab")
            await person.sees("Invoice 7")
        assert sum("Login:" in line for line in server.log()) == asked


async def test_nothing_can_be_turned_on_without_a_trigger(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person)
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("f8")
        await person.sees("Nothing says when it happens")
        await person.press("ctrl+n")
        await person.sees("“When I run")


async def test_a_goal_that_is_understood_is_on_after_typing_it_and_three_keys(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.type("every weekday at 8:30 tell me to stand up")
        await person.press("enter")
        await person.sees("STEP 2 of 3", "Mon 23 Nov 2026  08:30 CET", "Enter goes on to what is done")
        await person.press("enter")
        await person.sees("STEP 3 of 3", "stand up", "Enter turns it on")
        await person.press("enter")
        await person.sees("1 of 1", "Switched on")
    assert [one.status for one in ws.reader.overview(1)] == [AutomationStatus.ACTIVE]


async def test_from_the_list_it_is_typing_and_three_keys_too(ws: Workspace) -> None:
    seed.make(ws, GOAL)
    async with at_terminal(ws) as person:
        await person.sees("df -h /")
        await person.press("n")
        await person.sees("STEP 1 of 3")
        await person.type("every hour run 'true'")
        await person.press("enter")
        await person.sees("STEP 2", "Enter goes on")
        await person.press("enter")
        await person.sees("STEP 3", "Enter turns it on")
        await person.press("enter")
        await person.sees("2 of 2")


async def test_missing_fields_are_asked_one_after_another_across_the_forms(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person, "every hour copy it and tell me")
        await person.press("enter")
        await person.sees("STEP 2", "Enter goes on")
        await person.press("enter")
        await person.sees("STEP 3", "File: The file")
        await person.type("~/a.txt")
        await person.press("enter")
        await person.sees("To: The folder it goes to.")
        await person.press("enter")  # not yet: first the other one
        await person.sees("Message: What you are told.")
        await person.type("copied")
        await person.press("enter")
        await person.sees("To: The folder it goes to.")
        await person.type("~/b")
        await person.press("enter")
        await person.sees("Enter turns it on")
    assert not ws.reader.overview(1)


async def test_the_connection_to_a_service_that_the_goal_names_is_asked_for(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person, "every weekday at 8 notify me via ntfy 'good morning'")
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+n")
        await person.sees("STEP 3", "Connection: ")
        await person.press("ctrl+n")
        await person.sees("Which one sends to ntfy", "1 problem: Connection.")
        assert not ws.reader.overview(1)
        person.app.screen.query_one(StepCard).form.rows[2].control.focus()  # the address does as well
        await person.type("json://127.0.0.1:1")
        await person.sees("send a message to the address(es)")
        assert not person.app.screen.query_one(StepCard).form.read()[1]


async def test_the_only_missing_field_says_so_when_it_is_passed_over(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person, "every hour tell me")
        await person.press("enter")
        await person.sees("STEP 2", "Enter goes on")
        await person.press("enter")
        await person.sees("STEP 3", "Message: What")
        await person.press("enter")
        await person.sees("! This is needed.")


async def test_keys_that_come_in_one_burst_land_where_they_were_meant(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person, "every hour copy it and tell me")
        await person.press("enter")
        await person.sees("STEP 2", "Enter goes on")
        await person.press("enter")
        await person.sees("STEP 3", "File: The file")
        await person.burst("~/ab⌫.txt\n~/in\nit is copied\n")
        await person.sees("Enter turns it on")
        copy, tell = (step.config for step in person.app.screen.state.flow.steps[1:])  # type: ignore[attr-defined]
    assert (copy["path"], copy["to"], tell["message"]) == ("~/a.txt", "~/in", "it is copied")


async def test_a_part_that_was_read_becomes_plain_text_by_one_key_and_is_read_after_all_by_it(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person, "every day at 7 tell me to call at noon")
        await person.sees("[1 every day at 7] [2 tell me to call] [1 at noon]", ">1 every day at 07:00 and 12:00")
        await person.press("f8")
        await person.sees("[= every day at 7]", "Plain text now: “every day at 7”, “at noon”.")
        await person.sees("you “call at noon” here")
        await person.press("f8")
        await person.sees("Read after all: “at noon”.", "at 12:00")


async def test_what_was_not_understood_is_marked_in_the_sentence_without_colour(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.paste("flurb every day at 7 run 'true'")
        await person.press("enter")
        await person.sees("[? flurb] [1 every day at 7] [2 run 'true']", "NOT UNDERSTOOD   “flurb”")


async def test_the_next_five_times_stand_under_a_schedule(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person)
        await person.sees("NEXT             Mon 23 Nov 08:00 · Tue 24 Nov 08:00 · Wed 25 Nov 08:00")


async def test_plain_text_survives_leaving_and_coming_back(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await begin(person, "every day at 7 tell me to call at noon")
        await person.press("home", "f8")
        await person.sees("PLAIN TEXT")
        await person.press("ctrl+s")
        await person.sees("Enter resume")
        await person.until(lambda: isinstance(person.app.focused, DraftLine))
        await person.press("enter")
        await person.sees("PLAIN TEXT       “every day at 7”")
        await person.sees_no("changed by hand")


async def test_several_goals_in_one_sentence_are_split_by_a_key(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.paste("every day at 8 run 'a' and every friday at 9 run 'b'")
        await person.press("enter")
        await person.sees("STEP 1", "2 GOALS?", "“every friday at 9 run 'b'”", "F9 keeps the first one here")
        await person.press("f9")
        await person.sees("Kept as a draft: “every friday at 9 run 'b'”.", ">2 run `a`")
        await person.sees_no("2 GOALS?")
        await person.press("ctrl+s")
        await person.sees("Enter resume")
        goals = {draft.answers["goal"] for draft in ws.reader.drafts(1)}
    assert goals == {"every day at 8 run 'a'", "every friday at 9 run 'b'"}


@pytest.mark.parametrize(
    "goal",
    ["x" * 10_000, "🦊" * 50, "every hour run '[b]x[/b]' \x1b[31m\x00", "every hour [/] tell me [bold", "\u202egnp"],
    ids=["long", "emoji", "control", "markup", "bidi"],
)
async def test_whatever_is_typed_as_a_goal_is_shown_as_text(ws: Workspace, goal: str) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.paste(goal)
        await person.press("enter")
        await person.until(lambda: "STEP" in person.text)
        await person.rest()
        await person.press("home", "f8", "f9")
        await person.rest()
        assert not [letter for letter in person.text if not letter.isprintable() and letter != "\n"]


async def test_an_empty_goal_goes_nowhere(ws: Workspace) -> None:
    seed.make(ws, GOAL)
    async with at_terminal(ws) as person:
        await person.sees("df -h /")
        await person.press("n")
        await person.sees("STEP 1")
        await person.press("space", "enter")
        await person.sees("Say what should happen first.")


async def test_where_the_button_has_no_room_the_focus_stays_in_the_fields(ws: Workspace) -> None:
    async with at_terminal(ws, (60, 11)) as person:
        await person.until(lambda: person.app.focused is not None)
        await person.paste("every weekday at 8 run 'df'")
        await person.press("enter")
        await person.sees("STEP 2", "Cron line")
        await person.until(lambda: isinstance(person.app.focused, Field))
        await person.press("ctrl+n")
        await person.sees("STEP 3", "Good exit codes")
        await person.until(lambda: isinstance(person.app.focused, Area | Field))
    assert not ws.reader.overview(1)
