"""The tour: three short pages about the app, below the first goal; it takes no key that a goal needs."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from nomologi_tui.settings.keymap import key, keyed
from nomologi_tui.widgets.lines import Ends, Line

_DO = (
    "Say what you want to happen and when: above, or with {home.new} later. Three forms show how it was read: the "
    "goal, when, what. Nothing happens before you press Turn on in the third one; {what.rehearse} there rehearses it."
)
_SEE = (
    "Home lists what runs: its state in a word, when it ran, when it comes next. Below is the log. {rows.open} opens "
    "one with each of its runs, {automation.why} says why it did or did not run, {automation.run} runs it now, "
    "{automation.undo} undoes."
)
_FIND = (
    "{mode.home} to {mode.settings} are home, runs, connections, templates, settings. The last line shows keys, "
    "ctrl+p all commands; {app.jump} jumps. Automations run while this app is open; `nomologi service install` runs "
    "them without it."
)
PAGES = (("What you do", _DO), ("What you see", _SEE), ("Where things are", _FIND))


class Tour(Vertical):
    """Hidden until it begins. Ends after its last page, or at a word of the screen's."""

    DEFAULT_CSS = """
    Tour { display: none; }
    """

    class Turned(Message):
        """It began, shows another page, or ended."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._page = -1
        self._head = Ends(id="tour_top")
        self._words = Line()

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._words

    @property
    def is_on(self) -> bool:
        return self._page >= 0

    def turn(self) -> None:
        """Begin, or show the next page; after the last one it ends."""
        if self._page + 1 == len(PAGES):
            self.end()
            return
        self._page += 1
        title, words = PAGES[self._page]
        goes_on = f"{key('home.tour')} next  " if self._page + 1 < len(PAGES) else ""
        self._head.say(f"TOUR {self._page + 1} of {len(PAGES)}  {title}", f"{goes_on}{key('home.back')} ends it")
        self._words.say(keyed(words))
        self.display = True
        self.post_message(self.Turned())

    def end(self) -> None:
        """Hide it, if it is on."""
        if self.is_on:
            self._page = -1
            self.display = False
            self.post_message(self.Turned())
