"""What became so since the last look: pure, over a state that is JSON, so that a restart neither repeats nor loses it.

The state has one part for each kind of event. Of what lasts (down, slow, certificate, value) it holds since when, in
how many looks, and whether it was told; of what changes (status, value, text) it holds what was last.
"""

import copy
import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.tools.values.comparing import compare, operator_words
from nomologi_tui.blocks.tools.web_checks.form import WebCheck
from nomologi_tui.blocks.tools.web_checks.look import Look, number_in
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten, span

State = dict[str, Any]
_VALUE = 2000  # characters of a value that are kept
_LINES, _WIDE, _DIFF = 400, 300, 4000  # of a text that is kept: lines, characters of each; characters of a diff
_ORDERED = ("greater than", "at least", "less than", "at most")


@dataclass(frozen=True, slots=True)
class Told:
    """What became so: the event's data, and the state once it is told."""

    data: dict[str, Any]
    state: State


@dataclass(frozen=True, slots=True)
class Judged:
    """What a look brought. `remark` is for the log: why something can't be judged, said once."""

    told: list[Told]
    state: State
    remark: str = ""


def judge(config: WebCheck, state: State | None, look: Look, zone: ZoneInfo) -> Judged:
    """Compare `look` with what was before. At the first look there is no state."""
    judging = _Judging(config, state, look, zone)
    judging.judge()
    return Judged(judging.told, judging.state, judging.remark)


class _Judging:
    def __init__(self, config: WebCheck, state: State | None, look: Look, zone: ZoneInfo) -> None:
        self.config, self.look, self.zone = config, look, zone
        self.first = state is None
        self.state: State = copy.deepcopy(state or {"began": look.at.isoformat()})
        self.told: list[Told] = []
        self.remark = ""

    def judge(self) -> None:
        look = self.look
        self._down()
        if look.status is not None:
            self._changed("status", str(look.status), f"{self.config.host} answers {look.status}")
        if look.days is not None and "certificate" in self.config.events:
            left = "has ended" if look.days <= 0 else f"lasts {look.days:g} more days"
            self._lasts("certificate", so=look.days < max(self.config.days, 0.1), reason=f"The certificate {left}")
        if not look.problem:
            self._slow()
            self._read()

    def _down(self) -> None:
        before = self.state.get("down", {})
        self._lasts("down", so=bool(self.look.problem), reason=self.look.problem, looks=self.config.misses)
        if before.get("told") and not self.look.problem:
            self._tell("back", f"{self.config.host} answers again", since=before["since"])

    def _slow(self) -> None:
        seconds = self.look.seconds or 0.0
        reason = f"{self.config.host} took {span(seconds)}"
        if "slow" in self.config.events:
            self._lasts("slow", so=seconds >= self.config.slow, reason=reason, looks=self.config.misses)

    def _read(self) -> None:
        look, unread = self.look, self.look.unread
        if look.value is not None and self.config.compare == "changes":
            self._changed("value", look.value, f"The value is {_short(look.value)}")
        elif look.value is not None and "value" in self.config.events:
            unread = self._compared(look.value)
        if look.text is not None:
            self._text(look.text)
        if unread and "unread" not in self.state:
            self.state["unread"], self.remark = True, unread
        elif not unread:
            self.state.pop("unread", None)

    def _compared(self, value: str) -> str:
        """Why the value can't be compared; empty when it was."""
        op, than = self.config.compare, self.config.than
        left = number_in(value) if op in _ORDERED else value
        try:
            so, _ = compare(left, op, than, "auto", self.zone)
        except BlockError as error:
            return error.message
        reason = f"The value {_short(value)} {operator_words(op)} {_short(than)}"
        self._lasts("value", so=so, reason=reason, held=self.config.held, value=value[:_VALUE])
        return ""

    def _lasts(
        self, kind: str, *, so: bool, reason: str, looks: int = 1, held: float = 0.0, **data: Any
    ) -> None:  # fmt: skip
        """Something that is so for a while: told once, when it has been so for long enough."""
        known = self.state.get(kind, {})
        if not so:
            self.state.pop(kind, None)
            return
        if known.get("told"):
            return
        now = self.look.at
        since = known.get("since", now.isoformat())
        count = known.get("looks", 0) + 1
        quiet = self.first and self.config.first == "from now"
        enough = count >= looks and (now - datetime.fromisoformat(since)).total_seconds() >= held
        self.state[kind] = {"since": since, "looks": count, "told": enough or quiet}
        if enough and not quiet:
            self._tell(kind, reason, since=since, **data)

    def _changed(self, kind: str, now: str, reason: str) -> None:
        """Something that is another one than at the last look; the first look is what it is compared with."""
        if kind not in self.config.events:
            return
        mark, known = _mark(now), self.state.get(kind)
        if known and known["mark"] == mark:
            return
        self.state[kind] = {"last": now[:_VALUE], "mark": mark}
        if known:
            value = {"value": now[:_VALUE]} if kind == "value" else {}
            self._tell(kind, reason, before=known["last"], **value)

    def _text(self, text: str) -> None:
        if "text" not in self.config.events:
            return
        mark, known = _mark(text), self.state.get("text")
        if known and known["mark"] == mark:
            return
        kept = "\n".join(line[:_WIDE] for line in text.splitlines()[:_LINES])
        self.state["text"] = {"last": kept, "mark": mark}
        if known:
            self._tell("text", f"The text of {self.config.host} changed", diff=_diff(known["last"], kept))

    def _tell(self, kind: str, reason: str, **data: Any) -> None:
        if kind in self.config.events:
            told = {**_data(self.config, self.look), "kind": kind, "reason": f"{reason.rstrip('.')}.", **data}
            self.told.append(Told(told, copy.deepcopy(self.state)))


def _data(config: WebCheck, look: Look) -> dict[str, Any]:
    return {
        "url": config.shown_url,
        "host": config.host,
        "status": look.status,
        "seconds": look.seconds,
        "days_left": look.days,
        "value": look.value[:_VALUE] if look.value is not None else None,
        "before": None,
        "diff": "",
        "since": None,
    }


def _diff(before: str, after: str) -> str:
    """The lines that differ, as a unified diff without its head."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    text = "\n".join(line for line in lines if not line.startswith(("---", "+++")))
    return text if len(text) <= _DIFF else text[:_DIFF] + "\n… more was cut here …"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _short(value: str) -> str:
    return shorten(clean_line(value), 80)


def event_id(data: Mapping[str, Any], at: datetime) -> str:
    """The same for the same look and what it brought."""
    return f"web:{data['kind']}:{_mark(str(data['url']))}:{at.isoformat()}"
