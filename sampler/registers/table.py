"""A table out of a sheet. Reading never stops at the first mistake: every bad cell becomes a finding."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from sampler.failure import Finding
from sampler.registers.cells import Problem, printable, read_column
from sampler.registers.grid import Grid, filled_down
from sampler.registers.header import Layout, find_layout, plain
from sampler.registers.rows import Row, Table
from sampler.registers.schema import Field, Schema

__all__ = ["Row", "Table", "find_duplicate_keys", "read_grid", "without_notes"]

_NOTE = re.compile(
    r"\s*(?:[（(]?\s*(?:注|备注|说明|附注|填表|制表|填报|审核|复核|合计|总计|小计|联系人|单位盖章|打印)\s*[0-9一二三]?\s*[:：.、）)]?|[*※])"
)


def read_grid(grid: Grid, schema: Schema, part: str = "") -> tuple[Table, list[Finding]]:
    """Return the table of ``schema`` in ``grid`` and everything that is wrong with it."""
    grid = filled_down(grid)
    layout, findings = find_layout(grid, schema)
    if layout is None:
        return Table(schema, part, file=grid.file), findings
    lines, notes = _body(grid, schema, layout)
    findings += notes
    findings += [_unknown_column(grid, name, layout.first) for name in layout.extras]
    columns, problems = _columns(grid, schema, layout, lines)
    table = Table(schema, part, columns, tuple(layout.extras), grid.file, tuple(line + 1 for line in lines))
    return table, sorted(findings + problems + find_duplicate_keys(table), key=_place)


def find_duplicate_keys(table: Table) -> list[Finding]:
    """Return a finding for each row whose primary key stood above already, and for each repeated unique cell."""
    keys = table.schema.primary_key
    findings = _repeated(table, keys)
    for column in table.schema.fields:
        if column.constraints.get("unique") and (column.key,) != keys:
            findings += _repeated(table, (column.key,))
    return findings


def _repeated(table: Table, keys: Sequence[str]) -> list[Finding]:
    first: dict[tuple[str, ...], int] = {}
    findings: list[Finding] = []
    header = "、".join(table.schema.field(key).header for key in keys)
    values = list(zip(*(table.column(key) for key in keys), strict=True))
    if len(set(values)) == len(values):
        return []
    for line, value in zip(table.lines, values, strict=True):
        above = first.setdefault(value, line)
        if above != line and all(value[:1]):
            reason = f"与第 {above} 行重复。"
            findings.append(
                Finding(
                    "registers.duplicate-key",
                    table.file,
                    line,
                    header,
                    "；".join(value),
                    reason,
                    "请删去重复的一行，或改正编号。",
                )
            )
    return findings


def _body(grid: Grid, schema: Schema, layout: Layout) -> tuple[list[int], list[Finding]]:
    lines = [row for row in range(layout.first, len(grid.rows)) if "".join(grid.rows[row]).strip()]
    findings: list[Finding] = []
    while lines and _is_note(
        grid, schema, layout, lines[-1], gap=len(lines) < 2 or lines[-1] - lines[-2] > 1
    ):
        text = " ".join(cell.strip() for cell in grid.rows[lines[-1]] if cell.strip())
        findings.append(_left_out(grid, lines.pop(), "表格下面的说明", text))
    for line in _repeated_headers(grid, layout, lines):
        lines.remove(line)
        findings.append(_left_out(grid, line, "重复的表头", ""))
    return lines, findings


def without_notes(rows: Sequence[list[str]]) -> Sequence[list[str]]:
    """Return rows without the empty rows, totals and notes at their end.

    >>> without_notes([["甲"], [""], ["合计", "1"]])
    [['甲']]
    """
    end = len(rows)
    while end and (not (text := "".join(rows[end - 1]).strip()) or _NOTE.match(text)):
        end -= 1
    return rows[:end]


def _repeated_headers(grid: Grid, layout: Layout, lines: Sequence[int]) -> list[int]:
    header = [plain(label) for label in layout.labels]
    place = next(place for place, label in enumerate(header) if label)
    mark = layout.labels[place].strip()
    same = [row for row in lines if grid.cell(row, place).strip() == mark]
    return [row for row in same if [plain(cell) for cell in grid.rows[row]] == header]


def _is_note(grid: Grid, schema: Schema, layout: Layout, row: int, *, gap: bool) -> bool:
    keys = [layout.columns[key] for key in schema.primary_key if key in layout.columns]
    filled = [place for place, cell in enumerate(grid.rows[row]) if cell.strip()]
    text = grid.cell(row, filled[0])
    if _NOTE.match(text) and len(filled) <= 3:
        return True
    if _NOTE.match(text) and keys and not any(grid.cell(row, place).strip() for place in keys):
        return True
    merged = any(merge.top == row and merge.right > merge.left for merge in grid.merges)
    return (
        len(filled) == 1 and len(layout.columns) > 1 and (merged or (gap and len(text) > 8) or len(text) > 40)
    )


def _columns(
    grid: Grid, schema: Schema, layout: Layout, lines: Sequence[int]
) -> tuple[dict[str, Sequence[str]], list[Finding]]:
    cells = list(zip_longest(*(grid.rows[line] for line in lines), fillvalue=""))
    others = [Field(header, header, "string", "", "", {}, multiline=True) for header in layout.extras]
    places = {**layout.columns, **layout.extras}
    columns: dict[str, Sequence[str]] = {}
    findings: list[Finding] = []
    for column in (*schema.fields, *others):
        place = places.get(column.key)
        if place is None or place >= len(cells):
            columns[column.key] = [""] * len(lines)
            continue
        columns[column.key], problems = read_column(column, cells[place])
        findings += [
            _cell(grid, column.header, lines[index] + 1, cells[place][index], problem)
            for index, problem in problems
        ]
    return columns, findings


def _place(finding: Finding) -> int:
    return finding.row or 0


def _cell(grid: Grid, header: str, line: int, value: str, problem: Problem) -> Finding:
    return Finding(
        problem.code, grid.file, line, header, printable(value), problem.reason, problem.suggestion
    )


def _left_out(grid: Grid, row: int, what: str, text: str) -> Finding:
    return Finding(
        "registers.left-out",
        grid.file,
        row + 1,
        "",
        text,
        f"当作{what}，没有读入。",
        "如果它是数据，请补全主键。",
        "warning",
    )


def _unknown_column(grid: Grid, header: str, row: int) -> Finding:
    return Finding(
        "registers.unknown-column",
        grid.file,
        row,
        header,
        "",
        "表结构里没有这一列，照原样保留，不公开。",
        "不需要时可以删去。",
        "warning",
    )
