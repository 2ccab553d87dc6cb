"""Timers and their services as automations, and what is told about each."""

import pytest

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.timer import Units, timer_found
from nomologi_tui.adopting.unit_file import read_unit, span, split_words
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, CatchUp

CALENDAR = "OnCalendar=daily"
START = "ExecStart=/bin/true"


def found(timer: str = CALENDAR, service: str = START, *, system: bool = False) -> Found:
    specifiers = {"h": "/home/ada", "u": "ada", "U": "1000", "%": "%"}
    units = (read_unit(f"[Timer]\n{timer}\n"), read_unit(f"[Service]\n{service}\n"))
    return timer_found(Units("x.timer", *units, "ada", "/home/ada", specifiers, {"/env": "A=1\n"}, system))


def made(timer: str = CALENDAR, service: str = START) -> Automation:
    automation = found(timer, service).automation
    assert automation is not None
    return automation


def test_missed_times_and_delay_are_kept() -> None:
    automation = made(f"{CALENDAR}\nPersistent=true\nRandomizedDelaySec=1h 30min")
    assert automation.configuration.catch_up is CatchUp.ONCE
    assert automation.steps[0].config == {"cron": "0 0 * * *", "jitter": "5400s"}
    assert made().configuration.catch_up is CatchUp.SKIP


def test_an_empty_assignment_forgets_those_before_it() -> None:
    automation = made(f"{CALENDAR}\nOnCalendar=\nOnCalendar=hourly", f"{START}\nExecStart=\nExecStart=/bin/b")
    assert [step.config.get("cron") or step.config["command"] for step in automation.steps] == ["0 * * * *", "/bin/b"]


def test_several_commands_run_in_their_order_and_a_minus_forgives() -> None:
    service = "ExecStartPre=-/bin/a %%h\nExecStart=:/bin/b $X %u\nExecStartPost=/bin/c\nExecStart=/bin/d"
    steps = made(service=service).steps[1:]
    assert [step.config["command"] for step in steps] == ["/bin/a %h", "/bin/b '$X' ada", "/bin/d", "/bin/c"]
    assert len(steps[0].config["expect"]) == 256


def test_since_boot_is_a_wait_behind_the_runners_start() -> None:
    automation = made("OnBootSec=5min")
    assert [step.config for step in automation.steps[:2]] == [{"when": "the runner starts"}, {"time": "300s"}]
    every = found("OnBootSec=5min\nOnUnitActiveSec=1h")
    assert every.automation
    assert every.automation.steps[0].config == {"every": "3600s"}
    assert len(every.remarks) == 2


@pytest.mark.parametrize(
    ("timer", "service", "why"),
    [
        ("OnActiveSec=5", START, "none of OnCalendar"),
        (CALENDAR, "User=root\nExecStart=/bin/true", "runs as root, and you are ada"),
        (CALENDAR, "Type=forking\nExecStart=/bin/true", "Type=forking"),
        (CALENDAR, "Type=oneshot", "no ExecStart"),
        (CALENDAR, "ExecStart=/bin/x %i", "specifier %i"),
        (CALENDAR, "ExecStart=@/bin/x y", "begins with @"),
        (CALENDAR, 'ExecStart=/bin/x "a', "not closed"),
        (CALENDAR, f"{START}\nEnvironmentFile=/gone", "/gone of variables can't be read"),
        ("OnCalendar=whenever", START, "names no weekdays"),
    ],
)
def test_what_has_no_like_here_is_refused_with_the_reason(timer: str, service: str, why: str) -> None:
    answer = found(timer, service)
    assert (answer.automation, why in answer.refused) == (None, True), answer.refused


def test_a_timer_of_the_system_runs_as_root() -> None:
    assert "runs as root" in found(system=True).refused


def test_what_is_left_out_is_told() -> None:
    answer = found(f"{CALENDAR}\nWakeSystem=yes", f"{START} $GONE\nMemoryMax=1G\nProtectSystem=strict")
    assert answer.remarks == (
        "$GONE is set nowhere in its units; it is taken as empty.",
        "Not taken over: WakeSystem, MemoryMax, ProtectSystem.",
    )


def test_a_file_of_variables_that_may_be_missing_is_told() -> None:
    answer = found(service=f"{START}\nEnvironmentFile=-/gone")
    assert answer.remarks == ("The file /gone of variables is not there now; it is left out.",)


def test_conditions_about_files_are_asked() -> None:
    automation = made(service=f"{START}\n[Unit]\nConditionPathExists=!%h/a b\nConditionACPower=true")
    assert [step.config for step in automation.conditions] == [{"command": "test '!' -e '/home/ada/a b'"}]
    assert "one of several" in found(service=f"{START}\n[Unit]\nConditionPathExists=|/a").refused


def test_words_and_lengths_are_read_as_systemd_reads_them() -> None:
    assert split_words(r"""a "b c"d 'e"f' \x41\s\q""") == ["a", "b cd", 'e"f', r"A \q"]
    assert (span("1h 30min"), span("90"), span("2 weeks")) == (5400, 90, 1_209_600)
    with pytest.raises(BadInputError):
        span("soon")
