"""Open data: each table as CSV, XLSX and JSON with a metadata file, the data package, the dictionary, and the page.

The CSV begins with a byte order mark, so that Excel and WPS read its Chinese; a cell that a spreadsheet would take for
a formula gets an apostrophe before it there. JSON and XLSX hold every value as it is.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from sampler.disclosure.public import TABLES, PublicColumn, PublicTable, columns_of
from sampler.files import canonical_json
from sampler.site import xlsx
from sampler.site.index import Index
from sampler.site.page import Page, site_root
from sampler.site.render import Render

FORMULA = ("=", "+", "-", "@", "\t", "\r")
TYPES = {"text": "string", "list": "string", "date": "date", "integer": "integer", "boolean": "boolean"}
TYPE_WORDS = {"text": "文字", "list": "列表（；分隔）", "date": "日期", "integer": "整数", "boolean": "是/否"}
REUSE = (
    "任何人可以免费复制、分析和再发布本站数据，请注明来源和数据日期；不得歪曲原意，不得用于识别已隐去的个人。"
)
COVERAGE = "只包括可以公开的检查对象和检查结果。未检查不等于没有问题；未发现问题只说明检查当天所查的事项。"


def files(index: Index) -> Iterator[tuple[str, bytes]]:
    """Yield every download with its path."""
    resources = []
    for table in TABLES:
        columns, rows = columns_of(table.row), list(_cells(table, index.record.rows(table.name)))
        content = csv_bytes(columns, rows)
        yield f"data/{table.name}.csv", content
        titles = [column.title for column in columns]
        yield f"data/{table.name}.xlsx", xlsx.workbook(table.title, titles, [c.kind for c in columns], rows)
        del rows
        resource = _resource(table, columns, content, len(index.record.rows(table.name)))
        yield f"data/{table.name}.json", json_bytes(index, table)
        yield f"data/{table.name}.metadata.json", canonical_json(_metadata(index, table, resource))
        resources.append(resource)
    yield "data/datapackage.json", canonical_json(_package(index, resources))
    yield "data/dictionary.json", canonical_json(_dictionary())


def data_page(render: Render, index: Index) -> Page:
    """Return the page of the open data."""
    tables = [(table, columns_of(table.row), len(index.record.rows(table.name))) for table in TABLES]
    body = render(
        "data.html",
        tables=tables,
        words=TYPE_WORDS,
        reuse=REUSE,
        coverage=COVERAGE,
        record=index.record,
        periods=index.periods,
    )
    return Page(
        "data.html", "data.html", "开放数据", {"BODY": body}, updated=index.record.as_of,
        description="全部公开数据的下载：CSV、XLSX、JSON，数据字典，订阅。",
    )  # fmt: skip


def csv_bytes(columns: Sequence[PublicColumn], rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows of texts as CSV with a byte order mark, Chinese header and Windows line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(column.title for column in columns)
    writer.writerows(
        row if not any(cell.startswith(FORMULA) for cell in row) else [_harmless(cell) for cell in row]
        for row in rows
    )
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA) else cell


def json_bytes(index: Index, table: PublicTable) -> bytes:
    """Return a table as JSON: one row per line, so that two editions can be compared line by line."""
    rows = index.record.rows(table.name)
    columns = [_Members(column.key) for column in columns_of(table.row)]
    cells = zip(*map(_getter([column.key for column in columns]), rows), strict=True)
    made = [map(column.__getitem__, values) for column, values in zip(columns, cells, strict=False)]
    lines = list(map(b",".join, zip(*made, strict=True)))
    head = {"table": table.name, "title": table.title, "as_of": index.record.as_of}
    opened = _dump(head)[:-1].encode() + b',"rows":[\n'
    if not rows:
        return opened + b"]}\n"
    lines[0] = opened + b"{" + lines[0]
    lines[-1] += b"}\n]}\n"
    return b"},\n{".join(lines)


_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class _Members(dict[Any, bytes]):
    """Makes the members of one column as JSON; equal values are made once."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __missing__(self, value: Any) -> bytes:
        """Make a member and keep it."""
        made = self[value] = f"{_dump(self.key)}:{_dump(value)}".encode()
        return made


def _cells(table: PublicTable, rows: Sequence[Any]) -> Iterator[list[str]]:
    columns = columns_of(table.row)
    getter = _getter([column.key for column in columns])
    special = [(n, column.to_cell) for n, column in enumerate(columns) if column.kind not in {"text", "date"}]
    for row in rows:
        cells = list(getter(row))
        for n, to_cell in special:
            cells[n] = to_cell(cells[n])
        yield cells


def _getter(keys: Sequence[str]) -> Any:
    return attrgetter(*keys) if len(keys) > 1 else lambda row: (getattr(row, keys[0]),)


def _resource(
    table: PublicTable, columns: Sequence[PublicColumn], content: bytes, count: int
) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    return {
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "description": table.note,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rowcount": count,
        "schema": schema,
    }


def _field(column: PublicColumn) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.title, "key": column.key, "type": TYPES[column.kind]}
    if column.note:
        described["description"] = column.note
    if column.kind == "boolean":
        described |= {"trueValues": ["是"], "falseValues": ["否"]}
    return described


def _metadata(index: Index, table: PublicTable, resource: dict[str, Any]) -> dict[str, Any]:
    return {
        **resource,
        "as_of": index.record.as_of,
        "publisher": index.bureau["name"],
        "coverage": COVERAGE,
        "reuse": REUSE,
        "key": list(table.key),
        "formats": {kind: f"{table.name}.{kind}" for kind in ("csv", "xlsx", "json")},
        "homepage": site_root(index.bureau),
    }


def _package(index: Index, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": "sunlight-inspection",
        "title": f"{index.bureau['name']}“双随机、一公开”开放数据",
        "description": COVERAGE,
        "profile": "tabular-data-package",
        "version": index.record.as_of,
        "licenses": [{"name": "other-open", "title": REUSE}],
        "contributors": [{"title": index.bureau["name"] or "发布机构", "role": "publisher"}],
        "resources": resources,
    }


def _dictionary() -> list[dict[str, Any]]:
    return [
        {
            "table": table.name,
            "title": table.title,
            "note": table.note,
            "key": list(table.key),
            "columns": [
                {"key": c.key, "title": c.title, "type": TYPE_WORDS[c.kind], "note": c.note}
                for c in columns_of(table.row)
            ],
        }
        for table in TABLES
    ]
