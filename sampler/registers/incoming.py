"""One table out of any file: the right sheet is found, formulas are told, harmless marks are taken off."""

from collections.abc import Sequence
from pathlib import Path

from sampler.failure import Finding, SamplerError
from sampler.registers.grid import Grid
from sampler.registers.header import find_layout
from sampler.registers.schema import Schema
from sampler.registers.sheet import restored
from sampler.registers.source import read_source
from sampler.registers.table import Table, read_grid


def read_incoming(path: Path, schema: Schema, part: str = "") -> tuple[Table, list[Finding]]:
    """Return the table of ``schema`` in a file of any form, and every finding."""
    return read_sheets(read_source(path), schema, part, path.name)


def read_sheets(
    grids: Sequence[Grid], schema: Schema, part: str, file: str, sheet: str = ""
) -> tuple[Table, list[Finding]]:
    """Return the table in the sheet that fits ``schema`` best, or in the one named ``sheet``.

    When several sheets hold rows of this table, none is chosen silently: that is a mistake to be settled by name.
    """
    grids = chosen_sheets(grids, sheet, file)
    if not grids:
        return Table(schema, part, file=file), [_empty(file)]
    ranked = sorted(grids, key=lambda grid: -_fit(grid, schema))
    table, findings = read_grid(restored(ranked[0]), schema, part)
    findings += find_formulas(ranked[0], table)
    findings += [_other_sheet(ranked[0], other) for other in ranked[1:] if _has_rows(other, schema)]
    return table, findings


def chosen_sheets(grids: Sequence[Grid], sheet: str, file: str) -> Sequence[Grid]:
    """Return the sheet with this name, or all of them when no name is given."""
    found = [grid for grid in grids if grid.sheet.strip() == sheet.strip()]
    if sheet and not found:
        names = "、".join(grid.sheet for grid in grids if grid.sheet) or "没有"
        raise SamplerError(f"{file} 里没有工作表“{sheet}”。看得见的工作表：{names}。")
    return found if sheet else grids


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


def _has_rows(grid: Grid, schema: Schema) -> bool:
    layout, _ = find_layout(grid, schema)
    if layout is None or any(field.required and field.key not in layout.columns for field in schema.fields):
        return False
    keys = [layout.columns[key] for key in schema.primary_key]
    return any(
        all(grid.cell(row, place).strip() for place in keys) for row in range(layout.first, len(grid.rows))
    )


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
