"""Copy a file."""

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.files import transfer_form as form
from nomologi_tui.blocks.tools.files.transfer import copy_file as copy


class CopyFile(form.Transfer):
    pass


@action(
    "copy_file",
    title="Copy a file",
    effect=Effect.REPEATABLE,
    says=(
        ("copy|upload|mirror|replicate|sync|synchronize|synchronise|rsync|scp|transfer|duplicate|rclone|push_files"),
        "kopier~|synchronisier~|hochlad~|ubertrag~|spiegel~",
        "put|place|make|lege … copy",
        "lade|lad … hoch",
        (
            "copie~|televerse~|synchronise~|transfere~|copia~|sube|subir|sincroniza~|transfiere|carica~|"
            "sincronizza~|kopieer"
        ),
        "save|store|put|send|archive|export|add|push|download|move_to|keep … <to> <cloud>",
        ("speicher~|ablegen|lege|sichere|enregistr~|sauvegard~|stocke|envoie|guarda~|envia|salva~|mets … <cloud>"),
        "go|goes|belong|belongs|gehen|gehoren|kommen|vont|van … <cloud>",
        "noun attachment|attachments|photos|pictures|files|documents|screenshots|recordings|scans … to|into <cloud>",
        "noun upload|sync|synchronization|mirror|copy|file_transfer|rsync|synchronisation",
        "keep … in_sync|synced|synchronized|mirrored|identical",
        "pull|push|grab|bring|collect|offload … <document>",
        "lad|lade … nas|nextcloud|server|cloud|dropbox|onedrive",
        "leg|lege|mets|place|pon … kopie|copie|copia … <path>",
        "dupliqu~|duplic~|duplizier~|replizier~|replic~|repliqu~",
        (
            "import|ingest|offload … photos|pictures|images|videos|recordings|footage|clips|fotos|bilder|songs|"
            "music|files"
        ),
        "<folder>",
        "import|offload|ingest to|into <path>|<cloud>",
        "importier~ … nach|in|auf <path>",
    ),
    example={"path": "~/scans/{{ event.name }}", "to": "~/archive"},
    gives=("path", "name", "from", "bytes", "was_there", "files", "names"),
)
async def copy_file(config: CopyFile, ctx: ActionContext) -> dict[str, object]:
    """Copy a file into a folder; the same file there already counts as the copy, another one is kept beside it."""
    return await form.transfer(config, ctx, copy)


@copy_file.words
def _words(config: CopyFile) -> str:
    return form.transfer_words("copy", config)


@copy_file.preview
async def _preview(config: CopyFile, ctx: ActionContext) -> str:
    return form.transfer_preview("copy", config, ctx)


@copy_file.touches
def _touches(config: CopyFile) -> list[Touch]:
    return [form.source_touch("read", config), form.target_touch(config)]
