"""config.toml as it stands: its values, the line of each, and what is wrong with it, with the line."""

import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nomologi_tui.errors import BadInputError, NomologiError, StoreError
from nomologi_tui.settings.setting import nearest
from nomologi_tui.text import clean_line

LARGEST = 1024 * 1024  # bytes
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """What stands in it; an absent file is an empty one."""

    path: Path
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def keys(self) -> dict[str, Any]:
        """The table [keys], flat: `home.new` for `"home.new" = …` as for `home.new = …`. Raises BadInputError."""
        table = self.values.get("keys", {})
        if not isinstance(table, dict):
            raise BadInputError(f"{self.place('keys')}: keys is no table.", 'Write [keys] and below "home.new" = "N".')
        return dict(_flat(table))

    def line(self, name: str) -> int | None:
        """The line on which a setting, or a key of [keys], is set; counted from 1."""
        parts = r"\s*\.\s*".join(rf"[\"']?{re.escape(part)}[\"']?" for part in name.split("."))
        pattern = re.compile(rf"\s*(?:keys\s*\.\s*)?(?:[\"']?{re.escape(name)}[\"']?|{parts})\s*=|\s*\[{parts}\]")
        lines = self.text.splitlines()
        for number, line in enumerate(lines, 1):
            if pattern.match(line) and _is_whole("\n".join(lines[: number - 1])):
                return number
        return None

    def place(self, name: str) -> str:
        """`…/config.toml line 3`."""
        return place(self.path, self.line(name))

    def check_names(self, known: Sequence[str], what: str = "setting") -> None:
        """Raises BadInputError for the first name that is none of the known ones."""
        for name in self.values:
            if name not in known:
                raise BadInputError(
                    f"{self.place(name)} sets “{clean_line(name)[:60]}”, which is no {what}.",
                    nearest(name, known) or f"Known are {', '.join(known)}.",
                )


def place(path: Path, line: int | None) -> str:
    """A file and, where it is known, the line."""
    return f"{path} line {line}" if line else f"{path}"


def read_config(path: Path) -> ConfigFile:
    """The file. Raises BadInputError with the line, StoreError where it may not be read."""
    text = read_text(path)
    return ConfigFile(path, text, parse(path, text))


def read_text(path: Path) -> str:
    """A file of settings as text; empty where there is none. Raises BadInputError, StoreError."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _bad(path, "it is no file")
        if found.st_size > LARGEST:
            raise _bad(path, f"it is larger than {LARGEST // 1024} KiB")
        data = path.read_bytes()
    except FileNotFoundError:
        return ""
    except (PermissionError, NotADirectoryError) as error:
        raise StoreError(
            f"{path} can't be read: {error.strerror}.", "Set NOMOLOGI_HOME to a folder of yours."
        ) from error
    except OSError as error:
        raise _bad(path, f"{error.strerror}") from error
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInputError(f"{path} line {line} is not UTF-8 text.", "Save it as UTF-8, or remove it.") from None


def parse(path: Path, text: str) -> dict[str, Any]:
    """What TOML says. Raises BadInputError with the line."""
    if not text:
        return {}
    import tomllib  # 3 ms that only those pay who have a file

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _AT.search(str(error))
        line = int(found[1]) if found and found[1] else len(text.splitlines())
        what = _AT.sub("", str(error)).rstrip(".")
        raise BadInputError(f"{path} line {line} can't be read: {what}.", "Correct or remove it.") from None


def _is_whole(text: str) -> bool:
    """Whether a new statement may begin behind it: it is not inside a text or list of several lines."""
    import tomllib

    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _flat(table: Mapping[str, Any], above: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in table.items():
        found += _flat(value, f"{above}{name}.") if isinstance(value, dict) else [(f"{above}{name}", value)]
    return found


def _bad(path: Path, why: str) -> NomologiError:
    return BadInputError(f"{path} can't be read: {why}.", "Correct or remove it.")
