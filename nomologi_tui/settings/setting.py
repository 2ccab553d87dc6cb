"""What one setting is: its kind, what it may be, what it is for, and when a change of it counts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from nomologi_tui.errors import BadInputError
from nomologi_tui.secrecy import looks_secret, sounds_secret
from nomologi_tui.settings.zones import is_zone
from nomologi_tui.text import clean_line, shorten

LONGEST = 2_000  # characters of a text
KEYRING_WAY = "Secrets stand in the keyring: nomologi connections add, or write env:NAME or keyring:NAME."


class Kind(StrEnum):
    """How a setting is written and edited."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    ZONE = "time zone"
    THEME = "theme"  # a built-in one or a file of the folder `themes`


class Counts(StrEnum):
    """When a change is seen."""

    NOW = "at once in this app, and in every command from now on"
    START = "when the app or a command is started next"
    RUNNER = "when the runner is started next; `nomologi service install` does it for a service"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as every reader of it knows it: file, environment, `config`, the screen, the documents."""

    name: str
    default: str | int | None  # None: found out on this machine
    section: str
    title: str
    words: str
    example: str
    counts: Counts
    kind: Kind = Kind.TEXT
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    form: Callable[[str], object] | None = None  # raises ValueError for what can't be read
    hint: str = ""  # what to write
    personal: bool = False  # whether each user of a store may have their own
    empty: str = "not set"  # what an empty text stands for

    @property
    def variable(self) -> str:
        """The environment variable that goes before everything else."""
        return f"NOMOLOGI_{self.name.upper()}"

    @property
    def may_be(self) -> str:
        """What it may be, in words."""
        if self.kind is Kind.NUMBER:
            return f"a number from {self.least} to {self.most}"
        if self.kind is Kind.CHOICE:
            return ", ".join(self.choices)
        return self.hint.removeprefix("Set ").rstrip(".") or "a text"

    def read(self, value: Any) -> str | int:
        """The value as it counts. Raises BadInputError, which repeats no text that could be a secret."""
        if self.kind is Kind.NUMBER:
            return self._number(value)
        if not isinstance(value, str):
            raise BadInputError(f"The setting {self.name} is not a text.", "Write it in quotes.")
        if len(value) > LONGEST:
            raise BadInputError(f"The setting {self.name} is longer than {LONGEST} characters.", self.hint)
        if self.kind is Kind.CHOICE and value not in self.choices:
            near = nearest(value, self.choices)
            raise BadInputError(f"{self.name} is “{_shown(value)}”.", near or f"Set {' or '.join(self.choices)}.")
        if self.kind is Kind.ZONE and not is_zone(value) and (value or self.default is None):
            raise BadInputError(f"“{_shown(value)}” is not a time zone.", self.hint)
        self._check_form(value)
        return value

    def _check_form(self, text: str) -> None:
        if self.form is None or not text:
            return
        try:
            self.form(text)
        except ValueError:  # what was written may be a secret, so it is not repeated
            raise BadInputError(f"The setting {self.name} can't be read.", self.hint) from None

    def _number(self, value: Any) -> int:
        hint = f"Set {self.may_be}."
        try:
            number = int(value)
        except (TypeError, ValueError, OverflowError):
            raise BadInputError(f"{self.name} is “{_shown(value)}”, which is not a number.", hint) from None
        if isinstance(value, bool | float) or not self.least <= number <= self.most:
            raise BadInputError(f"{self.name} is {_shown(value)}.", hint)
        return number


class Described:
    """The description that a field of `Settings` carries."""

    KEY: ClassVar[str] = "setting"

    def __init__(self, section: str) -> None:
        self.section = section

    def __call__(self, default: str | int | None, title: str, words: str, example: str, **more: Any) -> Any:
        """A field of that section; without a default the field must be given."""
        about = {self.KEY: {"default": default, "section": self.section, "title": title, "words": words,
                            "example": example, **more}}  # fmt: skip
        return field(metadata=about) if default is None else field(default=default, metadata=about)


def refuse_secret(name: str, value: str) -> None:
    """Raises BadInputError where name or value look like a secret: those never stand in a file of ours."""
    if sounds_secret(name):
        raise BadInputError(f"“{_shown(name)}” sounds like a secret, and secrets are no settings.", KEYRING_WAY)
    if looks_secret(value):
        raise BadInputError(f"What {_shown(name)} shall be looks like a secret. It is not kept.", KEYRING_WAY)


def nearest(word: str, known: Any) -> str:
    """`Did you mean …?`; empty where nothing is near."""
    from difflib import get_close_matches  # only who errs waits for it

    near = get_close_matches(word.lower(), list(known), n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(near)}?" if near else ""


def _shown(value: Any) -> str:
    return shorten(clean_line(str(value)[:200]), 60)
