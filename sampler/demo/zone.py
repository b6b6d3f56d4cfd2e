"""The invented zone: a smaller bureau, under rules of the Hengshui Gaoxin 2023 kind, for four quarters."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sampler.demo.bureau import whole_year
from sampler.demo.place import load_place
from sampler.demo.steps import Step

FIRST_DAYS = {
    "bureau": date(2022, 12, 5),
    "objects": date(2022, 12, 6),
    "people": date(2022, 12, 7),
    "items": date(2022, 12, 8),
    "recusals": date(2022, 12, 9),
    "standing": date(2022, 12, 12),
    "decisions": date(2022, 12, 13),
    "policy": date(2022, 12, 20),
    "plan": date(2022, 12, 21),
    "plan_year": date(2023, 1, 1),
}
LAST = date(2023, 12, 29)


def zone(given: Path) -> Iterator[Step]:
    """Yield every step of the zone's year. ``given`` holds the policy and the calendar."""
    yield from whole_year(load_place("zone"), given, FIRST_DAYS, LAST)
