"""Workbooks to fill in, and tables given out as workbooks. Both come from the schema and nothing else."""

import re
from collections.abc import Sequence

from sampler.registers.rows import Table
from sampler.registers.schema import Field, Schema
from sampler.registers.sheet import Column, Sheet, neutralise, plain_sheet

_KINDS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "date": "日期，例如 2025-03-01",
    "boolean": "是 或 否",
}
_PUBLIC = {"public": "公开", "text": "脱敏审核后公开", "internal": "不公开"}


def template_sheets(schema: Schema, part: str = "") -> list[Sheet]:
    """Return an empty workbook for staff: the table to fill, and a sheet that explains each column."""
    return [_table_sheet(schema, (), (), part), explanation(schema)]


def export_sheets(table: Table) -> list[Sheet]:
    """Return a table as a workbook of the same form as the template."""
    names = [*table.schema.keys, *table.extras]
    rows = [[row.get(name, "") for name in names] for row in table.rows]
    return [_table_sheet(table.schema, table.extras, rows, table.part), explanation(table.schema)]


def export_rows(table: Table) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of a table for a CSV file that is given out: no cell can be taken for a formula."""
    names = [*table.schema.keys, *table.extras]
    header = [neutralise(name) for name in (*table.schema.headers, *table.extras)]
    return header, [[neutralise(row.get(name, "")) for name in names] for row in table.rows]


def explanation(schema: Schema) -> Sheet:
    """Return the sheet that explains the columns of a table."""
    headers = ("列名", "必填", "填什么", "说明", "例子", "公开")
    rows = [
        (f.header, "必填" if f.required else "", kind_of(f), f.description, f.example, publication_of(f))
        for f in schema.fields
    ]
    sheet = plain_sheet("说明", headers, rows)
    lines = (
        f"{schema.title}：{schema.description}",
        "黄色表头的列必须填写；不要改动表头；一行一条；可以增减行。",
    )
    return Sheet(sheet.name, sheet.columns, sheet.rows, above=lines, filtered=False, wrap=True)


def kind_of(field: Field) -> str:
    """Return in Chinese what a cell of this column holds."""
    if field.enum:
        words = "、".join(field.enum)
        return f"下列词（可多个，用；分隔）：{words}" if field.is_list else f"下列词之一：{words}"
    if field.is_list:
        return "文字，可多个，用；分隔"
    return _KINDS[field.type]


def publication_of(field: Field) -> str:
    """Return in Chinese how this column is published."""
    return _PUBLIC.get(field.public, "遮盖后公开")


def sheet_name(text: str) -> str:
    """Return a name Excel accepts for a tab.

    >>> sheet_name("检查结果/2025Q1")
    '检查结果-2025Q1'
    """
    return re.sub(r"[\[\]:*?/\\]", "-", text)[:31] or "表"


def _table_sheet(schema: Schema, extras: Sequence[str], rows: Sequence[Sequence[str]], part: str) -> Sheet:
    columns = [_column(field) for field in schema.fields] + [Column(header) for header in extras]
    name = sheet_name(f"{schema.title}{part}")
    return Sheet(name, tuple(columns), rows, protected=True)


def _column(field: Field) -> Column:
    choices = () if field.is_list else (("是", "否") if field.type == "boolean" else field.enum)
    hint = f"{field.description}\n{kind_of(field)}。" + (f"\n例如：{field.example}" if field.example else "")
    return Column(field.header, _width(field), choices, hint, field.required)


def _width(field: Field) -> float:
    longest = max(
        [2 * len(field.header), *(2 * len(word) for word in field.enum[:20]), len(field.example) + 4]
    )
    return min(max(longest + 2, 10), 42)
