"""Which objects are out of the frame on a day, and why.

An object is held out by its own dated tags in the register (停产, 搬迁, 暂不抽取, 注销, 出库), or because it was entered only
later. Stoppage events count where they are newer than the tag in the register. A hold ends by itself after its last day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sampler.registers.days import parse_day
from sampler.registers.registers import Registers
from sampler.registers.rows import Row

ACTIVE = "在业"
_FINAL = frozenset(("注销", "搬迁"))


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an object is out of the frame."""

    code: str
    """Code of the object."""

    status: str
    """停产 / 搬迁 / 注销 / 暂不抽取 / 出库 / 未入库."""

    since: str
    """First day, or empty when nobody wrote it down."""

    until: str
    """Last day, or empty when it holds until the status changes."""

    reason: str
    """Why, as staff wrote it."""

    decided_by: str
    """Who decided."""

    def as_text(self) -> str:
        """Return the hold as one Chinese phrase, fit for the list of exclusions.

        >>> Hold("B-1", "停产", "2025-03-01", "2025-09-30", "检修", "执法科").as_text()
        '停产（2025-03-01 起，至 2025-09-30；检修；决定人：执法科）'
        """
        span = "，".join(
            part for part in (self.since and f"{self.since} 起", self.until and f"至 {self.until}") if part
        )
        who = f"决定人：{self.decided_by}" if self.decided_by else ""
        details = "；".join(part for part in (span, self.reason, who) if part)
        return f"{self.status}（{details}）" if details else self.status


def holds(registers: Registers, as_of: date) -> dict[str, Hold]:
    """Return the objects that are out of the frame on ``as_of``, by code."""
    stoppages = _latest_stoppages(registers, as_of)
    found = (
        (row["code"], hold_of(row, as_of, stoppages.get(row["code"])))
        for row in registers.table("objects").rows
    )
    return {code: hold for code, hold in found if hold is not None}


def hold_of(row: Mapping[str, str], as_of: date, stoppage: Mapping[str, str] | None = None) -> Hold | None:
    """Return why one object is out of the frame on ``as_of``, or None when it may be drawn.

    ``stoppage`` is its latest stoppage event up to that day, if there is one.
    """
    entered, left = parse_day(row.get("entered", "")), parse_day(row.get("left", ""))
    if left is not None and left <= as_of:
        return _hold(row, "出库", row["left"], "")
    if entered is not None and entered > as_of:
        return _hold(row, "未入库", "", "")
    if stoppage is not None and _newer(stoppage, row):
        return _by_event(row, stoppage)
    return _by_status(row, as_of)


def _by_status(row: Mapping[str, str], as_of: date) -> Hold | None:
    status = row.get("status", "") or ACTIVE
    since, until = parse_day(row.get("status_date", "")), parse_day(row.get("hold_until", ""))
    if status == ACTIVE or (since is not None and since > as_of):
        return None
    if until is not None and until < as_of and status not in _FINAL:
        return None
    return _hold(row, status, row.get("status_date", ""), row.get("hold_until", ""))


def _by_event(row: Mapping[str, str], stoppage: Mapping[str, str]) -> Hold | None:
    action = stoppage.get("action", "")
    if action in ("", "复产"):
        return None
    return Hold(
        row["code"], action, stoppage["date"], "", stoppage.get("note", "") or stoppage.get("source", ""), ""
    )


def _hold(row: Mapping[str, str], status: str, since: str, until: str) -> Hold:
    return Hold(row["code"], status, since, until, row.get("hold_reason", ""), row.get("hold_by", ""))


def _newer(stoppage: Mapping[str, str], row: Mapping[str, str]) -> bool:
    return stoppage["date"] > (row.get("status_date", "") or row.get("entered", ""))


def _latest_stoppages(registers: Registers, as_of: date) -> dict[str, Row]:
    latest: dict[str, Row] = {}
    until = as_of.isoformat()
    for row in sorted(registers.events("stoppages"), key=lambda row: (row["date"], row["event_id"])):
        if row["date"] <= until:
            latest[row["code"]] = row
    return latest
