"""Connections that a flow needs and has not: which field, which kinds serve it, and the command line that makes one."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nomologi_tui.blocks.fields import FieldSpec, describe
from nomologi_tui.errors import NeedsPersonError, NotFoundError
from nomologi_tui.goals.reading import Reading
from nomologi_tui.providers.base import Provider
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.flow import answers, keeping
from nomologi_tui.usecases.flow.checking import key_of
from nomologi_tui.usecases.flow.drafting import Flow, read
from nomologi_tui.usecases.workspace import Workspace

_ADD = "nomologi connections add"
_FEW = 2  # kinds of which each gets its own line


@dataclass(frozen=True, slots=True)
class Gap:
    """A step's field without its connection. `label`: what the step calls it already; `fitting`: those that there are.

    `why` is a sentence.
    """

    key: str
    why: str
    kinds: tuple[Provider, ...]
    label: str = ""
    fitting: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """The line that makes the connection, with what must be said of it; its secrets are asked for."""
        if len(self.kinds) <= _FEW:
            return " or: ".join(f"{_ADD} {' '.join([one.name, *self._arguments(one)])}" for one in self.kinds)
        label = f" {shlex.quote(self.label)}" if self.label else ""
        return f"{_ADD} KIND{label}, where KIND is one of {', '.join(one.name for one in self.kinds)}."

    def _arguments(self, kind: Provider) -> list[str]:
        needed = [spec for spec in describe(kind.config) if spec.required and not spec.secret]
        fields = [f"--set {spec.name}={shlex.quote(spec.example)}" for spec in needed]
        return [shlex.quote(self.label), *fields] if self.label else fields


def gaps(ws: Workspace, flow: Flow, reading: Reading) -> list[Gap]:
    """The connections that are missing: where a field needs one, names one that is not there, or a service was said."""
    said = {_unnumbered(one.key): one.question for one in reading.missing if one.field and one.of_step}
    found = []
    for index, step in enumerate(flow.steps):
        for spec in describe(ws.registry.get(step.type, step.block).config):
            if spec.kind == "connection":
                key = key_of(flow.steps, index, spec.name)
                label = str(step.config.get(spec.name) or "").strip()
                why = _why(ws, spec, label, said.get(_unnumbered(key), ""), elsewhere=bool(step.config.get("to")))
                if why:
                    found.append(_gap(ws, spec, key, label, why))
    return found


def services_said(ws: Workspace, flow: Flow) -> dict[str, str]:
    """Why a connection is asked for, by the key of its field: the goal names a service and nothing the way to it.

    Nothing for steps that no sentence made.
    """
    known = all(ws.registry.known(step.type, step.block) for step in flow.steps)
    if flow.automation_id or flow.template_id or flow.suggested_by or not known:
        return {}
    found = gaps(ws, flow, read(ws, flow.goal, flow.plain))
    return {one.key: f"{one.why} An address in To will do as well." for one in found if one.key.endswith(".connection")}


def _why(ws: Workspace, spec: FieldSpec, label: str, said: str, *, elsewhere: bool) -> str:
    if label:
        try:
            connections.find(ws, label)
        except NotFoundError as error:
            return f"{error.message} {error.hint}".strip()
        return ""
    if spec.required:
        return f"It needs a connection: {spec.help[:1].lower()}{spec.help[1:]}"
    return f"It needs a connection. {said.partition('? ')[2]}" if said and not elsewhere else ""


def _gap(ws: Workspace, spec: FieldSpec, key: str, label: str, why: str) -> Gap:
    kinds = tuple(one for one in ws.providers if one.fits(spec.uses))
    return Gap(key, why, kinds, label, tuple(connections.fitting(ws, spec.uses)))


def with_the_only_one(ws: Workspace, flow: Flow, found: Sequence[Gap]) -> Flow:
    """The flow with the one connection that there is for a service that was said."""
    for gap in found:
        if len(gap.fitting) == 1 and not gap.label:
            flow = answers.answer(ws.registry, flow, gap.key, gap.fitting[0])
    return flow


def put_aside(ws: Workspace, flow: Flow) -> Flow:
    """The flow kept as a draft; in the one that there is of the same goal, what is said now counts."""
    same = next((one for one in keeping.of_goal(ws, flow.goal) if keeping.same_blocks(one, flow)), None)
    if same is None:
        return keeping.keep(ws, flow)
    both = [replace(new, config={**old.config, **new.config}) for old, new in zip(same.steps, flow.steps, strict=True)]
    keeping.keep(ws, replace(same, steps=tuple(both)))
    return replace(flow, draft_id=same.draft_id)


def need_no_connection(found: Sequence[Gap]) -> None:
    """Raises NeedsPersonError with each connection that is missing and the command line that makes it."""
    if not found:
        return
    lines = [f"{gap.key}: {gap.why}" for gap in found]
    hints = [_hint(gap) for gap in found]
    kept = "The draft is kept: run this again afterwards, or go on with the draft in the app: nomologi"
    raise NeedsPersonError(" ".join(lines), " ".join([*dict.fromkeys(hints), kept]))


def _hint(gap: Gap) -> str:
    if gap.fitting and not gap.label:
        return f"Take one with --set {gap.key}=LABEL: {', '.join(f'“{one}”' for one in gap.fitting)}."
    return f"Make it: {gap.command}"


def _unnumbered(key: str) -> str:
    """The key with the number of a step that is the only one of its kind left out."""
    return key.replace(".1.", ".", 1)
