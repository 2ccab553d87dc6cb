"""A list of arguments as one line for the shell of another machine, whichever shell that is.

What sshd gets is a text that the user's login shell reads: dash, bash, zsh, fish, tcsh. They disagree about quotes and
backslashes. So each argument travels as harmless letters, and as octal numbers for all other bytes, between single
quotes: no letter of it means anything to any of them. A fixed script of /bin/sh turns them back into arguments and
becomes the program.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nomologi_tui.blocks.tools.commands.line import read_command
from nomologi_tui.errors import BlockError

LONGEST = 120 * 1024  # bytes: Linux refuses a longer line, which is one argument of the login shell
_HARMLESS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=@%+,-")
_HOME = "\ue000"  # ~ at the start of a typed word while the line is read: only the other machine knows where that is
_SCRIPT = (
    'export NOMOLOGI_RUN="$0"; '
    'for a do v=$(printf %bx "$a"); v=${v%x}; case $a in "~"*) v=$HOME${v#?};; esac; set -- "$@" "$v"; shift; done; '
    'exec "$@"'
)
_SIGNAL = (
    'for f in $(grep -ls "$1" /proc/[0-9]*/environ); do p=${f#/proc/}; kill -"$2" "${p%/environ}" 2>/dev/null; done; :'
)


@dataclass(frozen=True, slots=True)
class Remote:
    """A line for a login shell, and the mark that all processes of it carry in their environment."""

    line: str
    mark: str


def remote_line(arguments: Sequence[str], in_home: Sequence[bool] = (), mark: str = "-") -> str:
    """The line that runs `arguments` as they are; those that are `in_home` go on from the home folder there.

    Raises BlockError where they are too long together or can't be arguments.
    """
    if any("\0" in one for one in arguments):
        raise BlockError("A value holds a zero character, which no command can take.")
    homes = [*in_home, *[False] * (len(arguments) - len(in_home))]
    words = (f"'{'~' * home}{_as_letters(one)}'" for one, home in zip(arguments, homes, strict=True))
    line = f"exec /bin/sh -c '{_SCRIPT}' {mark} {' '.join(words)}"
    if len(line) > LONGEST:
        raise BlockError("The values for the command are too long together.", "Hand them over by standard input.")
    return line


def filled_line(typed: str, environment: Mapping[str, str], render: Callable[[str], str]) -> Remote:
    """The line for the command that a person typed, its values filled in. Raises BlockError for one that can't travel.

    A line with shell signs is read by /bin/sh there, and gets its values by environment, as here.
    """
    line = read_command(typed, _HOME)
    try:
        arguments, values = line.fill(render)
    except ValueError as error:
        raise BlockError(f"The command can't be run: {error}.") from None
    given = [f"{name}={value}" for name, value in {**environment, **values}.items()]
    before = ["env", *given] if given else []
    homes = [False] * len(before) + [word.startswith(_HOME) for word in line.words]
    own = [one[len(_HOME) :] if home else one for one, home in zip(arguments, homes[len(before) :], strict=False)]
    mark = secrets.token_hex(16)
    return Remote(remote_line([*before, *(own if line.words else arguments)], homes, mark), mark)


def signal_line(mark: str, signal: str) -> str:
    """The line that sends `signal`, TERM or KILL, to all processes there with `mark`; on Linux only."""
    return remote_line(("/bin/sh", "-c", _SIGNAL, "sh", mark, signal))


def shown_line(typed: str, render: Callable[[str], str]) -> str:
    """The command with its values filled in, for a person to read."""
    return read_command(typed, "~").in_words(render)


def _as_letters(argument: str) -> str:
    data = argument.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if byte in _HARMLESS else f"\\0{byte:03o}" for byte in data)
