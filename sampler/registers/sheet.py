"""What a workbook we give out looks like, without the library that writes it.

Every cell is text unless its column says number. A text that a spreadsheet could take for a formula is made harmless
by an apostrophe in front, and gets its own shape back when it is read again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sampler.registers.grid import Grid

COLOURS = {
    "red": "FFFFC7CE",
    "yellow": "FFFFEB9C",
    "green": "FFC6EFCE",
    "grey": "FFE7E6E6",
    "blue": "FFDDEBF7",
}
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_HARMLESS = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    header: str
    """Header text."""

    width: float = 16
    """Width in characters."""

    choices: tuple[str, ...] = ()
    """Words of a drop-down list."""

    hint: str = ""
    """Note at the header cell."""

    required: bool = False
    """Whether the header is marked as a column that must be filled."""

    number: bool = False
    """Write values that are plain numbers as numbers."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A coloured cell, with a note if there is something to say."""

    row: int
    """Row in :attr:`Sheet.rows`, from 0; -1 is the header."""

    column: int
    """Column, from 0."""

    colour: str = "red"
    """One of :data:`COLOURS`."""

    note: str = ""
    """Text of the comment."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A square picture inside one cell; its row is made high enough."""

    row: int
    """Row in :attr:`Sheet.rows`, from 0."""

    column: int
    """Column, from 0."""

    png: bytes
    """The picture, a PNG file."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a header, rows of text, and what makes it comfortable."""

    name: str
    """Name on the tab."""

    columns: tuple[Column, ...]
    """Columns in order."""

    rows: Sequence[Sequence[str]]
    """Cells."""

    above: tuple[str, ...] = ()
    """Lines above the header."""

    below: tuple[str, ...] = ()
    """Lines below the table."""

    marks: tuple[Mark, ...] = ()
    """Coloured cells."""

    pictures: tuple[Picture, ...] = ()
    """Pictures inside cells."""

    protected: bool = False
    """Lock the header (without password); data cells stay free."""

    filtered: bool = True
    """Offer filter arrows at the header."""

    wrap: bool = False
    """Break long lines inside cells."""


def plain_sheet(name: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Sheet:
    """Return a sheet of text columns, as wide as their first rows need.

    >>> plain_sheet("表", ["名称"], [["甲乙丙丁"]]).columns[0].width
    10
    """
    sample = list(rows[:200])
    widths = [
        max([_width(header)] + [_width(row[place]) for row in sample if place < len(row)])
        for place, header in enumerate(headers)
    ]
    columns = tuple(
        Column(header, min(max(width + 2, 8), 50)) for header, width in zip(headers, widths, strict=True)
    )
    return Sheet(name, columns, rows)


def neutralise(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula.

    >>> neutralise("=1+1"), neutralise("甲=乙"), neutralise("'-5")
    ("'=1+1", '甲=乙', "''-5")
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def restore(text: str) -> str:
    """Return what :func:`neutralise` was given.

    >>> restore("'=1+1"), restore("''-5"), restore("'甲'")
    ('=1+1', "'-5", "'甲'")
    """
    return text[1:] if _HARMLESS.match(text) else text


def restored(grid: Grid) -> Grid:
    """Return a grid with every cell as it was before it was made harmless."""
    rows = [[restore(cell) if cell[:1] == "'" else cell for cell in row] for row in grid.rows]
    return replace(grid, rows=rows)


def _width(text: str) -> int:
    line = text.split("\n", 1)[0]
    return sum(2 if ord(char) > 0x2E80 else 1 for char in line)
