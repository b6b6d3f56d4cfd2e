"""全流程追溯: everything about one case in time order, from the draw to its end. Private."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sampler.failure import SamplerError
from sampler.office.followups import UNFINISHED
from sampler.office.journal import Entry
from sampler.office.report import Report, Section
from sampler.office.roster import Row, split
from sampler.registers import Registers, schema_named


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """One thing that happened."""

    date: str
    """Day, ISO."""

    place: int
    """Order on one day: draw, visit, result, follow-up, objection."""

    what: str
    """What happened."""

    detail: str
    """The particulars."""


def trace_visit(
    registers: Registers, number: str, draw_events: Iterable[tuple[str, str]], journal: Sequence[Entry]
) -> Report:
    """Return the page of one visit. ``draw_events`` are (date, text) of its draw."""
    visit = next((row for row in registers.all("visits") if row["visit_id"] == number), None)
    if visit is None:
        raise SamplerError(f"没有检查任务 {number}。请核对编号。")
    target = next((row for row in registers.table("objects").rows if row["code"] == visit["code"]), {})
    moments = [Moment(date, 0, "抽取", text) for date, text in draw_events] if visit["draw_id"] else []
    for part in (_results, _corrections, _followups, _objections, _withholdings):
        moments += part(registers, visit)
    if visit["approved"]:
        moments.append(Moment(visit["approved"], 1, "批准检查", visit["approved_by"]))
    moments += _journal(journal, visit)
    rows = tuple((m.date, m.what, m.detail) for m in sorted(moments))
    facts = tuple(
        (field.header, visit[field.key]) for field in schema_named("visits").fields if visit[field.key]
    )
    return Report(
        f"全流程追溯：{number} {target.get('name', visit['code'])}",
        (
            Section("检查任务", (), ("项目", "内容"), facts),
            Section("经过", (), ("日期", "事项", "内容"), rows),
            Section("现状", tuple(_standing(registers, visit))),
        ),
    )


def trace_object(registers: Registers, code: str) -> list[str]:
    """Return the numbers of all visits of an object, oldest first; SamplerError for an unknown one."""
    numbers = sorted(row["visit_id"] for row in registers.all("visits") if row["code"] == code)
    if not numbers:
        raise SamplerError(f"对象 {code} 没有检查任务。请核对代码。")
    return numbers


def _own(registers: Registers, name: str, visit: Row) -> list[Row]:
    rows = registers.all(name)
    return [row for row in rows if row.get("visit_id") == visit["visit_id"]]


def _results(registers: Registers, visit: Row) -> Iterator[Moment]:
    for row in _own(registers, "results", visit):
        item = row["item_id"]
        yield Moment(
            row["date"],
            2,
            f"检查 {item}",
            "；".join(filter(None, [row["mode"], row["outcome"], row["measure"]])),
        )
        for key, what, who in (
            ("entered", "录入", "entered_by"),
            ("reviewed", "审核", "reviewed_by"),
            ("published", "公开", ""),
        ):
            if row[key]:
                yield Moment(row[key], 3, f"{what} {item}", row.get(who, ""))


def _corrections(registers: Registers, visit: Row) -> Iterator[Moment]:
    for row in _own(registers, "corrections", visit):
        detail = (
            f"{row['field']}：“{row['old']}”→“{row['new']}”，{row['reason']}（批准：{row['approved_by']}）"
        )
        yield Moment(row["date"], 4, f"更正 {row['correction_id']}", detail)


def _followups(registers: Registers, visit: Row) -> Iterator[Moment]:
    for row in _own(registers, "followups", visit):
        term = f"期限 {row['deadline']}" if row["deadline"] else ""
        yield Moment(
            row["date"], 5, f"{row['kind']} {row['followup_id']}", "；".join(filter(None, ["开始", term]))
        )
        for line in row["note"].splitlines():
            day, _, text = line.partition(" ")
            if len(day) == 10 and text:
                yield Moment(day, 5, f"{row['kind']} {row['followup_id']}", text)
        if row["closed"] and row["closed"] not in row["note"]:
            yield Moment(
                row["closed"], 5, f"{row['kind']} {row['followup_id']}", f"{row['state']} {row['document']}"
            )


def _objections(registers: Registers, visit: Row) -> Iterator[Moment]:
    for row in _own(registers, "objections", visit):
        yield Moment(
            row["received"], 6, f"异议 {row['objection_id']}", f"{row['requested_by']}：{row['text']}"
        )
        if row["answered"]:
            yield Moment(row["answered"], 6, f"答复 {row['objection_id']}", row["answer"])


def _withholdings(registers: Registers, visit: Row) -> Iterator[Moment]:
    for row in registers.table("withhold").rows:
        if row["target"] == visit["code"] or row["target"].startswith(visit["visit_id"]):
            yield Moment(
                row["date"],
                7,
                f"{row['effect']} {row['decision_id']}",
                f"{row['ground']}：{row['reason']}（{row['decided_by']}）",
            )
            if row["lifted"]:
                yield Moment(row["lifted"], 7, f"解除 {row['decision_id']}", "")


def _journal(journal: Sequence[Entry], visit: Row) -> Iterator[Moment]:
    """Yield the steps whose arguments name the visit or its draw, with the number of the journal's line."""
    for record in journal:
        arguments = record.get("arguments")
        values = [str(value) for value in arguments.values()] if isinstance(arguments, dict) else []
        if any(visit["visit_id"] in split(value) or value == visit["visit_id"] for value in values):
            who = str(record.get("who", ""))
            yield Moment(
                str(record["date"]), 8, f"日志第 {record['number']} 条", f"{record['task']} {who}".strip()
            )


def _standing(registers: Registers, visit: Row) -> Iterator[str]:
    yield f"检查任务：{visit['state']}。"
    open_ones = [row for row in _own(registers, "followups", visit) if row["state"] in UNFINISHED]
    for row in open_ones:
        yield f"{row['kind']} {row['followup_id']}：{row['state']}，" + (
            f"期限 {row['deadline']}。" if row["deadline"] else "没有期限。"
        )
    if not open_ones:
        yield "没有未办结的后续处理。"
