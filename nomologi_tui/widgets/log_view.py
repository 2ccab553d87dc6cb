"""The log pane: a window of a few pages over a log of any length. The millionth line costs as much as the first.

It holds no source: it asks for pages (`PageWanted`) and is given them. It never moves by itself when paused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.rows import Cells, Rows

KEEP = 600  # lines held; more than any screen is high, so that scrolling rarely waits
PAGE = 200  # lines asked for at once
NEAR = 60  # lines from an end at which the next page is asked for
LEVEL_STYLE = {"FAIL": "bad", "WARN": "warn", "DEBUG": "quiet"}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry in words. `id` is its position in the log."""

    id: int
    time: str
    who: str
    level: str  # INFO, WARN, FAIL, DEBUG
    text: str
    run_id: int | None = None
    automation_id: int | None = None
    when: str = ""  # day and time, for the line that tells where the cursor is


class LogView(Rows):
    """Follows the newest line until the cursor leaves it or `f` is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "follow", "follow/pause", id="log.follow", tooltip="Follow the newest line, or pause"),
    ]

    marks_always = False

    @dataclass
    class PageWanted(Message):
        """Lines before or after a position are needed; 0 and 0 asks for the newest, `before` -1 for the oldest ones."""

        view: "LogView"
        before: int
        after: int

        @property
        def control(self) -> "LogView":
            return self.view

    @dataclass
    class FollowChanged(Message):
        """It follows, or it stands still and `waiting` new lines came since."""

        view: "LogView"
        following: bool
        waiting: int

        @property
        def control(self) -> "LogView":
            return self.view

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._lines: list[LogLine] = []
        self._asked = False
        self._at_start = self._at_end = True
        self.following = True
        self.waiting = 0

    @property
    def count(self) -> int:
        return len(self._lines)

    @property
    def selected(self) -> LogLine | None:
        """The line under the cursor."""
        return self._lines[self.cursor] if self._lines else None

    @property
    def newest(self) -> int:
        """The position of the last line held; 0 when there is none."""
        return self._lines[-1].id if self._lines else 0

    def show(self, lines: Sequence[LogLine], *, at_start: bool, at_end: bool, on: int = 0) -> None:
        """Replace what is held; the cursor goes to the line at position `on`, else to the last."""
        self._lines, self._asked = list(lines), False
        self._at_start, self._at_end = at_start, at_end
        self.cursor = next((i for i, line in enumerate(lines) if line.id == on), self.count - 1)
        self.rows_changed()
        self.post_message(self.Moved(self, self.cursor))

    def put_before(self, lines: Sequence[LogLine]) -> None:
        """Answer to `PageWanted(before=…)`: fewer than a page means that the log begins there."""
        self._asked, self._at_start = False, len(lines) < PAGE
        self._lines[:0] = lines
        self._shift(len(lines))
        if self.count > KEEP:
            del self._lines[KEEP:]
            self._at_end = False

    def put_after(self, lines: Sequence[LogLine]) -> None:
        """New lines at the end: an answer to `PageWanted(after=…)`, or what just happened."""
        self._asked, self._at_end = False, len(lines) < PAGE
        self._lines += lines
        surplus = max(self.count - KEEP, 0)
        if surplus:
            del self._lines[:surplus]
            self._shift(-surplus)
            self._at_start = False
        if self.following:
            self.cursor = self.count - 1
        elif self._at_end and self.waiting:
            self.waiting = 0
            self.post_message(self.FollowChanged(self, following=False, waiting=0))
        if lines:
            self.rows_changed()

    def arrived(self, lines: Sequence[LogLine]) -> None:
        """Lines were just written after the last one: shown when it follows, else counted."""
        if self.following:
            self.put_after(lines)
            return
        self._at_end = False
        self.waiting += len(lines)
        self.post_message(self.FollowChanged(self, following=False, waiting=self.waiting))

    def _shift(self, by: int) -> None:
        self.cursor = max(self.cursor + by, 0)
        self.top = max(self.top + by, 0)

    def cells(self, index: int, width: int) -> Cells:
        line = self._lines[index]
        who = 0 if width < 50 else 14
        rest = max(width - 15 - (who + 1 if who else 0), 0)
        pieces = [(f"{fit(line.time, 8)} ", "quiet")]
        if who:
            pieces.append((f"{fit(line.who, who)} ", "quiet"))
        return [*pieces, (f"{fit(line.level, 5)} ", LEVEL_STYLE.get(line.level, "")), (fit(line.text, rest), "")]

    def action_follow(self) -> None:
        self.set_following(not self.following)

    def set_following(self, following: bool) -> None:
        """Follow the newest line, or stand still."""
        self.following = following
        if following:
            self.waiting = 0
            if self._at_end:
                self.move_to(self.count - 1)
            else:
                self.post_message(self.PageWanted(self, 0, 0))
        self.post_message(self.FollowChanged(self, following=following, waiting=self.waiting))

    def move_to(self, index: int) -> None:
        super().move_to(index)
        if self.following and self.cursor < self.count - 1:
            self.set_following(False)
        self._ask_near_ends()

    def _ask_near_ends(self) -> None:
        if self._asked or not self._lines:
            return
        if self.cursor < NEAR and not self._at_start:
            self._asked = True
            self.post_message(self.PageWanted(self, before=self._lines[0].id, after=0))
        elif self.cursor > self.count - NEAR and not self._at_end:
            self._asked = True
            self.post_message(self.PageWanted(self, before=0, after=self.newest))

    def action_first(self) -> None:
        self.set_following(False)
        if self._at_start:
            self.move_to(0)
        else:
            self.post_message(self.PageWanted(self, before=-1, after=0))

    def action_last(self) -> None:
        self.set_following(True)
