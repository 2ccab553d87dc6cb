import gzip
import threading
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import Connected
from nomologi_tui.blocks.actions.download import Download, download
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.testing import FakeContext
from tests.blocks.web import Answer, WebServer


async def save(url: str, to: Path, *, account: Connected | None = None, values: Any = None, **more: Any) -> Any:
    context = FakeContext(values or {}, clock=SystemClock())
    if account:
        context.connections[account.label] = account
    return await download.run(Download(url=url, to=str(to), **more), context)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_a_file_is_saved_under_its_own_name(web: WebServer, tmp_path: Path) -> None:
    web.answers["/a/new%20list.txt"] = Answer(body=b"one\n")
    told = await save(f"{web.url}/a/new%20list.txt", tmp_path)
    assert told == {"path": str(tmp_path / "new list.txt"), "name": "new list.txt", "bytes": 4, "was_there": False,
                    "url": f"{web.url}/a/new%20list.txt"}  # fmt: skip
    assert files(tmp_path) == {"new list.txt": b"one\n"}


async def test_the_same_file_once_more_is_left_alone_and_another_gets_a_number(web: WebServer, tmp_path: Path) -> None:
    web.answers["/f"] = Answer(body=b"one")
    await save(f"{web.url}/f", tmp_path)
    assert (await save(f"{web.url}/f", tmp_path))["was_there"]
    web.answers["/f"] = Answer(body=b"two")
    await save(f"{web.url}/f", tmp_path)
    assert files(tmp_path) == {"f": b"one", "f (2)": b"two"}
    await save(f"{web.url}/f", tmp_path, taken="overwrite")
    assert files(tmp_path) == {"f": b"two", "f (2)": b"two"}
    web.answers["/f"] = Answer(body=b"three")
    with pytest.raises(BlockError, match="exists already"):
        await save(f"{web.url}/f", tmp_path, taken="fail")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="report.pdf"', "report.pdf"),
        ('attachment; filename="../../.ssh/authorized_keys"', "authorized_keys"),
        ("attachment; filename*=UTF-8''%e2%82%ac%20rates.csv", "€ rates.csv"),
        ("attachment; filename*=no-such''x.csv", "x.csv"),
        ("inline", "f"),
        ('attachment; filename=".."', "download"),
    ],
)
async def test_the_server_s_name_leads_nowhere_else(web: WebServer, tmp_path: Path, header: str, name: str) -> None:
    web.answers["/f"] = Answer(headers={"content-disposition": header}, body=b"x")
    assert (await save(f"{web.url}/f", tmp_path))["name"] == name
    assert files(tmp_path) == {name: b"x"}


async def test_one_s_own_name_counts(web: WebServer, tmp_path: Path) -> None:
    web.answers["/f"] = Answer(headers={"content-disposition": 'attachment; filename="b"'}, body=b"x")
    assert (await save(f"{web.url}/f", tmp_path, name="mine.txt"))["name"] == "mine.txt"
    with pytest.raises(BlockError, match="can't be the name of a file"):
        await save(f"{web.url}/f", tmp_path, name="../mine.txt")


@pytest.mark.parametrize("packed", [False, True])
async def test_what_is_too_large_is_refused_and_leaves_nothing(web: WebServer, tmp_path: Path, packed: bool) -> None:
    body = b"0" * (3 * 1024**2)
    headers = {"content-encoding": "gzip"} if packed else {}
    web.answers["/f"] = Answer(headers=headers, body=gzip.compress(body) if packed else body)
    with pytest.raises(BlockError, match=r"The file of 127\.0\.0\.1 is larger than 2 MB"):
        await save(f"{web.url}/f", tmp_path, most=2)
    assert files(tmp_path) == {}
    assert (await save(f"{web.url}/f", tmp_path, most=3))["bytes"] == len(body)


async def test_a_line_that_breaks_leaves_nothing(web: WebServer, tmp_path: Path) -> None:
    hung = threading.Event()
    hung.set()
    web.answers["/f"] = Answer(headers={"content-length": "10"}, body=b"half", hold=hung)
    with pytest.raises(BlockError, match="broke off|could not be reached"):
        await save(f"{web.url}/f", tmp_path)
    web.answers["/f"] = Answer(404, body=b"nothing here")
    with pytest.raises(BlockError, match="answered 404"):
        await save(f"{web.url}/f", tmp_path)
    assert files(tmp_path) == {}


async def test_a_folder_that_is_missing_is_named_or_made(web: WebServer, tmp_path: Path) -> None:
    web.answers["/f"] = Answer(body=b"x")
    with pytest.raises(BlockError, match="none does not exist"):
        await save(f"{web.url}/f", tmp_path / "none")
    assert web.received == []
    await save(f"{web.url}/f", tmp_path / "none", make_folders=True)
    assert files(tmp_path / "none") == {"f": b"x"}


async def test_a_connection_logs_in_where_it_is_bound(web: WebServer, second_web: WebServer, tmp_path: Path) -> None:
    web.answers["/f"] = Answer(401)
    account = Connected("Wiki", "bearer", None, (web.url,), {"Authorization": "Bearer t-1"})
    with pytest.raises(CredentialError, match="refused the connection “Wiki”"):
        await save(f"{web.url}/f", tmp_path, account=account, connection="Wiki")
    assert web.received[0].headers["authorization"] == "Bearer t-1"
    with pytest.raises(BlockError, match="is not bound to"):
        await save(f"{second_web.url}/f", tmp_path, account=account, connection="Wiki")
    assert second_web.received == []


async def test_an_address_from_a_value_never_reaches_the_own_network(web: WebServer, tmp_path: Path) -> None:
    with pytest.raises(BlockError, match="lies in your own network"):
        await save("{{ link }}", tmp_path, values={"link": f"{web.url}/f"})
    assert web.received == []


@pytest.mark.parametrize(("taken", "then"), [("overwrite", "it is replaced"), ("number", "it gets a number")])
async def test_a_rehearsal_says_what_becomes_of_the_file_that_is_there(tmp_path: Path, taken: Any, then: str) -> None:
    config = Download(url="https://e.example/a", to=str(tmp_path), name="a.txt", taken=taken)
    said = f"would download https://e.example/a to {tmp_path} as a.txt"
    assert await download.previewed(config, FakeContext()) == said
    (tmp_path / "a.txt").write_text("mine")
    assert await download.previewed(config, FakeContext()) == f"{said}; that name is taken, {then}"
