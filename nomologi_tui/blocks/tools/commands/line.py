"""Read a typed command line: into a list of arguments, or into a shell line whose values travel by environment.

A value is never text that a shell reads. In a list it is one argument. In a shell line each `{{ … }}` becomes a
reference to an environment variable, spelled for the quotes that it stands in, so that the shell expands it after
it has read the line: a mistake in this reading could split a value into words but never run it.
"""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

MAX_LINE = 16 * 1024  # characters
MAX_VALUE = 128 * 1024 - 64  # Linux refuses a longer argument or variable (MAX_ARG_STRLEN), name and NUL included

# What docker, podman, kubectl and the like are given as a format, in Go's language: `{{.Names}}`, `{{json .}}`,
# `{{range .Mounts}}`, `{{end}}`. No value of ours has a word that begins with a dot or a dollar, outside of quotes.
_BEFORE = r"""(?:"[^"]*"|'[^']*'|[^"'{}])*?[\s(|]"""
_FORMAT = rf"\{{\{{-?\s*(?:(?:{_BEFORE})?[.$].*?|(?:end|else)\s*-?)\}}\}}"
_NO_VALUE = re.compile(_FORMAT, re.DOTALL)
_TEMPLATE = re.compile(rf"(?!{_FORMAT})\{{\{{.*?\}}\}}", re.DOTALL)
_MARK = re.compile("\0(\\d+)\0")  # how the n-th template stands in a line while it is read
_SHELL_WORDS = re.compile(  # what only a shell knows, at the beginning of a line
    r"([!.:]|alias|bg|case|cd|command|eval|exec|exit|export|fg|for|function|if|jobs|read|return|set|shift|source|trap"
    r"|type|ulimit|umask|unset|until|wait|while|[A-Za-z_]\w*=.*)",
    re.DOTALL,
)
_UNSAFE_BESIDE = {  # what a shell would read a value again in, or what this reading does not follow
    "<<": "hand the value over by standard input",
    "$'": "use plain quotes",
    "$[": "use another program to calculate",
    "((": "use another program to calculate",
    "[[": "write [ … ]",
    "`": "write $( … )",
}

# Program texts and words that an interpreter reads: a value in them would be code.
_WORD = r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\;|&])+"""
_FIRST = r"(?:^|[;|&(`\n]\s*|\b(?:sudo|exec|nohup|env|time|then|do|else)\s+)(?:\S*/)?"
_CODE = (
    re.compile(
        r"(?:^|[\s;|&(`/])(?P<name>(?:ba|da|a|z|k|fi)?sh|python[\d.]*|perl|ruby|node|php|su)\s(?:[^;|&\n]*?\s)??"
        rf"-[A-Za-z]*[ecr][A-Za-z]*\s*(?P<code>{_WORD})"
    ),
    re.compile(rf"(?:^|[\s;|&(`/])(?P<name>[gm]?awk|sed)\s+(?:-v\s*\S+\s+|-[^v\s]\S*\s+)*(?P<code>{_WORD})"),
    re.compile(_FIRST + r"(?P<name>eval|ssh|let|trap|alias|unset|read|watch|parallel)\s(?P<code>[^;|&\n]*)"),
)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A line that was read. `shell` is the script for `/bin/sh -c`, empty for a plain list of `words`.

    `words` and `shell` hold marks in place of `templates`.
    """

    words: tuple[str, ...]
    shell: str
    templates: tuple[str, ...]

    def fill(self, render: Callable[[str], str]) -> tuple[tuple[str, ...], dict[str, str]]:
        """The arguments to execute and the environment they need. Raises ValueError for a value that can't travel."""
        values = [_checked(template, render(template)) for template in self.templates]
        if self.shell:
            return ("/bin/sh", "-c", self.shell), {f"NOMO_{n}": value for n, value in enumerate(values, 1)}
        return tuple(_checked(word, _MARK.sub(lambda m: values[int(m[1])], word)) for word in self.words), {}

    def in_words(self, render: Callable[[str], str]) -> str:
        """The line for a person to read, with its values in it."""
        arguments, environment = self.fill(render)
        if not self.shell:
            return shlex.join(arguments)
        return (
            f"{self.shell}   ({', '.join(f'{k}={v}' for k, v in environment.items())})" if environment else self.shell
        )


def values_in(line: str) -> list[str]:
    """Its `{{ … }}` that are filled in."""
    return _TEMPLATE.findall(line)


def without_formats(line: str) -> str:
    """The line without the `{{.Names}}` of other programs: all else in it that looks as a template must be one."""
    return _NO_VALUE.sub("", line)


@lru_cache(256)
def read_command(line: str, home: str) -> CommandLine:
    """Read `line` as it was typed; `~/` at the start of a word means `home`. Raises ValueError with a sentence."""
    if "\0" in line:
        raise ValueError("a command can't contain a zero character")
    if not line.strip():
        raise ValueError("the command is empty")
    if len(line) > MAX_LINE:
        raise ValueError(f"a command has at most {MAX_LINE:,} characters; put a longer one into a script")
    if "{{" in line and "}}" not in line:
        raise ValueError("{{ is not closed with }}")
    templates = tuple(values_in(line))
    numbers = iter(range(len(templates)))
    masked = _TEMPLATE.sub(lambda _: f"\0{next(numbers)}\0", line)
    _refuse_code(masked)
    words = _split(masked, home)
    if words is not None and not _SHELL_WORDS.fullmatch(words[0]):
        return CommandLine(tuple(words), "", templates)
    return CommandLine((), _ShellReader(masked).read() if templates else line, templates)


def _checked(name: str, value: str) -> str:
    if "\0" in value:
        raise ValueError("a value holds a zero character, which no command can take")
    if len(value.encode("utf-8", "surrogateescape")) > MAX_VALUE:
        shown = "the command" if _MARK.search(name) else name
        raise ValueError(f"the value of {shown} is longer than 128 KiB; hand it over by standard input or a file")
    return value


def _refuse_code(masked: str) -> None:
    for pattern in _CODE:
        for match in pattern.finditer(masked):
            if _MARK.search(match["code"]):
                raise ValueError(
                    f"“{match['name']}” would read the value as a part of its program; "
                    "use the value outside of it, in an argument, or hand it over by standard input"
                )


def _split(line: str, home: str) -> list[str] | None:
    """The words as a shell would split them, or None when there is something that only a shell can do."""
    words: list[str] = []
    word: str | None = None
    at = 0
    while at < len(line):
        char = line[at]
        if char in " \t":
            words += [] if word is None else [word]
            word, at = None, at + 1
        elif char == "~" and word is None and re.match(r"~(?=[/ \t]|$)", line[at:]):
            word, at = home, at + 1
        elif char in "|&;<>()$`*?[\n" or (char in "#~" and word is None):
            return None
        elif char in "'\"\\":
            piece, at = _quoted(line, at)
            if piece is None:
                return None
            word = (word or "") + piece
        else:
            word, at = (word or "") + char, at + 1
    return words + ([] if word is None else [word])


def _quoted(line: str, at: int) -> tuple[str | None, int]:
    """The text of the quote that begins at `at`, and where it ends; None when a shell must look into it."""
    quote = line[at]
    if quote == "\\":
        if line[at + 1 : at + 2] in ("", "\n", "\0"):
            raise ValueError("a backslash must have a plain character behind it")
        return line[at + 1], at + 2
    pattern = r"'([^']*)'" if quote == "'" else r'"((?:\\.|[^"\\])*)"'
    match = re.compile(pattern, re.DOTALL).match(line, at)
    if match is None:
        raise ValueError(f"the quote {quote} is not closed")
    text = match[1]
    if quote == "'":
        return text, match.end()
    return (None if re.search(r"[$`]", text) else re.sub(r'\\(["\\])', r"\1", text)), match.end()


class _ShellReader:
    """Walks over a shell line, knows which quotes it is in, and spells each mark as a variable for that place."""

    def __init__(self, masked: str) -> None:
        self._line = masked
        self._at = 0
        self._out: list[str] = []
        self._inside: list[str] = []  # open contexts, innermost last: " ( $( ${

    def read(self) -> str:
        """The script. Raises ValueError where a value has a place that can't be made safe."""
        for found, instead in _UNSAFE_BESIDE.items():
            if found in self._line:
                raise ValueError(f"a value can't be used together with {found}; {instead}")
        while self._at < len(self._line):
            self._step()
        if self._inside:
            raise ValueError(f"{self._inside[-1]} is not closed")
        return "".join(self._out)

    def _step(self) -> None:
        rest = self._line[self._at :]
        if mark := _MARK.match(rest):
            self._take_value(mark)
        elif rest[0] == "\\":
            self._take_backslash(rest)
        elif opened := re.match(r"\$\(|\$\{", rest):
            self._inside.append(opened[0])
            self._copy(opened.end())
        elif self._in_quotes:
            self._take_quoted(rest)
        else:
            self._take_plain(rest)

    @property
    def _in_quotes(self) -> bool:
        return bool(self._inside) and self._inside[-1] == '"'

    def _copy(self, count: int) -> None:
        self._out.append(self._line[self._at : self._at + count])
        self._at += count

    def _take_value(self, mark: re.Match[str]) -> None:
        if "${" in self._inside:
            raise ValueError("a value can't stand inside ${ … }; give it a name first: x={{ … }}")
        if self._line[self._at - 1 : self._at] == "$":
            raise ValueError("a $ can't stand in front of {{ … }}; leave it out")
        reference = f"${{NOMO_{int(mark[1]) + 1}}}"
        self._out.append(reference if self._in_quotes else f'"{reference}"')
        self._at += mark.end()

    def _take_backslash(self, rest: str) -> None:
        if rest[1:2] in ("", "\0"):
            raise ValueError("a backslash must have a plain character behind it")
        self._copy(2)

    def _take_quoted(self, rest: str) -> None:
        if rest[0] == '"':
            self._inside.pop()
        self._copy(1)

    def _take_plain(self, rest: str) -> None:
        if rest[0] == "'":
            self._take_single_quotes(rest)
        elif rest[0] == "#" and self._line[self._at - 1 : self._at] in ("", " ", "\t", "\n", ";", "(", "&", "|"):
            self._skip_comment(rest)
        else:
            self._open_or_close(rest)

    def _open_or_close(self, rest: str) -> None:
        if rest[0] in '"(':
            self._inside.append(rest[0])
        elif rest[0] == "}" and self._inside[-1:] == ["${"]:
            self._inside.pop()
        elif rest[0] == ")":
            self._close_bracket()
        self._copy(1)

    def _close_bracket(self) -> None:
        if not self._inside or self._inside[-1] not in ("(", "$("):
            raise ValueError("a bracket ) closes nothing; a value can't be used together with “case”")
        self._inside.pop()

    def _take_single_quotes(self, rest: str) -> None:
        end = rest.find("'", 1)
        if end < 0:
            raise ValueError("the quote ' is not closed")
        spelled = _MARK.sub(lambda mark: f"'\"${{NOMO_{int(mark[1]) + 1}}}\"'", rest[: end + 1])
        self._out.append(spelled)
        self._at += end + 1

    def _skip_comment(self, rest: str) -> None:
        end = rest.find("\n")
        self._at += len(rest) if end < 0 else end
