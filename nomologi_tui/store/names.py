"""How automations and templates are called: slugs are made here, and what a person types is matched here."""

import re
from collections.abc import Collection, Sequence

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.text import in_latin

LONGEST = 40
_FEW = 20  # automations with the same name
NONE_YET = "There is none yet; `nomologi new` makes one."


def slug_of(text: str, taken: Collection[str] = ()) -> str:
    """`text` as [a-z0-9-], at most 40 characters, starting with a letter, and none of `taken`.

    Other alphabets are spelled in ours: Straße is strasse, 备份 is bei-fen.
    """
    base = re.sub(r"[^a-z0-9]+", "-", in_latin(text).lower()).strip("-")
    if not base[:1].isalpha():
        base = f"goal-{base}".rstrip("-")
    base = _cut(base, LONGEST)
    return base if base not in taken else _numbered(base, _free_number(base, taken))


def _free_number(base: str, taken: Collection[str]) -> int:
    """The first free one of a few; of many one behind a taken one, for ten thousand must not each count up to it."""
    first = next((number for number in range(2, _FEW) if _numbered(base, number) not in taken), 0)
    if first:
        return first
    last, free = _FEW - 1, 2 * _FEW
    while _numbered(base, free) in taken:
        last, free = free, 2 * free
    while free - last > 1:
        middle = (last + free) // 2
        last, free = (middle, free) if _numbered(base, middle) in taken else (last, middle)
    return free


def _numbered(base: str, number: int) -> str:
    return f"{_cut(base, LONGEST - len(str(number)) - 1)}-{number}"


def _cut(slug: str, width: int) -> str:
    if len(slug) <= width:
        return slug
    head, at_word = slug[:width], slug[: width + 1].rpartition("-")[0]
    return (at_word if len(at_word) > width // 2 else head).rstrip("-")


def pick_living(ref: str, known: Sequence[tuple[int, str, bool]]) -> int:
    """As `pick`, among automations of which some lie in the trash (id, slug, whether it does): those are none.

    Who names one of them as a whole, where none that lives is meant, is told how it comes back.
    """
    try:
        return pick(ref, [(id_, slug) for id_, slug, gone in known if not gone])
    except NotFoundError:
        for id_, slug, gone in reversed(known):
            if gone and ref in (slug, str(id_)):
                raise NotFoundError(
                    f"{slug} is in the trash.", f"Bring it back: nomologi delete --undo {id_}"
                ) from None
        raise


def pick(ref: str, known: Sequence[tuple[int, str]], what: str = "automation", none: str = NONE_YET) -> int:
    """The id that `ref` means among `known` (id, slug): a slug, an id or an unambiguous beginning of a slug.

    Raises NotFoundError with the nearest three, BadInputError naming those that the beginning fits.
    """
    for id_, slug in known:
        if ref in (slug, str(id_)):
            return id_
    begun = [(id_, slug) for id_, slug in known if ref and slug.startswith(ref)]
    if len(begun) == 1:
        return begun[0][0]
    if begun:
        names = ", ".join(slug for _, slug in begun[:5])
        raise BadInputError(f"“{ref}” fits more than one {what}.", f"Say which: {names}.")

    from difflib import get_close_matches  # only who errs waits for it

    slugs = [slug for _, slug in known]
    near = get_close_matches(ref.lower(), slugs, n=3, cutoff=0.3) or slugs[:3]
    raise NotFoundError(
        f"There is no {what} called “{ref}”.",
        f"Perhaps {', '.join(near)}?" if near else none,
    )
