"""What stands among the rows of a table and is none of them: notes, totals, group titles, headers once more.

Whatever is left out is told. A row that fills its key with a code is never left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sampler.failure import Finding
from sampler.registers.grid import Grid
from sampler.registers.header import Layout, are_headers, clean, plain
from sampler.registers.schema import Schema

_NOTE = re.compile(
    r"\s*(?:[（(]?\s*(?:注|备\s*注|说\s*明|附注|填\s*表|制\s*表|填\s*报|审\s*核|复\s*核|联系人|单位盖章|打印)"
    r"\s*[0-9一二三]?\s*[:：.、）)]?|(?:合\s*计|总\s*计|小\s*计)\s*(?:共?\s*\d|[:：（(]|$)|以上(?:共|合计|所列|名单|数据|均)|共\s*\d+\s*[户家条个项]|[*※])"
)
_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|累\s*计|本页[小合]计)\s*[:：]?\s*")
_GROUP = re.compile(r"\s*[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]\s*\S")  # noqa: RUF001  # the full-width stop is meant
_TOTAL_LINE, _GROUP_LINE = (re.compile(f"^{shape.pattern}", re.M) for shape in (_TOTAL, _GROUP))
_PAGE = re.compile(
    r"^\s*[-—–]*\s*(?:第\s*[0-9一二三四五六七八九十]+\s*页.{0,12}|共\s*\d+\s*页.{0,12})\s*$", re.M
)
_ORDINAL = re.compile(r"[（(【]?\s*(\d{1,2})\s*[）)】]?")
_AFTER_NUMBER = "、.．"  # noqa: RUF001  # the full-width stop is meant
_CHINESE = re.compile("[\u3400-\u9fff]")
_FEW = 3


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table in a sheet."""

    lines: Sequence[int]
    """Index of each row in the sheet."""

    cells: Sequence[Sequence[str]]
    """The cells of each column of the sheet, in order of ``lines``."""

    findings: list[Finding]
    """A finding for each line that was left out."""


def find_body(grid: Grid, schema: Schema, layout: Layout) -> Body:
    """Return the rows of the table, and a finding for each line that was left out."""
    lines = [row for row in range(layout.first, len(grid.rows)) if "".join(grid.rows[row]).strip()]
    lines, findings = _before_another_table(grid, layout, lines)
    while lines and _is_note(
        grid, schema, layout, lines[-1], gap=len(lines) < 2 or lines[-1] - lines[-2] > 1
    ):
        findings.append(_left_out(grid, lines.pop(), "表格下面的说明"))
    cells = _columns(grid, lines)
    between = dict.fromkeys(_totals(grid, schema, layout, lines, cells), "合计行")
    between |= dict.fromkeys(_group_titles(grid, layout, lines, cells), "分组的标题")
    repeated = _repeated_headers(grid, layout, lines, cells)
    between |= dict.fromkeys(repeated, "重复的表头")
    between |= dict.fromkeys(_above(grid, lines, repeated), "表的标题")
    between |= dict.fromkeys(_page_marks(grid, lines, cells), "页码")
    between |= dict.fromkeys(_column_numbers(grid, lines[:1]), "栏号")
    if between:
        findings += [_left_out(grid, row, what) for row, what in between.items()]
        lines = [row for row in lines if row not in between]
        cells = _columns(grid, lines)
    return Body(lines, cells, findings + _hidden_rows(grid, lines))


def without_notes(rows: Sequence[list[str]]) -> Sequence[list[str]]:
    """Return rows without the empty rows, totals and notes at their end.

    >>> without_notes([["甲"], [""], ["合计", "1"]])
    [['甲']]
    """
    end = len(rows)
    while end and (not (text := "".join(rows[end - 1]).strip()) or _NOTE.match(text)):
        end -= 1
    return rows[:end]


def _before_another_table(grid: Grid, layout: Layout, lines: list[int]) -> tuple[list[int], list[Finding]]:
    """Return the rows above the header of another table below this one, and a finding when there is one.

    Such a header stands after an empty row or a wide merged cell, perhaps under titles, and we know all its words.
    """
    header = [plain(label) for label in layout.labels]
    wide = _wide(grid)
    for place, row in enumerate(lines):
        if row not in wide and row - (lines[place - 1] if place else layout.first - 1) == 1:
            continue
        below = next((other for other in lines[place : place + 3] if len(_filled(grid, other)) > 1), row)
        labels = [plain(cell) for cell in grid.rows[below]]
        if labels != header and sum(1 for label in labels if label) > _FEW and are_headers(labels):
            return lines[:place], [_second_table(grid, below)]
    return lines, []


def _wide(grid: Grid) -> set[int]:
    """Return the rows that begin a merged cell across columns and no more than this row."""
    return {merge.top for merge in grid.merges if merge.right > merge.left and merge.top == merge.bottom}


def _second_table(grid: Grid, row: int) -> Finding:
    shown = "、".join(cell.strip() for cell in grid.rows[row] if cell.strip())
    reason = "从这一行起像是另一张表，一个工作表只能放一张表。"
    hint = "请把它移到另一个工作表或文件，再分别导入；如果是同一张表，请用一样的表头。"
    return Finding("registers.second-table", grid.file, row + 1, "", shown, reason, hint)


def _hidden_rows(grid: Grid, lines: Sequence[int]) -> list[Finding]:
    """Return one warning when some of the rows that were read are hidden in the workbook."""
    hidden = sorted(set(grid.hidden) & set(lines)) if grid.hidden else []
    if not hidden:
        return []
    shown = "、".join(str(row + 1) for row in hidden[:10]) + ("……" if len(hidden) > 10 else "")
    reason = f"有 {len(hidden)} 行是隐藏的（多半是筛选），也一样读入了：第 {shown} 行。"
    hint = "不要这些行时，请先取消筛选，再把它们删去。"
    return [Finding("registers.hidden-rows", grid.file, hidden[0] + 1, "", "", reason, hint, "warning")]


def _columns(grid: Grid, lines: Sequence[int]) -> Sequence[Sequence[str]]:
    return list(zip_longest(*(grid.rows[line] for line in lines), fillvalue=""))


def _totals(
    grid: Grid, schema: Schema, layout: Layout, lines: Sequence[int], cells: Sequence[Sequence[str]]
) -> Iterator[int]:
    keys = [layout.columns[key] for key in schema.primary_key if key in layout.columns]
    for place in sorted({0, 1, *keys} & set(range(len(cells)))):
        text = "\n".join(cells[place])
        marked = "计" in text and _TOTAL_LINE.search(text) is not None
        for row in lines if marked else ():
            filled = _filled(grid, row)
            if _TOTAL.fullmatch(grid.cell(row, place)) and filled[0] == place and len(filled) <= _FEW:
                yield row


def _group_titles(
    grid: Grid, layout: Layout, lines: Sequence[int], cells: Sequence[Sequence[str]]
) -> Iterator[int]:
    wide = _wide(grid)
    text = "\n".join(cells[0]) if cells and len(layout.columns) > 1 else ""
    numbered = any(mark in text for mark in _AFTER_NUMBER) and _GROUP_LINE.search(text) is not None
    for row in lines if wide or numbered else ():
        alone = sum(1 for cell in grid.rows[row] if cell.strip()) == 1
        if alone and (row in wide or (numbered and _GROUP.match(grid.cell(row, 0)))):
            yield row


def _repeated_headers(
    grid: Grid, layout: Layout, lines: Sequence[int], cells: Sequence[Sequence[str]]
) -> list[int]:
    header = [plain(label) for label in layout.labels]
    place = next(place for place, label in enumerate(header) if label)
    if place >= len(cells) or clean(layout.labels[place]) not in "\n".join(cells[place]):
        return []
    return [row for row in lines if [plain(cell) for cell in grid.rows[row]] == header]


def _above(grid: Grid, lines: Sequence[int], headers: Sequence[int]) -> Iterator[int]:
    """Yield the titles right above headers that are repeated: one filled cell, after an empty row."""
    known = set(lines)
    for header in headers:
        row = header - 1
        if row in known and row - 1 not in known and len(_filled(grid, row)) == 1:
            yield row


def _page_marks(grid: Grid, lines: Sequence[int], cells: Sequence[Sequence[str]]) -> Iterator[int]:
    for place in range(min(len(cells), _FEW)):
        text = "\n".join(cells[place])
        for row in lines if "页" in text and _PAGE.search(text) else ():
            filled = _filled(grid, row)
            if filled == [place] and _PAGE.fullmatch(grid.cell(row, place)):
                yield row


def _column_numbers(grid: Grid, lines: Sequence[int]) -> Iterator[int]:
    """Yield the first row when it only numbers the columns: 1, 2, 3 … from left to right."""
    for row in lines:
        found = [_ORDINAL.fullmatch(grid.cell(row, place).strip()) for place in _filled(grid, row)]
        numbers = [int(match[1]) for match in found if match]
        if len(found) > _FEW and numbers == list(range(1, len(found) + 1)):
            yield row


def _filled(grid: Grid, row: int) -> list[int]:
    return [place for place, cell in enumerate(grid.rows[row]) if cell.strip()]


def _is_note(grid: Grid, schema: Schema, layout: Layout, row: int, *, gap: bool) -> bool:
    keys = [layout.columns[key] for key in schema.primary_key if key in layout.columns]
    if keys and all(_is_code(grid.cell(row, place)) for place in keys):
        return False
    filled = _filled(grid, row)
    text = grid.cell(row, filled[0])
    if _NOTE.match(text) and len(filled) <= _FEW:
        return True
    if _NOTE.match(text) and keys and not any(grid.cell(row, place).strip() for place in keys):
        return True
    if len(filled) > 1 or len(layout.columns) < 2:
        return False
    merged = any(merge.top == row and merge.right > merge.left for merge in grid.merges)
    beside = filled[0] in keys and _CHINESE.search(text) is not None and _needs_more(schema)
    return merged or beside or (gap and len(text) > 8) or len(text) > 40


def _is_code(text: str) -> bool:
    return bool(text.strip()) and not _CHINESE.search(text)


def _needs_more(schema: Schema) -> bool:
    return sum(1 for field in schema.fields if field.required) > len(schema.primary_key)


def _left_out(grid: Grid, row: int, what: str) -> Finding:
    text = " ".join(cell.strip() for cell in grid.rows[row] if cell.strip())
    return Finding(
        "registers.left-out",
        grid.file,
        row + 1,
        "",
        "" if what == "重复的表头" else text,
        f"当作{what}，没有读入。",
        "如果它是数据，请补全主键。",
        "warning",
    )
