"""The command line. Each file holds the commands of one noun; `run` maps every error to its sentence and exit code."""

import errno
import gc
import os
import sys
from collections.abc import Sequence
from typing import Any

from nomologi_tui.cli.output import check_text, complain, open_streams, silence, write_any_text
from nomologi_tui.errors import NeedsPersonError, NomologiError
from nomologi_tui.settings.account import ensure_home
from nomologi_tui.text import shorten_words

COMMANDS = {  # in the order in which `--help` shows them; a call imports only the file of its own command
    "new": "making.new",
    "list": "automations.list_all",
    "show": "automations.show",
    "on": "automations.on",
    "off": "automations.off",
    "pause": "pausing.pause",
    "edit": "editing.edit",
    "configure": "editing.configure",
    "history": "history.history",
    "delete": "automations.delete",
    "trash": "trash.trash",
    "export": "transferring.export",
    "import": "transferring.import_",
    "apply": "applying.apply",
    "run": "by_hand.run",
    "next": "ahead.next_",
    "runs": "runs.list_runs",
    "trace": "runs.trace",
    "replay": "replay.replay",
    "backtest": "backtest.backtest",
    "cancel": "runs.cancel",
    "approve": "decisions.approve",
    "deny": "decisions.deny",
    "missed": "decisions.missed",
    "logs": "logs.logs",
    "when": "reading.when",
    "read": "reading.read",
    "alerts": "alerts.alerts",
    "runner": "runner.runner",
    "why": "why.why",
    "status": "status.status",
    "blocks": "blocks.blocks",
    "mcp": "mcp.mcp",
    "serve": "serving.serve",
    "demo": "tools.demo",
    "doctor": "tools.doctor",
    "backup": "backups.backup",
    "restore": "backups.restore",
    "completion": "completing.completion",
    "templates": "templates.templates",  # groups of commands: Typer lists them behind the others
    "connections": "connections.connections",
    "adopt": "adopting.adopt",
    "users": "users.users",
    "service": "service.service",
    "config": "config.config",
}


NO_CURSOR = ("", "dumb", "unknown")  # terminals on which nothing can be painted
COMPLETING = "_NOMOLOGI_COMPLETE"  # a shell that wants to complete a line sets it


def open_app(*, plain: bool = False, ascii_only: bool = False, mouse: bool = True) -> int:
    """The terminal app; as numbered prompts where it is asked to, or where the terminal can't move its cursor."""
    is_terminal = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))  # Textual paints on stderr
    if not plain and is_terminal and os.environ.get("TERM", "") in NO_CURSOR:
        complain("This terminal moves no cursor, so here are numbered prompts (nomologi --plain).")
        plain = True
    if not plain and not is_terminal:
        complain("The app needs a terminal, and here is none.", "Try: nomologi demo   (or: nomologi --plain, --help)")
        return 4
    from nomologi_tui.settings import load_settings

    if plain:
        from nomologi_tui.plain.session import run as run_plain

        settings = load_settings()
        return run_plain(settings, password_of, _ask_passphrase)
    gc.disable()  # collecting what start-up makes takes a tenth of it; the app turns it on again after the first paint
    from nomologi_tui.opening import Opening
    from nomologi_tui.opening import run as run_app

    password = os.environ.get("NOMOLOGI_PASSWORD", "")
    return run_app(load_settings(), password, _ask_passphrase, Opening(ascii_only=ascii_only, mouse=mouse))


def _ask_passphrase() -> str:
    from nomologi_tui.cli.options import ask_passphrase

    return ask_passphrase()


def password_of(login: str) -> str:
    """From the environment, or from the person at the terminal. Raises NeedsPersonError where there is none."""
    if given := os.environ.get("NOMOLOGI_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        raise NeedsPersonError(f"“{login}” signs in with a password.", "Set NOMOLOGI_PASSWORD, or use a terminal.")
    from getpass import getpass

    return getpass(f"Password of {login}: ", sys.stderr)


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line and return its exit code; nothing but results goes to stdout, never a traceback."""
    open_streams()
    write_any_text()
    rest = [one for one in arguments if one != "--debug"]
    try:
        check_text(rest, os.environ)
        ensure_home()
        code = _carry_out(rest) if rest else _answer_shell() if COMPLETING in os.environ else open_app()
        sys.stdout.flush()
    except SystemExit as ended:  # how click ends when the reader of our output has gone
        code = _tell(ended.__context__ or ended, rest)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last line of defence
        code = _tell(error, rest)
        if code and "--debug" in arguments:
            import traceback

            traceback.print_exception(error)
    return int(code or 0)


def _answer_shell() -> Any:
    from nomologi_tui.cli.completing import answer

    return answer(os.environ)


def _carry_out(arguments: Sequence[str]) -> Any:
    from nomologi_tui.cli.build import build  # Typer: 25 ms that the app's first paint does not wait for

    app = build([name for name in arguments[:1] if name in COMMANDS] or COMMANDS)
    return app(arguments, prog_name="nomologi", standalone_mode=False)


def _tell(error: BaseException, arguments: Sequence[str]) -> int:
    """Say in a sentence what went wrong; the exit code that belongs to it."""
    from nomologi_tui.cli.build import Abort, ClickException

    match error:
        case NomologiError():
            complain(shorten_words(error.message), error.hint)
            return error.exit_code
        case ClickException():
            from nomologi_tui.cli.usage import explained  # only who errs waits for it

            words, hint = explained(error, arguments)
            complain(shorten_words(words), hint)
            return 2
        case KeyboardInterrupt() | Abort():
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
