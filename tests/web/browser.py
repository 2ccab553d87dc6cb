"""A real headless Chromium, driven by its own chromedriver over HTTP."""

import base64
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.ports import free_port
from tests.support import require_programs, wait_until

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-dev-shm-usage", "--window-size=1000,700",
)  # fmt: skip


class Browser:
    """One window."""

    def __init__(self, session: str) -> None:
        self._session = session

    def open(self, address: str) -> None:
        self._post("url", {"url": address})

    def before_each_page(self, script: str) -> None:
        """Run a script before any of a page's own."""
        parameters = {"cmd": "Page.addScriptToEvaluateOnNewDocument", "params": {"source": script}}
        self._post("goog/cdp/execute", parameters)

    def run(self, script: str) -> Any:
        """What a script in the page returns."""
        return self._post("execute/sync", {"script": script, "args": []})

    def type(self, text: str) -> None:
        """Press keys; `\\ue007` is Enter."""
        keys = [{"type": kind, "value": one} for one in text for kind in ("keyDown", "keyUp")]
        self._post("actions", {"actions": [{"type": "key", "id": "keyboard", "actions": keys}]})

    def picture(self) -> bytes:
        """The window as PNG."""
        answer = httpx.get(f"{self._session}/screenshot", timeout=60).json()
        return base64.b64decode(answer["value"])

    def _post(self, what: str, body: dict[str, Any]) -> Any:
        answer = httpx.post(f"{self._session}/{what}", json=body, timeout=60)
        answer.raise_for_status()
        return answer.json()["value"]


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Chromium with an empty profile in `folder`."""
    require_programs("chromium", "chromedriver")
    port = free_port()
    with subprocess.Popen(
        ["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as driver:
        base = f"http://127.0.0.1:{port}"
        try:
            wait_until(lambda: _is_up(base))
            options = {"args": [*FLAGS, f"--user-data-dir={folder}"], "binary": "/usr/bin/chromium"}
            wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
            made = httpx.post(f"{base}/session", json=wanted, timeout=120).json()["value"]
            session = f"{base}/session/{made['sessionId']}"
            try:
                yield Browser(session)
            finally:
                httpx.delete(session, timeout=60)
        finally:
            driver.terminate()


def _is_up(base: str) -> bool:
    try:
        return bool(httpx.get(f"{base}/status", timeout=5).json()["value"]["ready"])
    except httpx.HTTPError:
        return False
