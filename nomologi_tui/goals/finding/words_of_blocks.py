"""The words of a registry's blocks, compiled once."""

from dataclasses import dataclass
from functools import lru_cache

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.finding.verbs import Verbs
from nomologi_tui.goals.sentence.patterns import Lexicon, Pattern
from nomologi_tui.goals.words.vocabulary import HAPPENINGS
from nomologi_tui.model import StepType

TIMED = "schedule"  # its words are read by the grammar of time, not as phrases


@dataclass(frozen=True, slots=True)
class Words:
    """All words, those of triggers, and those of actions. `tells`: the actions that a person hears of."""

    lexicon: Lexicon
    triggers: tuple[Pattern, ...]
    verbs: Verbs
    tells: frozenset[str]


@lru_cache(maxsize=8)
def words_of(registry: Registry) -> Words:
    """The words of all blocks but the schedule's, in the order of the registry."""
    lexicon = Lexicon()
    for kind, name, says in registry.said():
        if name != TIMED and kind is not StepType.CONDITION:
            lexicon.teach((kind, name), says)
    known = ("message", "me", "chat", "device", "machine", "mail", "new", *HAPPENINGS)
    lexicon.learn(f"<{name}>" for name in known)
    acting = [one for one in lexicon.patterns if one.block[0] is StepType.ACTION]
    watching = tuple(one for one in lexicon.patterns if one.block[0] is StepType.TRIGGER)
    tells = frozenset(one.block[1] for one in acting if one.role == "via")
    return Words(lexicon, watching, Verbs(acting), tells)
