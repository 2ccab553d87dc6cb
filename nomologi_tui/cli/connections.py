"""connections: accounts elsewhere that steps may use; their secrets go in and never come out."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.options import Json, complete_connection, workspace
from nomologi_tui.cli.output import complain, print_json, print_table, say
from nomologi_tui.telling.times import near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomologi_tui.blocks.fields import FieldSpec
    from nomologi_tui.model import Connection
    from nomologi_tui.providers.base import Provider
    from nomologi_tui.usecases.connections.connections import Listed
    from nomologi_tui.usecases.connections.logging_in import Way
    from nomologi_tui.usecases.workspace import Workspace

connections = typer.Typer(
    help="Accounts elsewhere that steps use.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Label = Annotated[
    str,
    typer.Argument(metavar="LABEL", help="A connection: its label or its id.", autocompletion=complete_connection),
]


@connections.command("list")
def list_all(as_json: Json = False) -> None:
    """List the connections.

    With the automations that use them. Of a secret only a fingerprint is shown.
    """
    from nomologi_tui.usecases.connections import connections as use

    with workspace() as ws:
        found = use.listed(ws)
        if as_json:
            print_json([_document(ws, one) for one in found])
        elif not found:
            complain("There is no connection yet. `nomologi connections add` lists the kinds that there are.")
        else:
            print_table(
                ("LABEL", "KIND", "STATUS", "ENDS", "ACCOUNT", "SECRETS", "USED BY"), [_row(ws, one) for one in found]
            )


def _document(ws: "Workspace", one: "Listed") -> dict[str, Any]:
    found = one.connection
    secrets = _secrets(ws, one)
    return {
        "id": found.id, "label": found.label, "kind": found.provider, "account": found.account,
        "status": found.status, "health": one.health, "expires_at": found.expires_at,
        "renews": found.refresh_token_ref is not None, "scopes": list(found.scopes),
        "config": {name: value for name, value in found.config.items() if name not in secrets},
        "secrets": secrets, "used_by": list(one.used_by),
        "lent_to": list(one.lent_to), "created_at": found.created_at,
    }  # fmt: skip


def _secrets(ws: "Workspace", one: "Listed") -> dict[str, dict[str, str]]:
    """Each secret field with where it is kept and its fingerprint, or why it can't be read."""
    from nomologi_tui.usecases.connections.connections import fingerprint, is_reference

    config = one.connection.config
    return {
        name: {"kept_in": value.partition(":")[0], "fingerprint": fingerprint(ws, value)}
        for name, value in config.items()
        if isinstance(value, str) and is_reference(value)
    }


def _row(ws: "Workspace", one: "Listed") -> tuple[str, ...]:
    found = one.connection
    secrets = ", ".join(f"{name} {_short(known['fingerprint'])}" for name, known in _secrets(ws, one).items())
    return (
        found.label, found.provider, one.health, _ends(ws, one), found.account or "-", secrets or "-",
        ", ".join(one.used_by) or "-",
    )  # fmt: skip


def _short(fingerprint: str) -> str:
    """A fingerprint, or in a word that there is none; `--json` and a test say why."""
    from nomologi_tui.usecases.connections.connections import MARK

    return fingerprint if len(fingerprint) == MARK else "unreadable"


def _ends(ws: "Workspace", one: "Listed") -> str:
    """When the token ends that a login gave."""
    renews = one.connection.refresh_token_ref is not None
    ends = one.connection.expires_at
    moment = near(ends, ws.clock.now(), ws.settings.zone) if ends else "-" * (not renews)
    return ", ".join(part for part in (moment, "renews itself" * renews) if part)


@connections.command("add")
def add(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="Left out: the kinds that there are.")] = None,
    label: Annotated[str | None, typer.Argument(metavar="[LABEL]", help="What you call it; else as its kind.")] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A field; a secret only as env:NAME.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Give the one of that label these values.")] = False,
    no_login: Annotated[bool, typer.Option("--no-login", help="Keep it without logging in now.")] = False,
    as_json: Json = False,
) -> None:
    """Add a connection, and log it in where its kind has a login.

    Its secrets are asked for without being shown, or read from stdin, one a line; they are kept in the keyring.
    """

    with workspace() as ws:
        if kind is None:
            _say_kinds(ws, as_json=as_json)
            return
        provider = ws.providers.get(kind)
        ws.store.begin_writing()
        made = made_of(ws, provider, label or kind, values or [], replaces=replace)
        words = f"“{made.label}” is kept. Try it: nomologi connections test {made.id}"
        if provider.logs_in is not None and not no_login:
            complain(f"“{made.label}” is kept. If this does not work: nomologi connections login {made.id}")
            _say_logged_in(ws, made, None, as_json=as_json)
        elif as_json:
            print_json({"id": made.id, "label": made.label, "kind": made.provider, "status": made.status})
        else:
            say(words if provider.logs_in is None else f"“{made.label}” is kept: nomologi connections login {made.id}")


def made_of(
    ws: "Workspace", provider: "Provider", label: str, pairs: "Sequence[str]", *, replaces: bool = False
) -> "Connection":
    """A new connection of what `pairs` set and what a person, or stdin, says of the rest; kept, not logged in."""
    from nomologi_tui.usecases.connections import connections as use

    given = use.read_pairs(provider, pairs)
    given |= _typed(provider, given)
    given |= _filled(provider, given)
    given |= _learned(provider, given)
    return use.add(ws, provider, label, given, replaces=replaces)


def made_on_the_way(ws: "Workspace", provider: "Provider", label: str) -> "Connection":
    """The same at a terminal, in the middle of something else: logged in too, where its kind has a login."""
    from nomologi_tui.errors import NomologiError

    made = made_of(ws, provider, label, [])
    complain(f"“{made.label}” is kept.")
    if provider.logs_in is not None:
        try:
            _say_logged_in(ws, made, None, as_json=False)
        except NomologiError as error:  # what is under way goes on; the connection can be logged in at any time
            complain(error.message, f"Later: nomologi connections login {made.id}")
    return made


@connections.command("login")
def login(
    label: Label,
    device: Annotated[bool, typer.Option("--device", help="By a code that you type on any machine.")] = False,
    browser: Annotated[bool, typer.Option("--browser", help="By a browser that comes back to this machine.")] = False,
    paste: Annotated[bool, typer.Option("--paste", help="By a browser; you paste the address it ends at.")] = False,
    as_json: Json = False,
) -> None:
    """Log a connection in, anew where it was before.

    By a code where its provider offers that, else by a browser. Steps keep the connection.
    """
    from nomologi_tui.cli.login import chosen_way
    from nomologi_tui.usecases.connections import connections as use

    way = chosen_way(device=device, browser=browser, paste=paste)
    with workspace() as ws:
        _say_logged_in(ws, use.find(ws, label), way, as_json=as_json)


def _say_logged_in(ws: "Workspace", connection: "Connection", way: "Way | None", *, as_json: bool) -> None:
    from nomologi_tui.cli.login import log_in

    done = asyncio.run(log_in(ws, connection, way))
    made = done.connection
    if as_json:
        print_json(
            {
                "id": made.id, "label": made.label, "kind": made.provider, "status": made.status,
                "expires_at": made.expires_at, "renews": made.refresh_token_ref is not None, "scopes": made.scopes,
            }
        )  # fmt: skip
    else:
        say(done.words)


def _say_kinds(ws: "Workspace", *, as_json: bool) -> None:
    from nomologi_tui.blocks.fields import describe

    if as_json:
        print_json(
            [{"kind": one.name, "title": one.title, "fields": _fields(describe(one.config))} for one in ws.providers]
        )
        return
    rows = [(one.name, ", ".join(spec.name for spec in describe(one.config)), one.doc) for one in ws.providers]
    print_table(("KIND", "FIELDS", "WHAT"), rows)


def _fields(specs: "tuple[FieldSpec, ...]") -> list[dict[str, Any]]:
    return [
        {"name": one.name, "help": one.help, "required": one.required, "secret": one.secret, "example": one.example}
        for one in specs
    ]


def _typed(provider: "Provider", given: dict[str, Any]) -> dict[str, Any]:
    """What a person types, or stdin holds: on a terminal each field that is needed, else the secrets, one a line."""
    from nomologi_tui.blocks.fields import describe, parse_text

    answers: dict[str, Any] = {}
    here, specs = sys.stdin.isatty(), describe(provider.config)
    borrows = any(spec.kind == "connection" and given.get(spec.name) for spec in specs)
    for spec in specs:
        if spec.name in given or (spec.secret and borrows) or not (spec.secret or (here and spec.required)):
            continue
        if here:
            text = typer.prompt(spec.name, default="" if not spec.required else None, hide_input=spec.secret, err=True)
        else:
            text = sys.stdin.readline().rstrip("\r\n")
        if text:
            answers[spec.name] = text if spec.secret else parse_text(spec, text)
    return answers


def _filled(provider: "Provider", given: dict[str, Any]) -> dict[str, Any]:
    """What the kind knows by the values given; said, so that a person can say otherwise."""
    found = provider.filled(given)
    for name, value in found.items():
        complain(f"{name}: {value}")
    return found


def _learned(provider: "Provider", given: dict[str, Any]) -> dict[str, str]:
    """What the other side shows of itself; on a terminal a person confirms it."""
    from nomologi_tui.usecases.connections import connections as use

    found = asyncio.run(use.learned(provider, given))
    for name, value in found.items():
        complain(f"{name}: {value}\nFrom now on only this one is taken. Compare it with what the machine itself says.")
    if found and sys.stdin.isatty():
        typer.confirm("Is it the right one?", abort=True, err=True)
    return found


@connections.command("test")
def try_out(label: Label, as_json: Json = False) -> None:
    """Log in with a connection, and say what came of it.

    Exit code 1 when it was refused or not reached.
    """
    from nomologi_tui.usecases.connections import connections as use

    with workspace() as ws:
        found = use.find(ws, label)
        words = asyncio.run(use.try_out(ws, found))
        now = use.find(ws, str(found.id))
        if as_json:
            print_json(
                {
                    "id": now.id, "label": now.label, "status": "ok", "words": words, "expires_at": now.expires_at,
                    "renews": now.refresh_token_ref is not None,
                }
            )  # fmt: skip
        else:
            say(words + use.lasts(ws, now))


@connections.command("remove")
def remove(
    label: Label,
    force: Annotated[bool, typer.Option("--force", help="Also while automations use it; they will fail.")] = False,
    as_json: Json = False,
) -> None:
    """Remove a connection and its secrets.

    A login is also ended at its provider, where that offers it.
    """
    from nomologi_tui.usecases.connections import connections as use
    from nomologi_tui.usecases.connections.removing import remove as remove_connection

    with workspace() as ws:
        found = use.find(ws, label)
        done = asyncio.run(remove_connection(ws, found, force=force))
        if as_json:
            print_json(
                {"id": found.id, "label": found.label, "removed": True, "login_ended": done.ended, "words": done.words}
            )
        else:
            say(done.words)
