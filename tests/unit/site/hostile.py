"""The sample record with values that try to break out of every place they are shown in."""

import dataclasses
from typing import Any

from sampler.disclosure.public import TABLES, PublicRecord, columns_of
from tests.unit.disclosure.sample_record import sample_record

VALUES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "{{7*7}}${7*7}{%raw%}",
    "=cmd|'/c calc'!A1",
    "@@BODY@@",
    "赵\u202e县\u200b甲\u2066",
    "]]></summary><x>&lt;",
    "'; </script><style>*{display:none}</style>",
    "长" * 5000,
    "a\tb\nc\\u0022",
    "[x](javascript:alert(3)) ![y](https://evil.invalid/x.png) <u>",
)
KEPT = {
    "objects": {"public_id", "township"},
    "items": {"item_id"},
    "plan": {"year", "task_id", "items", "period"},
    "plan_changes": {"task_id"},
    "draws": {"draw_id", "period", "policy_year"},
    "strata": {"draw_id", "stratum"},
    "drawn": {"draw_id", "stratum", "public_id", "visit_id"},
    "visits": {"visit_id", "draw_id", "period", "public_id"},
    "results": {"result_id", "visit_id", "draw_id", "period", "public_id", "item_id"},
    "followups": {"result_id", "public_id"},
    "corrections": {"public_id"},
    "tombstones": {"public_id", "family"},
    "changes": {"target", "table"},
}
"""Fields that join tables or name files; hostile ones are refused, which another test shows."""


def hostile_record() -> PublicRecord:
    """Return the sample record with a hostile value in every free field of every row."""
    record = sample_record()
    changed: dict[str, Any] = {}
    for table in TABLES:
        rows = record.rows(table.name)
        changed[table.name] = tuple(_hostile(table.name, row, n) for n, row in enumerate(rows))
    policy = {
        "title": VALUES[0],
        "version": VALUES[1],
        "groups": [{"title": VALUES[2], "rows": [{"name": VALUES[3], "text": VALUES[4]}]}],
    }
    bureau = {**record.bureau, "name": "某局" + VALUES[1], "contact": {"mail": VALUES[0], "phone": VALUES[4]}}
    return dataclasses.replace(
        record, policies={"2025": policy}, bureau=bureau, notices=(VALUES[0],), **changed
    )


def _hostile(table: str, row: Any, n: int) -> Any:
    new: dict[str, Any] = {}
    for place, column in enumerate(columns_of(type(row))):
        if column.key in KEPT.get(table, ()):
            continue
        value = VALUES[(n + place) % len(VALUES)]
        if column.kind == "text":
            new[column.key] = f"{value} {n}"
        elif column.kind == "list":
            new[column.key] = (value.replace("；", ""), f"{n}")
    return dataclasses.replace(row, **new)
