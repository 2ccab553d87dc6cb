"""What other programs run on a schedule or an event, read and turned into automations.

Everything here is pure: text goes in, a `Found` for each thing in it comes out. Nothing is run, fetched, connected or
written. What has no equal here is said, never guessed.
"""

from dataclasses import dataclass

from nomologi_tui.model import Automation


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that could be taken over.

    `place` says where it stands; `mark` recognises it when it comes again. Without an automation, `refused` says why.
    `remarks` are sentences about what is not, or not quite, the same here.
    """

    place: str
    mark: str
    automation: Automation | None = None
    refused: str = ""
    remarks: tuple[str, ...] = ()
    taken: int = 0  # of `parts`: steps, nodes
    parts: int = 0
