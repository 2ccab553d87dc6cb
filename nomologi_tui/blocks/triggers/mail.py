"""A mail comes into a folder of a mailbox."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, LookContext, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.mail_form import Mails


@trigger(
    "mail",
    title="When a mail comes",
    says=("mail", "email", "mails", "emails", "mail arrives", "email arrives", "mail comes", "email comes",
          "i get a new mail from", "i receive an email from", "a mail with the subject"),
    example={"mailbox": "My mailbox", "subject": ["invoice"], "attachment": ["*.pdf"]},
    gives=("from", "from_name", "to", "subject", "date", "text", "attachments", "message_id", "size", "folder", "uid"),
)  # fmt: skip
async def mail(config: Mails, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each mail that comes, as soon as the server says so. Nothing is marked as read.

    Later steps get from, from_name, to, subject, date (UTC), text (HTML as plain text, up to 10,000 characters),
    attachments (each with name, type and size), message_id, size, folder and uid, which the other steps for mail take.
    Who a mail is from is what it says: anybody can write any sender. Mails that automations here sent do not count.
    """
    from nomologi_tui.blocks.tools.mail_events import events_of_mails  # with the libraries

    async for event in events_of_mails(config, ctx):
        yield event


@mail.words
def _words(config: Mails) -> str:
    return f"when {config.said()}"


@mail.preview
async def _preview(config: Mails, ctx: PreviewContext) -> str:
    begin = {"from now": "only mails that come from now on", "everything": "every mail that is there"}
    first = begin.get(config.first, f"the last {config.number} that fit")
    return f"would start for {config.said()} of “{config.mailbox}”; at the first start: {first}"


@mail.looks
async def _look(config: Mails, ctx: LookContext) -> str:
    from nomologi_tui.blocks.tools.mail_look import newest_mails

    return await newest_mails(config, ctx)


@mail.touches
def _touches(config: Mails) -> list[Touch]:
    return [Touch("read", f"the mails in {config.folder} of “{config.mailbox}”")]
