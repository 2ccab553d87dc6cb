"""Figures for Prometheus, asked for by HTTP and read by Prometheus' own parser."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from nomologi_tui.clock import SystemClock
from nomologi_tui.runner.metrics import Metrics
from nomologi_tui.runner.single import carry_out
from tests.ports import free_port
from tests.runner.bench import Bench
from tests.runner.made import Doings, automation, say
from tests.support import DEADLINE


@pytest.fixture
async def port(bench: Bench) -> AsyncIterator[int]:
    """Where they are served."""
    port = free_port()
    opened = asyncio.Event()
    tools = replace(bench.tools, settings=replace(bench.settings, metrics_port=port))
    task = asyncio.create_task(Metrics(tools).run(opened.set))
    await asyncio.wait_for(opened.wait(), 20)
    yield port
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def ask(port: int, path: str = "/metrics", **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=DEADLINE) as client:
        return await client.get(f"http://127.0.0.1:{port}{path}", headers=headers)


async def figures(port: int) -> dict[str, float]:
    """Each sample, by its name with its labels."""
    page = (await ask(port)).text
    return {
        ",".join([one.name, *one.labels.values()]): one.value
        for family in text_string_to_metric_families(page)
        for one in family.samples
    }


async def test_runs_are_counted_once_by_automation_and_how_they_ended(bench: Bench, port: int, doings: Doings) -> None:
    one = bench.add(automation(say("x")))
    for _ in range(2):
        await carry_out(
            bench.settings, bench.store, bench.tools.registry, SystemClock(), bench.queue(one), bench.tools.secrets
        )
    await figures(port)
    found = await figures(port)
    assert found[f"nomologi_runs_total,{one.id},success"] == 2
    assert found[f"nomologi_run_duration_seconds_count,{one.id},success"] == 2
    assert 0 <= found[f"nomologi_run_duration_seconds_sum,{one.id},success"] < 60


async def test_what_waits_is_shown_with_how_long(bench: Bench, port: int) -> None:
    one = bench.add(automation(say("x")))
    bench.queue(one)
    found = await figures(port)
    assert found["nomologi_runs_open,pending"] == 1
    assert found["nomologi_pending_seconds"] > 0
    assert found["nomologi_late_seconds"] == 0


async def test_an_empty_store_has_figures_too(bench: Bench, port: int) -> None:
    found = await figures(port)
    assert found["nomologi_missed"] == 0
    assert found["nomologi_store_bytes"] == bench.settings.places.database.stat().st_size + _log(bench)
    assert "nomologi_last_backup_timestamp_seconds" not in found
    bench.settings.places.backups.mkdir()
    made = bench.settings.places.backups / "nomologi-2026-11-30.zip"
    made.touch()
    assert (await figures(port))["nomologi_last_backup_timestamp_seconds"] == pytest.approx(made.stat().st_mtime)


def _log(bench: Bench) -> int:
    database = bench.settings.places.database
    return database.with_name(f"{database.name}-wal").stat().st_size


async def test_no_word_of_a_person_is_in_them(bench: Bench, port: int) -> None:
    one = replace(automation(say("hush")), goal='tell "hush"\nevery day')
    bench.queue(bench.add(one))
    page = (await ask(port)).text
    assert "hush" not in page


@pytest.mark.parametrize(
    ("path", "headers"), [("/", {}), ("/metrics/", {}), ("/metrics", {"host": "evil.example"})], ids=str
)
async def test_nothing_else_is_told_and_nobody_is_led_here(port: int, path: str, headers: dict[str, str]) -> None:
    assert (await ask(port, path, **headers)).status_code == 404


async def test_a_port_that_is_taken_is_said_once_and_waited_for(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = replace(bench.settings, metrics_port=taken.getsockname()[1])
        task = asyncio.create_task(Metrics(replace(bench.tools, settings=settings)).run())
        while not caplog.text:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert caplog.text.count("No metrics: The runner can't open 127.0.0.1:") == 1
