"""configure: how an automation runs. edit: all of it as YAML."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from nomologi_tui.cli.editor import in_editor
from nomologi_tui.cli.options import Json, Ref, workspace
from nomologi_tui.cli.output import print_json, say
from nomologi_tui.errors import BadInputError, NomologiError

MOST = 2 * 1024 * 1024  # bytes of a document that are read


def configure(
    ref: Ref,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="K=V", help="A setting; empty: default.")] = None,
    as_json: Json = False,
) -> None:
    """Show or change how an automation runs.

    Overlap, more tries, what follows a failure, limits, missed times, history.
    """
    from nomologi_tui.usecases import automations, editing

    with workspace() as ws:
        one = automations.find(ws, ref)
        if values:
            one = editing.configure(ws, one, values)
        shown = editing.shown_configuration(one)
        if as_json:
            print_json({"automation": one.slug, "revision": one.revision, "configuration": {k: v for k, v, _ in shown}})
            return
        width = max(len(key) for key, _, _ in shown)
        for key, value, help_ in shown:
            say(f"{key:<{width}}  {value or '-':<8}  {help_}")


def edit(
    ref: Ref,
    file: Annotated[str | None, typer.Option("--file", metavar="F", help="Take this YAML; - for stdin.")] = None,
) -> None:
    """Change an automation as YAML, in $EDITOR or from a file.

    What can't be is refused, and nothing changes.
    """
    from nomologi_tui.usecases import automations, editing

    with workspace() as ws:
        one = automations.find(ws, ref)
        ws.store.begin_writing()
        text = editing.as_yaml(ws, one)
        after = editing.edited(ws, one, from_file(file)) if file else None
        while after is None:
            text = in_editor(text, "automation.yaml", "Give the YAML with --file.")
            try:
                after = editing.edited(ws, one, text)
            except NomologiError as error:
                if not typer.confirm(f"{error} Go on editing?", default=True, err=True):
                    raise
        same = after.revision == one.revision
        say(f"{one.slug} is as it was." if same else f"{one.slug} is changed, now revision {after.revision}.")


def from_file(name: str) -> str:
    """The text of a file, or of stdin for `-`; at most `MOST` bytes of it. Raises BadInputError."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MOST).decode()
        with Path(name).open("rb") as file:
            return file.read(MOST).decode()
    except OSError as error:
        raise BadInputError(f"{name} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadInputError(f"{name} is not UTF-8 text.") from None
