"""Files for other systems, made by mapping tables that staff can change: ``exchange/out-<target>.csv``.

A mapping has the columns 目标字段, 中文名, 来源列, 必填, 长度, 代码表. A source is a column of the sources below by its Chinese name
(检查任务.检查方式, 检查对象.名称 …), or a fixed text in 「」. A code table is written into the cell: ``现场检查=1；科技检查=2``; a word it
does not hold is a gap, never a guess. The files are private and go into a folder the site never reads.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.office.records import Sources, source_names
from sampler.office.report import Report, Section
from sampler.office.roster import split
from sampler.registers import Registers

COLUMNS = ("目标字段", "中文名", "来源列", "必填", "长度", "代码表")
_LONGEST = 10_000
KINDS = {"结果": "一行一项检查结果", "处罚": "一行一件立案处罚", "信用": "一行一件信用惩戒"}


@dataclass(frozen=True, slots=True)
class Line:
    """One target field."""

    field: str
    """Name in the target system."""

    title: str
    """Chinese name."""

    source: str
    """Where the value comes from; empty: nowhere yet."""

    required: bool
    """Whether the target insists on it."""

    length: int
    """Longest value; 0 = any."""

    codes: Mapping[str, str]
    """Words and their codes; empty = the word itself."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """One target file with what is missing in it."""

    target: str
    """Name of the mapping."""

    lines: tuple[Line, ...]
    """Fields in order."""

    rows: tuple[tuple[str, ...], ...]
    """Values."""

    gaps: tuple[tuple[str, str, str, str], ...]
    """Record, field, value and what is wrong with it."""

    withheld: int = 0
    """Records left out because of a decision."""

    def as_csv(self) -> bytes:
        """Return the file: UTF-8 with a mark, so that spreadsheets show Chinese; CR LF as other systems expect."""
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        writer.writerow([line.field for line in self.lines])
        writer.writerows(self.rows)
        return buffer.getvalue().encode("utf-8-sig")

    def report(self) -> Report:
        """Return the completeness report."""
        filled = [sum(bool(row[place]) for row in self.rows) for place in range(len(self.lines))]
        table = tuple(
            (
                line.field,
                line.title,
                "是" if line.required else "",
                line.source or "（没有来源）",
                f"{count}/{len(self.rows)}",
            )
            for line, count in zip(self.lines, filled, strict=True)
        )
        summary = f"共 {len(self.rows)} 条，缺漏或不合要求 {len(self.gaps)} 处。"
        kept = f"按不予公开决定不报送 {self.withheld} 条。"
        ready = "可以报送。" if not self.gaps else "补齐以下各处以后再报送。"
        ready = ready if self.rows else "没有要报送的记录。"
        return Report(
            f"{self.target} 数据完整性报告",
            (
                Section("结论", (summary, kept, ready)),
                Section("字段", (), ("目标字段", "中文名", "必填", "来源", "已填/总数"), table),
                Section("缺漏", (), ("记录", "目标字段", "现值", "问题"), self.gaps),
            ),
        )


@dataclass(frozen=True, slots=True)
class Target:
    """One mapping table."""

    target: str
    """Name of the other system."""

    kind: str
    """What a line is: 结果, 处罚 or 信用."""

    lines: tuple[Line, ...]
    """Fields in order."""


def read_target(path: Path) -> Target:
    """Return a mapping table; raise FindingsError naming every bad line.

    Kind and target stand in the file name: ``out-结果-….csv``, ``out-处罚-….csv`` or ``out-信用-….csv``.
    """
    kind, _, target = path.stem.removeprefix("out-").partition("-")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SamplerError(f"读不了对照表 {path.name}。请确认文件存在，并另存为 UTF-8 的 CSV。") from error
    findings = list(_check_mapping(path.name, kind, rows))
    if findings:
        raise FindingsError(findings)
    return Target(target, kind, tuple(_line(row) for row in rows))


def _check_mapping(file: str, kind: str, rows: Sequence[Mapping[str, str]]) -> Iterable[Finding]:
    if kind not in KINDS:
        advice = f"文件名写成 out-{'- 或 out-'.join(KINDS)}-….csv。"
        yield Finding("office.mapping-kind", file, reason="文件名没有说明一行是什么。", suggestion=advice)
    if not rows or any(column not in rows[0] for column in COLUMNS):
        reason = f"表头应是 {'、'.join(COLUMNS)}。"
        yield Finding("office.mapping-header", file, 1, reason=reason, suggestion="请照附带的对照表改正。")
        return
    known = set(source_names())
    for number, row in enumerate(rows, 2):
        source = row["来源列"]
        if source and not source.startswith("「") and source not in known:
            advice = "可以写 检查任务.、检查结果.、检查对象.、抽查事项.、抽查任务.、后续处理.、本机关. 加列名，或「固定文字」。"
            yield Finding("office.mapping-source", file, number, "来源列", source, "没有这个来源。", advice)
        if row["长度"] and not (row["长度"].isdecimal() and len(row["长度"]) <= 6):
            yield Finding(
                "office.mapping-length", file, number, "长度", row["长度"], "应是整数。", "请改正或留空。"
            )
        for column in COLUMNS:
            if len(row[column]) > _LONGEST:
                reason = f"有 {len(row[column])} 个字，最多 {_LONGEST} 个。"
                yield Finding(
                    "office.mapping-cell", file, number, column, reason=reason, suggestion="请改短。"
                )
        if any("=" not in pair for pair in split(row["代码表"])):
            yield Finding(
                "office.mapping-codes",
                file,
                number,
                "代码表",
                row["代码表"],
                "应写成 词=码；词=码。",
                "请改正。",
            )


def _line(row: Mapping[str, str]) -> Line:
    pairs = [pair.split("=", 1) for pair in split(row["代码表"])]
    codes = {word.strip(): code.strip() for word, code in pairs}
    return Line(
        row["目标字段"], row["中文名"], row["来源列"], row["必填"] == "是", int(row["长度"] or 0), codes
    )


def export(registers: Registers, mapping: Target, *, period: str, day: str) -> Mapped:
    """Return the file of one target for a period; what is withheld as a whole is left out and counted."""
    records, withheld = Sources(registers, day).records(mapping.kind, period)
    rows, gaps = [], []
    for name, values in records:
        found = [_value(line, values) for line in mapping.lines]
        rows.append(tuple(value for value, _ in found))
        marked = zip(mapping.lines, found, strict=True)
        gaps += [(name, line.field, value, wrong) for line, (value, wrong) in marked if wrong]
    return Mapped(mapping.target, mapping.lines, tuple(rows), tuple(gaps), withheld)


def _value(line: Line, values: Mapping[str, str]) -> tuple[str, str]:
    """Return the value of a field and what is wrong with it."""
    text = line.source.strip("「」") if line.source.startswith("「") else values.get(line.source, "")
    if text and line.codes:
        if text not in line.codes:
            return "", f"“{text}”不在代码表里"
        text = line.codes[text]
    if not text and line.required:
        return "", "必填，没有值" if line.source else "必填，对照表没有写来源"
    if line.length and len(text) > line.length:
        return text, f"超过 {line.length} 个字"
    return text, ""
