"""Who was drawn before, for the rules: read back from the folders of all draws."""

from datetime import date
from pathlib import Path

from sampler.draw import events, opening
from sampler.draw.events import Event
from sampler.registers import Registers, Row, read_registers
from sampler.rules.history import DrawnUnit, History
from sampler.workflow.draws_folder import Folder, committed, drawn_codes, period_of


def history(
    data: Path, *, before: str = "", until: date | None = None, registers: Registers | None = None
) -> History:
    """Return every unit of every draw that was run, withheld ones included.

    ``before`` leaves out a draw and everything committed after it, ``until`` what happened after a day: together, what the
    rules knew when a draw was frozen. ``registers`` are those of that day; without them the present ones.
    """
    units: list[DrawnUnit] = []
    registers = registers or read_registers(data)
    for folder in committed(data):
        if folder.draw == before:
            break
        if any(event.name == "drawn" and _by(event, until) for event in folder.log()):
            units += drawn_units(registers, folder, until=until)
    return History(tuple(units))


def _by(event: Event, until: date | None) -> bool:
    return until is None or event.date <= until.isoformat()


def drawn_units(registers: Registers, folder: Folder, *, until: date | None = None) -> list[DrawnUnit]:
    """Return the units of one draw with the state each is in, as known on a day."""
    log = tuple(event for event in folder.log() if _by(event, until))
    drawn_on = date.fromisoformat(events.of(log, "drawn")[0].date)
    opened = (
        {one.leaf for one in opening.read_openings(folder.read("openings.csv"))}
        if folder.read("openings.csv")
        else set()
    )
    due = opening.due_places(folder.order(), log)
    states = opening.states(due, log, opened, "9999-12-31", "")
    joint = {
        row["code"]
        for row in visit_rows(registers, folder.draw)
        if row["joint_sections"] or row["departments"]
    }
    known, work = folder.units(), folder.facts().get("work")
    by_credit = {one["name"] for one in work if one["credit_based"]} if isinstance(work, list) else set()
    units = [(known[state.leaf].code, state.stratum, state.state) for state in states]
    units += [(code, stratum, opening.WITHHELD) for code, stratum in pool_drawn(folder)]
    return [
        DrawnUnit(
            folder.draw,
            period_of(folder.draw),
            code,
            stratum,
            drawn_on,
            state,
            code in joint,
            stratum in by_credit,
        )
        for code, stratum, state in units
    ]


def pool_drawn(folder: Folder) -> list[tuple[str, str]]:
    """Return code and stratum of what was drawn from the pool of wholly withheld objects."""
    return [(unit.code, place.stratum) for place, unit in drawn_codes(folder, pool=True) if place.drawn]


def visit_rows(registers: Registers, draw: str) -> list[Row]:
    """Return the visits of a draw; none before they are made."""
    return [row for row in registers.table("visits", period_of(draw)).rows if row["draw_id"] == draw]
