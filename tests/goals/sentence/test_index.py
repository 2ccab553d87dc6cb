"""Which atoms a word may begin: learnt, and as it is written down."""

from datetime import UTC, datetime

from pydantic import BaseModel

from nomologi_tui.blocks import ActionContext, action
from nomologi_tui.blocks.registry import BUILT_IN, Registry
from nomologi_tui.goals.finding.words_of_blocks import words_of
from nomologi_tui.goals.reading import read_goal
from nomologi_tui.goals.sentence.index import WORDS, Index, entries, index_document, index_of

OURS = words_of(Registry([], built_in=BUILT_IN)).lexicon.atoms


class Frobnicate(BaseModel, extra="forbid"):
    pass


@action("frobnicate", title="Frobnicate", says=("frobnicate|frobnizier~",), example={})
async def frobnicate(_config: Frobnicate, _ctx: ActionContext) -> None:
    """Of a package that brings its own words."""


def _learnt(atoms: tuple[str, ...]) -> Index:
    index = Index(atoms)
    index.learn()
    return index


def test_the_index_that_is_written_down_is_of_the_words_of_today() -> None:
    is_of_today = WORDS.read_text(encoding="utf-8") == index_document(OURS)
    assert is_of_today, "A word of a block or of goals/words/vocabulary was changed: run docs/generate.py."


def test_our_own_words_are_read_and_other_words_are_learnt() -> None:
    assert index_of(OURS) == _learnt(OURS)
    more = (*OURS, "frobnicate")
    assert index_of(more) == _learnt(more)
    assert entries(index_of(more).forms["frobnicate"]) == ((str(len(OURS)), ()),)


def test_an_entry_says_whose_word_it_is_and_what_follows() -> None:
    index = _learnt(("back_up|<down>", "pg_dump", "stopped"))
    assert [*index.of("0"), *index.of("<down>")] == ["back_up|<down>"] * 2
    assert ("0", ("up",)) in entries(index.forms["back"])
    assert index.forms["pg_dump"] == "1"
    assert "2" in index.others["stop"].split()


def test_the_words_of_a_package_are_understood_beside_ours() -> None:
    registry = Registry([frobnicate], built_in=BUILT_IN)
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    for goal in ("every day at 8 frobnicate", "jeden Tag um 8 frobnizieren"):
        found = read_goal(goal, registry=registry, timezone="UTC", now=now)
        assert [part.block for part in found.what] == ["frobnicate"], goal
    copied = read_goal("every day at 8 copy ~/a.txt to ~/out", registry=registry, timezone="UTC", now=now)
    assert [part.block for part in copied.what] == ["copy_file"]
