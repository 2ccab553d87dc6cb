"""A real runner tells about a failure, without any secret, and gives signs of life."""

import json
from pathlib import Path

from tests.blocks.web import Answer, WebServer
from tests.support import Background, nomologi, nomologi_here, wait_until

SECRET = "correct-horse-battery"


def test_a_failed_run_is_told_by_the_runner_that_is_on(home: Path, web: WebServer, port: str) -> None:
    web.answers = {f"/{SECRET}": Answer(), "/alive": Answer()}
    environ = {
        "PHONE": web.url.replace("http", "json") + f"/{SECRET}", "NOMOLOGI_ALERT_CHANNEL": "env:PHONE",
        "NOMOLOGI_HEARTBEAT_URL": f"{web.url}/alive", "NOMOLOGI_WEBHOOK_PORT": port,
    }  # fmt: skip
    made = nomologi_here(home, "new", "every day at 08:00 run 'echo oops >&2; exit 3'", "--yes", "--json")
    slug = json.loads(made.stdout)["slug"]
    with Background(home, "runner", environ=environ):
        wait_until(lambda: [one for one in web.received if one.path == "/alive"])
        assert nomologi(home, "run", slug, "--wait").returncode == 1
        [told] = wait_until(lambda: [one for one in web.received if one.path == f"/{SECRET}"])
        wait_until(lambda: "told by JSON" in nomologi_here(home, "alerts").stdout)
    message = json.loads(told.body)
    assert message["title"].startswith("Failed: every day at 08:00")
    assert "exit code 3" in message["message"]
    assert SECRET not in nomologi_here(home, "logs").stdout + nomologi_here(home, "alerts").stdout
