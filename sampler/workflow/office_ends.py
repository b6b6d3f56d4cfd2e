"""Whether every drawn unit ended as it must; read by ``./inv results.check``."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sampler.office.endings import Book, DrawnUnits, Ends, ends_of
from sampler.registers import read_registers
from sampler.rules import policy_for
from sampler.rules.period import parse_period
from sampler.workflow import draws_folder, draws_history
from sampler.workflow.draws_assign import due_objects
from sampler.workflow.draws_stages import upper_strata


def ends(data: Path, period: str, *, as_of: date) -> Ends:
    """Return how the units drawn in a period (2025 = the whole year) end, with every fault."""
    term = policy_for(data, parse_period(period).text).deadlines.result
    return ends_of(Book(read_registers(data), period, term, as_of), tuple(_units(data, period)))


def _units(data: Path, period: str) -> Iterator[DrawnUnits]:
    """Yield what each draw whose visits were made asks for."""
    for folder in draws_folder.folders(data):
        if folder.draw.startswith(period) and folder.has("assigned"):
            upper = upper_strata(folder)
            hidden = [code for code, stratum in draws_history.pool_drawn(folder) if stratum not in upper]
            codes = dict.fromkeys([*(code for code, _ in due_objects(folder)), *hidden])
            yield DrawnUnits(folder.draw, tuple(codes))
