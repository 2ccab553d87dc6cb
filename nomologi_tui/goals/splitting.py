"""Several goals in one sentence: cut where both sides say by themselves when, and what."""

import re
from collections.abc import Callable

from nomologi_tui.goals.reading import BY_HAND, Reading
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.structure import FAILING
from nomologi_tui.goals.words.tokens import tokens_of

MOST = 8  # places that are tried: a goal of many commas is no list of goals
_BETWEEN = re.compile(
    r"\s*[.;\n]\s+|\s*\n+\s*|,?\s+(?:and|und|et|y)\s+(?:also\s+|then\s+|auch\s+|dann\s+|aussi\s+|también\s+)?|,\s+",
    re.IGNORECASE,
)

_QUOTED = re.compile(r"""(?<!\w)'[^']*'(?!\w)|"[^"]*"|“[^”]*”|`[^`]*`|«[^»]*»""")


def split_goal(goal: str, read: Callable[[str], Reading]) -> tuple[str, ...]:
    """The goals in `goal`, by what `read` makes of each piece; `goal` alone where it is one.

    A piece counts that has a trigger of its own and an action, and of which nothing was left unread. Actions that
    hang on what another one gave, or on its failure, stay with it.
    """
    if any(part.depth for part in read(goal).what):
        return (goal.strip(),)
    goals, rest = list[str](), goal.strip()
    quoted = [found.span() for found in _QUOTED.finditer(rest)]
    places = [one for one in _BETWEEN.finditer(rest) if not any(a <= one.start() < b for a, b in quoted)]
    for place in places[:MOST]:
        cut = len(goal.strip()) - len(rest)
        left, right = rest[: max(0, place.start() - cut)], rest[max(0, place.end() - cut) :]
        if left and right and not _is_of_a_failure(right) and _is_whole(read(left)) and _is_whole(read(right)):
            goals.append(left)
            rest = right
    return (*goals, rest)


def _is_of_a_failure(text: str) -> bool:
    """Whether it begins with `if that fails`, so that it belongs to what is done before it."""
    words = [plain(token.value) for token in tokens_of(text)]
    return any(words[: len(phrase)] == [*phrase] for phrase in FAILING.get(next(iter(words), ""), ()))


def _is_whole(reading: Reading) -> bool:
    said = any(part.block != BY_HAND for part in reading.when) and bool(reading.what)
    return said and not reading.not_understood and all(one.field for one in reading.missing)
