"""Reads a goal: offline, the same answer each time, and what was not understood is said.

The sentence becomes typed pieces (`tokens`), pieces of time (`elements`) and clauses: events, actions. What the clauses
hold fills the fields of the blocks that the registry knows; a field without a value is a question, not a guess.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import FieldSpec, check, describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.clauses import TIMED, Clause, action_heads, event_clauses, named_trigger
from nomologi_tui.goals.conditions import comparison, hours_condition
from nomologi_tui.goals.filling import Piece, fill_action, fill_event
from nomologi_tui.goals.lexicon import EMPTY
from nomologi_tui.goals.said_conditions import said_condition
from nomologi_tui.goals.slots import slots_of
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.elements import counted_of, elements_of
from nomologi_tui.goals.times.english import UNREAD_TIME
from nomologi_tui.goals.times.phrases import ScheduleReading, reading_of
from nomologi_tui.goals.tokens import LONGEST, tokens_of
from nomologi_tui.model import Step, StepType
from nomologi_tui.schedules import Schedule

Span = tuple[int, int]
BY_HAND = "manual"
_HOW_OFTEN = ("interval", "each", "cron")


@dataclass(frozen=True, slots=True)
class Part:
    """One step as read: the block's name, its config, its words and the place in the sentence."""

    block: str
    config: dict[str, Any]
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer that the sentence does not give. `key`: where it goes: `what.1.command`, `when.1` for a whole step."""

    key: str
    question: str
    field: FieldSpec | None = None
    of_step: bool = False  # its block is known; what is missing can be said by its fields


@dataclass(frozen=True, slots=True)
class Reading:
    """What a goal says. `spans` are the understood places; `remarks` say what was taken though nobody said it."""

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
    return tuple(Step(kind, part.block, part.config) for kind, parts in kinds for part in parts)


class _Reader:
    """One reading under way: `taken` are the places of the tokens that something has used."""

    def __init__(self, goal: str, registry: Registry, timezone: str, now: datetime) -> None:
        self.goal, self.registry, self.timezone, self.now = goal, registry, timezone, now
        self.tokens = tokens_of(goal)
        self.taken: set[int] = set()
        self.parts: dict[StepType, list[Part]] = {kind: [] for kind in StepType}
        self.missing: list[Missing] = []
        self.unread = [f"what comes after {LONGEST} characters"] if len(goal) > LONGEST else []
        self.spans: list[Span] = []
        self.timing: ScheduleReading | None = None

    def read(self) -> Reading:
        elements = counted_of(self.tokens, elements_of(self.tokens))
        in_time = _all_places(elements)
        heads = action_heads(self.tokens, in_time, self.registry)
        starts = {head.first for head in heads} | {one.first for one in elements if one.sort in _HOW_OFTEN}
        clauses = event_clauses(self.tokens, in_time, starts, self.registry)
        clauses = [clause for clause in clauses if not self._read_condition(clause)]
        self._read_comparison()
        unknown = self.taken | {place for clause in clauses if clause.block is None for place in clause.places}
        elements = [element for element in elements if element.first not in unknown]
        for clause in clauses:
            self._read_event(clause, _all_places(elements))
        self._read_times(elements, events=any(not clause.condition for clause in clauses))
        self._read_actions()
        return self._finished(elements)

    def _read_condition(self, clause: Clause) -> bool:
        """Whether the clause says a condition; then it is taken, with the times in it."""
        found = None
        if word(self.tokens, clause.first) == "if":
            found = said_condition(self.tokens, clause.places, self.registry)
        if found is not None:
            self.taken |= set(clause.places)
            self._add(StepType.CONDITION, *found, list(clause.places))
        return found is not None

    def _read_event(self, clause: Clause, in_time: set[int]) -> None:
        places = [place for place in clause.places if place not in in_time | self.taken]
        self.taken |= set(clause.places) - in_time
        if clause.block is None:
            self._ask_for(clause, places)
            return
        piece = self._piece(places)
        config = fill_event(clause.block, piece)
        self.unread += self._words_left(piece, clause.block)
        self._add(StepType.TRIGGER, clause.block, config, places)

    def _ask_for(self, clause: Clause, places: list[int]) -> None:
        """An event or condition that no block knows: leaving it out would do something else than was said."""
        if not places:  # a comparison that was read already
            return
        said = self._text(places)
        self.unread.append(said)
        if clause.condition:
            self.missing.append(Missing("conditions.1", f"On what condition? “{said}” was not understood."))
        else:
            self.missing.append(Missing("when.1", f"What should start it? “{said}” was not understood."))

    def _words_left(self, piece: Piece, block: Block) -> list[str]:
        """The words of an event that neither filled a field nor belong to the block's own phrases."""
        known = {one for says in block.says for one in says.lower().split()} | {
            block.name,
            "when",
            "whenever",
            "if",
            "time",
        }
        return [
            left for left in piece.leftover() if left.lower() not in known | {"every", "each", "soon", "any", "once"}
        ]

    def _read_comparison(self) -> None:
        found = comparison(self.tokens, self.registry)
        if found is not None and not self.taken & set(found[2]):
            block, config, places = found
            self.taken |= set(places)
            self._add(StepType.CONDITION, block, config, list(places))

    def _read_times(self, elements: list[Element], *, events: bool) -> None:
        """A schedule; beside an event, or where a schedule can't hold them, hours and weekdays are a condition."""
        for element in elements:
            self.taken |= set(element.places)
        named = None if events else named_trigger(self.tokens, self.registry)
        if events or named:
            self._beside_event(elements)
        elif not elements or all(element.sort in ("window", "zone") for element in elements):
            self._beside_event(elements)
            self._add_by_hand()
        else:
            self._scheduled(elements)
        if named:
            self.taken |= set(named[1])
            self._add(StepType.TRIGGER, named[0], {}, list(named[1]))

    def _beside_event(self, elements: list[Element]) -> None:
        fitting = [element for element in elements if element.sort in ("window", "weekdays", "zone")]
        rest = [element for element in elements if element not in fitting]
        self.unread += [self._text(element.places) for element in rest]
        self._add_hours(fitting)

    def _add_hours(self, elements: list[Element]) -> None:
        if not elements:
            return
        places = [place for element in elements for place in element.places]
        found = hours_condition(elements, self.registry)
        if found is None:
            self.unread.append(self._text(places))
        else:
            self._add(StepType.CONDITION, found[0], found[1], places)

    def _add_by_hand(self) -> None:
        block = next((one for one in self.registry.of_type(StepType.TRIGGER) if one.name == BY_HAND), None)
        if block and not self.parts[StepType.TRIGGER]:
            self._add(StepType.TRIGGER, block, {}, [])

    def _scheduled(self, elements: list[Element]) -> None:
        self.timing = self._reading(elements)
        apart = [element for element in elements if element.sort in ("window", "weekdays")]
        if self.timing.schedule is None and apart:
            plain = self._reading([element for element in elements if element not in apart])
            if plain.schedule is not None and any(element.sort == "interval" for element in elements):
                self.timing = plain
                self._add_hours(apart)
        block = next((one for one in self.registry.of_type(StepType.TRIGGER) if one.name == TIMED), None)
        if self.timing.schedule is None or block is None:
            self.missing.append(Missing("when.1", f"When? {self.timing.reason}".strip()))
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

    def _read_actions(self) -> None:
        heads = action_heads(self.tokens, self.taken, self.registry)
        has_file = any("path" in part.config or "folder" in part.config for part in self.parts[StepType.TRIGGER])
        ends = [*(head.first for head in heads[1:]), len(self.tokens)] if heads else []
        before = range(heads[0].first if heads else len(self.tokens))
        self.unread += self._piece([place for place in before if place not in self.taken]).leftover()
        for head, end in zip(heads, ends, strict=True):
            places = [place for place in range(head.first, end) if place not in self.taken]
            piece = self._piece(places, head.own)
            config = fill_action(head.block, piece, has_file=has_file)
            self.unread += piece.leftover()
            self._add(
                StepType.ACTION, head.block, config, [place for place in places if place in piece.used | {*head.own}]
            )
        if not heads:
            self.missing.append(Missing("what.1", "What should be done?"))

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
                Missing(key, _question(specs.get(name), problem, given=name in config), specs.get(name), of_step=True)
            )

    def _finished(self, elements: list[Element]) -> Reading:
        commands = [part.config["command"] for part in self.parts[StepType.ACTION] if part.config.get("command")]
        unread = tuple(dict.fromkeys(one for one in self.unread if one and one.lower() not in EMPTY))
        remarks = self.timing.remarks if self.timing else ()
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

    def _piece(self, places: list[int], own: tuple[int, ...] = ()) -> Piece:
        return Piece(self.goal, {place: self.tokens[place] for place in places}, own)

    def _span(self, places: list[int]) -> Span:
        return (self.tokens[min(places)].start, self.tokens[max(places)].end) if places else (0, 0)

    def _text(self, places: list[int] | range) -> str:
        start, end = self._span(list(places))
        return self.goal[start:end]


def _all_places(elements: list[Element]) -> set[int]:
    return {place for element in elements for place in element.places}


def _question(spec: FieldSpec | None, problem: str, *, given: bool) -> str:
    if spec is None or given:
        return problem
    return f"{spec.label}? {spec.help}".strip()


def _confidence(missing: int, unread: int, remarks: int) -> float:
    """1 when all was understood and said; less for each question, each word left over, each thing taken for granted."""
    return round(max(0.0, 1.0 - 0.25 * missing - 0.1 * unread - 0.05 * remarks), 2)
