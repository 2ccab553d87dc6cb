"""What an event must be beside what its trigger is told: a field of the trigger, else a condition, else a question."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import FieldSpec, describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.conditions.conditions import compared_with
from nomologi_tui.goals.conditions.predicates import Predicate, addressed_in, sizes_in
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.events.demands import Demand, demands_of
from nomologi_tui.goals.finding.doing import Doings
from nomologi_tui.goals.finding.triggers import Choice, choose
from nomologi_tui.goals.finding.words_of_blocks import Words
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.sentence import AGE, Sentence
from nomologi_tui.goals.words.lexicon import FILE_ENDINGS
from nomologi_tui.model import StepType

# How people call what a trigger gives, beside its own names
_CALLED = {
    other: name
    for name, others in {
        "from": "sender author absender expediteur remitente",
        "subject": "betreff objet sujet asunto subject_line",
        "title": "headline titel titre titulo",
        "name": "filename file_name dateiname dateinamen namen nom nombre",
        "size": "filesize file_size grosse dateigrosse taille tamano",
        "text": "body content contents inhalt texte contenu texto contenido description",
        "exit_code": "code return_code exit_status",
        "stdout": "output ausgabe sortie salida",
        "tags": "tag category",
        "author": "writer autor auteur",
    }.items()
    for other in others.split()
}
_SAYS_IT = (("subject", "text"), ("title", "text"), ("body",), ("text",))  # where a text stands that is not named
_LARGER = {"greater than": "larger than", "at least": "larger than", "less than": "smaller than",
           "at most": "smaller than"}  # fmt: skip
_BYTES = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_LIKE = {"contains": "*{}*", "starts with": "{}*", "ends with": "*{}", "is": "{}"}
# Lists of what must be in it
_FIELDS = {"from": ("sender",), "title": ("title_has", "has"), "text": ("text_has", "has")}
_INSIDE = {"is": "contains", "contains": "contains", "is not": "does not contain",
           "does not contain": "does not contain"}  # fmt: skip
_HAVING = ("is", "contains")
_ARTICLES = ("a ", "an ", "the ", "ein ", "eine ", "un ", "une ", "una ")


@dataclass(frozen=True, slots=True)
class Fit:
    """How a demand is met: by fields of the trigger or by a condition, and what was taken for granted for that."""

    fields: dict[str, Any] = field(default_factory=dict)
    condition: tuple[Block, dict[str, Any]] | None = None
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The trigger as it was chosen without the demands, what is done without them, and how each of them is met.

    `unmet`: those that neither a field nor a condition says; the trigger may still have words for them.
    """

    choice: Choice
    doings: Doings
    met: tuple[tuple[Demand, Fit], ...] = ()
    unmet: tuple[Demand, ...] = ()

    @property
    def places(self) -> set[int]:
        """Where the demands that are met are said."""
        return {place for demand, _ in self.met for place in demand.places}

    @property
    def open(self) -> set[int]:
        """Where the others are for which the trigger may have words of its own."""
        return {place for demand in self.unmet if demand.may_be_told for place in demand.places}


def choose_narrowed(
    sentence: Sentence, doings: Doings, words: Words, registry: Registry, *, clocked: bool, again: bool
) -> Narrowed:
    """Which trigger is meant, and what the event must be beside."""
    demands = list(demands_of(sentence, doings))
    while True:
        found = _without(sentence, doings, words, registry, demands, clocked=clocked, again=again)
        lost = [one for one in found.unmet if one.loose or (one.clause and not found.choice.told)]
        lost = lost if found.choice.found else demands
        if not lost:
            return found
        demands = [one for one in demands if one not in lost]


def _without(
    sentence: Sentence, doings: Doings, words: Words, registry: Registry, demands: Sequence[Demand], **times: bool
) -> Narrowed:
    """The trigger that the sentence means without the demands, and how they are met by it."""
    hidden = {place for demand in demands for place in demand.places} - sentence.in_time
    clauses = [demand.clause for demand in demands if demand.clause]
    kept = replace(doings, clauses=tuple(one for one in doings.clauses if one not in clauses))
    sentence.in_time |= hidden
    choice = choose(sentence, kept, words, **times)
    sentence.in_time -= hidden
    if choice.found is None:
        return Narrowed(choice, kept)
    block = registry.get(*choice.found.pattern.block)
    several = bool(choice.more)  # an event of another trigger brings other values
    fits = [(demand, None if several else _fit(block, demand.said, registry)) for demand in demands]
    met = tuple((demand, fit) for demand, fit in fits if fit)
    free = [place for place in choice.places if place not in hidden]
    mails = [place for place, one in enumerate(sentence.tokens) if one.kind == "email"]
    whole = range(mails[-1]) if len(mails) > 1 and not choice.told else free  # `forward mails to a@… to b@…`
    beside = [*sizes_in(sentence, free), *addressed_in(sentence, whole)]
    sizes = [(Demand(one.places, one), fit) for one in beside if not several and (fit := _fit(block, one, registry))]
    return Narrowed(choice, kept, (*met, *sizes), tuple(demand for demand, fit in fits if not fit))


def _fit(block: Block, said: Predicate | None, registry: Registry) -> Fit | None:
    """How an event of the block is narrowed so; None where nothing says that."""
    if said is None:
        return None
    specs = {spec.name: spec for spec in describe(block.config)}
    name = _given(said, block.gives)
    if said.size:
        return _of_size(said, block, registry) if name == "size" else None
    if fields := _fields(said, name, specs):
        return Fit(fields)
    return _compared(said, name, block, registry)


def _given(said: Predicate, gives: Sequence[str]) -> str:
    """What of the event is spoken of; empty where it is not named, or by no name that we know."""
    called = "_".join(said.subject)
    name = called if called in gives else _CALLED.get(called, "")
    if name == "text" and name not in gives:
        name = "body"
    if said.size and not said.subject:
        name = "size"
    return name if name in gives else ""


def _of_size(said: Predicate, block: Block, registry: Registry) -> Fit | None:
    state = _LARGER.get(said.operator)
    if state is None:
        return None
    if "path" not in block.gives:
        number, unit = said.size.split()
        found = compared_with(registry, "{{ event.size }}", said.operator, f"{float(number) * _BYTES[unit]:.0f}")
        return Fit(condition=found) if found else None
    for one in registry.of_type(StepType.CONDITION):
        specs = {spec.name: spec for spec in describe(one.config)}
        choices = [spec.name for spec in specs.values() if state in spec.choices]
        if choices and {"path", "size"} <= specs.keys():
            return Fit(condition=(one, {"path": "{{ event.path }}", choices[0]: state, "size": said.size}))
    return None


def _fields(said: Predicate, name: str, specs: dict[str, FieldSpec]) -> dict[str, Any]:
    """The fields of a trigger that say it themselves: names of files, words of a mail or of a feed's item."""
    bare = next((said.value[len(one) :] for one in _ARTICLES if said.value.startswith(one)), said.value)
    if {"folder", "pattern"} <= specs.keys():
        if not said.subject and said.operator == "is" and bare.lower() in FILE_ENDINGS:
            return {"pattern": f"*.{bare.lower()}"}
        like = _LIKE.get(said.operator, "") if name == "name" and not set("*?[") & set(said.value) else ""
        return {"pattern": like.format(said.value)} if like else {}
    if said.operator == "does not contain" and not said.subject and "without" in specs:
        return {"without": [said.value]}
    name = name if said.subject else "text"
    wanted = next((one for one in _FIELDS.get(name, (name,)) if one in specs), "")
    return {wanted: [said.value]} if wanted and specs[wanted].kind == "list" and said.operator in _HAVING else {}


def _compared(said: Predicate, name: str, block: Block, registry: Registry) -> Fit | None:
    assumed = ""
    if name == "from":
        return _contained(said, ["from_name", "from"], registry) if said.operator in _INSIDE else None
    if name:
        left = f"{{{{ event.{name} }}}}"
    elif not said.subject and "contain" in said.operator:
        return _contained(said, next((names for names in _SAYS_IT if {*names} <= {*block.gives}), ()), registry)
    elif len(said.subject) == 1 and "json" in block.gives:
        left = f"{{{{ event.json.{said.subject[0]} }}}}"
        assumed = f"“{said.subject[0]}” is taken from the JSON of the request."
    else:
        return None
    found = compared_with(registry, left, said.operator, said.value)
    return Fit(condition=found, assumed=assumed) if found else None


def _contained(said: Predicate, names: Sequence[str], registry: Registry) -> Fit | None:
    """Somewhere in what these values say, upper and lower case being the same."""
    left = " ".join(f"{{{{ event.{one} | downcase }}}}" for one in names)
    found = compared_with(registry, left, _INSIDE[said.operator], said.value.lower()) if names else None
    return Fit(condition=found) if found else None


def add_met(draft: Draft, narrowed: Narrowed, config: dict[str, Any]) -> dict[str, Any]:
    """Add the conditions; the trigger's config with the fields that say a demand themselves."""
    for demand, fit in narrowed.met:
        draft.remarks += [fit.assumed] if fit.assumed else []
        if fit.condition:
            draft.add(*fit.condition, demand.places)
        for name, value in fit.fields.items():
            config = {**config, name: _joined(config.get(name), value)}
    return config


def ask_unmet(draft: Draft, narrowed: Narrowed, used: set[int]) -> None:
    """Ask for what nothing says; not where the trigger took up a word of the comparison. What is asked is `used`."""
    for demand in narrowed.unmet:
        if not demand.may_be_told or not used & {*demand.places}:
            ask_for(draft, demand)
            used |= {*demand.places}


def ask_limits(draft: Draft, sentence: Sentence, piece: Piece) -> None:
    """Ask for a limit that the trigger has no field for: `has more than 2 files` is not each file that comes."""
    for hit in (*sentence.hits.get("<limit>", ()), *sentence.hits[AGE]):
        places = {*range(hit.first, hit.end)}
        if places <= piece.tokens.keys() and piece.used.isdisjoint(places):
            ask_for(draft, Demand(tuple(sorted(places)), None))
            piece.used |= places


def ask_for(draft: Draft, demand: Demand) -> None:
    """Leaving a demand out would do more than was said."""
    said = draft.text(demand.places)
    draft.taken |= {*demand.places}
    draft.unread.append(said)
    if all(not one.key.startswith("conditions") for one in draft.missing):
        draft.ask("conditions.1", f"On what condition? “{said}” was not understood.")


def _joined(before: Any, value: Any) -> Any:
    """Both, where the trigger was told something already: `*.pdf` and `scan*` are `scan*.pdf`."""
    if isinstance(value, list):
        return [*(before or []), *value]
    ending = before.removeprefix("*") if isinstance(before, str) and before.startswith("*.") else ""
    return value.removesuffix("*") + ("*" if value.endswith("*") else "") + ending if ending not in value else value
