"""Hostile text on every screen: no control character reaches the terminal, no markup acts, nothing breaks."""

import asyncio
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from textual.command import CommandPalette
from textual.screen import Screen

import nomologi_tui.screens
from nomologi_tui.model import Connection, Event, Missed, RunStatus, Step, StepRecord, StepStatus, StepType, WaitingFor
from nomologi_tui.screens.automations.ahead import AheadScreen
from nomologi_tui.screens.automations.automation import AutomationScreen
from nomologi_tui.screens.automations.backtest import BacktestScreen
from nomologi_tui.screens.automations.missed import MissedScreen
from nomologi_tui.screens.automations.revisions import RevisionsScreen
from nomologi_tui.screens.automations.trash import TrashScreen
from nomologi_tui.screens.automations.why import WhyScreen
from nomologi_tui.screens.connections.connection import ConnectionScreen
from nomologi_tui.screens.connections.connections import ConnectionsScreen
from nomologi_tui.screens.connections.log_in import LogInScreen
from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.dialogs.inputs import Inputs
from nomologi_tui.screens.dialogs.pick import Pick
from nomologi_tui.screens.dialogs.twice import Twice, Wanted
from nomologi_tui.screens.flow.goal import GoalScreen
from nomologi_tui.screens.flow.how_it_runs import HowItRunsScreen
from nomologi_tui.screens.flow.state import FlowState
from nomologi_tui.screens.flow.what import WhatScreen
from nomologi_tui.screens.flow.when import WhenScreen
from nomologi_tui.screens.help import HelpScreen
from nomologi_tui.screens.log.log import LogScreen
from nomologi_tui.screens.log.told import AlertsScreen
from nomologi_tui.screens.page import Page
from nomologi_tui.screens.runs.days import DaysScreen
from nomologi_tui.screens.runs.decision import Decision
from nomologi_tui.screens.runs.runs import RunsScreen
from nomologi_tui.screens.settings.checks import ChecksScreen
from nomologi_tui.screens.settings.settings import SettingsScreen
from nomologi_tui.screens.templates.templates import TemplatesScreen
from nomologi_tui.screens.users.sign_in import SignInScreen, SwitchScreen
from nomologi_tui.screens.users.users import UsersScreen
from nomologi_tui.store import automations, connections, listeners, missed, runs
from nomologi_tui.testing import START
from nomologi_tui.usecases.flow import drafting, keeping
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.runs.deciding import Asked
from nomologi_tui.usecases.workspace import Workspace
from tests.hostile.texts import CODED, CODES, MARKED, TEXTS, controls
from tests.screens import seed
from tests.screens.person import Person, at_terminal
from tests.screens.terminal import terminal
from tests.support import nomologi, nomologi_here


@dataclass
class Seeded:
    """What others wrote, in every place that holds text."""

    automation: int
    run: int
    connection: int
    flow: Flow


def hostile(ws: Workspace, text: str) -> Seeded:
    """An automation, its runs and log, a connection, a draft and a missed time, all of that text."""
    step = Step(StepType.ACTION, "notify", {"message": text})
    made = seed.acting(ws, text, step)
    run = ws.store.write(runs.enqueue, made.id, Event("hostile", {text[:30]: text}), START, trigger="manual").run_id
    ws.store.write(runs.claim, seed.TOKEN, START, 1)
    record = StepRecord(
        run, 1, StepType.ACTION, "notify", text[:40], StepStatus.FAILURE, input={"message": text},
        output={"said": text}, reason=text, error=text, started_at=START, finished_at=START,
    )  # fmt: skip
    ws.store.write(runs.begin_step, record, START)
    ws.store.write(runs.end_step, record, START)
    ws.store.write(runs.finish, run, seed.TOKEN, RunStatus.FAILURE, START, summary=text, error=text)
    kept = Connection(user_id=ws.user.id, provider="bearer", label=text[:40], config={"hosts": [text]}, account=text)
    known = ws.store.write(connections.save, kept, START)
    ws.store.write(listeners.begin, made.steps[0].id, START, START + timedelta(minutes=5))
    when = START - timedelta(hours=2)
    ws.store.write(automations.delete, seed.acting(ws, f"gone {text}", step).id, START)
    ws.store.write(missed.note, Missed(0, made.id, made.steps[0].id, when, when, 2, START, text), text, none_runs=False)
    flow = Flow(text, drafting.named([Step(StepType.TRIGGER, "file", {"path": text}), step]))
    return Seeded(made.id, run, known.id, keeping.keep(ws, flow))


Make = Callable[[Person, Seeded, str], Screen[Any]]


def _flow(kind: type[Any]) -> Make:
    return lambda person, found, _: kind(person.app.desk, FlowState(person.app.desk, found.flow))


def _of_desk(kind: type[Any]) -> Make:
    return lambda person, _, __: kind(person.app.desk)


SCREENS: dict[str, Make] = {
    "AutomationScreen": lambda person, found, _: AutomationScreen(person.app.desk, found.automation, found.run),
    "WhyScreen": lambda person, found, _: WhyScreen(person.app.desk, found.automation),
    "LogScreen": _of_desk(LogScreen),
    "ConnectionsScreen": _of_desk(ConnectionsScreen),
    "ConnectionScreen": lambda person, found, _: ConnectionScreen(person.app.desk, found.connection),
    "TemplatesScreen": _of_desk(TemplatesScreen),
    "MissedScreen": _of_desk(MissedScreen),
    "GoalScreen": _flow(GoalScreen),
    "WhenScreen": _flow(WhenScreen),
    "WhatScreen": _flow(WhatScreen),
    "HowItRunsScreen": _flow(HowItRunsScreen),
    "HelpScreen": lambda person, _, __: HelpScreen(person.app.desk, person.app.screen),
    "Ask": lambda _, __, text: Ask(Question(text, text, text[:20])),
    "Decision": lambda _, __, text: Decision(Asked(1, text, WaitingFor.DECISION, text, text[:30], text, (text,))),
    "Inputs": lambda _, __, text: Inputs({text[:20]: text}, text),
    "Pick": lambda _, __, text: Pick(text, [1], [(text, text)]),
    "LogInScreen": lambda person, found, text: LogInScreen(
        person.app.desk, Connection(user_id=1, provider="bearer", label=text, config={}, id=found.connection)
    ),
    "SignInScreen": _of_desk(SignInScreen),
    "SwitchScreen": lambda person, _, text: SwitchScreen(person.app.desk, text, may_go_back=True),
    "RunsScreen": _of_desk(RunsScreen),
    "DaysScreen": lambda person, found, text: DaysScreen(person.app.desk, found.automation, text),
    "AheadScreen": _of_desk(AheadScreen),
    "SettingsScreen": _of_desk(SettingsScreen),
    "UsersScreen": _of_desk(UsersScreen),
    "AlertsScreen": _of_desk(AlertsScreen),
    "TrashScreen": _of_desk(TrashScreen),
    "BacktestScreen": lambda person, found, _: BacktestScreen(person.app.desk, found.automation),
    "ChecksScreen": _of_desk(ChecksScreen),
    "RevisionsScreen": lambda person, found, _: RevisionsScreen(person.app.desk, found.automation),
    "Twice": lambda _, __, text: Twice(Wanted(text, text, 12, text, text[:20])),
}
ELSEWHERE = {
    "JumpScreen": "letters of ours over another screen",
    "HomeScreen": "it is under each of them here",
    "Page": "a base", "FlowPage": "a base", "StepsPage": "a base", "LogPane": "a base", "AutomationKeys": "a base",
    "TourPage": "a base", "Telling": "a base",
    "ConnectionKeys": "a base", "RunKeys": "a base", "FilteredPage": "a base", "ListedPage": "a base",
    "ConnectionForm": "its fields are those of the forms", "MembersScreen": "likewise",
    "PickScreen": "a Pick", "PickPause": "a Pick", "PickValue": "a Pick", "PickKind": "a Pick",
}  # fmt: skip


def test_each_screen_is_tried_below_or_its_reason_stands_there() -> None:
    found = set()
    for module in pkgutil.walk_packages(nomologi_tui.screens.__path__, "nomologi_tui.screens."):
        room = importlib.import_module(module.name)
        found |= {
            name for name, one in vars(room).items()
            if isinstance(one, type) and issubclass(one, Screen) and one.__module__ == room.__name__
            and not (issubclass(one, Pick) and one is not Pick)
        }  # fmt: skip
    known = {name for name in (*SCREENS, *ELSEWHERE) if ELSEWHERE.get(name) != "a Pick"}
    assert found == known


def acts(person: Person) -> list[object]:
    """What a click on the screen would start, by markup."""
    strips = person.app.screen._compositor.render_strips()
    return [
        segment.style.meta["@click"] for strip in strips for segment in strip
        if segment.style and "@click" in segment.style.meta
    ]  # fmt: skip


async def check(person: Person, where: str) -> None:
    await asyncio.wait_for(person.rest(), 60)
    assert not controls(person.text), where
    assert not [one for one in acts(person) if "bell" in str(one)], where


async def test_hostile_text_is_harmless_on_every_screen(ws: Workspace) -> None:
    text = f"{MARKED} {CODED}"
    found = hostile(ws, text)
    async with at_terminal(ws) as person:
        await person.sees("[1 Home]", "LOG all goals")
        await check(person, "HomeScreen")
        for name, make in SCREENS.items():
            screen = make(person, found, text)
            await person.app.push_screen(screen)
            if isinstance(screen, Page):
                screen.say(text)
            await check(person, name)
            await person.app.pop_screen()
        assert person.app.is_running


async def test_hostile_text_is_harmless_in_toasts_tooltips_and_the_palette(ws: Workspace) -> None:
    hostile(ws, f"{MARKED} {CODED}")
    async with at_terminal(ws, (120, 40)) as person:
        await person.sees("[1 Home]", "LOG all goals")
        for text in TEXTS.values():
            shown = text.encode(errors="replace").decode()
            person.app.notify(shown[:200], title=shown[:40])
        await check(person, "toasts")
        person.app.clear_notifications()
        for words in (MARKED[:12], CODED[:12]):
            await person.press("ctrl+p")
            await person.until(lambda: isinstance(person.app.screen, CommandPalette))
            await person.paste(words)
            await check(person, "palette")
            await person.press("escape")
            await person.until(lambda: not isinstance(person.app.screen, CommandPalette))
        assert person.app.is_running


async def test_a_line_never_has_a_tooltip_of_data(ws: Workspace) -> None:
    hostile(ws, MARKED)
    async with at_terminal(ws) as person:
        await person.sees("[1 Home]", "LOG all goals")
        tips = [one.tooltip for one in person.app.screen.query("*") if one.tooltip]
        assert not [tip for tip in tips if "[" in str(tip)]


def test_no_code_of_others_reaches_a_real_terminal(tmp_path: Path) -> None:
    home, file = tmp_path / "nomologi", tmp_path / "codes"
    file.write_bytes("\n".join(CODES.values()).encode(errors="surrogateescape"))
    assert nomologi_here(home, "new", f"every hour run 'cat {file}'", "--yes").returncode == 0
    assert nomologi_here(home, "run", "every-hour", "--wait").returncode == 0
    with terminal(tmp_path) as program:
        program.sees("[1 Home]", "runner ON", "every hour run")
        program.send("\r")
        program.sees("Done")
        program.send("l")
        program.sees("FOLLOWING")
        codes = [one for one in CODES.values() if one.startswith(("\x1b]", "\x1b_", "\x1bP", "\x1b[?1049l", "\x1bc"))]
        assert len(codes) >= 5
        sent = program.sent.replace(b"\x1b[?1049h", b"").replace(b"\x1b]0;", b"")
        assert [one for one in codes if one.strip().encode() in sent] == []
        program.send("\x11")


def test_the_plain_app_and_every_table_show_it_without_its_codes(ws: Workspace) -> None:
    home = ws.settings.places.data
    texts = list(TEXTS.values())
    for text in ("".join(texts[:12]), "".join(texts[12:24]), " ".join(texts[24:])):
        hostile(ws, text.encode(errors="replace").decode())
    ws.close()
    environ = {"NOMOLOGI_USER": "ada"}
    lists = (
        ["list"], ["runs"], ["logs", "--limit", "1000"], ["missed"], ["connections", "list"], ["templates", "list"],
        ["alerts"], ["status"], ["show", "1"], ["why", "1"], ["trace", "1"], ["history", "1"], ["export"],
    )  # fmt: skip
    for arguments in lists:
        done = nomologi(home, *arguments, environ=environ)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), arguments
        assert not controls(done.stdout.replace("\t", " ")), arguments
    talk = "".join(
        f"{one}\n" for one in ["2", "1", "1", "5", "", "6", "1", "", "", "3", "1", "", "6", "", "8", "1", "6"]
    )
    done = nomologi(home, "--plain", stdin=talk, environ=environ)
    assert done.returncode == 0
    assert not controls(done.stdout.replace("\t", " "))
