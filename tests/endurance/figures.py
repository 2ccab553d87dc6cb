"""What a harness hands back: plain figures, and promises that were kept or broken; and the table of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADINGS = ("MEASURED", "FOUND", "PROMISED", "KEPT")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was done, or how large it was; it judges nothing."""

    what: str
    found: object

    def row(self) -> tuple[str, ...]:
        return (self.what, _shown(self.found), "", "")


@dataclass(frozen=True, slots=True)
class Promise:
    """What must not happen, and how often it did; `examples` are the first few cases."""

    what: str
    found: float
    at_most: float = 0
    at_least: float | None = None
    unit: str = ""
    examples: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        return self.found <= self.at_most if self.at_least is None else self.found >= self.at_least

    def row(self) -> tuple[str, ...]:
        aim = f"≤ {self.at_most:g}" if self.at_least is None else f"≥ {self.at_least:g}"
        unit = f" {self.unit}" if self.unit else ""
        return (self.what, f"{_shown(self.found)}{unit}", f"{aim}{unit}", "yes" if self.kept else "NO")


Line = Figure | Promise


def none_of(what: str, cases: Iterable[object]) -> Promise:
    """The promise that there are no such cases."""
    found = [str(case) for case in cases]
    return Promise(what, len(found), examples=tuple(found[:5]))


def broken(lines: Iterable[Line]) -> list[Promise]:
    """The promises that were not kept."""
    return [line for line in lines if isinstance(line, Promise) and not line.kept]


def table(lines: Sequence[Line]) -> str:
    """Columns as wide as their widest cell; below it the first cases of each broken promise."""
    rows = [HEADINGS, *(line.row() for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    shown += [f"BROKEN {one.what}: {case}" for one in broken(lines) for case in one.examples]
    return "\n".join(shown)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
