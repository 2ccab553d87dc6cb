"""runner: the headless runner in the foreground."""

import asyncio
import gc
import os
import signal
from typing import Annotated

import typer

from nomologi_tui.cli.options import workspace
from nomologi_tui.cli.output import complain
from nomologi_tui.cli.runner_log import LogFormat, RunnerLog
from nomologi_tui.compiled import METHODS
from nomologi_tui.usecases.workspace import Workspace


def runner(
    log: Annotated[LogFormat | None, typer.Option("--log", help="Also write the log to stderr, line by line.")] = None,
) -> None:
    """Run automations in the foreground.

    For systemd, tmux or a container; SIGTERM and ctrl+c end it in order, a second one at once.
    """
    gc.disable()  # collecting what start-up makes takes a tenth of it
    from nomologi_tui.blocks.tools.processes.processor import PROCESSOR

    PROCESSOR.stay()  # before there is another thread
    with workspace() as ws:
        ws.ensure_user()
        ws.store.begin_writing()
        ws.settle_secrets()
        asyncio.run(_serve(ws, RunnerLog(ws, log) if log else None))


async def _serve(ws: Workspace, log: RunnerLog | None) -> None:
    from nomologi_tui.blocks.tools.processes.orphans import CHILDREN
    from nomologi_tui.runner.lock import SERVICE
    from nomologi_tui.runner.runner import Runner
    from nomologi_tui.runner.supervisor import Supervisor

    gc.freeze()  # modules are no garbage: no collection needs to look at them
    gc.enable()
    CHILDREN.adopt()
    stop = asyncio.Event()
    runner = Runner(ws.machine, ws.store, ws.registry, ws.clock, SERVICE, kept=ws.secrets)
    supervisor = Supervisor(os.environ)
    remark = log.remark if log else _complain

    def end() -> None:
        """Once: in order, with patience. Twice: at once."""
        if stop.is_set():
            runner.hurry()
        supervisor.ends()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # `nohup` means that a hang-up is no reason to end
            asyncio.get_running_loop().add_signal_handler(number, end)

    def waiting() -> None:
        remark("runner_waiting", "Another runner is on; this one waits for its turn.")
        supervisor.up("Waits: another runner is on.")

    def begun() -> None:
        METHODS.let_go()
        supervisor.up("Runs automations.")

    remark("runner_starting", "Runner: ctrl+c ends it.")
    beside = [asyncio.create_task(supervisor.show_life(ws.store, ws.clock), name="alive")]
    if log:
        beside.append(asyncio.create_task(log.go_on(), name="log"))
    try:
        await runner.serve(stop, waiting, begun)
    finally:
        for task in beside:
            task.cancel()
        if log:
            log.catch_up()


def _complain(_event_type: str, words: str) -> None:
    complain(words)
