"""What several commands share: the workspace, the arguments A and R, `--json`, and times like 2h."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from nomologi_tui.cli import password_of
from nomologi_tui.errors import NomologiError
from nomologi_tui.text import clean_line
from nomologi_tui.usecases.workspace import Workspace


def complete_automation(incomplete: str) -> list[tuple[str, str]]:
    """What a shell offers for an automation: slugs with their goals. Nothing where the store can't be read."""
    return _offered(incomplete, lambda ws: [(one.slug, one.goal) for one in ws.reader.overview(ws.user_id)])


def complete_template(incomplete: str) -> list[tuple[str, str]]:
    """Slugs of templates with their names."""
    from nomologi_tui.usecases.templates import templates

    return _offered(incomplete, lambda ws: [(one.slug, one.name) for one in templates.listed(ws)])


def complete_block(incomplete: str) -> list[tuple[str, str]]:
    """Names of blocks with their titles."""
    return _offered(incomplete, lambda ws: [(one.name, one.title) for one in ws.registry])


def complete_connection(incomplete: str) -> list[tuple[str, str]]:
    """Labels of connections; the id where a label is several words, which bash would offer one by one."""
    from nomologi_tui.store import connections

    def named(ws: Workspace) -> list[tuple[str, str]]:
        known = ws.store.read(connections.all_for, ws.user.id)
        return [(str(one.id) if len(one.label.split()) > 1 else one.label, one.label) for one in known]

    return _offered(incomplete, named)


def _offered(incomplete: str, named: Callable[[Workspace], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Those that begin so. Nothing where the store can't be read."""
    try:
        with workspace() as ws:
            return [(name, clean_line(words)) for name, words in named(ws) if name.startswith(incomplete)]
    except NomologiError:
        return []


Ref = Annotated[
    str,
    typer.Argument(
        metavar="A",
        help="An automation: its slug, its id or the beginning of its slug.",
        autocompletion=complete_automation,
    ),
]
OptionalRef = Annotated[
    str | None,
    typer.Argument(metavar="[A]", help="An automation; all of them when left out.", autocompletion=complete_automation),
]
RunId = Annotated[int, typer.Argument(metavar="R", help="A run's id.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Sure = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Take the defaults and accept the activation plan.")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="D", help="Only what is newer: 2h, yesterday or 2026-11-22.")
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="WORDS", help="Read these words of the goal as plain text."),
]


@contextmanager
def workspace() -> Iterator[Workspace]:
    """The user's workspace, closed afterwards."""
    ws = Workspace(password_of=password_of)
    ws.ask_passphrase = ask_passphrase
    try:
        yield ws
    finally:
        ws.close()


def ask_passphrase() -> str:
    """The vault's passphrase from the terminal; empty where there is none, which leaves the vault locked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty() and os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()):
        return ""  # also behind `&`, where asking would stop the process
    words = "Passphrase of the vault (Enter leaves it locked)"
    typed: str = typer.prompt(words, default="", show_default=False, hide_input=True, err=True)
    return typed


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def automation_id(ws: Workspace, ref: str | None) -> int | None:
    """The id behind `ref`, found without loading the store; None for all."""
    return ws.reader.resolve(ws.user_id, ref).id if ref else None


def since(ws: Workspace, text: str | None) -> datetime | None:
    """The moment that `2h`, `yesterday` or a date stands for. Raises BadInputError."""
    if text is None:
        return None
    number, unit = text[:-1], text[-1:]
    with suppress(ValueError, OverflowError):  # what scripts write, also times before anything was; loads nothing
        if unit in _UNITS and number.isdecimal():
            return ws.clock.now() - timedelta(seconds=int(number) * _UNITS[unit])
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ws.settings.zone)).astimezone(UTC)
    from nomologi_tui.usecases.moments import read_moment

    return read_moment(text, ws.clock.now(), ws.settings.zone, ahead=False)
