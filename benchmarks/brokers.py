"""A real Mosquitto on loopback, and how a benchmark speaks to it."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from benchmarks.places import Home, free_port, now, stop, turns
from nomologi_tui.model import Connection
from nomologi_tui.store import connections, users

LABEL = "Broker"
PROGRAM = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def broker(here: Home) -> Iterator[int]:
    """The port of a broker while it serves; the home has a connection to it. Raises FileNotFoundError without one."""
    if PROGRAM is None:
        raise FileNotFoundError("mosquitto is not installed")
    port, path = free_port(), here.folder / "mosquitto.conf"
    path.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nuser root\nlog_type none\n", encoding="utf-8")
    with here.store() as store:
        user = store.write(users.ensure_os_user, here.environ["NOMOLOGI_USER"], here.environ["NOMOLOGI_USER"], now())
        config = {"host": "127.0.0.1", "port": port, "tls": False}
        store.write(connections.save, Connection(user.id, "mqtt", LABEL, config), now())
    process = subprocess.Popen([PROGRAM, "-c", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_open(port)
        yield port
    finally:
        stop(process)


def _until_open(port: int) -> None:
    for _ in turns(0.01):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise TimeoutError("the broker did not open its port")


@contextmanager
def sender(port: int) -> Iterator[Client]:
    """A client that publishes, with its own thread."""
    client = Client(CallbackAPIVersion.VERSION2)
    client.connect("127.0.0.1", port)
    client.loop_start()
    try:
        yield client
    finally:
        client.disconnect()
        client.loop_stop()
