"""service: the runner kept going by the system, from log-in or boot on."""

import os
from typing import Annotated, Any

import typer

from nomologi_tui.cli.options import Json
from nomologi_tui.cli.output import complain, print_json, say
from nomologi_tui.usecases.service import ServiceState, manager, start_from

service = typer.Typer(
    help="Keep the runner going: as a service of yours.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Hardened = Annotated[
    bool, typer.Option("--hardened", help="Take rights away from what it runs: no sudo, no set-user-ID programs.")
]
LINGER = "It ends when you log out, unless you allow it to stay: loginctl enable-linger"


@service.command("install")
def install(
    hardened: Hardened = False,
    show: Annotated[bool, typer.Option("--print", help="Print the service's file; change nothing.")] = False,
) -> None:
    """Write the service down and start it.

    It starts by itself from then on. The app gives way to it. With PATH and places as they are here; call it again
    when these change. Under systemd a unit of your own manager, on macOS an agent.
    """
    kept, start = manager(), start_from(os.environ)
    if show:
        say(kept.text(start, hardened=hardened).rstrip("\n"))
        return
    state = kept.install(start, hardened=hardened)
    say(f"Installed: {state.file}")
    if start.left_out:
        complain(f"Not part of it: {', '.join(start.left_out)}.", "What it shall know stands in config.toml.")
    _tell(state)


@service.command("remove")
def remove() -> None:
    """Stop the service and take it away.

    Automations and history stay.
    """
    kept = manager()
    kept.remove()
    say(f"Removed: {kept.file()}")


@service.command("status")
def status(as_json: Json = False) -> None:
    """Show whether the service works.

    Exit code 1 where it does not, or where there is none.
    """
    state = manager().state()
    if as_json:
        print_json(_document(state))
        raise typer.Exit(0 if state.active else 1)
    if state.installed:
        say(f"service: {state.file}")
        _tell(state)
    else:
        say("service: none. `nomologi service install` makes one.")
    raise typer.Exit(0 if state.active else 1)


def _document(state: ServiceState) -> dict[str, Any]:
    return {
        "file": str(state.file), "installed": state.installed, "starts_itself": state.starts_itself,
        "active": state.active, "words": state.words, "lingers": state.lingers,
    }  # fmt: skip


def _tell(state: ServiceState) -> None:
    words = f": {state.words}" if state.words else ""
    say(f"active{words}" if state.active else f"not active{words}. See: journalctl --user -u nomologi")
    if not state.starts_itself:
        say("It does not start by itself: nomologi service install")
    if state.lingers is False:
        say(LINGER)
