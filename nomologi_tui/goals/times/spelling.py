"""Mends a mistyped word of time: only to a word that is known, and only where no other is as near."""

from collections.abc import Iterable

# Right words that are but one letter away from a word of time
_RIGHT = frozenset([
    "mouth", "moths", "mounts", "dairy", "daisy", "dally", "match", "weakly", "weeds", "weeps", "wheels", "sundry",
    "untie", "otter", "staring", "starling", "starring", "mourning", "minutely", "ever", "even", "very", "envy",
    "fist", "fists", "thirst", "hourglass", "dailies", "evenings", "seconded", "months", "noons", "nighty", "knight",
    "mon", "moan", "moans", "exempt", "expect", "accept", "excerpt", "deity", "quarry", "quartet", "quarters",
    "secondly", "secondary", "dusty", "weaken", "weekend's", "hurly", "jumping", "util", "actually", "forth", "mach",
    "marc", "marco", "monte", "meanings", "nsight",
])  # fmt: skip
_LONG = 8  # letters of a word that may have two mistakes


def mended(word: str, known: Iterable[str]) -> str:
    """The known word that `word` is a mistyped form of; nothing when there is none, or more than one.

    One letter too many, too few, another one, or two swapped: in words from 4 letters on, that begin alike. Two such
    mistakes only in words of 8 letters and more, behind two letters that are right.
    """
    if len(word) < 4 or word in _RIGHT or not word.isalpha():
        return ""
    near = {one: _mistakes(word, one) for one in known if one[0] == word[0] and _may_be(word, one)}
    near = {
        one: mistakes
        for one, mistakes in near.items()
        if mistakes < 2 or (len(one) >= _LONG and one[:2] == word[:2])  # `earnings` are no evenings
    }
    fewest = min(near.values(), default=9)
    best = [one for one, mistakes in near.items() if mistakes == fewest]
    best = [one for one in best if one[-1] == word[-1]] if len(best) > 1 else best
    allowed = 2 if len(word) >= _LONG - 1 else 1
    return best[0] if len(best) == 1 and fewest <= allowed else ""


def _may_be(word: str, known: str) -> bool:
    return len(known) >= 5 and abs(len(known) - len(word)) <= 2


def _mistakes(word: str, known: str) -> int:
    """Edits between two words: letters added, left out, changed, and neighbours swapped."""
    before: list[int] = []
    row = list(range(len(known) + 1))
    for place, letter in enumerate(word, 1):
        previous, row = row, [place]
        for number, wanted in enumerate(known, 1):
            cost = min(previous[number] + 1, row[number - 1] + 1, previous[number - 1] + (letter != wanted))
            swapped = place > 1 and number > 1 and letter == known[number - 2] and word[place - 2] == wanted
            row.append(min(cost, before[number - 2] + 1) if swapped else cost)
        before = previous
    return row[-1]
