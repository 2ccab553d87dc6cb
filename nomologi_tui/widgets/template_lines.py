"""Under a goal: the templates that fit, why, and the key that takes each."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from nomologi_tui.widgets.cells import cut
from nomologi_tui.widgets.lines import Line

KEYS = ("f2", "f3", "f4")
TEMPLATE_KEYS: list[BindingType] = [
    Binding(key, f"template({place})", "template", show=False, id=f"goal.template_{place + 1}",
            tooltip=f"Take the steps of template {place + 1} of those that fit")
    for place, key in enumerate(KEYS)
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template that fits a goal."""

    slug: str
    name: str
    reason: str


class TemplateLines(Line):
    """At most three lines; nothing where no template fits."""

    DEFAULT_CSS = "TemplateLines { height: auto; color: $text-muted; display: none; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: list[TemplateRow] = []

    def show(self, rows: Sequence[TemplateRow]) -> None:
        """Show other templates, the best first."""
        self._rows = list(rows[: len(KEYS)])
        self.display = bool(self._rows)
        self._say()

    def slug(self, place: int) -> str:
        """The template that the key at that place takes; empty where there is none."""
        return self._rows[place].slug if place < len(self._rows) else ""

    def on_resize(self) -> None:
        self._say()

    def _say(self) -> None:
        width = self.size.width or self.app.size.width - 2
        lines = [
            f"{'' if place else 'TEMPLATES':10} {key.upper()}  {row.name}: {row.reason}"
            for place, (key, row) in enumerate(zip(KEYS, self._rows, strict=False))
        ]
        self.say("\n".join(cut(line, width) for line in lines))
