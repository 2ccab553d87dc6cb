"""Moving, marking and saving with a real dovecot; the state is read from the files that it keeps."""

import asyncio
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import Block, BlockError, Connected
from nomologi_tui.blocks.actions.flag_mail import flag_mail
from nomologi_tui.blocks.actions.move_mail import move_mail
from nomologi_tui.blocks.actions.save_attachments import save_attachments
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.files.names import safe_name
from nomologi_tui.errors import CredentialError
from nomologi_tui.providers.mailbox_form import Mailbox
from nomologi_tui.testing import FakeContext
from tests.blocks.mailboxes import MailServer, a_mail, mail_serving
from tests.support import DEADLINE

EACH = pytest.mark.parametrize("block", [move_mail, flag_mail, save_attachments], ids=lambda block: block.name)


def context(connection: Connected, uid: str = "1", folder: str = "INBOX") -> FakeContext:
    made = FakeContext({"event.uid": uid, "event.folder": folder})
    made.connections["m"] = connection
    return made


async def done(block: Block, server: MailServer, uid: str = "1", folder: str = "INBOX", **fields: Any) -> Any:
    values = {"mailbox": "m", **({"to": "Archive"} if "to" in block.config.model_fields else {}), **fields}
    return await block.run(block.config(**values), context(server.connection(), uid, folder))


def flags(server: MailServer, folder: str = "INBOX") -> list[str]:
    """Of each mail the letters that stand for its flags, in the order in which they came."""
    paths = [path for part in ("new", "cur") for path in (server.folder(folder) / part).iterdir()]
    return [path.name.partition(":2,")[2] for path in sorted(paths, key=lambda path: path.name)]


async def test_the_mail_that_came_is_moved_and_no_other(mails: MailServer) -> None:
    for subject in ("1", "2", "3"):
        mails.deliver(a_mail(subject))
    mails.folder("Archive")
    assert await done(move_mail, mails, "2") == {"from": "INBOX", "to": "Archive"}
    assert len(flags(mails)) == 2
    (moved,) = (path for part in ("new", "cur") for path in (mails.folder("Archive") / part).iterdir())
    assert b"Subject: 2" in moved.read_bytes()
    with pytest.raises(BlockError, match="is not in INBOX any more"):
        await done(move_mail, mails, "2")


async def test_the_folder_is_made_when_asked_and_named_when_missing(mails: MailServer) -> None:
    mails.deliver(a_mail("1"))
    with pytest.raises(BlockError, match="can't go to the folder “Größe”") as failure:
        await done(move_mail, mails, to="Größe")
    assert "INBOX" in failure.value.hint
    await done(move_mail, mails, to="Größe", make_folder=True)
    assert flags(mails) == []
    assert len(flags(mails, "Gr&APYA3w-e")) == 1


@pytest.mark.parametrize(("more", "left"), [("UIDPLUS", ["T"]), ("", ["T", "T"])])
async def test_a_server_that_can_t_move_copies_and_takes_away_no_other_mail(more: str, left: list[str]) -> None:
    with mail_serving(more=f"protocol imap {{\n  imap_capability = IMAP4rev1 {more}\n}}") as server:
        server.deliver(a_mail("1"))
        server.deliver(a_mail("2"))
        server.folder("Archive")
        await done(flag_mail, server, "2")  # so that both lie in cur
        deleted = next(path for path in (server.folder() / "cur").iterdir() if path.name.endswith("S"))
        deleted.rename(f"{str(deleted)[:-1]}T")  # somebody's, marked to be deleted
        await done(move_mail, server, "1")
        assert flags(server) == left
        assert len(flags(server, "Archive")) == 1


async def test_a_mail_is_marked(mails: MailServer) -> None:
    mails.deliver(a_mail("1"))
    for mark, shown in (("read", "S"), ("starred", "FS"), ("unread", "F"), ("not starred", ""), ("answered", "R")):
        assert await done(flag_mail, mails, mark=mark) == {"folder": "INBOX", "mark": mark}
        assert flags(mails) == [shown]


async def test_files_are_saved_once_and_the_mail_stays_unread(mails: MailServer, tmp_path: Path) -> None:
    data = bytes(range(256)) * 9000
    mails.deliver(a_mail("1", files=[("a.pdf", data), ("a.pdf", b"2"), ("b.txt", b"")]))
    told = await done(save_attachments, mails, to=str(tmp_path / "x"), make_folders=True)
    assert [(file["name"], file["bytes"]) for file in told["files"]] == [
        ("a.pdf", len(data)), ("a (2).pdf", 1), ("b.txt", 0),
    ]  # fmt: skip
    assert (tmp_path / "x" / "a.pdf").read_bytes() == data
    again = await done(save_attachments, mails, to=str(tmp_path / "x"))
    assert [file["was_there"] for file in again["files"]] == [True] * 3
    assert len(list((tmp_path / "x").iterdir())) == 3
    assert flags(mails) == [""]


async def test_only_names_like_the_ones_given_are_saved(mails: MailServer, tmp_path: Path) -> None:
    mails.deliver(a_mail("1", files=[("A.PDF", b"1"), ("b.txt", b"2")]))
    assert (await done(save_attachments, mails, to=str(tmp_path), like=["*.pdf"]))["count"] == 1
    assert (await done(save_attachments, mails, to=str(tmp_path), like=["*.zip"]))["count"] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["A.PDF"]


QUOTED = (
    b"Content-Type: application/x; name=q.bin\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    + b"=00=FF line=\r\n\r\n" * 120_000
)


async def test_every_encoding_is_read_over_the_ends_of_pieces(mails: MailServer, tmp_path: Path) -> None:
    mails.deliver(QUOTED)
    mails.deliver(b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nx" + b"y" * 2_000_000)
    await done(save_attachments, mails, "1", to=str(tmp_path))
    await done(save_attachments, mails, "2", to=str(tmp_path))
    assert (tmp_path / "q.bin").read_bytes() == b"\0\xff line\r\n" * 120_000
    assert (tmp_path / "attachment 1.eml").read_bytes().endswith(b"xyyy" + b"y" * 1_999_997)


async def test_what_is_too_large_or_has_no_place_is_not_saved(mails: MailServer, tmp_path: Path) -> None:
    mails.deliver(a_mail("1", files=[("a.bin", b"x" * 2_000_000)]))
    lying = b"=\r\n" * 10 + b"x" * 1_100_000
    mails.deliver(QUOTED.replace(b"q.bin", b"l.bin")[:100].partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + lying)
    for uid in ("1", "2"):
        with pytest.raises(BlockError, match="larger than 1 MB"):
            await done(save_attachments, mails, uid, to=str(tmp_path), most=1)
    with pytest.raises(BlockError, match="does not exist"):
        await done(save_attachments, mails, to=str(tmp_path / "none"))
    (tmp_path / "a.bin").write_text("other")
    with pytest.raises(BlockError, match="exists already"):
        await done(save_attachments, mails, to=str(tmp_path), taken="fail")
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


NAMES = {
    "../../.ssh/authorized_keys": "authorized_keys",
    "C:\\Windows\\evil.exe": "evil.exe",
    ".bashrc": "bashrc",
    "..": "attachment 7",
    "": "attachment 7",
    "a\ufffdfdp.exe": "a fdp.exe",  # as a mail's RTL override or NUL arrives here
    "a" * 300 + ".pdf": "a" * 150 + ".pdf",
    "ü" * 300: "ü" * 75,
    "con:x?.txt": "con x.txt",
    " . ": "attachment 7",
    "x.tar.gz": "x.tar.gz",
}


@pytest.mark.parametrize(("name", "safe"), NAMES.items())
def test_a_name_leads_nowhere_else(name: str, safe: str) -> None:
    assert safe_name(name, "attachment 7") == safe


HOSTILE = b"""Content-Type: multipart/mixed; boundary=b

--b
Content-Disposition: attachment; filename="../../../escape.txt"

1
--b
Content-Disposition: attachment; filename="=?utf-8?b?4oCuZ3BqLmV4ZQB4?="

2
--b
Content-Disposition: attachment; filename*=utf-8''%2e%2e%2f%2e%2e%2fcoded.txt

3
--b
Content-Type: application/zip; name="/etc/bomb.zip"
Content-Transfer-Encoding: base64

UEsDBBQ=!!broken!!=
--b--
"""


async def test_hostile_names_stay_in_the_folder_and_a_link_there_is_not_followed(
    mails: MailServer, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "escape.txt").symlink_to(tmp_path / "target")
    mails.deliver(HOSTILE)
    told = await done(save_attachments, mails, to=str(tmp_path / "in"))
    names = [file["name"] for file in told["files"]]
    assert names == ["escape (2).txt", "gpj.exe x", "coded.txt", "bomb.zip"]
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == sorted([*names, "escape.txt"])
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@EACH
async def test_a_number_that_may_mean_another_mail_changes_nothing(mails: MailServer, block: Block) -> None:
    mails.deliver(a_mail("1"))
    with pytest.raises(BlockError, match="numbered the mails of INBOX anew"):
        await done(block, mails, "1:1")
    with pytest.raises(BlockError, match="is not the number of a mail"):
        await done(block, mails, "1:*")
    with pytest.raises(BlockError, match="is not in INBOX any more"):
        await done(block, mails, "7")
    with pytest.raises(BlockError, match="no folder “None”"):
        await done(block, mails, folder="None")
    assert flags(mails) == [""]


@EACH
async def test_a_server_that_refuses_or_is_away_is_a_sentence(own_mails: MailServer, block: Block) -> None:
    config = block.config(**{**block.example, "mailbox": "m", "uid": "1"})
    with pytest.raises(CredentialError, match="refused the login"):
        await block.run(config, context(own_mails.connection("wrong")))
    own_mails.stop()
    with pytest.raises(BlockError, match="could not be reached") as failure:
        await block.run(config, context(own_mails.connection()))
    assert failure.value.passing


@EACH
async def test_a_step_that_is_stopped_leaves_no_thread(block: Block) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        values = {"imap_host": "127.0.0.1", "imap_port": deaf.getsockname()[1], "imap_security": "none"}
        made = context(Connected("D", "mailbox", Mailbox(address="a@b.example", password="x", **values)))
        step = asyncio.create_task(block.run(block.config(**{**block.example, "mailbox": "m", "uid": "1"}), made))
        with (await asyncio.to_thread(deaf.accept))[0]:
            step.cancel()
            await asyncio.wait_for(asyncio.wait([step]), DEADLINE)
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join(DEADLINE)
            assert not thread.is_alive()


@EACH
def test_what_is_missing_is_named(block: Block) -> None:
    needed = {spec for spec in ("mailbox", "to") if spec in block.config.model_fields}
    assert set(check(block.config, {})[1]) == needed


def test_the_words_name_the_mail() -> None:
    assert move_mail.in_words(move_mail.config(mailbox="m", to="A")) == "move the mail that came to the folder A"
    words = save_attachments.in_words(save_attachments.config(mailbox="m", to="~/x", uid="7", like=["*.pdf"]))
    assert words == "save the files like *.pdf of the mail 7 to ~/x"
    assert flag_mail.in_words(flag_mail.config(mailbox="m", folder="B")) == "mark the mail that came in B as read"
