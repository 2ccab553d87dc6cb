"""A real Mosquitto on loopback, started and stopped as a test wants it."""

import json
import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import trustme

from nomologi_tui.blocks.connected import Connected
from nomologi_tui.providers.mqtt import Mqtt
from tests.ports import free_port
from tests.support import DEADLINE, Lines, require

PROGRAM = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
NAME, PASSWORD = "ada", "geheim-ü"


@dataclass
class Broker:
    """Mosquitto with its files in `folder`. With `users` nobody gets in without a name of theirs."""

    folder: Path
    users: dict[str, str] = field(default_factory=dict)
    rules: str = ""  # an access list
    authority: trustme.CA | None = None  # with it the broker speaks TLS only
    options: str = ""
    port: int = 0
    process: "subprocess.Popen[str] | None" = None

    def start(self) -> None:
        """Start, and wait until it takes connections. A second start takes the same port and what was kept."""
        require(PROGRAM, "not installed: mosquitto")
        assert PROGRAM is not None
        self.port = self.port or free_port()
        (self.folder / "mosquitto.conf").write_text(self._configuration())
        self.process = subprocess.Popen(
            [PROGRAM, "-c", str(self.folder / "mosquitto.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        assert self.process.stderr is not None
        Lines(self.process.stderr).wait_for(lambda line: line.endswith("running"))

    def stop(self, *, kill: bool = False) -> None:
        """End it; `kill` without a goodbye to anybody."""
        process, self.process = self.process, None
        if process is not None:
            _end(process, signal.SIGKILL if kill else signal.SIGTERM)

    def config(self, **fields: Any) -> Mqtt:
        """A connection to it."""
        known = {"host": "127.0.0.1", "port": self.port, "tls": False}
        return Mqtt.model_validate({**known, **fields})

    def connected(self, **fields: Any) -> Connected:
        """The same as a block gets it."""
        return Connected("Home", "mqtt", self.config(**fields))

    def _configuration(self) -> str:
        lines = [
            f"listener {self.port} 127.0.0.1", "user root", f"allow_anonymous {str(not self.users).lower()}",
            "log_dest stderr", "log_type information", "log_type error", self.options,
        ]  # fmt: skip
        if self.users:
            passwords = self.folder / "passwords"
            passwords.touch(0o600)
            for name, password in self.users.items():
                command = ["mosquitto_passwd", "-b", str(passwords), name, password]
                subprocess.run(command, check=True, capture_output=True)
            lines.append(f"password_file {passwords}")
        if self.rules:
            (self.folder / "rules").write_text(self.rules)
            lines.append(f"acl_file {self.folder}/rules")
        if self.authority:
            lines += self._certificates(self.authority)
        return "\n".join(lines) + "\n"

    def _certificates(self, authority: trustme.CA) -> list[str]:
        issued = authority.issue_cert("127.0.0.1")
        issued.private_key_pem.write_to_path(self.folder / "key.pem")
        issued.cert_chain_pems[0].write_to_path(self.folder / "cert.pem")
        authority.cert_pem.write_to_path(self.folder / "ca.pem")
        return [f"certfile {self.folder}/cert.pem", f"keyfile {self.folder}/key.pem"]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def nobody_may_listen(folder: Path) -> str:
    """Options of a broker that refuses subscriptions: its access list lets everybody subscribe to anything."""
    plugin = next(Path("/usr/lib").rglob("mosquitto_dynamic_security.so"))
    access = {"publishClientSend": True, "publishClientReceive": True, "subscribe": False, "unsubscribe": True}
    (folder / "access.json").write_text(json.dumps({"defaultACLAccess": access}))
    return f"plugin {plugin}\nplugin_opt_config_file {folder}/access.json"


def _end(process: "subprocess.Popen[str]", how: signal.Signals) -> None:
    """Send the signal until it is heard: Mosquitto forgets one that comes just before its loop begins."""
    for _ in range(int(DEADLINE)):
        process.send_signal(how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)
            return
    process.kill()
    raise TimeoutError("mosquitto did not end")
