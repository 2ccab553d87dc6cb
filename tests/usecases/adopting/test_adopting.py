"""What other programs run, taken over by two at once."""

import pytest

from nomologi_tui.errors import ChangedMeanwhileError
from nomologi_tui.usecases.adopting import keep
from nomologi_tui.usecases.adopting.crontabs import Crontab, offered
from nomologi_tui.usecases.workspace import Workspace

LINES = Crontab("/etc/cron.d/two", "0 1 * * * true\n0 2 * * * true\n")


def test_a_line_is_taken_over_once_by_two_who_looked_at_the_same_time(ws: Workspace) -> None:
    first, second = offered(ws, LINES), offered(ws, LINES)
    keep(ws, first)
    with pytest.raises(ChangedMeanwhileError, match="“0 1 .* true” was taken over meanwhile; nothing is done"):
        keep(ws, second)
    assert len(ws.reader.overview(ws.user_id)) == 2


def test_a_file_that_cron_ignores_for_its_last_line_is_told(ws: Workspace) -> None:
    first, last = offered(ws, Crontab("old", LINES.text.rstrip()))
    assert (first.found.remarks, last.found.remarks) == (
        (),
        ("The file's last line has no end, so cron ignores the whole file.",),
    )
