"""doctor and demo."""

import asyncio
import sys
from typing import Annotated

import typer

from nomologi_tui.cli.options import Json, ask_passphrase, workspace
from nomologi_tui.cli.output import complain, print_json, say, say_now
from nomologi_tui.text import counted

AcceptClock = Annotated[
    bool, typer.Option("--accept-clock", help="Today's clock is right, though it was later once: go on by it.")
]
MakeVault = Annotated[
    bool, typer.Option("--make-vault", help="Make a sealed file for secrets, where there is no keyring.")
]
Fix = Annotated[bool, typer.Option("--fix", help="Put right what can be without harm, then check again.")]
ChangePassphrase = Annotated[
    bool, typer.Option("--change-vault-passphrase", help="Let another passphrase open the sealed file.")
]


def demo() -> None:
    """See it work for some seconds.

    A goal becomes an automation and runs, in a temporary home that is removed afterwards.
    """
    from nomologi_tui.usecases.demo import show

    raise typer.Exit(asyncio.run(show(say_now)))


def doctor(
    accept: AcceptClock = False,
    vault: MakeVault = False,
    change: ChangePassphrase = False,
    fix: Fix = False,
    as_json: Json = False,
) -> None:
    """Check what could keep automations from running.

    Places, files, store, secrets, runner, triggers, service, watched folders, the model that may help, time and
    packages; exit code 1 when something needs attention. --fix closes files that are open to others. With --make-vault
    a passphrase is asked for twice, or read from stdin; none where a key file is set. With --change-vault-passphrase
    the old one is asked for first; stdin holds both, in two lines.
    """
    from nomologi_tui.usecases.doctor.doctor import accept_clock, change_vault_passphrase, examine, make_vault, mend

    with workspace() as ws:
        ws.ask_passphrase = _new_passphrase if vault else _old_passphrase if change else None  # else nobody is asked
        if change:
            complain(change_vault_passphrase(ws, _new_passphrase))
        if vault:
            complain(make_vault(ws))
        if accept:
            seen, waited = accept_clock(ws)
            waits = f", {counted(waited, 'wait')} began at a later one and count from now" if waited else ""
            complain(f"Today's clock is taken for right; {seen} triggers had seen a later one{waits}.")
        checks = examine(ws)
        if fix and (done := mend(checks)):
            complain("\n".join(done))
            checks = examine(ws)
    if as_json:
        print_json([{"check": one.name, "ok": one.ok, "finding": one.finding, "hint": one.hint} for one in checks])
    else:
        for one in checks:
            say(f"{'ok' if one.ok else 'LOOK':<5} {one.name}: {one.finding}{'' if one.ok else ' ' + one.hint}")
    raise typer.Exit(0 if all(one.ok for one in checks) else 1)


def _old_passphrase() -> str:
    return ask_passphrase() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _new_passphrase() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    words = "Passphrase of the new vault (nobody can tell it to you again)"
    typed: str = typer.prompt(words, hide_input=True, confirmation_prompt=True, err=True)
    return typed
