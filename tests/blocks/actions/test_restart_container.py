"""By the real docker, with a real engine of the test's own."""

from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.actions.restart_container import RestartContainer, restart_container
from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Effect
from nomologi_tui.testing import FakeContext
from tests.dockerd import Docker


@pytest.fixture
def docker(engine: Docker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Docker:
    """The clean environment of a step has no DOCKER_HOST, so it is the context of the user that leads there."""
    monkeypatch.setenv("HOME", str(tmp_path))
    engine.do("context", "create", "test", "--docker", f"host=unix://{engine.socket}")
    (tmp_path / ".docker" / "config.json").write_text('{"currentContext": "test"}')
    return engine


async def do(name: str, verb: str = "restart", engine: str = "docker") -> dict[str, Any]:
    config = RestartContainer.model_validate({"name": name, "verb": verb, "engine": engine})
    told: dict[str, Any] = await restart_container.run(config, FakeContext(clock=SystemClock()))
    return told


async def test_a_real_container_is_stopped_started_and_restarted_and_says_how_it_is(docker: Docker) -> None:
    docker.begin("played", "trap 'exit 0' TERM; sleep 600 & wait")
    assert (await do("played", "stop"))["state"] == "exited"
    assert (await do("played", "stop"))["state"] == "exited"  # twice is as once
    assert (await do("played", "start"))["state"] == "running"
    assert (await do("played"))["state"] == "running"
    docker.do("rm", "--force", "played")


async def test_a_missing_one_is_named(docker: Docker) -> None:
    with pytest.raises(BlockError, match="docker knows nothing called gone"):
        await do("gone")


async def test_an_engine_that_is_not_there_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BlockError, match="There is no podman on this machine"):
        await do("web", engine="podman")


def test_only_a_restart_must_not_happen_twice() -> None:
    assert restart_container.effect_in({"name": "x"}) is Effect.ONCE
    assert restart_container.effect_in({"name": "x", "verb": "stop"}) is Effect.REPEATABLE


def test_what_is_no_name_is_said_while_editing() -> None:
    assert "name" in check(RestartContainer, {"name": "--all"})[1]
