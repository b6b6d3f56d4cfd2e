"""The one way a table is written: UTF-8, LF, schema order, sorted by key, as few quotes as possible.

A change of five cells is a difference of five lines. Writing what was read changes nothing.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sampler.failure import SamplerError
from sampler.files import write_atomic
from sampler.registers.schema import Schema, schema_named

_OLD_PLACE = "registers/"


def write_table(data: Path, schema_name: str, rows: Iterable[Mapping[str, str]], part: str = "") -> Path:
    """Write the rows of one table (or part) into the data folder and return the path.

    Rows are keyed by English keys; other keys become columns under their own header, after the schema's.
    """
    schema = schema_named(schema_name)
    path = place_of(data, schema, part)
    content = table_bytes(schema, rows)
    if not path.exists() or path.read_bytes() != content:
        write_atomic(path, content)
    return path


def place_of(data: Path, schema: Schema, part: str = "") -> Path:
    """Return where a table lies: in its folder, or at the top of a small data folder that has it there."""
    path = data / schema.file(part)
    plain = data / schema.file(part).removeprefix(_OLD_PLACE)
    return plain if plain.exists() and not path.exists() else path


def table_bytes(schema: Schema, rows: Iterable[Mapping[str, str]]) -> bytes:
    r"""Return the canonical file of ``rows``.

    >>> table_bytes(schema_named("calendar"), [{"date": "2025-10-01", "kind": "休"}]).decode()
    '日期,类型,依据\n2025-10-01,休,\n'
    """
    listed = list(rows)
    extras = extra_headers(schema, listed)
    names = [*schema.keys, *extras]
    listed.sort(
        key=lambda row: (
            *(row.get(key, "") for key in schema.primary_key),
            *(row.get(name, "") for name in names),
        )
    )
    return csv_bytes([*schema.headers, *extras], ([row.get(name, "") for name in names] for row in listed))


def extra_headers(schema: Schema, rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the names of columns outside the schema, in the order in which they first appear."""
    known = set(schema.keys)
    extras: dict[str, None] = {}
    for row in rows:
        if len(row) > len(known) or not row.keys() <= known:
            extras.update(dict.fromkeys(name for name in row if name not in known))
    return list(extras)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file: UTF-8 without mark, LF, quotes only where needed."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows(rows)
    try:
        return buffer.getvalue().encode("utf-8")
    except UnicodeEncodeError as error:
        broken = f"U+{ord(error.object[error.start]):04X}"
        raise SamplerError(f"有不能保存的字符（{broken}）。请改用国家标准字符后再试。") from error
