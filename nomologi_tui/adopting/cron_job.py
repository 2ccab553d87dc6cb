"""A crontab's line as an automation that runs the same shell line in the same surroundings."""

import re
from dataclasses import dataclass
from typing import Any

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.crontab import REBOOT, BadLine, CronLine
from nomologi_tui.adopting.literals import SHELL, as_literal, shell_command
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, CatchUp, Configuration, Step, StepType
from nomologi_tui.schedules import Schedule, check_zone, in_words
from nomologi_tui.schedules.rule import Cron
from nomologi_tui.text import clean_line, shorten

PATH = "/usr/bin:/bin"  # cron's own
LONGEST_RUN = 400 * 86_400.0  # cron stops nothing
SECRET = re.compile(r"pass(word|wd|phrase)?$|secret|token|api_?key|^pgpassword|credential", re.IGNORECASE)
_GUARD = re.compile(r"(\[\s|test\s|(\S*/)?(command -v|which)\s)[^|;{}]*&&(?!.*\|\|)")  # in front of all the rest
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_GOAL = 160  # characters


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What cron knows without being told: whose jobs they are, the machine's zone, and ours where it is another."""

    user: str
    home: str
    zone: str
    our_zone: str
    told: bool = True  # a failure reaches somebody, so that MAILTO has its like here


def cron_found(line: CronLine | BadLine, around: Surroundings) -> Found:
    """What becomes of that line."""
    place, mark = f"line {line.number}", " ".join(line.text.split())
    if isinstance(line, BadLine):
        return Found(place, mark, refused=line.reason)
    if line.user and line.user != around.user:
        return Found(place, mark, refused=f"it runs as {line.user}, and you are {around.user}")
    try:
        trigger, words, remarks = _trigger(line, around)
    except BadInputError as error:
        return Found(place, mark, refused=str(error).rstrip("."))
    steps = (trigger, Step(StepType.ACTION, "run_command", _command(line, around)))
    remarks += _about_mail(line, around) + _about_settings(line) + _about_command(line.command)
    return Found(place, mark, Automation(_goal(line, words), steps, configuration=_how(line)), remarks=tuple(remarks))


def _trigger(line: CronLine, around: Surroundings) -> tuple[Step, str, list[str]]:
    """The trigger, when it is due in words, and what is different about it."""
    if line.when == REBOOT:
        trigger = Step(StepType.TRIGGER, "after", {"when": "the runner starts"})
        return trigger, "when the runner starts", ["It runs each time the runner starts, not only after a boot."]
    zone, remarks = around.zone, []
    if named := line.environment.get("CRON_TZ"):
        zone = check_zone(named).key
        remarks.append(f"It goes by CRON_TZ={named}, as cronie does; Debian's own cron does not look at it.")
    config: dict[str, Any] = {"cron": line.when}
    if zone != around.our_zone:
        config["timezone"] = zone
    words = in_words(Schedule(Cron(line.when), zone), with_zone=zone != around.our_zone)
    return Step(StepType.TRIGGER, "schedule", config), words, remarks


def _command(line: CronLine, around: Surroundings) -> dict[str, Any]:
    given = line.environment
    shell, home = given.get("SHELL", SHELL), given.get("HOME", around.home)
    environment = {"PATH": PATH, "SHELL": shell, "HOME": home, **_sayable(given), "LOGNAME": around.user}
    config: dict[str, Any] = {"command": shell_command(line.command, shell), "folder": home}
    config["environment"] = {name: as_literal(value) for name, value in environment.items()}
    return config | ({"stdin": as_literal(line.stdin)} if line.stdin else {})


def _sayable(given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if _NAME.fullmatch(name)}


def _how(line: CronLine) -> Configuration:
    silent = line.environment.get("MAILTO") == ""
    return Configuration(
        step_timeout=LONGEST_RUN, run_timeout=LONGEST_RUN, catch_up=CatchUp.SKIP, alert_on_failure=not silent
    )


def _goal(line: CronLine, words: str) -> str:
    """The words above the line, or else what is run and when."""
    comment = clean_line(line.comment).strip()
    if comment:
        return shorten(comment, _GOAL)
    return shorten(f"{words} run {clean_line(' '.join(line.command.split()))}", _GOAL)


def _about_mail(line: CronLine, around: Surroundings) -> list[str]:
    mail = line.environment.get("MAILTO")
    if mail == "":
        return ["MAILTO is empty: nobody is told when it fails."]
    if mail and around.told:
        return [f"cron mailed its output to {mail}; here a failure is told by your channel for alerts."]
    if mail:
        return [f"cron mailed its output to {mail}; no channel for alerts is set here, so the log alone tells."]
    return []


def _about_command(command: str) -> list[str]:
    remarks = []
    if _GUARD.match(command.lstrip()):
        remarks.append(
            "Where the test in front of it does not hold it ends with 1: a failure here, of which cron says nothing."
        )
    if command.endswith("\r"):
        remarks.append(
            "It ends with a carriage return, which the shell gets as it does from cron: the file is a Windows one."
        )
    return remarks


def _about_settings(line: CronLine) -> list[str]:
    """Variables that no command can take, and those that look like secrets."""
    odd = [name for name in line.environment if not _NAME.fullmatch(name)]
    secret = [name for name in line.environment if SECRET.search(name)]
    remarks = [f"The variable “{name}” can't be handed to a command; it is left out." for name in odd]
    return remarks + [f"{name} stands in the automation as it stood in the crontab, for all who can read it."
                      for name in secret]  # fmt: skip
