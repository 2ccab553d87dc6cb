"""A form for any block, made from its config model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from pydantic import BaseModel
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from nomologi_tui.blocks.fields import FieldSpec, check, describe
from nomologi_tui.widgets.field_row import FieldRow
from nomologi_tui.widgets.lines import Line
from nomologi_tui.widgets.more import More

AHEAD = 6  # fields that are shown at first, beside those that are needed or filled in
FEWEST = 3  # fields that are worth a fold

Judge = Callable[[Mapping[str, Any]], dict[str, str]]
Choices = Mapping[str, Sequence[str]]


def nothing_else(_values: Mapping[str, Any]) -> dict[str, str]:
    """The judge of a form of which nothing more is known than its model."""
    return {}


def _rare(rows: Sequence[FieldRow], values: Mapping[str, Any]) -> list[FieldRow]:
    """The fields that may be folded away; none where they are few."""
    rare = [row for row in rows[AHEAD:] if not _is_wanted(row.spec, values)]
    return rare if len(rare) >= FEWEST else []


def _is_wanted(spec: FieldSpec, values: Mapping[str, Any]) -> bool:
    """Whether somebody is likely to look for the field: a connection is made there."""
    return spec.required or spec.kind == "connection" or spec.name in values


def _with_choices(config: type[BaseModel], choices: Choices) -> list[FieldSpec]:
    """The fields, those with words that only the user's own things give them among them."""
    return [replace(one, choices=tuple(choices.get(one.name, one.choices))) for one in describe(config)]


class BlockForm(Vertical):
    """One row a field. A field's problem appears when the field is left, or when `reveal` asks for all."""

    DEFAULT_CSS: ClassVar[str] = """
    BlockForm {
        height: auto;
        .whole { display: none; color: $text-error; }
        &.-wrong .whole { display: block; }
    }
    """

    @dataclass
    class Changed(Message):
        """The values as they stand now, and what is wrong with them: a sentence a field, "" about the whole."""

        form: "BlockForm"
        values: dict[str, Any]
        problems: dict[str, str]

        @property
        def control(self) -> "BlockForm":
            return self.form

    def __init__(
        self,
        config: type[BaseModel],
        values: Mapping[str, Any],
        also: Judge = nothing_else,
        choices: Choices | None = None,
        *,
        folds: bool = False,
    ) -> None:
        """`also` finds what is wrong with values that can each be read; `choices` are words to pick from, by field.

        One that `folds` shows the first fields, and those that are needed or filled in; the others in one line.
        """
        super().__init__()
        self._config = config
        self._also = also
        self._given = dict(values)
        self.rows = [FieldRow(spec, values.get(spec.name)) for spec in _with_choices(config, choices or {})]
        self._folded = _rare(self.rows, values) if folds else []
        for row in self._folded:
            row.display = False
        self._touched: set[str] = set()

    def compose(self) -> ComposeResult:
        yield from self.rows
        if self._folded:
            yield More([row.spec.label for row in self._folded])
        yield Line(classes="whole")

    def unfold(self) -> None:
        """Show all fields."""
        for row in self._folded:
            row.display = True
        self.query(More).remove()

    def read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """The values and their problems. A field that can't be read keeps its text as its value, so nothing is lost."""
        values: dict[str, Any] = {}
        unreadable: dict[str, str] = {}
        for row in self.rows:
            try:
                value = row.value()
            except ValueError as error:
                value = row.text
                sentence = str(error)
                unreadable[row.spec.name] = f"{sentence[:1].upper()}{sentence[1:]}."
            if value is not None and (value != row.spec.default or row.spec.name in self._given):
                values[row.spec.name] = value
        _, problems = check(self._config, values)
        return values, self._also(values) | problems | unreadable

    def reveal(self) -> list[FieldRow]:
        """Show every problem; returns the rows that have one."""
        self._touched = {row.spec.name for row in self.rows} | {""}
        return self._judge(self.read()[1])

    def _judge(self, problems: Mapping[str, str]) -> list[FieldRow]:
        if any(row.spec.name in problems and row.spec.name in self._touched for row in self._folded):
            self.unfold()
        for row in self.rows:
            row.complain(problems.get(row.spec.name, "") if row.spec.name in self._touched else "")
        whole = problems.get("", "") if self._touched else ""
        self.query_one(".whole", Line).say(f"! {whole}" if whole else "")
        self.set_class(bool(whole), "-wrong")
        return [row for row in self.rows if row.problem]

    @on(More.Wanted)
    def _more_wanted(self, message: More.Wanted) -> None:
        message.stop()
        first = self._folded[0]
        first.display = True
        self.screen.set_focus(first.control)  # before the line that has the focus goes
        self.unfold()

    @on(FieldRow.Edited)
    def _edited(self, message: FieldRow.Edited) -> None:
        message.stop()
        values, problems = self.read()
        solved = message.row.spec.name not in problems
        if solved:
            self._judge(problems)
        self.post_message(self.Changed(self, values, problems))

    @on(FieldRow.Left)
    def _left(self, message: FieldRow.Left) -> None:
        message.stop()
        if message.row.text:
            self._touched.add(message.row.spec.name)
        self._judge(self.read()[1])
