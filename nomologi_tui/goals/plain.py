"""Reading a goal with some of its words left as plain text: what a person says is no time, no trigger, no action."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from nomologi_tui.errors import BadInputError
from nomologi_tui.goals.reading import Part, Reading
from nomologi_tui.text import shorten

# Letters of the Yi script: words for the reader, without upper case, and none that a rule knows.
_STRANGE = range(0xA000, 0xA48D)


def read_without(goal: str, plain: Sequence[str], read: Callable[[str], Reading]) -> Reading:
    """The reading of `goal` by `read`, in which the texts of `plain` stand for nothing.

    Each is read as one unknown word, so it can still be a part of a message; texts that are not in the goal (any more)
    do not count.
    """
    hidden = _hidden(goal, plain)
    text = goal
    for letter, said in hidden.items():
        text = re.sub(re.escape(said), letter * len(said), text, count=1)
    return _shown(read(text), goal, hidden) if hidden else read(goal)


def stands_in(goal: str, text: str) -> str:
    """`text` as it stands in the goal, whatever its case. Raises BadInputError where it does not."""
    found = re.search(re.escape(text.strip()), goal, re.IGNORECASE)
    if not text.strip() or not found:
        raise BadInputError(f"“{shorten(text, 60)}” does not stand in the goal.", "Copy the words out of the goal.")
    return found[0]


def _hidden(goal: str, plain: Sequence[str]) -> dict[str, str]:
    """A letter that the goal has not → a text to hide, the longest first, so that none is cut up by another."""
    letters = (letter for letter in map(chr, _STRANGE) if letter not in goal)
    texts = sorted({one for one in plain if one.strip() and one in goal}, key=lambda one: (-len(one), one))
    return dict(zip(letters, texts, strict=False))


def _shown(reading: Reading, goal: str, hidden: dict[str, str]) -> Reading:
    """The reading with the hidden texts back in every text of it."""

    def back(value: Any) -> Any:
        if isinstance(value, str):
            for letter, said in hidden.items():  # a run may have been cut to fit a line
                value = re.sub(f"{letter}+", said.replace("\\", r"\\"), value)
            return value
        if isinstance(value, dict):
            return {name: back(one) for name, one in value.items()}
        return type(value)(map(back, value)) if isinstance(value, list | tuple) else value

    def parts(several: Iterable[Part]) -> tuple[Part, ...]:
        return tuple(replace(one, config=back(one.config), words=back(one.words)) for one in several)

    return replace(
        reading,
        goal=goal,
        when=parts(reading.when),
        conditions=parts(reading.conditions),
        what=parts(reading.what),
        slots=back(reading.slots),
        missing=tuple(replace(one, question=back(one.question)) for one in reading.missing),
        not_understood=tuple(one for one in back(reading.not_understood) if one not in hidden.values()),
        remarks=back(reading.remarks),
    )
