"""Conditions that a sentence says plainly: hours and weekdays of an event, a comparison of a value."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import FieldSpec, describe, parse_duration
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.model import StepType
from nomologi_tui.schedules import EVERY_DAY

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Compared = tuple[Block, dict[str, Any], range]

COMPARED = {"left", "operator", "right"}  # the fields of a block that compares
CONTAINS = frozenset("contains contain includes include mentions mention has enthalt enthält contient contiene".split())
SAYS = frozenset(  # only with quoted text
    "prints print printed reports report says say shows show outputs output returns return gives give meldet sagt "
    "zeigt ausgibt affiche dit dice muestra".split()
)
_ALSO_SAID = {
    ("equals",): "is", ("=",): "is", ("above",): "greater than", ("over",): "greater than", (">",): "greater than",
    ("more", "than"): "greater than", ("below",): "less than", ("under",): "less than", ("<",): "less than",
}  # fmt: skip


def phrase_at(tokens: Sequence[Token], place: int, phrase: tuple[str, ...]) -> bool:
    """Whether the words of `phrase` stand at `place`, one after the other and not glued to something else."""
    if any(word(list(tokens), place + number) != one for number, one in enumerate(phrase)):
        return False
    last = place + len(phrase)
    return (
        last >= len(tokens) or tokens[last].start > tokens[last - 1].end or tokens[last].value in (",", ":", ".", ";")
    )


def hours_condition(elements: list[Element], registry: Registry) -> tuple[Block, dict[str, Any]] | None:
    """The block with two times of day and weekdays, filled; None when there is no such block or nothing for it."""
    windows = [element.value for element in elements if element.sort == "window"]
    days = frozenset[int]().union(*(element.value[0] for element in elements if element.sort == "weekdays"))
    if len(windows) > 1 or not (windows or days):
        return None
    for block in registry.of_type(StepType.CONDITION):
        specs = describe(block.config)
        if len([spec for spec in specs if spec.kind == "time"]) == 2:
            return block, _hours_config(specs, windows[0] if windows else None, days)
    return None


def _hours_config(specs: Sequence[FieldSpec], window: tuple[time, time] | None, days: frozenset[int]) -> dict[str, Any]:
    config: dict[str, Any] = {}
    ends = [spec.name for spec in specs if spec.kind == "time"]
    if window:
        config = {name: at.strftime("%H:%M") for name, at in zip(ends, window, strict=True)}
    for spec in specs:
        if spec.kind == "list" and days and days != EVERY_DAY:
            config[spec.name] = [_DAYS[day] for day in sorted(days)]
    return config


_ONE = frozenset(["a", "an", "one"])


def comparison(tokens: list[Token], registry: Registry) -> Compared | None:
    """`if {{ event.size }} is greater than 5`: only where the value is named as one, never guessed."""
    if all(token.kind != "template" for token in tokens):
        return None
    for block in registry.of_type(StepType.CONDITION):
        specs = {spec.name: spec for spec in describe(block.config)}
        if not set(specs) >= COMPARED:
            continue
        for place, token in enumerate(tokens):
            if token.kind == "template" and word(tokens, place - 1) == "if":
                found = _compared(tokens, place, block, specs["operator"].choices)
                return found and (_lasting(tokens, found, registry) or found)
    return None


def held_in(tokens: list[Token], places: Sequence[int]) -> tuple[str, range] | None:
    """How a text is compared, and the places of what with: `the output does not contain "error"`."""
    for number, place in enumerate(places):
        rest = [one for step, one in enumerate(places[number + 1 :], 1) if one == place + step]
        quoted = bool(rest) and tokens[rest[0]].kind == "quoted"
        if rest and (word(tokens, place) in CONTAINS or (quoted and word(tokens, place) in SAYS)):
            negated = word(tokens, place - 1) in ("not", "doesn't", "doesnt", "nicht", "pas", "no")
            end = rest[0] + 1 if quoted else rest[-1] + 1
            return "does not contain" if negated else "contains", range(rest[0], end)
    return None


def compared_with(registry: Registry, left: str, operator: str, right: str) -> tuple[Block, dict[str, Any]] | None:
    """The block that compares two values, filled; None where there is none."""
    for block in registry.of_type(StepType.CONDITION):
        if {spec.name for spec in describe(block.config)} >= COMPARED:
            return block, {"left": left, "operator": operator, "right": right}
    return None


def _lasting(tokens: list[Token], found: Compared, registry: Registry) -> Compared | None:
    """`… for 10 min`: the same by the block that also takes how long it must hold."""
    _, config, places = found
    lasts = duration_at(tokens, places.stop + 1) if word(tokens, places.stop) == "for" else ""
    for block in registry.of_type(StepType.CONDITION) if lasts else ():
        specs = {spec.name: spec for spec in describe(block.config)}
        length = next((spec.name for spec in specs.values() if spec.kind == "duration" and spec.required), "")
        if length and set(specs) >= set(config) and config["operator"] in specs["operator"].choices:
            return block, {**config, length: lasts}, range(places.start, places.stop + 3)
    return None


def duration_at(tokens: list[Token], place: int) -> str:
    """`2 days`, as it is typed into a form; empty where no length of time begins at `place`."""
    if place + 1 >= len(tokens) or tokens[place + 1].kind != "word":
        return ""
    count = "1" if word(tokens, place) in _ONE else tokens[place].value if tokens[place].kind == "number" else ""
    text = f"{count} {tokens[place + 1].value}"
    try:
        parse_duration(text)
    except ValueError:
        return ""
    return text


def _compared(tokens: list[Token], place: int, block: Block, operators: tuple[str, ...]) -> Compared | None:
    start = place + 1
    phrases = {tuple(name.split()): name for name in operators} | _ALSO_SAID
    if word(tokens, start) == "is" and not phrase_at(tokens, start, ("is", "not")):
        follows = [phrase for phrase in phrases if phrase_at(tokens, start + 1, phrase)]
        start += 1 if follows else 0
    said = max((phrase for phrase in phrases if phrase_at(tokens, start, phrase)), key=len, default=None)
    if said is None or phrases[said] not in operators:
        return None
    end = start + len(said)
    config = {"left": tokens[place].value, "operator": phrases[said]}
    if not phrases[said].endswith("empty"):
        if end >= len(tokens):
            return None
        config["right"] = tokens[end].value
        end += 1
    first = place - 2 if word(tokens, place - 2) == "only" else place - 1
    return block, config, range(first, end)
