"""Dates that make sense: what must not come before what, and what cannot lie in the future."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from sampler.failure import Finding
from sampler.registers.quarterly import period_bounds
from sampler.registers.registers import Registers
from sampler.registers.rows import Table

_MONTHS = re.compile(r"(20\d{2})年(\d{1,2})月(?:[—–~～至到-]+(?:(20\d{2})年)?(\d{1,2})月)?")
_PERIOD = r"20\d{2}(?:Q[1-4]|H[12]|-(?:0[1-9]|1[0-2]))?"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ORDERED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "objects": (("entered", "left"), ("status_date", "hold_until")),
    "inspectors": (("valid_from", "valid_until"), ("leave_from", "leave_to")),
    "items": (("valid_from", "valid_to"),),
    "recusals": (("since", "until"),),
    "plan_changes": (("date", "published"),),
    "visits": (("approved", "due"),),
    "results": (
        ("date", "entered"),
        ("entered", "reviewed"),
        ("reviewed", "published"),
        ("date", "deadline"),
    ),
    "followups": (("date", "closed"), ("date", "deadline")),
    "withhold": (("date", "recheck"), ("date", "lifted")),
    "consents": (("asked", "due"), ("asked", "answered")),
    "objections": (("received", "due"), ("received", "answered")),
}
"""Pairs of columns whose first day must not be later than the second."""

PAST: Mapping[str, tuple[str, ...]] = {
    "objects": ("entered", "left", "status_date"),
    "results": ("date", "entered", "reviewed"),
    "corrections": ("date",),
    "followups": ("date", "closed"),
    "withhold": ("date",),
}
"""Columns that tell what has happened."""


def find_impossible_dates(registers: Registers, as_of: date) -> Iterator[Finding]:
    """Yield a finding for each pair of days in the wrong order and a warning for each fact of the future."""
    for table in registers.tables.values():
        for first, second in ORDERED.get(table.schema.name, ()):
            yield from _in_order(table, first, second)
        past = ("date",) if table.schema.family == "events" else PAST.get(table.schema.name, ())
        for key in past:
            yield from _not_later(table, key, as_of.isoformat())


def find_misplaced_rows(registers: Registers) -> Iterator[Finding]:
    """Yield a finding for each row that belongs into another year's or period's file."""
    for table in registers.tables.values():
        name, part = table.schema.name, table.part
        if name == "calendar":
            yield from _starting_with(table, "date", part)
        elif name == "plans":
            yield from _starting_with(table, "period", part)
        elif name == "visits":
            yield from _starting_with(table, "visit_id", re.sub(r"(?<=Q\d|H\d)-\d+$", "", part))


def find_wrong_months(registers: Registers) -> Iterator[Finding]:
    """Yield a finding for each planned task whose months run backwards or lie outside its period."""
    for part in registers.parts("plans"):
        table = registers.table("plans", part)
        for place, (text, period) in enumerate(
            zip(table.column("months"), table.column("period"), strict=True)
        ):
            months = _MONTHS.fullmatch(text)
            if months and re.fullmatch(_PERIOD, period):
                yield from _months(table, place, months.groups(), period_bounds(period))


def _months(
    table: Table, place: int, found: tuple[str | None, ...], bounds: tuple[date, date]
) -> Iterator[Finding]:
    year, first, last_year, last = found
    start = f"{year}-{int(first or 1):02}"
    end = f"{last_year or year}-{int(last or first or 12):02}"
    if end < start:
        yield table.tell(place, "months", ("date-order", "结束的月份早于开始的月份。", "请核对抽查时间。"))
    elif start < bounds[0].isoformat()[:7] or end > bounds[1].isoformat()[:7]:
        reason = f"不在抽查期 {bounds[0]:%Y-%m} 至 {bounds[1]:%Y-%m} 以内。"
        yield table.tell(
            place, "months", ("months-outside-period", reason, "请核对抽查时间和抽查期。"), level="warning"
        )


def find_expired_certificates(registers: Registers, as_of: date) -> Iterator[Finding]:
    """Yield a warning for each inspector on duty whose certificate is no longer valid, or is not valid yet."""
    table, today = registers.table("inspectors"), as_of.isoformat()
    for place, row in enumerate(table.rows):
        if row["status"] == "调离":
            continue
        if "" < row["valid_until"] < today and _are_days(row["valid_until"]):
            reason = "执法证件已经过期，不能参加抽取和派出。"
            words = ("certificate-expired", reason, "请换证以后更新，或把状态改为“调离”。")
            yield table.tell(place, "valid_until", words, level="warning")
        elif row["valid_from"] > today and _are_days(row["valid_from"]):
            reason = "执法证件还没有生效，不能参加抽取和派出。"
            yield table.tell(
                place,
                "valid_from",
                ("certificate-not-yet-valid", reason, "请核对发放日期。"),
                level="warning",
            )


def _in_order(table: Table, first: str, second: str) -> Iterator[Finding]:
    header = table.schema.field(first).header
    for place, (early, late) in enumerate(zip(table.column(first), table.column(second), strict=True)):
        if early and late and late < early and _are_days(early, late):
            yield table.tell(
                place, second, ("date-order", f"早于「{header}」（{early}）。", "请核对这两个日期。")
            )


def _not_later(table: Table, key: str, today: str) -> Iterator[Finding]:
    for place, day in enumerate(table.column(key)):
        if day > today and _are_days(day):
            yield table.tell(
                place, key, ("future-date", f"晚于办理日期 {today}。", "请核对年份。"), level="warning"
            )


def _starting_with(table: Table, key: str, start: str) -> Iterator[Finding]:
    for place, text in enumerate(table.column(key)):
        if text and not text.startswith(start):
            reason = f"不属于 {start}，却放在 {start} 的文件里。"
            yield table.tell(place, key, ("wrong-file", reason, "请移到相应的文件，或改正这一格。"))


def _are_days(*texts: str) -> bool:
    """Return whether these cells were understood as days; what was not has been told by the reader."""
    return all(_DAY.fullmatch(text) for text in texts)
