"""What describes the record: ``datapackage.json`` for programs and ``dictionary.json`` for people.

Both come from the row classes, so a column can't be published without being described.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from sampler.disclosure.public.columns import PublicColumn, columns_of
from sampler.disclosure.public.record import TABLES, PublicRecord, PublicTable

_TYPES = {"text": "string", "list": "string", "date": "date", "integer": "integer", "boolean": "boolean"}
KIND_WORDS = {
    "text": "文字",
    "list": "列表（；分隔）",
    "date": "日期",
    "integer": "整数",
    "boolean": "是/否",
}


def datapackage(record: PublicRecord, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the descriptor of the folder: one tabular resource per table, in Table Schema form."""
    bureau = str(record.bureau.get("name", ""))
    return {
        "name": "sunlight-inspection",
        "title": f"{bureau}“双随机、一公开”公开数据",
        "description": "未检查不等于没有问题；个人信息和依法不予公开的内容已经隐去。",
        "profile": "tabular-data-package",
        "version": record.as_of,
        "contributors": [{"title": bureau or "发布机构", "role": "publisher"}],
        "resources": [_resource(table, files[f"tables/{table.name}.csv"]) for table in TABLES],
    }


def dictionary() -> list[dict[str, Any]]:
    """Return every table and column in words."""
    return [
        {
            "table": table.name,
            "title": table.title,
            "note": table.note,
            "key": table.key,
            "columns": [
                {"key": c.key, "title": c.title, "type": KIND_WORDS[c.kind], "note": c.note}
                for c in columns_of(table.row)
            ],
        }
        for table in TABLES
    ]


def _resource(table: PublicTable, content: bytes) -> dict[str, Any]:
    return {
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "description": table.note,
        "path": f"tables/{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [
                described_field(column, name=column.key, title=column.title)
                for column in columns_of(table.row)
            ],
            "missingValues": [""],
            **({} if table.empty_key else {"primaryKey": list(table.key)}),
        },
    }


def described_field(column: PublicColumn, **names: str) -> dict[str, Any]:
    """Return a column in Table Schema form, under the names it has in a file."""
    described: dict[str, Any] = {**names, "type": _TYPES[column.kind]}
    if column.note:
        described["description"] = column.note
    if column.kind == "boolean":
        described |= {"trueValues": ["是"], "falseValues": ["否"]}
    return described
