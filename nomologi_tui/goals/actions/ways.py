"""By which way somebody is told, and which thing of a house is meant: as the goal calls them, to be asked for."""

from collections.abc import Sequence

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import describe
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.finding.verbs import Deed
from nomologi_tui.goals.parts import Missing
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.vocabulary import CLASSES
from nomologi_tui.model import StepType

_ANY_WAY = frozenset("channel chat push notification notifications sms alexa".split())  # no service of its own
_SERVICES = frozenset(CLASSES["chat"].split()) - _ANY_WAY
_BY = frozenset("to on in via by over through using into per auf uber an bei sur dans en par por a".split())
_BETWEEN = frozenset("our the my a der die das unseren meinen notre mon le la nuestro mi el".split())
_MESSAGE = frozenset("message messages alert notification msg nachricht mensaje".split())
_PERSONS = frozenset(
    "wife husband partner mom mum mother dad father boss manager son daughter kids family girlfriend boyfriend team "
    "colleague colleagues neighbour neighbor roommate customer client assistant parents".split()
)


def service_of(draft: Draft, deed: Deed, places: Sequence[int]) -> str:
    """The service that the message shall go to, as the goal calls it; empty where it names none.

    By its place: behind `to`, `via` and the like, or before `message`; elsewhere it may be what the message is about.
    """
    channels = (place for place in (*deed.own, *deed.typed, *places) if draft.tokens[place].kind == "channel")
    if (channel := next(channels, None)) is not None:
        return draft.text([channel])
    if deed.config.get("_service"):
        name = draft.text(deed.own[-1:])
        return "" if plain(name) in _ANY_WAY else name
    words = {place: plain(token.value) for place, token in enumerate(draft.tokens) if token.kind != "quoted"}
    for place in sorted({*deed.own, *places}):
        if words.get(place) in _SERVICES:
            before = next((word for at in range(place - 1, -1, -1) if (word := words.get(at, "")) not in _BETWEEN), "")
            if before in _BY or words.get(place + 1) in _MESSAGE:
                return draft.text([place])
    return ""


def person_of(draft: Draft, deed: Deed) -> str:
    """Who else is told, as the goal calls them: `text my wife that …`; empty where it is who says so."""
    first = max(deed.own[:1], default=deed.first) + 1
    words = [plain(token.value) for token in draft.tokens[first : first + 2]]
    behind = max(deed.own, default=deed.first) + 1
    after = draft.tokens[behind : behind + 2]
    if len(after) == 2 and after[0].value == "and" and draft.text([behind + 1]).istitle():
        return draft.text([behind + 1])  # `remind me and Sarah`
    if len(words) == 2 and words[0] in _BETWEEN and words[1] in _PERSONS:
        return draft.text([first, first + 1])
    return ""


def ask_which(draft: Draft, block: Block, name: str) -> None:
    """A service that is named needs the connection to it: without one the message would stay here."""
    spec = next((one for one in describe(block.config) if one.name == "connection"), None)
    if spec and name:
        draft.unread = [one for one in draft.unread if one != name]
        key = f"what.{len(draft.parts[StepType.ACTION])}.connection"
        draft.missing.append(Missing(key, f"{spec.label}? Which one sends to {name}.", spec, of_step=True))


def ask_entity(draft: Draft, block: Block, thing: str) -> None:
    """Which entity a thing is: without one, the service would act on nothing, or on more than was said."""
    spec = next((one for one in describe(block.config) if one.name == "entities"), None)
    if spec and thing:
        key = f"what.{len(draft.parts[StepType.ACTION])}.{spec.name}"
        draft.missing.append(Missing(key, f"{spec.label}? Which one “{thing}” is.", spec, of_step=True))
