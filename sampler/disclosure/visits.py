"""What stands after a draw, as the public may see it: visits, results, follow-ups, corrections.

A visit of a draw is public once its unit was opened; a targeted visit once a result of it is published. What follows
from a visit never leaves before it. Rows past their term, taken back or withheld leave a tombstone.
"""

from dataclasses import dataclass, field, replace

from sampler.disclosure.cellgate import not_after
from sampler.disclosure.decisions import COARSE
from sampler.disclosure.desk import EXPIRED, RETRACTED, Desk
from sampler.disclosure.draws import Drawings
from sampler.disclosure.grounds import count_if_harmless
from sampler.disclosure.public import (
    CorrectionRow,
    DrawnRow,
    FollowupRow,
    ResultRow,
    TombstoneRow,
    VisitRow,
)
from sampler.office.expiry import taken_down_on
from sampler.registers import Row, Table, schema_named

TAKEN_BACK, DONE = "已撤回", "已公开"
OUTCOME_CODES = {
    "未发现问题": "01",
    "发现问题已责令改正": "02",
    "未发现开展本次抽查涉及的经营活动": "03",
    "不配合检查情节严重": "04",
    "停产": "06",
    "已关闭/搬迁/注销": "08",
    "发现问题待后续处理": "09",
    "立案处罚": "09",
    "移送司法": "09",
    "移交其他部门": "09",
    "提醒告诫/轻微不罚": "02",
    "无法联系": "10",
}
"""Outcome words in the codes of the national credit publicity system."""


@dataclass(slots=True)
class Fieldwork:
    """The rows after a draw."""

    visits: dict[str, VisitRow] = field(default_factory=dict)
    results: dict[str, ResultRow] = field(default_factory=dict)
    followups: list[FollowupRow] = field(default_factory=list)
    corrections: list[CorrectionRow] = field(default_factory=list)
    retracted: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Results that were published and taken back, with object and item."""


def export_fieldwork(desk: Desk, drawings: Drawings) -> Fieldwork:
    """Return visits, results, follow-ups and corrections that may be shown."""
    work = Fieldwork()
    codes: dict[str, str] = {}
    for table, row in desk.rows("results"):
        _result(desk, work, table, row)
    published = {result.visit_id for result in work.results.values()}
    taken_back = {identity.removesuffix(f"-{item}") for identity, (_, item) in work.retracted.items()}
    for table, row in desk.rows("visits"):
        if _visit_is_public(desk, drawings, row, published | taken_back):
            work.visits[row["visit_id"]] = _visit_once(desk, table, row, published)
            codes[row["visit_id"]] = row["code"]
    desk.public_visits.update(work.visits)
    _keep_results_of_public_visits(desk, work)
    _followups(desk, work)
    _corrections(desk, work, codes)
    return work


def _visit_is_public(desk: Desk, drawings: Drawings, row: Row, published: set[str]) -> bool:
    code, draw = row["code"], row.get("draw_id", "")
    if code not in desk.shown or desk.decision_on("visits", row["visit_id"]) or row.get("state") == "已替换":
        return False
    if not draw or draw not in drawings.opened or desk.decisions.of_cell("objects", code, "name"):
        return row["visit_id"] in published
    return desk.public_id(code) in drawings.opened[draw]


def _visit_once(desk: Desk, table: Table, row: Row, published: set[str]) -> VisitRow:
    done = row["visit_id"] in published
    names = (table.part, str(done), desk.public_id(row["code"]), desk.name(row["code"]))
    return desk.once(row, lambda: _visit(desk, table, row, done), *names)


def _visit(desk: Desk, table: Table, row: Row, has_result: bool) -> VisitRow:  # noqa: FBT001  # one caller, beside it
    def cell(key: str) -> str:
        return desk.gate.cell(table, row, key, target=row["visit_id"])

    team = [member for member in row.get("team", "").split("；") if member]
    return VisitRow(
        visit_id=cell("visit_id"),
        draw_id=cell("draw_id"),
        period=table.part,
        task_ids=desk.gate.values(table, row, "task_ids"),
        public_id=desk.public_id(row["code"]),
        object_name=desk.name(row["code"]),
        stratum=cell("stratum"),
        items=desk.gate.values(table, row, "items"),
        lead_section=cell("lead_section"),
        joint_sections=desk.gate.values(table, row, "joint_sections"),
        departments=desk.gate.values(table, row, "departments"),
        kind=cell("kind"),
        mode=cell("mode"),
        trigger=cell("trigger"),
        nth=desk.gate.number(table, row, "nth"),
        cap=desk.gate.number(table, row, "cap"),
        due=cell("due"),
        state=DONE if has_result else cell("state"),
        inspectors=len(team) or None,
    )


def _result(desk: Desk, work: Fieldwork, table: Table, row: Row) -> None:
    code, identity = row["code"], f"{row['visit_id']}-{row['item_id']}"
    names = (identity, f"{row['visit_id']}；{row['item_id']}", row["visit_id"])
    subject, note = desk.subject(code), table.schema.field("note")
    decision = desk.decision_on("results", *names) or desk.decision_on("visits", row["visit_id"])
    published = not_after(row.get("published", ""), desk.source.as_of)
    if code not in desk.shown:
        return
    if decision is not None:
        count_if_harmless(desk, "检查结果", decision)
        if published and row["published"] < decision.date <= desk.day:
            _bury(desk, row, decision.date, COARSE)
        return
    expiry = taken_down_on(row, desk.objects[code], desk.source.registers.bureau.publication)
    if not published or row.get("state") != DONE or row["outcome"] == "不予公开":
        if published and row.get("state") == TAKEN_BACK:
            _take_back(desk, work, row, expiry)
        return
    if "" < expiry <= desk.day:
        _bury(desk, row, expiry, EXPIRED)
    elif not desk.gate.texts.drops(table, row, note, subject):
        named = (desk.public_id(code), desk.name(code), desk.item_names.get(row["item_id"], ""))
        depends = (table.part, *named, subject.name, subject.kind, subject.person)
        work.results[identity] = desk.once(row, lambda: _result_row(desk, table, row, identity), *depends)
    else:
        desk.withheld.append(("检查结果", "第十五条"))


def _take_back(desk: Desk, work: Fieldwork, row: Row, expiry: str) -> None:
    """Leave a tombstone for a result that was taken back; one whose time was over leaves that of any other."""
    day = max((c["date"] for c in _corrections_of(desk, row["visit_id"])), default=row["published"])
    if "" < expiry <= day:
        _bury(desk, row, expiry, EXPIRED)
    else:
        _bury(desk, row, day, RETRACTED)
        work.retracted[f"{row['visit_id']}-{row['item_id']}"] = (row["code"], row["item_id"])


def _bury(desk: Desk, row: Row, day: str, ground: str) -> None:
    """Leave a tombstone for a result that was public; the number of its visit stays public with it."""
    desk.tombstones.append(TombstoneRow(f"{row['visit_id']}-{row['item_id']}", "检查结果", day, ground))
    desk.public_visits.add(row["visit_id"])


def _corrections_of(desk: Desk, visit: str) -> list[Row]:
    rows = desk.source.registers.table("corrections").rows
    return [row for row in rows if row["visit_id"] == visit and row["date"] <= desk.day]


def _result_row(desk: Desk, table: Table, row: Row, identity: str) -> ResultRow:
    subject = desk.subject(row["code"])

    def cell(key: str) -> str:
        return desk.gate.cell(table, row, key, target=identity, subject=subject)

    return ResultRow(
        result_id=identity,
        visit_id=cell("visit_id"),
        draw_id="",
        period=table.part,
        public_id=desk.public_id(row["code"]),
        object_name=desk.name(row["code"]),
        item_id=cell("item_id"),
        item_name=desk.item_names.get(row["item_id"], ""),
        date=cell("date"),
        mode=cell("mode"),
        outcome=cell("outcome"),
        outcome_code=OUTCOME_CODES.get(row["outcome"], ""),
        measure=cell("measure"),
        note=cell("note"),
        deadline=cell("deadline"),
        transferred_to=cell("transferred_to"),
        inspectors=desk.gate.number(table, row, "inspectors"),
        published=cell("published"),
        state=cell("state"),
        followup_state="",
    )


def _keep_results_of_public_visits(desk: Desk, work: Fieldwork) -> None:
    for identity, row in list(work.results.items()):
        visit = work.visits.get(row.visit_id)
        if visit is None:
            desk.warnings.append(
                f"检查结果 {identity} 标为已公开，但它的检查任务还没有揭示，暂不导出。请办理 ./inv draw.open。"
            )
            del work.results[identity]
        else:
            work.results[identity] = replace(row, draw_id=visit.draw_id)


def _followups(desk: Desk, work: Fieldwork) -> None:
    latest: dict[str, tuple[str, str]] = {}
    for table, row in desk.rows("followups"):
        identity = f"{row['visit_id']}-{row['item_id']}"
        if identity not in work.results or not not_after(row.get("published", ""), desk.source.as_of):
            continue
        if decision := desk.decision_on("followups", row["followup_id"]):
            count_if_harmless(desk, "后续处理", decision)
            continue
        work.followups.append(_followup(desk, table, row, identity))
        latest[identity] = max(latest.get(identity, ("", "")), (row["date"], row["state"]))
    for identity, (_, state) in latest.items():
        work.results[identity] = replace(work.results[identity], followup_state=state)


def _followup(desk: Desk, table: Table, row: Row, identity: str) -> FollowupRow:
    subject = desk.subject(row["code"])

    def cell(key: str) -> str:
        return desk.gate.cell(table, row, key, target=row["followup_id"], subject=subject)

    return FollowupRow(
        followup_id=cell("followup_id"),
        result_id=identity,
        visit_id=cell("visit_id"),
        public_id=desk.public_id(row["code"]),
        object_name=desk.name(row["code"]),
        item_id=cell("item_id"),
        kind=cell("kind"),
        date=cell("date"),
        state=cell("state"),
        deadline=cell("deadline"),
        document=cell("document"),
        note=cell("note"),
        closed=cell("closed"),
        published=cell("published"),
    )


def _corrections(desk: Desk, work: Fieldwork, codes: dict[str, str]) -> None:
    table, results = desk.source.registers.table("corrections"), schema_named("results")
    public = {column.header for column in results.fields if column.public != "internal"}
    for row in table.rows:
        identity = f"{row['visit_id']}-{row['item_id']}" if row["item_id"] else row["visit_id"]
        known = identity in work.results or (not row["item_id"] and identity in work.visits)
        withdrawal = (row["field"], row["new"]) == ("状态", TAKEN_BACK) and identity in work.retracted
        if not (known or withdrawal) or row["date"] > desk.day or row["field"] not in public:
            continue
        code = codes.get(row["visit_id"]) or work.retracted[identity][0]
        subject = desk.subject(code)
        cells = {
            key: desk.gate.cell(table, row, key, target=row["correction_id"], subject=subject)
            for key in ("correction_id", "date", "field", "old", "new", "reason", "requested_by")
        }
        work.corrections.append(CorrectionRow(result_id=identity, public_id=desk.public_id(code), **cells))


def with_visits(drawn: list[DrawnRow], work: Fieldwork) -> tuple[DrawnRow, ...]:
    """Return the drawn list with the number of the visit where it is public."""
    number = {(visit.draw_id, visit.public_id): visit.visit_id for visit in work.visits.values()}
    return tuple(
        replace(row, visit_id=number.get((row.draw_id, row.public_id), "") if row.public_id else "")
        for row in drawn
    )
