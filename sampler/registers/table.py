"""A table out of a sheet. Reading never stops at the first mistake: every bad cell becomes a finding."""

import re
from collections.abc import Sequence

from sampler.failure import Finding
from sampler.registers.cells import Problem, read_column
from sampler.registers.characters import printable
from sampler.registers.grid import USUAL_DAY_ZERO, Grid, filled_down
from sampler.registers.header import Layout, find_layout
from sampler.registers.notes import Body, find_body, without_notes
from sampler.registers.rows import Row, Table
from sampler.registers.schema import Field, Schema

_PERCENT = ("%", "\uff05")
_UNIT = re.compile(r"[（(]\s*(%|\uff05|次/(?:年|半年|季度|季|月))\s*[）)]\s*$")
_BARE = re.compile(r"\d+(?:\.\d+)?(?:\s*[-~—–～至]\s*\d+(?:\.\d+)?)?")

__all__ = ["Row", "Table", "find_duplicate_keys", "read_grid", "without_notes"]


def read_grid(grid: Grid, schema: Schema, part: str = "") -> tuple[Table, list[Finding]]:
    """Return the table of ``schema`` in ``grid`` and everything that is wrong with it."""
    grid = filled_down(grid)
    layout, findings = find_layout(grid, schema)
    if layout is None:
        return Table(schema, part, file=grid.file), findings
    body = find_body(grid, schema, layout)
    lines = body.lines
    findings += body.findings
    findings += [_unknown_column(grid, name, layout.first) for name in layout.extras]
    columns, problems = _columns(grid, schema, layout, body)
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


def _columns(
    grid: Grid, schema: Schema, layout: Layout, body: Body
) -> tuple[dict[str, Sequence[str]], list[Finding]]:
    cells, lines = body.cells, body.lines
    others = [Field(header, header, "string", "", "", {}, multiline=True) for header in layout.extras]
    places = {**layout.columns, **layout.extras}
    columns: dict[str, Sequence[str]] = {}
    findings: list[Finding] = []
    for column in (*schema.fields, *others):
        place = places.get(column.key)
        if place is None or place >= len(cells):
            columns[column.key] = [""] * len(lines)
            continue
        raw = _with_unit(column, layout.labels[place], _shifted(grid, column, cells[place]))
        columns[column.key], problems = read_column(column, raw)
        findings += [
            _cell(grid, column.header, lines[index] + 1, cells[place][index], problem)
            for index, problem in problems
        ]
    return columns, findings


def _shifted(grid: Grid, column: Field, raw: Sequence[str]) -> Sequence[str]:
    """Return the cells with bare day numbers counted from the usual day, as every other reader does."""
    days = (grid.day_zero - USUAL_DAY_ZERO).days
    if not days or column.type != "date":
        return raw
    return [
        str(int(text) + days) if text.strip().isdecimal() and len(text.strip()) == 5 else text for text in raw
    ]


def _with_unit(column: Field, label: str, raw: Sequence[str]) -> Sequence[str]:
    """Return bare numbers of ratios and frequencies with the unit that the header gives: 25 under 抽查比例（%） is 25%."""
    found = _UNIT.search(label) if column.normalize in ("ratio", "digits") else None
    if found is None:
        return raw
    unit = "%" if found[1] in _PERCENT else found[1]
    return [f"{text.strip()}{unit}" if _BARE.fullmatch(text.strip()) else text for text in raw]


def _place(finding: Finding) -> int:
    return finding.row or 0


def _cell(grid: Grid, header: str, line: int, value: str, problem: Problem) -> Finding:
    return Finding(
        problem.code, grid.file, line, header, printable(value), problem.reason, problem.suggestion
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
