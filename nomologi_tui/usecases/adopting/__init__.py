"""Taking over what other programs run: looked at first, then kept switched off, each thing once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.checking import checked
from nomologi_tui.errors import ChangedMeanwhileError
from nomologi_tui.model import Automation, AutomationStatus
from nomologi_tui.store import Tx, automations, origins
from nomologi_tui.store.origins import Origin
from nomologi_tui.usecases.automations.automations import activation_plan, as_it_was, kept, next_due
from nomologi_tui.usecases.flow.drafting import named
from nomologi_tui.usecases.step_words import in_words
from nomologi_tui.usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing of a source: what was found, what it would do here, and what it is here already."""

    source: str
    found: Found
    words: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    due: datetime | None = None  # next
    automation: Automation | None = None  # as it is kept here
    aside: str = ""  # what is to be put back at its source

    @property
    def new(self) -> bool:
        """Whether it can be taken over and is not here yet."""
        return self.automation is None and self.found.automation is not None

    @property
    def on(self) -> bool:
        """Whether it runs here now."""
        return self.automation is not None and self.automation.status is AutomationStatus.ACTIVE


def offers(ws: Workspace, source: str, found: Iterable[Found]) -> list[Offer]:
    """What of a source can be taken over, in its order. What is here already is recognised by source and mark."""
    here = {one.mark: one for one in ws.store.read(origins.known, ws.user.id, source)}
    return [_offer(ws, source, one, here.get(one.mark)) for one in _told_apart(found)]


def _told_apart(found: Iterable[Found]) -> Iterable[Found]:
    """Things that look alike get a number from the second on."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.mark] += 1
        yield replace(one, mark=f"{one.mark} #{seen[one.mark]}") if seen[one.mark] > 1 else one


def _offer(ws: Workspace, source: str, found: Found, origin: Origin | None) -> Offer:
    if origin is not None:
        known = ws.store.read(automations.by_id, origin.automation_id)
        return Offer(source, found, automation=known, aside=origin.aside)
    if found.automation is None:
        return Offer(source, found)
    safe = checked(found, ws.registry)
    if safe is not found:
        return Offer(source, replace(found, automation=None, refused=safe.remarks[-1].rstrip(".")))
    steps = named(found.automation.steps)
    found = replace(found, automation=replace(found.automation, steps=tuple(steps), user_id=ws.user.id))
    now = ws.clock.now()
    due = [next_due(ws.registry, step, ws.settings.timezone, now) for step in steps]
    return Offer(
        source, found, tuple(in_words(ws.registry, step) for step in steps),
        tuple(activation_plan(ws.registry, steps)), min((one for one in due if one), default=None),
    )  # fmt: skip


def keep(ws: Workspace, offered: Sequence[Offer]) -> list[Offer]:
    """Keep what is new, all or none, switched off; all that was offered, as it is then.

    Raises ChangedMeanwhileError where somebody else took one of them over since they were looked at.
    """
    wanted = [kept(ws, one.found.automation) for one in offered if one.new and one.found.automation]
    made = iter(
        ws.store.write(_keep, wanted, [(one.source, one.found.mark) for one in offered if one.new], ws.clock.now())
    )
    return [replace(one, automation=next(made)) if one.new else one for one in offered]


def _keep(tx: Tx, wanted: Sequence[Automation], marks: Sequence[tuple[str, str]], now: datetime) -> list[Automation]:
    for source in {where for where, _ in marks}:
        here = {one.mark for one in origins.known(tx, wanted[0].user_id, source)}
        if twice := next((mark for where, mark in marks if where == source and mark in here), None):
            raise ChangedMeanwhileError(
                f"“{twice}” was taken over meanwhile; nothing is done.", "Try again: what is here is left out."
            )
    made = automations.create_all(tx, wanted, now)
    origins.note(tx, [Origin(one.id, *where) for one, where in zip(made, marks, strict=True)])
    return made


def turn_on(ws: Workspace, offered: Sequence[Offer]) -> list[Offer]:
    """Switch on what is here and off."""
    return [
        replace(one, automation=as_it_was(ws, one.automation)) if one.automation and not one.on else one
        for one in offered
    ]
