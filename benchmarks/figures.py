"""What a benchmark hands back, and the table that all of it is printed as."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADINGS = ("MEASURED", "MEDIAN", "RATIO", "AIM", "MET")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. The aim is on the ratio where there is one, else on the value."""

    what: str
    value: float  # a median, where it was measured more than once
    unit: str = "ms"
    ratio: float | None = None  # to the yardstick that was measured in turn with it
    at_most: float | None = None
    at_least: float | None = None

    def row(self) -> tuple[str, ...]:
        """The cells, in the order of HEADINGS."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}×"
        return (self.what, f"{number(self.value)} {self.unit}", ratio, self._aim(), self._met())

    def _aim(self) -> str:
        unit = f" {self.unit}" if self.ratio is None else "×"
        if self.at_most is not None:
            return f"≤ {self.at_most:g}{unit}"
        return "" if self.at_least is None else f"≥ {self.at_least:g}{unit}"

    def _met(self) -> str:
        found = self.value if self.ratio is None else self.ratio
        if self.at_most is not None:
            return "yes" if found <= self.at_most else "NO"
        return "" if self.at_least is None else "yes" if found >= self.at_least else "NO"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A benchmark that can't be run here, and why."""

    what: str
    reason: str

    def row(self) -> tuple[str, ...]:
        return (self.what, f"skipped: {self.reason}")


Line = Figure | Skipped


def number(value: float) -> str:
    """Three digits that count, thousands grouped."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def median_ratio(values: Sequence[float], yardstick: Sequence[float]) -> float:
    """The median of the ratios pair by pair: what slowed the machine for a while slowed both of a pair."""
    return statistics.median(value / unit for value, unit in zip(values, yardstick, strict=True))


def table(lines: Iterable[Line]) -> str:
    """Columns as wide as their widest cell; a reason for skipping may run on to the right."""
    rows = [HEADINGS, *(line.row() for line in lines)]
    full = [row for row in rows if len(row) == len(HEADINGS)]
    widths = [max(len(row[0]) for row in rows), *(max(len(row[i]) for row in full) for i in range(1, len(HEADINGS)))]
    return "\n".join(_joined(row, widths) for row in rows)


def _joined(row: Sequence[str], widths: Sequence[int]) -> str:
    """The first column to the left, the others to the right."""
    first, *rest = row
    if len(row) < len(widths):
        return f"{first.ljust(widths[0])}  {rest[0]}"
    cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
    return "  ".join(cells).rstrip()
