"""apply: make the automations what a folder of files says."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.options import Json, Sure, workspace
from nomologi_tui.cli.output import complain, print_json, say, whoever_listens
from nomologi_tui.errors import NeedsPersonError
from nomologi_tui.settings.typed_path import typed_path

if TYPE_CHECKING:
    from nomologi_tui.usecases.automations.declaring import Difference


def apply(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", parser=typed_path, help="A YAML file for each automation, named by its slug."),
    ],
    prune: Annotated[
        bool, typer.Option("--prune", help="Delete what apply made from DIR and has no file any more.")
    ] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")] = False,
    check: Annotated[bool, typer.Option("--check", help="The same; exit 1 where something differs.")] = False,
    yes: Sure = False,
    as_json: Json = False,
) -> None:
    """Make the automations what a folder of files says.

    Prints what is to be done and asks; all of it happens or nothing. New ones are off; what is on stays on. Done again
    it changes nothing.
    """
    from nomologi_tui.usecases.automations import declaring

    dry = dry or check
    with whoever_listens(), workspace() as ws:
        if not dry:
            ws.store.begin_writing()
        wanted = declaring.differences(ws, folder, prune=prune)
        todo = [one for one in wanted if one.what != "nothing"]
        if not as_json:
            for one in wanted:
                _tell(one)
        if todo and not dry:
            if not yes:
                _ask()
            if not declaring.carry_out(ws, folder, wanted, prune=prune):
                todo = []  # somebody else did
        if as_json:
            print_json({"done": bool(todo) and not dry, "changes": [_document(one) for one in wanted]})
        elif not todo:
            complain("All is as the files say.")
        else:
            complain("Nothing was changed." if dry else f"{len(todo)} done.")
    if check and todo:
        raise typer.Exit(1)


def _ask() -> None:
    """Raises NeedsPersonError where nobody is there to say yes; ends with 1 where a person says no."""
    if not sys.stdin.isatty():
        raise NeedsPersonError("Nobody is here to accept it.", "Give --yes, or --dry-run to only look.")
    if not typer.confirm("Do it?", default=True, err=True):
        complain("Nothing was changed.")
        raise typer.Exit(1)


def _tell(one: "Difference") -> None:
    say(f"{one.what:>8}: {one.slug}{'' if one.what == 'nothing' else f' ({one.wanted.goal})'}")
    for line in one.plan:
        say(f"          may {line}")


def _document(one: "Difference") -> dict[str, Any]:
    return {"change": one.what, "slug": one.slug, "goal": one.wanted.goal, "plan": list(one.plan)}
