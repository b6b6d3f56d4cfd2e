"""Which results a decision that is in force keeps back as a whole."""

from sampler.office.roster import Row
from sampler.registers import Registers


def withheld_targets(registers: Registers, day: str) -> frozenset[str]:
    """Return the objects, visits and results (as their keys) that are withheld as a whole on a day."""
    rows = _decisions(registers, day)
    return frozenset(row["target"] for row in rows if not row["lifted"] or row["lifted"] > day)


def was_withheld(registers: Registers, day: str) -> frozenset[str]:
    """Return what a decision up to a day withheld as a whole, whether it was lifted since or not."""
    return frozenset(row["target"] for row in _decisions(registers, day))


def _decisions(registers: Registers, day: str) -> list[Row]:
    rows = registers.table("withhold").rows
    return [row for row in rows if row["effect"] == "不予公开" and not row["field"] and row["date"] <= day]


def is_withheld(row: Row, targets: frozenset[str]) -> bool:
    """Tell whether a result is among them: by its object, its visit, or its own key."""
    visit, item = row["visit_id"], row["item_id"]
    return not targets.isdisjoint(
        {row["code"], visit, *(f"{visit}{sign}{item}" for sign in ("-", "；", " ", ";"))}
    )
