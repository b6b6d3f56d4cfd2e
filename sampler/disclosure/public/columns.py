"""What one public column is: its name in code, its Chinese title, its type, and how a value is written in a CSV cell.

Four Python types occur in a row and decide how a cell is written: ``str`` as it is, ``int | None`` in digits
(empty when None), ``bool`` as 是/否, ``tuple[str, ...]`` joined by ``；``. Dates are ISO text.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, get_args, get_type_hints

SEPARATOR = "；"


@dataclass(frozen=True, slots=True)
class Column:
    """What a row class says about one of its fields, inside ``Annotated``."""

    title: str
    """Chinese title, as pages and downloads show it."""

    note: str = ""
    """One sentence for the data dictionary."""

    date: bool = False
    """True when the text is an ISO date or empty."""


@dataclass(frozen=True, slots=True)
class PublicColumn:
    """A column of a public table, ready for reading, writing and describing."""

    key: str
    """Name in code and in the header of the CSV."""

    title: str
    """Chinese title."""

    note: str
    """One sentence for the data dictionary."""

    kind: str
    """``text``, ``date``, ``integer``, ``boolean`` or ``list``."""

    def to_cell(self, value: Any) -> str:
        """Return ``value`` as the text of a CSV cell."""
        return _WRITERS[self.kind](value)


_KNOWN: dict[type[Any], tuple[PublicColumn, ...]] = {}


def columns_of(row_class: type[Any]) -> tuple[PublicColumn, ...]:
    """Return the columns of a row class in the order of its fields."""
    if row_class not in _KNOWN:
        hints = get_type_hints(row_class, include_extras=True)
        pairs = ((field.name, get_args(hints[field.name])) for field in fields(row_class))
        _KNOWN[row_class] = tuple(_column(name, kind, column) for name, (kind, column) in pairs)
    return _KNOWN[row_class]


def _column(key: str, kind: Any, column: Column) -> PublicColumn:
    names = {str: "text", bool: "boolean", int: "integer", (int | None): "integer"}
    name = "date" if column.date else names.get(kind, "list")
    return PublicColumn(key, column.title, column.note, name)


def _read_integer(cell: str) -> int | None:
    return int(cell) if cell else None


def _read_boolean(cell: str) -> bool:
    if cell not in {"是", "否"}:
        raise ValueError(cell)
    return cell == "是"


def _read_list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(SEPARATOR)) if cell else ()


READERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "date": str,
    "integer": _read_integer,
    "boolean": _read_boolean,
    "list": _read_list,
}
_WRITERS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "date": str,
    "integer": lambda value: "" if value is None else str(value),
    "boolean": lambda value: "是" if value else "否",
    "list": SEPARATOR.join,
}
