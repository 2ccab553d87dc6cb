"""The service as an agent of launchd, on macOS."""

import os
import plistlib
from pathlib import Path

from nomologi_tui.errors import NomologiError, NotFoundError
from nomologi_tui.usecases.service.kept import ServiceState, Start, ask, write

LABEL = "org.nomologi.runner"


class Launchd:
    """Calls launchctl for the user's own domain."""

    def file(self) -> Path:
        return Path("~/Library/LaunchAgents").expanduser() / f"{LABEL}.plist"

    def text(self, start: Start, *, hardened: bool) -> str:
        if hardened:
            raise NomologiError("launchd knows no way to harden an agent.", "Leave out --hardened.")
        log = str(Path("~/Library/Logs/nomologi.log").expanduser())
        return plistlib.dumps({
            "Label": LABEL, "ProgramArguments": list(start.program), "EnvironmentVariables": start.environment,
            "RunAtLoad": True, "KeepAlive": {"SuccessfulExit": False}, "ThrottleInterval": 5, "ExitTimeOut": 30,
            "ProcessType": "Background", "StandardOutPath": log, "StandardErrorPath": log,
            "HardResourceLimits": {"Core": 0}, "SoftResourceLimits": {"Core": 0},
        }).decode()  # fmt: skip

    def install(self, start: Start, *, hardened: bool) -> ServiceState:
        text = self.text(start, hardened=hardened)
        if self.state().active:
            _call("bootout", f"{_domain()}/{LABEL}")
        write(self.file(), text)
        _call("bootstrap", _domain(), str(self.file()))
        return self.state()

    def remove(self) -> None:
        if not os.path.lexists(self.file()):
            raise NotFoundError(f"There is no service here: {self.file()} does not exist.")
        if self.state().active:
            _call("bootout", f"{_domain()}/{LABEL}")
        self.file().unlink(missing_ok=True)

    def state(self) -> ServiceState:
        installed = os.path.lexists(self.file())
        loaded = ask("launchctl", "print", f"{_domain()}/{LABEL}").returncode == 0
        words = "" if loaded or not installed else "not loaded"
        return ServiceState(
            self.file(), installed=installed, starts_itself=installed, active=loaded, words=words, lingers=True
        )


def _domain() -> str:
    return f"gui/{os.getuid()}"


def _call(*arguments: str) -> None:
    done = ask("launchctl", *arguments)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise NomologiError(f"launchctl {arguments[0]} failed: {said[0].rstrip('.')}.")
