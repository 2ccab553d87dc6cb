"""The built-in templates by their words, as docs/generate.py wrote them down: no template is read for a sentence."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nomologi_tui.goals.matching import Findable, matches, sure

WORDS = Path(__file__).parents[1] / "templates" / "words.json"


@dataclass(frozen=True, slots=True)
class Known:
    """A template as far as sentences know it."""

    slug: str
    words: tuple[str, ...]


def meant(goal: str) -> str | None:
    """The slug of the built-in template that a goal means, where that is clear."""
    found = sure(matches(goal, known()))
    return found.slug if found else None


@cache
def known() -> tuple[Known, ...]:
    """All of them, in the order of their slugs."""
    return tuple(Known(slug, tuple(words)) for slug, words in json.loads(WORDS.read_text(encoding="utf-8")))


def words_document(templates: Iterable[Findable]) -> str:
    """What belongs into `words.json`: a line a template."""
    ordered = sorted(templates, key=lambda one: one.slug)
    lines = [json.dumps([one.slug, one.words], ensure_ascii=False) for one in ordered]
    return "[\n" + ",\n".join(lines) + "\n]\n"
