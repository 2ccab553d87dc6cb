"""A real systemd and journald of the test's own: the user instance, in a mount namespace where it finds itself booted.

Its units are the test's, its journal begins empty, and nothing of the machine's own systemd is touched. Programs on
PATH of the same names lead into the namespace, so what is tested runs the real systemctl and journalctl.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support import require, wait_until

_PROGRAMS = ("systemctl", "journalctl", "systemd-run")
_BEGIN = """
for folder in /run/systemd /run/log /var/log; do mkdir -p $folder && mount -t tmpfs none $folder; done
mkdir -p /run/systemd/system /run/log/journal
slice=user.slice/user-$$.slice # by this path the journal knows a user's unit
each_root() {
  for root in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    [ -e $root/cgroup.procs ] && "$@"
  done
}
go_in() { mkdir -p $root/$slice/user@$$.service && echo $$ > $root/$slice/user@$$.service/cgroup.procs; }
go_out() { echo $$ > $root/cgroup.procs; find $root/$slice -depth -type d -exec rmdir {} +; rmdir $root/user.slice; }
end() { kill $manager; wait $manager; kill $journal; wait $journal; each_root go_out 2>/dev/null; }
each_root go_in
/lib/systemd/systemd-journald & journal=$!
/lib/systemd/systemd --user --unit=basic.target & manager=$!
trap end TERM
wait $manager
"""


@dataclass(frozen=True, slots=True)
class LiveSystemd:
    """`bin` goes first on PATH; units are started by `run`, or stand under `home`."""

    bin: Path
    home: Path

    def ready(self) -> bool:
        """Whether it is up."""
        asked = [str(self.bin / "systemctl"), "--user", "is-active", "--quiet", "basic.target"]
        return subprocess.run(asked, capture_output=True, timeout=20, check=False).returncode == 0

    def run(self, unit: str, *command: str) -> None:
        """Start a transient service. Raises CalledProcessError."""
        self.call("systemd-run", "--user", "--quiet", "--remain-after-exit", f"--unit={unit}", *command)

    def call(self, program: str, *arguments: str) -> str:
        """What a program in the namespace prints. Raises CalledProcessError."""
        done = subprocess.run(
            [str(self.bin / program), *arguments], capture_output=True, text=True, timeout=20, check=True
        )
        return done.stdout


@contextmanager
def live_systemd(folder: Path) -> Iterator[LiveSystemd]:
    """Until the `with` ends. Skips where it can't be: it needs root, namespaces, and systemd's programs."""
    require(os.geteuid() == 0, "only root may make a mount namespace")
    require(Path("/lib/systemd/systemd-journald").exists(), "systemd is not installed")
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), "HOME": str(folder)}
    line = ["unshare", "--mount", "--propagation", "private", "sh", "-c", _BEGIN]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(line, env=environ, stdout=said, stderr=said, start_new_session=True)
    try:
        found = LiveSystemd(_leading_in(folder / "bin", process.pid, runtime), folder)
        wait_until(found.ready)
        yield found
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def _leading_in(bin_folder: Path, pid: int, runtime: Path) -> Path:
    bin_folder.mkdir()
    for name in _PROGRAMS:
        path = bin_folder / name
        real = shutil.which(name)
        path.write_text(
            f'#!/bin/sh\nXDG_RUNTIME_DIR={runtime} exec nsenter --mount=/proc/{pid}/ns/mnt --wd="$PWD" {real} "$@"\n'
        )
        path.chmod(0o755)
    return bin_folder
