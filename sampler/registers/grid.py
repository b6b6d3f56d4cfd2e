"""A sheet as it came: rows of text, before anyone knows which row is the header."""

from collections.abc import Sequence
from dataclasses import dataclass


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
    return Grid(grid.file, rows, grid.sheet, grid.merges, grid.formulas)
