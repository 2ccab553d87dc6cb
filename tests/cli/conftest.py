"""Command lines carried out in this process, over a home in a temporary folder."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from pydantic import ValidationError

from nomologi_tui.cli.shapes import PRINTED, checker
from tests.support import carry_out


@dataclass(frozen=True)
class Answer:
    """What a command line left behind."""

    code: int
    out: str
    err: str
    command: str = ""

    @property
    def json(self) -> Any:
        """What was printed, which has the shape that the command promises."""
        document = json.loads(self.out)
        try:
            checker(self.command).validate_json(json.dumps([document]))
        except ValidationError as error:
            wrong = "\n".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
            pytest.fail(f"`{self.command} --json` prints what cli/shapes does not say:\n{wrong}", pytrace=False)
        return document

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


class Cli(Protocol):
    """Carries out a command line; `stdin` is no terminal."""

    def __call__(self, *arguments: str, stdin: str = "") -> Answer: ...


def _command(arguments: Sequence[str]) -> str:
    """`connections add` of a command line; its first word where no command of two has that name."""
    words = [one for one in arguments if not one.startswith("-")]
    names = (" ".join(words[:2]), *words[:1], *(f"{word} list" for word in words[:1]))
    return next((name for name in names if name in PRINTED), "")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOMOLOGI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NOMOLOGI_TIMEZONE", "UTC")
    return tmp_path / "home"


@pytest.fixture
def cli(home: Path) -> Cli:
    def answered(*arguments: str, stdin: str = "") -> Answer:
        return Answer(*carry_out(arguments, stdin), _command(arguments))

    return answered


@pytest.fixture
def daily(cli: Cli) -> str:
    """The slug of an automation that is on and says hello when it runs."""
    made: str = cli("new", "every day at 08:00 run 'echo hello'", "--yes", "--json").json["slug"]
    return made
