"""The tables that stand before an inspection, as the public may see them: objects, items, plan, plan changes."""

from collections.abc import Mapping

from sampler.disclosure.cellgate import not_after
from sampler.disclosure.decisions import COARSE, COUNT, UNSEEN, Decision
from sampler.disclosure.desk import Desk
from sampler.disclosure.public import ItemRow, ObjectRow, PlanChangeRow, PlanRow, TombstoneRow
from sampler.registers import Row, Table, schema_named

LEFT = "已退出名录库"


def export_objects(desk: Desk, classes: Mapping[str, str]) -> tuple[ObjectRow, ...]:
    """Return the objects that may be shown; note tombstones and counts of those that may not."""
    table = desk.source.registers.table("objects")
    for row in table.rows:
        if row["code"] in desk.hidden:
            _withhold(desk, row["code"])
        else:
            desk.shown[row["code"]] = _object_once(desk, table, row, classes.get(row["code"], ""))
    known = {row["code"] for row in table.rows}
    for code, identity in desk.source.ledger.of.items():
        if code not in known and desk.source.ledger.since[identity] <= desk.day:
            desk.tombstones.append(TombstoneRow(identity, "检查对象", desk.day, LEFT))
    return tuple(desk.shown.values())


def _withhold(desk: Desk, code: str) -> None:
    decision = desk.decision_on("objects", code)
    if decision is None:
        return
    identity = desk.source.ledger.of.get(code, "")
    if identity and desk.source.ledger.since[identity] <= desk.day and decision.date <= desk.day:
        desk.tombstones.append(TombstoneRow(identity, "检查对象", decision.date, COARSE))
    count_if_harmless(desk, "检查对象", decision)


def count_if_harmless(desk: Desk, table: str, decision: Decision) -> None:
    """Count a withheld row, unless the ground forbids that its existence is known."""
    if decision.ground not in UNSEEN or decision.effect == COUNT:
        desk.withheld.append((table, decision.ground))


def _object_once(desk: Desk, table: Table, row: Row, object_class: str) -> ObjectRow:
    return desk.once(row, lambda: _object(desk, table, row, object_class), object_class)


def _object(desk: Desk, table: Table, row: Row, object_class: str) -> ObjectRow:
    code = row["code"]

    def cell(key: str) -> str:
        return desk.gate.cell(table, row, key, target=code)

    name, shown_code = cell("name"), cell("code")
    return ObjectRow(
        public_id=desk.public_id(code),
        name=name,
        former_names=_former_names(desk, table, row),
        code=shown_code,
        kind=cell("kind"),
        township=cell("township"),
        industry=cell("industry"),
        permit_class=cell("permit_class"),
        object_class=object_class,
        section=cell("section"),
        credit=cell("credit"),
        positive=cell("positive") == "是",
        status=cell("status") or "在业",
        status_date=cell("status_date"),
        entered=cell("entered"),
        left=cell("left"),
        visits_this_year=0,
        cap=None,
        masked=name != row["name"] or shown_code != code,
        first_published=desk.source.ledger.since[desk.public_id(code)],
        last_changed="",
    )


def _former_names(desk: Desk, table: Table, row: Row) -> tuple[str, ...]:
    names = [part for part in row.get("former_names", "").split("；") if part]
    cells = (
        desk.gate.cell(table, {**row, "former_names": name}, "former_names", target=row["code"])
        for name in names
    )
    return tuple(dict.fromkeys(name for name in cells if name))


def export_items(desk: Desk) -> tuple[ItemRow, ...]:
    """Return the item list."""
    table = desk.source.registers.table("items")
    return tuple(
        _item(desk, table, row) for row in table.rows if not desk.decision_on("items", row["item_id"])
    )


def _item(desk: Desk, table: Table, row: Row) -> ItemRow:
    def cell(key: str) -> str:
        return desk.gate.cell(table, row, key, target=row["item_id"])

    return ItemRow(
        item_id=cell("item_id"),
        seq=desk.gate.number(table, row, "seq"),
        category=cell("category"),
        name=cell("name"),
        scope=cell("scope"),
        weight=cell("weight"),
        modes=desk.gate.values(table, row, "modes"),
        authority=cell("authority"),
        basis=cell("basis"),
        section=cell("section"),
        joint_sections=desk.gate.values(table, row, "joint_sections"),
        ratio=cell("ratio"),
        frequency=cell("frequency"),
        checkpoints=cell("checkpoints"),
        valid_from=cell("valid_from"),
        valid_to=cell("valid_to"),
    )


def export_plan(desk: Desk) -> tuple[PlanRow, ...]:
    """Return the tasks of all years that are published, with every published change applied."""
    rows = [(table, row) for table, row in desk.rows("plans") if _is_published(row, desk)]
    changes = [row for row in desk.source.registers.table("plan_changes").rows if _is_published(row, desk)]
    return tuple(
        _task(desk, table, _changed(row, changes))
        for table, row in rows
        if not desk.decision_on("plans", row["task_id"])
    )


def _is_published(row: Row, desk: Desk) -> bool:
    return not row.get("published") or not_after(row["published"], desk.source.as_of)


def _changed(row: Row, changes: list[Row]) -> Row:
    keys = {column.header: column.key for column in schema_named("plans").fields}
    own = [change for change in changes if change["task_id"] == row["task_id"]]
    fresh = {
        keys.get(change["field"], change["field"]): change["new"]
        for change in sorted(own, key=lambda c: c["date"])
    }
    return {**row, **{key: value for key, value in fresh.items() if key in row}}


def _task(desk: Desk, table: Table, row: Row) -> PlanRow:
    def cell(key: str) -> str:
        return desk.gate.cell(table, row, key, target=row["task_id"])

    return PlanRow(
        year=table.part,
        plan_id=cell("plan_id"),
        plan_name=cell("plan_name"),
        task_id=cell("task_id"),
        task_name=cell("task_name"),
        kind=cell("kind"),
        ratio=cell("ratio"),
        items=desk.gate.values(table, row, "items"),
        scope=desk.gate.values(table, row, "scope"),
        lead_section=cell("lead_section"),
        joint_sections=desk.gate.values(table, row, "joint_sections"),
        months=cell("months"),
        period=cell("period"),
        cross_department=cell("cross_department") == "是",
        departments=desk.gate.values(table, row, "departments"),
        mode=cell("mode"),
        published=cell("published"),
    )


def export_plan_changes(desk: Desk) -> tuple[PlanChangeRow, ...]:
    """Return the published changes of the plan."""
    table = desk.source.registers.table("plan_changes")
    keys = ("change_id", "task_id", "field", "old", "new", "reason", "approval", "date", "published")
    return tuple(
        PlanChangeRow(*(desk.gate.cell(table, row, key, target=row["change_id"]) for key in keys))
        for row in table.rows
        if _is_published(row, desk)
    )
