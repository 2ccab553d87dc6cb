"""What is said of a thing, as a comparison: `its name contains scan`, `the branch is main`, `bigger than 1 GB`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nomologi_tui.goals.sentence.sentence import Sentence
from nomologi_tui.goals.words.forms import plain

OPPOSITE = {
    "is": "is not", "contains": "does not contain", "is empty": "is not empty", "greater than": "at most",
    "less than": "at least",
}  # fmt: skip
OPPOSITE |= {other: one for one, other in OPPOSITE.items()}


def _phrases(**texts: str) -> dict[tuple[str, ...], str]:
    """The phrases, and what each means; `_` joins the words of one."""
    return {
        tuple(one.split("_")): name.replace("_", " ") for name, text in texts.items() for one in plain(text).split()
    }


_SAID = _phrases(
    is_="is are equals equal_to is_equal_to was were weighs = =_= reads lautet heisst ist sind wiegt est sont fait "
    "pese es esta son pesa",
    contains="contains contain includes include mentions mention enthalt enthalten contient contiennent mentionne "
    "contiene contienen menciona",
    starts_with="starts_with start_with begins_with begin_with commence_par commencent_par empieza_por empieza_con "
    "comienza_con comienza_por",
    ends_with="ends_with end_with ends_in finit_par finissent_par se_termine_par termina_en termina_con acaba_en",
)
_SAID = {phrase: name.strip() for phrase, name in _SAID.items()}
_MORE = _phrases(
    greater_than="greater_than larger_than bigger_than higher_than more_than longer_than heavier_than over above "
    "exceeds exceeding > grosser_than hoher_than mehr_than uber plus_de plus_grand_que plus_grande_que plus_gros_que "
    "plus_grosse_que plus_lourd_que superieur_a superieure_a depasse mas_de mayor_que mas_grande_que supera",
    less_than="less_than smaller_than lower_than fewer_than shorter_than under below < kleiner_than weniger_than unter "
    "moins_de plus_petit_que plus_petite_que inferieur_a inferieure_a menos_de menor_que mas_pequeno_que",
    at_least="at_least mindestens au_moins al_menos por_lo_menos >_=",
    at_most="at_most no_more_than hochstens au_plus como_mucho como_maximo <_=",
)
_LAST = _phrases(is_="ist sind lautet", contains="enthalt enthalten", starts_with="beginnt anfangt", ends_with="endet")
_LAST = {phrase: name.strip() for phrase, name in _LAST.items()}
_NOT = frozenset("not isn't aren't wasn't doesn't don't nicht kein keine pas no n't".split())
_DOES = frozenset("does do ne n n'est".split())
_HAS = frozenset("has have with hat mit a avec tiene con".split())
_IN = frozenset("in im dans en".split())
_BARE = frozenset(  # of a subject: who owns it, and what the event is about anyway
    "the a an its it it's their they them his her this that these those of file files mail mails message messages "
    "payload request item items der die das ihr ihre sie es sein seine dessen deren den le la les l' un une il elle "
    "ils elles qu'il qu'elle son sa ses leur el los las su sus ese esa eso datei nachricht fichier archivo mensaje "
    "whose where dont cuyo cuya and but und aber et mais y pero if only falls wenn si s'il s'elle unless there".split()
)
_POINTS = frozenset(
    "it its it's their they them sie es ihr ihre il elle ils elles son sa su sus whose "
    "dessen deren dont cuyo cuya".split()
)
_ARTICLES = frozenset("the a an der die das ein eine le la les un une el los las una".split())
_CALLED = frozenset("word words text string phrase wort worter mot mots palabra palabras texto".split())
_MARKS = frozenset("label tag status state category priority topic branch type etikett statut etiqueta estado".split())
_JOINTS = frozenset("and or but und oder aber et ou mais y o pero , ; then dann puis".split())
_SENT = frozenset("mail mails email emails e-mail message messages sent addressed mailed arrives comes".split())
_LONGEST = 3  # words of a name or of a value
_UNIT = re.compile(r"([kmgt])(?:i?[bo]|ilobytes?|egabytes?|igabytes?|erabytes?|ega|iga)")
_OTHER_UNITS = frozenset("% percent prozent € $ £ eur euro euros usd dollar dollars degrees grad times".split())
UNITS = {"k": "KB", "m": "MB", "g": "GB", "t": "TB"}


@dataclass(frozen=True, slots=True)
class Predicate:
    """`subject` are the words that name what is compared; none where only a pronoun stands, which then `points` back.

    `operator` is one of the comparing block. `size` is the value with its unit where it is a number of bytes.
    """

    subject: tuple[str, ...]
    operator: str
    value: str
    places: tuple[int, ...]
    points: bool = False
    size: str = ""

    def opposite(self) -> "Predicate | None":
        """The same denied; None where no comparison says that."""
        other = OPPOSITE.get(self.operator)
        return replace(self, operator=other) if other else None


def predicate_of(sentence: Sentence, places: Sequence[int]) -> Predicate | None:
    """The one comparison that these places say from their first to their last; None where they say anything else."""
    places = _trimmed(sentence, places)
    for start in range(min(len(places), _LONGEST + 4)):
        for found in (_operated(sentence, places, start), _held_by(sentence, places, start)):
            if found and (found.subject or found.points or found.size or start == 0):
                return found
    return _verb_last(sentence, places)


def loose_predicate(sentence: Sentence, places: Sequence[int]) -> Predicate | None:
    """`with status failed`, `with amount over 100`, `has python in the title`, `mentions python`."""
    places = _trimmed(sentence, places)
    first = sentence.word(places[0]) if places else ""
    verb, length = _longest(sentence, places, 0, _SAID)
    if verb == "contains":
        value = _value(sentence, places[length:], verb)
        return Predicate((), verb, value[0], tuple(places), points=True) if value else None
    if first not in _HAS:
        return None
    found = _held_by(sentence, places, 0)
    if not found and len(places) > 3 and sentence.word(places[1]) in _ARTICLES and sentence.word(places[2]) in _MARKS:
        places = [places[0], *places[2:]]  # `with the label bug`
    if found or len(places) < 3 or sentence.word(places[1]) in _ARTICLES or first in ("has", "have", "hat", "a"):
        return found
    operator, length = _longest(sentence, places, 2, _MORE)
    length = length or int(sentence.word(places[2]) == "=")  # `with status=paid`
    value = _value(sentence, places[2 + length :], operator or "is")
    subject = _subject(sentence, places[1:2])
    return Predicate(subject, operator or "is", value[0], tuple(places), size=value[1]) if value and subject else None


def sizes_in(sentence: Sentence, places: Sequence[int]) -> Iterator[Predicate]:
    """Each number of bytes that is a limit by its words: `a pdf over 10 MB`."""
    for at in range(len(places)):
        operator, length = _longest(sentence, places, at, _MORE)
        for count in (1, 2) if operator else ():
            value = _value(sentence, places[at + length : at + length + count], operator)
            if value and value[1]:
                yield Predicate((), operator, value[0], tuple(places[at : at + length + count]), size=value[1])


def addressed_in(sentence: Sentence, places: Sequence[int]) -> Iterator[Predicate]:
    """The address that mail comes to, no sender: `a mail to ads@…`, `mails sent to me@…`."""
    for place in places:
        to = sentence.word(place - 1) in ("to", "for") and sentence.word(place - 2) in _SENT
        if sentence.tokens[place].kind == "email" and to and place - 1 in places:
            yield Predicate(("to",), "contains", sentence.tokens[place].value, (place - 1, place))


def _trimmed(sentence: Sentence, places: Sequence[int]) -> list[int]:
    kept = list(places)
    while kept and sentence.tokens[kept[-1]].kind == "mark" and sentence.word(kept[-1]) != ">":
        kept.pop()
    return kept


def _operated(sentence: Sentence, places: list[int], start: int) -> Predicate | None:
    """Subject, operator, value: `the branch is not main`."""
    at, negated, copula = start, False, ""
    while at < len(places) and sentence.word(places[at]) in _DOES | _NOT:
        negated |= sentence.word(places[at]) in _NOT
        at += 1
    said, length = _longest(sentence, places, at, _SAID)
    if said:
        copula, at = said, at + length
        while said == "is" and at < len(places) and sentence.word(places[at]) in _NOT:
            negated, at = True, at + 1
    more, length = _longest(sentence, places, at, _MORE) if copula in ("", "is") else ("", 0)
    operator, at = more or copula, at + length
    value = _value(sentence, places[at:], operator) if operator else None
    subject = _subject(sentence, places[:start])
    if value is None or subject is None or (more == "" and copula == "" and start == 0):
        return None
    found = Predicate(subject, operator, value[0], tuple(places), _points(sentence, places[:start]), value[1])
    return found.opposite() if negated else found


def _held_by(sentence: Sentence, places: list[int], start: int) -> Predicate | None:
    """`has python in the title`, `mit Rechnung im Namen`."""
    if start >= len(places) or sentence.word(places[start]) not in _HAS:
        return None
    inner = next((at for at in range(start + 2, len(places)) if sentence.word(places[at]) in _IN), 0)
    value = _value(sentence, places[start + 1 : inner], "contains") if inner else None
    subject = _subject(sentence, places[inner + 1 :]) if inner else None
    inside = [sentence.word(place) for place in places[inner + 1 :]] == ["it"]
    if value is None or not (subject or inside) or _subject(sentence, places[:start]):
        return None
    return Predicate(subject or (), "contains", value[0], tuple(places), points=True)


def _verb_last(sentence: Sentence, places: list[int]) -> Predicate | None:
    """German with its verb at the end: `sie größer als 10 MB ist`, `deren Name mit rechnung beginnt`."""
    operator = _LAST.get((sentence.word(places[-1]),), "") if places else ""
    if operator == "is":
        found = predicate_of(sentence, places[:-1]) if len(places) > 1 else None
        return replace(found, places=tuple(places)) if found and found.operator != "is" else None
    for start in range(1, min(len(places) - 1, _LONGEST + 3)) if operator else ():
        subject = _subject(sentence, places[:start])
        begin = start + (operator != "contains")
        if subject is None or (operator != "contains" and sentence.word(places[start]) not in ("mit", "auf")):
            continue
        value = _value(sentence, places[begin:-1], operator)
        if value and subject:
            return Predicate(subject, operator, value[0], tuple(places), _points(sentence, places[:start]))
    return None


def _longest(
    sentence: Sentence, places: Sequence[int], at: int, phrases: dict[tuple[str, ...], str]
) -> tuple[str, int]:
    here = tuple(sentence.word(place) for place in places[at : at + 4])
    found = max((phrase for phrase in phrases if here[: len(phrase)] == phrase), key=len, default=())
    return phrases.get(found, ""), len(found)


def _subject(sentence: Sentence, places: Sequence[int]) -> tuple[str, ...] | None:
    """The words that name it; None where there are too many or other things than words among them."""
    words = [sentence.word(place).removeprefix("l'").removeprefix("d'") for place in places]
    named = tuple(word for word in words if word not in _BARE and word != "'")
    fits = all(word and (word.replace("_", "").replace("'", "").isalpha()) for word in named)
    return named if fits and len(named) < _LONGEST else None


def _points(sentence: Sentence, places: Sequence[int]) -> bool:
    return any(sentence.word(place) in _POINTS for place in places)


def _value(sentence: Sentence, places: Sequence[int], operator: str) -> tuple[str, str] | None:
    """What it is compared with, and as a number of bytes with its unit; None where that is no plain value."""
    places = list(_without_calls(sentence, places))
    if not places or len(places) > 2 * _LONGEST:
        return None
    first = sentence.tokens[places[0]]
    if first.kind in ("quoted", "template"):
        return (first.value, "") if len(places) == 1 else None
    number = first.value.replace(",", ".") if first.kind in ("number", "path", "word") else ""
    if re.fullmatch(r"\d+(?:\.\d+)?", number):
        return _number(sentence, places, number)
    glued = re.fullmatch(r"(\d+(?:[.,]\d+)?)([kmgt])i?[bo]", first.value, re.IGNORECASE)
    if glued and len(places) == 1:
        return glued[1], f"{glued[1].replace(',', '.')} {UNITS[glued[2].lower()]}"
    words = {sentence.word(place) for place in places}
    if operator not in ("is", "contains", "starts with", "ends with") or words & (_JOINTS | _NOT):
        return None
    text = sentence.goal[first.start : sentence.tokens[places[-1]].end]
    return (text, "") if len(text.split()) <= _LONGEST else None


def _number(sentence: Sentence, places: list[int], number: str) -> tuple[str, str] | None:
    unit = _UNIT.fullmatch(sentence.word(places[1])) if len(places) == 2 else None
    if unit:
        return number, f"{number} {UNITS[unit[1].lower()]}"
    return (number, "") if {sentence.word(place) for place in places[1:]} <= _OTHER_UNITS else None


def _without_calls(sentence: Sentence, places: Sequence[int]) -> Iterator[int]:
    """Without `the word`, `the text` before what is meant."""
    called = next((at for at, place in enumerate(places[:2]) if sentence.word(place) in _CALLED), -1)
    yield from places[called + 1 :] if called >= 0 and len(places) > called + 1 else places
