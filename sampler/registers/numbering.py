"""Codes for a list that was published without them: item lists name their items and number their lines, no more.

A row whose naming columns (``numbering.by`` of the schema) stand in the table already keeps the code it has there; a new
row gets the next number. Nothing is numbered when the file has the code column, or when two rows have one name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sampler.failure import Finding
from sampler.registers.header import plain
from sampler.registers.rows import Row, Table


def numbered(table: Table, findings: Sequence[Finding], old: Table) -> tuple[Table, list[Finding]]:
    """Return the table with a code in each row, and the findings with the missing column told as what was done."""
    key = table.schema.primary_key[0]
    header = table.schema.field(key).header
    names = [_name(table, row) for row in table.rows]
    if len(set(names)) != len(names) or not all(map(all, names)):
        return table, list(findings)
    known = {_name(old, row): row[key] for row in old.rows}
    fresh = _fresh(table.schema.numbering, {row[key] for row in old.rows})
    codes = [known.get(name) or next(fresh) for name in names]
    rows = [{**row, key: code} for row, code in zip(table.rows, codes, strict=True)]
    kept = [
        finding
        for finding in findings
        if (finding.code, finding.column) != ("registers.missing-column", header)
    ]
    new = [code for name, code in zip(names, codes, strict=True) if name not in known]
    return replace(table, cells=rows), [*kept, *_told(table, header, len(rows) - len(new), new)]


def _told(table: Table, header: str, same: int, new: Sequence[str]) -> list[Finding]:
    reason = f"文件里没有「{header}」：{same} 行与现有的名称相同，沿用原来的编码；{len(new)} 行新编"
    reason += f"（{new[0]} 至 {new[-1]}）。" if new else "。"
    hint = "导入以后请固定使用这些编码。"
    return [Finding("registers.numbered", table.file, None, header, "", reason, hint, "warning")]


def _fresh(prefix: str, taken: set[str]) -> Iterator[str]:
    used = [int(match[1]) for code in taken if (match := re.fullmatch(rf"{re.escape(prefix)}(\d+)", code))]
    number = max(used, default=0)
    while True:
        number += 1
        yield f"{prefix}{number:02d}"


def _name(table: Table, row: Row) -> tuple[str, ...]:
    return tuple(plain(row.get(key, "")) for key in table.schema.named_by)
