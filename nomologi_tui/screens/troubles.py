"""What is wrong while the app is open: told at the top of whatever screen is shown, as long as it is."""

from typing import TypeVar

from textual.binding import ActiveBinding
from textual.message import Message
from textual.screen import Screen

from nomologi_tui.errors import NomologiError
from nomologi_tui.widgets.trouble import Trouble

Result = TypeVar("Result")
STORE = ("changes", "reading", "store")  # who finds out about the store
OVER = {"runner": "The runner is on again."}


class Troubles:
    """What is wrong, by who found it."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    @property
    def words(self) -> str:
        """All of it, once each, in the order it came; empty where nothing is wrong."""
        return "  ".join(dict.fromkeys(self._found.values()))

    def note(self, who: str, error: NomologiError | None) -> str:
        """Take in what somebody found, or that he finds nothing wrong; a sentence where that ends it."""
        had = self._found.pop(who, "")
        if error is not None:
            self._found[who] = str(error)
            return ""
        if not had or (who in STORE and any(one in self._found for one in STORE)):
            return ""
        return OVER.get(who, "The store works again.")


class Telling(Screen[Result]):
    """A screen that tells it; the line is made when it is first needed."""

    class Troubled(Message):
        """Something failed here that may be wrong everywhere."""

    _trouble: Trouble | None = None

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Without the slash while a field takes it: Textual takes that for no letter."""
        found = super().active_bindings
        if self.focused and self.focused.check_consume_key("slash", "/"):
            found.pop("slash", None)
        return found

    def on_screen_resume(self) -> None:
        self.show_trouble()

    def tells(self, error: NomologiError) -> bool:
        """Whether its top says so already."""
        return self._trouble is not None and str(error) in self._trouble.text

    def show_trouble(self) -> None:
        """Show what is wrong now, or take it away."""
        found: Troubles | None = getattr(self.app, "troubles", None)
        words = found.words if found else ""
        if self._trouble is None and words:
            self._trouble = Trouble()
            self.mount(self._trouble, before=0)
        if self._trouble is not None:
            self._trouble.say(words)
