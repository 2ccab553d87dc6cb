"""What an automation would have done, in figures and words."""

from collections import Counter
from typing import TYPE_CHECKING

from nomologi_tui.text import counted

if TYPE_CHECKING:
    from nomologi_tui.usecases.runs.backtest import Backtest


def summary_lines(found: "Backtest") -> list[str]:
    """The figures, and what they leave out."""
    lines = [f"would have run {_times(found.number('run'))}"]
    for would, word in (("skip", "skipped"), ("fail", "failed")):
        for step, number in by_step(found, would).items():
            last = next(case for case in reversed(found.cases) if case.would == would and case.step == step)
            lines.append(f"would have {word} {_times(number)} at “{step}”, for example: {last.words}")
    if found.number("nothing"):
        lines.append(f"{_times(found.number('nothing'))} it ran when nothing would start it any more")
    differ = sum(case.differs for case in found.cases)
    lines.append(f"differs from what really happened {_times(differ)}")
    lines += found.cut
    if found.looks:
        lines.append(f"Looked at now, not then: {', '.join(found.looks)}.")
    if found.elsewhere:
        runs = counted(found.elsewhere, "run")
        lines.append(f"Left out: {runs} of that time that no trigger started (by hand, replays).")
    return lines


def by_step(found: "Backtest", would: str) -> Counter[str]:
    """How many of the cases that would end so each step decided."""
    return Counter(case.step for case in found.cases if case.would == would)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"
