"""new: an automation from a goal or a template, without a screen."""

import sys
from typing import TYPE_CHECKING, Annotated

import click
import typer

from nomologi_tui.cli.automations import accepted, document, say_preview, say_who_runs
from nomologi_tui.cli.options import Json, Without, Yes, complete_template, workspace
from nomologi_tui.cli.output import complain, print_json, say, whoever_listens
from nomologi_tui.errors import BadInputError
from nomologi_tui.secrecy import HOW
from nomologi_tui.telling.automations import step_lines
from nomologi_tui.text import shorten_words
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.goals.reading import Reading
    from nomologi_tui.model import Automation
    from nomologi_tui.usecases.flow.connection_gaps import Gap
    from nomologi_tui.usecases.flow.drafting import Flow


def new(
    goal: Annotated[str | None, typer.Argument(metavar="GOAL", help="What you want, as a sentence.")] = None,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar="T",
            help="Make it from this template; then GOAL only names it.",
            autocompletion=complete_template,
        ),
    ] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Fill in a field, or a template's input.")
    ] = None,
    without: Without = None,
    by_model: Annotated[
        bool, typer.Option("--help-by-model", help="Where the goal is not clear, take what a language model suggests.")
    ] = False,
    off: Annotated[bool, typer.Option("--off", help="Save it switched off.")] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Make an automation from a goal.

    The guided flow without a screen: prints how the goal is read, asks for what is missing, shows what the automation
    may do, and turns it on. `--set` fills in a field, for example --set what.folder=~/backup; `nomologi blocks NAME`
    lists the fields of a block. With `--template` the steps come from a template (`nomologi templates list`).
    """
    from nomologi_tui.usecases.automations import automations
    from nomologi_tui.usecases.flow import answers

    with whoever_listens(), workspace() as ws:
        _ = ws.user  # a store that can't be used is better known before the questions than after
        ws.store.begin_writing()
        ask = not yes and sys.stdin.isatty()
        if template is None:
            flow, reading = _of_goal(ws, goal, without or [], by_model=by_model)
            flow = answers.set_values(ws.registry, flow, values or [])
        else:
            flow, reading = _of_template(ws, template, goal or "", values or [], ask=ask)
        if not as_json:
            _print_reading(ws, flow, reading, of_goal=template is None)
        if not flow.suggested_by:
            answers.require_understood(reading)
        flow = _complete(ws, _connected(ws, flow, reading, ask=ask, off=off), ask=ask)
        answers.need_no_more(ws.registry, flow.steps)
        plan = automations.activation_plan(ws.registry, flow.steps)
        _name_secrets(flow)
        turn_on = not off and _is_accepted(flow, plan, yes=yes, quiet=as_json)
        automation = automations.save(ws, flow, turn_on=turn_on)
        _settle_drafts(ws, flow)
        if as_json:
            more = {"not_understood": list(reading.not_understood), "suggested_by": flow.suggested_by or None}
            print_json({**document(ws, automation), "plan": plan, **more})
            return
        _say_saved(ws, automation, turn_on=turn_on)


def _name_secrets(flow: "Flow") -> None:
    from nomologi_tui.usecases.automations import automations

    for key in automations.in_plain_text(flow.steps):
        complain(f"{key} looks like a secret; it is kept as it is typed, and shown to whoever sees it.", HOW)


def _say_saved(ws: Workspace, automation: "Automation", *, turn_on: bool) -> None:
    say(f"Saved as {automation.slug}, {'on' if turn_on else 'off'}.")
    for step in automation.triggers:
        if step.block == "webhook":
            say_preview(ws, step)
    say_who_runs(ws, turn_on=turn_on)


def _settle_drafts(ws: Workspace, flow: "Flow") -> None:
    """Say what becomes of the drafts that earlier tries of the same goal left."""
    from nomologi_tui.usecases.flow.keeping import settle

    done, stay = settle(ws, flow)
    if done:
        complain(f"The draft{'s' * (done > 1)} that {'were' if done > 1 else 'was'} kept of this goal: made with this.")
    if stay:
        complain(
            f"{stay} other draft{'s' * (stay > 1)} of this goal {'have' if stay > 1 else 'has'} other steps.",
            "Go on or discard: nomologi",
        )


def _of_goal(ws: Workspace, goal: str | None, without: list[str], *, by_model: bool) -> "tuple[Flow, Reading]":
    """The flow of a goal's words, or where they are not clear of a model's, and how the goal was understood."""
    from nomologi_tui.goals.plain import stands_in
    from nomologi_tui.usecases.flow import drafting

    if goal is None or not goal.strip():
        raise BadInputError("There is no goal.", 'Write for example: nomologi new "every day at 7 run ~/bin/sync"')
    flow, reading = drafting.flow_from_goal(ws, goal, [stands_in(goal, one) for one in without])
    if reading.missing or reading.not_understood:
        _offer_template(goal)
    return (_suggested(ws, flow, reading) if by_model else flow), reading


def _of_template(ws: Workspace, template: str, goal: str, pairs: list[str], *, ask: bool) -> "tuple[Flow, Reading]":
    """The flow of a template with what `pairs` set; of the goal, which only names it, nothing is read."""
    from nomologi_tui.cli.templates import flow_from_template
    from nomologi_tui.goals.reading import Reading

    return flow_from_template(ws, template, goal, pairs, ask=ask), Reading(goal)


def _offer_template(goal: str) -> None:
    """Where a sentence is not enough, say which template is most likely meant."""
    from nomologi_tui.goals.templates import meant

    slug = meant(goal)
    if slug:
        complain(f"The template {slug} does this: add --template {slug}.")


def _print_reading(ws: Workspace, flow: "Flow", reading: "Reading", *, of_goal: bool) -> None:
    from nomologi_tui.goals.events.rates import how_words
    from nomologi_tui.usecases.flow import drafting

    for line in step_lines(ws, flow.steps):
        say(line)
    for step in flow.steps:
        if step.block == "schedule":
            say_preview(ws, step)
    if reading.how:
        say(f"  how: {how_words(reading.how)}")
    for remark in reading.remarks:
        complain(f"Assumed: {remark}")
    if reading.not_understood:
        words = ", ".join(f"“{one}”" for one in reading.not_understood)
        complain(shorten_words(f"Not understood: {words}."))
    if of_goal:
        _say_several(drafting.several(ws, flow.goal, flow.plain))


def _suggested(ws: Workspace, flow: "Flow", reading: "Reading") -> "Flow":
    """The flow with the steps that a model suggests, where the offline reading is unsure."""
    import asyncio
    from dataclasses import replace

    from nomologi_tui.usecases.flow.model_help import is_unsure, suggest

    if not is_unsure(reading):
        return flow
    found = asyncio.run(suggest(ws, flow.goal))
    complain(f"Suggested by {found.model}: look at each step, it may be wrong.")
    return replace(flow.with_all(found.steps), suggested_by=found.model)


def _is_accepted(flow: "Flow", plan: list[str], *, yes: bool, quiet: bool) -> bool:
    """Whether it may be turned on: a person accepts the plan, and what a model suggests has been looked at."""
    if _is_to_be_looked_at(flow, yes=yes):
        return False
    return accepted(plan, yes=yes, quiet=quiet, instead=", or --off to save it only")


def _is_to_be_looked_at(flow: "Flow", *, yes: bool) -> bool:
    """Whether nobody has seen what a model suggests: `--yes` alone does not turn that on."""
    unseen = bool(flow.suggested_by) and yes
    if unseen:
        complain("What a model suggests is not turned on unseen.", "Look at it, then: nomologi on A")
    return unseen


def _say_several(goals: tuple[str, ...]) -> None:
    if len(goals) > 1:
        complain(
            f"This may be {len(goals)} goals: {'; '.join(f'“{one}”' for one in goals)}.", "If so, say each by itself."
        )


def _connected(ws: Workspace, flow: "Flow", reading: "Reading", *, ask: bool, off: bool) -> "Flow":
    """The flow with each connection that it needs: the only one, or one that is made now where a person is there.

    One that is saved `off` may name what is made later.
    """
    from nomologi_tui.usecases.flow import connection_gaps as use
    from nomologi_tui.usecases.flow.answers import answer

    flow = use.with_the_only_one(ws, flow, use.gaps(ws, flow, reading))
    missing = [one for one in use.gaps(ws, flow, reading) if ask or not (off and one.label)]
    if missing:
        flow = use.put_aside(ws, flow)
    if not ask:
        use.need_no_connection(missing)
    while missing:
        label = _connection_for(ws, missing[0])
        flow = answer(ws.registry, flow, missing[0].key, label)
        missing = use.gaps(ws, flow, reading)
        use.need_no_connection([one for one in missing if one.label == label])
    return flow


def _connection_for(ws: Workspace, gap: "Gap") -> str:
    """The label of the connection that a person chooses or makes. Raises NeedsPersonError where they do neither."""
    from nomologi_tui.cli.connections import made_on_the_way
    from nomologi_tui.usecases.flow.connection_gaps import need_no_connection

    complain(f"{gap.key}: {gap.why}")
    if gap.fitting and not gap.label:
        complain(f"There are {', '.join(f'“{one}”' for one in gap.fitting)}.")
        return str(typer.prompt(gap.key, err=True))
    if not typer.confirm(f"Make a connection now ({' or '.join(one.name for one in gap.kinds)})?", True, err=True):
        need_no_connection([gap])
    names = [one.name for one in gap.kinds]
    kind = names[0] if len(names) == 1 else typer.prompt("kind", type=click.Choice(names), err=True)
    label = gap.label or typer.prompt("What do you call it", default=kind, err=True)
    return made_on_the_way(ws, ws.providers.get(kind), label).label


def _complete(ws: Workspace, flow: "Flow", *, ask: bool) -> "Flow":
    """Ask for what is missing while a person is there; `save` refuses what stays missing, naming the keys."""
    from nomologi_tui.usecases.flow import answers, checking

    while ask and (missing := [one for one in checking.problems(ws.registry, flow.steps) if one.field]):
        first = missing[0]
        complain(f"{first.key}: {first.message}")
        typed = typer.prompt(first.key, err=True, hide_input=answers.is_secret(ws.registry, flow, first))
        try:
            flow = answers.answer(ws.registry, flow, first.key, typed)
        except BadInputError as error:
            complain(error.message, error.hint)
    return flow
