"""A real provider for tests: the npm package `oidc-provider` on loopback, and a person with a browser."""

import fcntl
import hashlib
import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from tests.support import require

HERE = Path(__file__).parent
CACHE = HERE.parent.parent / ".cache"
_FORM = re.compile(r'<form[^>]*action="([^"]*)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


@contextmanager
def serving(seconds: int = 3600) -> Iterator[str]:
    """The issuer of a provider whose access tokens hold for `seconds`; skips where there is no Node."""
    folder = _installed()
    process = subprocess.Popen(
        ["node", "provider.mjs", str(seconds)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, "the provider did not start"
        issuer: str = json.loads(line)["issuer"]
        yield issuer
    finally:
        process.kill()
        process.communicate()


def _installed() -> Path:
    """The provider with what it needs, as the lock file says: installed once, beside the code."""
    require(shutil.which("node") and shutil.which("npm"), "the provider of these tests needs node and npm")
    files = ("package.json", "package-lock.json", "provider.mjs")
    told = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in files)).hexdigest()[:16]
    folder = CACHE / f"oidc-{told}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the tests run in several processes
        _install(folder, files)
    return folder


def _install(folder: Path, files: Iterable[str]) -> None:
    if not (folder / "whole").exists():
        for name in files:
            shutil.copy(HERE / name, folder)
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(npm, cwd=folder, check=True, timeout=300)
        (folder / "whole").touch()


@dataclass
class Browser:
    """A person at the provider's own pages: logs in as Ada and agrees, or not."""

    agrees: bool = True

    def visit(self, url: str) -> str:
        """Follow the pages and forms from `url`; the address that leads back to this machine, or the last page's."""
        with httpx.Client(trust_env=False, timeout=10) as client:
            response = client.get(url)
            for _ in range(20):
                if response.is_redirect:
                    target = urljoin(str(response.url), response.headers["location"])
                    if urlsplit(target).path == "/callback":
                        return target
                    response = client.get(target)
                elif (form := _FORM.search(response.text)) is not None:
                    response = self._send(client, response, form[1])
                else:
                    break
        return str(response.url)

    def _send(self, client: httpx.Client, response: httpx.Response, action: str) -> httpx.Response:
        if not self.agrees and "abort" in response.text:
            if 'name="abort"' in response.text:  # the page for codes
                return client.post(urljoin(str(response.url), action), data={**self._hidden(response), "abort": "yes"})
            return client.get(re.findall(r'href="([^"]*abort)"', response.text)[0])
        typed = {"login": "ada", "password": "x"} if 'name="login"' in response.text else {}
        return client.post(urljoin(str(response.url), html.unescape(action)), data={**self._hidden(response), **typed})

    def _hidden(self, response: httpx.Response) -> dict[str, str]:
        return {name: html.unescape(value) for name, value in _HIDDEN.findall(response.text)}
