"""One reading against its label, and many of them counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.goals.labels import Goal
from benchmarks.goals.timing import is_asked, matches
from benchmarks.goals.values import compared

Reading = dict[str, Any]  # as `goals.report.goal_form` makes it: trigger, schedule, what, slots


@dataclass(frozen=True, slots=True)
class Verdict:
    """What of one reading was right. `counts`: values of slots that were found, too many, not found."""

    goal: Goal
    read: Reading
    trigger: bool
    actions: bool
    schedule: bool
    slots: bool
    counts: tuple[int, int, int]

    @property
    def core(self) -> bool:
        """Trigger, actions and schedule."""
        return self.trigger and self.actions and self.schedule

    @property
    def whole(self) -> bool:
        return self.core and self.slots


def judge(goal: Goal, read: Reading) -> Verdict:
    """A schedule that nobody said is wrong, too."""
    wanted, given = compared(goal, read["slots"])
    both = sum(len(wanted[slot] & given[slot]) for slot in wanted)
    return Verdict(
        goal,
        read,
        trigger=read["trigger"] in goal.triggers,
        actions=frozenset(read["what"]) in goal.actions,
        schedule=matches(goal.timing, read["schedule"]) if goal.timing else is_asked(read["schedule"]),
        slots=wanted == given,
        counts=(both, sum(map(len, given.values())) - both, sum(map(len, wanted.values())) - both),
    )


@dataclass(slots=True)
class Score:
    """Shares are from 0 to 1. `groups`: what is grouped → the group → how many of how many were right at the core."""

    sentences: int = 0
    right: Counter[str] = field(default_factory=Counter)
    timed: Counter[str] = field(default_factory=Counter)
    found: tuple[int, int, int] = (0, 0, 0)
    groups: dict[str, dict[str, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )

    def share(self, what: str) -> float:
        """Of `trigger`, `actions`, `schedule`, `slots`, `core` or `whole`."""
        return self.right[what] / max(1, self.sentences)

    def timed_share(self, what: str) -> float:
        """Of the sentences that say a time: schedule `right`, `asked` although said, `wrong`."""
        return self.timed[what] / max(1, self.timed["all"])

    @property
    def slots_f1(self) -> float:
        """The harmonic mean of how many found values are right, and how many right values are found."""
        both, more, less = self.found
        return 2 * both / max(1, 2 * both + more + less)


def count(verdicts: Iterable[Verdict]) -> Score:
    """The score of many verdicts."""
    score = Score()
    for one in verdicts:
        score.sentences += 1
        score.right.update(
            {what: getattr(one, what) for what in ("trigger", "actions", "schedule", "slots", "core", "whole")}
        )
        score.found = _added(score.found, one.counts)
        _count_time(score, one)
        _count_groups(score, one)
    return score


def _added(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _count_time(score: Score, one: Verdict) -> None:
    asked = is_asked(one.read["schedule"])
    if one.goal.timing is None:
        score.timed["invented"] += not asked
    else:
        score.timed["all"] += 1
        score.timed["right" if one.schedule else "asked" if asked else "wrong"] += 1


def _count_groups(score: Score, one: Verdict) -> None:
    kinds = {"trigger": one.goal.triggers[0], "language": one.goal.language, "difficulty": one.goal.difficulty}
    for kind, group in kinds.items():
        score.groups[kind][group].update(all=1, trigger=int(one.trigger), core=int(one.core))
