"""What an outsider could work out: the least and the most a hidden count can be, given everything that is published.

A linear program asks it for each count: totals, other tables and earlier releases are sums that are known to lie in a
range.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

LEAST = 5


@dataclass(frozen=True, slots=True)
class Sum:
    """One thing the public knows: cells added up, less others, lie in a range."""

    cells: tuple[str, ...]
    """Names of the cells that are added."""

    low: float
    high: float

    minus: tuple[str, ...] = ()
    """Names of the cells that are taken away."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """A hidden cell that can be worked out too well."""

    cell: str
    low: int
    high: int


def total_of(cells: Iterable[str], value: int) -> Sum:
    """Return the fact that these cells add up to a published total."""
    return Sum(tuple(cells), value, value)


def audit(
    hidden: Sequence[str], shown: Mapping[str, int], sums: Iterable[Sum], *, width: int = LEAST - 1
) -> list[Exposed]:
    """Return the hidden cells whose possible values span less than ``width``.

    >>> audit(["a"], {"b": 7}, [total_of(["a", "b"], 9)])
    [Exposed(cell='a', low=2, high=2)]
    >>> audit(["a", "b"], {}, [total_of(["a", "b"], 9)])
    []
    """
    facts = _reduced(hidden, shown, sums)
    exposed = []
    for cell in hidden:
        low, high = _range(cell, hidden, facts)
        if high - low < width:
            exposed.append(Exposed(cell, int(low), int(high)))
    return exposed


def _reduced(hidden: Sequence[str], shown: Mapping[str, int], sums: Iterable[Sum]) -> list[Sum]:
    """Return the facts with the shown cells taken out."""
    wanted = set(hidden)
    reduced = []
    for fact in sums:
        known = sum(shown.get(cell, 0) for cell in fact.cells if cell not in wanted)
        known -= sum(shown.get(cell, 0) for cell in fact.minus if cell not in wanted)
        plus, minus = (tuple(cell for cell in part if cell in wanted) for part in (fact.cells, fact.minus))
        if plus or minus:
            reduced.append(Sum(plus, fact.low - known, fact.high - known, minus))
    return reduced


def _range(cell: str, hidden: Sequence[str], facts: Sequence[Sum]) -> tuple[float, float]:
    if not any(cell in fact.cells or cell in fact.minus for fact in facts):
        return 0, inf
    return _solve(cell, hidden, facts, largest=False), _solve(cell, hidden, facts, largest=True)


def _solve(cell: str, hidden: Sequence[str], facts: Sequence[Sum], *, largest: bool) -> float:
    from ortools.linear_solver import pywraplp  # loaded only when something is hidden

    program = pywraplp.Solver.CreateSolver("GLOP")
    cells = {name: program.NumVar(0, program.infinity(), name) for name in hidden}
    for fact in facts:
        row = program.Constraint(fact.low, fact.high)
        for name in fact.cells:
            row.SetCoefficient(cells[name], 1)
        for name in fact.minus:
            row.SetCoefficient(cells[name], -1)
    goal = program.Objective()
    goal.SetCoefficient(cells[cell], 1)
    goal.SetOptimizationDirection(largest)
    if program.Solve() != pywraplp.Solver.OPTIMAL:
        return inf if largest else 0
    return round(float(goal.Value()), 6)
