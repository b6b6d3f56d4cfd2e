"""Findings as people and programs want them: on screen, as JSON, as Markdown, and as a coloured copy of the file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import Finding, one_line
from sampler.files import canonical_json
from sampler.registers.characters import printable
from sampler.registers.grid import Grid
from sampler.registers.header import find_layout, plain
from sampler.registers.incoming import pick_sheet
from sampler.registers.schema import Schema
from sampler.registers.sheet import Column, Mark, Sheet, plain_sheet
from sampler.registers.source import read_source

_LIST = "问题清单"
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything that was found, mistakes before warnings."""

    findings: tuple[Finding, ...]
    """All findings."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a step."""
        return tuple(finding for finding in self.findings if finding.level == "error")

    def as_text(self) -> str:
        """Return the report for the screen."""
        if not self.findings:
            return "检查完毕，没有发现问题。"
        warnings = [finding for finding in self.findings if finding.level != "error"]
        lines = [f"检查完毕：{len(self.errors)} 处错误，{len(warnings)} 处提醒。"]
        for title, group in (("错误", self.errors), ("提醒", warnings)):
            if group:
                lines += ["", f"{title}（{len(group)}）："]
                lines += [f"  {finding.as_text()}" for finding in group[:_SHOWN]]
            if len(group) > _SHOWN:
                lines.append(f"  ……另有 {len(group) - _SHOWN} 处，请用 --report 问题清单.xlsx 写出全部。")
        return "\n".join(lines)

    def as_json(self) -> bytes:
        """Return the report for programs."""
        return canonical_json(
            {"errors": len(self.errors), "findings": [finding.as_dict() for finding in self.findings]}
        )

    def as_markdown(self) -> str:
        """Return the report as a Markdown page, one table a file."""
        lines = [
            "# 名录库检查报告",
            "",
            f"共 {len(self.errors)} 处错误，{len(self.findings) - len(self.errors)} 处提醒。",
        ]
        for file, count in sorted(Counter(finding.file for finding in self.findings).items()):
            lines += [
                "",
                f"## {_safe(file)}（{count}）",
                "",
                "| 行 | 列 | 现值 | 问题 | 建议 | 级别 |",
                "| --- | --- | --- | --- | --- | --- |",
            ]
            lines += [_markdown_row(finding) for finding in self.findings if finding.file == file]
        return "\n".join(lines) + "\n"


def coloured_sheets(path: Path, schema: Schema, findings: Sequence[Finding], sheet: str = "") -> list[Sheet]:
    """Return a copy of the file with each bad cell of the sheet that was read coloured, and a list of the findings."""
    grids = read_source(path, hidden=True)
    read, _ = pick_sheet(grids, schema, path.name, sheet)
    name = read.sheet if read else None
    copied = [grid for grid in grids if grid.shown or grid.sheet == name]
    marked = [_coloured(grid, schema, findings if grid.sheet == name else ()) for grid in copied]
    return [*marked, finding_sheet(findings)]


def finding_sheet(findings: Sequence[Finding]) -> Sheet:
    """Return a sheet that lists findings."""
    headers = ("文件", "行", "列", "现值", "问题", "建议", "级别", "代码")
    rows = [
        tuple(
            map(
                _short,
                (f.file, str(f.row or ""), f.column, f.value, f.reason, f.suggestion, _level(f), f.code),
            )
        )
        for f in findings
    ]
    return plain_sheet(_LIST, headers, rows)


def _coloured(grid: Grid, schema: Schema, findings: Sequence[Finding]) -> Sheet:
    places = _places(grid, schema)
    notes: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        if finding.row is not None and finding.row <= len(grid.rows):
            place = places.get(plain(finding.column.split("、")[0]), 0)
            notes.setdefault((finding.row - 2, place), []).append(finding)
    marks = tuple(Mark(row, place, _colour(group), _note(group)) for (row, place), group in notes.items())
    rows = [[_short(cell) for cell in row] for row in grid.rows]
    first = rows[0] if rows else []
    header = first + [""] * (grid.width - len(first))
    return Sheet(
        grid.sheet or "表", tuple(Column(cell) for cell in header), rows[1:], marks=marks, filtered=False
    )


def _places(grid: Grid, schema: Schema) -> dict[str, int]:
    places = {f"第{number + 1}列": number for number in range(grid.width)}
    layout, _ = find_layout(grid, schema)
    if layout is not None:
        places |= {plain(label): place for label, place in layout.extras.items()}
        places |= {plain(schema.field(key).header): place for key, place in layout.columns.items()}
    return places


def _colour(group: Sequence[Finding]) -> str:
    return "red" if any(finding.level == "error" for finding in group) else "yellow"


def _note(group: Sequence[Finding]) -> str:
    return "\n".join(
        one_line(f"「{finding.column}」{finding.reason}{finding.suggestion}") for finding in group
    )


def _short(text: str) -> str:
    return printable(text[:32_000])


def _level(finding: Finding) -> str:
    return "错误" if finding.level == "error" else "提醒"


def _markdown_row(finding: Finding) -> str:
    cells = (
        str(finding.row or ""),
        finding.column,
        finding.value,
        finding.reason,
        finding.suggestion,
        _level(finding),
    )
    return f"| {' | '.join(_safe(_short(cell)) for cell in cells)} |"


def _safe(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return escaped.replace("\r", " ").replace("\n", " ")
