"""Where in a sentence an event is told and where an action begins; the words for both come from the blocks."""

from collections.abc import Iterator
from dataclasses import dataclass

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.lexicon import (
    CLAUSE_ENDS,
    EVENT_HEADS,
    FILE_ENDINGS,
    FILE_EVENTS,
    JOINTS,
    SURE_CONDITIONS,
    SURE_EVENTS,
)
from nomologi_tui.goals.slots import is_path
from nomologi_tui.goals.times.element import word
from nomologi_tui.goals.tokens import Token
from nomologi_tui.model import StepType

_COMPLETING = ("path", "quoted", "host", "url")
TIMED = "schedule"  # its words are read by the grammar of time, not as phrases


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens [first, end) tell of an event that `block` sees; None: no block is known for it.

    `condition`: it rather says on what condition, as `if` does.
    """

    block: Block | None
    first: int
    end: int
    condition: bool = False

    @property
    def places(self) -> range:
        return range(self.first, self.end)


@dataclass(frozen=True, slots=True)
class Head:
    """An action's words begin at `first`; `own` are the places of the phrase itself."""

    block: Block
    first: int
    own: tuple[int, ...]


_SURE = 2  # words that an address with a choice of its block counts as


def phrase_at(tokens: list[Token], place: int, phrase: tuple[str, ...]) -> bool:
    """Whether the words of `phrase` stand at `place`, one after the other and not glued to something else."""
    if any(not _is_word(tokens, place + number, one) for number, one in enumerate(phrase)):
        return False
    last = place + len(phrase)
    return (
        last >= len(tokens) or tokens[last].start > tokens[last - 1].end or word(tokens, last) in (",", ":", ".", ";")
    )


def _is_word(tokens: list[Token], place: int, wanted: str) -> bool:
    """Whether `wanted` stands at `place`; a block that says `me` means whoever is told."""
    if wanted == "me" and place < len(tokens) and tokens[place].kind in ("email", "channel"):
        return True
    return word(tokens, place) == wanted or (wanted == "me" and word(tokens, place) in ("us", "everyone", "everybody"))


def event_clauses(tokens: list[Token], taken: set[int], starts: set[int], registry: Registry) -> list[Clause]:
    """The clauses that tell of events, from left to right.

    `taken` are places that belong to times; at `starts` something else begins: an action, or how often.
    """
    found: list[Clause] = []
    place = 0
    while place < len(tokens):
        head = _event_head(tokens, place) if place not in taken else None
        clause = _clause(tokens, place, head, starts, registry) if head else None
        if clause:
            found.append(clause)
        place = clause.end if clause else place + 1
    return found


def _event_head(tokens: list[Token], place: int) -> tuple[str, ...] | None:
    here = word(tokens, place)
    return next((head for head in EVENT_HEADS if head[0] == here and phrase_at(tokens, place, head)), None)


def _clause(
    tokens: list[Token], place: int, head: tuple[str, ...], starts: set[int], registry: Registry
) -> Clause | None:
    end = place + len(head)
    while end < len(tokens) and word(tokens, end) not in CLAUSE_ENDS and end not in starts:
        end += 1
    if word(tokens, end - 1) in JOINTS and end - 1 > place:
        end -= 1
    block = _event_block(tokens[place:end], registry)
    if block is None and head not in SURE_EVENTS | SURE_CONDITIONS:
        return None
    return Clause(block, place, end, condition=block is None and head in SURE_CONDITIONS)


def _event_block(tokens: list[Token], registry: Registry) -> Block | None:
    """The trigger that the clause names: by its longest phrase or its name, or by a path where it watches a folder."""
    watching = [block for block in registry.of_type(StepType.TRIGGER) if block.name != TIMED]
    longest = max(watching, key=lambda block: _tells_of(tokens, block), default=None)  # of equals the first
    if longest and _tells_of(tokens, longest):
        return longest
    return next((block for block in watching if _watches_files(tokens, block)), None)


def _tells_of(tokens: list[Token], block: Block) -> int:
    """How many words of the clause name the block, one after the other."""
    names = () if (block.name,) in EVENT_HEADS else ((block.name,), (block.name + "s",))
    phrases = [*(tuple(says.lower().split()) for says in block.says), *names]
    found = [len(phrase) for phrase in phrases for place in range(len(tokens)) if phrase_at(tokens, place, phrase)]
    if found:
        return max(found)
    on_a_word = len(tokens) == 2 and word(tokens, 0) == "on"  # `on POST`: one word of a phrase is enough
    if on_a_word:
        return int(any(word(tokens, 1) in phrase for phrase in phrases))
    return _SURE if _asks_an_address(tokens, block) else 0


def _asks_an_address(tokens: list[Token], block: Block) -> bool:
    """An address with one of the things that the block tells of it: `URL is down`."""
    specs = describe(block.config)
    if not any(spec.kind == "address" for spec in specs) or not any(token.kind in ("url", "host") for token in tokens):
        return False
    choices = {choice for spec in specs if spec.kind == "list" for choice in spec.choices}
    return not choices.isdisjoint(token.value for token in tokens)


def _watches_files(tokens: list[Token], block: Block) -> bool:
    return any(spec.kind == "folder" for spec in describe(block.config)) and _names_files(tokens)


def _names_files(tokens: list[Token]) -> bool:
    return any(is_path(token) or (token.kind == "word" and token.value in FILE_ENDINGS) for token in tokens)


def named_trigger(tokens: list[Token], registry: Registry) -> tuple[Block, range] | None:
    """A trigger whose phrase stands somewhere without any `when`: `by hand`, `on POST`."""
    for block in registry.of_type(StepType.TRIGGER):
        for says in () if block.name == TIMED else block.says:
            phrase = tuple(says.lower().split())
            for place in range(len(tokens)):
                if len(phrase) > 1 and phrase_at(tokens, place, phrase):
                    return block, range(place, place + len(phrase))
    return None


def action_heads(tokens: list[Token], taken: set[int], registry: Registry) -> list[Head]:
    """Where actions begin: at the start of a piece of the sentence; where none does, anywhere."""
    actions = _Phrases([block for block in registry.of_type(StepType.ACTION) if not block.holds])
    after_event = _after_events(tokens, taken)
    strict = [
        place
        for place in range(len(tokens))
        if place not in taken and (place in after_event or _begins(tokens, place, taken))
    ]
    found = _heads_at(tokens, strict, actions)
    return found or _heads_at(tokens, [place for place in range(len(tokens)) if place not in taken], actions)[:1]


def _after_events(tokens: list[Token], taken: set[int]) -> set[int]:
    """Where an event's clause may be complete without a comma: after a path or the like, or after what happened."""
    found: set[int] = set()
    inside = False
    for place in range(len(tokens)):
        if inside and (tokens[place - 1].kind in _COMPLETING or word(tokens, place - 1) in FILE_EVENTS):
            found.add(place)
        if place not in taken and _event_head(tokens, place):
            inside = True
        elif word(tokens, place) in CLAUSE_ENDS or word(tokens, place) == "and":
            inside = False
    return found


def _begins(tokens: list[Token], place: int, taken: set[int]) -> bool:
    before = word(tokens, place - 1)
    if before == "-" and tokens[place].start == tokens[place - 1].end:  # `--delete` is an option of a command
        return False
    return place == 0 or place - 1 in taken or before in JOINTS or before in (".", "!", "?")


def _heads_at(tokens: list[Token], places: list[int], actions: "_Phrases") -> list[Head]:
    found: list[Head] = []
    for place in places:
        best = max(_candidates(tokens, place, actions), key=_weight, default=None)
        if best is not None and not (found and (place in found[-1].own or _is_object(tokens, place, found[-1]))):
            found.append(best)
    return found


def _is_object(tokens: list[Token], place: int, head: Head) -> bool:
    """`tell me to copy it`: what comes after the action's `to` is told, not done."""
    return word(tokens, place - 1) == "to" and place - 2 == head.own[-1]


def _weight(head: Head) -> tuple[bool, int]:
    return head.own == tuple(range(head.first, head.first + len(head.own))), len(head.own)


class _Phrases:
    """What the actions say, by first word; and those that take an address."""

    def __init__(self, actions: list[Block]) -> None:
        self.by_word: dict[str, list[tuple[Block, tuple[str, ...]]]] = {}
        for block in actions:
            for says in block.says:
                phrase = tuple(says.lower().split())
                self.by_word.setdefault(phrase[0], []).append((block, phrase))
        self.actions = actions


def _candidates(tokens: list[Token], place: int, actions: _Phrases) -> Iterator[Head]:
    here = word(tokens, place)
    for block, phrase in actions.by_word.get(here, ()):
        own = _said_at(tokens, place, phrase)
        if own:
            yield Head(block, place, own)
    object_kind = tokens[place + 1].kind if here and place + 1 < len(tokens) else "word"
    if object_kind in ("url", "path"):
        yield from (Head(block, place, (place,)) for block in actions.actions if _does(here, object_kind, block))


def _said_at(tokens: list[Token], place: int, phrase: tuple[str, ...]) -> tuple[int, ...]:
    """The places of the phrase's words; one that ends in `to` may take its object in between: `append 'x' to …`."""
    if phrase_at(tokens, place, phrase):
        return tuple(range(place, place + len(phrase)))
    verb, rest = phrase[:-1], phrase[-1:]
    if rest != ("to",) or not verb or not phrase_at(tokens, place, verb):
        return ()
    for later in range(place + len(verb), len(tokens)):
        if word(tokens, later) in CLAUSE_ENDS or (word(tokens, later) == "and"):
            return ()
        if phrase_at(tokens, later, rest):
            return (*range(place, place + len(verb)), later)
    return ()


def _does(here: str, object_kind: str, block: Block) -> bool:
    """`GET https://…`, `overwrite ~/a.txt`: one of a block's choices, right before an address or path that it takes."""
    specs = describe(block.config)
    choices = {choice.lower() for spec in specs for choice in spec.choices}
    return here in choices and any(spec.kind == object_kind for spec in specs)
