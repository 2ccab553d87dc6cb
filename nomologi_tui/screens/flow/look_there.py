"""Looks at what a trigger's connection leads to: seldom, apart from the screen, and never again after a refusal."""

import json

from nomologi_tui.model import Step
from nomologi_tui.screens.apart import apart
from nomologi_tui.usecases.workspace import Workspace

CALM = 0.8  # seconds without a change before somebody else is asked


class LookThere:
    """Remembers the last look, so that moving about in a form asks nobody."""

    def __init__(self) -> None:
        self._step = ""
        self._words = ""
        self._refused: dict[str, str] = {}  # what was said, by the connections that were refused

    def is_new(self, step: Step) -> bool:
        """Whether something else than last time would be looked for."""
        return _mark(step) != self._step

    def known(self, step: Step) -> str:
        """What the last look found, if it was for this."""
        return "" if self.is_new(step) else self._words

    async def look(self, ws: Workspace, step: Step) -> str:
        """What is there now, or why nobody can tell, in words; once nothing has changed for a moment."""
        from nomologi_tui.runner.connections.uses import named_in
        from nomologi_tui.usecases.flow import previewing

        await ws.clock.sleep(CALM)
        mark = json.dumps(named_in(ws.registry, step))
        words = self._refused.get(mark, "")
        if not words:
            seen = await apart(lambda: previewing.look(ws, step))
            words = seen.words
            if seen.refused:
                self._refused[mark] = f"{words} Open this form again to try it again."
        self._step, self._words = _mark(step), words
        return words


def _mark(step: Step) -> str:
    return json.dumps([step.block, step.config], sort_keys=True, default=str)
