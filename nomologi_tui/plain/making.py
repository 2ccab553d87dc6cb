"""Make an automation: the goal, when, what, each as questions. What is said is kept as a draft after each answer."""

import asyncio
from dataclasses import replace

from nomologi_tui.errors import NomologiError
from nomologi_tui.goals.reading import Reading
from nomologi_tui.goals.templates import meant
from nomologi_tui.model import Automation, StepType
from nomologi_tui.plain.talk import Talk
from nomologi_tui.runner.engine.execute import StepEnded
from nomologi_tui.telling.automations import preview_lines, step_lines
from nomologi_tui.text import clean_line, shorten
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.flow import answers, checking, drafting, keeping
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.runs import running
from nomologi_tui.usecases.step_words import shown_config
from nomologi_tui.usecases.templates import templates
from nomologi_tui.usecases.workspace import Workspace

AGAIN = "Say the goal in other words"
FIELD = "Change an answer"
REHEARSE = "Rehearse: say each effect, do none"
ON = "Turn on"
OFF = "Save switched off"
DRAFT = "Keep as a draft and leave"
DISCARD = "Throw it away"


def make(talk: Talk, ws: Workspace) -> None:
    """From a goal."""
    talk.say("Step 1 of 3: what do you want to happen? For example: every weekday at 8 run 'df -h'")
    flow = _say_goal(talk, ws, Flow())
    if flow is not None:
        go_on(talk, ws, flow)


def from_template(talk: Talk, ws: Workspace, slug: str) -> None:
    """From a template; what it asks for is asked like anything that is missing."""
    go_on(talk, ws, keeping.keep(ws, templates.begin(ws, templates.find(ws, slug), {})))


def _say_goal(talk: Talk, ws: Workspace, before: Flow) -> Flow | None:
    """The flow of a sentence that a person says; None where none is said."""
    goal = talk.ask("The goal in one sentence, or Enter to go back")
    if not goal:
        return None
    flow, reading = drafting.flow_from_goal(ws, goal)
    flow = replace(
        flow,
        draft_id=before.draft_id,
        automation_id=before.automation_id,
        configuration=drafting.with_how(before.configuration, {}, reading.how),
        revision=before.revision,
        draft_at=before.draft_at,
    )
    kept = keeping.keep(ws, replace(flow, current_step=2 if drafting.understood(reading) else 1))
    _tell_reading(talk, reading)
    return kept


def _tell_reading(talk: Talk, reading: Reading) -> None:
    if reading.not_understood:
        talk.say(f"Not understood: {', '.join(f'“{one}”' for one in reading.not_understood)}.")
    for one in reading.missing:
        if one.field is None and not one.of_step:
            talk.say(one.question)
    if (reading.missing or reading.not_understood) and (slug := meant(reading.goal)):
        talk.say(f"The template {slug} does this: choose Templates at the start.")


def go_on(talk: Talk, ws: Workspace, flow: Flow) -> None:
    """The rest of the way: missing answers, then a look at all of it, then on, off or later."""
    while True:
        flow, answered = _ask_missing(talk, ws, flow)
        _tell(talk, ws, flow)
        choice = talk.pick("What now?", _choices(ws, flow, answered=answered))
        if choice in (None, DRAFT):
            keeping.keep(ws, flow)
            talk.say("The draft is kept.")
            return
        if choice == DISCARD:
            keeping.discard(ws, flow.draft_id)
            talk.say("The draft is thrown away.")
            return
        if choice in (ON, OFF):
            if _finish(talk, ws, flow, turn_on=choice == ON):
                return
            continue
        flow = _changed(talk, ws, flow, choice or "")


def _choices(ws: Workspace, flow: Flow, *, answered: bool) -> list[str]:
    ready = answered and not checking.problems(ws.registry, flow.steps)
    middle = [FIELD, REHEARSE] if flow.steps else []
    return [*([ON, OFF] if ready else []), *middle, AGAIN, DRAFT, DISCARD]


def _changed(talk: Talk, ws: Workspace, flow: Flow, choice: str) -> Flow:
    if choice == AGAIN:
        return _say_goal(talk, ws, flow) or flow
    if choice == FIELD:
        return _change_field(talk, ws, flow)
    asyncio.run(_rehearse(talk, ws, flow))
    return flow


def _tell(talk: Talk, ws: Workspace, flow: Flow) -> None:
    """The automation as it stands, in words, with what its triggers would see now."""
    talk.say(f"Goal: {flow.goal}")
    talk.say("Steps 2 and 3 of 3: when, and what.")
    talk.say_all(step_lines(ws, flow.steps))
    for step in flow.of_type(StepType.TRIGGER):
        talk.say_all(preview_lines(ws, step))
    for one in checking.problems(ws.registry, flow.steps):
        talk.say(f"Not ready: {one.key}: {one.message}")


def _ask_missing(talk: Talk, ws: Workspace, flow: Flow) -> tuple[Flow, bool]:
    """Ask for each missing answer in turn; False where the person left one open with Enter."""
    while missing := [one for one in checking.problems(ws.registry, flow.steps) if one.field]:
        talk.say(f"Missing: {missing[0].key}: {missing[0].message}")
        changed = _ask_field(talk, ws, flow, missing[0].key)
        if changed is None:
            return flow, False
        flow = changed
    return flow, True


def _ask_field(talk: Talk, ws: Workspace, flow: Flow, key: str) -> Flow | None:
    """The flow with one answer more, stored; None where the person gave none."""
    _, index, spec = answers.field_of(ws.registry, flow.steps, key)
    step = flow.steps[index]
    talk.say(" ".join(part for part in (spec.help, f"For example {spec.example}." if spec.example else "") if part))
    known = connections.choices_of(ws, ws.registry.get(step.type, step.block).config).get(spec.name, [])
    if named := [*spec.choices, *known]:
        talk.say(f"One of: {', '.join(named)}.")
    while True:
        question = f"{checking.PLACES[step.type]}, {spec.label}, or Enter to leave it"
        typed = talk.ask_hidden(question) if spec.secret else talk.ask(question)
        if not typed:
            return None
        try:
            return keeping.keep(ws, answers.answer(ws.registry, flow, key, typed))
        except NomologiError as error:
            talk.say(str(error))


def _change_field(talk: Talk, ws: Workspace, flow: Flow) -> Flow:
    """Another answer, or a first one where the default stood; those that were given are listed first."""

    def given(key: str) -> object:
        _, index, spec = answers.field_of(ws.registry, flow.steps, key)
        return shown_config(ws.registry, flow.steps[index]).get(spec.name)

    def words(key: str) -> str:
        spec, value = answers.field_of(ws.registry, flow.steps, key)[2], given(key)
        shown = spec.default if value is None else value
        return (
            f"{key} ({spec.label}): {'empty' if shown in (None, '', [], {}) else shorten(clean_line(str(shown)), 60)}"
        )

    keys = sorted(answers.keys(ws.registry, flow.steps), key=lambda key: given(key) is None)
    key = talk.pick("Which one?", keys, words)
    return (_ask_field(talk, ws, flow, key) if key else None) or flow


async def _rehearse(talk: Talk, ws: Workspace, flow: Flow) -> None:
    automation = Automation(flow.goal, flow.of_type(StepType.ACTION), configuration=flow.configuration)
    async for progress in running.rehearse(ws, automation):
        if isinstance(progress, StepEnded):
            record = progress.record
            talk.say(f"{'  ' * record.depth}{record.name or record.block}: {record.error or record.reason}")
    talk.say("Nothing of this was done.")


def _finish(talk: Talk, ws: Workspace, flow: Flow, *, turn_on: bool) -> bool:
    """Save it, and turn it on once its plan is accepted; whether it was saved."""
    if turn_on:
        talk.say("It may:")
        for line in automations.activation_plan(ws.registry, flow.steps) or ["do nothing outside"]:
            talk.say(f"  {line}")
        if not talk.yes("Turn it on?"):
            return False
    try:
        made = automations.save(ws, flow, turn_on=turn_on)
    except NomologiError as error:
        talk.say(str(error))
        return False
    talk.say(f"Saved as {made.slug}, {'on' if turn_on else 'off'}.")
    return True
