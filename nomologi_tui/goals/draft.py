"""A reading under way: what was taken of the sentence, the steps so far, the questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import FieldSpec, check, describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.parts import Missing, Part, Reading, Span
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.words.lexicon import EMPTY
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.model import StepType
from nomologi_tui.schedules import Schedule

_PLACES = {StepType.TRIGGER: "when", StepType.CONDITION: "conditions", StepType.ACTION: "what"}


@dataclass(slots=True)
class Draft:
    """`taken` are the places of tokens that something has used; `said` is the event in the user's own words."""

    goal: str
    tokens: list[Token]
    registry: Registry
    taken: set[int] = field(default_factory=set)
    parts: dict[StepType, list[Part]] = field(default_factory=lambda: {kind: [] for kind in StepType})
    missing: list[Missing] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    shared: set[int] = field(default_factory=set)  # used by the event, and an action may be about them as well
    said: str = ""
    schedule: Schedule | None = None
    how: dict[str, Any] = field(default_factory=dict)

    def add(
        self, block: Block, config: dict[str, Any], places: Iterable[int], *, instead: bool = False, looks: bool = False
    ) -> None:
        """Add a step with a question for each field that is not as it must be."""
        places, kind = list(places), block.type
        model, problems = check(block.config, config)
        words = block.in_words(model) if model else block.title[:1].lower() + block.title[1:]
        self.parts[kind].append(Part(block.name, config, words, self.span(places), instead, looks))
        self.spans += [self.span(places)] if places else []
        specs = {spec.name: spec for spec in describe(block.config)}
        for name, problem in problems.items():
            key = f"{_PLACES[kind]}.{len(self.parts[kind])}" + (f".{name}" if name else "")
            self.missing.append(
                Missing(key, _question(specs.get(name), problem, given=name in config), specs.get(name), of_step=True)
            )

    def amend_trigger(self, more: dict[str, Any]) -> None:
        """Fill fields of the trigger that only an action tells of, so far as it has them and nothing else is said."""
        last = self.parts[StepType.TRIGGER][-1]
        block = self.registry.get(StepType.TRIGGER, last.block)
        names = {spec.name for spec in describe(block.config)}
        config = {name: value for name, value in more.items() if name in names} | last.config
        model, _ = check(block.config, config)
        words = block.in_words(model) if model else last.words
        self.parts[StepType.TRIGGER][-1] = replace(last, config=config, words=words)

    def put_inside(self, *, otherwise: bool) -> None:
        """The action that was added last stands in one that holds others, in its second list with `otherwise`."""
        actions = self.parts[StepType.ACTION]
        actions[-1] = replace(actions[-1], depth=1, otherwise=otherwise)

    def name_of(self, place: int) -> str:
        """What later steps call the action at `place`: its block's name, numbered from the second one on."""
        parts = [*self.parts[StepType.TRIGGER], *self.parts[StepType.CONDITION], *self.parts[StepType.ACTION][:place]]
        block = self.parts[StepType.ACTION][place].block
        same = sum(one.block == block for one in parts)
        return f"{block}_{same + 1}" if same else block

    def ask_how_written(self, words: str) -> None:
        """Of the name that is missing last, say what it is called in the sentence."""
        last = self.missing[-1:]
        if words and last and last[0].field is not None:
            asked = replace(last[0], question=f"{last[0].field.label}? How the name of “{words}” is written.")
            self.missing[-1] = asked

    def ask_sender(self, block: Block, who: str) -> None:
        """Who is only described can't be told from others: mails of anybody would start it."""
        spec = next((one for one in describe(block.config) if one.kind == "list" and "@" in one.example), None)
        if spec and who:
            key = f"when.{len(self.parts[StepType.TRIGGER])}.{spec.name}"
            self.missing.append(Missing(key, f"{spec.label}? The address or name of “{who}”.", spec, of_step=True))

    def forget_event(self) -> None:
        """Ask for the trigger: that a word may mean one is not enough where nothing else makes a goal of it."""
        if self.parts[StepType.TRIGGER]:
            self.parts[StepType.TRIGGER].clear()
            self.missing = [one for one in self.missing if not one.key.startswith("when.")]
            self.ask("when.1", "What should start it? No time and no event is said.")

    def ask(self, key: str, question: str, *, of_time: str = "") -> None:
        """Ask for a whole step."""
        self.missing.append(Missing(key, question, of_time=of_time))

    def piece(self, places: Iterable[int], own: tuple[int, ...] = ()) -> Piece:
        """The part of the sentence that one step may use."""
        return Piece(self.goal, {place: self.tokens[place] for place in places}, own)

    def span(self, places: Iterable[int]) -> Span:
        """From the first to the last of these places, in characters."""
        places = list(places)
        return (self.tokens[min(places)].start, self.tokens[max(places)].end) if places else (0, 0)

    def text(self, places: Iterable[int]) -> str:
        """The goal's text from the first to the last of these places."""
        start, end = self.span(places)
        return self.goal[start:end]

    def finished(self, slots: dict[str, list[str]]) -> Reading:
        """The reading as a value."""
        known = {self.tokens[place].value for place in self.shared} | EMPTY
        unread = tuple(dict.fromkeys(one for one in self.unread if one and one.lower() not in known))
        return Reading(
            goal=self.goal,
            when=tuple(self.parts[StepType.TRIGGER]),
            conditions=tuple(self.parts[StepType.CONDITION]),
            what=tuple(self.parts[StepType.ACTION]),
            slots=slots,
            missing=tuple(self.missing),
            not_understood=unread,
            confidence=_confidence(len(self.missing), len(unread), len(self.remarks)),
            spans=tuple(sorted(self.spans)),
            remarks=tuple(self.remarks),
            schedule=self.schedule,
            how=self.how,
        )


def _question(spec: FieldSpec | None, problem: str, *, given: bool) -> str:
    if spec is None:
        return problem
    if given:
        return f"{spec.label}: {problem}"
    return f"{spec.label}? {spec.help}".strip()


def _confidence(missing: int, unread: int, remarks: int) -> float:
    """1 when all was understood and said; less for each question, each word left over, each thing taken for granted."""
    return round(max(0.0, 1.0 - 0.25 * missing - 0.1 * unread - 0.05 * remarks), 2)
