"""Which results a decision that is in force keeps back as a whole."""

from sampler.office.roster import Row
from sampler.registers import Registers


def withheld_targets(registers: Registers, day: str) -> frozenset[str]:
    """Return the objects, visits and results (as their keys) that are withheld as a whole on a day."""
    rows = [
        row for row in registers.table("withhold").rows if row["effect"] == "不予公开" and not row["field"]
    ]
    return frozenset(
        row["target"] for row in rows if row["date"] <= day and (not row["lifted"] or row["lifted"] > day)
    )


def is_withheld(row: Row, targets: frozenset[str]) -> bool:
    """Tell whether a result is among them: by its object, its visit, or its own key."""
    visit, item = row["visit_id"], row["item_id"]
    return not targets.isdisjoint(
        {row["code"], visit, *(f"{visit}{sign}{item}" for sign in ("-", "；", " ", ";"))}
    )
