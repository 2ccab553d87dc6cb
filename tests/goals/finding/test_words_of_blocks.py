from nomologi_tui.blocks.registry import BUILT_IN, WORDS, Registry, load_registry, words_document
from nomologi_tui.goals.finding.words_of_blocks import words_of


def test_the_words_that_are_written_down_are_those_that_the_blocks_declare() -> None:
    assert WORDS.read_text(encoding="utf-8") == words_document(), "run docs/generate.py"


def test_no_block_is_loaded_for_its_words() -> None:
    registry = Registry([], built_in=BUILT_IN)
    names = {name for _, name, _ in registry.said()}
    assert {"notify", "file", "compare"} <= names
    assert all(isinstance(one, str) for one in registry._blocks.values())


def test_the_actions_that_a_person_hears_of_are_known() -> None:
    assert words_of(load_registry()).tells == {"notify", "send_email"}
