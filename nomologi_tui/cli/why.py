"""why: why an automation did or did not run."""

from typing import Annotated, Any

import typer

from nomologi_tui.cli.options import Json, Ref, workspace
from nomologi_tui.cli.output import print_json, say
from nomologi_tui.settings.keymap import key
from nomologi_tui.telling.why import answer_lines
from nomologi_tui.usecases.why import Answer
from nomologi_tui.usecases.why import why as ask


def why(
    ref: Ref,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="About that time: now, 08:00, yesterday 8:00, 2026-11-24 08:00."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say why an automation did or did not run.

    First the answer, then what it rests on, the newest first, and what would make it run.
    """
    from nomologi_tui.usecases.moments import read_past

    with workspace() as ws:
        moment = read_past(at, ws.clock.now(), ws.settings.zone) if at is not None else None
        automation = ws.reader.resolve(ws.user_id, ref)
        answer = ask(ws, automation, moment)
        if as_json:
            print_json({"id": automation.id, "automation": automation.slug, "at": moment, **_document(answer)})
            return
        say("\n".join(answer_lines(ws, answer)))


def _document(answer: Answer) -> dict[str, Any]:
    remedy = answer.remedy
    return {
        "cause": answer.cause, "answer": answer.sentence, "run": answer.run_id, "next_due": answer.next_due,
        "evidence": [{"at": line.at, "run": line.run_id, "text": line.text} for line in answer.lines],
        "remedy": remedy and {
            "words": remedy.words, "command": remedy.command or None, "key": key(remedy.key) if remedy.key else None,
        },
    }  # fmt: skip
