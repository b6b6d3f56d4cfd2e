"""What happened at one object, newest first, with the links that lead from plan to follow-up."""

from collections.abc import Iterator
from dataclasses import dataclass

from sampler.disclosure.public import ChangeRow, CorrectionRow, FollowupRow, ObjectRow, ResultRow, VisitRow
from sampler.site.index import Index

SHOWN_FIELDS = {
    "name": "名称",
    "code": "统一社会信用代码",
    "township": "乡镇",
    "permit_class": "排污许可管理类别",
    "object_class": "对象类别",
    "credit": "信用等级",
    "positive": "正面清单",
    "status": "状态",
    "section": "监管科室",
    "industry": "行业",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated thing: a visit with its results, or a change of the object itself."""

    date: str
    """ISO date it is placed by."""

    visit: VisitRow | None = None
    """The visit, when the entry is one."""

    results: tuple[tuple[ResultRow, list[FollowupRow], list[CorrectionRow]], ...] = ()
    """Results of the visit, each with what followed and what was corrected."""

    withdrawn: tuple[CorrectionRow, ...] = ()
    """Results that were taken back, each with the reason."""

    change: ChangeRow | None = None
    """The change, when the entry is one."""

    title: str = ""
    """Chinese title of the changed field."""


def entries(index: Index, row: ObjectRow) -> list[Entry]:
    """Return the timeline of an object."""
    found = [_visit_entry(index, visit) for visit in index.visits_of.get(row.public_id, [])]
    found += _withdrawn_alone(index, row)
    found += _changes(index.changes_of.get(row.public_id, []))
    found.sort(key=_newest, reverse=True)
    return found


def _newest(entry: Entry) -> tuple[str, str]:
    return entry.date, entry.visit.visit_id if entry.visit else ""


def _visit_entry(index: Index, visit: VisitRow) -> Entry:
    results = index.results_of.get(visit.visit_id, [])
    date = max([result.date for result in results], default="") or visit.due
    corrections = index.corrections_of.get(visit.public_id, [])
    rows = tuple(
        (
            result,
            index.followups_of.get(result.result_id, []),
            [row for row in corrections if row.result_id == result.result_id] if corrections else [],
        )
        for result in results
    )
    taken = [row for row in corrections if row.result_id.startswith(f"{visit.visit_id}-")]
    return Entry(date, visit, rows, tuple(filter(is_withdrawal, taken)))


def is_withdrawal(row: CorrectionRow) -> bool:
    """Tell whether a correction says that a published result was taken back."""
    return (row.field, row.new) == ("状态", "已撤回")


def _withdrawn_alone(index: Index, row: ObjectRow) -> Iterator[Entry]:
    """Yield withdrawals of results whose visit is no longer shown."""
    shown = [visit.visit_id for visit in index.visits_of.get(row.public_id, [])]
    for taken in filter(is_withdrawal, index.corrections_of.get(row.public_id, [])):
        if not any(taken.result_id.startswith(f"{number}-") for number in shown):
            yield Entry(taken.date, withdrawn=(taken,))


def _changes(changes: list[ChangeRow]) -> Iterator[Entry]:
    for change in changes:
        if change.table in {"objects", "检查对象"} and (
            change.action != "更正" or change.field in SHOWN_FIELDS
        ):
            yield Entry(change.date, change=change, title=SHOWN_FIELDS.get(change.field, ""))
