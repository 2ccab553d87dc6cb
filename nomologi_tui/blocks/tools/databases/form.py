"""The fields of steps that use a database, and what they say."""

from collections.abc import Mapping
from typing import Annotated, Any, Protocol

from nomologi_tui.blocks.fields import ConnectionRef, Hint, Serves
from nomologi_tui.blocks.tools.databases.statement import check_statement, reads
from nomologi_tui.model import Effect
from nomologi_tui.text import clean_line, shorten

DatabaseRef = Annotated[ConnectionRef, Serves(("database",))]
Sql = Annotated[str, Hint("multiline")]  # typed by a person only: the engine fills nothing into it

__all__ = ["DatabaseRef", "Sql", "check_statement", "effect_of_statement", "words_of"]


class Asked(Protocol):
    """The form's fields that words need."""

    connection: str
    statement: str


def effect_of_statement(config: Mapping[str, Any]) -> Effect:
    """A statement that only asks may be carried out twice."""
    return Effect.READ if reads(str(config.get("statement"))) else Effect.ONCE


def words_of(config: Asked) -> str:
    """The statement on one line."""
    verb = "ask" if reads(config.statement) else "change"
    return f"{verb} “{config.connection}”: {shorten(clean_line(config.statement), 120)}"
