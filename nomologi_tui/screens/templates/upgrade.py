"""An automation goes on to a newer version of its template: chosen, asked for what is new, shown, accepted."""

from typing import Any

from nomologi_tui.document.template import read_value
from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.dialogs.inputs import Inputs
from nomologi_tui.screens.dialogs.pick import Pick
from nomologi_tui.screens.page import Page
from nomologi_tui.usecases.runs.differences import difference_lines
from nomologi_tui.usecases.templates import upgrading
from nomologi_tui.usecases.templates.upgrading import Upgrade

MOST = 12  # lines of changes that a dialog shows


async def upgraded(page: Page[str], slug: str) -> str:
    """What came of it, in words. Raises BadInputError for an answer that can't be, then nothing is changed."""
    known = await page.desk.call(upgrading.outdated, slug)
    if not known:
        return "No automation of yours was made from an older version of it."
    rows = [(one.slug, one.goal) for one in known]
    chosen = await page.app.push_screen_wait(Pick("Take on to the newest version", known, rows))
    if chosen is None:
        return ""
    planned = await page.desk.call(upgrading.upgrade_of, chosen, {})
    if planned.asks:
        given = await _answers(page, planned)
        if given is None:
            return ""
        planned = await page.desk.call(upgrading.upgrade_of, chosen, given)
    title = f"{chosen.slug}: version {planned.old.version} → {planned.new.version}?"
    if not await page.app.push_screen_wait(Ask(Question(title, _words(planned), "Change"))):
        return ""
    after = await page.desk.call(upgrading.upgrade, chosen, planned)
    return f"{chosen.slug} is of version {planned.new.version} now, revision {after.revision}."


async def _answers(page: Page[str], planned: Upgrade) -> dict[str, Any] | None:
    """The values of the inputs that are new; None where the person went back."""
    labels = {f"{one.label or one.name}: {one.help}": one for one in planned.asks}
    fields = {label: one.example for label, one in labels.items()}
    typed = await page.app.push_screen_wait(Inputs(fields, "It asks for something new", "Go on"))
    return (
        None if typed is None else {labels[name].name: read_value(labels[name], text) for name, text in typed.items()}
    )


def _words(planned: Upgrade) -> str:
    lines = difference_lines(planned.changes) or ["It changes nothing but the version."]
    if planned.kept:
        lines += ["", "Yours stays, against what the version has:", *difference_lines(planned.kept)]
    more = [f"… and {len(lines) - MOST} more"] if len(lines) > MOST else []
    return "\n".join([*lines[:MOST], *more])
