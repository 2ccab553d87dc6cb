"""Move a mail into another folder of its mailbox."""

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.mail.form import MoveMail


@action(
    "move_mail",
    title="Move a mail",
    effect=Effect.ONCE,  # a second time it is not where it was
    says=(
        (
            "move|file|shelve|archive|sort|label|verschieb~|deplac~|mueve|archivier~|archiva … <mail>|mails|"
            "newsletters|"
            "messages|inbox"
        ),
        ("move|file|sort|put … it|them … folder|label|mailbox", {"_of": "mail|mails|email|emails|e-mail|newsletter"}),
        "newsletter|mails|mail … ordner|dossier|carpeta … verschieb~|deplac~|mueve",
        (
            "move|file|sort|put|archive … folder|label|mailbox|inbox|postfach|ordner|dossier|carpeta",
            {"_of": "mail|mails|email|emails|e-mail|newsletter|newsletters"},
        ),
        "noun go|goes|belong|belongs|into|move … folder|label",
    ),
    example={"mailbox": "My mailbox", "uid": "{{ event.uid }}", "folder": "INBOX", "to": "Archive"},
    gives=("from", "to"),
)
async def move_mail(config: MoveMail, ctx: ActionContext) -> dict[str, object]:
    """Move a mail, the one that came unless another is named. If its number may mean another one, nothing is done."""
    from nomologi_tui.blocks.tools.mail.act import found, move

    async with found(config, ctx) as mail:
        await mail.session.ask(lambda imap: move(imap, mail.uid, config.to, make=config.make_folder))
        return {"from": mail.folder, "to": config.to}


@move_mail.words
def _words(config: MoveMail) -> str:
    return f"move {config.said} to the folder {' '.join(config.to.split())}"


@move_mail.preview
async def _preview(config: MoveMail, ctx: ActionContext) -> str:
    return f"would {_words(config)} of “{config.mailbox}”"


@move_mail.touches
def _touches(config: MoveMail) -> list[Touch]:
    return [Touch("write", f"the mailbox “{config.mailbox}”: move a mail to {config.to}")]
