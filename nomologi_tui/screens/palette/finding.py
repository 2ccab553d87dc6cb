"""How well a text fits what somebody types: whole words before pieces, pieces before letters in that order."""

from collections.abc import Sequence

START, WORD, WORDS, PIECES, LETTERS = 1.0, 0.9, 0.8, 0.7, 0.5  # how well it fits, at best
NAME = 60  # characters, in which a few letters may stand for all of them
FEWEST = 0.5  # of the letters from the first to the last that are found: fewer is chance


def fits(query: str, text: str) -> float:
    """From 0, not at all, to 1, it begins so. Both as `casefold` gives them."""
    words = query.split()
    if not words:
        return 0.0
    if text.startswith(query):
        return START
    if all(word in text for word in words):
        if _begins(query, text):
            return WORD
        return WORDS if all(_begins(word, text) for word in words) else PIECES
    return LETTERS * _density("".join(words), text[:NAME])


def _begins(piece: str, text: str) -> bool:
    """Whether it stands at the beginning of a word."""
    at = text.find(piece)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(piece, at + 1)
    return at >= 0


def _density(letters: str, text: str) -> float:
    """How near to each other these letters stand in the text in this order, from the beginning of a word; else 0.

    Each word is looked at once from its first letter on, so that no text takes long.
    """
    begins = [at for at in range(len(text)) if text[at] == letters[0] and (at == 0 or not text[at - 1].isalnum())]
    found = max((_share(letters, text, at) for at in begins[:20]), default=0.0)
    return found if found >= FEWEST else 0.0


def _share(letters: Sequence[str], text: str, begin: int) -> float:
    at = begin
    for letter in letters[1:]:
        at = text.find(letter, at + 1)
        if at < 0:
            return 0.0
    return len(letters) / (at - begin + 1)
