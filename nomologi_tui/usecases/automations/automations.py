"""Save, switch on and off, delete, look at."""

import re
import secrets as randomness
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from nomologi_tui.blocks.base import Touch
from nomologi_tui.blocks.checked import check_again
from nomologi_tui.blocks.fields import describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import BadInputError, NeedsPersonError, NotFoundError
from nomologi_tui.model import Automation, AutomationStatus, DraftState, Step, StepType
from nomologi_tui.runner.engine.config import schedule_in
from nomologi_tui.schedules import next_after
from nomologi_tui.schedules.words import in_words
from nomologi_tui.secrecy import secrets_of
from nomologi_tui.store import automations, drafts, listeners, templates
from nomologi_tui.usecases.automations.following import ON, refuse_circle
from nomologi_tui.usecases.automations.how_it_runs import check_how
from nomologi_tui.usecases.automations.pausing import resume
from nomologi_tui.usecases.connections.connections import need_known
from nomologi_tui.usecases.flow.answers import need_no_more
from nomologi_tui.usecases.flow.checking import key_of, problems
from nomologi_tui.usecases.flow.drafting import Flow, made
from nomologi_tui.usecases.flow.values import ungiven
from nomologi_tui.usecases.workspace import Workspace


def find(ws: Workspace, ref: str) -> Automation:
    """The automation with that slug, id or beginning of a slug. Raises NotFoundError with the nearest three."""
    return ws.store.read(automations.get, ws.user.id, ref)


def save(ws: Workspace, flow: Flow, *, turn_on: bool) -> Automation:
    """Store the flow as an automation and end its draft.

    Raises NeedsPersonError naming each missing answer, BadInputError for a configuration that contradicts itself or the
    steps, ChangedMeanwhileError where somebody changed the automation since; then the draft stays as it is.
    """
    need_no_more(ws.registry, flow.steps)
    check_how(flow.configuration, flow.steps)
    now = ws.clock.now()
    if turn_on:
        need_known(ws, flow.steps)
        _need_time_left(ws, flow.steps, now)
    steps = tuple(with_secrets_in_keyring(ws, made(ws.registry, step)) for step in flow.steps)
    if flow.automation_id:
        known = ws.store.read(automations.by_id, flow.automation_id)
        if known is None or ws.store.read(automations.is_deleted, flow.automation_id):
            hint = "Bring it back first, or start it anew from its goal."
            raise NeedsPersonError("The automation that this draft edits was deleted.", hint)
        changed = replace(known, goal=flow.goal, steps=steps, configuration=flow.configuration)
        if changed.status in ON:
            refuse_circle(ws, changed)
        automation = ws.store.write(automations.update, changed, now, begun_at=flow.revision)
    else:
        new = Automation(
            flow.goal, steps, configuration=flow.configuration, user_id=ws.user.id, template_id=_template_of(ws, flow)
        )
        automation = ws.store.write(automations.create, new, now)
    if flow.draft_id:
        ws.store.write(drafts.set_state, flow.draft_id, DraftState.COMPLETED, now)
    return switch_on(ws, automation) if turn_on else automation


def _template_of(ws: Workspace, flow: Flow) -> int | None:
    """What it was made from, unless that was removed while the draft lay."""
    try:
        return ws.store.read(templates.get, ws.user.id, flow.template_id or 0).id
    except NotFoundError:
        return None


def missing(ws: Workspace, automation: Automation) -> str:
    """The first thing that keeps it from running, in words; empty when nothing does."""
    return next((one.message for one in problems(ws.registry, automation.steps)), "")


def need_whole(ws: Workspace, automation: Automation) -> None:
    """What is on can run. Raises NeedsPersonError for what it lacks or a connection that is not there, BadInputError
    where its own runs would start it again.
    """
    if lacks := _lacks(ws, automation.steps):
        words = f"{automation.slug} can't be on: {' '.join(lacks)}"
        raise NeedsPersonError(words, f"Complete it: nomologi edit {automation.slug}")
    need_known(ws, automation.steps)
    refuse_circle(ws, automation)


def _lacks(ws: Workspace, steps: tuple[Step, ...]) -> list[str]:
    """What keeps them from running; not that a package with a block is gone: a run says that, until it is back."""
    gone = {place for place, step in enumerate(steps) if not ws.registry.known(step.type, step.block)}
    return [f"{one.key}: {one.message}" for one in problems(ws.registry, steps) if one.index not in gone]


def switch_on(ws: Workspace, automation: Automation) -> Automation:
    """Let its triggers listen. A schedule counts from now: what lay before is not missed. Ends a pause.

    Raises NeedsPersonError where it lacks something or a step names a connection that is not there, BadInputError
    where its own runs would start it again or its schedules are over.
    """
    need_whole(ws, automation)
    if automation.status is not AutomationStatus.PAUSED:
        _need_time_left(ws, automation.steps, ws.clock.now())
    return as_it_was(ws, automation)


def as_it_was(ws: Workspace, automation: Automation) -> Automation:
    """`switch_on` for what was on before, also where its schedules are over by now."""
    need_known(ws, automation.steps)
    refuse_circle(ws, automation)
    now = ws.clock.now()
    if automation.status is AutomationStatus.PAUSED:
        return resume(ws, automation)
    ws.store.write(listeners.sync, automation.id, automation.triggers)
    for step in automation.triggers:
        ws.store.write(listeners.begin, step.id, now, next_due(ws.registry, step, ws.settings.timezone, now))
    ws.store.write(automations.set_status, automation.id, AutomationStatus.ACTIVE, now)
    return replace(automation, status=AutomationStatus.ACTIVE)


def _need_time_left(ws: Workspace, steps: Sequence[Step], now: datetime) -> None:
    """Raises BadInputError where schedules alone start it, and none of them comes any more."""
    triggers = [step for step in steps if step.type is StepType.TRIGGER and step.enabled]
    schedules = [schedule_in(ws.registry, step, ws.settings.timezone) for step in triggers]
    if schedules and not any(one is None or next_after(one, now) for one in schedules):
        words = "; ".join(in_words(one) for one in schedules if one is not None)
        raise BadInputError(
            f"It would never run: no time is left of “{words}”.", "Give it a time that is still to come."
        )


def switch_off(ws: Workspace, automation: Automation) -> Automation:
    """Let its triggers be deaf."""
    ws.store.write(automations.set_status, automation.id, AutomationStatus.INACTIVE, ws.clock.now())
    return replace(automation, status=AutomationStatus.INACTIVE)


def delete(ws: Workspace, automation: Automation) -> None:
    """Put it into the trash, from where `restore` brings it back for 30 days."""
    ws.store.write(automations.delete, automation.id, ws.clock.now())


def restore(ws: Workspace, automation_id: int) -> Automation:
    """The same, out of the trash, switched off. Raises NotFoundError where it is nobody's of this user."""
    known = ws.store.read(automations.by_id, automation_id)
    if known is None or known.user_id != ws.user.id:
        raise NotFoundError(
            f"“{automation_id}” is in no trash of yours.", "Give the number that `nomologi delete` said."
        )
    return ws.store.write(automations.restore, automation_id, ws.clock.now())


def undelete(ws: Workspace, number: str) -> Automation:
    """`restore` by what a person typed: a word that is no number is nobody's either. Raises NotFoundError."""
    if not re.fullmatch(r"[0-9]{1,15}", number):
        raise NotFoundError(f"“{number}” is in no trash of yours.", "Give the number that `nomologi delete` said.")
    return restore(ws, int(number))


def next_due(registry: Registry, step: Step, timezone: str, now: datetime) -> datetime | None:
    """When a schedule trigger is due next; None for other triggers and schedules that are over."""
    schedule = schedule_in(registry, step, timezone)
    return None if schedule is None else next_after(schedule, now)


def activation_plan(registry: Registry, steps: Sequence[Step]) -> list[str]:
    """What the steps may run, write, send, reach, read and listen to: the lines a person accepts by turning on.

    Beside them stands what these steps give away or fail by as they are written.
    """
    touches: list[Touch] = []
    for step in steps:
        block = registry.get(step.type, step.block)
        config, _ = check_again(block.config, step.config)
        if config is not None and step.enabled:
            touches += [touch for touch in block.plan(config) if touch not in touches]
    readable = [f"keep {key} readable, which looks like a secret" for key in in_plain_text(steps)]
    failing = [f"fail: {words}" for words in ungiven(registry, steps)]
    return [*(_whole(f"{touch.verb} {touch.target}") for touch in touches), *readable, *failing]


def _whole(words: str) -> str:
    """Lines of a value as parts of one line of the plan: none may look like a line of its own."""
    return " ⏎\n      ".join(one.strip() for one in words.splitlines() if one.strip())


def in_plain_text(steps: Sequence[Step]) -> list[str]:
    """The keys of fields in which something stands that looks like a secret, though it is kept as it is typed."""
    return [
        key_of(steps, index, name)
        for index, step in enumerate(steps)
        for name, value in step.config.items()
        if any(secrets_of(value))
    ]


def kept(ws: Workspace, one: Automation) -> Automation:
    """As it is stored: with what its blocks make for each use, its secrets in the keyring. Raises StoreError."""
    return replace(one, steps=tuple(with_secrets_in_keyring(ws, made(ws.registry, step)) for step in one.steps))


def with_secrets_in_keyring(ws: Workspace, step: Step) -> Step:
    """The step with each typed secret replaced by a reference to the keyring, where it is now."""
    config: dict[str, Any] = dict(step.config)
    for spec in describe(ws.registry.get(step.type, step.block).config):
        value = config.get(spec.name)
        if spec.secret and value and not str(value).startswith(("env:", "keyring:")):
            reference = f"keyring:{step.block}/{spec.name}/{randomness.token_hex(8)}"
            ws.secrets.put(reference, str(value))
            config[spec.name] = reference
    return replace(step, config=config)
