"""Where in a sentence an event is told and where an action begins; the words for both come from the blocks."""

from collections.abc import Iterator
from dataclasses import dataclass

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.elements import word
from nomologi_tui.goals.lexicon import CLAUSE_ENDS, EVENT_HEADS, FILE_ENDINGS, JOINTS
from nomologi_tui.goals.slots import is_path
from nomologi_tui.goals.tokens import Token
from nomologi_tui.model import StepType

TIMED = "schedule"  # its words are read by the grammar of time, not as phrases


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens [first, end) tell of an event that `block` sees; None: no block is known for it."""

    block: Block | None
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Head:
    """An action's words begin at `first`; `own` are the places of the phrase itself."""

    block: Block
    first: int
    own: tuple[int, ...]


def phrase_at(tokens: list[Token], place: int, phrase: tuple[str, ...]) -> bool:
    """Whether the words of `phrase` stand at `place`, one after the other and not glued to something else."""
    if any(word(tokens, place + number) != one for number, one in enumerate(phrase)):
        return False
    last = place + len(phrase)
    return (
        last >= len(tokens) or tokens[last].start > tokens[last - 1].end or word(tokens, last) in (",", ":", ".", ";")
    )


def event_clauses(tokens: list[Token], taken: set[int], heads: list[Head], registry: Registry) -> list[Clause]:
    """The clauses that tell of events, from left to right; `taken` are places that belong to times."""
    found: list[Clause] = []
    place = 0
    starts = {head.first for head in heads}
    while place < len(tokens):
        head = next((head for head in EVENT_HEADS if place not in taken and phrase_at(tokens, place, head)), None)
        clause = _clause(tokens, place, head, starts, registry) if head else None
        if clause:
            found.append(clause)
        place = clause.end if clause else place + 1
    return found


def _clause(
    tokens: list[Token], place: int, head: tuple[str, ...], starts: set[int], registry: Registry
) -> Clause | None:
    end = place + len(head)
    while end < len(tokens) and word(tokens, end) not in CLAUSE_ENDS and not (end in starts and end > place + 2):
        end += 1
    if word(tokens, end - 1) in JOINTS and end - 1 > place:
        end -= 1
    block = _event_block(tokens[place:end], registry)
    if block is None and head not in (
        ("when",),
        ("whenever",),
        ("every", "time"),
        ("each", "time"),
        ("as", "soon", "as"),
    ):
        return None
    return Clause(block, place, end)


def _event_block(tokens: list[Token], registry: Registry) -> Block | None:
    """The trigger that the clause names: by its name, by one of its phrases, or by a path where it watches a folder."""
    for block in registry.of_type(StepType.TRIGGER):
        if block.name == TIMED:
            continue
        phrases = [*(tuple(says.lower().split()) for says in block.says), (block.name,), (block.name + "s",)]
        if any(phrase_at(tokens, place, phrase) for place in range(len(tokens)) for phrase in phrases):
            return block
        if any(spec.kind == "folder" for spec in describe(block.config)) and _names_files(tokens):
            return block
    return None


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
    actions = registry.of_type(StepType.ACTION)
    strict = [place for place in range(len(tokens)) if place not in taken and _begins(tokens, place, taken)]
    found = _heads_at(tokens, strict, actions)
    return found or _heads_at(tokens, [place for place in range(len(tokens)) if place not in taken], actions)[:1]


def _begins(tokens: list[Token], place: int, taken: set[int]) -> bool:
    before = word(tokens, place - 1)
    return place == 0 or place - 1 in taken or before in JOINTS or before in (".", "!", "?")


def _heads_at(tokens: list[Token], places: list[int], actions: list[Block]) -> list[Head]:
    found: list[Head] = []
    for place in places:
        best = max(_candidates(tokens, place, actions), key=_weight, default=None)
        if best is not None and (not found or place not in found[-1].own):
            found.append(best)
    return found


def _weight(head: Head) -> tuple[bool, int]:
    return head.own == tuple(range(head.first, head.first + len(head.own))), len(head.own)


def _candidates(tokens: list[Token], place: int, actions: list[Block]) -> Iterator[Head]:
    for block in actions:
        for says in block.says:
            own = _said_at(tokens, place, tuple(says.lower().split()))
            if own:
                yield Head(block, place, own)
        if _is_method(tokens, place, block):
            yield Head(block, place, (place,))


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


def _is_method(tokens: list[Token], place: int, block: Block) -> bool:
    """`GET https://…`: one of a block's choices, right before an address that it takes."""
    if place + 1 >= len(tokens) or tokens[place + 1].kind != "url" or not word(tokens, place):
        return False
    specs = describe(block.config)
    choices = {choice.lower() for spec in specs for choice in spec.choices}
    return word(tokens, place) in choices and any(spec.kind == "url" for spec in specs)
