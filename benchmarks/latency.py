"""From a cause to its action, through a real runner: by hand, a web request, a file that appears, a message of a broker.

The trace's times tell.
"""

import http.client
import itertools
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from paho.mqtt.client import Client

from benchmarks.brokers import LABEL, PROGRAM, broker, sender
from benchmarks.figures import Figure, Line, Skipped
from benchmarks.places import Home, home, now, turns
from nomologi_tui.model import Automation, ListenerState, Run, Step, StepType
from nomologi_tui.settings import load_settings
from nomologi_tui.usecases.runs import running
from nomologi_tui.usecases.workspace import Workspace

SAMPLES = 60
PAUSE = (0.05, 0.15)  # seconds between two causes, at random, so that they meet every phase of what polls
TOKEN = "benchmark-token-of-32-characters"  # noqa: S105 - of a listener on loopback that lives for seconds

Causes = dict[str, datetime]  # when each was brought about, by what tells the runs apart


def measure() -> Iterator[Line]:
    """Milliseconds until the action is done: p50 and, as the slow end, p95."""
    with home() as here:
        hook = Step(StepType.TRIGGER, "webhook", {"token": TOKEN}, name="when")
        at_once, by_default = (here.folder / name for name in ("at-once", "by-default"))
        other = replace(hook, config={"token": TOKEN[::-1]})  # whose runs are by hand
        triggers = [hook, _files(at_once, settle=0), _files(by_default), other]
        made = here.add([(trigger, _write(here.folder / "out.txt")) for trigger in triggers])
        with here.runner():
            if not _listening(here, len(made)):
                yield Skipped("webhook and file → action", "the runner's triggers did not begin to listen")
                return
            yield from _figures(here, made[3], "nomologi run → action", lambda: _by_hand(here, made[3]), _key_by_hand)
            yield from _figures(here, made[0], "webhook → action", lambda: _requests(here.port), _key_of_request)
            yield from _figures(here, made[1], "file → action", lambda: _drops(at_once), _key_of_file, at_most=60)
            yield from _figures(
                here, made[2], "file → action, unchanged for 0.5 s first", lambda: _drops(by_default), _key_of_file
            )
    yield from _of_messages()


def _of_messages() -> Iterator[Line]:
    what = "MQTT message → action"
    if PROGRAM is None:
        yield Skipped(what, "mosquitto is not installed")
        return
    with home() as here, broker(here) as port:
        trigger = Step(StepType.TRIGGER, "mqtt", {"connection": LABEL, "topic": "bench/#"}, name="when")
        (made,) = here.add([(trigger, _write(here.folder / "out.txt"))])
        with here.runner():
            if _listening(here, 1):
                yield from _figures(here, made, what, lambda: _messages(port), _key_of_message, at_most=10)
            else:
                yield Skipped(what, "the runner's trigger did not begin to listen")


def _write(path: Path) -> Step:
    return Step(StepType.ACTION, "write_file", {"path": str(path), "content": "{{ event.id }}"}, name="do")


def _files(folder: Path, **config: float) -> Step:
    folder.mkdir()
    return Step(StepType.TRIGGER, "file", {"folder": str(folder), **config}, name="when")


def _listening(here: Home, number: int) -> bool:
    """Wait until as many triggers listen."""
    with here.reader() as reader:
        for _ in turns(0.02):
            states = [one.state for one in reader.listeners(1)]
            if states.count(ListenerState.OK) == number:
                time.sleep(1)  # noqa: TID251 - a folder is watched a moment after its trigger listens
                return True
    return False


def _figures(
    here: Home, automation: Automation, what: str, cause: Callable[[], Causes], key: Callable[[Run], str],
    at_most: float | None = None,
) -> Iterator[Line]:  # fmt: skip
    caused = cause()
    done = _finished(here, automation, key, len(caused))
    times = sorted((done[name] - at).total_seconds() * 1_000 for name, at in caused.items() if name in done)
    if len(times) < len(caused):
        yield Skipped(what, f"{len(caused) - len(times)} of {len(caused)} causes have no action")
        return
    yield Figure(f"{what}, p50", statistics.median(times), at_most=at_most)
    yield Figure(f"{what}, p95", times[int(len(times) * 0.95)])


def _finished(here: Home, automation: Automation, key: Callable[[Run], str], number: int) -> Causes:
    """When the action of each run was done, once there are as many as `number`."""
    with here.reader() as reader:
        for _ in turns(0.02):
            runs = [run for run in reader.runs(1, automation.id, limit=2 * SAMPLES) if run.status.finished]
            if len(runs) >= number:
                break
        ended = {key(run): reader.steps(1, run.id)[-1].finished_at for run in runs}
    return {name: at for name, at in ended.items() if at}


def _by_hand(here: Home, automation: Automation) -> Causes:
    """As `nomologi run` does it, without the start of a process."""
    ws = Workspace(load_settings(here.environ))
    try:
        return {name: _run_now(ws, automation, name) for name in _names("hand")}
    finally:
        ws.close()


def _run_now(ws: Workspace, automation: Automation, name: str) -> datetime:
    at = now()
    running.run_now(ws, automation, {"name": name})
    return at


def _requests(port: int) -> Causes:
    """POST to the webhook, one request after the other, on one connection."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        return {name: _request(connection, name) for name in _names("request")}


def _request(connection: http.client.HTTPConnection, name: str) -> datetime:
    at = now()
    connection.request("POST", f"/hook/{TOKEN}", body=b"{}", headers={"Idempotency-Key": name})
    connection.getresponse().read()
    return at


def _drops(folder: Path) -> Causes:
    return {name: _drop(folder / name) for name in _names("file")}


def _drop(path: Path) -> datetime:
    at = now()
    path.write_text("a line\n", encoding="utf-8")
    return at


def _messages(port: int) -> Causes:
    with sender(port) as client:
        return {name: _message(client, name) for name in _names("message")}


def _message(client: Client, name: str) -> datetime:
    at = now()
    client.publish("bench/a", name, qos=1)
    return at


def _names(kind: str) -> Iterator[str]:
    for number in itertools.islice(itertools.count(), SAMPLES):
        time.sleep(random.uniform(*PAUSE))  # noqa: S311, TID251 - a pause, no secret
        yield f"{kind}-{number}"


def _key_by_hand(run: Run) -> str:
    return str(run.input.get("name"))


def _key_of_request(run: Run) -> str:
    return (run.event_id or "").removeprefix("hook:")


def _key_of_file(run: Run) -> str:
    return Path(run.input["path"]).name


def _key_of_message(run: Run) -> str:
    return str(run.input["payload"])
