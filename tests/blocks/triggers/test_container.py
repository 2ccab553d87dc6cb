"""Against a real docker engine of the test's own. What it can't be brought to say, by lines as podman writes them."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.tools.containers.form import Containers, happened
from nomologi_tui.blocks.triggers.container import container
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeTriggerContext
from tests.blocks.triggers.hearing import Hearing, hearing
from tests.dockerd import Docker, docker_serving
from tests.support import eventually


@pytest.fixture
def docker(engine: Docker, monkeypatch: pytest.MonkeyPatch) -> Docker:
    """Found by the program as by everybody."""
    monkeypatch.setenv("DOCKER_HOST", engine.environment["DOCKER_HOST"])
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    return engine


@asynccontextmanager
async def told(
    when: str, name: str, context: FakeTriggerContext | None = None, **fields: str
) -> AsyncIterator[Hearing]:
    config = Containers.model_validate({"when": when, "name": name, **fields})
    async with hearing(container, config, context or FakeTriggerContext(clock=SystemClock())) as found:
        await found.looked(1)
        yield found


async def test_a_container_that_fails_is_told_with_its_exit_code_and_one_that_ends_well_is_not(docker: Docker) -> None:
    async with told("fails", "bad*") as found, told("ends", "bad*") as ends:
        docker.begin("bad-well", "exit 0")
        docker.begin("bad-one", "exit 3")
        event = await found.next()
        assert [(await ends.next()).data["exit_code"] for _ in range(2)] == [0, 3]
    assert (event.data["name"], event.data["exit_code"], event.data["image"]) == ("bad-one", 3, "box")
    assert event.data["text"] == "bad-one fails with exit code 3"


async def test_one_that_somebody_stopped_has_not_failed(docker: Docker) -> None:
    async with told("fails", "calm*") as found:
        docker.begin("calm", "sleep 600")
        docker.do("kill", "calm")
        docker.begin("calm-not", "kill -9 $$; exit 137")
        assert (await found.next()).data["name"] == "calm-not"


async def test_a_start_is_told_each_time_and_only_of_those_that_are_named(docker: Docker) -> None:
    async with told("starts", "web") as found:
        docker.begin("other", "exit 0")
        docker.begin("web", "exit 0")
        first = await found.next()
        docker.do("start", "web")
        second = await found.next()
    assert {first.data["name"], second.data["name"]} == {"web"}
    assert first.id != second.id


async def test_one_becomes_unhealthy_by_its_own_check(docker: Docker) -> None:
    async with told("becomes unhealthy", "") as found:
        check = ("--health-cmd", "exit 1", "--health-interval", "1s", "--health-retries", "1")
        docker.begin("sick", "sleep 600", *check)
        event = await found.next()
        docker.do("rm", "--force", "sick")
    assert event.data["text"] == "sick becomes unhealthy"


async def test_what_happened_while_nobody_listened_is_told_once(docker: Docker) -> None:
    context = FakeTriggerContext(clock=SystemClock())
    async with told("ends", "late*", context) as found:
        docker.begin("late-one", "exit 0")
        before = await found.next()
    docker.begin("late-two", "exit 0")
    docker.do("wait", "late-two")
    async with told("ends", "late*", context) as found:
        assert (await found.next()).data["name"] == "late-two"
    async with told("ends", "late*", context) as found:
        docker.begin("late-three", "exit 0")
        assert (await found.next()).data["name"] == "late-three"
    assert before.data["name"] == "late-one"


@pytest.fixture
def own_docker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Docker]:
    """One that the test may stop."""
    with docker_serving() as found:
        monkeypatch.setenv("DOCKER_HOST", found.environment["DOCKER_HOST"])
        yield found


async def test_an_engine_that_goes_away_ends_the_trigger_and_one_that_is_not_there_is_a_sentence(
    own_docker: Docker,
) -> None:
    with pytest.raises(BlockError, match=r"docker (hung up|does not answer)"):
        async with told("starts", "") as found:
            own_docker.stop()
            await eventually(found.task.done)
    with pytest.raises(BlockError, match=r"docker does not (listen here|answer)"):
        await anext(container.run(Containers(when="starts"), FakeTriggerContext(clock=SystemClock())))


async def test_an_account_that_may_not_speak_to_it_is_told_what_to_do(docker: Docker) -> None:
    docker.place.chmod(0o755)
    os.seteuid(65534)
    try:
        with pytest.raises(BlockError, match=r"may not speak to docker at .* Allow it by the group docker"):
            await anext(container.run(Containers(when="starts"), FakeTriggerContext(clock=SystemClock())))
    finally:
        os.seteuid(0)


async def test_the_preview_names_those_that_are_meant(docker: Docker) -> None:
    docker.begin("shown-one", "sleep 600")
    shown = await container.previewed(Containers(when="ends", name="shown*"), FakeTriggerContext())
    docker.do("rm", "--force", "shown-one")
    assert shown.startswith("1 container is meant now\n  shown-one: up ")


async def test_what_is_no_engine_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        monkeypatch.setenv("CONTAINER_HOST", f"unix://{tmp_path}/s")
        config = Containers(when="ends", engine="podman")
        assert "podman does not answer as it should" in await container.previewed(config, FakeTriggerContext())


def said(action: str, **attributes: str) -> dict[str, Any]:
    return {"Type": "container", "Action": action, "Actor": {"ID": "ab", "Attributes": {"name": "web", **attributes}}}


@pytest.mark.parametrize(
    ("when", "event", "counts"),
    [("becomes unhealthy", {**said("health_status"), "HealthStatus": "unhealthy"}, True),
     ("becomes unhealthy", {**said("health_status"), "HealthStatus": "starting"}, False),
     ("becomes unhealthy", said("health_status: healthy"), False),
     ("fails", said("die", exitCode="2", containerExitCode="2"), True), ("fails", said("die", exitCode="143"), False),
     ("ends", said("die"), True), ("ends", {"Action": "die", "Actor": None}, True), ("starts", said("init"), False)],
)  # fmt: skip
def test_events_as_podman_writes_them(when: str, event: dict[str, Any], counts: bool) -> None:
    assert happened(Containers.model_validate({"when": when}), event, was_asked=False) is counts


async def test_what_an_engine_forgot_by_its_restart_is_told_by_how_it_is_now_and_the_loss_is_said(
    own_docker: Docker,
) -> None:
    context = FakeTriggerContext(clock=SystemClock())
    async with told("ends", "kept*", context):
        own_docker.begin("kept-one", "sleep 600")
    own_docker.stop()  # its containers end with it, and it knows no event of before its start
    await asyncio.to_thread(own_docker.start)
    async with told("ends", "kept*", context) as found:
        assert (await found.next()).data["name"] == "kept-one"
        own_docker.do("start", "kept-one")
        own_docker.do("kill", "kept-one")
        assert (await found.next()).data["name"] == "kept-one"
    async with told("ends", "kept*", context) as found:
        own_docker.begin("kept-two", "exit 0")
        assert (await found.next()).data["name"] == "kept-two"
    assert [one for one in context.lines if one.startswith("docker forgot what happened while nobody listened")]


async def test_those_that_are_so_already_are_told_once_where_that_is_wanted(docker: Docker) -> None:
    docker.begin("first-bad", "exit 3")
    docker.begin("first-well", "exit 0")
    docker.do("wait", "first-bad", "first-well")
    context = FakeTriggerContext(clock=SystemClock())
    for expected in ("first-bad", "first-late"):
        async with told("fails", "first*", context, first="at once") as found:
            if expected == "first-late":
                docker.begin("first-late", "exit 4")
            assert (await found.next()).data["name"] == expected
