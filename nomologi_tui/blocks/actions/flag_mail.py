"""Mark a mail as read, starred and so on."""

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.mail.form import FlagMail


@action(
    "flag_mail",
    title="Mark a mail",
    effect=Effect.REPEATABLE,
    says=(
        ("star|flag|favourite|favorite … mail|email|mails|emails|message|messages", {"mark": "starred"}),
        (
            "star|flag|mark it|them|ihn|sie|le|lo",
            {"mark": "starred", "_of": "mail|mails|email|emails|e-mail|newsletter|message|messages"},
        ),
        "mark|star|flag|tag|markier~|marque|marca … <mail>|read|unread|starred|gelesen|lu|leido|important",
        "delete|remove|trash|star … mail|email|mails|emails|newsletter|newsletters|spam",
    ),
    example={"mailbox": "My mailbox", "uid": "{{ event.uid }}", "folder": "INBOX", "mark": "read"},
    gives=("folder", "mark"),
)
async def flag_mail(config: FlagMail, ctx: ActionContext) -> dict[str, object]:
    """Mark a mail as read, unread, starred, not starred or answered: the one that came unless another is named."""
    from nomologi_tui.blocks.tools.mail.act import MARKS, found, mark

    async with found(config, ctx) as mail:
        await mail.session.ask(lambda imap: mark(imap, mail.uid, *MARKS[config.mark]))
        return {"folder": mail.folder, "mark": config.mark}


@flag_mail.words
def _words(config: FlagMail) -> str:
    return f"mark {config.said} as {config.mark}"


@flag_mail.preview
async def _preview(config: FlagMail, ctx: ActionContext) -> str:
    return f"would {_words(config)} in “{config.mailbox}”"


@flag_mail.touches
def _touches(config: FlagMail) -> list[Touch]:
    return [Touch("write", f"the mailbox “{config.mailbox}”: mark a mail as {config.mark}")]
