"""list, show, on, off, delete; and what making one says too."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.options import Json, Ref, Yes, workspace
from nomologi_tui.cli.output import complain, print_json, print_table, say, whoever_listens
from nomologi_tui.errors import NeedsPersonError
from nomologi_tui.store.records import LastRun, Overview
from nomologi_tui.telling.automations import automation_lines, last_words, next_words, preview_lines, state
from nomologi_tui.usecases.runs.interrupted import overview
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.model import Automation, Step


def accepted(plan: list[str], *, yes: bool, quiet: bool, instead: str = "") -> bool:
    """Whether the user accepts what turning on allows. Raises NeedsPersonError where nobody can be asked.

    `instead` says what else may be given then.
    """
    if not quiet:
        say("It may:")
        for line in plan or ["do nothing outside"]:
            say(f"  {line}")
    if yes:
        return True
    if not sys.stdin.isatty():
        raise NeedsPersonError("Nobody is here to accept what it may do.", f"Give --yes to turn it on{instead}.")
    return typer.confirm("Turn on?", default=True, err=True)


def say_preview(ws: Workspace, trigger: "Step") -> None:
    """What a trigger would see now."""
    for line in preview_lines(ws, trigger):
        say(line)


def say_who_runs(ws: Workspace, *, turn_on: bool) -> None:
    from nomologi_tui.usecases.runs.running import runner_is_on

    if turn_on and not runner_is_on(ws):
        complain("No runner is on: it runs once `nomologi` or `nomologi runner` does.")


def list_all(as_json: Json = False) -> None:
    """List the automations."""
    with workspace() as ws:
        found = overview(ws)
        if as_json:
            print_json([_row(one) for one in found])
        elif not found:
            complain('Nothing runs yet. Say what you want done: nomologi new "GOAL"')
        else:
            now, zone = ws.clock.now(), ws.settings.zone
            print_table(
                ("AUTOMATION", "STATE", "LAST", "NEXT", "GOAL"),
                [
                    (one.slug, state(one), last_words(one, now, zone), next_words(one, now, zone), one.goal)
                    for one in found
                ],
            )


def _row(one: Overview) -> dict[str, Any]:
    return {
        "id": one.id, "slug": one.slug, "goal": one.goal, "status": one.status, "next_due": one.next_due,
        "last_run": _last_run(one.last_run) if one.last_run else None, "health": one.health,
    }  # fmt: skip


def _last_run(one: LastRun) -> dict[str, Any]:
    return {"id": one.id, "status": one.status, "summary": one.summary, "finished_at": one.finished_at}


def show(
    ref: Ref,
    as_json: Json = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print the document that describes it, as YAML.")] = False,
) -> None:
    """Show one automation: its goal, steps and state."""
    from nomologi_tui.usecases.automations import automations

    with workspace() as ws:
        automation = automations.find(ws, ref)
        if as_yaml:
            from nomologi_tui.document import to_yaml

            say(to_yaml(automation, ws.registry).rstrip())
        elif as_json:
            print_json(document(ws, automation))
        else:
            say("\n".join(automation_lines(ws, automation)))


def document(ws: Workspace, automation: "Automation") -> dict[str, Any]:
    from nomologi_tui.usecases.automations import automations

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
    from nomologi_tui.usecases.templates.templates import made_from

    found = made_from(ws, automation)
    return {"slug": found.slug, "version": found.version} if found else None


def _step_document(ws: Workspace, step: "Step") -> dict[str, Any]:
    from nomologi_tui.usecases.step_words import in_words, shown_config

    token = step.config.get("token") if step.block == "webhook" else None
    return {
        "id": step.id, "type": step.type, "block": step.block, "name": step.name, "enabled": step.enabled,
        "depth": step.depth, "otherwise": step.otherwise,
        "config": shown_config(ws.registry, step), "words": in_words(ws.registry, step),
        **({"url": f"{ws.settings.webhook_base}/hook/{token}"} if token else {}),
    }  # fmt: skip


def on(ref: Ref, yes: Yes = False) -> None:
    """Switch an automation on, once its plan is accepted.

    The activation plan says what it may run, write, send and reach; --yes accepts it.
    """
    from nomologi_tui.usecases.automations import automations

    with whoever_listens(), workspace() as ws:
        automation = automations.find(ws, ref)
        ws.store.begin_writing()
        automations.need_whole(ws, automation)
        if accepted(automations.activation_plan(ws.registry, automation.steps), yes=yes, quiet=False):
            automations.switch_on(ws, automation)
            say(f"{automation.slug} is on.")
            say_who_runs(ws, turn_on=True)


def off(ref: Ref) -> None:
    """Switch an automation off."""
    from nomologi_tui.usecases.automations import automations

    with workspace() as ws:
        automation = automations.switch_off(ws, automations.find(ws, ref))
        say(f"{automation.slug} is off.")


def delete(
    ref: Ref,
    undo: Annotated[bool, typer.Option("--undo", help="Bring it back; A is the number that `delete` said.")] = False,
) -> None:
    """Delete an automation; 30 days it is in the trash."""
    from nomologi_tui.usecases.automations import automations

    with workspace() as ws:
        if undo:
            say(f"{automations.undelete(ws, ref).slug} is back, switched off.")
            return
        automation = automations.find(ws, ref)
        automations.delete(ws, automation)
        say(f"{automation.slug} is deleted. Back again: nomologi delete --undo {automation.id}")
