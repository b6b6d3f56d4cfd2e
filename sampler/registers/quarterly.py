"""Closed firms (消亡企业) and new objects of a period, as the rules ask every quarter."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sampler.failure import SamplerError
from sampler.registers.registers import Registers
from sampler.registers.rows import Row
from sampler.registers.sheet import Sheet, plain_sheet

_HEADERS = (
    "序号",
    "对象代码",
    "名称",
    "曾用名",
    "对象类型",
    "乡镇",
    "行业",
    "监管科室",
    "状态",
    "入库日期",
    "出库日期",
    "原因",
    "决定人",
)
_KEYS = ("code", "name", "former_names", "kind", "township", "industry", "section", "status", "entered")


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """Objects that left or entered within a period."""

    title: str
    """What the report is about, with the period."""

    rows: tuple[Row, ...]
    """The objects, in order of the day."""

    days: tuple[str, ...]
    """The day that counts, for each of them."""

    def as_text(self) -> str:
        """Return the report for the screen."""
        lines = [f"{self.title}：{len(self.rows)} 个。"]
        return "\n".join(
            lines
            + [f"  {day} {row['code']} {row['name']}" for day, row in zip(self.days, self.rows, strict=True)]
        )

    def sheet(self) -> Sheet:
        """Return the report as a sheet."""
        rows = [
            [
                str(number),
                *(row[key] for key in _KEYS),
                row["left"] or row["status_date"],
                row["hold_reason"],
                row["hold_by"],
            ]
            for number, row in enumerate(self.rows, 1)
        ]
        sheet = plain_sheet(self.title[:31], _HEADERS, rows)
        return Sheet(sheet.name, sheet.columns, rows, above=(self.title,), below=(f"合计：{len(rows)} 个",))


def period_bounds(period: str) -> tuple[date, date]:
    """Return the first and last day of a period.

    >>> period_bounds("2025Q1"), period_bounds("2025H2")[0]
    ((datetime.date(2025, 1, 1), datetime.date(2025, 3, 31)), datetime.date(2025, 7, 1))
    """
    match = re.fullmatch(r"(20\d{2})(?:Q([1-4])|H([12])|-(0[1-9]|1[0-2]))?", period)
    if match is None:
        raise SamplerError(f"“{period}”不是一个期。请写成 2025Q1、2025H1、2025 或 2025-03。")
    year, quarter, half, month = (int(group) if group else 0 for group in match.groups())
    first, length = (
        (3 * quarter - 2, 3) if quarter else (6 * half - 5, 6) if half else (month, 1) if month else (1, 12)
    )
    last = first + length - 1
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def closed_objects(registers: Registers, period: str) -> PeriodReport:
    """Return the objects that left the register, were closed or moved away within the period."""
    return _report(registers, period, f"{period} 消亡企业", _gone_on)


def new_objects(registers: Registers, period: str) -> PeriodReport:
    """Return the objects that entered the register within the period."""
    return _report(registers, period, f"{period} 新增对象", lambda row: row["entered"])


def _report(registers: Registers, period: str, title: str, day_of: Callable[[Row], str]) -> PeriodReport:
    first, last = period_bounds(period)
    dated = [(day_of(row), row) for row in registers.table("objects").rows]
    found = [(day, row) for day, row in dated if first.isoformat() <= day <= last.isoformat()]
    found.sort(key=lambda pair: (pair[0], pair[1]["code"]))
    return PeriodReport(title, tuple(row for _, row in found), tuple(day for day, _ in found))


def _gone_on(row: Row) -> str:
    if row["left"]:
        return row["left"]
    return row["status_date"] if row["status"] in ("注销", "搬迁") else ""
