"""One table out of any file: the right sheet is found, formulas are told, harmless marks are taken off."""

from collections.abc import Sequence
from pathlib import Path

from sampler.failure import Finding
from sampler.registers.grid import Grid
from sampler.registers.header import find_layout
from sampler.registers.schema import Schema
from sampler.registers.sheet import restored
from sampler.registers.source import read_source
from sampler.registers.table import Table, read_grid


def read_incoming(path: Path, schema: Schema, part: str = "") -> tuple[Table, list[Finding]]:
    """Return the table of ``schema`` in a file of any form, and every finding."""
    return read_sheets(read_source(path), schema, part, path.name)


def read_sheets(grids: Sequence[Grid], schema: Schema, part: str, file: str) -> tuple[Table, list[Finding]]:
    """Return the table in the sheet that fits ``schema`` best."""
    if not grids:
        return Table(schema, part, file=file), [_empty(file)]
    ranked = sorted(grids, key=lambda grid: -_fit(grid, schema))
    table, findings = read_grid(restored(ranked[0]), schema, part)
    findings += find_formulas(ranked[0], table)
    for other in ranked[1:]:
        if _has_all(other, schema):
            reason = f"工作表“{other.sheet}”也像这张表，没有读入；读的是“{ranked[0].sheet}”。"
            findings.append(
                Finding(
                    "registers.other-sheet",
                    file,
                    None,
                    "",
                    "",
                    reason,
                    "需要时请另存为单独的文件再导入。",
                    "warning",
                )
            )
    return table, findings


def find_formulas(grid: Grid, table: Table) -> list[Finding]:
    """Return a finding for each cell of the table that holds a formula."""
    lines = set(table.lines)
    layout, _ = find_layout(grid, table.schema)
    labels = layout.labels if layout else ()
    places = sorted(place for place in grid.formulas if place[0] + 1 in lines)
    return [
        Finding(
            "registers.formula",
            grid.file,
            row + 1,
            labels[column] if column < len(labels) and labels[column] else f"第 {column + 1} 列",
            grid.cell(row, column),
            "这一格是公式，不会替您计算。",
            "请选中这一列，复制后“选择性粘贴—数值”，再试一次。",
        )
        for row, column in places
    ]


def _fit(grid: Grid, schema: Schema) -> int:
    layout, _ = find_layout(grid, schema)
    return len(layout.columns) if layout else 0


def _has_all(grid: Grid, schema: Schema) -> bool:
    layout, _ = find_layout(grid, schema)
    return layout is not None and all(
        field.key in layout.columns for field in schema.fields if field.required
    )


def _empty(file: str) -> Finding:
    return Finding(
        "registers.no-header", file, None, "", "", "文件里没有可以读的工作表。", "请确认选对了文件。"
    )
