"""Typer's command line, made of the functions that COMMANDS names."""

import importlib
from collections.abc import Iterable

import typer
from typer import Abort
from typer._click.exceptions import ClickException

from nomologi_tui.cli import COMMANDS, open_app

__all__ = ["Abort", "ClickException", "build"]


def build(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands."""
    app = typer.Typer(
        name="nomologi", help=_start.__doc__, no_args_is_help=False, add_completion=False, rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )  # fmt: skip
    app.callback(invoke_without_command=True)(_start)
    for name in names:
        noun, _, function = COMMANDS[name].partition(".")
        found = getattr(importlib.import_module(f"nomologi_tui.cli.{noun}"), function)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def _start(
    context: typer.Context,
    debug: bool = typer.Option(False, "--debug", help="Show the program's own traceback with an error."),
    version: bool = typer.Option(False, "--version", help="Print the version and end."),
    plain: bool = typer.Option(False, "--plain", help="The app as numbered prompts, for screen readers."),
    ascii_only: bool = typer.Option(False, "--ascii", help="The app drawn with ASCII characters only."),
    no_mouse: bool = typer.Option(False, "--no-mouse", help="Leave the mouse to the terminal, for its own selection."),
) -> None:
    """Say what you want to happen. Confirm when and what. It runs: on your machine, under your eyes.

    Without a command the terminal app opens.
    """
    del debug  # `run` reads it wherever it stands, and prints the errors
    if version:
        from nomologi_tui import __version__

        typer.echo(f"nomologi {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(open_app(plain=plain, ascii_only=ascii_only, mouse=not no_mouse))
