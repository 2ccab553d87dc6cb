"""A real docker engine of the test's own, in namespaces, with one image made here: nothing is fetched, no network."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support import require, require_programs, wait_until

DAEMON = shutil.which("dockerd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_PATH = "/usr/sbin:/sbin"
_BEGIN = """
mount -t tmpfs none /run
exec dockerd --data-root $PLACE/data --exec-root $PLACE/exec --pidfile $PLACE/pid --host unix://$PLACE/docker.sock \
  --iptables=false --ip6tables=false --bridge=none --storage-driver=vfs --cgroup-parent=/$NAME
"""
_LEAVE = 'find /sys/fs/cgroup -path "*/$NAME*" -depth -type d -exec rmdir {} +'


@dataclass
class Docker:
    """`socket` is where it listens; its containers have the image `box`, which is busybox alone."""

    place: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def socket(self) -> str:
        return f"{self.place}/docker.sock"

    @property
    def environment(self) -> dict[str, str]:
        return {"DOCKER_HOST": f"unix://{self.socket}"}

    def start(self) -> None:
        """Start, or start again with what it had, and wait until it answers."""
        environ = {**os.environ, "PLACE": str(self.place), "NAME": self.place.name}
        environ["PATH"] += f":{_PATH}"
        with (self.place / "said").open("ab") as said:
            self.process = subprocess.Popen(
                ["unshare", "--mount", "--net", "--propagation", "private", "sh", "-c", _BEGIN],
                env=environ, stdout=said, stderr=said,
            )  # fmt: skip
        wait_until(self._answers)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.place / "said").read_text()[-2000:]
        return Path(self.socket).is_socket() and self._call("version").returncode == 0

    def do(self, *arguments: str) -> str:
        """What the real `docker` prints. Raises CalledProcessError."""
        done = self._call(*arguments)
        done.check_returncode()
        return done.stdout.strip()

    def begin(self, name: str, line: str, *options: str) -> None:
        """Start a container that runs a shell line."""
        self.do("run", "--detach", "--name", name, "--network", "none", *options, "box", "/bin/sh", "-c", line)

    def _call(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environ = {**os.environ, **self.environment}
        return subprocess.run(
            ["docker", *arguments], env=environ, capture_output=True, text=True, timeout=60, check=False
        )

    def stop(self) -> None:
        """End it; its containers end with it."""
        process, self.process = self.process, None
        if process is not None:
            process.terminate()
            process.wait(60)

    def make_image(self) -> None:
        root = self.place / "image" / "bin"
        root.mkdir(parents=True)
        shutil.copy("/bin/busybox", root)
        (root / "sh").symlink_to("busybox")
        packed = subprocess.run(["tar", "-C", str(root.parent), "-c", "."], capture_output=True, check=True)
        environ = {**os.environ, **self.environment}
        subprocess.run(
            ["docker", "import", "-", "box"], input=packed.stdout, env=environ, capture_output=True, check=True
        )


@contextmanager
def docker_serving() -> Iterator[Docker]:
    """Until the `with` ends. Skips where it can't be: it needs root, namespaces, docker's programs and busybox."""
    require(os.geteuid() == 0, "only root may run a docker engine in namespaces")
    require(DAEMON, "not installed: dockerd")
    require_programs("docker", "unshare", "tar", "/bin/busybox")
    with tempfile.TemporaryDirectory(prefix="nomo-docker-") as place:  # a short path: sockets allow 107 characters
        found = Docker(Path(place))
        try:
            found.start()
            found.make_image()
            yield found
        finally:
            found.stop()
            subprocess.run(["sh", "-c", _LEAVE], env={**os.environ, "NAME": found.place.name}, check=False)
