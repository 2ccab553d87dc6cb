"""The command line. Each file holds the commands of one noun; `run` maps every error to its sentence and exit code."""

import errno
import importlib
import os
import sys
import traceback
from collections.abc import Iterable, Sequence

import typer
from typer._click.exceptions import ClickException

from nomologi_tui.cli.output import check_text, complain, silence, write_any_text
from nomologi_tui.errors import NomologiError

COMMANDS = {  # in the order in which `--help` shows them; a call imports only the file of its own command
    "new": "automations.new",
    "list": "automations.list_all",
    "show": "automations.show",
    "on": "automations.on",
    "off": "automations.off",
    "delete": "automations.delete",
    "run": "runs.run",
    "runs": "runs.list_runs",
    "trace": "runs.trace",
    "cancel": "runs.cancel",
    "logs": "logs.logs",
    "when": "reading.when",
    "read": "reading.read",
    "runner": "runner.runner",
    "status": "runner.status",
    "blocks": "blocks.blocks",
    "demo": "tools.demo",
    "doctor": "tools.doctor",
}


def build(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands."""
    app = typer.Typer(
        name="nomologi", help=_start.__doc__, no_args_is_help=False, add_completion=False, rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )  # fmt: skip
    app.callback(invoke_without_command=True)(_start)
    for name in names:
        noun, _, function = COMMANDS[name].partition(".")
        app.command(name)(getattr(importlib.import_module(f"{__name__}.{noun}"), function))
    return app


def _start(
    context: typer.Context,
    debug: bool = typer.Option(False, "--debug", help="Show the program's own traceback with an error."),
    version: bool = typer.Option(False, "--version", help="Print the version and end."),
) -> None:
    """Say what you want to happen. Confirm when and what. It runs: on your machine, under your eyes.

    Without a command the terminal app opens.
    """
    del debug  # `run` reads it wherever it stands, and prints the errors
    if version:
        from nomologi_tui import __version__

        typer.echo(f"nomologi {__version__}")
    elif context.invoked_subcommand is None:
        raise typer.Exit(_open_app())


def _open_app() -> int:
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):  # Textual paints on stderr
        complain("The app needs a terminal, and here is none.", "Try: nomologi demo   (or: nomologi --help)")
        return 4
    from nomologi_tui.app import run as run_app
    from nomologi_tui.settings import load_settings

    return run_app(load_settings())


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line and return its exit code; nothing but results goes to stdout, never a traceback."""
    os.umask(0o077)
    write_any_text()
    rest = [one for one in arguments if one != "--debug"]
    try:
        check_text(rest)
        code = build([name for name in rest[:1] if name in COMMANDS] or COMMANDS)(
            rest, prog_name="nomologi", standalone_mode=False
        )
        sys.stdout.flush()
    except SystemExit as ended:  # how click ends when the reader of our output has gone
        code = _tell(ended.__context__ or ended, rest)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last line of defence
        code = _tell(error, rest)
        if code and "--debug" in arguments:
            traceback.print_exception(error)
    return int(code or 0)


def _tell(error: BaseException, arguments: Sequence[str]) -> int:
    """Say in a sentence what went wrong; the exit code that belongs to it."""
    match error:
        case NomologiError():
            complain(error.message, error.hint)
            return error.exit_code
        case ClickException():
            complain(error.format_message(), f"See: nomologi {_command(arguments)}--help")
            return 2
        case KeyboardInterrupt() | typer.Abort():
            return 130
        case BrokenPipeError():  # the reader of our output went away, as `head` does
            silence()
            return 0
        case OSError(errno=errno.ENOSPC):
            silence()
            complain("The disk is full.", "Free some space; what was saved before is not lost.")
            return 5
    complain(
        f"Something unforeseen happened ({type(error).__name__}: {error}).",
        "`--debug` shows the rest; please report it.",
    )
    return 1


def _command(arguments: Sequence[str]) -> str:
    return "".join(f"{word} " for word in arguments[:1] if word in COMMANDS)
