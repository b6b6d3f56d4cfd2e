"""What can be worked out from sums that are known."""

from hypothesis import given
from hypothesis import strategies as st

from sampler.disclosure.cells import Exposed, Sum, audit, total_of

GRID = st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=3), min_size=2, max_size=3)


def table(grid):
    width = min(len(row) for row in grid)
    cells = {f"{r},{c}": grid[r][c] for r in range(len(grid)) for c in range(width)}
    rows = [total_of([f"{r},{c}" for c in range(width)], sum(grid[r][:width])) for r in range(len(grid))]
    columns = [
        total_of([f"{r},{c}" for r in range(len(grid))], sum(row[c] for row in grid)) for c in range(width)
    ]
    return cells, [*rows, *columns]


@given(GRID)
def test_the_true_value_always_lies_in_the_range_that_is_found(grid):
    cells, sums = table(grid)
    for one in audit(sorted(cells), {}, sums, width=10**6):
        assert one.low <= cells[one.cell] <= one.high


def test_an_earlier_release_can_expose_a_cell():
    sums = [total_of(["a", "b"], 9), Sum(("b",), 6, 7)]
    assert audit(["a", "b"], {}, sums) == [Exposed("a", 2, 3), Exposed("b", 6, 7)]


def test_a_cell_less_another_is_a_fact_too():
    falls_by_one_at_most = Sum(("after",), -1, 100, minus=("before",))
    bands = [Sum(("before",), 5, 9), Sum(("after",), 0, 4)]
    assert audit(["after", "before"], {}, [falls_by_one_at_most, *bands]) == [
        Exposed("after", 4, 4),
        Exposed("before", 5, 5),
    ]


def test_what_is_shown_counts_on_both_sides():
    assert audit(["a"], {"b": 3, "c": 2}, [Sum(("a", "b"), 4, 4, minus=("c",))]) == [Exposed("a", 3, 3)]


def test_tables_that_share_a_cell_are_audited_together():
    assert audit(["a", "b", "c"], {}, [total_of(["a", "b"], 20), total_of(["b", "c"], 20)]) == []
    tight = [total_of(["a", "b"], 20), total_of(["b", "c"], 20), total_of(["a", "c"], 4)]
    assert {one.cell for one in audit(["a", "b", "c"], {}, tight)} == {"a", "b", "c"}
