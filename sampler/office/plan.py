"""The plan and the item list as they stand on a day."""

from collections.abc import Mapping
from datetime import date

from sampler.office.roster import Row
from sampler.registers import Registers, schema_named


def is_valid(item: Row, day: date) -> bool:
    """Tell whether this version of an item is in force on the day."""
    today = day.isoformat()
    return item.get("valid_from", "") <= today and (not item.get("valid_to") or today <= item["valid_to"])


def plan_on(registers: Registers, year: int, day: date) -> tuple[dict[str, str], ...]:
    """Return the tasks of a year as they stand on a day: the plan with every change up to then."""
    keys = {field.header: field.key for field in schema_named("plans").fields}
    rows = {row["task_id"]: dict(row) for row in registers.table("plans", str(year)).rows}
    changes = sorted(registers.table("plan_changes").rows, key=lambda row: (row["date"], row["change_id"]))
    made = [change for change in changes if change["date"] <= day.isoformat()]
    for change in reversed(changes):
        _turn(rows, change, keys, back=True)
    for change in made:
        _turn(rows, change, keys, back=False)
    return tuple(rows.values())


def _turn(rows: Mapping[str, dict[str, str]], change: Row, keys: Mapping[str, str], *, back: bool) -> None:
    """Set a field of a task to what it was before a change, or to what the change made it."""
    row, key = rows.get(change["task_id"]), keys.get(change["field"], change["field"])
    if row is None or key not in row:
        return
    if not back:
        row[key] = change["new"]
    elif row[key] == change["new"]:
        row[key] = change.get("old", "")
