"""What a sentence asks of what an action gave: `run 'x' hourly and tell me if the output contains "error"`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.conditions.conditions import CONTAINS, SAYS, compared_with, held_in
from nomologi_tui.goals.conditions.predicates import OPPOSITE
from nomologi_tui.goals.finding.clauses import Clause
from nomologi_tui.goals.finding.doing import Doings
from nomologi_tui.goals.finding.verbs import Deed
from nomologi_tui.goals.sentence.sentence import Sentence
from nomologi_tui.goals.words.structure import ANSWERS, BUT, NOT, WELL
from nomologi_tui.goals.words.vocabulary import SKIPPED
from nomologi_tui.model import StepType

HOLDER = "branch"
_TEXTS = ("stdout", "answer", "body", "text")  # what an action gives that a sentence calls its output
_STATUS = "status"
_ABOUT = frozenset(
    "it its it's that's that this output outputs stdout result results command script program answer of in also "
    "then something "
    "anything nothing there es sie ausgabe ergebnis befehl skript antwort darin etwas nichts il elle sortie resultat "
    "reponse quelque chose rien salida resultado respuesta algo nada not isn't doesn't don't didn't nicht kein pas no "
    "ne n' empty leer vide vacio vacia".split()
)
_IT = frozenset("it it's that's that this all everything es das alles cela ca tout eso todo".split())
_SOMETHING = frozenset("anything something etwas quelque algo".split())
_NOTHING = frozenset("nothing nichts rien nada".split())
_EMPTY = frozenset("empty leer vide vacio vacia".split())
_CHANGES = frozenset(
    "change changes changed modified modifications new anderungen geandert changements modifie cambios cambiado".split()
)
_THERE = frozenset(
    "are were was is any some has have been file files gibt gab es hat sich y a hay ha cambiado to commit".split()
)
_UNLESS = frozenset("unless ausser sauf salvo tranne tenzij moins menos".split())
_WHILE = frozenset("while as solange mientras tant zolang finche".split())


@dataclass(frozen=True, slots=True)
class Gate:
    """A comparison of what the action at `asked` gave; it holds the actions from `first` on, or that one `alone`."""

    clause: Clause
    asked: int
    given: str
    operator: str
    right: str
    first: int
    alone: bool
    unless: bool


def gates_of(sentence: Sentence, doings: Doings, registry: Registry) -> list[Gate]:
    """The clauses behind `if` that speak of what an action before them gives, where another action hangs on it."""
    gates = [gate for clause in doings.clauses for gate in _gates(sentence, clause, doings.deeds, registry)]
    return gates if gates and registry.known(StepType.ACTION, HOLDER) else []  # most sentences load no holder


def is_fine(sentence: Sentence, clause: Clause, deeds: Sequence[Deed]) -> bool:
    """Whether nothing is said but that what stands before has worked or ended, as it has for all later actions:
    `if it worked`, `when it is done`."""
    ended = {place for hit in sentence.hits.get("<ends>", ()) for place in range(hit.first, hit.end)}
    words = {place: sentence.word(place) for place in range(clause.body, clause.end)}
    said = [place for place, one in words.items() if place in ended or one in WELL]
    left = {one for place, one in words.items() if place not in said}
    before = any(deed.first < clause.first and not deed.noun for deed in deeds)
    points = clause.either or not left or not _IT.isdisjoint(left)  # `tell me when done`
    return points and before and bool(said) and left <= (_ABOUT | SKIPPED | {"done"}) - NOT


def is_moot(sentence: Sentence, clause: Clause, deeds: Sequence[Deed]) -> bool:
    """Whether only that is asked which the action sees to itself: a commit is none where nothing has changed."""
    words = {sentence.word(place) for place in range(clause.body, clause.end)}
    commits = [deed for deed in deeds if "commit" in deed.config.get("verb", "")]
    said = words & _CHANGES and words <= _CHANGES | _SOMETHING | _ABOUT | SKIPPED | _THERE
    return clause.either and bool(commits) and bool(said) and words.isdisjoint(NOT)


def without_gates(doings: Doings, gates: Sequence[Gate]) -> Doings:
    """The doings without the clauses that are gates: no event is told in them."""
    taken = [gate.clause for gate in gates]
    return replace(doings, clauses=tuple(one for one in doings.clauses if one not in taken))


def expecting(sentence: Sentence, doings: Doings, gates: Sequence[Gate], registry: Registry) -> Doings:
    """The doings with what a request takes for a good answer: any where its status is asked, 200 where only that is."""
    any_status = {gate.asked for gate in gates if gate.given == _STATUS}
    only_good = [one.first for one in doings.clauses if one.failing and _names_good(sentence, one)]
    deeds = []
    for deed in doings.deeds:
        asked = _STATUS in _gives(deed, registry)
        said = any(place > deed.first for place in only_good)
        expect = "100-599" if deed.first in any_status else "200" if said else ""
        deeds.append(replace(deed, config=deed.config | {"expect": expect}) if asked and expect else deed)
    return replace(doings, deeds=tuple(deeds))


def _names_good(sentence: Sentence, clause: Clause) -> bool:
    return any(sentence.tokens[place].value == "200" for place in clause.places)


def member_of(gate: Gate, name: str, registry: Registry) -> dict[str, Any]:
    """The config of the block that holds the gate's actions. `name` is that of the step that is asked."""
    found = compared_with(registry, f"{{{{ steps.{name}.{gate.given} }}}}", gate.operator, gate.right)
    return {"conditions": [{"block": found[0].name, "config": found[1]}]} if found else {}


def _gates(sentence: Sentence, clause: Clause, deeds: Sequence[Deed], registry: Registry) -> Iterator[Gate]:
    head = {sentence.word(place) for place in range(clause.first, clause.body)}
    before = [deed for deed in deeds if deed.first < clause.first]
    if not clause.either or clause.failing or not head.isdisjoint(_WHILE):
        return
    asked = next(
        (one for one in reversed(before) if not {*_TEXTS, _STATUS, "changed"}.isdisjoint(_gives(one, registry))), None
    )
    hangs = next((deed for deed in deeds if clause.end <= deed.first <= clause.end + 1), None)
    alone = hangs is None
    hangs = hangs or (before[-1] if before and before[-1] is not asked else None)
    compared = asked and _compared(sentence, clause, _gives(asked, registry))
    if asked is None or hangs is None or not compared:
        return
    given, operator, right = compared
    unless = not head.isdisjoint(_UNLESS)
    yield Gate(
        clause, asked.first, given, OPPOSITE[operator] if unless else operator, right, hangs.first, alone, unless
    )


def _gives(deed: Deed, registry: Registry) -> Sequence[str]:
    return registry.get(*deed.block).gives


def _compared(sentence: Sentence, clause: Clause, gives: Sequence[str]) -> tuple[str, str, str] | None:
    """What is compared, how, and what with; None where the clause speaks of anything else."""
    words = {place: sentence.word(place) for place in range(clause.body, clause.end)}
    text = next((one for one in _TEXTS if one in gives), "")
    said = _said(sentence, words) if text else None
    if said:
        operator, right, places = said
        if _only_about(words, places):
            return text, operator, right
    if "status" in gives and (status := _status(sentence, words)):
        return status
    changed = [place for place, one in words.items() if one in ("changed", "change", "changes") and "changed" in gives]
    if changed and _only_about(words, changed):
        return "changed", "is not" if NOT & set(words.values()) else "is", "true"
    return None


def _status(sentence: Sentence, words: dict[int, str]) -> tuple[str, str, str] | None:
    """`it returns 404`, `the status is not 503`."""
    codes = [place for place in words if re.fullmatch("[1-5][0-9]{2}", sentence.tokens[place].value)]
    here = {*words.values()}
    if len(codes) != 1 or not here <= _ABOUT | SKIPPED | ANSWERS | BUT | {""}:
        return None
    return _STATUS, "is not" if here & (NOT | BUT) else "is", sentence.tokens[codes[0]].value


def _only_about(words: dict[int, str], places: Sequence[int]) -> bool:
    left = {one for place, one in words.items() if place not in places and one}
    return left <= _ABOUT | SKIPPED | {",", "'"}


def _said(sentence: Sentence, words: dict[int, str]) -> tuple[str, str, Sequence[int]] | None:
    """How the output is compared, what with, and the places that say so."""
    verbs = [place for place, one in words.items() if one in CONTAINS | SAYS]
    quoted = [place for place in words if sentence.tokens[place].kind == "quoted"]
    here = set(words.values())
    if verbs and len(quoted) == 1:
        but = [place for place, one in words.items() if one in BUT]  # `anything but "ok"`
        operator = "does not contain" if NOT & here or but else "contains"
        return operator, sentence.tokens[quoted[0]].value, [*verbs, *but, *quoted]
    if verbs and here & (_SOMETHING | _NOTHING):
        return "is empty" if here & _NOTHING or NOT & here else "is not empty", "", verbs
    if here & _EMPTY:
        return "is not empty" if NOT & here else "is empty", "", verbs
    found = held_in(sentence.tokens, list(words))
    literal = [place for place in words if verbs and place > verbs[-1] and _typed(sentence, place).isupper()]
    operator, right = found or ("does not contain" if NOT & here else "contains", literal)
    return (operator, _typed(sentence, right[0], right[-1]), [*verbs, *right]) if right else None


def _typed(sentence: Sentence, first: int, last: int | None = None) -> str:
    tokens = sentence.tokens
    return sentence.goal[tokens[first].start : tokens[first if last is None else last].end]
