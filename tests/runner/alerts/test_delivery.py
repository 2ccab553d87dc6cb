import json
from pathlib import Path

import pytest

from nomologi_tui.alerting import Message
from nomologi_tui.errors import BlockError
from nomologi_tui.runner.alerts.channel import Channel, Kind
from nomologi_tui.runner.alerts.delivery import deliver
from nomologi_tui.store.secrets import BUS, Secrets
from tests.blocks.web import Answer, WebServer

TOKEN = "hush-hush-token"
MESSAGE = Message("Failed: <b>1</b> & 2", "It [red]broke[/red] {{ x }} \\n <i>", "failure")


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called notify-send that writes down its arguments, and a session; the file that it writes."""
    program, shown = tmp_path / "bin" / "notify-send", tmp_path / "shown"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {shown}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv(BUS, "unix:path=/some/bus")
    return shown


async def test_a_message_arrives_as_it_is(web: WebServer) -> None:
    web.answers["/in"] = Answer()
    secrets = Secrets({"PHONE": web.url.replace("http", "json") + "/in"})
    assert await deliver(Channel(Kind.MESSAGE, "", "env:PHONE"), MESSAGE, secrets) == "JSON"
    got = json.loads(web.received[0].body)
    assert (got["title"], got["message"], got["type"]) == (MESSAGE.title, MESSAGE.body, "failure")


@pytest.mark.parametrize("address", [f"json://127.0.0.1:9/{TOKEN}", f"nosuch://{TOKEN}", f"{TOKEN}", " "])
async def test_a_channel_that_does_not_work_is_told_without_its_address(address: str) -> None:
    with pytest.raises(BlockError) as refused:
        await deliver(Channel(Kind.MESSAGE, "", "env:PHONE"), MESSAGE, Secrets({"PHONE": address}))
    assert TOKEN not in str(refused.value)


async def test_a_secret_that_is_not_there_is_named() -> None:
    with pytest.raises(BlockError, match="no secret called PHONE"):
        await deliver(Channel(Kind.MESSAGE, "", "env:PHONE"), MESSAGE, Secrets({}))


async def test_the_desktop_gets_arguments_and_no_markup(desktop: Path) -> None:
    assert await deliver(Channel(Kind.DESKTOP, ""), MESSAGE, Secrets({})) == "the desktop"
    assert desktop.read_text().splitlines()[-3:] == [
        "--", MESSAGE.title, "It [red]broke[/red] {{ x }} \\n &lt;i&gt;",
    ]  # fmt: skip
    assert "--urgency=critical" in desktop.read_text()


async def test_a_desktop_that_shows_nothing_is_a_sentence(desktop: Path, tmp_path: Path) -> None:
    (tmp_path / "bin" / "notify-send").write_text("#!/bin/sh\necho no session >&2\nexit 1\n")
    with pytest.raises(BlockError, match="The desktop did not show it: no session"):
        await deliver(Channel(Kind.DESKTOP, ""), MESSAGE, Secrets({}))
