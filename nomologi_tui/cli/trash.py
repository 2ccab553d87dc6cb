"""trash: what was deleted and can still be brought back."""

from nomologi_tui.cli.options import Json, workspace
from nomologi_tui.cli.output import complain, print_json, print_table
from nomologi_tui.telling.times import local


def trash(as_json: Json = False) -> None:
    """List what was deleted, the latest first. `delete --undo N` brings one back.

    After 30 days it is removed for good.
    """
    from nomologi_tui.usecases.automations import trash as use

    with workspace() as ws:
        found, zone = use.listed(ws), ws.settings.zone
        if as_json:
            print_json(
                [
                    {"id": one.id, "slug": one.slug, "goal": one.goal, "deleted_at": one.at, "until": use.until(one)}
                    for one in found
                ]
            )
        elif not found:
            complain("The trash is empty.")
        else:
            rows = [(str(one.id), local(one.at, zone), local(use.until(one), zone), one.goal) for one in found]
            print_table(("N", "DELETED", "KEPT UNTIL", "GOAL"), rows)
