"""history: what an automation was, and back to it."""

from datetime import tzinfo
from typing import TYPE_CHECKING, Annotated

import typer

from nomologi_tui.cli.options import Json, Ref, workspace
from nomologi_tui.cli.output import print_json, print_table, say
from nomologi_tui.errors import BadInputError
from nomologi_tui.telling.times import local

if TYPE_CHECKING:
    from nomologi_tui.usecases.automations.revisions import Revision


def history(
    ref: Ref,
    diff: Annotated[
        str | None, typer.Option("--diff", metavar="N", help="What revision N changed; N..M: what lies between them.")
    ] = None,
    restore: Annotated[
        int | None, typer.Option("--restore", metavar="N", help="Make it what it was at revision N.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the revisions of an automation, the newest first.

    A restored one becomes the next revision, so nothing is lost; on or off it stays as it is.
    """
    from nomologi_tui.usecases.automations import automations, revisions

    with workspace() as ws:
        one = automations.find(ws, ref)
        if restore is not None:
            after = revisions.put_back(ws, one, restore)
            now = " then" if after.revision == one.revision else f", now revision {after.revision}"
            say(f"{one.slug} is as it was{now}.")
        elif diff is not None:
            for line in revisions.difference(ws, one, *_numbers(diff)):
                say(line)
        else:
            _list(revisions.listed(ws, one), ws.settings.zone, as_json=as_json)


def _list(found: "list[Revision]", zone: tzinfo, *, as_json: bool) -> None:
    if as_json:
        print_json([{"revision": one.number, "made_at": one.made_at, "changed": list(one.changed)} for one in found])
        return
    rows = [(str(one.number), local(one.made_at, zone), ", ".join(one.changed)) for one in found]
    print_table(("REVISION", "MADE", "CHANGED"), rows)


def _numbers(text: str) -> tuple[int, int | None]:
    """`5` and `3..5`: the later one, and the one it is compared with."""
    before, mark, after = text.partition("..")
    try:
        return (int(after), int(before)) if mark else (int(text), None)
    except ValueError:
        raise BadInputError(f"“{text}” names no revision.", "Write a number, or two such as 3..5.") from None
