"""Where an action begins, and which block does it; the words for it come from the blocks."""

from collections.abc import Iterator
from typing import Any

from nomologi_tui.goals.finding.as_typed import (
    THAT,
    asks_for_state,
    before_time,
    is_adjective,
    is_amid,
    typed_command,
)
from nomologi_tui.goals.finding.late_verbs import last_verbs, passive
from nomologi_tui.goals.finding.no_verbs import (
    is_frame,
    is_label,
    is_message_to,
    is_noun,
    is_pinged,
    sends_to_source,
    takes_source,
)
from nomologi_tui.goals.finding.verbs import (
    LEADS,
    WISHES_IN_A_ROW,
    Deed,
    Verbs,
    acting_at,
    begins,
    clause_region,
    deed_of,
    head_before,
    is_forbidden,
    is_told_of,
    wish_before,
)
from nomologi_tui.goals.sentence.patterns import Found, Hit, Pattern, match_at
from nomologi_tui.goals.sentence.sentence import Sentence
from nomologi_tui.goals.sentence.typed import is_script
from nomologi_tui.goals.times.english import NUMERALS
from nomologi_tui.goals.words.structure import (
    JOINS,
    NEXT,
    NOT_BEFORE_VERB,
    OBJECTS,
    WISHES,
)
from nomologi_tui.goals.words.vocabulary import ANYBODY, HAPPENINGS

_OBJECT_KINDS = ("path", "url", "quoted", "email", "channel", "host", "template")
_HOLDING = ("ame", "eme", "ime", "ami", "imi", "mela", "alo", "elo", "ala", "ela", "alos", "elos", "alas", "elas")
_WITH = frozenset("with using mit avec con".split())
_COMPLETED = frozenset(
    "true false on off open closed wet dry detected "
    "event webhook hook push merge release tag request % left free remaining used full again online offline "
    "high low".split()
)
_STARTS = frozenset("startup boot bootup login logon".split())  # `at boot mount …`
_IN = frozenset("in on".split())
_RELATIVE = frozenset(["that", "which"])  # `an endpoint that runs …`
_ABOUT = frozenset("at around about above below over under every".split())  # `say at 92 %`
_OF_PROGRAM = frozenset("container containers image images host hub daemon".split())
_STARTS_IT = frozenset("run start trigger launch call press execute want need".split())  # `when I run it, …`
_COMPLETING = ("path", "quoted", "host", "url", "unit", "number", "remote")
_RUNNING = ("run_command", "ssh_command")
_ENDING_SO = frozenset("feed seed embed shred speed".split())
_VALUES = frozenset("ON OFF TOGGLE OPEN CLOSE STOP START TRUE FALSE".split())
_PHRASAL = frozenset(
    "log logs logged sign signs signed plug plugs plugged check checks come comes turn turns turned switch switches "
    "switched go goes".split()
)


def deeds_of(sentence: Sentence, verbs: Verbs) -> list[Deed]:
    """The actions in order: verbs where a clause begins; where none does, verbs anywhere."""
    strict = _found(sentence, verbs, lambda place: _may_act(sentence, place))
    strict = _without_objects(sentence, strict)
    last = [deed for deed in last_verbs(sentence, verbs) if not any(_overlap(deed, one) for one in strict)]
    strict = [deed for deed in strict if not any(_is_object(deed, one) for one in last)]
    if strict or last:
        found = _without_means(sentence, sorted([*strict, *last], key=lambda deed: deed.first))
        return _with_next(sentence, found)
    arrow = max((place for place in range(len(sentence.tokens)) if sentence.is_arrow(place)), default=0)
    anywhere = _found(sentence, verbs, lambda place: place > arrow and _may_stand(sentence, place))[:1]
    return anywhere or passive(sentence, verbs)


def _may_stand(sentence: Sentence, place: int) -> bool:
    return sentence.word(place - 1) not in NOT_BEFORE_VERB


def _without_objects(sentence: Sentence, deeds: list[Deed]) -> list[Deed]:
    """The actions without what is typed in the same clause as another one's verb: it is only what that is done to.

    `sichere täglich ~/Dokumente nach …`, `/srv täglich sichern`
    """
    kept = [deed for deed in deeds if deed.own]
    return [deed for deed in deeds if deed.own or not any(_same_clause(sentence, deed, one) for one in kept)]


def _same_clause(sentence: Sentence, deed: Deed, other: Deed) -> bool:
    first, last = sorted((deed.first, other.first))
    return not any(sentence.word(place) in LEADS or sentence.is_arrow(place) for place in range(first, last))


def _is_object(deed: Deed, last: Deed) -> bool:
    """Whether what seemed an action is what the verb behind it has for an object: `Warnung anzeigen`."""
    return deed.first == last.first and (not deed.own or deed.block == last.block)


def _may_act(sentence: Sentence, place: int) -> bool:
    if sentence.word(place - 1) in THAT and sentence.watches(before_time(sentence, place - 1)) > 0:
        return False  # `check every Sunday that ~/b exists`
    related = sentence.word(place - 1) in _RELATIVE and head_before(sentence, place) < 0
    started = sentence.word(place - 1) in _STARTS
    return related or started or begins(sentence, place) or _after_event(sentence, place)


def _with_next(sentence: Sentence, deeds: list[Deed]) -> list[Deed]:
    """The actions, with the one behind each that its words say too: `log the output of 'df' to ~/df.log`."""
    found: list[Deed] = []
    for deed, after in zip(deeds, [*deeds[1:], None], strict=True):
        found.append(deed)
        if "_then" in deed.config:
            found.append(_next(sentence, deed, after.first if after else len(sentence.tokens)))
    return found


def _next(sentence: Sentence, deed: Deed, end: int) -> Deed:
    """The action that follows from the words of `deed`, up to `end`; another one where a web address stands there."""
    behind = max(deed.own + deed.typed) + 1
    web = any(token.kind == "url" for token in sentence.tokens[behind:end])
    name, config = deed.config["_then"], {"_result": True}
    if web and "_then_web" in deed.config:
        name, more = deed.config["_then_web"]
        config |= more
    return Deed((deed.block[0], name), behind, (behind,) if behind < len(sentence.tokens) else (), config)


def _without_means(sentence: Sentence, deeds: list[Deed]) -> list[Deed]:
    """The actions without those that brackets behind them say how to do: `open the door (POST http://…)`."""
    means = [number for number, deed in enumerate(deeds) if number and sentence.word(deed.first - 1) == "("]
    named = {one for one in means if any(_is_named(sentence, place) for place in _bracket(sentence, deeds[one].first))}
    return [deed for number, deed in enumerate(deeds) if number + 1 not in named]


def _bracket(sentence: Sentence, place: int) -> range:
    end = place
    while end < len(sentence.tokens) and sentence.word(end) != ")":
        end += 1
    return range(place, end)


def _is_named(sentence: Sentence, place: int) -> bool:
    return sentence.tokens[place].kind in (*_OBJECT_KINDS, "remote")


def _overlap(deed: Deed, other: Deed) -> bool:
    return not {*deed.own, *deed.typed}.isdisjoint(other.own + other.typed)


def _after_event(sentence: Sentence, place: int) -> bool:
    """Whether a verb may stand here without any mark: in an event's clause that has said something."""
    for _ in range(WISHES_IN_A_ROW):
        place -= wish_before(sentence, place)
    head, before = head_before(sentence, place, soft=True), sentence.word(place - 1)
    closes = before in ("in", "on") and sentence.word(place - 2) in _PHRASAL  # `logs in`, `turns on`
    if before == "-" and sentence.tokens[place].start == sentence.tokens[place - 1].end:
        return False  # `each run of invoice-import`
    by_hand = before == "it" and sentence.word(place - 2) in _STARTS_IT | _IN  # `… with "x" in it tell me`
    by_hand |= before == "more" and sentence.word(place - 2) == "any"  # `can't be reached any more restart …`
    return 0 <= head < place and (closes or by_hand or before not in NOT_BEFORE_VERB | {"to", "zu"})


def _found(sentence: Sentence, verbs: Verbs, may_begin: Any) -> list[Deed]:
    found: list[Deed] = []
    spent: set[int] = set()
    for place in range(len(sentence.tokens)):
        if place in sentence.in_time or place in spent or not may_begin(place):
            continue
        last = found[-1] if found else None
        best = _one_more(sentence, place, last) or typed_command(sentence, verbs, place)
        best = best or _best_at(sentence, verbs, place, found, free=_is_free(sentence, place))
        if best is None or _is_told(sentence, place, last) or is_amid(best, last):
            continue
        if last and is_adjective(sentence, best, last):
            continue
        forbidden = is_forbidden(sentence, best)
        joined = not best.own and _joins(sentence, place, last)
        if forbidden or joined or not (last and _is_means(best, last)):
            spent |= {*best.own, *best.typed}
            found += [] if forbidden else [best]
    return found


def _is_free(sentence: Sentence, place: int) -> bool:
    """Whether no clause begins there, so that a verb must have its object right behind it."""
    return not (begins(sentence, place) or wish_before(sentence, place) > 1)


def _one_more(sentence: Sentence, place: int, last: Deed | None) -> Deed | None:
    """The second command of `run 'df' and 'uptime'`, `ssh to nas and run 'a', then 'b'`."""
    token = sentence.tokens[place]
    command = token.kind == "quoted" or (token.kind == "path" and is_script(token.value))
    return Deed(last.block, place, (), typed=(place,)) if last and command and _joins(sentence, place, last) else None


def _joins(sentence: Sentence, place: int, last: Deed | None) -> bool:
    """Whether the command here stands beside the one before: `run ~/a.sh and ~/b.sh`."""
    before = place - 1
    while before > 0 and sentence.word(before) in JOINS | {","}:
        before -= 1
    command = before < place - 1 and sentence.tokens[before].kind in ("path", "quoted")
    return last is not None and last.block[1] in _RUNNING and command


def _best_at(sentence: Sentence, verbs: Verbs, place: int, before: list[Deed], *, free: bool) -> Deed | None:
    """The action of most weight that begins here; what the one before made is told, not made once more."""
    candidates = list(_candidates(sentence, verbs, place, free=free))
    best = max(candidates, key=lambda deed: deed.weight, default=None)
    if best is None or not before or before[-1].block != best.block or best.block in verbs.tells:
        return best  # `summarise it and send me the summary`
    if sentence.word(place) in _WITH:
        return None  # `classify it with the model`
    return max((one for one in candidates if one.block in verbs.tells), key=lambda deed: deed.weight, default=best)


def _is_told(sentence: Sentence, place: int, deed: Deed | None) -> bool:
    """`tell me to copy it`: what comes after the action's `to` is told, not done."""
    if sentence.word(place - 1) not in ("to", "that", "zu", "de", "a", "di"):
        return False
    if is_message_to(sentence, place):
        return True
    before = place - 2
    while before in sentence.in_time:
        before -= 1
    return deed is not None and before in deed.own


def _is_means(deed: Deed, before: Deed) -> bool:
    """Whether it only says how the one before is done: `refresh the wallpaper at 8 with ~/bin/wall`, `via mqtt`."""
    object_of = "_whole" in deed.config and deed.first == max(before.own, default=-2) + 1  # `kill ffmpeg`
    told = (
        "_means" in deed.config or object_of or not (deed.own or before.typed) or not {*deed.own}.isdisjoint(before.own)
    )
    return bool(deed.block == before.block) and told


def _candidates(sentence: Sentence, verbs: Verbs, place: int, *, free: bool) -> Iterator[Deed]:
    atoms = acting_at(sentence, verbs, place)
    if not atoms or (free and (sentence.word(place - 1) in ANYBODY or is_told_of(sentence, verbs, place))):
        return
    region = clause_region(sentence, place)
    for atom in atoms:
        for pattern in verbs.by_atom[atom]:
            found = match_at(pattern, sentence.hits, region, sentence.tokens, place)
            tells = pattern.block in verbs.tells
            if found and (sends_to_source(sentence, found) or (tells and takes_source(sentence, found))):
                continue
            if not _is_spoken_of(sentence, pattern):
                continue
            if found and _is_verb(sentence, found, free=free, tells=tells):
                yield deed_of(sentence, found, place)


def _is_spoken_of(sentence: Sentence, pattern: Pattern) -> bool:
    """Whether the goal names anywhere what the declaration is for: `restart it` where a container is spoken of."""
    of = str(pattern.config.get("_of", "")).split("|")
    return of == [""] or not {*of}.isdisjoint(sentence.words)


def _is_verb(sentence: Sentence, found: Found, *, free: bool, tells: bool) -> bool:
    """In the midst of a clause only a plain verb with an object behind it; at the very start also `Monitoring …`."""
    verb = found.hits[0]
    if (
        _is_none(sentence, found, verb)
        or is_frame(sentence, verb.first)
        or is_noun(sentence, verb, free=free)
        or is_label(sentence, found)
    ):
        return False
    if tells and len(found.hits) == 1 and is_pinged(sentence, verb):
        return False
    longest = max(sentence.watches(verb.first), sentence.phrase(verb.first, WISHES))
    if sentence.incoming(verb.first) or longest > verb.end - verb.first:
        return False
    if not sentence.word(verb.first) and (free or sentence.word(verb.first - 1) in NEXT - {","}):
        return False
    typed = sentence.goal[sentence.tokens[verb.first].start : sentence.tokens[verb.first].end]
    if verb.first and typed in _VALUES and not sentence.goal.isupper():
        return False  # `publish TOGGLE to …`
    if sentence.word(verb.first).endswith("ed") and sentence.word(verb.first) not in _ENDING_SO:
        return False  # `signed contracts`, `…, compressed and encrypted`
    related = not verb.plain and sentence.word(verb.first - 1) in _RELATIVE and verb.first > 1
    if not verb.plain and (free or verb.first > 3) and not related:
        return False
    return not (free or related) or _has_object(sentence, found, verb, tells=tells)


def _is_none(sentence: Sentence, found: Found, verb: Hit) -> bool:
    """Whether nothing is to be done by it: `any docker container`, `say at 92 %`, `verify that ~/b exists`."""
    thing = "_whole" in found.pattern.config and sentence.word(verb.end) in _OF_PROGRAM
    about = sentence.word(verb.first) == "say" and sentence.word(verb.end) in _ABOUT
    return thing or about or asks_for_state(sentence, verb)


def _has_object(sentence: Sentence, found: Found, verb: Hit, *, tells: bool) -> bool:
    if len(found.hits) > 1 and found.hits[1].first == verb.end:
        return True
    after = verb.end
    if sentence.word(verb.first).endswith(_HOLDING):
        return True  # the object is in the verb
    if _completes(sentence, verb.first - 1):
        return True
    kinds = ("email", "channel") if tells else (*_OBJECT_KINDS, "number")
    if (
        after < len(sentence.tokens)
        and sentence.goal[sentence.tokens[after].start : sentence.tokens[after].end] in _VALUES
    ):
        return True  # `publish ON to …`
    return sentence.word(after) in OBJECTS | NUMERALS.keys() or (
        after < len(sentence.tokens) and sentence.tokens[after].kind in kinds
    )


def _completes(sentence: Sentence, place: int) -> bool:
    """Whether an event may be told in full up to `place`: after a path or the like, or after what happened."""
    if sentence.tokens[place].kind in _COMPLETING or sentence.word(place) in _COMPLETED:
        return True
    if place and sentence.tokens[place - 1].kind == "number":
        return True  # `1200 ppm`
    return any(hit.end == place + 1 for name in HAPPENINGS for hit in sentence.hits.get(f"<{name}>", ()))
