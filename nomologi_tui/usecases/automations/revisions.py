"""What an automation was, what each change of it did, and back to how it was."""

import difflib
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import Automation, Step
from nomologi_tui.store import revisions
from nomologi_tui.usecases.automations import editing
from nomologi_tui.usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision; `changed` are the parts in which it differs from the one before, in words."""

    automation: Automation
    made_at: datetime
    changed: tuple[str, ...]

    @property
    def number(self) -> int:
        return self.automation.revision


def listed(ws: Workspace, automation: Automation) -> list[Revision]:
    """The newest first."""
    found = ws.store.read(revisions.all_of, automation.id)
    changes = [_changed(before, after) for (after, _), (before, _) in pairwise(found)]
    return [Revision(one, at, changed) for (one, at), changed in zip(found, [*changes, ("made",)], strict=True)]


def difference(ws: Workspace, automation: Automation, number: int, against: int | None = None) -> list[str]:
    """What revision `number` changed, or its difference from `against`: the lines of a diff of their documents."""
    known = {one.number: one for one in listed(ws, automation)}
    after = _need(known, automation, number)
    earlier = max((other for other in known if other < number), default=None) if against is None else against
    before = _need(known, automation, earlier) if earlier is not None else None
    old, new = (editing.as_yaml(ws, one.automation).splitlines() if one else [] for one in (before, after))
    named = f"revision {before.number}" if before else "nothing"
    return list(difflib.unified_diff(old, new, named, f"revision {number}", lineterm=""))


def put_back(ws: Workspace, automation: Automation, number: int) -> Automation:
    """Make it what it was at that revision, as its next one; the same again makes none. Raises NotFoundError."""
    then = _need({one.number: one for one in listed(ws, automation)}, automation, number).automation
    return editing.become(ws, automation, then)


def _need(known: dict[int, Revision], automation: Automation, number: int) -> Revision:
    if number not in known:
        raise NotFoundError(
            f"{automation.slug} has no revision {number}.",
            f"It has {min(known)} to {max(known)}: nomologi history {automation.slug}",
        )
    return known[number]


def _changed(before: Automation, after: Automation) -> tuple[str, ...]:
    found = ["goal"] if before.goal != after.goal else []
    old, new = ({step.name or step.block: _plain(step) for step in one.steps} for one in (before, after))
    found += [f"{name} changed" for name in new if name in old and new[name] != old[name]]
    found += [f"{name} added" for name in new if name not in old]
    found += [f"{name} removed" for name in old if name not in new]
    if not found and [*old] != [*new]:
        found.append("order of steps")
    was, is_now = asdict(before.configuration), asdict(after.configuration)
    return (*found, *(name for name in is_now if was.get(name) != is_now[name]))


def _plain(step: Step) -> tuple[object, ...]:
    return step.type, step.block, step.config, step.enabled, step.instead, step.depth, step.otherwise
