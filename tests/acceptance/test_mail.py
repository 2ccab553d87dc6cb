"""Mails of a real dovecot, through the command line and a runner that is a process of its own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blocks.mailboxes import PASSWORD, MailServer, a_mail, mail_serving
from tests.support import Background, nomologi, nomologi_here, runs_of, wait_until

ENVIRON = {"MAIL_PASSWORD": PASSWORD}
GOAL = "when a mail from eve@example.com comes, save its attachments to {folder} and mark the mail as read"


@pytest.fixture
def mails(home: Path) -> Iterator[MailServer]:
    """A mailbox, and the connection to it."""
    with mail_serving() as server:
        fields = ("imap_host=127.0.0.1", f"imap_port={server.port}", "imap_security=none", f"address={server.name}")
        arguments = [part for one in (*fields, "password=env:MAIL_PASSWORD") for part in ("--set", one)]
        made = nomologi_here(home, "connections", "add", "mailbox", "Mails", *arguments, environ=ENVIRON)
        assert made.returncode == 0, made.stderr
        yield server


def made(home: Path, folder: Path) -> str:
    """The plan of an automation that files what comes."""
    mailboxes = [f"{step}.mailbox=Mails" for step in ("when", "what.1", "what.2")]
    settings = [part for one in mailboxes for part in ("--set", one)]
    found = nomologi_here(home, "new", GOAL.format(folder=folder), "--yes", *settings, environ=ENVIRON)
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_a_mailbox_is_tried_from_the_command_line(home: Path, mails: MailServer) -> None:
    tried = nomologi(home, "connections", "test", "Mails", environ=ENVIRON)
    assert (tried.returncode, "took it" in tried.stdout) == (0, True)
    wrong = nomologi(home, "connections", "test", "Mails", environ={"MAIL_PASSWORD": "hunter2"})
    assert (wrong.returncode, "refused the login" in wrong.stderr) == (1, True)
    assert "hunter2" not in wrong.stdout + wrong.stderr


def test_what_comes_by_mail_is_filed_and_the_runner_ends_at_once(home: Path, mails: MailServer, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    plan = made(home, folder)
    assert "read the mails in INBOX of “Mails”" in plan
    assert f"write {folder}" in plan
    with Background(home, "runner", environ=ENVIRON) as runner:
        wait_until(lambda: '"ok"' in nomologi_here(home, "status", "--json").stdout)
        mails.deliver(a_mail("Other", sender="mallory@example.net", files=[("no.txt", b"1")]))
        mails.deliver(a_mail("Invoice", files=[("../a.pdf", b"%PDF")]))
        (run,) = wait_until(lambda: [one for one in runs_of(home) if one["finished_at"]])
        assert runner.stop() == 0
    assert run["status"] == "success"
    assert [path.name for path in folder.iterdir()] == ["a.pdf"]
    trace = json.loads(nomologi_here(home, "trace", str(run["id"]), "--json").stdout)
    assert trace["steps"][0]["output"]["count"] == 1
    assert [path.name[-1] for path in (mails.folder() / "cur").iterdir() if b"Invoice" in path.read_bytes()] == ["S"]
    assert PASSWORD not in json.dumps(trace)


def test_a_mailbox_that_is_away_is_said_and_comes_back_by_itself(home: Path, mails: MailServer, tmp_path: Path) -> None:
    made(home, tmp_path)
    mails.stop()
    with Background(home, "runner", environ=ENVIRON):
        wait_until(lambda: "could not be reached" in nomologi_here(home, "status", "--json").stdout)
        mails.start()
        wait_until(lambda: '"ok"' in nomologi_here(home, "status", "--json").stdout)
