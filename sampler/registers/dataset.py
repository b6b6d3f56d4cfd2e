"""The data folder described for programs and people: ``datapackage.json`` and the data dictionary, from the schemas."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sampler.registers.registers import table_files
from sampler.registers.schema import Field, Schema, schemas
from sampler.registers.template import kind_of, publication_of


def datapackage(data: Path, title: str = "") -> dict[str, Any]:
    """Return the Data Package of a data folder: one resource a file, each with its schema."""
    files = [(path.relative_to(data).as_posix(), schema, part) for path, schema, part in table_files(data)]
    whole = {schema.name for _, schema, part in files if not part}
    resources = [_resource(name, schema, part, whole) for name, schema, part in files]
    return {
        "name": "sampler-data",
        "title": title or "双随机、一公开数据",
        "profile": "data-package",
        "resources": resources,
    }


def table_schema(schema: Schema, present: Iterable[str] = ()) -> dict[str, Any]:
    """Return the Table Schema of a table; foreign keys are kept to tables that are ``present``."""
    known = set(present)
    document: dict[str, Any] = {
        "fields": [_field(field) for field in schema.fields],
        "primaryKey": [schema.field(key).header for key in schema.primary_key],
        "missingValues": [""],
    }
    keys = [key for key in schema.foreign_keys if key.resource in known and schema.family != "events"]
    if keys:
        document["foreignKeys"] = [
            {
                "fields": list(key.headers),
                "reference": {"resource": key.resource, "fields": list(key.reference)},
            }
            for key in keys
        ]
    return document


def dictionary() -> list[dict[str, str]]:
    """Return the data dictionary: one entry for each column of each table."""
    return [
        {
            "table": schema.name,
            "title": schema.title,
            "path": schema.path,
            "header": field.header,
            "key": field.key,
            "required": "必填" if field.required else "",
            "content": kind_of(field),
            "description": field.description,
            "example": field.example,
            "publication": publication_of(field),
        }
        for schema in schemas()
        for field in schema.fields
    ]


def dictionary_markdown() -> str:
    """Return the data dictionary as a Markdown page."""
    lines = ["# 数据字典", "", "每一张表的每一列：填什么，是否公开。本页由表结构生成，不要手改。"]
    for schema in schemas():
        lines += ["", f"## {schema.title}", "", f"`{schema.path}` · {schema.description}", ""]
        lines += ["| 列名 | 必填 | 填什么 | 说明 | 例子 | 公开 |", "| --- | --- | --- | --- | --- | --- |"]
        lines += [f"| {' | '.join(_cell(text) for text in _line(field))} |" for field in schema.fields]
    return "\n".join(lines) + "\n"


def _resource(name: str, schema: Schema, part: str, whole: set[str]) -> dict[str, Any]:
    label = f"{schema.name}-{part}".lower() if part else schema.name
    return {
        "name": label,
        "title": f"{schema.title}（{part}）" if part else schema.title,
        "description": schema.description,
        "path": name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema(schema, whole),
    }


def _field(field: Field) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": field.header, "type": field.type, "description": field.description}
    if field.example:
        entry["example"] = field.example
    if field.constraints:
        entry["constraints"] = json.loads(json.dumps(field.constraints))
    if field.type == "boolean":
        entry |= {"trueValues": ["是"], "falseValues": ["否"]}
    return entry | {"key": field.key, "public": field.public}


def _line(field: Field) -> tuple[str, ...]:
    required = "必填" if field.required else ""
    return field.header, required, kind_of(field), field.description, field.example, publication_of(field)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
