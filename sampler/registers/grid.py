"""A sheet as it came: rows of text, before anyone knows which row is the header."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

USUAL_DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of cells, counted from zero, ends included."""

    top: int
    """First row."""

    left: int
    """First column."""

    bottom: int
    """Last row."""

    right: int
    """Last column."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet or one text file."""

    file: str
    """Name as the user knows it."""

    rows: Sequence[list[str]]
    """Cells as text; rows may differ in length. Row ``i`` is line ``i + 1`` of a spreadsheet."""

    sheet: str = ""
    """Name of the sheet; empty for text files."""

    merges: tuple[Merge, ...] = ()
    """Merged ranges; only their first cell has text."""

    formulas: frozenset[tuple[int, int]] = frozenset()
    """Places of cells that hold a formula; nobody evaluates it."""

    hidden: tuple[int, ...] = ()
    """Rows that the office does not see (filtered or hidden); they are read all the same, and told."""

    day_zero: date = USUAL_DAY_ZERO
    """Day from which a bare number in a date column counts; 1904-01-01 in some old workbooks."""

    shown: bool = True
    """Whether the office sees the sheet; a hidden one is read only when it is named."""

    def cell(self, row: int, column: int) -> str:
        """Return one cell, empty when the row is too short."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    @property
    def width(self) -> int:
        """Number of columns of the longest row."""
        return max((len(row) for row in self.rows), default=0)


def filled_down(grid: Grid) -> Grid:
    """Return the grid with vertically merged cells repeated in each of their rows."""
    tall = [merge for merge in grid.merges if merge.bottom > merge.top]
    if not tall:
        return grid
    rows = [list(row) for row in grid.rows]
    for merge in tall:
        value = grid.cell(merge.top, merge.left) if merge.top < len(rows) else ""
        if value:
            for row in rows[merge.top + 1 : merge.bottom + 1]:
                row.extend([""] * (merge.left + 1 - len(row)))
                row[merge.left] = row[merge.left] or value
    return replace(grid, rows=rows)


def text_of(value: object) -> str:
    """Return the text of a typed cell.

    >>> text_of(7.0), text_of(1.3e17), text_of(True), text_of(date(2025, 3, 1)), text_of(0.1)
    ('7', '1.30E+17', '是', '2025-03-01', '0.1')
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _digits(value)
    return str(getattr(value, "text", None) or value)


def _digits(value: float) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!"
    if abs(value) >= 1e15:
        return f"{value:.2E}" if abs(value) < 1e300 else "#NUM!"
    return str(int(value)) if value == int(value) else repr(value)
