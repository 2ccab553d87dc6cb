"""A server that is busy for now: the run waits as a row, is tried again by itself, also by another runner."""

import json
import signal
from pathlib import Path
from typing import Any

from tests.blocks.web import Answer, WebServer
from tests.support import DEADLINE, Background, nomologi, nomologi_here, runs_of, wait_until


def fetching(home: Path, web: WebServer, method: str = "GET") -> str:
    """The slug of an automation that asks the server when it is run."""
    made = nomologi_here(
        home, "new", f"every day at 08:00 fetch {web.url}/busy", "--set", f"what.method={method}", "--yes", "--json"
    )
    assert made.returncode == 0, made.stderr
    slug: str = json.loads(made.stdout)["slug"]
    return slug


def the_run(home: Path) -> dict[str, Any]:
    return runs_of(home)[0]


def test_a_busy_server_is_asked_again_after_the_time_that_it_names(
    home: Path, web: WebServer, runner: Background
) -> None:
    web.answers["/busy"] = Answer(503, {"retry-after": "1"})
    nomologi_here(home, "run", fetching(home, web))
    waiting = wait_until(lambda: [one for one in runs_of(home) if one["status"] == "waiting"])
    assert "answered 503" in waiting[0]["summary"]
    web.answers["/busy"] = Answer(200, body=b"{}")
    wait_until(lambda: the_run(home)["status"] == "success")
    assert len(web.received) >= 2


def test_what_was_posted_is_not_posted_again_when_the_answer_is_bad(
    home: Path, web: WebServer, runner: Background
) -> None:
    web.answers["/busy"] = Answer(503, {"retry-after": "1"})
    done = nomologi(home, "run", fetching(home, web, "POST"), "--wait")
    assert (done.returncode, len(web.received)) == (1, 1)


def test_a_killed_runners_waiting_try_is_done_by_the_next_one(home: Path, web: WebServer, port: str) -> None:
    web.answers["/busy"] = Answer(503, {"retry-after": "3"})
    slug = fetching(home, web)
    with Background(home, "runner") as first:
        nomologi_here(home, "run", slug)
        wait_until(lambda: the_run(home)["status"] == "waiting")
        first.process.send_signal(signal.SIGKILL)
        first.process.wait(DEADLINE)
    web.answers["/busy"] = Answer(200, body=b"{}")
    with Background(home, "runner"):
        wait_until(lambda: the_run(home)["status"] == "success")


def test_a_run_that_is_waited_for_is_tried_again_without_any_runner(home: Path, web: WebServer) -> None:
    web.answers["/busy"] = Answer(503, {"retry-after": "1"})
    slug = fetching(home, web)
    with Background(home, "run", slug, "--wait") as waiting:
        wait_until(lambda: runs_of(home) and the_run(home)["status"] == "waiting")
        web.answers["/busy"] = Answer(200, body=b"{}")
        assert waiting.process.wait(DEADLINE) == 0
