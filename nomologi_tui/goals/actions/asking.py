"""Who is asked before something is done: `…, but ask me first`, `ask me before deleting`."""

from collections.abc import Sequence
from dataclasses import replace

from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.finding.verbs import Deed
from nomologi_tui.goals.words.forms import plain, stems
from nomologi_tui.goals.words.structure import JOINS, STOPS

APPROVAL = "ask_for_approval"
_FIRST = frozenset(
    "first before beforehand prior approval approve permission confirmation confirm okay ok vorher zuerst davor "
    "freigabe bestatigung erlaubnis avant d'abord confirmation accord antes primero confirmacion permiso".split()
)
_WAIT = "wait"
_REACH = 4  # words behind it in which the action is named that it is about


def asked_first(draft: Draft, deeds: Sequence[Deed]) -> list[Deed]:
    """The actions in the order in which they are done: what is asked first stands before what it is about.

    That is the action whose verb stands behind it (`before deleting`), else all that the sentence says before it.
    """
    order = [one for one in deeds if _waits_first(draft, one)]  # `… but wait 2 minutes first`
    order += [one for one in deeds if one not in order]
    for deed in deeds:
        at = order.index(deed)
        if deed.block[1] != APPROVAL or not _is_first(draft, deed) or len(deeds) == 1:
            continue
        about = _about(draft, deed, order[:at]) if at else 0
        order.remove(deed)
        order.insert(about, replace(deed, config=deed.config | {"question": _question(draft, deeds, order[about])}))
    return order


def _waits_first(draft: Draft, deed: Deed) -> bool:
    """Whether it only waits, and that is said to come before what the sentence names before it."""
    words = [plain(draft.tokens[place].value) for place in _behind(draft, deed)]
    return deed.block[1] == _WAIT and "first" in words


def _is_first(draft: Draft, deed: Deed) -> bool:
    words = (plain(draft.tokens[place].value) for place in _behind(draft, deed))
    return not _FIRST.isdisjoint([*words, *(plain(draft.tokens[place].value) for place in deed.own)])


def _behind(draft: Draft, deed: Deed) -> range:
    last = max(deed.own, default=deed.first)
    return range(last + 1, min(last + 1 + _REACH, len(draft.tokens)))


def _about(draft: Draft, deed: Deed, before: Sequence[Deed]) -> int:
    """Which of the actions before it is meant; the first where none is named."""
    named = {stem for place in _behind(draft, deed) for stem in _stems(draft, place)}
    verbs = [_stems(draft, one.own[0]) if one.own else set[str]() for one in before]
    return next((at for at, verb in enumerate(verbs) if not named.isdisjoint(verb)), 0)


def _stems(draft: Draft, place: int) -> set[str]:
    word = plain(draft.tokens[place].value)
    return {word, *stems(word)}


def _question(draft: Draft, deeds: Sequence[Deed], about: Deed) -> str:
    """The action in the goal's words: `Delete the files in ~/tmp?`."""
    first = min((about.first, *about.own, *about.typed))
    end = next((deed.first for deed in deeds if deed.first > first), len(draft.tokens))
    places = [place for place in range(first, end) if place not in draft.taken]
    while places[1:] and plain(draft.tokens[places[-1]].value) in STOPS | JOINS:
        places.pop()
    text = draft.piece(places).typed(places)
    return f"{text[:1].upper()}{text[1:]}?"
