"""Choosing how long a pause lasts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from nomologi_tui.screens.dialogs.pick import Pick
from nomologi_tui.screens.words import moment
from nomologi_tui.settings.keymap import keyed
from nomologi_tui.usecases.moments import read_moment

CHOICES = {"for an hour": "1 h", "until tomorrow morning": "tomorrow 8:00", "for a week": "7 days"}
FOR_GOOD = "until I switch it on"


class PickPause(Pick[str]):
    """The end of the pause as `read_moment` takes it; `never` where a person will end it."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        ends = [moment(read_moment(text, now, zone, ahead=True), now, zone) for text in CHOICES.values()]
        ended = keyed("{automation.pause} or {automation.switch} ends it")
        rows = [*zip(CHOICES, [f"until {end}" for end in ends], strict=True), (FOR_GOOD, ended)]
        super().__init__("Pause", [*CHOICES.values(), "never"], rows)
