"""An automation made by a sentence follows a real feed."""

import json
from pathlib import Path

from tests.blocks.web import Answer, WebServer
from tests.support import Background, nomologi_here, wait_until

ITEM = "<item><title>Release; $(id)</title><guid>1</guid></item>"


def test_an_item_of_a_feed_is_written_down(home: Path, tmp_path: Path, web: WebServer, runner: Background) -> None:
    web.answers["/feed"] = Answer(body=f"<rss version='2.0'><channel>{ITEM}</channel></rss>".encode())
    noted = tmp_path / "noted.txt"
    made = nomologi_here(
        home, "new", f"when there is a new post in the feed {web.url}/feed, run 'tee {noted}'",
        "--set", "when.first=everything", "--set", "when.title_has=release, fix", "--set", "when.every=1 min",
        "--set", "what.stdin={{ event.title }}", "--yes", "--json",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    step = json.loads(made.stdout)["steps"][0]
    assert (step["block"], step["config"]["url"]) == ("feed", f"{web.url}/feed")
    wait_until(lambda: noted.exists() and noted.read_text() == "Release; $(id)")
