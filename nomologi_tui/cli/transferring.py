"""export and import: automations as YAML, out and in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.options import Json, complete_automation, workspace
from nomologi_tui.cli.output import complain, print_json, say
from nomologi_tui.secrecy import HOW
from nomologi_tui.settings.typed_path import typed_path
from nomologi_tui.telling.automations import told_lines
from nomologi_tui.text import lower_first

if TYPE_CHECKING:
    from nomologi_tui.usecases.automations.transferring import Incoming

Refs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[A ...]", help="Automations; all when left out.", autocompletion=complete_automation),
]


def export(
    refs: Refs = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", parser=typed_path, help="A file for each, named by its slug."),
    ] = None,
) -> None:
    """Print automations as YAML.

    Several stand one after the other, with `---` between them. No secret is among it, and no webhook's address.
    """
    from nomologi_tui.store import automations as stored
    from nomologi_tui.usecases.automations import automations, transferring

    with workspace() as ws:
        chosen = [automations.find(ws, one) for one in refs] if refs else ws.store.read(stored.all_for, ws.user.id)
        for one in chosen:
            for key in automations.in_plain_text(one.steps):
                complain(f"{one.slug}: {key} looks like a secret, and stands in the export as it was typed.", HOW)
        if output is not None:
            for file in transferring.write_files(ws, chosen, output):
                say(str(file))
            return
        say("---\n".join(transferring.document(ws, one) for one in chosen).rstrip("\n") or "# There is no automation.")


def import_(
    source: Annotated[str, typer.Argument(metavar="FILE", help="A file, a folder of YAML files, or - for stdin.")],
    dry: Annotated[bool, typer.Option("--dry-run", help="Say what would come in; keep nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Take in automations, also those of other programs.

    Workflows of n8n, flows of Node-RED and automations of Home Assistant are known by their shape; what of them has no
    like here is listed. All of them or none; what is here already is left out. They are off: look at each, then turn it
    on.
    """
    from nomologi_tui.usecases.automations import transferring

    with workspace() as ws:
        if source == "-":
            data = sys.stdin.buffer.read(transferring.MOST + 1)
            texts = [("stdin", transferring.decoded(data, "stdin"))]
        else:
            texts = transferring.read_files(typed_path(source))
        incoming = transferring.read_all(ws, texts)
        kept = [] if dry else transferring.keep(ws, incoming)
        slugs = iter(one.slug for one in kept)
        named = [(one, one.known_as or ("" if one.refused else next(slugs, ""))) for one in incoming]
        if as_json:
            print_json([_document(one, slug) for one, slug in named])
            return
        for one, slug in named:
            _tell(one, slug)
        new = sum(not (one.known_as or one.refused) for one in incoming)
        complain(f"{new} would come in, off." if dry else f"{new} came in, off. Turn one on with: nomologi on SLUG")


def _document(one: "Incoming", slug: str) -> dict[str, Any]:
    return {
        "slug": slug or None, "goal": one.automation.goal, "known": bool(one.known_as), "steps": list(one.words),
        "plan": list(one.plan), "lacks": list(one.lacks), "remarks": list(one.remarks), "taken": one.taken,
        "parts": one.parts, "refused": one.refused or None,
    }  # fmt: skip


def _tell(one: "Incoming", slug: str) -> None:
    if one.refused:
        say(f"left: {one.automation.goal}, because {lower_first(one.refused)}")
        return
    say(f"{slug or 'new'}: {one.automation.goal}{' (is here already)' if one.known_as else ''}")
    if one.parts:
        say(f"    {one.taken} of {one.parts} nodes taken over")
    for line in told_lines(one.automation.steps, one.words):
        say(f"   {line}")
    for line in one.plan:
        say(f"    may {line}")
    for line in one.remarks:
        say(f"    note: {line}")
    for line in one.lacks:
        say(f"    lacks: {line}")
