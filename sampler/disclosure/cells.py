"""Small cells: counts about what is not listed are shown only when nobody can work out who is meant.

A count under five is hidden. Then a linear program asks, for each hidden cell, how small and how large it could be, given
everything that is published: totals, other tables, earlier releases. While some cell can be pinned down, another is hidden.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

LEAST = 5


@dataclass(frozen=True, slots=True)
class Sum:
    """One thing the public knows: a weighted sum of cells lies in a range."""

    cells: tuple[str, ...]
    """Names of the cells that are added."""

    low: float
    high: float


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


def protect(cells: Mapping[str, int], sums: Sequence[Sum], *, least: int = LEAST) -> frozenset[str]:
    """Return the cells that must be hidden so that no count from 1 to ``least`` − 1 can be worked out.

    >>> sorted(protect({"a": 2, "b": 9, "c": 30}, [total_of(["a", "b", "c"], 41)]))
    ['a', 'b']
    """
    hidden = {cell for cell, value in cells.items() if 0 < value < least}
    while hidden:
        shown = {cell: value for cell, value in cells.items() if cell not in hidden}
        exposed = audit(sorted(hidden), shown, sums, width=least - 1)
        if not exposed:
            break
        helpers = (_helper(one.cell, cells, hidden, sums) for one in exposed)
        helper = next(filter(None, helpers), "")
        if not helper:
            break
        hidden.add(helper)
    return frozenset(hidden)


def _helper(cell: str, cells: Mapping[str, int], hidden: set[str], sums: Sequence[Sum]) -> str:
    beside = {other for fact in sums if cell in fact.cells for other in fact.cells} - hidden
    choices = sorted((cells[other], other) for other in beside if cells.get(other, 0) > 0)
    return choices[0][1] if choices else ""


def _reduced(hidden: Sequence[str], shown: Mapping[str, int], sums: Iterable[Sum]) -> list[Sum]:
    """Return the facts with the shown cells taken out."""
    wanted = set(hidden)
    reduced = []
    for fact in sums:
        known = sum(shown.get(cell, 0) for cell in fact.cells if cell not in wanted)
        rest = tuple(cell for cell in fact.cells if cell in wanted)
        if rest:
            reduced.append(Sum(rest, fact.low - known, fact.high - known))
    return reduced


def _range(cell: str, hidden: Sequence[str], facts: Sequence[Sum]) -> tuple[float, float]:
    if not any(cell in fact.cells for fact in facts):
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
    goal = program.Objective()
    goal.SetCoefficient(cells[cell], 1)
    goal.SetOptimizationDirection(largest)
    if program.Solve() != pywraplp.Solver.OPTIMAL:
        return inf if largest else 0
    return round(float(goal.Value()), 6)
