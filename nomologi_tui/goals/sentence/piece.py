"""The part of a sentence that one step may use, and what of it was used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.lexicon import EMPTY
from nomologi_tui.goals.words.structure import BY, JOINS
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.goals.words.vocabulary import SKIPPED

EMPTY_WORDS = EMPTY | SKIPPED | BY | JOINS


@dataclass(slots=True)
class Piece:
    """The part of a sentence that one step may use: its tokens by place; `own` are those of the phrase itself.

    `open_name`: what something is called there, where nobody knows how that name is written; `open_entity`: what
    Home Assistant has an entity for that nobody wrote; `open_sender`: who writes, of whom no address is known.
    """

    text: str
    tokens: dict[int, Token]
    own: tuple[int, ...] = ()
    used: set[int] = field(default_factory=set)
    open_name: str = ""
    open_entity: str = ""
    open_sender: str = ""

    def unused(self, wanted: Callable[[Token], bool]) -> tuple[int, Token] | None:
        """The first token nobody has used that is `wanted`."""
        pairs = ((place, token) for place, token in self.tokens.items() if place not in self.used)
        return next(((place, token) for place, token in pairs if wanted(token)), None)

    def take(self, wanted: Callable[[Token], bool]) -> str:
        """Use that token; its value, or nothing."""
        found = self.unused(wanted)
        if found is None:
            return ""
        self.used.add(found[0])
        return found[1].value

    def said(self) -> str:
        """The text of the piece, with blanks for what is not in it, so that places stay the same."""
        text = [" "] * len(self.text)
        for token in self.tokens.values():
            text[token.start : token.end] = self.text[token.start : token.end]
        return "".join(text)

    def use_between(self, start: int, end: int) -> None:
        """Use the tokens within these characters."""
        self.used |= {place for place, token in self.tokens.items() if token.start < end and token.end > start}

    def before(self, place: int) -> str:
        """The word before `place`."""
        return self.tokens[place - 1].value if place - 1 in self.tokens else ""

    def word(self, place: int) -> str:
        """What stands there in lower case, without accents; nothing where it is not in the piece."""
        return plain(self.tokens[place].value) if place in self.tokens else ""

    def leftover(self) -> list[str]:
        """The words that carry something and were not used."""
        return [
            token.value
            for place, token in self.tokens.items()
            if place not in self.used
            and place not in self.own
            and token.kind != "mark"
            and EMPTY_WORDS.isdisjoint((token.value.lower(), plain(token.value)))
        ]

    def use_kinds(self, kinds: frozenset[str]) -> None:
        """Use what only says what kind of thing a path is that stands behind: `die Datei ~/x.ods`."""
        named = [place for place in self.used if place in self.tokens and self.tokens[place].kind == "path"]
        self.used |= {place - 1 for place in named if self.word(place - 1) in kinds}

    def take_word(self, place: int) -> str:
        """Use what stands there without a blank, as typed: `import-photos`, `web3`."""
        first = last = place
        while first - 1 in self.tokens and self.tokens[first - 1].end == self.tokens[first].start:
            first -= 1
        while last + 1 in self.tokens and self.tokens[last + 1].start == self.tokens[last].end:
            last += 1
        while last > first and self.tokens[last].kind == "mark":
            last -= 1
        self.used |= set(range(first, last + 1))
        return self.text[self.tokens[first].start : self.tokens[last].end]

    def run_from(self, first: int) -> list[int]:
        """The places from `first` on without a hole."""
        places: list[int] = []
        while first in self.tokens:
            places.append(first)
            first += 1
        return places

    def stretch(self, places: Sequence[int]) -> str:
        """The text from the first to the last of these places as typed, over holes too."""
        return self.text[self.tokens[places[0]].start : self.tokens[places[-1]].end]

    def typed(self, places: Sequence[int]) -> str:
        """The text at these places as typed; over a hole with one blank."""
        parts: list[list[int]] = []
        for place in places:
            if parts and place == parts[-1][-1] + 1:
                parts[-1].append(place)
            else:
                parts.append([place])
        return " ".join(self.text[self.tokens[part[0]].start : self.tokens[part[-1]].end] for part in parts)
