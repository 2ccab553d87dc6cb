"""users: the people of one store, and their passwords."""

import sys
from typing import Annotated

import typer

from nomologi_tui.cli.options import Json, workspace
from nomologi_tui.cli.output import print_json, print_table, say

users = typer.Typer(
    help="The people of this store, and their passwords.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Login = Annotated[str, typer.Argument(metavar="LOGIN", help="A person's login.")]


@users.command("list")
def list_all(as_json: Json = False) -> None:
    """List who has something here."""
    from nomologi_tui.usecases import users as use

    with workspace() as ws:
        found = use.listed(ws)
        if as_json:
            print_json(
                [
                    {
                        "login": one.user.email, "auth": one.user.auth, "owner": one.is_owner,
                        "automations": one.automations, "created_at": one.user.created_at,
                    }
                    for one in found
                ]
            )  # fmt: skip
            return
        rows = [(one.user.email, "owner" if one.is_owner else "", one.user.auth, str(one.automations)) for one in found]
        print_table(("LOGIN", "", "SIGNS IN BY", "AUTOMATIONS"), rows)


@users.command("add")
def add(login: Login) -> None:
    """Let somebody in, with a password.

    It is asked for without being shown, or read from stdin.
    """
    from nomologi_tui.usecases import users as use

    with workspace() as ws:
        ws.store.begin_writing()
        made = use.add(ws, login, _new_password())
        say(f"“{made.email}” may sign in: NOMOLOGI_USER={made.email} nomologi")


@users.command("password")
def password(
    login: Annotated[str | None, typer.Argument(metavar="[LOGIN]", help="Whose; left out: your own.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the owner's password away.")] = False,
) -> None:
    """Set a password: your own, or as the owner somebody's.

    Whoever has one signs in with it from then on. It is asked for without being shown, or read from stdin. With
    --remove the owner needs none any more: the account of the operating system is enough.
    """
    from nomologi_tui.usecases import users as use

    with workspace() as ws:
        _ = ws.user
        ws.store.begin_writing()
        if remove:
            say(f"“{use.take_password_away(ws, login).email}” needs no password any more.")
            return
        changed = use.set_password(ws, login, _new_password())
        say(f"The password of “{changed.email}” is set.")


@users.command("remove")
def remove(
    login: Login,
    force: Annotated[bool, typer.Option("--force", help="With their automations and history.")] = False,
) -> None:
    """Remove somebody with all that is theirs."""
    from nomologi_tui.usecases import users as use

    with workspace() as ws:
        _ = ws.user
        use.remove(ws, use.find(ws, login), force=force)
        say(f"“{login}” is removed.")


def _new_password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("New password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
