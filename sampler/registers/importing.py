"""A file of any form into the canonical table: first what would change, then the writing.

Columns that the file does not have keep what the table has. Without ``update`` the file is the whole table, and rows
it lacks leave; with ``update`` it only adds and changes rows.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.registers.canonical import write_table
from sampler.registers.checks import in_order, judge
from sampler.registers.difference import KINDS, Change, compare, firms_of
from sampler.registers.grid import Grid
from sampler.registers.header import find_layout
from sampler.registers.incoming import pick_sheet, read_sheets
from sampler.registers.months import with_periods
from sampler.registers.numbering import numbered
from sampler.registers.registers import Progress, Registers, gather
from sampler.registers.rows import Row, Table
from sampler.registers.schema import Schema, schema_named, schemas
from sampler.registers.source import read_source

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. Nothing is written yet."""

    table: Table
    """The table as it would be."""

    changes: tuple[Change, ...]
    """What that changes."""

    warnings: tuple[Finding, ...]
    """What is odd but does not stop."""

    def as_text(self) -> str:
        """Return the plan in plain words."""
        title = f"{self.table.schema.title}{f'（{self.table.part}）' if self.table.part else ''}"
        counts = Counter(change.kind for change in self.changes)
        summary = "，".join(f"{kind} {counts[kind]} 条" for kind in KINDS if counts[kind]) or "没有变化"
        lines = [f"导入「{title}」：共 {len(self.table.rows)} 行；{summary}。"]
        lines += [f"  {change.as_text()}" for change in self.changes[:_SHOWN]]
        if len(self.changes) > _SHOWN:
            lines.append(f"  ……另有 {len(self.changes) - _SHOWN} 条")
        if self.warnings:
            lines += ["提醒：", *(f"  {finding.as_text()}" for finding in self.warnings[:_SHOWN])]
        return "\n".join(lines)


def plan_import(
    data: Path,
    file: Path,
    name: str = "",
    part: str = "",
    sheet: str = "",
    *,
    update: bool = False,
    as_of: date,
    progress: Progress | None = None,
) -> ImportPlan:
    """Return what importing ``file`` would do; raise FindingsError with every mistake in it."""
    grids = read_source(file, hidden=True)
    schema = schema_named(name) if name else recognise(grids, file.name)
    if schema.part and not part:
        part = part_of(file.name, schema)
        if not part:
            raise SamplerError(
                f"「{schema.title}」分成几份保存。请用 --part 指明是哪一份，例如 --part 2025Q1。"
            )
    schema.file(part)
    old = gather(data)[0].table(schema.name, part) if schema.numbering else Table(schema, part)
    table, given, findings = read_completed(grids, old, file.name, sheet)
    return plan_table(data, table, given, findings, update=update, as_of=as_of, progress=progress)


def read_completed(
    grids: Sequence[Grid], old: Table, file: str, sheet: str = ""
) -> tuple[Table, frozenset[str], list[Finding]]:
    """Return the table in a file, the columns it has, and every finding.

    What published lists leave out is filled in where it is certain: codes of items, periods of a plan.
    """
    schema = old.schema
    table, findings = read_sheets(grids, schema, old.part, file, sheet)
    grid, _ = pick_sheet(grids, schema, file, sheet)
    given = _columns_of(grid, schema)
    if schema.numbering and not given & {*schema.primary_key}:
        table, findings = numbered(table, findings, old)
    if schema.name == "plans":
        table, findings = with_periods(table, findings)
    return table, given, findings


def plan_table(
    data: Path,
    table: Table,
    given: frozenset[str],
    findings: Sequence[Finding],
    *,
    update: bool,
    as_of: date,
    progress: Progress | None = None,
) -> ImportPlan:
    """Return what putting ``table`` into the data folder would do; ``given`` are the columns it speaks about."""
    registers, _ = gather(data, progress)
    old = registers.table(table.schema.name, table.part)
    new = merged(old, table, given, update=update)
    problems = in_order([*findings, *_judge(registers, new, as_of, progress)])
    errors = [finding for finding in problems if finding.level == "error"]
    if errors:
        raise FindingsError(errors)
    warnings = tuple(finding for finding in problems if finding.level != "error")
    return ImportPlan(new, tuple(compare(old, new, firms_of(registers.table("objects")))), warnings)


def carry_out(data: Path, plan: ImportPlan) -> Path:
    """Write what the plan says and return the file."""
    return write_table(data, plan.table.schema.name, plan.table.rows, plan.table.part)


def merged(old: Table, new: Table, given: frozenset[str], *, update: bool) -> Table:
    """Return ``new`` laid over ``old``; rows only in ``old`` stay when ``update`` is set."""
    before = old.by_key()
    rows: dict[tuple[str, ...], Row] = {}
    lines: dict[tuple[str, ...], int] = {}
    for place, row in enumerate(new.rows):
        key = new.key_of(row)
        was = before.get(key, {})
        rows[key] = {
            name: row.get(name, "") if name in given else was.get(name, row.get(name, ""))
            for name in {**row, **was}
        }
        lines[key] = new.lines[place] if place < len(new.lines) else 0
    if update:
        for key, row in before.items():
            rows.setdefault(key, row)
    ordered = sorted(rows)
    extras = tuple(dict.fromkeys([*old.extras, *new.extras]))
    cells = tuple(rows[key] for key in ordered)
    return replace(new, cells=cells, extras=extras, lines=tuple(lines.get(key, 0) for key in ordered))


def recognise(grids: Sequence[Grid], file: str) -> Schema:
    """Return the schema a file is meant for: by its name, or by its header."""
    for schema in schemas():
        if file.startswith((f"{schema.title}.", f"{schema.name}.", f"{schema.title}-", f"{schema.name}-")):
            return schema
    whole = [schema for schema in schemas() if schema.family != "settings"]
    for measure in (_score, _likeness):
        scores = {
            schema.name: max((measure(grid, schema) for grid in grids), default=0.0) for schema in whole
        }
        best = max(scores.values(), default=0.0)
        winners = [schema for schema in whole if best and scores[schema.name] == best]
        if len(winners) == 1:
            return winners[0]
    names = "、".join(f"{schema.name}（{schema.title}）" for schema in winners or whole)
    raise SamplerError(f"看不出 {file} 是哪一张表。请用 --table 指明，可以是：{names}。")


def _judge(registers: Registers, table: Table, as_of: date, progress: Progress | None) -> list[Finding]:
    tables = {**registers.tables, (table.schema.name, table.part): table}
    everything = judge(replace(registers, tables=tables), as_of, progress)
    return [finding for finding in everything if finding.file == table.file and finding.row != 0]


def _columns_of(grid: Grid | None, schema: Schema) -> frozenset[str]:
    layout = find_layout(grid, schema)[0] if grid else None
    return frozenset((*layout.columns, *layout.extras)) if layout else frozenset()


def _score(grid: Grid, schema: Schema) -> float:
    layout, findings = find_layout(grid, schema)
    if layout is None or any(finding.level == "error" for finding in findings):
        return 0.0
    return len(layout.columns) - 0.5 * len(layout.extras) - 0.01 * len(schema.fields)


def _likeness(grid: Grid, schema: Schema) -> float:
    """Return how much a sheet looks like a table although required columns are missing: half of all it has, at least."""
    layout, _ = find_layout(grid, schema)
    if layout is None or len(layout.columns) < max(3, len(layout.extras)):
        return 0.0
    required = [field for field in schema.fields if field.required]
    found = sum(1 for field in required if field.key in layout.columns)
    return float(len(layout.columns)) if 2 * found >= len(required) else 0.0


def part_of(file: str, schema: Schema) -> str:
    """Return the part that a file name names, or an empty text when it names none or several.

    >>> part_of("2025年度抽查计划.xlsx", schema_named("plans"))
    '2025'
    """
    found = [
        match
        for match in re.findall(r"20\d{2}(?:Q[1-4]|H[12]|Y(?=-)|-\d{2})?(?:-\d{1,2})?", file)
        if re.fullmatch(schema.part, match)
    ]
    return str(found[0]) if len(found) == 1 else ""
