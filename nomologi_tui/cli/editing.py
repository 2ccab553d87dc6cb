"""configure: how an automation runs. edit: all of it as YAML."""

import sys
from typing import Annotated

import typer

from nomologi_tui.cli.editor import in_editor
from nomologi_tui.cli.options import Json, Ref, workspace
from nomologi_tui.cli.output import print_json, say
from nomologi_tui.errors import BadInputError, NomologiError, NotFoundError
from nomologi_tui.settings.typed_path import typed_path


def configure(
    ref: Ref,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="K=V", help="A setting; empty: default.")] = None,
    as_json: Json = False,
) -> None:
    """Show or change how an automation runs.

    Overlap, more tries, what follows a failure, limits, missed times, history.
    """
    from nomologi_tui.usecases.automations import automations, editing

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
    from nomologi_tui.usecases.automations import automations, editing

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
    """The text of a file, or of stdin for `-`. Raises BadInputError, NotFoundError."""
    from nomologi_tui.usecases.automations.transferring import MOST, decoded

    try:
        if name == "-":
            return decoded(sys.stdin.buffer.read(MOST + 1), "stdin")
        with typed_path(name).open("rb") as file:
            return decoded(file.read(MOST + 1), name)
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {name}.") from None
    except OSError as error:
        raise BadInputError(f"{name} can't be read: {error.strerror}.") from None
