"""A webhook automation made by a sentence hears a real request."""

import http.client
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support import DEADLINE, Background, nomologi_here, runs_of, wait_until


@pytest.fixture
def url(home: Path, tmp_path: Path, port: str) -> str:
    """The address of an automation that writes a request's body into a file."""
    command = f"tee {tmp_path / 'heard'}"
    made = nomologi_here(
        home, "new", f"when a webhook arrives run '{command}'",
        "--set", "what.stdin={{ event.body }}", "--yes", "--json",
        environ={"NOMOLOGI_WEBHOOK_PORT": port},
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    found: str = json.loads(made.stdout)["steps"][0]["url"]
    return found


def post(url: str, body: str) -> int:
    """The status that a real curl, else Python's client, gets."""
    if shutil.which("curl"):
        said = subprocess.run(
            ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", f"{DEADLINE}",
             "--expect100-timeout", f"{DEADLINE}", "-d", body, url],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return int(said.stdout or 0)
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=DEADLINE)
    connection.request("POST", parts.path, body)
    return connection.getresponse().status


def listening(home: Path) -> bool:
    listeners = json.loads(nomologi_here(home, "status", "--json").stdout)["listeners"]
    return bool(listeners) and listeners[0]["state"] == "ok"


def test_a_request_is_answered_once_its_run_is_on_disk_and_then_runs(
    home: Path, tmp_path: Path, url: str, runner: Background
) -> None:
    wait_until(lambda: listening(home))
    status = wait_until(lambda: post(url, "hello; $(id)"))
    with sqlite3.connect(home / "nomologi.db") as looking:
        on_disk = looking.execute("SELECT trigger, input FROM execution_run").fetchall()
    looking.close()
    assert status == 202
    assert on_disk[0][0] == "webhook"
    wait_until(lambda: (tmp_path / "heard").exists() and runs_of(home)[0]["status"] == "success")
    assert (tmp_path / "heard").read_text() == "hello; $(id)"


def test_the_address_stays_the_same(home: Path, url: str, runner: Background) -> None:
    shown = nomologi_here(
        home, "show", "when-a-webhook", environ={"NOMOLOGI_WEBHOOK_PORT": urlsplit(url).netloc.split(":")[1]}
    )
    assert url in shown.stdout
    assert "curl" in shown.stdout


def test_any_other_address_is_not_found(home: Path, url: str, runner: Background) -> None:
    wait_until(lambda: listening(home))
    base = url.rpartition("/")[0]
    assert [post(f"{base}/{ending}", "x") for ending in ("", "x", "/../x", "?")] == [404] * 4
    assert runs_of(home) == []


def test_a_huge_body_is_refused_and_the_listener_lives(
    home: Path, tmp_path: Path, url: str, runner: Background
) -> None:
    wait_until(lambda: listening(home))
    for size in (1024 * 1024 + 1, 5 * 1024 * 1024):
        (tmp_path / "huge").write_bytes(b"x" * size)
        assert post(url, f"@{tmp_path / 'huge'}") == 413
    assert post(url, "small") == 202
