"""Open a repository of restic or borg, and change nothing."""

from nomologi_tui.blocks.tools.backup.job import Job, failed
from nomologi_tui.blocks.tools.backup.place import Place
from nomologi_tui.blocks.tools.backup.programs import TOOLS
from nomologi_tui.blocks.tools.backup.start import opened, run_tool
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError, StepTimeoutError
from nomologi_tui.text import span

PATIENCE = 30.0  # seconds; restic asks a storage that says no again and again


async def try_repository(place: Place, clock: Clock) -> str:
    """What the program says to it, in a sentence. Raises BlockError, CredentialError."""
    tool = TOOLS[place.tool]
    async with opened(place) as ssh:
        job = Job((), place, (), "test", ssh)
        try:
            ended = await run_tool(job, tool.look(job), tool, clock, within=PATIENCE)
        except StepTimeoutError as error:
            raise BlockError(f"{place.words} did not answer within {span(PATIENCE)}.", passing=True) from error
    if ended.exit_code:
        raise failed(ended, place.tool, tool, job)
    return f"{place.words} was opened with {place.tool}."
