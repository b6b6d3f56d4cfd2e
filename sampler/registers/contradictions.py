"""Facts that cannot both be true: the register against itself and against the events."""

from collections.abc import Iterator, Mapping
from datetime import date

from sampler.failure import Finding
from sampler.registers.registers import Registers
from sampler.registers.rows import Row, Table


def find_contradictions(registers: Registers, as_of: date) -> Iterator[Finding]:
    """Yield a finding for each object or inspector whose columns, or whose events, contradict each other."""
    table = registers.table("objects")
    latest = {kind: _latest(registers, kind, as_of) for kind in ("stoppages", "positive_list", "credit")}
    for place in _worth_a_look(table, latest):
        row = table.row(place)
        yield from _within_object(table, place, row)
        yield from _against_events(table, place, row, latest)
    people = registers.table("inspectors")
    for place, row in enumerate(people.rows):
        if row["status"] == "请假" and not row["leave_from"]:
            yield people.tell(
                place,
                "leave_from",
                ("leave-without-dates", "状态是请假，却没有请假日期。", "请补填请假开始和结束。"),
                level="warning",
            )


def _worth_a_look(table: Table, latest: Mapping[str, Mapping[str, Row]]) -> list[int]:
    """Return the places of objects that are not simply active, or that have events; most of a register is neither."""
    told = {code for events in latest.values() for code in events}
    keys = ("code", "status", "left", "hold_until", "permit_no")
    columns = zip(*(table.column(key) for key in keys), strict=True)
    return [
        place
        for place, (code, status, left, hold, permit) in enumerate(columns)
        if status not in ("", "在业") or left or hold or permit or code in told
    ]


def _within_object(table: Table, place: int, row: Row) -> Iterator[Finding]:
    status = row["status"] or "在业"
    if row["left"] and status == "在业":
        yield table.tell(
            place,
            "left",
            ("left-but-active", "已经出库，状态却是在业。", "请把状态改为注销或搬迁，或清空出库日期。"),
        )
    if status == "注销" and not row["left"]:
        yield table.tell(
            place,
            "left",
            ("gone-but-listed", "已经注销，却没有出库日期。", "请补填出库日期，季度报告才会列出。"),
            level="warning",
        )
    if status == "暂不抽取":
        for key in ("hold_until", "hold_reason", "hold_by"):
            if not row[key]:
                yield table.tell(
                    place,
                    key,
                    ("hold-without-record", "暂不抽取必须写明理由、决定人和期限。", "请补填这一格。"),
                )
    if status in ("停产", "搬迁") and not row["status_date"]:
        yield table.tell(
            place,
            "status_date",
            ("status-without-date", f"{status}没有写从哪一天起。", "请补填状态日期。"),
            level="warning",
        )
    if row["hold_until"] and status == "在业":
        yield table.tell(
            place,
            "hold_until",
            ("hold-but-active", "写了停止抽取的期限，状态却是在业。", "请核对状态。"),
            level="warning",
        )
    if row["permit_class"] == "无" and row["permit_no"]:
        yield table.tell(
            place,
            "permit_no",
            ("permit-without-class", "管理类别是“无”，却有许可证编号。", "请核对排污许可管理类别。"),
            level="warning",
        )


def _against_events(
    table: Table, place: int, row: Row, latest: Mapping[str, Mapping[str, Row]]
) -> Iterator[Finding]:
    code = row["code"]
    stop = latest["stoppages"].get(code)
    if stop and stop["date"] > (row["status_date"] or row["entered"]):
        yield from _stoppage(table, place, row, stop)
    listed = latest["positive_list"].get(code)
    if (
        listed
        and listed["action"]
        and row["positive"]
        and (listed["action"] == "纳入") != (row["positive"] == "是")
    ):
        reason = f"与事件不符：{listed['date']} {listed['action']}正面清单（{listed['event_id']}）。"
        yield table.tell(
            place,
            "positive",
            ("positive-contradicts-event", reason, "请核对以后改正其中一处。"),
            level="warning",
        )
    credit = latest["credit"].get(code)
    if credit and credit["level"] and row["credit"] not in ("", credit["level"]):
        reason = f"与事件不符：{credit['date']} 评为 {credit['level']}（{credit['event_id']}）。"
        yield table.tell(
            place, "credit", ("credit-contradicts-event", reason, "请核对以后改正其中一处。"), level="warning"
        )


def _stoppage(table: Table, place: int, row: Row, stop: Row) -> Iterator[Finding]:
    expected = {"复产": "在业"}.get(stop["action"], stop["action"])
    status = row["status"] or "在业"
    if expected and expected != status and not (status == "暂不抽取" and expected == "在业"):
        reason = f"与事件不符：{stop['date']} {stop['action']}（{stop['event_id']}）。"
        yield table.tell(
            place,
            "status",
            ("status-contradicts-event", reason, f"请核对，必要时把状态改为“{expected}”。"),
            level="warning",
        )


def _latest(registers: Registers, kind: str, as_of: date) -> dict[str, Row]:
    rows = sorted(registers.events(kind), key=lambda row: (row["date"], row["event_id"]))
    return {row["code"]: row for row in rows if row["date"] <= as_of.isoformat()}
