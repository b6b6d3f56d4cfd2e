"""The period of a planned task, from its months, for plans that were published without the column 抽查期.

A period is derived only when there is one answer: months inside one quarter, a whole half-year, a whole year. Everything else is
asked about. What was derived is told.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from sampler.failure import Finding
from sampler.registers.rows import Row, Table

_YEAR = re.compile(r"(20\d{2})\s*(?:年度?)?\s*")
_DASH = "[-\u2010-\u2015\u2212~\uff0d\uff5e至到]+"
_SPAN = re.compile(rf"(\d{{1,2}})月?(?:份)?{_DASH}(?:(20\d{{2}})年)?(\d{{1,2}})月(?:份)?(?:底|末)?")
_MONTH = re.compile(r"(\d{1,2})月(?:份)?")
_POINTED = re.compile(r"(20\d{2})[./-](\d{1,2})(?!\d)")
_DAY = re.compile(r"(?<=月)\d{1,2}日")
_QUARTER = re.compile("第?([一二三四1-4])季度")
_WORDS = {"上半年": "H1", "下半年": "H2", "全年": "", "全年度": "", "年度": "", "": ""}
_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_EXAMPLES = ("Q1", "H1", "")


def with_periods(table: Table, findings: Sequence[Finding]) -> tuple[Table, list[Finding]]:
    """Return the plan with a period in each row that has none but says its months, and the findings that remain."""
    empty = [place for place, text in enumerate(table.column("period")) if not text]
    if not empty:
        return table, list(findings)
    rows: list[Row] = list(table.rows)
    unclear: list[Finding] = []
    for place in empty:
        months = rows[place]["months"]
        period = period_of(months, table.part)
        rows[place] = {**rows[place], "period": period}
        if not period and months:
            unclear.append(_unclear(table, place, months))
    derived = [place for place in empty if rows[place]["period"]]
    settled = {table.lines[place] for place in empty if rows[place]["months"]}
    kept = [finding for finding in findings if not _answered(finding, table, settled)]
    return replace(table, cells=rows), [*kept, *unclear, *_told(table, rows, derived)]


def period_of(months: str, year: str = "") -> str:
    """Return the period that these months lie in, or an empty text when there is not one answer.

    >>> period_of("2025年1月—3月"), period_of("5月", "2025"), period_of("全年", "2025"), period_of("2025年3月-5月")
    ('2025Q1', '2025Q2', '2025', '')
    """
    text = _DAY.sub("", _POINTED.sub(r"\1年\2月", re.sub(r"\s+", "", months)))
    if found := _YEAR.match(text):
        year, text = found[1], text[found.end() :]
        if not text and "年" not in found[0]:
            return ""
    if not year:
        return ""
    if text in _WORDS:
        return f"{year}{_WORDS[text]}"
    if found := _QUARTER.fullmatch(text):
        return f"{year}Q{_DIGITS.get(found[1], found[1])}"
    if found := _SPAN.fullmatch(text):
        return _covering(year, int(found[1]), int(found[3])) if found[2] in (None, year) else ""
    found = _MONTH.fullmatch(text)
    return _covering(year, int(found[1]), int(found[1])) if found else ""


def _covering(year: str, first: int, last: int) -> str:
    if not 1 <= first <= last <= 12:
        return ""
    if (first - 1) // 3 == (last - 1) // 3:
        return f"{year}Q{(first + 2) // 3}"
    return {(1, 6): f"{year}H1", (7, 12): f"{year}H2", (1, 12): year}.get((first, last), "")


def _answered(finding: Finding, table: Table, settled: set[int]) -> bool:
    """Return whether a finding asks for periods that are known by now, or are asked for row by row."""
    if finding.column != table.schema.field("period").header:
        return False
    if finding.code == "registers.missing-column":
        return set(table.lines) <= settled
    return finding.code == "registers.empty-cell" and finding.row in settled


def _unclear(table: Table, place: int, months: str) -> Finding:
    year = (_YEAR.match(months) or ["", table.part or "2025"])[1]
    examples = "、".join(f"{year}{end}" for end in _EXAMPLES)
    reason = "没有填抽查期，从抽查时间也看不出唯一的一期（不在一个季度以内，也不正好是半年或全年）。"
    header = table.schema.field("months").header
    hint = f"请补上「抽查期」，例如 {examples}。"
    return Finding("registers.no-period", table.file, table.lines[place], header, months, reason, hint)


def _told(table: Table, rows: Sequence[Row], derived: Sequence[int]) -> list[Finding]:
    if not derived:
        return []
    header = table.schema.field("period").header
    pairs = dict.fromkeys(f"{rows[place]['months']}→{rows[place]['period']}" for place in derived)
    shown = "；".join(list(pairs)[:8]) + ("……" if len(pairs) > 8 else "")
    reason = f"{len(derived)} 行没有「{header}」，已按抽查时间推定：{shown}。"
    hint = "请核对；按月或按其他期抽查的，请在表里写明抽查期。"
    return [Finding("registers.derived-period", table.file, None, header, "", reason, hint, "warning")]
