"""The public record as a folder: one canonical CSV per table, the draw files as they are, and what describes them.

``tables/<name>.csv`` (UTF-8, LF, keys as header), ``bureau.json``, ``policy/<year>.json``, ``record.json``,
``datapackage.json``, ``dictionary.json``, ``draws/<id>/…``. The same record always gives the same bytes.
"""

import csv
import io
import json
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from sys import intern
from typing import Any

from sampler.disclosure.public.columns import READERS, columns_of
from sampler.disclosure.public.describe import datapackage, dictionary
from sampler.disclosure.public.record import TABLES, PublicRecord, PublicTable, sorted_rows
from sampler.failure import Finding, FindingsError, SamplerError
from sampler.files import canonical_json, replace_folder

_OWN = ("bureau.json", "record.json", "datapackage.json", "dictionary.json")


def write_public(record: PublicRecord, folder: Path) -> None:
    """Write ``record`` as ``folder``, whole or not at all."""
    files = public_files(record)

    def fill(beside: Path) -> None:
        for path, content in files.items():
            target = beside / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    replace_folder(folder, fill)


def public_files(record: PublicRecord) -> dict[str, bytes]:
    """Return every file of the folder by its path."""
    files = {f"tables/{table.name}.csv": table_csv(table, record.rows(table.name)) for table in TABLES}
    files["bureau.json"] = canonical_json(record.bureau)
    files["record.json"] = canonical_json({"as_of": record.as_of, "format": 1, "notices": record.notices})
    for year, policy in record.policies.items():
        files[f"policy/{year}.json"] = canonical_json(policy)
    files.update(record.files)
    files["dictionary.json"] = canonical_json(dictionary())
    files["datapackage.json"] = canonical_json(datapackage(record, files))
    return dict(sorted(files.items()))


def table_csv(table: PublicTable, rows: Iterable[Any]) -> bytes:
    """Return one table as canonical CSV: header of keys, rows in the order of their key, LF."""
    columns = columns_of(table.row)
    special = [(index, column.to_cell) for index, column in enumerate(columns) if column.kind not in _PLAIN]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.key for column in columns)
    for row in sorted_rows(table, rows):
        cells = [getattr(row, column.key) for column in columns]
        for index, to_cell in special:
            cells[index] = to_cell(cells[index])
        writer.writerow(cells)
    return out.getvalue().encode()


_PLAIN = ("text", "date")


def read_public(folder: Path) -> PublicRecord:
    """Read the folder written by :func:`write_public`; raise when it is not one."""
    record = _json(folder, "record.json")
    if not _is_ours(record):
        raise SamplerError(f"{folder} 不是本程序能读的公开数据（record.json 的 format 应为 1）。请重新导出。")
    tables = {table.name: _read_table(folder, table) for table in TABLES}
    policies = {
        path.stem: _json(folder, f"policy/{path.name}") for path in sorted(folder.glob("policy/*.json"))
    }
    return PublicRecord(
        as_of=record["as_of"],
        notices=tuple(record["notices"]),
        bureau=_json(folder, "bureau.json"),
        policies=policies,
        files=_other_files(folder),
        **tables,
    )


def _is_ours(record: object) -> bool:
    return (
        isinstance(record, dict)
        and record.get("format") == 1
        and isinstance(record.get("as_of"), str)
        and isinstance(record.get("notices"), list)
    )


def _other_files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    known = {*_OWN, *(f"tables/{table.name}.csv" for table in TABLES)}
    return {
        name: path.read_bytes()
        for name, path in named.items()
        if name not in known and not (name.startswith("policy/") and name.endswith(".json"))
    }


def _json(folder: Path, name: str) -> Any:
    try:
        return json.loads((folder / name).read_bytes())
    except FileNotFoundError as error:
        raise SamplerError(f"公开数据 {folder} 里没有 {name}。请先导出公开数据。") from error
    except (ValueError, RecursionError) as error:
        raise SamplerError(f"公开数据里的 {name} 不是正确的 JSON 文件。请重新导出公开数据。") from error


def _read_table(folder: Path, table: PublicTable) -> tuple[Any, ...]:
    name = f"tables/{table.name}.csv"
    columns = columns_of(table.row)
    try:
        with (folder / name).open(
            encoding="utf-8-sig", newline=""
        ) as file:  # not as a whole: it may be large
            reader = csv.reader(file)
            if next(reader, None) != [column.key for column in columns]:
                raise SamplerError(f"{name} 的表头和数据字典不一致。请重新导出公开数据。")
            rows = tuple(_rows(table, name, reader))
    except FileNotFoundError as error:
        raise SamplerError(f"公开数据 {folder} 里没有 {name}。请先导出公开数据。") from error
    except UnicodeDecodeError as error:
        raise SamplerError(f"公开数据里的 {name} 不是 UTF-8 文字。请重新导出公开数据。") from error
    except csv.Error as error:
        raise SamplerError(f"公开数据里的 {name} 不是正确的 CSV 文件。请重新导出公开数据。") from error
    return _unique(table, name, rows)


def _rows(table: PublicTable, name: str, cells_of_rows: Iterable[list[str]]) -> list[Any]:
    columns = columns_of(table.row)
    readers = [(i, READERS[c.kind]) for i, c in enumerate(columns) if c.kind not in _PLAIN]
    rows, findings = [], []
    for line, cells in enumerate(cells_of_rows, start=2):
        values: list[Any] = list(map(intern, cells))  # most cells of a column are alike: half the memory
        try:
            for index, read in readers:
                values[index] = read(cells[index])
            rows.append(table.row(*values))
        except (ValueError, IndexError, TypeError):
            findings.append(
                Finding(
                    "public.bad-row",
                    name,
                    line,
                    reason="这一行和数据字典不符。",
                    suggestion="请重新导出公开数据。",
                )
            )
    if findings:
        raise FindingsError(findings)
    return rows


def _unique(table: PublicTable, name: str, rows: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(set(map(attrgetter(*table.key), rows))) != len(rows):
        raise SamplerError(f"{name} 里有两行的主键相同。请重新导出公开数据。")
    return rows
