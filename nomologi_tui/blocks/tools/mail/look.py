"""What a mail trigger would see now: the newest mails that count, while the trigger is still being made."""

from nomologi_tui.blocks.contexts import LookContext
from nomologi_tui.blocks.tools.mail.events import wants
from nomologi_tui.blocks.tools.mail.form import Mails
from nomologi_tui.blocks.tools.mail.imap import Imap
from nomologi_tui.blocks.tools.mail.mailbox import imap_of, reading
from nomologi_tui.blocks.tools.mail.read import Mail, read_mails
from nomologi_tui.blocks.tools.mail.watch import MOST
from nomologi_tui.text import clean_line, shorten

LOOKED_AT = 200  # newest mails
SHOWN = 5


async def newest_mails(config: Mails, ctx: LookContext) -> str:
    """A line for each, the newest first. Nothing is marked as read. Raises BlockError, CredentialError."""
    async with reading(imap_of(ctx.connection(config.mailbox))) as session:
        found, looked_at = await session.ask(lambda imap: _newest(imap, config))
    if not found:
        newest = f"none of the newest {looked_at} mails" if looked_at > 1 else f"none of {looked_at} mails"
        return f"There now: {newest} in {config.folder} fits."
    return "\n".join(["There now:", *map(_line, found)])


def _newest(imap: Imap, config: Mails) -> tuple[list[Mail], int]:
    imap.choose(config.folder, readonly=True)
    uids, found = imap.after(0)[-LOOKED_AT:], list[Mail]()
    for end in range(len(uids), 0, -MOST):
        mails = read_mails(imap, uids[max(end - MOST, 0) : end])
        found += [mail for mail in reversed(mails) if wants(config, mail)]
        if len(found) >= SHOWN:
            break
    return found[:SHOWN], len(uids)


def _line(mail: Mail) -> str:
    """Who wrote when about what; all of it is data of somebody else."""
    headers = mail.headers
    files = f"  ({len(mail.attachments)} files)" if mail.attachments else ""
    moment = headers["date"][:16].replace("T", " ")
    return f"{moment}  {shorten(clean_line(headers['from']), 30)}  {shorten(clean_line(headers['subject']), 60)}{files}"
