"""An automation made by a sentence answers messages of a real Mosquitto, also after that was gone."""

import asyncio
import json
from pathlib import Path

from nomologi_tui.blocks.tools.mqtt.client import Session, publish, session
from tests.mqtt import NAME, PASSWORD, Broker
from tests.support import DEADLINE, Background, nomologi, nomologi_here, runs_of, wait_until

SECRET = {"BROKER_PASSWORD": PASSWORD}
ECHO = "when an mqtt message comes, publish to mqtt"


async def answered(broker: Broker, payload: str) -> str:
    """What comes back under `back` after `payload` was published."""
    where = broker.config(username=NAME, password=PASSWORD).broker()
    async with session(where) as other:
        await other.listen("back", retained=False)
        await publish(where, "lamp/on", payload.encode(), 1, retain=False)
        return await _next(other)


async def _next(other: Session) -> str:
    async with asyncio.timeout(DEADLINE):
        return (await other.next()).payload.decode()


def state(home: Path) -> str:
    listener = json.loads(nomologi_here(home, "status", "--json").stdout)["listeners"][0]
    return str(listener["state"])


def test_a_message_is_answered_and_again_when_the_broker_is_back(home: Path, tmp_path: Path) -> None:
    with Broker(tmp_path, {NAME: PASSWORD}) as broker:
        added = nomologi_here(
            home, "connections", "add", "mqtt", "Home", "--set", "host=127.0.0.1", "--set", f"port={broker.port}",
            "--set", "tls=no", "--set", f"username={NAME}", "--set", "password=env:BROKER_PASSWORD",
        )  # fmt: skip
        assert added.returncode == 0, added.stderr
        assert "took it" in nomologi(home, "connections", "test", "Home", environ=SECRET).stdout
        made = nomologi_here(
            home, "new", ECHO, "--set", "when.connection=Home", "--set", "when.topic=lamp/#", "--yes",
            "--set", "what.connection=Home", "--set", "what.topic=back",
            "--set", "what.payload={{ event.levels[1] }} {{ event.value.a }}",
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        with Background(home, "runner", environ=SECRET):
            wait_until(lambda: state(home) == "ok")
            assert (
                asyncio.run(answered(broker, '{"a": "$(id) \\u001b[31m {{ run.id }}"}'))
                == "on $(id) \x1b[31m {{ run.id }}"
            )
            broker.stop(kill=True)
            wait_until(lambda: state(home) == "retrying")
            broker.start()
            wait_until(lambda: state(home) == "ok")
            assert asyncio.run(answered(broker, '{"a": 2}')) == "on 2"
            wait_until(lambda: [one["status"] for one in runs_of(home)] == ["success", "success"])
    shown = nomologi_here(home, "logs").stdout + nomologi_here(home, "trace", "1").stdout
    assert "\x1b" not in shown
    assert PASSWORD not in shown
