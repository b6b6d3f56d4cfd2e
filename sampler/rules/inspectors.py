"""How many inspectors a ratio counts: certified and in service on the day, filtered by a condition over their columns."""

from datetime import date

from sampler.registers import Registers, schema_named
from sampler.rules.evaluate import Scene
from sampler.rules.expression import Condition
from sampler.rules.facts import Row

KIND = "执法检查人员"
_GONE = "调离"


def count_inspectors(registers: Registers, condition: Condition, scene: Scene) -> int:
    """Return the number of inspectors with a valid certificate who have not left and satisfy the condition."""
    seen = scene.with_table(KIND, schema_named("inspectors"))
    rows = registers.table("inspectors").rows
    return sum(1 for row in rows if in_service(row, scene.as_of) and seen.holds_in(condition, row, KIND))


def in_service(row: Row, as_of: date) -> bool:
    """Return whether an inspector's certificate is valid on a day and he has not left."""
    day = as_of.isoformat()
    since, until = row.get("valid_from", ""), row.get("valid_until", "")
    return row.get("status", "") != _GONE and (not since or since <= day) and (not until or until >= day)
