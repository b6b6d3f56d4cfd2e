"""Exports of other systems into registers and events, by a mapping that staff can edit.

A mapping (``exchange/in-<system>.csv``) says for each column of one table from which column of the export it comes and how it is
converted. Rows are laid over the table by key: the same export twice changes nothing, a corrected one changes
only what was corrected, and rows that the export lacks stay.

Conversions (换算): empty = as it is; ``固定:文字`` a constant; ``对照:甲=乙；丙=丁`` word by word; ``乘:10000`` exact decimal
factor; ``拼接`` all source columns joined by ``-``, days and moments in one form; ``前缀:XF-`` put before; ``查代码`` object code by object name.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.registers.characters import split_list
from sampler.registers.days import parse_day
from sampler.registers.delimited import read_delimited
from sampler.registers.grid import Grid, filled_down
from sampler.registers.header import plain
from sampler.registers.incoming import tell_formula
from sampler.registers.registers import Registers
from sampler.registers.schema import Schema, schema_named
from sampler.registers.sheet import restored
from sampler.registers.table import Table, read_grid, without_notes

FOLDER = "exchange"
_IN = "in-"
_SEARCHED = 30
_MOMENT = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
)
Convert = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class ExchangeMap:
    """Where each column of one table comes from."""

    file: str
    """Path of the mapping file, relative to the data folder."""

    schema: Schema
    """The table that is filled."""

    entries: tuple["Entry", ...]
    """One for each column that is filled."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a mapping."""

    header: str
    """Chinese header of the column that is filled."""

    sources: tuple[str, ...]
    """Columns of the export."""

    convert: Convert
    """From the cells of those columns to the new cell."""


def mapping_names(data: Path) -> tuple[str, ...]:
    """Return the names of the mappings for imports that the bureau has."""
    return tuple(sorted(file.stem.removeprefix(_IN) for file in (data / FOLDER).glob(f"{_IN}*.csv")))


def read_mapping(data: Path, name: str, registers: Registers) -> ExchangeMap:
    """Return one mapping; raise FindingsError with every mistake in it."""
    file = f"{FOLDER}/{_IN}{name}.csv"
    path = data / file
    if not re.fullmatch(r"[\w-]{1,40}", name) or not path.is_file():
        known = "、".join(mapping_names(data)) or "还没有"
        raise SamplerError(f"没有名为“{name}”的对照表（{file}）。已有的：{known}。")
    table, findings = read_grid(read_delimited(file, path.read_bytes()), schema_named("exchange"), name)
    targets = {row["table"] for row in table.rows if row["table"]}
    if len(targets) > 1:
        findings.append(
            Finding(
                "registers.mixed-mapping",
                file,
                None,
                "目标表",
                "、".join(sorted(targets)),
                "一个对照表只能有一张目标表。",
                "请分成几个文件。",
            )
        )
    errors = [finding for finding in findings if finding.level == "error"]
    if errors or not table.rows:
        raise FindingsError(
            errors
            or [
                Finding(
                    "registers.no-header",
                    file,
                    None,
                    "",
                    "",
                    "对照表是空的。",
                    "请填写目标表、目标字段和来源列。",
                )
            ]
        )
    schema = schema_named(targets.pop())
    codes = {plain(row["name"]): row["code"] for row in registers.table("objects").rows}
    entries, problems = _entries(table, schema, codes)
    if problems:
        raise FindingsError(problems)
    return ExchangeMap(file, schema, entries)


def apply_mapping(mapping: ExchangeMap, grids: Sequence[Grid], file: str) -> tuple[Table, list[Finding]]:
    """Return the rows of an export in the form of our table, and every mistake."""
    wanted = {plain(source) for entry in mapping.entries for source in entry.sources}
    found = [
        (grid, row)
        for grid in grids
        for row in range(min(_SEARCHED, len(grid.rows)))
        if _is_header(grid, row, wanted)
    ]
    if not found:
        return Table(mapping.schema, file=file), [_no_header(mapping, file)]
    grid, header = filled_down(found[0][0]), found[0][1]
    places = {plain(label): place for place, label in reversed(list(enumerate(grid.rows[header])))}
    findings = _missing_sources(mapping, places, file) + _formulas(grid, header, wanted)
    findings += [
        _other_sheet(file, grid, other)
        for other, row in found
        if other.sheet != grid.sheet and len(other.rows) > row + 1
    ][:1]
    rows = restored(grid).rows
    cells = [[entry.header for entry in mapping.entries]]
    cells += [_convert_row(mapping, row, places) for row in without_notes(rows[header + 1 :])]
    read = Grid(file, [[]] * header + cells, hidden=grid.hidden, day_zero=grid.day_zero)
    table, problems = read_grid(read, mapping.schema)
    return table, findings + problems


def _entries(
    table: Table, schema: Schema, codes: Mapping[str, str]
) -> tuple[tuple[Entry, ...], list[Finding]]:
    entries: list[Entry] = []
    findings: list[Finding] = []
    for place, row in enumerate(table.rows):
        if row["field"] not in schema.headers:
            words = (
                "unknown-column",
                f"「{schema.title}」没有这一列。",
                f"有的列：{'、'.join(schema.headers)}。",
            )
            findings.append(table.tell(place, "field", words))
        convert = _conversion(row["convert"], codes)
        if convert is None:
            words = (
                "unknown-conversion",
                "看不懂这个换算。",
                "可以写：固定:文字、对照:甲=乙；丙=丁、乘:10000、拼接、前缀:XF-、查代码，或空着。",
            )
            findings.append(table.tell(place, "convert", words))
        else:
            entries.append(Entry(row["field"], split_list(row["source"]), convert))
    return tuple(entries), findings


def _conversion(text: str, codes: Mapping[str, str]) -> Convert | None:
    word, _, argument = text.replace("：", ":", 1).partition(":")
    if word == "对照" and argument:
        pairs = dict(pair.split("=", 1) for pair in split_list(argument) if "=" in pair)
        return lambda cells: pairs.get(_first(cells), _first(cells))
    if word == "乘" and re.fullmatch(r"\d+(\.\d+)?", argument):
        return lambda cells: _times(_first(cells), Decimal(argument))
    simple: dict[str, Convert] = {
        "": _first,
        "固定": lambda _: argument,
        "拼接": lambda cells: "-".join(_stamp(cell.strip()) for cell in cells if cell.strip()),
        "前缀": lambda cells: f"{argument}{_first(cells)}" if _first(cells) else "",
        "查代码": lambda cells: codes.get(plain(_first(cells)), _first(cells)),
    }
    return simple.get(word)


def _first(cells: Sequence[str]) -> str:
    return next((cell.strip() for cell in cells if cell.strip()), "")


def _stamp(text: str) -> str:
    """Return a day or a moment in one form, however the export of that day writes it; other texts as they are.

    >>> _stamp("2026/1/3 1:00"), _stamp("2026-01-03 01:00:00"), _stamp("2026-01-03 00:00:00"), _stamp("DA001")
    ('2026-01-03T01:00:00', '2026-01-03T01:00:00', '2026-01-03', 'DA001')
    """
    found = _MOMENT.fullmatch(text)
    day = parse_day(text) if found else None
    if found is None or day is None:
        return text
    hour, minute, second = (int(number or 0) for number in found.groups())
    clock = f"T{hour:02}:{minute:02}:{second:02}"
    return day.isoformat() if clock == "T00:00:00" else f"{day.isoformat()}{clock}"


def _times(text: str, factor: Decimal) -> str:
    try:
        value = Decimal(text.replace(",", "")) * factor
    except InvalidOperation:
        return text
    return f"{value.normalize():f}" if value.is_finite() else text


def _is_header(grid: Grid, row: int, wanted: set[str]) -> bool:
    labels = {plain(cell) for cell in grid.rows[row]}
    return len(labels & wanted) >= max(1, (len(wanted) + 1) // 2)


def _convert_row(mapping: ExchangeMap, row: Sequence[str], places: Mapping[str, int]) -> list[str]:
    if not any(cell.strip() for cell in row):
        return []
    converted, given = [], False
    for entry in mapping.entries:
        found = [places[plain(source)] for source in entry.sources if plain(source) in places]
        cells = [row[place] if place < len(row) else "" for place in found]
        given = given or any(cell.strip() for cell in cells)
        converted.append(entry.convert(cells))
    return converted if given else []


def _missing_sources(mapping: ExchangeMap, places: Mapping[str, int], file: str) -> list[Finding]:
    findings = []
    for entry in mapping.entries:
        if entry.sources and not any(plain(source) in places for source in entry.sources):
            reason = f"导出文件里没有这一列，填不了「{entry.header}」。"
            hint = f"请核对 {mapping.file} 的来源列。"
            findings.append(
                Finding("registers.missing-column", file, None, "、".join(entry.sources), "", reason, hint)
            )
    return findings


def _formulas(grid: Grid, header: int, wanted: set[str]) -> list[Finding]:
    labels = grid.rows[header]
    return [
        tell_formula(grid, row, column, labels[column])
        for row, column in sorted(grid.formulas)
        if row > header and column < len(labels) and plain(labels[column]) in wanted
    ]


def _other_sheet(file: str, read: Grid, other: Grid) -> Finding:
    reason = f"工作表“{read.sheet}”和“{other.sheet}”都有对照表里的列，不知道该读哪一个。"
    hint = "请把它们合并到一个工作表，或各自另存为一个文件，分别导入。"
    return Finding("registers.other-sheet", file, None, "", "", reason, hint)


def _no_header(mapping: ExchangeMap, file: str) -> Finding:
    names = "、".join(dict.fromkeys(source for entry in mapping.entries for source in entry.sources))
    hint = f"请核对 {mapping.file} 的来源列：{names}。"
    return Finding("registers.no-header", file, None, "", "", "找不到对照表里写的来源列。", hint)
