"""Changes of one table in the data folder, the way a clerk would make them: read, change, write whole."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sampler.demo.people import Row
from sampler.registers import schema_named, write_table


def read(data: Path, name: str, part: str = "") -> list[Row]:
    """Return the rows of a canonical table by English keys; no file is no rows."""
    schema = schema_named(name)
    path = data / schema.file(part)
    if not path.exists():
        return []
    keys = {field.header: field.key for field in schema.fields}
    reader = csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""))
    return [{keys.get(header, header): cell for header, cell in row.items()} for row in reader]


def append(data: Path, name: str, rows: Iterable[Mapping[str, str]], part: str = "") -> None:
    """Add rows to a table."""
    write_table(data, name, [*read(data, name, part), *rows], part)


def change(data: Path, table: str, wanted: Callable[[Row], bool], part: str = "", /, **cells: str) -> int:
    """Set cells in each row that is wanted; return how many rows that were."""
    rows = read(data, table, part)
    changed = [row for row in rows if wanted(row)]
    for row in changed:
        row.update(cells)
    write_table(data, table, rows, part)
    return len(changed)


def same(**cells: str) -> Callable[[Row], bool]:
    """Return a test for rows with exactly these cells.

    >>> same(code="X")({"code": "X", "name": "甲"})
    True
    """
    return lambda row: all(row.get(key, "") == value for key, value in cells.items())


def replace(data: Path, name: str, rows: Iterable[Mapping[str, str]], part: str = "") -> None:
    """Write all rows of a table; a table without rows and without a file stays away."""
    listed = list(rows)
    if listed or (data / schema_named(name).file(part)).exists():
        write_table(data, name, listed, part)
