"""A timer of systemd and the service that it starts, as an automation."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.cron_job import LONGEST_RUN
from nomologi_tui.adopting.literals import arguments_command, as_literal
from nomologi_tui.adopting.unit_file import UnitFile, expanded, filled, span, split_words, used
from nomologi_tui.errors import BadInputError
from nomologi_tui.goals.times.on_calendar import as_fields, read_calendar
from nomologi_tui.model import Automation, CatchUp, Configuration, OnFailure, Step, StepType
from nomologi_tui.text import clean_line, shorten

ANY_CODE = list(range(256))
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_COMMANDS = ("ExecCondition", "ExecStartPre", "ExecStart", "ExecStartPost")
_KNOWN_TIMER = {
    "OnCalendar", "OnBootSec", "OnStartupSec", "OnUnitActiveSec", "OnUnitInactiveSec", "Persistent",
    "RandomizedDelaySec", "AccuracySec", "Unit", "FixedRandomDelay", "RemainAfterElapse", "DeferReactivation",
}  # fmt: skip
_KNOWN_SERVICE = {
    *_COMMANDS, "Type", "User", "Group", "WorkingDirectory", "Environment", "EnvironmentFile", "TimeoutStartSec",
    "TimeoutSec", "RuntimeMaxSec", "SuccessExitStatus", "RemainAfterExit", "SyslogIdentifier",
}  # fmt: skip
_HARMLESS = {"Description", "Documentation", "DefaultDependencies", "RefuseManualStart"}
_TESTS = {  # of the unit, as the program test asks
    "ConditionPathExists": "-e", "ConditionPathIsDirectory": "-d", "ConditionFileNotEmpty": "-s",
    "ConditionFileIsExecutable": "-x", "AssertPathExists": "-e",
}  # fmt: skip
_TYPES = ("", "simple", "exec", "oneshot", "idle")


@dataclass(frozen=True, slots=True)
class Units:
    """What a timer needs around it. `specifiers` by their letter; `files` are the texts of environment files."""

    name: str  # of the timer
    timer: UnitFile
    service: UnitFile
    user: str
    home: str
    specifiers: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    system: bool = False
    zone: str = ""  # the machine's, where ours is another


def timer_found(units: Units) -> Found:
    """What becomes of that timer."""
    try:
        return Found(units.name, units.name, *_automation(units))
    except BadInputError as error:
        return Found(units.name, units.name, refused=str(error).rstrip("."))


def _automation(units: Units) -> tuple[Automation, str, tuple[str, ...]]:
    _refuse(units)
    remarks: list[str] = []
    triggers, waits = _triggers(units, remarks)
    environment = _environment(units, remarks)
    conditions, actions = _steps(units, environment, remarks)
    remarks += _left(units)
    said = units.timer.last("Unit", "Description") or units.service.last("Unit", "Description")
    with suppress(BadInputError):  # a % of prose
        said = filled(said, units.specifiers)
    goal = clean_line(said) or units.name.removesuffix(".timer")
    steps = (*triggers, *conditions, *waits, *actions)
    return Automation(shorten(goal, 160), steps, configuration=_how(units)), "", tuple(dict.fromkeys(remarks))


def _refuse(units: Units) -> None:
    user = units.service.last("Service", "User") or ("root" if units.system else units.user)
    if filled(user, units.specifiers) not in (units.user, units.specifiers.get("U", "")):
        raise BadInputError(f"It runs as {user}, and you are {units.user}.")
    kind = units.service.last("Service", "Type")
    if kind not in _TYPES:
        raise BadInputError(f"Its service is of Type={kind}, whose end is not that of its command.")
    if not units.service.all("Service", "ExecStart"):
        raise BadInputError("Its service has no ExecStart.")


def _triggers(units: Units, remarks: list[str]) -> tuple[list[Step], list[Step]]:
    """The triggers, and what is waited for behind them."""
    timer = units.timer
    more: dict[str, Any] = {}
    if delay := timer.last("Timer", "RandomizedDelaySec"):
        more["jitter"] = _length(span(delay), most=86_400, remarks=remarks)
    triggers = [
        _schedule(_zoned(as_fields(read_calendar(one)), units) | more) for one in timer.all("Timer", "OnCalendar")
    ]
    for name in ("OnUnitActiveSec", "OnUnitInactiveSec"):
        for text in timer.all("Timer", name):
            triggers.append(_schedule({"every": f"{max(span(text), 1):g}s"} | more))
            remarks.append(f"{name}={text} counts from the start of 1970 here, so it is due at even times.")
    boot = [text for name in ("OnBootSec", "OnStartupSec") for text in timer.all("Timer", name)]
    if triggers:
        remarks += [f"OnBootSec={text} is left out; it is due at its other times only." for text in boot]
        return triggers, []
    if not boot:
        raise BadInputError("It has none of OnCalendar, OnUnitActiveSec, OnUnitInactiveSec and OnBootSec.")
    remarks.append("It runs each time the runner starts, not only after a boot.")
    wait = {"time": f"{span(boot[0]):g}s"}
    return [Step(StepType.TRIGGER, "after", {"when": "the runner starts"})], [Step(StepType.ACTION, "wait", wait)]


def _schedule(config: dict[str, Any]) -> Step:
    return Step(StepType.TRIGGER, "schedule", config)


def _zoned(config: dict[str, Any], units: Units) -> dict[str, Any]:
    return {"timezone": units.zone} | config if units.zone and "every" not in config else config


def _length(seconds: float, *, most: float, remarks: list[str]) -> str:
    if seconds > most:
        remarks.append("RandomizedDelaySec is longer than a day; here it is a day.")
    return f"{min(seconds, most):g}s"


def _environment(units: Units, remarks: list[str]) -> dict[str, str]:
    known = {"PATH": SYSTEM_PATH} if units.system else {}
    for line in units.service.all("Service", "Environment"):
        known |= _assigned(split_words(filled(line, units.specifiers)))
    for text in units.service.all("Service", "EnvironmentFile"):
        name = filled(text.removeprefix("-"), units.specifiers)
        if name not in units.files:
            if not text.startswith("-"):
                raise BadInputError(f"Its file {name} of variables can't be read.")
            remarks.append(f"The file {name} of variables is not there now; it is left out.")
            continue
        known |= _assigned(_file_words(units.files[name]))
        remarks.append(f"The variables of {name} are kept as they are now; what changes there is not seen.")
    return known


def _file_words(text: str) -> list[str]:
    lines = [line.strip() for line in text.replace("\\\n", "").split("\n")]
    return ["".join(split_words(line)) if "'" in line or '"' in line else line
            for line in lines if line and not line.startswith(("#", ";"))]  # fmt: skip


def _assigned(words: list[str]) -> dict[str, str]:
    return {name: value for name, mark, value in (word.partition("=") for word in words) if mark}


def _steps(units: Units, environment: dict[str, str], remarks: list[str]) -> tuple[list[Step], list[Step]]:
    """The conditions and the actions of all its command lines, in systemd's order."""
    shared = _shared(units, environment)
    conditions, actions = _tests(units), []
    for name in _COMMANDS:
        for text in units.service.all("Service", name):
            for words in _split_commands(split_words(filled(text, units.specifiers))):
                config = shared | _command(words, units, environment, remarks)
                if name == "ExecCondition":
                    config = {key: value for key, value in config.items() if key != "expect"}
                    conditions.append(Step(StepType.CONDITION, "command_succeeds", config))
                else:
                    actions.append(Step(StepType.ACTION, "run_command", config))
    return conditions, actions


def _tests(units: Units) -> list[Step]:
    """Its conditions about files; a `!` turns one round."""
    tests = []
    for name, flag in _TESTS.items():
        for text in units.service.all("Unit", name):
            path = filled(text, units.specifiers)
            if path.startswith("|"):
                raise BadInputError(f"It runs where one of several conditions holds ({name}={text}).")
            negated = ["!"] if path.startswith("!") else []
            command = arguments_command(["test", *negated, flag, path.removeprefix("!").strip()])
            tests.append(Step(StepType.CONDITION, "command_succeeds", {"command": command}))
    return tests


def _split_commands(words: list[str]) -> list[list[str]]:
    commands: list[list[str]] = [[]]
    for word in words:
        if word == ";":
            commands.append([])
        else:
            commands[-1].append(";" if word == "\\;" else word)
    return [one for one in commands if one]


def _shared(units: Units, environment: dict[str, str]) -> dict[str, Any]:
    service = units.service
    folder = filled(service.last("Service", "WorkingDirectory").removeprefix("-"), units.specifiers)
    default = "/" if units.system else units.home
    config: dict[str, Any] = {"folder": units.home if folder == "~" else folder or default}
    if environment:
        config["environment"] = {name: as_literal(value) for name, value in environment.items()}
    for name in ("TimeoutStartSec", "TimeoutSec"):
        text = service.last("Service", name)
        if text and text != "infinity" and service.last("Service", "Type") == "oneshot" and span(text):
            config["timeout"] = f"{span(text):g}s"
    return config


def _command(words: list[str], units: Units, environment: dict[str, str], remarks: list[str]) -> dict[str, Any]:
    signs = re.match(r"[@\-:+!|]*", words[0])
    prefix = signs[0] if signs else ""
    if "@" in prefix or "|" in prefix:
        raise BadInputError(f"The command “{words[0]}” begins with {prefix}, which has no like here.")
    if set(prefix) & set("+!"):
        remarks.append(f"“{words[0]}” would get other rights by its {prefix}; here it has yours.")
    words = [words[0].removeprefix(prefix), *words[1:]]
    if ":" not in prefix:
        given = {"HOME": units.home, "USER": units.user, "LOGNAME": units.user} | environment
        remarks += [
            f"${name} is set nowhere in its units; it is taken as empty." for name in used(words) if name not in given
        ]
        words = expanded(words, given)
    codes = {} if "-" not in prefix else {"expect": ANY_CODE}
    return {"command": arguments_command(words)} | (codes or _codes(units))


def _codes(units: Units) -> dict[str, Any]:
    good = [
        int(one)
        for text in units.service.all("Service", "SuccessExitStatus")
        for one in text.split()
        if one.isdecimal()
    ]
    return {"expect": [0, *good]} if good else {}


def _how(units: Units) -> Configuration:
    late = units.timer.last("Timer", "Persistent").lower() in ("yes", "true", "on", "1")
    catch_up = CatchUp.ONCE if late else CatchUp.SKIP
    return Configuration(
        catch_up=catch_up, step_timeout=LONGEST_RUN, run_timeout=LONGEST_RUN, on_failure=OnFailure.STOP
    )


def _left(units: Units) -> list[str]:
    """What its units say besides, and has no like here."""
    service = [name for name in units.service.names("Service") if name not in _KNOWN_SERVICE]
    timer = [name for name in units.timer.names("Timer") if name not in _KNOWN_TIMER]
    unit = [name for name in units.service.names("Unit") if name not in {*_HARMLESS, *_TESTS}]
    remarks = []
    if left := [*timer, *service]:
        remarks.append(f"Not taken over: {', '.join(left)}.")
    if unit:
        remarks.append(f"Neither waited for nor asked: {', '.join(unit)} of its service.")
    return remarks
