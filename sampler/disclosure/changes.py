"""The change record: the difference between two successive public records, row by row and field by field.

Only what both records show can appear: old and new values are public ones, a row that was taken down leaves its number
and nothing else.
"""

from collections.abc import Iterator
from typing import Any

from sampler.disclosure.public import ChangeRow, PublicRecord, columns_of, row_key, table_named

TRACKED = ("objects", "items", "plan", "draws", "visits", "results", "followups")
SILENT = frozenset(
    {
        "visits_this_year",
        "cap",
        "first_published",
        "last_changed",
        "object_class",
        "object_name",
        "item_name",
        "masked",
    }
)
"""Fields that follow from others, or are shown elsewhere."""
ADDED, CHANGED, LEFT, TAKEN_DOWN = "新增", "更正", "退出", "撤下"


def differences(old: PublicRecord | None, new: PublicRecord, day: str) -> tuple[ChangeRow, ...]:
    """Return what changed from one record to the next."""
    down = _fresh_tombstones(old, new)
    rows = [
        ChangeRow(date, "tombstones", TAKEN_DOWN, target, "", "", "", "") for target, date in down.items()
    ]
    for table in TRACKED:
        rows += _of_table(table, old, new, day, frozenset(down))
    return tuple(rows)


def _fresh_tombstones(old: PublicRecord | None, new: PublicRecord) -> dict[str, str]:
    known = {row.public_id for row in old.tombstones} if old else set()
    return {row.public_id: row.date for row in new.tombstones if row.public_id not in known}


def _of_table(
    table: str, old: PublicRecord | None, new: PublicRecord, day: str, down: frozenset[str]
) -> Iterator[ChangeRow]:
    key_of = row_key(table_named(table))
    before = {key_of(row)[-1]: row for row in old.rows(table)} if old else {}
    after = {key_of(row)[-1]: row for row in new.rows(table)}
    for target, row in after.items():
        if target not in before:
            yield ChangeRow(_came_on(row, old, day), table, ADDED, target, _name(row), "", "", "")
        elif before[target] != row:
            yield from _of_row(table, target, before[target], row, day)
    for target in before.keys() - after.keys() - down:
        yield ChangeRow(day, table, LEFT, target, "", "", "", "")


def _of_row(table: str, target: str, old: Any, new: Any, day: str) -> Iterator[ChangeRow]:
    for column in columns_of(type(new)):
        if column.key in SILENT:
            continue
        before, after = column.to_cell(getattr(old, column.key)), column.to_cell(getattr(new, column.key))
        if before != after:
            yield ChangeRow(day, table, CHANGED, target, _name(new), column.key, before, after)


def _came_on(row: Any, old: PublicRecord | None, day: str) -> str:
    """Return the day a row came: its own day of publication when that lies after the record before."""
    published = str(getattr(row, "published", ""))
    return published if old is not None and old.as_of < published <= day else day


def _name(row: Any) -> str:
    for key in ("object_name", "name", "task_name"):
        if hasattr(row, key):
            return str(getattr(row, key))
    return ""
