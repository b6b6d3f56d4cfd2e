"""Beacon slots as they stand in a manifest or in the plan of a year."""

from __future__ import annotations

from collections.abc import Sequence

from sampler.draw import beacon, canon
from sampler.draw.beacon import Rung, Slot
from sampler.draw.taker import Taker

LONGEST = 999


def read_slots(values: Sequence[object]) -> tuple[Slot, ...]:
    """Return beacon slots written in a manifest or plan; FormError on anything else."""
    slots = []
    for value in values:
        take = Taker(value, "公开随机源")
        slots.append(Slot(take.number("slot", 1), tuple(_rung(one) for one in take.items("ladder"))))
        take.done()
    return tuple(slots)


def _rung(value: object) -> Rung:
    take = Taker(value, "公开随机源的来源")
    rung = Rung(take.text("source"), take.text("edition"), take.day("date"), take.number("hold_days"))
    take.done()
    beacon.check_rung(rung)
    if rung.hold_days > LONGEST:
        raise canon.FormError(f"等待 {rung.hold_days} 天太长，最多 {LONGEST} 天。")
    return rung


def slots_as_json(slots: Sequence[Slot]) -> list[object]:
    """Return slots as they stand in a manifest."""
    return [
        {
            "slot": slot.number,
            "ladder": [
                {"source": r.source, "edition": r.edition, "date": r.date, "hold_days": r.hold_days}
                for r in slot.ladder
            ],
        }
        for slot in slots
    ]
