"""Statements that each run needs several times. SQLAlchemy writes their SQL once; the driver runs it.

SQLAlchemy's own execution costs more than twice what the driver and SQLite need (docs/benchmarks.md).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, Column, Connection, Dialect, literal_column
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import Select
from sqlmodel.sql.sqltypes import UTCDateTime

from nomologi_tui.store import sqlite

Statement = UpdateBase | Select[Any]


class Hot:
    """A statement with named parameters. `rows` are as the driver has them: ask there for numbers and texts only."""

    def __init__(self, statement: Statement, *columns: str, returns: Iterable[Column[Any]] = ()) -> None:
        """`columns` are those that an INSERT or UPDATE sets, each a parameter; `returns` is what `mappings` reads."""
        self._statement = statement
        self._columns = columns
        self._returns = tuple(returns)
        self._written: dict[str, _Written] = {}  # by the name of the database's kind

    def rows(self, tx: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run it with `values` for its parameters; what it selects or returns."""
        return list(self._execute(tx, values).fetchall())

    def mappings(self, tx: Connection, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run it with `values` for its parameters; the rows of the columns in `returns`, by name, in Python's types."""
        rows = self.rows(tx, values)
        readers = self._written[tx.dialect.name].readers
        return [
            {name: read(value) if read else value for (name, read), value in zip(readers, row, strict=True)}
            for row in rows
        ]

    def change(self, tx: Connection, values: Mapping[str, Any]) -> int:
        """Run it with `values` for its parameters; how many rows it changed."""
        return int(self._execute(tx, values).rowcount)

    def _execute(self, tx: Connection, values: Mapping[str, Any]) -> Any:
        written = self._written.get(tx.dialect.name)
        if written is None:
            written = self._written[tx.dialect.name] = _Written(
                self._statement, self._columns, self._returns, tx.dialect
            )
        cursor = tx.connection.cursor()
        cursor.execute(written.sql, written.parameters(values))
        return cursor


class _Written:
    """The statement in one database's SQL, and how each parameter is made ready for its driver."""

    def __init__(
        self, statement: Statement, columns: tuple[str, ...], returns: tuple[Column[Any], ...], dialect: Dialect
    ) -> None:
        whole = visitors.replacement_traverse(statement, {}, partial(_write_out, dialect))
        compiled = whole.compile(dialect=dialect, column_keys=columns)
        self.sql = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._places = [(name, _binder(compiled.binds[name].type, dialect)) for name in compiled.positiontup or ()]
        self.readers = [(one.name, _reader(one.type, dialect)) for one in returns]

    def parameters(self, values: Mapping[str, Any]) -> list[Any]:
        given = {**self._fixed, **values}
        return [process(given[name]) if process else given[name] for name, process in self._places]


# What SQLAlchemy and SQLModel do to a time in SQLite takes three times as long, at twenty of them a run.


def _binder(type_: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(type_, UTCDateTime) and dialect.name == "sqlite":
        return _stamp
    binder: Callable[[Any], Any] | None = type_.dialect_impl(dialect).bind_processor(dialect)
    return binder


def _reader(type_: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(type_, UTCDateTime) and dialect.name == "sqlite":
        return _unstamp
    reader: Callable[[Any], Any] | None = type_.dialect_impl(dialect).result_processor(dialect, None)
    return reader


def _stamp(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("a time without a timezone")
    return sqlite.stamp(moment)


def _unstamp(text: str | None) -> datetime | None:
    return None if text is None else sqlite.unstamp(text)


def _write_out(dialect: Dialect, part: Any, **_: object) -> Any:
    """A constant as a piece of the text; None for everything else.

    SQLite compiles a statement anew, each time, when a parameter stands where a partial index has a constant.
    """
    if not isinstance(part, BindParameter) or part.value is None:
        return None
    literal = part.type.dialect_impl(dialect).literal_processor(dialect)
    return literal_column(literal(part.value), part.type) if literal else None
