"""The pattern language of blocks' words."""

import pytest

from nomologi_tui.goals.sentence.patterns import Lexicon, match
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.tokens import tokens_of


def found(says: str, text: str) -> bool:
    lexicon, tokens = Lexicon(), tokens_of(text)
    lexicon.teach("a block", [says])
    return match(lexicon.patterns[0], lexicon.hits(tokens), range(len(tokens)), tokens) is not None


@pytest.mark.parametrize(
    ("says", "text"),
    [
        ("mail|email", "an Email came"),
        ("back_up", "back up now"),
        ("e-mail", "my e-mail"),
        ("new file", "a new, no, the file"),
        ("send … report", "send me the weekly report"),
        ("site & down", "it is down, that site"),
        ("site & <down>", "the site is not reachable"),
        ("verschieb~", "verschiebe es"),
        ("copy <path>", "copy ~/a.txt"),
        ("change", "it changed"),
        ("copy", "copies of it"),
        ("stop", "it stopped"),
        ("pièce_jointe", "la piece jointe"),
    ],
)
def test_a_pattern_is_found(says: str, text: str) -> None:
    assert found(says, text) is (says != "new file")


@pytest.mark.parametrize(
    ("says", "text"),
    [
        ("new file", "new big file"),
        ("send … report", "send one two three four five six report"),
        ("site & <down>", "the site is nice"),
        ("copy <path>", "copy that"),
        ("mail", "mailbox"),
    ],
)
def test_a_pattern_is_not_found(says: str, text: str) -> None:
    assert not found(says, text)


def test_a_word_is_compared_without_accents_and_case() -> None:
    assert plain("Größe") == "grosse"
    assert plain("ÉTÉ") == "ete"


def test_a_declaration_carries_the_config_that_it_implies() -> None:
    lexicon = Lexicon()
    lexicon.teach("a block", [("goes_down", {"kind": "down"}), "via telegram"])
    first, second = lexicon.patterns
    assert (first.config, first.role, second.role) == ({"kind": "down"}, "", "via")
