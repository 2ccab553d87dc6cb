"""new, list, show, on, off, delete."""

import sys
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.options import Json, Ref, Without, Yes, workspace
from nomologi_tui.cli.output import complain, near, print_json, print_table, say
from nomologi_tui.errors import BadInputError, NeedsPersonError
from nomologi_tui.store.records import Overview
from nomologi_tui.text import counted
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.goals.reading import Reading
    from nomologi_tui.model import Automation, Step
    from nomologi_tui.usecases.drafting import Flow


def new(
    goal: Annotated[str | None, typer.Argument(metavar="GOAL", help="What you want, as a sentence.")] = None,
    template: Annotated[
        str | None, typer.Option("--template", metavar="T", help="Make it from this template; then GOAL only names it.")
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
    from nomologi_tui.usecases import answers, automations, drafting

    with workspace() as ws:
        _ = ws.user  # a store that can't be used is better known before the questions than after
        if template is None:
            flow, reading = _of_goal(ws, goal, without or [], by_model=by_model)
            flow = answers.set_values(ws.registry, flow, values or [])
        else:
            flow, reading = _of_template(ws, template, goal or "", values or [], ask=not yes and sys.stdin.isatty())
        if not as_json:
            _print_reading(ws, flow, reading.not_understood)
            if template is None:
                _say_several(drafting.several(ws, flow.goal, flow.plain))
        if not flow.suggested_by:
            answers.require_understood(reading)
        flow = _complete(ws, flow, ask=not yes and sys.stdin.isatty())
        answers.need_no_more(ws.registry, flow.steps)
        plan = automations.activation_plan(ws.registry, flow.steps)
        turn_on = not off and not _is_to_be_looked_at(flow, yes=yes) and _accepted(plan, yes=yes, quiet=as_json)
        automation = automations.save(ws, flow, turn_on=turn_on)
        if as_json:
            print_json(
                {
                    **_document(ws, automation),
                    "plan": plan,
                    "not_understood": list(reading.not_understood),
                    "suggested_by": flow.suggested_by or None,
                }
            )
            return
        say(f"Saved as {automation.slug}, {'on' if turn_on else 'off'}.")
        for step in automation.triggers:
            if step.block == "webhook":
                _say_preview(ws, step)
        _say_who_runs(ws, turn_on=turn_on)


def _of_goal(ws: Workspace, goal: str | None, without: list[str], *, by_model: bool) -> "tuple[Flow, Reading]":
    """The flow of a goal's words, or where they are not clear of a model's, and how the goal was understood."""
    from nomologi_tui.goals.plain import stands_in
    from nomologi_tui.usecases import drafting

    if goal is None:
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
    from nomologi_tui.document.gallery import gallery
    from nomologi_tui.goals.matching import meant

    slug = meant(gallery(), goal)
    if slug:
        complain(f"The template {slug} does this: add --template {slug}.")


def _print_reading(ws: Workspace, flow: "Flow", not_understood: tuple[str, ...]) -> None:
    from nomologi_tui.usecases import drafting

    for step in flow.steps:
        say(f"{drafting.PLACES[step.type]:>5}: {_inside(step)}{drafting.in_words(ws.registry, step)}")
    for step in flow.steps:
        if step.block == "schedule":
            _say_preview(ws, step)
    if not_understood:
        complain(f"Not understood: {', '.join(f'“{words}”' for words in not_understood)}.")


def _suggested(ws: Workspace, flow: "Flow", reading: "Reading") -> "Flow":
    """The flow with the steps that a model suggests, where the offline reading is unsure."""
    import asyncio
    from dataclasses import replace

    from nomologi_tui.usecases.model_help import is_unsure, suggest

    if not is_unsure(reading):
        return flow
    found = asyncio.run(suggest(ws, flow.goal))
    complain(f"Suggested by {found.model}: look at each step, it may be wrong.")
    return replace(flow.with_all(found.steps), suggested_by=found.model)


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


def _complete(ws: Workspace, flow: "Flow", *, ask: bool) -> "Flow":
    """Ask for what is missing while a person is there; `save` refuses what stays missing, naming the keys."""
    from nomologi_tui.usecases import answers, drafting

    while ask and (missing := [one for one in drafting.problems(ws.registry, flow.steps) if one.field]):
        first = missing[0]
        complain(f"{first.key}: {first.message}")
        typed = typer.prompt(first.key, err=True, hide_input=answers.is_secret(ws.registry, flow, first))
        try:
            flow = answers.answer(ws.registry, flow, first.key, typed)
        except BadInputError as error:
            complain(error.message, error.hint)
    return flow


def _accepted(plan: list[str], *, yes: bool, quiet: bool) -> bool:
    """Whether the user accepts what turning on allows. Raises NeedsPersonError where nobody can be asked."""
    if not quiet:
        say("It may:")
        for line in plan or ["do nothing outside"]:
            say(f"  {line}")
    if yes:
        return True
    if not sys.stdin.isatty():
        raise NeedsPersonError(
            "Nobody is here to accept what it may do.", "Give --yes to turn it on, or --off to save it only."
        )
    return typer.confirm("Turn on?", default=True, err=True)


def _say_preview(ws: Workspace, trigger: "Step") -> None:
    """What a trigger would see now: the next times, the files that match, the address and a line that tries it."""
    import asyncio

    from nomologi_tui.usecases import drafting
    from nomologi_tui.usecases.previewing import preview

    words = drafting.in_words(ws.registry, trigger)
    for line in asyncio.run(preview(ws, trigger)).splitlines():
        if line != words:
            say(f"       {line}")


def _say_who_runs(ws: Workspace, *, turn_on: bool) -> None:
    from nomologi_tui.usecases.running import runner_is_on

    if turn_on and not runner_is_on(ws):
        complain("No runner is on: it runs once `nomologi` or `nomologi runner` does.")


def list_all(as_json: Json = False) -> None:
    """List the automations."""
    with workspace() as ws:
        overview = ws.reader.overview(ws.user_id)
        if as_json:
            print_json([_row(one) for one in overview])
        elif not overview:
            complain('Nothing runs yet. Say what you want done: nomologi new "GOAL"')
        else:
            now, zone = ws.clock.now(), ws.settings.zone
            print_table(
                ("AUTOMATION", "STATE", "LAST", "NEXT", "GOAL"),
                [(one.slug, _state(one), _last(one, now, zone), _next(one, now, zone), one.goal) for one in overview],
            )


def _row(one: Overview) -> dict[str, Any]:
    return {
        "id": one.id, "slug": one.slug, "goal": one.goal, "status": one.status, "next_due": one.next_due,
        "last_run": asdict(one.last_run) if one.last_run else None, "health": one.health,
    }  # fmt: skip


def _state(one: Overview) -> str:
    return "RUN" if one.running else str(one.health).upper()


def _next(one: Overview, now: datetime, zone: tzinfo) -> str:
    if one.paused_until is None:
        return near(one.next_due, now, zone)
    return f"paused until {one.paused_until.astimezone(zone):%Y-%m-%d %H:%M}"


def _last(one: Overview, now: datetime, zone: tzinfo) -> str:
    return f"{one.last_run.status} {near(one.last_run.finished_at, now, zone)}" if one.last_run else "-"


def show(
    ref: Ref,
    as_json: Json = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print the document that describes it, as YAML.")] = False,
) -> None:
    """Show one automation: its goal, steps and state."""
    from nomologi_tui.usecases import automations

    with workspace() as ws:
        automation = automations.find(ws, ref)
        if as_yaml:
            from nomologi_tui.document import to_yaml

            say(to_yaml(automation, ws.registry).rstrip())
        elif as_json:
            print_json(_document(ws, automation))
        else:
            _show(ws, automation)


def _show(ws: Workspace, automation: "Automation") -> None:
    from nomologi_tui.model import StepType
    from nomologi_tui.usecases import drafting

    say(f"{automation.slug}  (id {automation.id}, {automation.status}, revision {automation.revision})")
    say(f"goal: {automation.goal}")
    for step in automation.steps:
        off = "" if step.enabled else "  (off)"
        say(f"{drafting.PLACES[step.type]:>5}: {_inside(step)}{drafting.in_words(ws.registry, step)}{off}")
        if step.type is StepType.TRIGGER:
            _say_preview(ws, step)
    now, zone = ws.clock.now(), ws.settings.zone
    for held in ws.reader.collecting(ws.user_id, automation.id):
        values = counted(held.number, "value")
        say(f"digest: holds {values} since {near(held.since, now, zone)}, sent {near(held.due, now, zone)}")


def _inside(step: "Step") -> str:
    """What stands before a step that another one holds."""
    return "  " * step.depth + ("otherwise " if step.otherwise else "")


def _document(ws: Workspace, automation: "Automation") -> dict[str, Any]:
    from nomologi_tui.usecases import automations

    now = ws.clock.now()
    due = [automations.next_due(ws.registry, step, ws.settings.timezone, now) for step in automation.triggers]
    return {
        "id": automation.id, "slug": automation.slug, "goal": automation.goal, "status": automation.status,
        "revision": automation.revision, "template": _template(ws, automation),
        "created_at": automation.created_at, "updated_at": automation.updated_at,
        "next_due": min((at for at in due if at), default=None) if automation.status == "active" else None,
        "steps": [_step_document(ws, step) for step in automation.steps],
        "digests": [
            {"step": one.step, "count": one.number, "since": one.since, "due": one.due}
            for one in ws.reader.collecting(ws.user_id, automation.id)
        ],
    }  # fmt: skip


def _template(ws: Workspace, automation: "Automation") -> dict[str, Any] | None:
    """What it was made from."""
    from nomologi_tui.usecases.templates import made_from

    found = made_from(ws, automation)
    return {"slug": found.slug, "version": found.version} if found else None


def _step_document(ws: Workspace, step: "Step") -> dict[str, Any]:
    from nomologi_tui.usecases import drafting

    token = step.config.get("token") if step.block == "webhook" else None
    return {
        "id": step.id, "type": step.type, "block": step.block, "name": step.name, "enabled": step.enabled,
        "depth": step.depth, "otherwise": step.otherwise,
        "config": drafting.shown_config(ws.registry, step), "words": drafting.in_words(ws.registry, step),
        **({"url": f"{ws.settings.webhook_base}/hook/{token}"} if token else {}),
    }  # fmt: skip


def on(ref: Ref, yes: Yes = False) -> None:
    """Switch an automation on, once its plan is accepted.

    The activation plan says what it may run, write, send and reach; --yes accepts it.
    """
    from nomologi_tui.usecases import automations

    with workspace() as ws:
        automation = automations.find(ws, ref)
        if _accepted(automations.activation_plan(ws.registry, automation.steps), yes=yes, quiet=False):
            automations.switch_on(ws, automation)
            say(f"{automation.slug} is on.")
            _say_who_runs(ws, turn_on=True)


def off(ref: Ref) -> None:
    """Switch an automation off."""
    from nomologi_tui.usecases import automations

    with workspace() as ws:
        automation = automations.switch_off(ws, automations.find(ws, ref))
        say(f"{automation.slug} is off.")


def delete(ref: Ref) -> None:
    """Delete an automation; 30 days it is in the trash."""
    from nomologi_tui.usecases import automations

    with workspace() as ws:
        automation = automations.find(ws, ref)
        automations.delete(ws, automation)
        say(f"{automation.slug} is deleted.")
