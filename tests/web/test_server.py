"""The app in a browser: served to whoever has the address, and to nobody else."""

import re
import subprocess
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.support import DEADLINE, Background, environment, nomologi, nomologi_here, wait_until
from tests.web.browser import browser

GOAL = "every 15 minutes run 'backup.sh'"
UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip
HEARD = """
window.heard = '';
const Plain = WebSocket;
window.WebSocket = class extends Plain {
  constructor(address) {
    super(address);
    this.addEventListener('message', async (e) => { window.heard += await new Response(e.data).text(); });
  }
};
"""


def get(address: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
    return httpx.get(address, headers=headers, timeout=DEADLINE)


@contextmanager
def served(home: Path) -> Iterator[tuple[Background, str]]:
    """The program, and the address that it printed."""
    with Background(home, "serve") as program:
        yield program, program.out.wait_for(lambda line: line.startswith("Open ")).split()[1]


def test_only_the_address_with_its_token_opens_it(tmp_path: Path) -> None:
    with served(tmp_path) as (program, address):
        found = urlsplit(address)
        base, token = f"http://{found.netloc}", found.path.strip("/")
        assert found.hostname == "127.0.0.1"
        assert len(token) >= 43
        page = get(address)
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "http" not in re.sub(r"ws://", "", page.text).replace("<html", "")
        assert get(f"{address}static/js/textual.js").status_code == 200
        wrong = f"{base}/{token[:-1]}x"
        for path in ("/", "/ws", "/static/js/textual.js", "/download/1"):
            assert get(f"{wrong}{path}", headers=UPGRADE).status_code == 404
        assert get(base).status_code == 404
        assert program.stop(2) == 0


STRANGERS = [
    ("", {"Host": "evil.example"}, 403),
    ("", {"Host": "127.0.0.1"}, 403),
    ("", {"Origin": "http://evil.example"}, 403),
    ("static/js/textual.js", {"Host": "evil.example"}, 403),
    ("ws", UPGRADE, 403),
    ("ws", {**UPGRADE, "Origin": "http://evil.example"}, 403),
    ("ws", {**UPGRADE, "Origin": "null"}, 403),
    ("static/%2e%2e/server.py", {}, 404),
]


def test_neither_another_host_nor_another_site_gets_in(tmp_path: Path) -> None:
    with served(tmp_path) as (_, address):
        answers = [get(f"{address}{path}", headers=headers).status_code for path, headers, _ in STRANGERS]
    assert answers == [code for *_, code in STRANGERS]


def test_a_real_browser_shows_the_goal_takes_keys_and_keeps_the_draft(tmp_path: Path) -> None:
    home = tmp_path / "home"
    nomologi_here(home, "new", GOAL, "--yes")
    with served(home) as (program, address), browser(tmp_path / "profile") as window:
        window.before_each_page(HEARD)
        window.open(address)
        wait_until(lambda: GOAL in window.run("return window.heard"))
        loaded = window.run("return performance.getEntriesByType('resource').map((one) => one.name)")
        assert {urlsplit(one).netloc for one in loaded} == {urlsplit(address).netloc}
        wait_until(lambda: colours(window.picture()) > 4)
        window.run("document.querySelector('.xterm-helper-textarea').focus()")
        window.type("n")
        wait_until(lambda: "STEP 1 of 3" in window.run("return window.heard"))
        window.type("every day at 7 run 'date'")
        wait_until(lambda: "07:00" in window.run("return window.heard"))
        assert program.stop(2) == 0
    drafts = nomologi(home, "--plain", stdin="8\n").stdout
    assert "every day at 7 run 'date'" in drafts


def colours(png: bytes) -> int:
    """How many different rows of pixels a picture has; a blank one has one."""
    at, data, size = 8, b"", (0, 0)
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        size = (int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")) if kind == b"IHDR" else size
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    rows = zlib.decompress(data)
    step = len(rows) // size[1]
    return len({rows[place : place + step] for place in range(0, len(rows), step)})


def test_without_the_extra_a_sentence_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys, importlib.abc\n"
        "class Gone(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'textual_serve': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Gone())\n"
        "sys.argv = ['nomologi', 'serve']\n"
        "from nomologi_tui.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.endswith("Run: pip install 'textual-serve>=1.1.3,<2'\n")
    assert done.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with served(tmp_path / "a") as (_, address):
        again = nomologi(tmp_path / "b", "serve", "--port", str(urlsplit(address).port))
    assert again.returncode == 2
    assert "can't be served" in again.stderr
