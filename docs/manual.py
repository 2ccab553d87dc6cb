"""The manual page nomologi(1), from the help of the commands and the README's tables."""

import re
from collections.abc import Iterable, Iterator

HEAD = r""".\" Written by docs/generate.py from the code: change it there.
.TH NOMOLOGI 1 "" "Nomologi" "User Commands"
.SH NAME
nomologi \- say what you want to happen; it runs on your machine, under your eyes
.SH SYNOPSIS
.B nomologi
[\fICOMMAND\fR [\fIARGUMENT\fR ...]]
"""


def manual(helps: Iterable[tuple[str, str]], readme: str) -> str:
    """The page in roff. `helps` are the commands' names with their help, the program's own first."""
    (_, first), *commands = helps
    parts = [HEAD, ".SH DESCRIPTION\n", _verbatim(first), ".SH COMMANDS\n"]
    for name, text in commands:
        parts += [f".SS {_escaped(name)}\n", _verbatim(text)]
    for title, heading in (("EXIT STATUS", "Exit codes"), ("FILES AND ENVIRONMENT", "Places")):
        parts += [f".SH {title}\n", *_rows(readme, heading)]
    return "".join(parts)


def _verbatim(text: str) -> str:
    return ".nf\n" + "".join(f"{_escaped(line)}\n" for line in text.splitlines()) + ".fi\n"


def _rows(readme: str, heading: str) -> Iterator[str]:
    """The rows of the tables under a heading, the first cell as the term."""
    section = re.search(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", readme, re.MULTILINE | re.DOTALL)
    if section is None:
        raise ValueError(f"README.md has no heading “{heading}”")
    for table in re.findall(r"(?:^\|.*\n)+", section[1], re.MULTILINE):
        for line in table.splitlines()[2:]:
            term, *rest = line.strip("| ").split(" | ")
            yield f".TP\n.B {_escaped(_plain(term))}\n{_escaped(_plain(' '.join(rest)))}\n"


def _plain(cell: str) -> str:
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", cell).replace("`", "").replace("**", "")


def _escaped(line: str) -> str:
    r"""Text as roff takes it: a backslash is `\e`, a hyphen stays one, no line begins with a command."""
    text = line.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text[:1] in (".", "'") else text
