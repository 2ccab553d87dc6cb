"""Automations into files and out of them, and a backup of everything: what to do with the path that a person named."""

from nomologi_tui.screens.automations import deeds
from nomologi_tui.settings.typed_path import typed_path
from nomologi_tui.text import counted
from nomologi_tui.usecases.workspace import Workspace


def export(ws: Workspace, folder: str, automation_id: int) -> str:
    """Write one automation as YAML, named by its slug; says where. Raises NomologiError."""
    from nomologi_tui.usecases.automations import automations, transferring

    one = deeds.find(ws, automation_id)
    (file,) = transferring.write_files(ws, [one], typed_path(folder))
    plain = automations.in_plain_text(one.steps)
    return f"Saved: {file}." + (
        f" Look at it before you hand it on: {', '.join(plain)} looks like a secret." if plain else ""
    )


def take_in(ws: Workspace, path: str) -> str:
    """Keep what a file or folder describes, switched off; says what came and what did not. Raises NomologiError."""
    from nomologi_tui.usecases.automations import transferring

    incoming = transferring.read_all(ws, transferring.read_files(typed_path(path)))
    came = transferring.keep(ws, incoming)
    known, refused = (sum(bool(getattr(one, what)) for one in incoming) for what in ("known_as", "refused"))
    others = [
        f"{known} here already" if known else "",
        f"{refused} left, `nomologi import` says why" if refused else "",
    ]
    return ", ".join([f"{counted(len(came), 'automation')} came in, switched off", *filter(None, others)]) + "."


def back_up(ws: Workspace, path: str) -> str:
    """Write everything into one file; says where. Raises NomologiError."""
    from nomologi_tui.usecases import backups

    where = backups.back_up(ws, typed_path(path))
    return f"Backed up: {where}, {where.stat().st_size:,} bytes. Secrets of a keyring are not in it."
