"""One quarter of a bureau, from the frozen frame to published results, through the steps that staff use.

The days are those of the first quarter of the shipped county; the beacons are its invented ones.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from sampler.demo.drawing import Draw
from sampler.demo.fieldwork import Quarter, enter, publish
from sampler.demo.place import load_place
from sampler.demo.witnessing import register
from sampler.demo.yearly import open_names
from sampler.workflow import draws
from sampler.workflow.office import review_results
from sampler.workflow.publish import hide_all

PERIOD = "2025Q1"
ENTERED, REVIEWED, SHOWN, LAST = date(2025, 3, 14), date(2025, 3, 19), date(2025, 3, 21), date(2025, 3, 28)
FROZEN = date(2024, 12, 25)


def steps(data: Path, county: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield every step of the quarter with its name, in order."""
    place = replace(load_place("county"), name=county)
    told = {**place.toml("quarters")[PERIOD], "gone": [], "forced": []}
    draw = Draw(place, PERIOD, told)
    quarter = Quarter(place, PERIOD, PERIOD, draw.day("first_visit"), ENTERED)
    day = draw.day
    yield "freeze", lambda: draws.freeze(data, PERIOD, as_of=FROZEN, key=draw.key)
    yield "commit", lambda: draws.commit(data, PERIOD, as_of=day("commit"), plan=draw.plan())
    yield "witness", lambda: register(place, data, PERIOD, day("commit"))
    yield (
        "beacons",
        lambda: [draws.add_beacon(data, PERIOD, line, as_of=day("draw")) for line in draw.lines("beacons")],
    )
    yield "draw", lambda: draws.run(data, PERIOD, as_of=day("draw"))
    yield "confirm", lambda: draws.confirm(data, PERIOD, as_of=day("confirm"))
    yield "assign beacon", lambda: [draws.add_beacon(data, PERIOD, line, as_of=day("assign")) for line in draw.lines("assign_beacon")]  # fmt: skip
    yield "assign", lambda: draws.assign(data, PERIOD, as_of=day("assign"))
    yield "results", lambda: enter(quarter, data, ENTERED)
    yield "review", lambda: review_results(data, PERIOD, by="复核人", as_of=REVIEWED)
    yield "publish", lambda: open_names(data, PERIOD, publish(PERIOD, data, SHOWN), SHOWN)
    yield "texts", lambda: hide_all(data, person="复核人", as_of=LAST)


def walk(data: Path, county: str) -> None:
    """Take all the steps."""
    for _, step in steps(data, county):
        step()
