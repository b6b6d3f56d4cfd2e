"""A filled pack as it comes back, read like a register: columns by name, in whatever program it was saved.

Rows that nobody has filled yet are counted and left alone, so that a half-filled pack can be brought in any time.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from sampler.failure import Finding, FindingsError
from sampler.office.roster import Row
from sampler.registers import schema_named
from sampler.registers.grid import Grid, filled_down
from sampler.registers.header import Layout, find_layout
from sampler.registers.sheet import restored
from sampler.registers.source import read_source
from sampler.registers.table import read_grid

SHEET = "检查结果"
TYPED = ("date", "outcome", "measure", "note", "deadline", "transferred_to", "evidence")
IGNORED = {"registers.unknown-column", "registers.left-out"}


@dataclass(frozen=True, slots=True)
class Pack:
    """What a filled pack says."""

    file: str
    """Name of the file."""

    rows: tuple[tuple[int, Row], ...]
    """Filled rows with their line in the sheet."""

    empty: tuple[tuple[str, str], ...]
    """Visit and item of each row that nobody has filled yet."""

    notes: tuple[Finding, ...] = ()
    """What should be told: rows that are hidden in the sheet and count all the same."""


def read_pack(path: Path) -> Pack:
    """Return the filled rows of a pack; raise FindingsError with everything that can't be read."""
    schema = schema_named("results")
    found = [
        (layout, grid)
        for grid in map(filled_down, read_source(path))
        if (layout := find_layout(grid, schema)[0]) is not None and "outcome" in layout.columns
    ]
    if not found:
        reason = f"没有找到“{SHEET}”工作表，或表头被改动。"
        raise _refused("office.no-results", path, reason, "请用发下去的任务包填写。")
    used = [pair for pair in found if any(_is_filled(*pair, number) for number in _lines(*pair))]
    if len(used) > 1:
        reason = f"工作表{'、'.join(f'“{grid.sheet}”' for _, grid in used)}里都有结果，不知道以哪一张为准。"
        raise _refused("office.two-sheets", path, reason, "请把结果填在一张工作表里，删去另一张。")
    layout, grid = max(used or found, key=lambda pair: (pair[1].sheet == SHEET, len(pair[0].columns)))
    return _pack(path.name, layout, grid)


def _refused(code: str, path: Path, reason: str, suggestion: str) -> FindingsError:
    return FindingsError([Finding(code, path.name, reason=reason, suggestion=suggestion)])


def _lines(layout: Layout, grid: Grid) -> list[int]:
    """Return the rows below the header in which something stands."""
    return [n for n in range(layout.first, len(grid.rows)) if any(cell.strip() for cell in grid.rows[n])]


def _is_filled(layout: Layout, grid: Grid, number: int) -> bool:
    places = [layout.columns[key] for key in TYPED if key in layout.columns]
    return any(grid.cell(number, place).strip() for place in places)


def _pack(file: str, layout: Layout, grid: Grid) -> Pack:
    """Read the filled rows like a register; merged cells count in each of their rows."""
    schema, rows = schema_named("results"), [list(row) for row in grid.rows]
    empty = [number for number in _lines(layout, grid) if not _is_filled(layout, grid, number)]
    for number in empty:
        rows[number] = []
    table, findings = read_grid(restored(replace(grid, rows=rows, merges=())), schema)
    errors = [finding for finding in findings if finding.level == "error" and finding.code not in IGNORED]
    if errors:
        raise FindingsError(errors)
    keys = [layout.columns[key] for key in ("visit_id", "item_id") if key in layout.columns]
    waiting = [tuple(grid.cell(number, place).strip() for place in keys) for number in empty]
    return Pack(
        file,
        tuple(zip(table.lines, table.rows, strict=True)),
        tuple((visit, item) for visit, item in waiting if visit and item),
        tuple(finding for finding in findings if finding.code == "registers.hidden-rows"),
    )
