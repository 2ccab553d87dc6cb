"""Move a file."""

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.files import transfer_form as form
from nomologi_tui.blocks.tools.files.transfer import move_file as move


class MoveFile(form.Transfer):
    pass


@action(
    "move_file",
    title="Move a file",
    effect=Effect.ONCE,
    says=(
        "go|goes|belong|belongs|gehen|gehort|gehoren|kommen|va|vont|van … <path>",
        "file … <path>|under|into|folder",
        "move|relocate|sort|organize|organise|file_away|tidy_up|tidy|declutter|archive_old|rename_and_move",
        "archive … old|older|files|logs|<path>",
        "verschieb~|sortier~|ordne|einsortier~",
        (
            "deplac~|range|ranger|trie|trier|classe|mueve|mover|ordena|ordenar|organiza~|mete|clasifica|spost~|"
            "ordina~|verplaats~"
        ),
        "noun file_organizer|file_sorting|organizer|sorting",
        "keep … tidy|sorted|organized|organised|in_order",
        "leg|lege … <path> … ab",
        "legen|ablegen <path>",
        "raum~ … nach … <path>",
        "packe|packen|steck|stecke … in … ordner|<path>",
        (
            "mets|mettre|pon|poner|pasa|pasar|put … fichier|archivo|document|documento|foto|photo|it|them|file|"
            "files … <path>"
        ),
        "shift|tuck|relocate|sling|chuck|drop|shove|sweep … <path>",
    ),
    example={"path": "~/scans/{{ event.name }}", "to": "~/archive"},
    gives=("path", "name", "from", "bytes", "was_there", "files", "names"),
)
async def move_file(config: MoveFile, ctx: ActionContext) -> dict[str, object]:
    """Move a file into a folder, also on another disk; a file of that name there is kept beside it."""
    return await form.transfer(config, ctx, move)


@move_file.words
def _words(config: MoveFile) -> str:
    return form.transfer_words("move", config)


@move_file.preview
async def _preview(config: MoveFile, ctx: ActionContext) -> str:
    return form.transfer_preview("move", config, ctx)


@move_file.touches
def _touches(config: MoveFile) -> list[Touch]:
    return [form.source_touch("write", config), form.target_touch(config)]
