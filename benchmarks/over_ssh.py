"""What the app sends while it follows a busy log over SSH: a command writes twenty lines a second."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping

from benchmarks.figures import Figure, Line
from benchmarks.painting import started
from benchmarks.places import NOMOLOGI, ROOT, command, home, schedule

LINES = 'for n in $(seq 1 200); do echo "copied file $n of 200, IMG_$n.HEIC"; sleep 0.05; done'
SETTLE = 3.0  # seconds until the app is quiet
BEGINS = 2.0  # seconds until a run is under way
WATCHED = 6.0  # seconds; a run writes for ten


def measure() -> Iterator[Line]:
    """KiB a second at 80x24, on home with its log pane and with the log at full size."""
    with home() as here:
        here.add([(schedule(0), command(f"sh -c '{LINES}'"))])
        environ = {**here.environ, "SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}
        with started(environ) as app:
            app.listen(SETTLE)
            for key, where in ((b"", "home"), (b"l", "the log")):
                os.write(app.handle, key)
                _run(environ)
                app.listen(BEGINS)
                rate = app.listen(WATCHED) / 1024 / WATCHED
                app.listen(WATCHED)  # the run ends
                yield Figure(f"over SSH, {where} follows 20 lines a second, sent", rate, "KiB/s", at_most=25)


def _run(environ: Mapping[str, str]) -> None:
    listed = subprocess.run([*NOMOLOGI, "list", "--json"], cwd=ROOT, env=environ, capture_output=True, check=True)
    slug = json.loads(listed.stdout)[0]["slug"]
    subprocess.run([*NOMOLOGI, "run", slug], cwd=ROOT, env=environ, check=True, capture_output=True)
