"""What other programs run, taken over by two at once."""

from pathlib import Path

import pytest

from nomologi_tui.errors import ChangedMeanwhileError
from nomologi_tui.usecases.adopting import keep, timers
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


def test_a_timer_of_a_template_is_read_by_its_name_and_a_masked_one_left(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of a person goes before that of the packages, also where it only takes something away."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "theirs"))
    mine, theirs = (tmp_path / one / "systemd" / "user" for one in ("mine", "theirs"))
    files = {
        theirs / "copy@.timer": "[Unit]\nDescription=Copy %I\n[Timer]\nOnCalendar=daily\n",
        theirs / "copy@.timer.d" / "1.conf": "[Timer]\nOnCalendar=04:00\n",
        mine / "copy@.timer.d" / "1.conf": "[Timer]\nOnCalendar=05:00\n",
        theirs / "copy@.service": "[Service]\nExecStart=/bin/echo %I\n",
        theirs / "gone.timer": "[Timer]\nOnCalendar=daily\n",
        theirs / "timers.target.wants" / "gone.timer": "", theirs / "timers.target.wants" / "copy@a-b\\x2dc.timer": "",
    }  # fmt: skip
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (mine / "gone.timer").symlink_to("/dev/null")
    copy, gone = timers.offered(ws, system=False)
    assert copy.found.automation
    shown = [step.config.get("cron", step.config.get("command")) for step in copy.found.automation.steps]
    assert (copy.found.automation.goal, shown) == ("Copy a/b-c", ["0 0 * * *", "0 5 * * *", "/bin/echo a/b-c"])
    assert gone.found.refused == "The unit gone.timer is masked"
