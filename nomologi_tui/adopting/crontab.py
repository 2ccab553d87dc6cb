"""A crontab's text, read as Debian's cron reads it (cron 3.0pl1: env.c, entry.c, do_command.c)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nomologi_tui.errors import BadInputError
from nomologi_tui.schedules.cron import cron_search
from nomologi_tui.schedules.rule import EPOCH

REBOOT = "@reboot"
ASIDE = "# nomologi: "  # stands before a line that runs as an automation now
MOST_LINES = 10_000  # cron itself reads no longer file
LONGEST = 998  # characters of a command
_ENTRY = re.compile(r"(?P<when>@\S+|(?:\S+[ \t]+){4}\S+)(?:[ \t]+(?P<rest>.*))?", re.DOTALL)
_SETTING = re.compile(
    r"""\s*(?P<name>'[^'=]*'|"[^"=]*"|[^\s='"][^\s=]*)\s*=\s*(?P<value>'[^']*'|"[^"]*"|[^\s'"].*)\s*""", re.DOTALL
)
_NO_WORDS = re.compile(r"do not edit|edit this file to introduce|^m +h +dom|^minute|^\W*$", re.IGNORECASE)
_TILDE = "“~” picks a moment at random in other crons; Debian's has none, and ignores the whole file with it"


@dataclass(frozen=True, slots=True)
class CronLine:
    """One job. `number` counts from 1; `environment` is what is set above it; `user` is empty in a person's own."""

    number: int
    text: str
    when: str
    user: str
    command: str
    stdin: str
    environment: dict[str, str]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class BadLine:
    """One that is no job: cron refuses the whole file for it."""

    number: int
    text: str
    reason: str


def read_crontab(text: str, *, with_user: bool) -> Iterator[CronLine | BadLine]:
    """The jobs of a crontab in their order. `with_user`: each names its user, as in /etc/crontab and /etc/cron.d.

    Raises BadInputError for a file that is longer than cron reads.
    """
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise BadInputError(f"The crontab has more than {MOST_LINES:,} lines; cron itself reads no longer one.")
    environment: dict[str, str] = {}
    comment: list[str] = []
    for number, line in enumerate(lines, 1):
        bare = line.lstrip(" \t")
        if not bare or bare.startswith("#"):
            comment = _with_comment(comment, bare)
        elif setting := _setting(bare):
            environment = {**environment, setting[0]: setting[1]}
            comment = []
        else:
            yield _line(number, bare, environment, " ".join(comment), with_user=with_user)
            comment = []


def _with_comment(above: list[str], bare: str) -> list[str]:
    """The words right above a job; an empty line, a heading of columns or a job that is switched off ends them."""
    if bare.startswith(ASIDE) or not bare:
        return []
    words = bare.strip("# \t\r")
    if _NO_WORDS.search(words) or _is_job(words):
        return []
    return [*above, words.strip("-=*_ ")]


def _is_job(words: str) -> bool:
    found = _ENTRY.fullmatch(words)
    if not found or not found["rest"]:
        return False
    return not _wrong_time(found["when"])


def _setting(line: str) -> tuple[str, str] | None:
    """Name and value of `NAME = value`, the quotes around either taken off; None where it is none."""
    found = _SETTING.fullmatch(line)
    if found is None:
        return None
    name, value = found["name"], found["value"]
    quoted = len(value) >= 2 and value[0] in "'\"" and value[-1] == value[0]
    return name.strip("'\""), value[1:-1] if quoted else value.rstrip()


def _line(number: int, text: str, environment: dict[str, str], comment: str, *, with_user: bool) -> CronLine | BadLine:
    found = _ENTRY.fullmatch(text)
    if found is None:
        return BadLine(number, text, "it has neither five fields and a command, nor a name and a value")
    if wrong := _wrong_time(found["when"]):
        return BadLine(number, text, wrong)
    user, rest = _first_word(found["rest"] or "") if with_user else ("", found["rest"] or "")
    if not rest.strip() or (not with_user and rest.startswith("*")):
        return BadLine(number, text, "no command follows the time" + (" and the user" if with_user else ""))
    if len(rest) > LONGEST:
        return BadLine(number, text, f"its command is longer than the {LONGEST} characters that cron reads")
    if "\0" in text:
        return BadLine(number, text, "it holds a zero character")
    command, stdin = split_input(rest)
    return CronLine(number, text, found["when"], user, command, stdin, environment, comment)


def _first_word(text: str) -> tuple[str, str]:
    word, *rest = re.split(r"[ \t]", text, maxsplit=1)
    return word, rest[0] if rest else ""


def _wrong_time(when: str) -> str:
    """Why cron does not know this time; empty where it does."""
    if when == REBOOT:
        return ""
    if when.startswith("@") and when != when.lower():
        return f"cron knows “{when.lower()}” in small letters only"
    if "~" in when:
        return _TILDE
    try:
        cron_search(when, EPOCH)
    except BadInputError as error:
        return f"{error.message.rstrip('.')}. {error.hint}".rstrip(". ")
    return ""


def split_input(text: str) -> tuple[str, str]:
    r"""The command, and what it gets on standard input: all behind the first plain `%`, each further one a new line.

    `\%` is a percent sign. In the command cron also takes `\\` as one backslash.
    """
    command = re.match(r"(?:\\.|[^%\\]|\\$)*", text, re.DOTALL)
    end = command.end() if command else 0
    stdin = "".join(_input_sign(one) for one in re.findall(r"\\%|[^%]|%", text[end + 1 :], re.DOTALL))
    if stdin and not stdin.endswith("\n"):
        stdin += "\n"
    return re.sub(r"\\([%\\])", r"\1", text[:end]), stdin


def _input_sign(sign: str) -> str:
    return {"\\%": "%", "%": "\n"}.get(sign, sign)
