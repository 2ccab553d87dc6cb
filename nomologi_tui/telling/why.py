"""Why an automation did or did not run."""

from collections.abc import Iterator

from nomologi_tui.telling.times import local
from nomologi_tui.text import clean_line
from nomologi_tui.usecases.why import Answer
from nomologi_tui.usecases.workspace import Workspace


def answer_lines(ws: Workspace, answer: Answer) -> Iterator[str]:
    """First the answer, then what would make it run, and what it rests on."""
    zone = ws.settings.zone
    yield clean_line(answer.sentence)
    if answer.remedy is not None:
        command = f": {answer.remedy.command}" if answer.remedy.command else "."
        yield f"{answer.remedy.words}{command}"
    if answer.next_due is not None:
        yield f"{'Due next' if answer.next_due > ws.clock.now() else 'Due since'}: {local(answer.next_due, zone)}"
    for line in answer.lines:
        yield f"  {local(line.at, zone):19}  {clean_line(line.text)}" if line.at else f"  {clean_line(line.text)}"
