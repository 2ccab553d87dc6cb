from pathlib import Path

import pytest

from nomologi_tui.usecases.doctor.clock import judged, keeper, kernel_error
from nomologi_tui.usecases.workspace import Workspace
from tests.usecases.doctor.test_doctor import finding


@pytest.mark.parametrize(
    ("error", "by", "contained", "ok", "words", "hint"),
    [(0.0123, "chronyd", False, True, "kept right by chrony, to within 0.01 s", ""),
     (0.5, "", True, True, "kept right, to within 0.5 s", ""),
     (None, "systemd-timesyn", False, False, "systemd-timesyncd runs, but has not", "timedatectl timesync-status"),
     (None, "", True, False, "nothing is known to keep it right", "Keep the host's clock right"),
     (None, "", False, False, "nothing is known to keep it right", "")],
)  # fmt: skip
def test_what_is_known_of_the_clock_in_words(
    error: float | None, by: str, contained: bool, ok: bool, words: str, hint: str
) -> None:
    found = judged(error, by, contained=contained)
    assert (found.ok, found.words.startswith(words), hint in found.hint, bool(found.hint)) == (ok, True, True, not ok)


def test_who_keeps_it_right_is_found_among_the_processes(tmp_path: Path) -> None:
    for number, name in (("1", "init"), ("22", "chronyd"), ("self", "ntpd")):
        (tmp_path / number).mkdir()
        (tmp_path / number / "comm").write_text(f"{name}\n")
    (tmp_path / "3").mkdir()
    assert keeper(tmp_path) == "chronyd"
    assert keeper(tmp_path / "3") == ""


def test_the_doctor_says_how_this_machine_s_clock_is(ws: Workspace) -> None:
    check, error = finding(ws, "clock"), kernel_error()
    assert check.ok is (error is not None)
