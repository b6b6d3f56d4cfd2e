"""What follows an invented outcome: orders, cases, transfers, credit records, each moved on by the office's own steps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sampler.demo import tables
from sampler.demo.codes import document_number
from sampler.demo.opening import add_numbered
from sampler.demo.people import Row, person_name
from sampler.demo.place import Place
from sampler.office.followups import add_followup, move_followup

BY_HAND = {"发现问题待后续处理": "责令改正", "不配合检查情节严重": "立案处罚"}
"""Outcomes after which staff open a follow-up themselves, a fortnight later."""
LATER, CASE_DAYS, FEEDBACK_DAYS, CREDIT_FROM = timedelta(14), timedelta(55), timedelta(32), 100000
FINES = (6000, 20000, 35000, 60000, 120000, 200000)
ACCOUNT = {"移送公安": "移", "移送其他部门": "移", "责令改正": "改", "立案处罚": "罚"}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the follow-ups of one quarter are written on one day."""

    place: Place
    data: Path
    period: str
    day: date

    def document(self, row: Row, kind: str) -> str:
        """Return the number of a document about a follow-up."""
        number = int(self.period[5]) * 100 + int(row["followup_id"].rsplit("-", 1)[1])
        return document_number(self.place.documents + kind, self.day.year, number)


def advance(desk: Desk, *, left_open: bool = False, taken_back: bool = False) -> None:
    """Carry every follow-up of the quarter as far as it has come by the day.

    ``left_open``: the last order of the quarter is not carried out in time, and stays open. ``taken_back``: this is the
    day on which the oldest case of the quarter is dropped.
    """
    rows = [dict(row) for row in tables.read(desk.data, "followups", desk.period)]
    rows += _opened(desk, rows)
    late = (
        max((row["followup_id"] for row in rows if row["kind"] == "责令改正"), default="")
        if left_open
        else ""
    )
    cases = [row for row in rows if row["kind"] == "立案处罚" and row["state"] == "办理中"]
    first = min(cases, key=lambda row: (row["date"], row["followup_id"]), default=None)
    dropped = first["followup_id"] if taken_back and first else ""
    moved = [row if row["followup_id"] == late else _moved(desk, row, dropped=dropped) for row in rows]
    decided = [
        new for old, new in zip(rows, moved, strict=True) if new["kind"] == "立案处罚" and _is_done(old, new)
    ]
    moved += list(_credit(desk, moved, decided))
    shown = [row | {"published": row["published"] or desk.day.isoformat()} for row in moved]
    tables.replace(desk.data, "followups", shown, desk.period)
    add_numbered(desk.data, "penalties", [_penalty(desk, row) for row in decided])


def _is_done(old: Row, new: Row) -> bool:
    return old["state"] == "办理中" and new["state"] == "已完成"


def _opened(desk: Desk, known: Sequence[Row]) -> Iterator[Row]:
    """Yield the follow-ups that staff open by hand."""
    have = {(row["visit_id"], row["item_id"]) for row in known}
    listed = list(known)
    for result in tables.read(desk.data, "results", desk.period):
        ripe = date.fromisoformat(result["date"]) + LATER <= desk.day and result["state"] == "已公开"
        if ripe and result["outcome"] in BY_HAND and (result["visit_id"], result["item_id"]) not in have:
            end = (desk.day + timedelta(30)).isoformat()
            kind = BY_HAND[result["outcome"]]
            row = add_followup(listed, result, kind, desk.period, as_of=desk.day, deadline=end)
            have.add((result["visit_id"], result["item_id"]))
            listed.append(row)
            yield row


def _moved(desk: Desk, row: Row, *, dropped: str) -> Row:
    begun, kind, state = date.fromisoformat(row["date"]), row["kind"], row["state"]
    if kind == "责令改正" and state == "办理中" and row["deadline"] < desk.day.isoformat():
        who = person_name(desk.place, "recheck", row["followup_id"])
        return _move(desk, row, "已完成", f"复查已完成整改，现场负责人{who}签字确认。")
    if row["followup_id"] == dropped:
        return _move(desk, row, "已撤销", "经法制审核，违法事实不能成立，依法撤销案件。")
    if kind == "立案处罚" and state == "办理中" and begun + CASE_DAYS <= desk.day:
        return _move(desk, row, "已完成", f"已作出处罚决定，罚款{_fine(desk, row)}元。")
    if kind.startswith("移送") and state == "办理中":
        return _move(desk, row, "已移交", "案卷材料已移交。")
    if kind.startswith("移送") and state == "已移交" and begun + FEEDBACK_DAYS <= desk.day:
        return _move(desk, row, "已反馈", "接收单位书面反馈已受理并处理。")
    return row


def _move(desk: Desk, row: Row, state: str, note: str) -> Row:
    document = row["document"] or desk.document(row, ACCOUNT[row["kind"]])
    return move_followup(row, state, as_of=desk.day, document=document, note=note)


def _fine(desk: Desk, row: Row) -> int:
    return desk.place.chance.pick(FINES, "fine", row["followup_id"])


def _credit(desk: Desk, known: Sequence[Row], decided: Sequence[Row]) -> Iterator[Row]:
    """Yield a credit record for each large fine."""
    listed = list(known)
    for row in decided:
        if _fine(desk, row) >= CREDIT_FROM:
            opened = add_followup(
                listed, row, "信用惩戒", desk.period, as_of=desk.day, document=row["document"]
            )
            listed.append(opened)
            yield move_followup(opened, "已完成", as_of=desk.day, note="处罚信息已归集至信用平台。")


def _penalty(desk: Desk, row: Row) -> Row:
    return {
        "code": row["code"],
        "date": desk.day.isoformat(),
        "document": row["document"],
        "matter": f"随机抽查发现的违法行为（检查任务{row['visit_id']}）",
        "kind": "罚款",
        "amount": str(_fine(desk, row)),
        "source": "行政处罚系统",
    }
