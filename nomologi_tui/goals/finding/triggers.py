"""Which trigger a sentence means: by its event clauses, by what it watches, else by what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nomologi_tui.goals.finding.clauses import Clause, best_of
from nomologi_tui.goals.finding.destinations import is_source
from nomologi_tui.goals.finding.doing import Doings
from nomologi_tui.goals.finding.several_events import several_events
from nomologi_tui.goals.finding.verbs import Deed, begins, verb_of
from nomologi_tui.goals.finding.words_of_blocks import Words
from nomologi_tui.goals.sentence.patterns import Found, Pattern
from nomologi_tui.goals.sentence.sentence import Sentence
from nomologi_tui.goals.words.structure import REMEDIES, STOPS

BY_HAND = "manual"
_INTO = frozenset("to into nach vers hacia".split())
_AT = frozenset("at on upon after bei beim nach à au après lors al tras".split())  # `at boot, …`
_DECLARED = 0.3  # the same where nobody is asked to do it: `screenshots in ~/in belong in ~/out`
_SURE = 1.0  # what a declaration must weigh at least where no clause tells of an event


@dataclass(frozen=True, slots=True)
class Choice:
    """The trigger's declaration as found; None: an event is told that no block knows, or none at all.

    `places`: where the event is told. `told`: whether a clause tells of an event. `clocked`: a schedule starts it, and
    the event is looked for at its times. `more`: other events that start it as well (`when … or when …`).
    """

    found: Found | None
    places: tuple[int, ...] = ()
    told: bool = False
    clocked: bool = False
    more: tuple["Choice", ...] = ()


def choose(sentence: Sentence, doings: Doings, words: Words, *, clocked: bool, again: bool = False) -> Choice:
    """The trigger. `clocked`: some time is said that tells when it starts; `again`: days are, as each of them."""
    telling = _telling(sentence, doings, words.triggers, clocked=clocked)
    about = _about(sentence, doings.deeds, words.tells)
    if telling:
        choice = _of_clauses(sentence, telling, about, words.triggers, clocked=clocked)
        thing = choice.found is not None and choice.found.pattern.role == "thing"
        if again and thing and all(clause.watched or clause.lead for clause in telling):
            return Choice(None, clocked=True)  # `every Sunday check the backups`
        return choice
    if clocked or again:
        return Choice(None, clocked=True)
    acting = [deed for deed in doings.deeds if not deed.noun and deed.block[1] not in words.tells]
    titled = not any(begins(sentence, deed.first) for deed in acting)
    objects = {max(deed.own) + 1 for deed in acting if deed.own}  # `at some point delete ~/tmp` watches no folder
    about = [place for place in about if place not in objects or sentence.tokens[place].kind != "path"]
    by_hand = best_of([one for one in words.triggers if one.block[1] == BY_HAND], sentence, about)
    found = by_hand or best_of(words.triggers, sentence, about, things=titled)
    sure = _DECLARED if titled and acting else _SURE
    return Choice(found if found and found.weight >= sure else None, tuple(about))


def _telling(sentence: Sentence, doings: Doings, patterns: Sequence[Pattern], *, clocked: bool) -> list[Clause]:
    """The clauses that tell of an event or of something watched; those of less force where there are no better ones."""
    clauses = doings.clauses
    plain = [clause for clause in clauses if not (clause.failing or clause.lead or clause.condition)]
    narrow = [clause for clause in clauses if clause.condition and not clocked]
    if plain and all(clause.watched for clause in plain):
        return [*plain, *narrow, *_causes(sentence, doings)]
    return plain or narrow or [one for one in clauses if one.lead and _tells(sentence, one, patterns, clocked=clocked)]


def _causes(sentence: Sentence, doings: Doings) -> list[Clause]:
    """The failures of what is watched: `watch the container web and restart it when it is unhealthy`."""
    failing = [clause for clause in doings.clauses if clause.failing]
    before = {one: [deed for deed in doings.deeds if deed.own and deed.first < one.first][-1:] for one in failing}
    return [one for one in failing if any(sentence.word(deed.own[0]) in REMEDIES for deed in before[one])]


def _of_clauses(
    sentence: Sentence, telling: Sequence[Clause], about: list[int], patterns: Sequence[Pattern], *, clocked: bool
) -> Choice:
    places = tuple(place for clause in telling for place in clause.places if place not in sentence.in_time)
    if not clocked and (several := several_events(sentence, telling, patterns)):
        first, *others = (Choice(found, region, told=True) for region, found in several)
        return replace(first, more=tuple(others))
    watched = any(clause.watched for clause in telling)
    only_watched = all(clause.watched for clause in telling)
    heads = {place for clause in telling if clause.watched for place in range(clause.first, clause.body)}
    happens = [place for place in places if place not in heads] if not only_watched else places
    found = best_of(patterns, sentence, happens, things=watched or "<limit>" in sentence.hits)
    if (
        only_watched
        and (wider := best_of(patterns, sentence, about))
        and (not found or wider.weight > found.weight + 0.5)
    ):
        found = wider
    if not only_watched and found is None:
        found = best_of(patterns, sentence, about, things=watched)
    if found is None and any(not (clause.either or clause.watched) for clause in telling):
        # `when the page …`: what happens to it is asked; `when foo is through`: what foo is
        found = best_of(patterns, sentence, places, things=True) or best_of(patterns, sentence, places, anything=True)
    return Choice(found, places, told=not only_watched, clocked=clocked)


def _tells(sentence: Sentence, clause: Clause, patterns: Sequence[Pattern], *, clocked: bool) -> bool:
    """Whether a clause without a head tells of an event that some block knows, or is set off by an arrow."""
    region = sentence.region(clause.first, clause.end)
    found = best_of(patterns, sentence, region, things=clause.arrow)
    if not region or (clocked and not clause.arrow):
        return False
    newly = any(hit.first == region[0] for hit in sentence.hits.get("<new>", ()))
    timely = sentence.word(clause.first) in _AT
    return clause.arrow or newly or (found is not None and (found.weight > 1 or timely))


def _about(sentence: Sentence, deeds: Sequence[Deed], tells: frozenset[str]) -> list[int]:
    """All places but those that say how somebody is told, and the verbs of actions."""
    told = {place for deed in deeds if deed.block[1] in tells for place in deed.own}
    told |= {place for deed in deeds if deed.block[1] in tells for place in deed.typed}
    told |= {place for deed in deeds if deed.own and not deed.noun for place in verb_of(sentence, deed)}
    told -= {place for place in told if sentence.incoming(place) or is_source(sentence, place)}
    put = [place for place in range(1, len(sentence.tokens)) if _is_destination(sentence, place, deeds)]
    told |= {one for place in put for one in (place - 1, place)}
    for deed in deeds:
        if deed.block[1] in tells and not deed.noun:
            told |= _message(sentence, max(deed.own, default=deed.first) + 1)
    return [place for place in range(len(sentence.tokens)) if place not in told | sentence.in_time]


def _is_destination(sentence: Sentence, place: int, deeds: Sequence[Deed]) -> bool:
    """Whether an action puts something there: `download it to ~/Videos`; not where it comes: `files saved to ~/in`."""
    named = sentence.tokens[place].kind in ("path", "remote") and sentence.word(place - 1) in _INTO
    verbs = {one for deed in deeds for one in deed.own}
    comes = any(hit.end == place - 1 and hit.first not in verbs for hit in sentence.hits.get("<comes>", ()))
    return named and not comes and any(deed.first < place for deed in deeds)


def _message(sentence: Sentence, place: int) -> set[int]:
    """What is told, where it follows at `place`: `to water the plants`."""
    while place in sentence.in_time:
        place += 1
    german = sentence.word(place) == "an" and sentence.word(place + 1) not in ("hour", "half")
    if not german and sentence.word(place) not in ("to", "that", "zu", "de", "dass", "que", "a", "di", "to:", ":"):
        return set()
    end = place
    while end < len(sentence.tokens) and sentence.word(end) not in STOPS - {":"}:
        end += 1
    return set(range(place, end))
