"""From a key to the last byte of what it changes, at 10,000 automations and 1,000,000 log entries: each mode, the log."""

import os
import select
import time
from collections.abc import Iterator

from benchmarks.figures import Figure, Line
from benchmarks.log_view import fill
from benchmarks.painting import Started, started
from benchmarks.places import command, cpu_seconds, home, schedule

AUTOMATIONS = 10_000
PRESSES = 120  # of each screen
LONGEST = 0.3  # seconds until a key is taken for one that changes nothing
SETTLED = 0.03  # seconds without a byte: what the key changed is painted
READY = 6.0  # seconds until what is heavy is loaded
MOST = 50
MODES = {"home": b"1", "runs": b"2", "connections": b"3", "templates": b"4", "settings": b"5"}
KEYS = (b"j", b"j", b"j", b"k", b"\x1b[6~", b"\x1b[5~", b"G", b"g")


def measure() -> Iterator[Line]:
    """Milliseconds; the runner is another process, what is watched is the app. Processor time tells more on a busy
    machine: it is what the app itself takes for a key, with what it does by itself meanwhile."""
    with home() as here:
        first = here.add([(schedule(0), command("true"))])
        here.copy(first[0], [(schedule(place), command("true")) for place in range(1, AUTOMATIONS)])
        fill(here, first)
        with here.runner():
            here.reach(AUTOMATIONS, "SELECT count(*) FROM listener WHERE state = 'ok'")
            with started(here.environ) as app:
                app.listen(READY)
                for name, key in MODES.items():
                    yield from _figures(app, name, key)
                _pressed(app, b"1")
                yield from _figures(app, "the log", b"l")


def _figures(app: Started, name: str, key: bytes) -> Iterator[Line]:
    opened = _pressed(app, key)
    app.listen(1.0)
    pressed = [_pressed(app, KEYS[number % len(KEYS)]) for number in range(PRESSES)]
    pressed = [one for one in pressed if one[0]]  # a key at an end of the list changes nothing
    where = f"10,000 automations, 1,000,000 entries: {name}"
    for place, aim in ((0.5, None), (0.99, MOST)):
        for kind, what in enumerate(("until a key is painted", "processor for a key")):
            one = sorted(each[kind] for each in pressed)[int(len(pressed) * place)]
            yield Figure(f"{where}, {what}, p{place * 100:g}", one, at_most=aim if kind == 0 else None)
    yield Figure(f"{where}, opened after", opened[0])


def _pressed(app: Started, key: bytes) -> tuple[float, float]:
    """Milliseconds until the last byte that the key brought, 0 where it brought none; of processor meanwhile."""
    before = cpu_seconds(app.process)
    began = last = time.perf_counter()
    os.write(app.handle, key)
    patience = LONGEST
    while select.select([app.handle], [], [], patience)[0]:
        os.read(app.handle, 65_536)
        last, patience = time.perf_counter(), SETTLED
    return (last - began) * 1_000, (cpu_seconds(app.process) - before) * 1_000
