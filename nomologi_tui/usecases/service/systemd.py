"""The service as a unit of systemd's user manager."""

import os
from pathlib import Path

from nomologi_tui.errors import NomologiError, NotFoundError
from nomologi_tui.usecases.service.kept import NO_MANAGER, ServiceState, Start, ask, write

UNIT = "nomologi.service"
_ALIVE = 60  # seconds without a sign of life after which systemd starts the runner anew
_TEXT = """\
# Written by `nomologi service install`, which replaces it; your own lines go into {unit}.d/*.conf beside it.
[Unit]
Description=Nomologi: runs your automations
StartLimitIntervalSec=10min
StartLimitBurst=10

[Service]
Type=notify
NotifyAccess=main
ExecStart={program}
{environment}
Restart=on-failure
RestartSec=5
# wrong settings, nothing there, an answer is needed: starting again helps in none of these
RestartPreventExitStatus=2 3 4
WatchdogSec={alive}
# a new version first copies the database and brings it to its own form
TimeoutStartSec=10min
TimeoutStopSec=30
# the runner ends its commands itself; what is left after that is killed
KillMode=mixed
# a command that takes all memory ends alone
OOMPolicy=continue
# no secret goes into a core file
LimitCORE=0
SyslogIdentifier=nomologi
{rights}

[Install]
WantedBy=default.target
"""
# Whoever runs commands needs the rights of these commands: taking away more than this breaks them in ways that nobody
# understands, and even this ends sudo.
_HARDENED = """\
NoNewPrivileges=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
LockPersonality=yes
SystemCallArchitectures=native"""
_LEFT = "# commands may use sudo; `--hardened` takes that right away"


class Systemd:
    """Calls systemctl for the user's own manager."""

    def file(self) -> Path:
        config = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
        return Path(config).expanduser() / "systemd" / "user" / UNIT

    def text(self, start: Start, *, hardened: bool) -> str:
        return _TEXT.format(
            unit=UNIT,
            program=" ".join(_quoted(one).replace("$", "$$") for one in start.program),
            environment="\n".join(
                f"Environment={_quoted(f'{name}={value}')}" for name, value in start.environment.items()
            ),
            alive=_ALIVE,
            rights=_HARDENED if hardened else _LEFT,
        )

    def install(self, start: Start, *, hardened: bool) -> ServiceState:
        _call("show-environment")  # nothing is written where nobody would start it
        write(self.file(), self.text(start, hardened=hardened))
        _call("daemon-reload")
        _call("reset-failed", UNIT, may_fail=True)
        _call("enable", UNIT)
        _call("restart", UNIT)
        return self.state()

    def remove(self) -> None:
        if not os.path.lexists(self.file()):
            raise NotFoundError(f"There is no service here: {self.file()} does not exist.")
        _call("disable", "--now", UNIT)
        self.file().unlink(missing_ok=True)
        _call("daemon-reload")
        _call("reset-failed", UNIT, may_fail=True)

    def state(self) -> ServiceState:
        if not os.path.lexists(self.file()):
            return ServiceState(self.file(), installed=False)
        said = _call("show", "--property=ActiveState,SubState,StatusText,Result,UnitFileState", UNIT)
        found = dict(line.partition("=")[::2] for line in said.splitlines())
        active = found.get("ActiveState") == "active"
        words = found.get("StatusText", "") if active else _how_it_failed(found)
        return ServiceState(
            self.file(), installed=True, starts_itself=found.get("UnitFileState") == "enabled", active=active,
            words=words, lingers=_lingers(),
        )  # fmt: skip


def _how_it_failed(found: dict[str, str]) -> str:
    result = found.get("Result", "success")
    reason = "" if result == "success" else f" ({result})"
    return f"{found.get('ActiveState', 'unknown')}{reason}"


def _call(*arguments: str, may_fail: bool = False) -> str:
    """What systemctl prints. Raises NomologiError with its own last line."""
    done = ask("systemctl", "--user", "--no-ask-password", *arguments)
    if done.returncode and not may_fail:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        hint = NO_MANAGER if "connect to bus" in done.stderr else "See: journalctl --user -u nomologi"
        raise NomologiError(f"systemctl --user {arguments[0]} failed: {said[0].rstrip('.')}.", hint)
    return done.stdout


def _lingers() -> bool | None:
    """Whether the manager goes on when its user logs out, as logind knows it."""
    try:
        done = ask("loginctl", "show-user", str(os.getuid()), "--property=Linger", "--value")
    except NomologiError:
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip())


def _quoted(text: str) -> str:
    """One word of a unit's line, as systemd.syntax(7) reads it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'
