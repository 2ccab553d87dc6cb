"""Compares a store that has been worked off with the ledger and with what was acknowledged."""

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import FINISHED, Effect, StepType
from nomologi_tui.model.runs import place_of
from tests.endurance import ledger_blocks
from tests.endurance.figures import Figure, Line, none_of
from tests.endurance.world import ITEMS, World

HOLDERS = ("for_each", "digest")
_ENDS = ("completed", "failed", "skipped", "cancelled")


def judge(world: World) -> list[Line]:
    """Every promise of docs/guide/trust.md that a store can break, as kept or broken."""
    runs = world.rows("SELECT * FROM execution_run ORDER BY id")
    return [
        *_figures(world, runs),
        none_of("damage that SQLite finds", world.whole()),
        none_of("acknowledged requests without a run", _lost_deliveries(world, runs)),
        none_of("acknowledged runs and automations that are gone", _lost_words(world, runs)),
        none_of("events with more than one run", _doubled(runs)),
        none_of("runs that are stuck", _stuck(runs)),
        none_of("once steps carried out twice without the user's word", _repeated(world, runs)),
        none_of("effects of a step that was not on disk", _unannounced(world)),
        none_of("successful runs with an effect missing", _incomplete(world, runs)),
        none_of("values of a digest that are lost or sent twice", _digests(world, runs)),
        none_of("waiting runs that do not ask for a decision", _silent(runs)),
        none_of("runs that failed", (_told(run) for run in runs if run["status"] == "failure")),
        none_of("runs that were told two ends", _relabelled(world, runs)),
        none_of("schedule points without a run or a log line", _vanished(world)),
    ]


def _figures(world: World, runs: list[dict[str, Any]]) -> Iterator[Line]:
    said, states = world.acknowledged, Counter(run["status"] for run in runs)
    yield Figure("runs, by state", ", ".join(f"{count} {state}" for state, count in sorted(states.items())))
    yield Figure("acknowledged web requests", len(said.deliveries))
    yield Figure("acknowledged runs and automations by command", len(said.runs) + len(said.automations))
    yield Figure("effects in the ledger", world.effects().total())
    yield Figure("repeatable steps carried out again", sum(n - 1 for n in world.effects().values()))


def _told(run: dict[str, Any]) -> str:
    return f"run {run['id']} ({run['trigger']}) {run['status']}: {run['summary']} {run['error']}"


def _lost_deliveries(world: World, runs: list[dict[str, Any]]) -> set[str]:
    return world.acknowledged.deliveries - {str(run["event_id"]).removeprefix("hook:") for run in runs}


def _lost_words(world: World, runs: list[dict[str, Any]]) -> list[object]:
    slugs = {row["slug"] for row in world.rows("SELECT slug FROM automation")}
    return [*(world.acknowledged.runs - {run["id"] for run in runs}), *(world.acknowledged.automations - slugs)]


def _doubled(runs: list[dict[str, Any]]) -> list[object]:
    causes = Counter((run["automation_id"], run["event_id"]) for run in runs if run["event_id"])
    dues = Counter((run["trigger_step_id"], run["due"]) for run in runs if run["due"])
    return [cause for cause, count in (causes + dues).items() if count > 1]


def _stuck(runs: list[dict[str, Any]]) -> list[str]:
    return [_told(run) for run in runs if run["status"] in ("pending", "running")]


def effect_of(step: dict[str, Any]) -> Effect:
    """What this step may do when it is carried out twice; our own blocks are not installed here."""
    own = {one.name: one for one in (ledger_blocks.mark_again, ledger_blocks.mark_once)}
    try:
        block = own.get(step["block"]) or load_registry().get(StepType.ACTION, step["block"])
    except NotFoundError:
        return Effect.ONCE
    return block.effect_in(step["config"])


def _documents(world: World) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """The steps of each revision of each automation."""
    rows = world.rows("SELECT * FROM automation_revision")
    return {(row["automation_id"], row["revision"]): row["document"]["steps"] for row in rows}


def _repeated(world: World, runs: list[dict[str, Any]]) -> list[object]:
    documents = _documents(world)
    steps = {run["id"]: documents[run["automation_id"], run["revision"]] for run in runs}
    return [
        f"run {run} step {place}, {count} times"
        for (run, place), count in world.effects().items()
        if count > 1 + world.acknowledged.approved[run] and _is_once(steps.get(run, []), int(place.partition("[")[0]))
    ]


def _is_once(steps: list[dict[str, Any]], position: int) -> bool:
    """Whether the step must not happen twice; also one of a run that is lost, or whose number another one got since."""
    return position >= len(steps) or effect_of(steps[position]) is Effect.ONCE


def _unannounced(world: World) -> set[tuple[int, str]]:
    rows = world.rows("SELECT DISTINCT run_id, position, lap FROM execution_step")
    return set(world.effects()) - {(row["run_id"], place_of(row["position"], row["lap"])) for row in rows}


def _incomplete(world: World, runs: list[dict[str, Any]]) -> list[str]:
    """Successful runs of which a step left no line, where nobody had said that it happened."""
    documents, done = _documents(world), world.effects()
    return [
        _told(run)
        for run in runs
        if run["status"] == "success" and run["id"] not in world.acknowledged.believed
        for place in _expected(run, documents[run["automation_id"], run["revision"]])
        if not done[run["id"], place]
    ]


def _expected(run: dict[str, Any], steps: list[dict[str, Any]]) -> Iterator[str]:
    """The places of the steps that leave a line in such a run."""
    holder = ""
    for position, step in enumerate(steps):
        holder = holder if step["depth"] else step["block"]
        if step["type"] != "action" or step["block"] in HOLDERS:
            continue
        if run["only_inside"] or holder == "digest":
            yield from [str(position)] if run["only_inside"] and step["depth"] and holder == "digest" else []
        elif holder == "for_each":
            yield from (place_of(position, str(number)) for number in range(1, len(ITEMS) + 1))
        else:
            yield str(position)


def _digests(world: World, runs: list[dict[str, Any]]) -> list[str]:
    """Each request whose run is done is in one digest, or waits for it."""
    sent = [value for run in runs if run["only_inside"] for value in run["input"]["items"]]
    kept = Counter([*sent, *(row["value"] for row in world.rows("SELECT value FROM collected"))])
    steps = world.rows("SELECT run_id FROM execution_step WHERE block = 'digest' AND status = 'success'")
    given = {row["run_id"] for row in steps}
    wanted = Counter(run["event_id"] for run in runs if run["id"] in given)
    return [f"{value}: {count} times" for value, count in ((kept - wanted) + (wanted - kept)).items()]


def _silent(runs: list[dict[str, Any]]) -> list[str]:
    waiting = [run for run in runs if run["status"] == "waiting"]
    return [_told(run) for run in waiting if not run["summary"].startswith("needs your decision")]


def _relabelled(world: World, runs: list[dict[str, Any]]) -> list[object]:
    marks = ", ".join("?" * len(_ENDS))
    rows = world.rows(
        f"SELECT run_id, count(*) AS ends FROM execution_log WHERE event_type IN ({marks}) GROUP BY run_id", *_ENDS
    )
    ends = {row["run_id"]: row["ends"] for row in rows}
    return [run["id"] for run in runs if ends.get(run["id"], 0) != (run["status"] in FINISHED)]


def _vanished(world: World) -> list[str]:
    """Gaps between the due times of a schedule that no line about missed times tells of."""
    found: list[str] = []
    missed = world.rows("SELECT automation_id, timestamp FROM execution_log WHERE event_type = 'missed'")
    due = world.rows("SELECT automation_id, due, created_at FROM execution_run WHERE due IS NOT NULL ORDER BY due")
    for number in {run["automation_id"] for run in due}:
        dues = [run for run in due if run["automation_id"] == number]
        told = [line["timestamp"] for line in missed if line["automation_id"] == number]
        for before, after in itertools.pairwise(dues):
            gap = (after["due"] - before["due"]).total_seconds()
            if gap > 1.5 and not any(before["created_at"] <= at <= after["created_at"] for at in told):
                found.append(
                    f"{gap - 1:.0f} before {after['due']:%H:%M:%S}, taken in {after['created_at']:%H:%M:%S.%f}"
                )
    return found
