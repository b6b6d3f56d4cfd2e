"""The invented county: its year from the first register to the frozen draw of the year after."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sampler.demo.bureau import whole_year
from sampler.demo.opening import copy_policy, write_plan
from sampler.demo.place import load_place
from sampler.demo.steps import Step, edit

FIRST_DAYS = {
    "bureau": date(2024, 12, 2),
    "objects": date(2024, 12, 3),
    "people": date(2024, 12, 4),
    "items": date(2024, 12, 5),
    "recusals": date(2024, 12, 6),
    "standing": date(2024, 12, 10),
    "decisions": date(2024, 12, 12),
    "policy": date(2024, 12, 16),
    "plan": date(2024, 12, 20),
    "plan_year": date(2025, 1, 1),
}
NEXT_POLICY, NEXT_PLAN, LAST = date(2025, 12, 15), date(2025, 12, 19), date(2025, 12, 26)


def county(given: Path) -> Iterator[Step]:
    """Yield every step of the county's year. ``given`` holds the policy and the calendar."""
    place = load_place("county")
    yield from whole_year(place, given, FIRST_DAYS, LAST)
    yield edit(NEXT_POLICY, "制定2026年度抽查规则", lambda data: copy_policy(given, data, 2026))
    yield edit(NEXT_PLAN, "公布2026年度抽查计划", lambda data: write_plan(place, data, 2026, NEXT_PLAN))
