"""adopt: take over what cron and systemd run."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.automations import accepted, say_who_runs
from nomologi_tui.cli.options import Json, Yes, workspace
from nomologi_tui.cli.output import complain, print_json, say, whoever_listens
from nomologi_tui.errors import BadInputError
from nomologi_tui.telling.times import near
from nomologi_tui.text import counted, lower_first
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.usecases.adopting import Offer
    from nomologi_tui.usecases.adopting.crontabs import Crontab

adopt = typer.Typer(help="Take over what cron and systemd run.", no_args_is_help=True, rich_markup_mode=None)
Dry = Annotated[bool, typer.Option("--dry-run", help="Say what would be taken over; keep nothing.")]
On = Annotated[bool, typer.Option("--on", help="Turn them on, once their plan is accepted.")]
Undo = Annotated[bool, typer.Option("--undo", help="Put back what was set aside, and turn off what runs it here.")]


@adopt.command("crontab")
def crontab(  # noqa: PLR0913, PLR0917 - what the command line offers
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A crontab; yours when left out.")] = None,
    user: Annotated[bool, typer.Option("--user", help="Your own crontab, as `crontab -l` prints it.")] = False,
    system: Annotated[
        bool, typer.Option("--system", help="/etc/crontab and /etc/cron.d; with FILE: its lines name their users.")
    ] = False,
    dry: Dry = False,
    turn_on: On = False,
    comment_out: Annotated[
        bool, typer.Option("--comment-out", help="Then make comments of the lines that run here.")
    ] = False,
    undo: Undo = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Make an automation of each line of a crontab.

    It runs the same shell line at the same times, with the same variables, input and folder. All are off unless --on.
    Lines of other users are named and left. A line is taken over once, however often you call this.
    """
    from nomologi_tui.usecases.adopting import crontabs

    with whoever_listens(), workspace() as ws:
        found = _crontabs(file, user=user, system=system)
        if undo:
            _put_back(ws, found, as_json=as_json)
            return
        offered = {one.name: crontabs.offered(ws, one) for one in found}
        done = _carry_out(
            ws, [one for each in offered.values() for one in each], dry=dry, on=turn_on, yes=yes, quiet=as_json
        )
        if comment_out and not dry:
            for one in found:
                number = crontabs.put_aside(ws, one, [each for each in done if each.source == one.name])
                complain(f"Comments now: {counted(number, 'line')} of {one.name}; --undo puts them back.")
        _tell(ws, done, dry=dry, as_json=as_json)


@adopt.command("systemd")
def systemd(
    user: Annotated[bool, typer.Option("--user", help="Timers of your own manager: what is meant anyway.")] = False,
    system: Annotated[bool, typer.Option("--system", help="The machine's timers, where they run as you.")] = False,
    dry: Dry = False,
    turn_on: On = False,
    disable: Annotated[bool, typer.Option("--disable", help="Then disable the timers that run here.")] = False,
    undo: Undo = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Make an automation of each enabled timer.

    It does what the timer's service does; what a unit says that has no like here is told for each. All are off unless
    --on; a timer is taken over once.
    """
    from nomologi_tui.usecases.adopting import timers

    if user and system:
        raise BadInputError("--user and --system are two places.", "Name one of them.")
    with whoever_listens(), workspace() as ws:
        if undo:
            names = timers.enable_again(ws, system=system)
            if as_json:
                print_json(names)
            else:
                say(f"Enabled again, and off here: {', '.join(names) or 'nothing'}.")
            return
        done = _carry_out(ws, timers.offered(ws, system=system), dry=dry, on=turn_on, yes=yes, quiet=as_json)
        if disable and not dry:
            names = timers.disable(ws, done, system=system)
            complain(f"Disabled: {', '.join(names) or 'nothing'}; --undo enables them again.")
        _tell(ws, done, dry=dry, as_json=as_json)


def _crontabs(file: Path | None, *, user: bool, system: bool) -> "list[Crontab]":
    from nomologi_tui.usecases.adopting import crontabs

    if user and (system or file):
        raise BadInputError("--user goes neither with FILE nor with --system.", "Name one of them.")
    if file:
        return [crontabs.crontab_in(file, with_user=system)]
    return crontabs.system_crontabs() if system else [crontabs.own_crontab()]


def _put_back(ws: Workspace, found: "Sequence[Crontab]", *, as_json: bool) -> None:
    from nomologi_tui.usecases.adopting import crontabs

    done = [(one.name, *crontabs.put_back(ws, one)) for one in found]
    if as_json:
        print_json([{"source": name, "lines": number, "turned_off": slugs} for name, number, slugs in done])
        return
    for name, number, slugs in done:
        say(f"{name}: {counted(number, 'line')} put back{', off is now ' if slugs else ''}{', '.join(slugs)}.")


def _carry_out(ws: Workspace, offered: "list[Offer]", *, dry: bool, on: bool, yes: bool, quiet: bool) -> "list[Offer]":
    """Keep what is new and turn it on where that is wanted and accepted."""
    from nomologi_tui.usecases import adopting
    from nomologi_tui.usecases.automations import automations

    if dry:
        return offered
    done = adopting.keep(ws, offered)
    off = [one.automation for one in done if one.automation and not one.on]
    if on and off:
        plan = list(dict.fromkeys(
            line for one in off for line in automations.activation_plan(ws.registry, one.steps)
        ))  # fmt: skip
        if accepted(plan, yes=yes, quiet=quiet):
            done = adopting.turn_on(ws, done)
            say_who_runs(ws, turn_on=True)
    return done


def _tell(ws: Workspace, done: "Sequence[Offer]", *, dry: bool, as_json: bool) -> None:
    if as_json:
        print_json([_document(one) for one in done])
        return
    for one in done:
        _say(ws, one)
    new = sum(one.found.automation is not None and not one.found.refused for one in done)
    refused = sum(bool(one.found.refused) for one in done)
    verb = "could be" if dry else "are"
    complain(
        f"{new} of {len(done)} {verb} taken over, {refused} can't be." if done else "There is nothing to take over."
    )


def _document(one: "Offer") -> dict[str, Any]:
    kept, found = one.automation, one.found
    shown = kept or found.automation
    return {
        "source": one.source, "place": found.place, "original": found.mark, "slug": kept.slug if kept else None,
        "goal": shown.goal if shown else None, "known": bool(kept) and not one.words,
        "on": one.on,
        "words": list(one.words), "plan": list(one.plan), "next_due": one.due, "refused": found.refused or None,
        "remarks": list(found.remarks),
    }  # fmt: skip


def _say(ws: Workspace, one: "Offer") -> None:
    shown = one.automation or one.found.automation
    if shown is None:
        say(f"{one.source}, {one.found.place}: left, because {lower_first(one.found.refused)}")
        say(f"    {one.found.mark}")
        return
    name = f"{one.automation.slug} ({'on' if one.on else 'off'})" if one.automation else "new"
    say(f"{one.source}, {one.found.place}: {name}: {shown.goal}")
    for line in one.words:
        say(f"    {line}")
    if one.due:
        say(f"    next {near(one.due, ws.clock.now(), ws.settings.zone)}")
    for line in one.found.remarks:
        say(f"    note: {line}")
