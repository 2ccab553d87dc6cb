"""backup and restore: everything in one file, and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.options import Json, Sure, workspace
from nomologi_tui.cli.output import complain, print_json, say
from nomologi_tui.errors import NeedsPersonError
from nomologi_tui.settings.typed_path import typed_path
from nomologi_tui.telling.times import local
from nomologi_tui.text import counted
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.usecases.backups import Inside

KEYRING = "Secrets in a keyring are not part of it; connections that keep theirs there need a new login elsewhere."


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", parser=typed_path, help="A new file, or a folder for one with the date.")
    ],
    verify: Annotated[bool, typer.Option("--verify", help="Look through a backup instead of making one.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Back up everything into one file.

    Database, settings and the sealed vault, as of one moment, also while automations run. Nobody but you can read the
    file; it is no more sealed than the database is.
    """
    from nomologi_tui.usecases import backups as use

    with workspace() as ws:
        where = file if verify else use.back_up(ws, file, replace=force)
        inside = use.look_into(ws, where)
        if as_json:
            print_json({"file": str(where), "bytes": where.stat().st_size, **_document(inside)})
            return
        say(f"{'Whole' if verify else 'Backed up'}: {where}, {where.stat().st_size:,} bytes")
        _tell(ws, inside)
        if not verify:
            complain(KEYRING)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", parser=typed_path, help="A backup.")],
    dry: Annotated[bool, typer.Option("--dry-run", help="Say what would be put back; change nothing.")] = False,
    yes: Sure = False,
    as_json: Json = False,
) -> None:
    """Make everything what a backup holds.

    No runner may be on. What was there is kept beside it. Automations that were on when the backup was made are on;
    runs that were under way then are cancelled.
    """
    from nomologi_tui.usecases import backups as use

    with workspace() as ws:
        if dry or not yes:
            inside, kept = use.look_into(ws, file), None
        else:
            inside, kept = use.restore(ws, file)
        if as_json:
            print_json({**_document(inside), "kept": None if kept is None else [str(one) for one in kept]})
        else:
            _tell(ws, inside)
        if kept is None and not dry:
            raise NeedsPersonError("Nothing is changed yet.", "Put it in the place of what is here: add --yes.")
        for one in [] if kept is None or as_json else kept:
            say(f"kept: {one}")
        if kept is not None:
            complain("Everything is now as it was then.")


def _tell(ws: Workspace, inside: "Inside") -> None:
    counts, others = inside.counts, f", with {' and '.join(inside.files)}" if inside.files else ""
    say(f"made: {local(inside.made_at, ws.settings.zone)} by Nomologi {inside.program}{others}")
    say(
        f"holds: {counted(counts.automations, 'automation')} ({counts.active} on), {counted(counts.runs, 'run')}, "
        f"{counted(counts.connections, 'connection')}, {counted(counts.users, 'user')}"
    )


def _document(inside: "Inside") -> dict[str, Any]:
    counts = inside.counts
    return {
        "made_at": inside.made_at, "program": inside.program, "files": list(inside.files), "users": counts.users,
        "automations": counts.automations, "active": counts.active, "connections": counts.connections,
        "runs": counts.runs,
    }  # fmt: skip
