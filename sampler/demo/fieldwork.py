"""The visits of an invented quarter: made, entered, reviewed and published fortnight by fortnight."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sampler.demo import tables
from sampler.demo.notes import has_problem
from sampler.demo.outcomes import WHOLE, Office, results_of
from sampler.demo.people import Row
from sampler.demo.place import Place
from sampler.registers import read_registers
from sampler.workflow.office import publish_results, write_results
from sampler.workflow.step import changing

NEVER = date.max


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of field work."""

    place: Place
    period: str
    draw: str
    """Number of its regular draw."""
    first: date
    """Day of the first visits."""
    last: date
    """Day of the last ones."""
    forced: tuple[str, ...] = ()
    """Outcomes planted in some visit each, such as ``移送司法``."""
    starts: Mapping[str, date] = field(default_factory=dict)
    """Draw → day from which its visits are made; a supplementary draw comes later than the regular one."""
    late: tuple[str, ...] = ()
    """Days on which a visit each was made although it was due before; ``never`` for one that nobody made."""

    def entry_days(self) -> Iterator[date]:
        """Yield the Fridays on which results are entered: every second one, the last behind the last visit."""
        day = self.first + timedelta((4 - self.first.weekday()) % 7 + 7)
        while day < self.last + timedelta(14):
            yield day
            day += timedelta(14)


@dataclass(frozen=True, slots=True)
class Agenda:
    """When each visit is made, and where an outcome is planted."""

    days: Mapping[str, date]
    forced: Mapping[str, str]


def agenda(quarter: Quarter, data: Path) -> Agenda:
    """Return the agenda of a quarter's visits; the same visits always give the same agenda."""
    visits = [row for row in tables.read(data, "visits", quarter.period) if row["draw_id"]]
    days = {row["visit_id"]: _day(quarter, row) for row in visits}
    order = quarter.place.chance.shuffled([row["visit_id"] for row in visits], "planted")
    rows = {row["visit_id"]: row for row in visits}
    positive = {row["code"] for row in tables.read(data, "objects") if row["positive"] == "是"}
    regular = {
        row["visit_id"] for row in visits if row["draw_id"] == quarter.draw and row["stratum"] == "一般"
    }
    fit = [number for number in order if number in regular and rows[number]["code"] not in positive]
    forced = {_pick(fit, rows, data, outcome): outcome for outcome in quarter.forced}
    for told in quarter.late:
        days[fit.pop()] = NEVER if told == "never" else date.fromisoformat(told)
    return Agenda(days, forced)


def _pick(fit: list[str], rows: Mapping[str, Row], data: Path, outcome: str) -> str:
    """Take the first visit with an item whose category knows the outcome."""
    items = {row["item_id"]: row["category"] for row in tables.read(data, "items")}
    for number in fit:
        if outcome in WHOLE or any(
            has_problem(items[item], outcome) for item in rows[number]["items"].split("；")
        ):
            fit.remove(number)
            return number
    raise AssertionError(f"no visit can have the outcome {outcome}")


def _day(quarter: Quarter, visit: Row) -> date:
    """Return the weekday on which a visit is made."""
    first = quarter.starts.get(visit["draw_id"], quarter.first)
    days = [first + timedelta(n) for n in range((quarter.last - first).days + 1)]
    fit = [day for day in days if day.weekday() < 5]
    return quarter.place.chance.pick(fit, "visit day", visit["visit_id"])


def enter(quarter: Quarter, data: Path, day: date) -> None:
    """Enter the results of every visit made by ``day`` and not entered yet."""
    plan, office = agenda(quarter, data), _office(quarter, data)
    registers = read_registers(data)
    made = [
        dict(row)
        for row in registers.table("visits", quarter.period).rows
        if row["state"] == "未检查" and plan.days.get(row["visit_id"], NEVER) <= day
    ]
    fresh = [row for visit in made for row in _results(office, plan, visit, day)]
    known = registers.table("results", quarter.period).rows
    with changing(data, task="results.import", arguments={"period": quarter.period}, as_of=day):
        write_results(data, registers, quarter.period, [*known, *fresh])


def _results(office: Office, plan: Agenda, visit: Row, day: date) -> list[Row]:
    number, clerk = visit["visit_id"], office.people.get(visit["lead"], "")
    rows = results_of(office, visit, plan.days[number], forced=plan.forced.get(number, ""))
    return [row | {"entered_by": clerk, "entered": day.isoformat()} for row in rows]


def enter_targeted(place: Place, data: Path, period: str, day: date, *, outcome: str) -> None:
    """Enter the results of the targeted visits that are open, made the day before."""
    quarter = Quarter(place, period, period, day, day)
    office, registers = _office(quarter, data), read_registers(data)
    visits = [
        dict(r) for r in registers.table("visits", period).rows if not r["draw_id"] and r["state"] == "未检查"
    ]
    made = {row["visit_id"]: day - timedelta(1) for row in visits}
    plan = Agenda(made, dict.fromkeys(made, outcome))
    fresh = [row for visit in visits for row in _results(office, plan, visit, day)]
    with changing(data, task="results.import", arguments={"period": period}, as_of=day):
        write_results(data, registers, period, [*registers.table("results", period).rows, *fresh])


def publish(period: str, data: Path, day: date) -> list[Row]:
    """Publish everything reviewed; return the visits that became public."""
    before = {row["visit_id"]: row["state"] for row in tables.read(data, "visits", period)}
    publish_results(data, period, as_of=day)
    after = tables.read(data, "visits", period)
    return [row for row in after if row["state"] == "已公开" != before[row["visit_id"]]]


def _office(quarter: Quarter, data: Path) -> Office:
    return Office(
        quarter.place,
        {row["code"]: row for row in tables.read(data, "objects")},
        {row["item_id"]: row for row in tables.read(data, "items")},
        {row["certificate"]: row["name"] for row in tables.read(data, "inspectors")},
    )
