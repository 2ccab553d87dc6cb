"""From a watched folder to one event for each mail that comes, whatever happens to connection, server or runner."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from fnmatch import fnmatch
from hashlib import sha256
from typing import Any

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.tools.mail.form import Mails
from nomologi_tui.blocks.tools.mail.line import Login
from nomologi_tui.blocks.tools.mail.mailbox import imap_of
from nomologi_tui.blocks.tools.mail.read import Mail
from nomologi_tui.blocks.tools.mail.watch import MOST, Watch, watching
from nomologi_tui.model import Event, Level

LOOKED_AT = 1000  # newest mails among which the last ones that fit are looked for
_LISTED = 50  # attachments that an event names


@dataclass(slots=True)
class _Place:
    """How far a trigger is: every mail up to `uid` was told or left out."""

    about: str
    validity: int
    uid: int

    def cursor(self) -> dict[str, Any]:
        return {"about": self.about, "validity": self.validity, "uid": self.uid}


def wants(config: Mails, mail: Mail) -> bool:
    """Whether the mail counts, upper and lower case being the same."""
    sender = f"{mail.headers['from_name']} <{mail.headers['from']}>".casefold()
    subject = mail.headers["subject"].casefold()
    names = [part.name.casefold() for part in mail.attachments]
    return (
        (not config.sender or any(word.casefold() in sender for word in config.sender))
        and (not config.subject or any(word.casefold() in subject for word in config.subject))
        and (not config.attachment or any(fnmatch(n, like.casefold()) for n in names for like in config.attachment))
    )


async def events_of_mails(config: Mails, ctx: TriggerContext) -> AsyncIterator[Event]:
    """An event for each mail that counts, the oldest first. Raises BlockError when the mailbox can't be read."""
    login, ours = imap_of(ctx.connection(config.mailbox)), ctx.process_name.partition("trigger-")[0]
    place: _Place | None = None
    async with watching(login, config.folder, ctx.clock) as watch:
        async for _ in watch.turns(ctx.alive):
            place = place or await _begin(config, login, watch, ctx)
            while uids := await watch.after(place.uid):
                for mail in await watch.mails(uids):
                    place.uid = mail.uid
                    if wants(config, mail) and not _is_own(mail, ours):
                        yield await _event(config, mail, place, watch)
                place.uid = uids[-1]
                if (ctx.cursor or {}).get("uid") != place.uid:
                    await ctx.remember(place.cursor())


async def _begin(config: Mails, login: Login, watch: Watch, ctx: TriggerContext) -> _Place:
    """Where to go on, or where to begin."""
    about = f"{login.username} {login.place} {config.folder}"
    known, newest = ctx.cursor or {}, watch.chosen.next - 1
    place = _Place(about, watch.chosen.validity, newest)
    if known.get("about") != about:
        place.uid = {"from now": newest, "everything": 0}.get(config.first, newest)
        if config.first == "last":
            place.uid = await _before_the_last(config, watch, newest)
    elif known["validity"] == place.validity and known["uid"] <= newest:
        place.uid = known["uid"]
        return place
    else:
        ctx.log(
            f"The server has numbered the mails of {config.folder} anew. What is there now counts as told; look "
            "whether something came since the last look.", Level.WARNING,
        )  # fmt: skip
    await ctx.remember(place.cursor())
    return place


async def _before_the_last(config: Mails, watch: Watch, newest: int) -> int:
    """The number below those of the last mails that count."""
    uids, fitting = (await watch.all())[-LOOKED_AT:], 0
    for end in range(len(uids), 0, -MOST):
        for mail in reversed(await watch.mails(uids[max(end - MOST, 0) : end])):
            fitting += wants(config, mail)
            if fitting == config.number:
                return mail.uid - 1
    return uids[0] - 1 if fitting else newest


def _is_own(mail: Mail, ours: str) -> bool:
    """Whether an automation of this store sent it: it would answer itself for ever."""
    return bool(ours) and mail.headers["message_id"].startswith(f"<{ours}")


async def _event(config: Mails, mail: Mail, place: _Place, watch: Watch) -> Event:
    """The id has the Message-ID too: some servers begin a new folder with old numbers."""
    files = [
        {"name": part.name, "type": part.type, "size": _real_size(part.encoding, part.size)}
        for part in mail.attachments
    ]
    data = {
        **mail.headers, "text": await watch.text(mail), "attachments": files[:_LISTED], "size": mail.size,
        "folder": config.folder, "uid": f"{place.validity}:{mail.uid}",
    }  # fmt: skip
    mark = sha256(mail.headers["message_id"].encode()).hexdigest()[:12]
    return Event(f"mail:{place.validity}:{mail.uid}:{mark}", data, cursor=place.cursor())


def _real_size(encoding: str, size: int) -> int:
    """About the bytes of the file: in base64 76 letters and an end of line stand for 57."""
    return size * 57 // 78 if encoding == "base64" else size
