"""The log pane: a window of a few pages over a log of any length. The millionth line costs as much as the first.

It holds no source: it asks for pages (`PageWanted`) and is given them. It never moves by itself when paused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from nomologi_tui.widgets.cells import fit, wrapped
from nomologi_tui.widgets.rows import Cells, Rows

KEEP = 600  # lines held; more than any screen is high, so that scrolling rarely waits
PAGE = 200  # lines asked for at once
NEAR = 60  # lines from an end at which the next page is asked for
TIME = 9  # cells: `12:41:05` today, `Sun 12:41` or `24 Nov` before
WHO = 14  # cells of an automation's name, where there is room
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
        self.words = ""  # marked wherever they stand
        self.wrap = False

    @property
    def count(self) -> int:
        return len(self._lines)

    @property
    def selected(self) -> LogLine | None:
        """The line under the cursor."""
        return self._lines[self.cursor] if self._lines else None

    @property
    def shown(self) -> list[LogLine]:
        """The lines that are on the screen, also in part."""
        rows = [self.row_at(y)[0] for y in range(self.size.height)]
        return [self._lines[index] for index in dict.fromkeys(rows) if index < self.count]

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

    def more_waiting(self, number: int) -> None:
        """So many lines were just written after the last one, while it stands still."""
        self._at_end = False
        self.waiting += number
        self.post_message(self.FollowChanged(self, following=False, waiting=self.waiting))

    def go_to(self, position: int) -> bool:
        """Put the cursor on the line at that position, where it is held; whether it is."""
        index = next((i for i, line in enumerate(self._lines) if line.id == position), None)
        if index is None:
            return False
        self.set_following(False)
        self.move_to(index)
        return True

    def _shift(self, by: int) -> None:
        self.cursor = max(self.cursor + by, 0)
        self.top = max(self.top + by, 0)

    def cells(self, index: int, width: int) -> Cells:
        line = self._lines[index]
        text = fit(line.text, max(width - _before_text(width), 0))
        return [*self._head(line, width), *marked(text, self.words)]

    def cells_of(self, index: int, part: int, width: int) -> Cells:
        if not self.wrap:
            return self.cells(index, width)
        line, before = self._lines[index], _before_text(width)
        text = marked(wrapped(line.text, max(width - before, 1))[part], self.words)
        return [*self._head(line, width), *text] if part == 0 else [(" " * before, ""), *text]

    def _head(self, line: LogLine, width: int) -> Cells:
        room = _who(width)
        who = [(f"{fit(line.who, room)} ", "quiet")] if room else []
        level = (f"{fit(line.level, 5)} ", LEVEL_STYLE.get(line.level, ""))
        return [(f"{fit(line.time, TIME)} ", "quiet"), *who, level]

    def row_at(self, y: int) -> tuple[int, int]:
        if not self.wrap:
            return super().row_at(y)
        index = self.top
        while index < self.count and y >= (height := self._height(index)):
            y -= height
            index += 1
        return index, y

    def _height(self, index: int) -> int:
        """Lines that a row takes on the screen."""
        width = max(self.size.width - 2, 0)
        return len(wrapped(self._lines[index].text, max(width - _before_text(width), 1)))

    def _keep_in_view(self) -> None:
        if not self.wrap or not self._lines:
            super()._keep_in_view()
            return
        lowest = self._first_above(self.cursor)
        self.top = max(min(self.top, self.cursor, self._first_above(self.count - 1)), lowest)

    def _refresh_row(self, index: int) -> None:
        if self.wrap:
            self.refresh()
        else:
            super()._refresh_row(index)

    def _first_above(self, index: int) -> int:
        """The first row of a screen that ends with that row."""
        room = self.size.height - self._height(index)
        while index > 0 and (room := room - self._height(index - 1)) >= 0:
            index -= 1
        return index

    def set_wrap(self, wrap: bool) -> None:
        """Show long lines whole, or one line of the screen each."""
        self.wrap = wrap
        self.rows_changed()

    def set_words(self, words: str) -> None:
        """Mark these words wherever they stand."""
        self.words = words
        self.refresh()

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


def _before_text(width: int) -> int:
    room = _who(width)
    return TIME + 7 + (room + 1 if room else 0)


def _who(width: int) -> int:
    """Cells of an automation's name."""
    return 0 if width < 50 else WHO if width < 96 else 2 * WHO


def marked(text: str, words: str) -> Cells:
    """The text in pieces, those that are `words` marked, without regard to case."""
    lowered, wanted = text.lower(), words.lower()
    if not wanted or len(lowered) != len(text):
        return [(text, "")]
    pieces, at = [], 0
    while (found := lowered.find(wanted, at)) >= 0:
        pieces += [(text[at:found], ""), (text[found : found + len(wanted)], "mark")]
        at = found + len(wanted)
    return [*pieces, (text[at:], "")]
