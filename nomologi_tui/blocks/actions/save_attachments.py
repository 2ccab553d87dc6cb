"""Save the files of a mail."""

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.files.transfer_form import pointed
from nomologi_tui.blocks.tools.mail.form import SaveAttachments
from nomologi_tui.blocks.tools.paths import fill_path

_PATIENCE = 3600.0  # seconds; the step has its own limit


@action(
    "save_attachments",
    title="Save the files of a mail",
    effect=Effect.REPEATABLE,  # a file that is there with the same content counts
    says=(
        (
            "save|store|put|keep|file|download|archive|extract|speicher~|sichere|enregistr~|guarda~ … invoice|invoices|"
            "receipt|receipts|statement|statements|rechnungen|factures|facturas … <mail>|inbox|mailbox|gmail"
        ),
        (
            "save|download|extract|store|keep|speicher~|enregistr~|sauvegard~|telecharge~|guarda~|descarga~|"
            "salva~|scarica~|file|put|grab|pull|lege|ablegen|abspeichern|sichern|sichere|archive … attachment|"
            "attachments|anhang|anhange|piece_jointe|pieces_jointes|pj|adjunto|adjuntos|allegato|allegati|bijlage"
        ),
        "drop|put|save|store|move|copy|keep|file|throw … attached … <mail>",
        "attachment|attachments|anhang|anhange|pj|adjunto|adjuntos … <folder>",
    ),
    example={"mailbox": "My mailbox", "uid": "{{ event.uid }}", "folder": "INBOX", "to": "~/Invoices"},
    gives=("files", "count", "folder"),
)
async def save_attachments(config: SaveAttachments, ctx: ActionContext) -> dict[str, object]:
    """Save what is attached to a mail, the one that came unless another is named, under names that lead nowhere else.

    Later steps get files (each with path, name, bytes and was_there), their count, and folder. Nothing is unpacked.
    """
    from nomologi_tui.blocks.tools.mail.act import found
    from nomologi_tui.blocks.tools.mail.save import Saving, save

    folder, most = fill_path(config.to, ctx.render), int(config.most * 1024**2)
    job = Saving(folder, tuple(config.like), config.taken, most, config.make_folders)
    async with found(config, ctx, readonly=True) as mail:
        files = await mail.session.ask(lambda imap: save(imap, mail.uid, job), _PATIENCE)
    return {"files": files, "count": len(files), "folder": str(folder)}


@save_attachments.words
def _words(config: SaveAttachments) -> str:
    which = "" if config.like == ["*"] else f" like {' or '.join(config.like)}"
    return f"save the files{which} of {config.said} to {config.to}"


@save_attachments.preview
async def _preview(config: SaveAttachments, ctx: ActionContext) -> str:
    return f"would {_words(config)}, from “{config.mailbox}”, at most {config.most:g} MB"


@save_attachments.touches
def _touches(config: SaveAttachments) -> list[Touch]:
    return [Touch("read", f"a mail of “{config.mailbox}”"), Touch("write", pointed(config.to))]
