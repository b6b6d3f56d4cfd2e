"""The order of a stratum: what it must be for every frame and seed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampler.draw import canon, tickets
from sampler.draw.frame import StratumRows
from sampler.draw.selection import ORDERS, order_stratum, places_table, read_places

LEAVES = st.lists(st.integers(0, 2**256 - 1), min_size=1, max_size=40, unique=True).map(
    lambda numbers: sorted(f"{number:064x}" for number in numbers)
)


@st.composite
def strata(draw):
    leaves = draw(LEAVES)
    burdens = [draw(st.integers(-1, 3)) for _ in leaves]
    weights = [draw(st.sampled_from([1, 2, 3, 50])) for _ in leaves]
    quota = draw(st.integers(burdens.count(-1), len(leaves)))
    return StratumRows(leaves, burdens, weights), quota


SEEDS = st.text("0123456789abcdef", min_size=64, max_size=64)


def drawn(places):
    return [place.leaf for place in places if place.drawn]


@given(strata(), st.sampled_from(ORDERS), SEEDS)
def test_everyone_has_exactly_one_place(stratum, order, seed):
    rows, quota = stratum
    places = order_stratum("层", rows, quota, order, seed)
    assert sorted(place.leaf for place in places) == rows.leaves
    assert [place.place for place in places] == list(range(1, len(rows.leaves) + 1))
    assert len(drawn(places)) == quota


@given(strata(), st.sampled_from(["burden", "uniform"]), SEEDS)
def test_a_larger_quota_only_appends(stratum, order, seed):
    rows, quota = stratum
    if quota + 1 < len(rows.leaves):
        small = drawn(order_stratum("层", rows, quota, order, seed))
        large = drawn(order_stratum("层", rows, quota + 1, order, seed))
        assert large[:-1] == small


@given(strata(), st.sampled_from(ORDERS), SEEDS, st.integers(0, 60))
def test_a_limit_only_cuts_the_list(stratum, order, seed, limit):
    rows, quota = stratum
    whole = order_stratum("层", rows, quota, order, seed)
    assert order_stratum("层", rows, quota, order, seed, limit=limit) == whole[:limit]


@given(strata(), SEEDS)
def test_forced_units_come_first_and_the_few_drawn_before_the_often_drawn(stratum, seed):
    rows, quota = stratum
    burden = dict(zip(rows.leaves, rows.burdens, strict=True))
    places = order_stratum("层", rows, quota, "burden", seed)
    forced = rows.burdens.count(-1)
    assert [place.leaf for place in places[:forced]] == [p.leaf for p in places if burden[p.leaf] == -1]
    if quota < len(rows.leaves):
        regular = [burden[p.leaf] for n, p in enumerate(places[forced:], 1) if n % 5]
        kinds = [p.kind for p in places[forced:quota]]
        assert regular == sorted(regular)
        assert kinds == ["reserve" if n % 5 == 0 else "burden" for n in range(1, len(kinds) + 1)]


@given(strata(), SEEDS)
def test_no_unit_changes_the_ticket_of_another(stratum, seed):
    rows, _ = stratum
    alone = [
        order_stratum("层", StratumRows([leaf], [0], [1]), 0, "uniform", seed)[0].leaf for leaf in rows.leaves
    ]
    assert alone == rows.leaves
    free = StratumRows(rows.leaves, [0] * len(rows.leaves), rows.weights)
    if len(rows.leaves) > 1:
        whole = [p.leaf for p in order_stratum("层", free, 0, "uniform", seed)]
        fewer = StratumRows(rows.leaves[1:], [0] * (len(rows.leaves) - 1), rows.weights[1:])
        rest = [p.leaf for p in order_stratum("层", fewer, 0, "uniform", seed)]
        assert rest == [leaf for leaf in whole if leaf != rows.leaves[0]]


@given(strata(), SEEDS)
def test_equal_weights_draw_by_the_ticket_alone(stratum, seed):
    rows, quota = stratum
    same = StratumRows(rows.leaves, [0] * len(rows.leaves), [7] * len(rows.leaves))
    assert [p.leaf for p in order_stratum("层", same, quota, "weighted", seed)] == [
        p.leaf for p in order_stratum("层", same, quota, "uniform", seed)
    ]


@given(st.binary(min_size=32, max_size=32), st.integers(1, 1000), st.integers(1, 20), st.integers(1, 10**6))
def test_the_key_of_a_weight_is_the_exact_quotient_rounded_down(ticket, weight, quota, more):
    total, number = quota * weight + more, int.from_bytes(ticket, "big")
    share, chance = Fraction(quota * weight, total), Fraction(number, 2**256)
    exact = chance / (1 - chance) / (share / (1 - share)) * 2**256
    assert tickets.pareto_key(ticket, weight, total, quota) == exact.numerator // exact.denominator


def test_a_weight_that_fills_a_whole_place_is_certain():
    rows = StratumRows([f"{n:064x}" for n in range(5)], [0] * 5, [1, 1, 1, 1, 96])
    places = order_stratum("层", rows, 2, "weighted", "0" * 64)
    assert (places[0].kind, places[0].leaf) == ("certain", rows.leaves[4])


@pytest.mark.parametrize(("quota", "order"), [(3, "burden"), (-1, "burden"), (0, "burden"), (1, "rotation")])
def test_a_quota_or_order_that_cannot_be_is_refused(quota, order):
    rows = StratumRows(["0" * 64, "1" * 64], [-1, 0], [1, 1])
    with pytest.raises(canon.FormError):
        order_stratum("层", rows, quota, order, "0" * 64)


@given(strata(), st.sampled_from(ORDERS), SEEDS)
def test_the_list_is_read_back_as_it_was_written(stratum, order, seed):
    places = tuple(order_stratum("层", stratum[0], stratum[1], order, seed))
    assert read_places(places_table(places)) == places
