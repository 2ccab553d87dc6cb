"""Text of other programs as our fields hold it: nothing in it becomes a template, and a shell gets it as it is."""

import shlex

from nomologi_tui.blocks.tools.commands.line import read_command, without_formats

_MARKS = ("{{", "{%")
SHELL = "/bin/sh"


def as_literal(text: str) -> str:
    """A value of a field that takes templates, which comes out as `text`."""
    return "".join(_safe(part) for part in _split(text))


def _safe(part: str) -> str:
    return f'{{{{ "{part}" }}}}' if part in _MARKS else part


def _split(text: str) -> list[str]:
    parts, at = [], 0
    while at < len(text):
        mark = text[at : at + 2]
        parts.append(mark if mark in _MARKS else text[at])
        at += len(parts[-1])
    return parts


def shell_command(line: str, shell: str = SHELL) -> str:
    """A command that gives `line` to that shell; the line itself where that is what happens to it anyway."""
    if shell == SHELL and not any(mark in without_formats(line) for mark in _MARKS):
        try:
            read_command(line, "~")
        except ValueError:  # the shell says itself what is wrong with it, each time
            pass
        else:
            return line
    return arguments_command([shell, "-c", line])


def arguments_command(arguments: list[str]) -> str:
    """A command that starts exactly this list, without a shell."""
    return " ".join(_quoted(one) for one in arguments)


def _quoted(argument: str) -> str:
    """As `shlex.quote` does, each opening of a template broken by an empty pair of quotes."""
    quoted = shlex.quote(argument)
    if "\n" in argument and not quoted.startswith("'"):
        quoted = f"'{argument}'"
    while any(mark in quoted for mark in _MARKS):
        quoted = quoted.replace("{{", "{''{").replace("{%", "{''%")
    return quoted
