"""One table out of any file: the right sheet is found, formulas are told, harmless marks are taken off."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sampler.failure import Finding, SamplerError
from sampler.registers.grid import Grid
from sampler.registers.header import find_layout
from sampler.registers.schema import Schema
from sampler.registers.sheet import restored
from sampler.registers.source import read_source
from sampler.registers.table import Table, read_grid

EXPLANATION = "说明"
"""Name of the sheet that explains the columns, in workbooks we give out."""


def read_incoming(path: Path, schema: Schema, part: str = "") -> tuple[Table, list[Finding]]:
    """Return the table of ``schema`` in a file of any form, and every finding."""
    return read_sheets(read_source(path, hidden=True), schema, part, path.name)


def read_sheets(
    grids: Sequence[Grid], schema: Schema, part: str, file: str, sheet: str = ""
) -> tuple[Table, list[Finding]]:
    """Return the table in the sheet that fits ``schema`` best, or in the one named ``sheet``.

    When several sheets hold rows of this table, none is chosen silently: that is a mistake to be settled by name.
    """
    grid, findings = pick_sheet(grids, schema, file, sheet)
    if grid is None:
        return Table(schema, part, file=file), findings
    table, problems = read_grid(restored(grid), schema, part)
    return table, [*problems, *find_formulas(grid, table), *findings]


def pick_sheet(
    grids: Sequence[Grid], schema: Schema, file: str, sheet: str = ""
) -> tuple[Grid | None, list[Finding]]:
    """Return the sheet to read, called by its name where there are several, and what is to be said of the others."""
    seen = [_named(grids, sheet, file)] if sheet else [grid for grid in grids if grid.shown]
    ranked = sorted(seen, key=lambda grid: -_fit(grid, schema))
    if not ranked or not _fit(ranked[0], schema):
        away = [grid for grid in grids if not grid.shown and _has_rows(grid, schema)]
        if away and not sheet:
            return None, [_hidden_sheet(file, away[0])]
        if not ranked:
            return None, [_empty(file)]
    best = ranked[0]
    findings = [_other_sheet(best, other) for other in ranked[1:] if _has_rows(other, schema)]
    findings += [_left_sheet(best, other) for other in ranked[1:] if _is_like(best, other, schema)]
    several = len([grid for grid in grids if grid.rows and grid.sheet != EXPLANATION]) > 1
    return (replace(best, file=f"{best.file} 工作表“{best.sheet}”") if several else best), findings


def _named(grids: Sequence[Grid], sheet: str, file: str) -> Grid:
    found = [grid for grid in grids if grid.sheet.strip() == sheet.strip()]
    if not found:
        names = "、".join(grid.sheet for grid in grids if grid.sheet and grid.shown) or "没有"
        raise SamplerError(f"{file} 里没有工作表“{sheet}”。看得见的工作表：{names}。")
    return found[0]


def find_formulas(grid: Grid, table: Table) -> list[Finding]:
    """Return a finding for each cell of the table that holds a formula."""
    lines = set(table.lines)
    layout, _ = find_layout(grid, table.schema)
    labels = layout.labels if layout else ()
    places = sorted(place for place in grid.formulas if place[0] + 1 in lines)
    return [
        tell_formula(grid, row, column, labels[column] if column < len(labels) else "")
        for row, column in places
    ]


def tell_formula(grid: Grid, row: int, column: int, label: str) -> Finding:
    """Return the finding for one cell that holds a formula."""
    return Finding(
        "registers.formula",
        grid.file,
        row + 1,
        label or f"第 {column + 1} 列",
        grid.cell(row, column),
        "这一格是公式，不会替您计算。",
        "请选中这一列，复制后“选择性粘贴—数值”，再试一次。",
    )


def _fit(grid: Grid, schema: Schema) -> int:
    layout, _ = find_layout(grid, schema)
    return len(layout.columns) if layout else 0


def _has_rows(grid: Grid, schema: Schema) -> bool:
    layout, _ = find_layout(grid, schema)
    if layout is None or any(field.required and field.key not in layout.columns for field in schema.fields):
        return False
    keys = [layout.columns[key] for key in schema.primary_key]
    return any(
        all(grid.cell(row, place).strip() for place in keys) for row in range(layout.first, len(grid.rows))
    )


def _is_like(read: Grid, other: Grid, schema: Schema) -> bool:
    """Return whether a sheet that is not read has most of the columns, so that somebody may miss it."""
    fit = _fit(other, schema)
    return fit >= 2 and 2 * fit >= _fit(read, schema) and not _has_rows(other, schema)


def _left_sheet(read: Grid, other: Grid) -> Finding:
    reason = f"读的是工作表“{read.sheet}”；“{other.sheet}”也像这张表，但是缺少必需的列或没有内容，没有读入。"
    hint = "要读它时，请补全表头，再用 --sheet 指明。"
    return Finding("registers.sheet-not-read", other.file, None, "", "", reason, hint, "warning")


def _hidden_sheet(file: str, grid: Grid) -> Finding:
    reason = f"看得见的工作表里没有这张表，它在隐藏的工作表“{grid.sheet}”里。"
    hint = f"确实要读它时，请在表格软件里取消隐藏并保存，或加上 --sheet {grid.sheet}。"
    return Finding("registers.hidden-sheet", file, None, "", "", reason, hint)


def _other_sheet(read: Grid, other: Grid) -> Finding:
    return Finding(
        "registers.other-sheet",
        other.file,
        None,
        "",
        "",
        f"工作表“{read.sheet}”和“{other.sheet}”都是这张表，不知道该读哪一个。",
        f"请用 --sheet 指明，例如 --sheet {read.sheet}；几个都要时，合并到一个工作表，或加 --update 逐个导入。",
    )


def _empty(file: str) -> Finding:
    return Finding(
        "registers.no-header", file, None, "", "", "文件里没有可以读的工作表。", "请确认选对了文件。"
    )
