"""Score how goals are read against the labelled sentences. It never judges by its exit code.

    python -m benchmarks.goals                          # both halves
    python -m benchmarks.goals --half open --misses 20  # with what was read wrong

Rules are written against the open half alone. What is wrong in the held half is never shown: only its figures.
"""

import argparse
import json
from collections.abc import Sequence

from benchmarks.goals.labels import Goal, Half, goals
from benchmarks.goals.scoring import Score, Verdict, count, judge
from benchmarks.goals.timing import NOW, ZONE
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.goals.reading import read_goal
from nomologi_tui.goals.report import goal_form

_WIDTH = 42  # of the first column


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one column of figures for each half, and what was read wrong if that is asked of the open one."""
    said = _arguments(arguments)
    halves: list[Half] = ["open", "held"] if said.half == "both" else [said.half]
    registry = load_registry()
    verdicts = {half: [_judged(goal, registry) for goal in goals() if goal.half == half] for half in halves}
    scores = {half: count(found) for half, found in verdicts.items()}
    print(table(scores))
    if said.misses:
        print("\n".join(misses(verdicts.get("open", []), said.misses)))


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.goals", description="Score how goals are read.")
    parser.add_argument("--half", choices=["open", "held", "both"], default="both")
    parser.add_argument(
        "--misses", type=int, default=0, metavar="N", help="show N that were read wrong (open half only)"
    )
    said = parser.parse_args(arguments)
    if said.misses and said.half == "held":
        parser.error("What is wrong in the held half is not shown. Write --half open.")
    return said


def _judged(goal: Goal, registry: Registry) -> Verdict:
    found = read_goal(goal.text, registry=registry, timezone=ZONE.key, now=NOW)
    return judge(goal, goal_form(found, NOW))


def table(scores: dict[Half, Score]) -> str:
    """The figures, a column for each half; groups as right of all."""
    lines = [
        _line("", [half.upper() for half in scores]),
        _line("sentences", [str(one.sentences) for one in scores.values()]),
    ]
    shown = {
        "trigger": "trigger", "actions": "actions, as a set", "schedule": "schedule, also where none is said",
        "slots": "slots", "core": "trigger, actions and schedule", "whole": "all right, slots too",
    }  # fmt: skip
    lines += [_line(words, [_percent(one.share(key)) for one in scores.values()]) for key, words in shown.items()]
    lines += [_line("slots, F1", [_percent(one.slots_f1) for one in scores.values()])]
    lines += [
        _line(f"time is said, schedule {key}", [_percent(one.timed_share(key)) for one in scores.values()])
        for key in ("right", "asked", "wrong")
    ]
    lines += [_line("no time is said, schedule invented", [str(one.timed["invented"]) for one in scores.values()])]
    for kind in ("trigger", "language", "difficulty"):
        lines += ["", f"{kind}: trigger right, all three right, of"]
        groups = sorted({group for one in scores.values() for group in one.groups[kind]})
        lines += [_line(f"  {group}", [_group(one, kind, group) for one in scores.values()]) for group in groups]
    return "\n".join(lines)


def misses(verdicts: list[Verdict], most: int) -> list[str]:
    """The first ones that are not all right, with what was wanted and what was read."""
    wrong = [one for one in verdicts if not one.whole]
    return [line for one in wrong[:most] for line in _miss(one)]


def _miss(one: Verdict) -> list[str]:
    goal, read = one.goal, one.read
    rows = {
        "trigger": (one.trigger, " or ".join(goal.triggers), read["trigger"]),
        "actions": (one.actions, " or ".join("+".join(sorted(each)) for each in goal.actions), "+".join(read["what"])),
        "schedule": (one.schedule, json.dumps(goal.timing and goal.timing["schedule"]), json.dumps(read["schedule"])),
        "slots": (one.slots, json.dumps(_said(goal.slots)), json.dumps(_said(read["slots"]))),
    }
    lines = [f"    {name}: wanted {wanted}, read {found}" for name, (right, wanted, found) in rows.items() if not right]
    return ["", f"{goal.id} {goal.text}", *lines]


def _said(slots: dict[str, list[str]]) -> dict[str, list[str]]:
    return {slot: values for slot, values in slots.items() if values}


def _line(first: str, cells: list[str]) -> str:
    return (first.ljust(_WIDTH) + "".join(cell.rjust(14) for cell in cells)).rstrip()


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _group(score: Score, kind: str, group: str) -> str:
    found = score.groups[kind][group]
    return f"{found['trigger']}  {found['core']}  {found['all']}"


if __name__ == "__main__":
    main()
