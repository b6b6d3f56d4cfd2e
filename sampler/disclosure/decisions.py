"""Decisions not to publish, and the consents that allow it, as they stand on a day.

A decision names a table, a row, perhaps a column, what is done, and the article. 第十四条 means that the row does not
exist in public at all; 第十五条 and 第十六条 mask or withhold; 上级批准 stands for matter that is public only with
approval from above. A decision ends on the day it is lifted; a consent or a public-interest decision ends a mask.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sampler.failure import Finding
from sampler.registers import Registers, Row, schema_named
from sampler.rules import Workdays

GONE, COUNT = "不予公开", "汇总"
STATE_MATTER = "第十四条"
UNSEEN = (STATE_MATTER, "上级批准")
"""Grounds on which even the existence of an object is not public."""
COARSE = "依法不予公开"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision in force."""

    effect: str
    """不予公开, 隐去 or 汇总."""

    ground: str
    """The article."""

    date: str
    """ISO date of the decision."""

    field: str
    """English key of the column; empty for the whole row."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is withheld on a day."""

    rows: Mapping[tuple[str, str], Decision]
    """(table, target) → the decision about the whole row."""

    cells: Mapping[tuple[str, str, str], Decision]
    """(table, target, column) → the decision about one cell."""

    allowed: frozenset[tuple[str, str]]
    """(code, column) that the person concerned agreed to, or that public interest demands."""

    def of_row(self, table: str, *targets: str) -> Decision | None:
        """Return the decision that withholds a whole row, under any of its names."""
        found = (self.rows.get((table, target)) for target in targets)
        return next((decision for decision in found if decision), None)

    def of_cell(self, table: str, target: str, column: str) -> Decision | None:
        """Return the decision that withholds one cell."""
        return self.cells.get((table, target, column))

    def may_show(self, code: str, column: str) -> bool:
        """Say whether a consent or public interest lets the masked column of an object be shown."""
        return (code, column) in self.allowed or (code, "") in self.allowed


def decisions_on(registers: Registers, as_of: date, *, today: date | None = None) -> Decisions:
    """Return the decisions in force on ``as_of``, together with those in force on ``today``.

    A state of the past is shown by today's rules: what is withheld today is not shown for any day before.
    """
    days = {as_of.isoformat(), (today or as_of).isoformat()}
    rows: dict[tuple[str, str], Decision] = {}
    cells: dict[tuple[str, str, str], Decision] = {}
    for row in registers.table("withhold").rows:
        if not any(in_force(row, day) for day in days):
            continue
        key = key_of_column(row["table"], row.get("field", ""))
        decision = Decision(row["effect"], row["ground"], row["date"], key)
        table = table_name(row["table"])
        if key:
            cells[table, row["target"], key] = decision
        else:
            rows[table, row["target"]] = decision
    return Decisions(rows, cells, _allowed(registers, max(days)))


def in_force(row: Row, day: str) -> bool:
    """Say whether a row of withhold.csv counts on a day."""
    return row["date"] <= day and not (row.get("lifted") and row["lifted"] <= day)


def _allowed(registers: Registers, day: str) -> frozenset[tuple[str, str]]:
    found = set()
    for row in registers.table("consents").rows:
        agreed = row.get("answer") == "同意" and (row.get("answered") or row.get("date", "")) <= day
        decided = bool(row.get("decided_by") and row.get("date")) and row.get("date", "") <= day
        if (agreed or row.get("public_interest") == "是") and decided:
            found.add((row["code"], key_of_column(row.get("table") or "objects", row.get("field", ""))))
    return frozenset(found)


def table_name(text: str) -> str:
    """Return the English name of a table that staff may have written in Chinese."""
    return schema_named(text).name


def key_of_column(table: str, text: str) -> str:
    """Return the English key of a column that staff may have written in Chinese; empty stays empty."""
    return schema_named(table).field(text).key if text else ""


def withheld_objects(registers: Registers, as_of: date) -> frozenset[str]:
    """Return the codes of objects that do not exist in public on a day: they get no public id and a pool of their own.

    Whatever the ground: a gap in the ids, or a frame larger than the list, would tell how many they are.
    """
    found = decisions_on(registers, as_of)
    return frozenset(
        target
        for (table, target), decision in found.rows.items()
        if table == "objects" and decision.effect == GONE
    )


def days_of_decisions(registers: Registers, as_of: date) -> tuple[str, ...]:
    """Return the days up to ``as_of`` on which a decision began or ended, oldest first."""
    rows = registers.table("withhold").rows
    days = {day for row in rows for day in (row["date"], row.get("lifted", "")) if day}
    return tuple(sorted(day for day in days if day <= as_of.isoformat()))


def find_faults(registers: Registers, as_of: date) -> Iterable[Finding]:
    """Yield what is wrong or due in the decisions: passed re-check dates, missing approvals, names nothing has."""
    day = as_of.isoformat()
    known = {row["code"] for row in registers.table("objects").rows}
    table = registers.table("withhold")
    for line, row in enumerate(table.rows, start=2):
        if not in_force(row, day):
            continue
        if row.get("recheck") and row["recheck"] < day:
            reason = f"复查日期 {row['recheck']} 已过，仍在不予公开。"
            yield Finding(
                "gate.recheck-due",
                table.file,
                line,
                "复查日期",
                row["decision_id"],
                reason,
                "请复查并填写新的日期或解除日期。",
                "warning",
            )
        if row["ground"] == "上级批准" and not row.get("approval"):
            yield Finding(
                "gate.no-approval",
                table.file,
                line,
                "批准文号",
                row["decision_id"],
                "依据是上级批准，却没有批准文号。",
                "请补填。",
            )
        if table_name(row["table"]) == "objects" and row["target"] not in known:
            yield Finding(
                "gate.unknown-target",
                table.file,
                line,
                "主键",
                row["target"],
                "名录库里没有这个对象。",
                "请核对对象代码。",
                "warning",
            )
    yield from _late_answers(registers, day)
    yield from _short_terms(registers)


THIRD_PARTY_DAYS = 15
"""Working days a third party has for an answer (条例第三十二条)."""


def _short_terms(registers: Registers) -> Iterable[Finding]:
    """Yield each third party who was given less time than the law gives; years without a calendar are passed over."""
    table = registers.table("consents")
    for line, row in enumerate(table.rows, start=2):
        asked, due = row.get("asked", ""), row.get("due", "")
        if (
            not asked
            or not due
            or asked[:4] not in registers.parts("calendar")
            or due[:4] not in registers.parts("calendar")
        ):
            continue
        lawful = Workdays(registers).add(date.fromisoformat(asked), THIRD_PARTY_DAYS).isoformat()
        if due < lawful:
            reason = f"从 {asked} 起 15 个工作日是 {lawful}，答复期限早了。"
            yield Finding(
                "gate.short-term", table.file, line, "答复期限", due, reason, "请改正期限。", "warning"
            )


def _late_answers(registers: Registers, day: str) -> Iterable[Finding]:
    table = registers.table("consents")
    for line, row in enumerate(table.rows, start=2):
        if row.get("due") and row["due"] < day and not row.get("answer"):
            reason = f"答复期限 {row['due']} 已过，没有登记答复。"
            yield Finding(
                "gate.no-answer",
                table.file,
                line,
                "答复",
                row["consent_id"],
                reason,
                "请登记“未答复”或答复内容，再作决定。",
                "warning",
            )
