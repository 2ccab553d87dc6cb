"""Changes of config.toml: one value at a time, with comments and order kept, as a whole or not at all."""

import fcntl
import os
import secrets
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from nomologi_tui.errors import BadInputError, StoreError
from nomologi_tui.settings.config_file import parse, read_text

KEYS = "keys."


def set_value(path: Path, name: str, value: str | int | list[str]) -> None:
    """Let `name` be `value` in the file at `path`: a setting, or `keys.ID`.

    The file is made with mode 0600 where there is none; behind a link the file that it points to is written. Raises
    BadInputError with the line for a file that is no TOML, which stays as it is; StoreError where it can't be written.
    """
    with _changing(path) as document:
        table, key = _holder(document, name, make=True)
        table[key] = value


def unset_value(path: Path, name: str) -> bool:
    """Take `name` out of the file, so that its default counts; whether it stood there. Raises as `set_value`."""
    if not path.exists():
        return False
    with _changing(path) as document:
        table, key = _holder(document, name, make=False)
        return table.pop(key, None) is not None


def replace_text(path: Path, text: str) -> None:
    """Put another text in the file's place: beside it first, so that a kill leaves the old file or the new one."""
    target = Path(os.path.realpath(path))
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise StoreError(f"{path} can't be written: {error.strerror}.", "Nothing is changed.") from error


@contextmanager
def _changing(path: Path) -> Iterator[MutableMapping[str, Any]]:
    """The parsed file for one change, which nobody else makes meanwhile."""
    import tomlkit  # 40 ms that only a change waits for
    from tomlkit.exceptions import TOMLKitError

    with _alone(path):
        text = read_text(path)
        parse(path, text)  # what is wrong is said with its line
        try:
            document = tomlkit.parse(text)
            yield document
            after = tomlkit.dumps(document)
            parse(path, after)
        except TOMLKitError as error:
            raise BadInputError(f"{path} can't be changed: {error}.", "See: nomologi config edit") from error
        if after != text:
            replace_text(path, after)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the folder: of two who change the file at once the second one sees what the first one wrote."""
    folder = Path(os.path.realpath(path)).parent
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise StoreError(f"{path} can't be written: {error.strerror}.", "Nothing is changed.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _holder(document: MutableMapping[str, Any], name: str, *, make: bool) -> tuple[MutableMapping[str, Any], str]:
    """The table that `name` stands in, or shall stand in, and its name there."""
    if not name.startswith(KEYS):
        return document, name
    import tomlkit

    if "keys" not in document:
        if not make:
            return {}, name
        document["keys"] = tomlkit.table()
    table, key = document["keys"], name.removeprefix(KEYS)
    if not isinstance(table, MutableMapping):
        raise BadInputError("In config.toml keys is no table.", 'Write [keys] and below "home.new" = "N".')
    return _dotted(table, key)


def _dotted(table: MutableMapping[str, Any], key: str) -> tuple[MutableMapping[str, Any], str]:
    """Where `home.new = …` was written without quotes it is changed there."""
    if key in table:
        return table, key
    place, parts = table, key.split(".")
    for part in parts[:-1]:
        below = place.get(part)
        if not isinstance(below, MutableMapping):
            return table, key
        place = below
    return (place, parts[-1]) if parts[-1] in place else (table, key)
