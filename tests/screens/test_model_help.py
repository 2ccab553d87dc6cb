"""A language model's help in the flow, by keys: offered only where one is set, marked, and never on by itself."""

import json

from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.workspace import Workspace
from tests.blocks.conftest import serving
from tests.blocks.web import Answer
from tests.screens.person import Person, at_terminal

GOAL = "every day at 7 flurb the gnork"
DRAFT = {
    "when": [{"block": "schedule", "config": {"times": ["07:00"]}}],
    "what": [{"block": "run_command", "config": {"command": "gnork --flurb"}}],
}
SAID = {"choices": [{"index": 0, "message": {"role": "assistant", "content": json.dumps(DRAFT)}}]}


def with_model(ws: Workspace, url: str) -> None:
    ws.settings_changed(help_connection="Ours")
    connections.add(ws, ws.providers.get("openai"), "Ours", {"url": f"{url}/v1", "model": "tiny"})


async def say(person: Person) -> None:
    await person.sees("Nothing runs yet")
    await person.paste(GOAL)
    await person.press("enter")
    await person.sees("STEP 1", "NOT UNDERSTOOD")


async def test_a_suggestion_is_marked_in_every_form_and_turned_on_by_a_person(ws: Workspace) -> None:
    with serving() as web:
        web.answers["/v1/chat/completions"] = Answer(body=json.dumps(SAID).encode())
        with_model(ws, web.url)
        async with at_terminal(ws) as person:
            await say(person)
            await person.sees("F6 ask the model")
            await person.press("f6")
            await person.sees("SUGGESTED BY tiny: look at each step", "run `gnork --flurb`")
            await person.press("ctrl+n")
            await person.sees("STEP 2", "SUGGESTED BY tiny", "07:00 CET")
            await person.press("ctrl+n")
            await person.sees("STEP 3", "SUGGESTED BY tiny", "gnork --flurb")
            assert not ws.reader.overview(1)
            await person.press("escape")
            await person.sees("STEP 2")
            await person.press("escape")
            await person.sees("STEP 1", "SUGGESTED BY tiny, instead of what was read")
            await person.press("ctrl+t")
            await person.sees_no("SUGGESTED")


async def test_no_model_is_offered_where_none_is_set(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await say(person)
        await person.press("f6")
        await person.rest()
        assert "model" not in person.text


async def test_a_model_that_does_not_answer_is_said_and_the_sentence_stays(ws: Workspace) -> None:
    with serving() as web:
        web.answers["/v1/chat/completions"] = Answer(500)
        with_model(ws, web.url)
        async with at_terminal(ws) as person:
            await say(person)
            await person.press("f6")
            await person.sees("500", GOAL)
            await person.sees_no("SUGGESTED")
