"""A guided flow under way, kept as a draft: after each change, until it is made or given up."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import ChangedMeanwhileError
from nomologi_tui.model import Draft, DraftState, Step, StepType
from nomologi_tui.store import convert, drafts
from nomologi_tui.usecases.flow.checking import PLACES
from nomologi_tui.usecases.flow.drafting import Flow, begun, named
from nomologi_tui.usecases.step_words import secret_fields
from nomologi_tui.usecases.workspace import Workspace


def put_aside(ws: Workspace, goals: Iterable[str]) -> None:
    """Keep a draft of each goal, to go on with later."""
    for goal in goals:
        keep(ws, begun(ws, goal))


def keep(ws: Workspace, flow: Flow) -> Flow:
    """Store the flow as a draft, so that a dropped line, `kill -9` or a reboot loses nothing.

    Where somebody else stored that draft since it was read, theirs stays and this one becomes a draft of its own.
    """
    draft = Draft(
        user_id=ws.user.id, current_step=flow.current_step, answers=_answers(ws.registry, flow),
        automation_id=flow.automation_id, id=flow.draft_id, updated_at=flow.draft_at,
    )  # fmt: skip
    try:
        kept = ws.store.write(drafts.save, draft, ws.clock.now())
    except ChangedMeanwhileError:
        kept = ws.store.write(drafts.save, replace(draft, id=0), ws.clock.now())
    return replace(flow, draft_id=kept.id, draft_at=kept.updated_at)


def resume(ws: Workspace, draft_id: int) -> Flow:
    """The flow of a stored draft. Raises NotFoundError."""
    draft = ws.store.read(drafts.get, ws.user.id, draft_id)
    answers = draft.answers
    steps = [_step(kind, one) for kind, place in PLACES.items() for one in answers.get(place, [])]
    configuration = convert.configuration(answers.get("configuration", {}))
    return Flow(
        answers.get("goal", ""), named(steps), configuration, draft.current_step, draft.automation_id, draft.id,
        template_id=answers.get("template"),
        suggested_by=str(answers.get("suggested_by", "")),
        plain=tuple(answers.get("plain", ())),
        revision=answers.get("revision", 0), draft_at=draft.updated_at,
    )  # fmt: skip


def of_goal(ws: Workspace, goal: str) -> list[Flow]:
    """The drafts of new automations whose goal has these words, the last touched first."""
    words = goal.split()
    found = [resume(ws, one.id) for one in ws.reader.drafts(ws.user_id) if one.automation_id is None]
    return [one for one in found if one.goal.split() == words]


def same_blocks(one: Flow, other: Flow) -> bool:
    """Whether both have the same steps, whatever their fields say."""
    return [(step.type, step.block) for step in one.steps] == [(step.type, step.block) for step in other.steps]


def settle(ws: Workspace, made: Flow) -> tuple[int, int]:
    """End the drafts that led to what was made: how many; and how many of the same goal stay, for their other steps."""
    others = [one for one in of_goal(ws, made.goal) if one.draft_id != made.draft_id]
    done = [one for one in others if same_blocks(one, made)]
    for one in done:
        ws.store.write(drafts.set_state, one.draft_id, DraftState.COMPLETED, ws.clock.now())
    return len(done), len(others) - len(done)


def discard(ws: Workspace, draft_id: int) -> None:
    """Abandon a draft."""
    ws.store.write(drafts.set_state, draft_id, DraftState.ABANDONED, ws.clock.now())


def reopen(ws: Workspace, draft_id: int) -> None:
    """Take a discarded draft up again."""
    ws.store.write(drafts.set_state, draft_id, DraftState.IN_PROGRESS, ws.clock.now())


def _answers(registry: Registry, flow: Flow) -> dict[str, Any]:
    parts = {
        place: [
            {
                "block": s.block,
                "name": s.name,
                "config": _kept(registry, s),
                "enabled": s.enabled,
                "id": s.id,
                "instead": s.instead,
                "depth": s.depth,
                "otherwise": s.otherwise,
            }
            for s in flow.of_type(kind)
        ]
        for kind, place in PLACES.items()
    }
    made_of = {"template": flow.template_id} if flow.template_id else {}
    return {
        "goal": flow.goal,
        **parts,
        "configuration": asdict(flow.configuration),
        "plain": list(flow.plain),
        "suggested_by": flow.suggested_by,
        "revision": flow.revision,
        **made_of,
    }


def _kept(registry: Registry, step: Step) -> dict[str, Any]:
    """The config as a draft keeps it: a secret that was typed is not written to disk before it is in the keyring."""
    hidden = secret_fields(registry, step) or ()  # what nobody knows came from the disk
    return {
        name: value
        for name, value in step.config.items()
        if name not in hidden or str(value).startswith(("env:", "keyring:"))
    }


def _step(kind: StepType, saved: dict[str, Any]) -> Step:
    return Step(
        kind,
        saved["block"],
        saved.get("config", {}),
        saved.get("name", ""),
        saved.get("enabled", True),
        saved.get("id", 0),
        instead=saved.get("instead", False),
        depth=saved.get("depth", 0),
        otherwise=saved.get("otherwise", False),
    )
