"""A line is added to a file, as programs do to their logs."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.files.line_form import Lines, line_words


@trigger(
    "line",
    title="When a line is added to a file",
    says=(
        (
            "<log> & line|lines|entry|entries|mentions|contains|shows|says|shows_up|appears|<new>|error|errors|<fails>|"
            "zeile|zeilen|enthalt|ligne|contient|linea|contiene"
        ),
        (
            "<comes>|shows|shows_up|appears|logged|written|printed|found|geschrieben|auftaucht|ecrit|escrito "
            "in|to|into|im|dans|en|a <log>"
        ),
        (
            "line|lines|zeile|zeilen|ligne|lignes|linea|lineas & <path> & <comes>|<new>|written|added|appended|"
            "containing|contains|matches|matching|with|geschrieben|ecrite|escrita"
        ),
        "<quoted> & <log>",
        "tail|follow … <log>",
        "thing <log>",
    ),
    example={"path": "~/app.log", "has": ["error"]},
    gives=("line", "path", "name"),
)
async def line(config: Lines, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each whole line. A log that is rotated is read on, a file that is written anew from its start."""
    from nomologi_tui.blocks.tools.files.line_watch import line_events  # a goal that is only read needs none of it

    async for event in line_events(config, ctx):
        yield event


@line.words
def _words(config: Lines) -> str:
    return line_words(config)


@line.preview
async def _preview(config: Lines, ctx: PreviewContext) -> str:
    from nomologi_tui.blocks.tools.files.line_watch import last_line

    return await last_line(config)


@line.touches
def _touches(config: Lines) -> list[Touch]:
    return [Touch("read", config.path)]
