"""One table that was read: its columns, and its rows when somebody asks for them.

A register of 200 000 rows is checked column by column; rows are made once, when first asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sampler.failure import Finding
from sampler.registers.schema import Schema

Row = dict[str, str]


@dataclass(frozen=True)
class Table:
    """One table, or one part of it, in canonical text."""

    schema: Schema
    """What the columns are."""

    part: str = ""
    """Year, period or kind in the file name; empty when the table is one file."""

    cells: Mapping[str, Sequence[str]] | Sequence[Row] = field(default=(), repr=False)
    """The cells, as rows or as columns, by the fields' English keys; other columns stay under their own header."""

    extras: tuple[str, ...] = ()
    """Headers of columns that the schema does not know."""

    file: str = ""
    """Path relative to the data folder, or the name of the file that was read."""

    lines: tuple[int, ...] = field(default=(), repr=False, compare=False)
    """Line of each row in that file, as a spreadsheet counts."""

    @cached_property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The cells of each column."""
        if isinstance(self.cells, Mapping):
            return self.cells
        names = (*self.schema.keys, *self.extras)
        return {name: [row.get(name, "") for row in self.cells] for name in names}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows, keyed like the columns."""
        if not isinstance(self.cells, Mapping):
            return tuple(self.cells)
        names = tuple(self.cells)
        return tuple(
            dict(zip(names, values, strict=True)) for values in zip(*self.cells.values(), strict=True)
        )

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(next(iter(self.columns.values()), ()))

    def __bool__(self) -> bool:
        """Return True: a table without rows is still a table."""
        return True

    def column(self, key: str) -> Sequence[str]:
        """Return the cells of one column, in order of the rows."""
        return self.columns.get(key, ())

    def row(self, place: int) -> Row:
        """Return one row, without making the others."""
        return {name: cells[place] for name, cells in self.columns.items()}

    def key_of(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """Return the primary key of a row."""
        return tuple(row.get(key, "") for key in self.schema.primary_key)

    def by_key(self) -> dict[tuple[str, ...], Row]:
        """Return the rows by primary key."""
        return {self.key_of(row): row for row in self.rows}

    def tell(self, place: int, key: str, words: tuple[str, str, str], *, level: str = "error") -> Finding:
        """Return a finding about the cell ``key`` of row ``place``; ``words`` are code, reason and suggestion."""
        code, reason, suggestion = words
        header, value = self.schema.field(key).header, self.columns[key][place]
        return Finding(
            f"registers.{code}", self.file, self.lines[place], header, value, reason, suggestion, level
        )
