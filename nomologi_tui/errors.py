"""One error base: what happened, where, what to do. Front ends print it as it is; nothing prints a traceback.

The exit codes are the CLI's contract: 0 done, 1 it failed, 2 usage or bad input, 3 not found, 4 needs a person,
5 the store or keyring can't be used.
"""

import sys
from datetime import datetime
from pathlib import PurePath


class NomologiError(Exception):
    """Base of every error that a person may see.

    `message` is one sentence: what happened and where. `hint` says what to do. `passing` says whether
    trying again later, unchanged, makes sense.
    """

    title = "Error"
    exit_code = 1

    def __init__(self, message: str, hint: str = "", *, passing: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.passing = passing

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadInputError(NomologiError):
    """The words, file or value given can't be used as they are."""

    title = "Bad input"
    exit_code = 2


class NotFoundError(NomologiError):
    """Nothing of that name exists; the hint lists the nearest names."""

    title = "Not found"
    exit_code = 3


class NeedsPersonError(NomologiError):
    """An answer is missing that only a person can give."""

    title = "Needs an answer"
    exit_code = 4


class ChangedMeanwhileError(NomologiError):
    """Somebody else stored another version since this one was read; `revision` is theirs."""

    title = "Changed meanwhile"

    def __init__(self, message: str, hint: str = "", *, revision: int = 0) -> None:
        super().__init__(message, hint)
        self.revision = revision


class StoreError(NomologiError):
    """The database, its folder or the keyring can't be used."""

    title = "Store"
    exit_code = 5


class BlockError(NomologiError):
    """A block could not do its work; the run shows `message` and `hint`.

    `passing` promises that another try does no harm: an action that must not happen twice says so only where nothing
    ever left. `retry_after` are the seconds that the other side asked to be left alone for.
    """

    title = "Step failed"

    def __init__(
        self, message: str, hint: str = "", *, passing: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(message, hint, passing=passing)
        self.retry_after = retry_after


class CredentialError(BlockError):
    """The other side was reached and refused the credential; another try with the same one would be refused too.

    `wholly`: it is not taken at all; else it is, but not for what was asked.
    """

    title = "Refused"

    def __init__(self, message: str, hint: str = "", *, passing: bool = False, wholly: bool = True) -> None:
        super().__init__(message, hint, passing=passing)
        self.wholly = wholly


class TemplateError(BlockError):
    """A `{{ … }}` value could not be filled in."""

    title = "Template"
    exit_code = 2


class StepTimeoutError(BlockError):
    """A step took longer than its deadline and was stopped."""

    title = "Too slow"


class HoldError(NomologiError):
    """Not a failure: the step waits, until `until` or, without a time, for the user's word. Raised by a block."""

    title = "Waits"

    def __init__(self, message: str, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until


def install(package: str, prefix: str = sys.prefix) -> str:
    """The command for a hint that puts a package beside this program, by what put it there: pipx, uv or pip."""
    parts = PurePath(prefix).parts
    if "pipx" in parts:
        return f"pipx inject nomologi-tui '{package}'"
    if "uv" in parts and "tools" in parts:  # such an environment has no pip
        return f"uv pip install --python '{prefix}' '{package}'"
    return f"pip install '{package}'"
