"""The year of an invented bureau, the same road for each: registers, events, draws, what was planted, what came after."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sampler.demo.aftermath import aftermath_steps
from sampler.demo.changes import event_imports, register_changes
from sampler.demo.opening import opening
from sampler.demo.place import Place
from sampler.demo.planting import planted_steps
from sampler.demo.steps import Step
from sampler.demo.yearly import year_steps


def whole_year(place: Place, given: Path, first_days: dict[str, date], last: date) -> Iterator[Step]:
    """Yield every step of a bureau's year. ``given`` holds the policy and the calendar."""
    yield from opening(place, given, first_days)
    yield from event_imports(place, place.toml("quarters"))
    yield from register_changes(place)
    yield from year_steps(place, last)
    yield from planted_steps(place)
    yield from aftermath_steps(place)
