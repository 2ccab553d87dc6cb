"""How automations and templates are called: slugs are made here, and what a person types is matched here."""

import re
from collections.abc import Collection, Sequence

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.text import in_latin

LONGEST = 40
NONE_YET = "There is none yet; `nomologi new` makes one."


def slug_of(text: str, taken: Collection[str] = ()) -> str:
    """`text` as [a-z0-9-], at most 40 characters, starting with a letter, and none of `taken`.

    Other alphabets are spelled in ours: Straße is strasse, 备份 is bei-fen.
    """
    base = re.sub(r"[^a-z0-9]+", "-", in_latin(text).lower()).strip("-")
    if not base[:1].isalpha():
        base = f"goal-{base}".rstrip("-")
    base = _cut(base, LONGEST)
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{_cut(base, LONGEST - len(str(number)) - 1)}-{number}"
    return slug


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
