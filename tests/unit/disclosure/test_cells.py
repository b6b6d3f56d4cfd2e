"""No count under five can be worked out from what is shown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sampler.disclosure.cells import Sum, audit, protect, total_of

GRID = st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=4), min_size=2, max_size=4)


def table(grid):
    width = min(len(row) for row in grid)
    cells = {f"{r},{c}": grid[r][c] for r in range(len(grid)) for c in range(width)}
    rows = [total_of([f"{r},{c}" for c in range(width)], sum(grid[r][:width])) for r in range(len(grid))]
    columns = [
        total_of([f"{r},{c}" for r in range(len(grid))], sum(row[c] for row in grid)) for c in range(width)
    ]
    return cells, [*rows, *columns]


@settings(max_examples=60, deadline=None)
@given(GRID)
def test_every_small_cell_of_a_table_with_totals_stays_uncertain_or_no_helper_is_left(grid):
    cells, sums = table(grid)
    hidden = protect(cells, sums)
    assert {cell for cell, value in cells.items() if 0 < value < 5} <= hidden
    shown = {cell: value for cell, value in cells.items() if cell not in hidden}
    exposed = {one.cell for one in audit(sorted(hidden), shown, sums)}
    free = {cell for cell, value in cells.items() if cell not in hidden and value > 0}
    for cell in exposed:
        beside = {other for fact in sums if cell in fact.cells for other in fact.cells}
        assert not beside & free


def test_an_earlier_release_can_expose_a_cell():
    sums = [total_of(["a", "b"], 9), Sum(("b",), 6, 7)]
    assert [(one.cell, one.low, one.high) for one in audit(["a", "b"], {}, sums)] == [
        ("a", 2, 3),
        ("b", 6, 7),
    ]


def test_tables_that_share_a_cell_are_audited_together():
    assert audit(["a", "b", "c"], {}, [total_of(["a", "b"], 20), total_of(["b", "c"], 20)]) == []
    tight = [total_of(["a", "b"], 20), total_of(["b", "c"], 20), total_of(["a", "c"], 4)]
    assert {one.cell for one in audit(["a", "b", "c"], {}, tight)} == {"a", "b", "c"}


def test_large_counts_are_shown():
    assert protect({"a": 8, "b": 12}, [total_of(["a", "b"], 20)]) == frozenset()
