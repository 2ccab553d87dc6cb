"""Write or extend a text file."""

from typing import Literal

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from nomologi_tui.blocks import ActionContext, Effect, Multiline, PathText, Touch, action, is_filled
from nomologi_tui.blocks.tools.aside import aside
from nomologi_tui.blocks.tools.files.writing import write_text
from nomologi_tui.blocks.tools.foretelling import with_size, with_text
from nomologi_tui.blocks.tools.paths import fill_path, is_sample


class WriteFile(BaseModel, extra="forbid"):
    path: PathText = Field(
        title="File", description="The file; a value in it is one part of its name.",
        examples=["~/notes/{{ event.name }}.md"], min_length=1,
    )  # fmt: skip
    mode: Literal["append", "overwrite", "create new"] = Field(
        "append", title="How", description="What happens to a file that exists.", examples=["overwrite"]
    )
    content: Multiline = Field(
        "", title="Content", description="The text to write.", examples=["{{ steps.fetch.body }}"],
        validate_default=True,
    )  # fmt: skip
    make_folders: bool = Field(
        False, title="Make folders", description="Create folders that are missing.", examples=["yes"]
    )

    @field_validator("content")
    @classmethod
    def _is_something(cls, content: str, info: ValidationInfo) -> str:
        if info.data.get("mode") == "append" and not content and not is_filled(info):  # a command may print nothing
            raise ValueError("there is nothing to append; write the text")
        return content


@action(
    "write_file",
    title="Write a file",
    effect=Effect.ONCE,  # appending twice does harm; overwriting alone would be repeatable
    says=(
        (
            "noun to|into excel|spreadsheet|google_sheet|google_sheets|sheet|sheets|csv|database|notion|obsidian|"
            "logfile|log_file"
        ),
        ("write|append|add|log|save|record|note|output|store|put|insert|jot|keep|create … <path>", {}),
        "create|make … note|file|document|entry|text_file",
        (
            "write|append|log|record|note_down|note … file|log|logs|csv|spreadsheet|excel|google_sheet|"
            "google_sheets|sheet|sheets|note|notes|markdown|journal|diary|document|obsidian|notion|text_file|"
            "database|line|logfile|log_file|datei|tabelle|fichier|tableau|archivo|hoja|airtable|influxdb|org-mode"
        ),
        (
            "save|add|store|keep|put|insert|collect|track … file|csv|spreadsheet|excel|google_sheet|"
            "google_sheets|sheet|sheets|note|notes|markdown|journal|diary|obsidian|notion|text_file|database|db|"
            "postgres|postgresql|mysql|sqlite|influxdb|logfile|log_file|table|list|data_table|log"
        ),
        "save_to|append_to|write_to|add_line_to|note_in|log_to_file|write|append",
        "written|saved|recorded|logged|stored|noted … <path>|csv|file|log|sheet|spreadsheet|database",
        (
            "log|record … <limit>|temperature|results|result|output|values|readings|ip|weather|data|speed|"
            "everything|usage|price|prices"
        ),
        (
            "schreib~|notier~|protokollier~|trage|trag|hange|speicher~ … datei|<path>|tabelle|csv|notizen|log|"
            "ein|protokoll|excel|google_sheets"
        ),
        (
            "ecris|ecrire|ajoute~|note|enregistr~|consigne … fichier|<path>|tableau|csv|notes|journal|feuille|"
            "google_sheets"
        ),
        (
            "escrib~|anota~|anade|anadir|agrega~|registra~|guarda~ … archivo|<path>|csv|hoja|notas|google_sheets|"
            "registro"
        ),
        "scriv~|annota~|aggiung~|registra~|salva~ … file|<path>|csv|foglio|note",
        "go|goes|belong|belongs|gehen|kommen|vont|van … <log>",
        (
            "write|append|save|log|store|record|add|put … message|messages|everything|payload|payloads|value|values|"
            "reading|readings … <path>"
        ),
        "journal|log",
        "written|saved|recorded|logged|stored|noted|dropped|placed|put|kept|filed|collected … <path>",
        (
            "dump|pipe|redirect|export|print|echo|list … processes|output|stats|statistics|state|status|headers|"
            "list|log|table … <path>"
        ),
        "keep|make … list|log|record|tally|count",
        (
            "archive|store|save … post|posts|entry|entries|article|articles|item|items|page|pages|message|"
            "messages|text|tweets"
        ),
        "file … text",
        "collect|gather|accumulate|track|record|note … in|into|to <path>",
        "halt~ … fest",
        "apunt~|anot~|registra~|trag~ … <path>",
        "update|fill … spreadsheet|sheet|excel|table|tabelle|hoja|feuille|database",
    ),
    example={"path": "~/notes/log.md", "content": "- {{ event.due }}", "mode": "append"},
    gives=("path", "bytes"),
)
async def write_file(config: WriteFile, ctx: ActionContext) -> dict[str, object]:
    """Write text into a file: at its end as lines of its own, in place of what is there, or into a new one."""
    path = await aside(lambda _: fill_path(config.path, ctx.render))
    written = await aside(lambda _: write_text(path, config.content, config.mode, make_folders=config.make_folders))
    return {"path": str(path), "bytes": written}


@write_file.words
def _words(config: WriteFile) -> str:
    return {"append": "append to", "overwrite": "overwrite", "create new": "create"}[config.mode] + f" {config.path}"


@write_file.preview
async def _preview(config: WriteFile, ctx: ActionContext) -> str:
    if is_sample(config.path, ctx.render):
        return f"would {_words(config)}"
    size = f"{len(config.content.encode('utf-8', 'replace')):,} bytes"
    target = with_size(fill_path(config.path, ctx.render))
    return with_text(f"would write {size} to {target} ({config.mode})", config.content)


@write_file.touches
def _touches(config: WriteFile) -> list[Touch]:
    pointed = " (any file: a value is the path)" if config.path.startswith("{{") else ""
    return [Touch("write", config.path + pointed)]
