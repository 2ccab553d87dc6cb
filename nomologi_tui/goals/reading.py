"""Reads a goal: offline, the same answer each time, and what was not understood is said.

The sentence becomes typed pieces (`tokens`), pieces of time (`elements`) and clauses: events, actions. What the clauses
hold fills the fields of the blocks that the registry knows; a field without a value is a question, not a guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import FieldSpec, check, describe, show_duration
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.clauses import Clause, clauses_of, settled, spoken_places
from nomologi_tui.goals.conditions import comparison, hours_condition
from nomologi_tui.goals.deeds import Deed, deeds_of
from nomologi_tui.goals.doing import Doings, doings_of
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.elements import counted_of, elements_of
from nomologi_tui.goals.times.english import UNREAD_TIME
from nomologi_tui.goals.filling import Piece, fill_action
from nomologi_tui.goals.filling_events import fill_event
from nomologi_tui.goals.lexicon import EMPTY
from nomologi_tui.goals.patterns import Found, plain
from nomologi_tui.goals.times.phrases import ScheduleReading, reading_of
from nomologi_tui.goals.said_conditions import said_condition
from nomologi_tui.goals.sentence import Sentence, sentence_of
from nomologi_tui.goals.slots import slots_of
from nomologi_tui.goals.structure import EVENT_WORDS, JOINS, STOPS, VAGUE, VAGUELY_MANY
from nomologi_tui.goals.telling import TELLING, WATCHED, message_of
from nomologi_tui.goals.tokens import LONGEST, tokens_of
from nomologi_tui.goals.triggers import BESIDE, Choice, choose
from nomologi_tui.goals.vocabulary import SKIPPED
from nomologi_tui.goals.words_of_blocks import TIMED, words_of
from nomologi_tui.model import Step, StepType
from nomologi_tui.schedules import Every, Schedule

Span = tuple[int, int]
BY_HAND = "manual"
_HOW_OFTEN = ("interval", "each", "cron")
_STRUCTURE = frozenset("when whenever if every each soon any once time wenn sobald quand cuando si get".split())


@dataclass(frozen=True, slots=True)
class Part:
    """One step as read: the block's name, its config, its words and the place in the sentence.

    `instead`: only after an action before it has failed. `looks`: it only looks, for the steps after it.
    """

    block: str
    config: dict[str, Any]
    words: str
    span: Span
    instead: bool = False
    looks: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer that the sentence does not give. `key`: where it goes: `what.1.command`, `when.1` for a whole step.

    `of_time`: a time is said, but not read: `schedule`, or `interval` where it is only how often.
    """

    key: str
    question: str
    field: FieldSpec | None = None
    of_time: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a goal says. `spans` are the understood places; `remarks` say what was taken though nobody said it.

    `schedule`: when it is looked or started, as far as a time says so, also where a trigger that watches holds it.
    """

    goal: str
    when: tuple[Part, ...] = ()
    conditions: tuple[Part, ...] = ()
    what: tuple[Part, ...] = ()
    slots: dict[str, list[str]] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    not_understood: tuple[str, ...] = ()
    template: str | None = None
    confidence: float = 0.0
    spans: tuple[Span, ...] = ()
    remarks: tuple[str, ...] = ()
    schedule: Schedule | None = None


def read_goal(goal: str, *, registry: Registry, timezone: str, now: datetime) -> Reading:
    """Read one sentence. Never raises on any text; what it can't read stands in `missing` and `not_understood`."""
    return _Reader(goal, registry, timezone, now).read()


def steps(reading: Reading) -> tuple[Step, ...]:
    """The steps in order: triggers, conditions, actions; those with something missing as far as they are known."""
    kinds = (
        (StepType.TRIGGER, reading.when),
        (StepType.CONDITION, reading.conditions),
        (StepType.ACTION, reading.what),
    )
    return tuple(Step(kind, part.block, part.config, instead=part.instead) for kind, parts in kinds for part in parts)


class _Reader:
    """One reading under way: `taken` are the places of the tokens that something has used."""

    def __init__(self, goal: str, registry: Registry, timezone: str, now: datetime) -> None:
        self.goal, self.registry, self.timezone, self.now = goal, registry, timezone, now
        self.tokens = tokens_of(goal)
        self.taken: set[int] = set()
        self.parts: dict[StepType, list[Part]] = {kind: [] for kind in StepType}
        self.missing: list[Missing] = []
        self.unread = [f"what comes after {LONGEST} characters"] if len(goal) > LONGEST else []
        self.remarks: list[str] = []
        self.spans: list[Span] = []
        self.timing: ScheduleReading | None = None
        self.said = ""  # the event in the user's own words

    def read(self) -> Reading:
        words = words_of(self.registry)
        elements = [one for one in counted_of(self.tokens, elements_of(self.tokens)) if self._is_time(one)]
        sentence = sentence_of(self.goal, self.tokens, _all_places(elements), words.lexicon)
        verbs = deeds_of(sentence, words.verbs)
        starts = {one.first for one in elements if one.sort in _HOW_OFTEN}
        clocked = any(one.sort not in BESIDE for one in elements)
        clauses = settled(sentence, clauses_of(sentence, verbs, starts), words.triggers, clocked=clocked)
        clauses = [one for one in clauses if not self._read_condition(one)]
        self._read_comparison()
        clauses = [one for one in clauses if one.failing or not set(one.places) <= self.taken]
        sentence.in_time |= self.taken
        doings = doings_of(sentence, words, verbs, clauses)
        vague = not elements and bool(self._vague_time())
        choice = choose(sentence, doings, elements, words, vague=vague)
        elements = self._read_trigger(sentence, choice, doings, elements)
        self._read_actions(choice, doings)
        return self._finished(elements)

    def _is_time(self, element: Element) -> bool:
        """Not where it is a part of a name in an event's clause (`when the nightly sync …`), or only its verb."""
        before = [word(self.tokens, place) for place in range(element.first)]
        clause = before[max((place for place, one in enumerate(before) if one in STOPS), default=-1) + 1 :]
        told = any(one in EVENT_WORDS for one in clause)
        if element.sort == "starting" and told:
            return False
        return not (told and element.sort in ("part", "each") and before[-1] in ("the", "my", "our", "last", "die", "das", "der"))

    def _read_condition(self, clause: Clause) -> bool:
        """Whether the clause says a condition; then it is taken, with the times in it."""
        found = None
        if "if" in (word(self.tokens, place) for place in range(clause.first, clause.body)):
            found = said_condition(self.tokens[clause.body : clause.end], self.registry)
        if found is not None:
            self.taken |= set(clause.places)
            self._add(StepType.CONDITION, *found, list(clause.places))
        return found is not None

    def _read_comparison(self) -> None:
        found = comparison(self.tokens, self.registry)
        if found is not None and not self.taken & set(found[2]):
            block, config, places = found
            self.taken |= set(places)
            self._add(StepType.CONDITION, block, config, list(places))

    def _read_trigger(self, sentence: Sentence, choice: Choice, doings: Doings, elements: list[Element]) -> list[Element]:
        """The trigger, by event or by time; the elements that are times after all."""
        told = [clause for clause in doings.clauses if not clause.failing and not clause.lead]
        if choice.told and choice.found is None:
            unknown = {place for clause in told if not clause.watched for place in clause.places}
            elements = [one for one in elements if one.first not in unknown]
        found = choice.found and self.registry.get(*choice.found.pattern.block)
        if found and choice.found and not self._by_the_clock(found, choice, elements):
            self._read_event(sentence, found, choice.found, choice, doings)
            self._beside_event(found, elements)
            return elements
        if choice.told or any(clause.failing or clause.condition for clause in doings.clauses):
            self._ask_for(choice, doings, elements)
        timed = any(one.sort not in BESIDE for one in elements)
        self._read_times(doings, elements, event=choice.told and not timed)
        return elements

    def _by_the_clock(self, block: Block, choice: Choice, elements: list[Element]) -> bool:
        """Whether a schedule starts it, beside an event: its times can't be the times of looking for that."""
        times = [one for one in elements if one.sort not in BESIDE]
        if not times or not choice.places:
            return False
        looks = any(spec.name == "every" for spec in describe(block.config))
        if all(one.sort == "interval" for one in times):
            return False
        return looks

    def _read_event(self, sentence: Sentence, block: Block, found: Found, choice: Choice, doings: Doings) -> None:
        places = sorted({*choice.places})
        piece = self._piece([place for place in places if place not in self.taken])
        own = set(found.places)
        clauses = [clause for clause in doings.clauses if not clause.lead or choice.told]
        heads = {place for clause in clauses for place in range(clause.first, clause.body)}
        names = [place for place in places if place not in heads] if choice.told else []
        config = fill_event(block, piece, found.pattern.config, _names(found, names))
        if choice.told:
            bodies = [p for clause in clauses for p in range(clause.body, clause.end) if p in choice.places]
            self.said = self._text(bodies) if bodies else ""
            self.taken |= set(places)
            self._leave(piece, own | heads | spoken_places(sentence, block, words_of(self.registry).triggers), block)
        else:
            self.taken |= own | piece.used
            self.said = self._text(found.places)
        self._add(StepType.TRIGGER, block, config, [place for place in places if place in own | piece.used | heads])

    def _leave(self, piece: Piece, known: set[int], block: Block) -> None:
        """Name the words of an event that neither filled a field nor belong to the block's own phrases."""
        words = {block.name} | _STRUCTURE
        for place, token in piece.tokens.items():
            free = place not in known | piece.used and token.value.lower() not in EMPTY
            if free and plain(token.value) not in words:
                self.unread.append(token.value)

    def _ask_for(self, choice: Choice, doings: Doings, elements: list[Element]) -> None:
        """An event or condition that no block knows: leaving it out would do something else than was said."""
        timed = any(one.sort not in BESIDE for one in elements)
        for clause in doings.clauses:
            places = [place for place in clause.places if place not in self.taken]
            if not places or clause.watched or (clause.lead and not choice.told):  # a comparison that was read already
                continue
            said = self._text(places)
            self.taken |= set(places)
            if clause.failing and any(deed.block[1] not in words_of(self.registry).tells for deed in doings.deeds):
                continue
            self.unread.append(said)
            if timed and (clause.failing or clause.either or clause.condition):
                self.missing.append(Missing("conditions.1", f"On what condition? “{said}” was not understood."))
            else:
                self.missing.append(Missing("when.1", f"What should start it? “{said}” was not understood."))

    def _read_times(self, doings: Doings, elements: list[Element], *, event: bool) -> None:
        """A schedule; where a schedule can't hold them, hours and weekdays are a condition."""
        for element in elements:
            self.taken |= set(element.places)
        vague = "" if event or elements else self._vague_time()
        if vague:
            self.missing.append(Missing("when.1", f"When? “{vague}” is not clear enough.", of_time="interval"))
            self.unread.append(vague)
            return
        if event or not elements or all(element.sort in ("window", "zone") for element in elements):
            self._beside_event(None, elements)
            if not event:
                self._add_by_hand(doings)
        else:
            self._scheduled(elements)

    def _beside_event(self, block: Block | None, elements: list[Element]) -> None:
        """Times beside an event: how often it is looked for, or a condition."""
        for element in elements:
            self.taken |= set(element.places)
        fitting = [element for element in elements if element.sort in BESIDE]
        rest = [element for element in elements if element not in fitting]
        how_often = [element for element in rest if element.sort == "interval"]
        if block and len(rest) == len(how_often) == 1 and self.parts[StepType.TRIGGER]:
            rest = [] if self._looked_each(block, how_often[0]) else rest
        self.unread += [self._text(element.places) for element in rest]
        self._add_hours(fitting)

    def _looked_each(self, block: Block, element: Element) -> bool:
        """Whether the trigger that was read last takes up how often it looks."""
        self.timing = self._reading([element])
        part = self.parts[StepType.TRIGGER][-1]
        if not any(spec.name == "every" for spec in describe(block.config)) or self.timing.schedule is None:
            return False
        config = part.config | {"every": show_duration(element.value)}
        model, _ = check(block.config, config)
        words = block.in_words(model) if model else part.words
        self.parts[StepType.TRIGGER][-1] = replace(part, config=config, words=words)
        self.spans.append(self._span(list(element.places)))
        return True

    def _add_hours(self, elements: list[Element]) -> None:
        if not elements:
            return
        places = [place for element in elements for place in element.places]
        found = hours_condition(elements, self.registry)
        if found is None:
            self.unread.append(self._text(places))
        else:
            self._add(StepType.CONDITION, found[0], found[1], places)

    def _add_by_hand(self, doings: Doings) -> None:
        """What nobody said when to do is done by hand; what is only to be told is asked when."""
        block = next((one for one in self.registry.of_type(StepType.TRIGGER) if one.name == BY_HAND), None)
        tells = words_of(self.registry).tells
        quoted = any(token.kind == "quoted" for token in self.tokens)
        if doings.deeds and all(deed.block[1] in tells for deed in doings.deeds) and not quoted:
            self.missing.append(Missing("when.1", "What should start it? No time and no event is said."))
        elif block and not self.parts[StepType.TRIGGER]:
            self._add(StepType.TRIGGER, block, {}, [])

    def _scheduled(self, elements: list[Element]) -> None:
        self.timing = self._reading(elements)
        apart = [element for element in elements if element.sort in ("window", "weekdays")]
        if self.timing.schedule is None and apart:
            plain_ones = self._reading([element for element in elements if element not in apart])
            if plain_ones.schedule is not None and any(element.sort == "interval" for element in elements):
                self.timing = plain_ones
                self._add_hours(apart)
        block = next((one for one in self.registry.of_type(StepType.TRIGGER) if one.name == TIMED), None)
        if self.timing.schedule is None or block is None:
            self.missing.append(Missing("when.1", f"When? {self.timing.reason}".strip(), of_time="schedule"))
            self.unread.append(self._text([place for element in elements for place in element.places]))
            return
        for config in self.timing.triggers or (self.timing.config,):
            self._add(StepType.TRIGGER, block, config, [p for element in elements for p in element.places])

    def _reading(self, elements: list[Element]) -> ScheduleReading:
        unread = self._unread_time()
        if unread:
            return ScheduleReading(None, {}, reason=f"“{unread}” is not understood.")
        return reading_of(self.tokens, elements, timezone=self.timezone, now=self.now)

    def _unread_time(self) -> str:
        """A word about time that nothing has taken up: what it changes is unknown."""
        free = (place for place in range(len(self.tokens)) if place not in self.taken)
        return next((one for place in free if (one := word(self.tokens, place)) in UNREAD_TIME), "")

    def _vague_time(self) -> str:
        """How often is said, but not so that a schedule could be made of it: `every x minutes`, `regularly`."""
        for place in range(len(self.tokens)):
            here, after = word(self.tokens, place), word(self.tokens, place + 1)
            if here in VAGUE or (here in ("every", "each") and after in VAGUELY_MANY):
                return f"{here} {after}" if here in ("every", "each") else here
        return ""

    def _read_actions(self, choice: Choice, doings: Doings) -> None:
        deeds = list(doings.deeds)
        has_file = any("path" in part.config or "folder" in part.config for part in self.parts[StepType.TRIGGER])
        ends = [*(deed.first for deed in deeds[1:]), len(self.tokens)] if deeds else []
        before = range(deeds[0].first if deeds else len(self.tokens))
        own = {place for deed in deeds for place in deed.own}
        self.unread += self._piece([place for place in before if place not in self.taken | own]).leftover()
        for deed, end in zip(deeds, ends, strict=True):
            places = [place for place in range(deed.first, end) if place not in self.taken]
            self._read_action(deed, places, own, has_file=has_file)
        if not deeds and not self._implied(choice, doings):
            self.missing.append(Missing("what.1", "What should be done?"))

    def _implied(self, choice: Choice, doings: Doings) -> bool:
        """Who tells of nothing but an event wants to hear of it: true where that is so, and added."""
        known = {place for clause in doings.clauses for place in clause.places} | self.taken
        rest = [place for place in range(len(self.tokens)) if place not in known]
        words = {plain(self.tokens[place].value) for place in rest} - SKIPPED - STOPS - JOINS
        watched = any(clause.watched for clause in doings.clauses) or bool(words & WATCHED)
        if choice.found is None or (words - TELLING if choice.told else not watched):
            return False
        kind, name = StepType.ACTION, "notify"
        block = next((one for one in self.registry.of_type(kind) if one.name == name), None)
        if block is None:
            return False
        self.unread = [one for one in self.unread if plain(one) not in TELLING]
        self.remarks.append("How you are told is not said: with a message here.")
        self._add(kind, block, self._told(block, {}), [])
        return True

    def _read_action(self, deed: Deed, places: list[int], own: set[int], *, has_file: bool) -> None:
        block = self.registry.get(*deed.block)
        places = sorted({*deed.own} | {place for place in places if place not in own})
        piece = self._piece(places, deed.own)
        config = fill_action(block, piece, has_file=has_file) | _only_known(block, deed.config)
        config = self._told(block, config)
        self.unread += piece.leftover()
        self._add(StepType.ACTION, block, config, [place for place in places if place in piece.used | {*deed.own}])

    def _told(self, block: Block, config: dict[str, Any]) -> dict[str, Any]:
        """The config with the event in the user's words where nobody said what is told."""
        trigger = self.parts[StepType.TRIGGER][-1:]
        gives = self.registry.get(StepType.TRIGGER, trigger[0].block).gives if trigger else ()
        message = message_of(self.said, gives)
        names = [spec.name for spec in describe(block.config) if spec.required and spec.name in ("message", "subject")]
        return {name: message for name in names if message} | config

    def _add(self, kind: StepType, block: Block, config: dict[str, Any], places: list[int]) -> None:
        model, problems = check(block.config, config)
        words = block.in_words(model) if model else block.title[:1].lower() + block.title[1:]
        span = self._span(places)
        self.parts[kind].append(Part(block.name, config, words, span))
        self.spans += [span] if places else []
        where = {StepType.TRIGGER: "when", StepType.CONDITION: "conditions", StepType.ACTION: "what"}[kind]
        specs = {spec.name: spec for spec in describe(block.config)}
        for name, problem in problems.items():
            key = f"{where}.{len(self.parts[kind])}" + (f".{name}" if name else "")
            self.missing.append(
                Missing(key, _question(specs.get(name), problem, given=name in config), specs.get(name))
            )

    def _finished(self, elements: list[Element]) -> Reading:
        commands = [part.config["command"] for part in self.parts[StepType.ACTION] if part.config.get("command")]
        unread = tuple(dict.fromkeys(one for one in self.unread if one and one.lower() not in EMPTY))
        remarks = (*(self.timing.remarks if self.timing else ()), *self.remarks)
        return Reading(
            goal=self.goal,
            when=tuple(self.parts[StepType.TRIGGER]),
            conditions=tuple(self.parts[StepType.CONDITION]),
            what=tuple(self.parts[StepType.ACTION]),
            slots=slots_of(self.goal, self.tokens, elements, commands),
            missing=tuple(self.missing),
            not_understood=unread,
            confidence=_confidence(len(self.missing), len(unread), len(remarks)),
            spans=tuple(sorted(self.spans)),
            remarks=remarks,
            schedule=self.timing.schedule if self.timing else None,
        )

    def _piece(self, places: Iterable[int], own: tuple[int, ...] = ()) -> Piece:
        return Piece(self.goal, {place: self.tokens[place] for place in places}, own)

    def _span(self, places: Iterable[int]) -> Span:
        places = list(places)
        return (self.tokens[min(places)].start, self.tokens[max(places)].end) if places else (0, 0)

    def _text(self, places: Iterable[int]) -> str:
        start, end = self._span(places)
        return self.goal[start:end]


def _all_places(elements: list[Element]) -> set[int]:
    return {place for element in elements for place in element.places}


def _names(found: Found, places: list[int]) -> list[int]:
    """The places of words that may name what is watched: those right before the declaration's words, then others."""
    own = set(found.places)
    first = min(own)
    return [*(place for place in reversed(places) if place < first), *(p for p in places if p > first and p not in own)]


def _only_known(block: Block, config: dict[str, Any]) -> dict[str, Any]:
    names = {spec.name for spec in describe(block.config)}
    return {name: value for name, value in config.items() if name in names}


def _question(spec: FieldSpec | None, problem: str, *, given: bool) -> str:
    if spec is None or given:
        return problem
    return f"{spec.label}? {spec.help}".strip()


def _confidence(missing: int, unread: int, remarks: int) -> float:
    """1 when all was understood and said; less for each question, each word left over, each thing taken for granted."""
    return round(max(0.0, 1.0 - 0.25 * missing - 0.1 * unread - 0.05 * remarks), 2)
