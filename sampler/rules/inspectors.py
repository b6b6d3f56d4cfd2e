"""How many inspectors a ratio counts: certified and in service on the day, filtered by a condition over their columns."""

from datetime import date

from sampler.failure import SamplerError
from sampler.registers import Registers, schema_named
from sampler.rules.evaluate import Scene
from sampler.rules.expression import Compare, Condition, walk
from sampler.rules.facts import Row, nearest

KIND = "执法检查人员"
_GONE = "调离"


def count_inspectors(registers: Registers, condition: Condition, scene: Scene) -> int:
    """Return the number of inspectors with a valid certificate who have not left and satisfy the condition."""
    seen = scene.with_table(KIND, schema_named("inspectors"))
    rows = registers.table("inspectors").rows
    known = {*schema_named("inspectors").headers, *(key for row in rows[:1] for key in row)}
    for node in walk(condition):
        if isinstance(node, Compare) and node.column not in known:
            raise SamplerError(
                f"人员名录库没有“{node.column}”这一列。{nearest(node.column, schema_named('inspectors').headers)}"
            )
    return sum(1 for row in rows if in_service(row, scene.as_of) and seen.holds_in(condition, row, KIND))


def in_service(row: Row, as_of: date) -> bool:
    """Return whether an inspector's certificate is valid on a day and he has not left."""
    day = as_of.isoformat()
    since, until = row.get("valid_from", ""), row.get("valid_until", "")
    return row.get("status", "") != _GONE and (not since or since <= day) and (not until or until >= day)
