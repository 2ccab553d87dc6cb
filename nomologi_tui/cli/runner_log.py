"""The log on stderr while the runner works: for journald, a container's log, a pipe."""

import asyncio
import json
import os
import sys
from enum import StrEnum

from nomologi_tui.cli.logs import entry_json
from nomologi_tui.cli.output import complain, plain
from nomologi_tui.model import Level, LogEntry
from nomologi_tui.store.feed import follow
from nomologi_tui.usecases.logged import log_text
from nomologi_tui.usecases.workspace import Workspace

_AT_ONCE = 500  # entries of one look
# What journald takes from the beginning of a line: syslog's priorities.
_PRIORITIES = {Level.DEBUG: "<7>", Level.INFO: "<6>", Level.WARNING: "<4>", Level.ERROR: "<3>"}


class LogFormat(StrEnum):
    """How a line looks."""

    TEXT = "text"
    JSON = "json"


class RunnerLog:
    """What is written about this person's automations, from now on."""

    def __init__(self, ws: Workspace, form: LogFormat) -> None:
        self._ws = ws
        self._form = form
        self._last = ws.reader.last_log_id()
        self._journal = "JOURNAL_STREAM" in os.environ

    async def go_on(self) -> None:
        """Until it is cancelled."""
        async for _change in follow(self._ws.settings.places, self._ws.clock, after=self._last):
            await asyncio.to_thread(self.catch_up)

    def catch_up(self) -> None:
        """Write what is new."""
        while found := self._ws.reader.logs(self._ws.user_id, after_id=self._last, limit=_AT_ONCE):
            names = self._ws.reader.names(self._ws.user_id)
            sys.stderr.write("".join(f"{self._line(one, names)}\n" for one in found))
            sys.stderr.flush()
            self._last = found[-1].id

    def remark(self, event_type: str, words: str) -> None:
        """Say something about the runner itself, which no log holds; also then each line is what the format says."""
        if self._form is LogFormat.JSON:
            entry = {
                "id": None, "automation": None, "run_id": None, "event_type": event_type, "level": Level.INFO.word,
                "description": words, "timestamp": self._ws.clock.now(),
            }  # fmt: skip
            words = json.dumps(entry, default=plain)
        complain(words)

    def _line(self, one: LogEntry, names: dict[int, str]) -> str:
        if self._form is LogFormat.JSON:
            return json.dumps(entry_json(one, names), default=plain)
        mark = _PRIORITIES[one.level] if self._journal else ""
        return mark + log_text(self._ws, one, names)
