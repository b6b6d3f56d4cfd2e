"""Over a fixed list of seeds every unit, and every pair, is drawn as often as chance says.

Bounds are exact binomial quantiles, split over all the units looked at, so that a right draw fails with a chance below one in
a million; the seeds are fixed, so the test always gives the same answer.
"""

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import comb

from sampler.draw import canon, fairness
from sampler.draw.frame import StratumRows
from sampler.draw.selection import order_stratum

SEEDS = [canon.digest("statistics/v1", str(number)) for number in range(2000)]
MISS = Fraction(1, 10**6)


@cache
def bounds(runs, chance, looked_at):
    """Return (low, high) so that a count outside has less than ``MISS`` chance over all units looked at."""
    tail = MISS / (2 * looked_at)
    p = Fraction(chance)
    scale = p.denominator**runs
    yes, no = p.numerator, p.denominator - p.numerator
    pmf = [comb(runs, k) * yes**k * no ** (runs - k) for k in range(runs + 1)]
    low = total = 0
    for k, mass in enumerate(pmf):
        total += mass
        if total * tail.denominator > tail.numerator * scale:
            low = k
            break
    total = 0
    for k in range(runs, -1, -1):
        total += pmf[k]
        if total * tail.denominator > tail.numerator * scale:
            return low, k
    raise AssertionError


def leaves(count):
    return [canon.digest("leaf", str(number)) for number in range(count)]


def draws(order, quota, burdens, weights=None):
    known = sorted(leaves(len(burdens)))
    rows = StratumRows(known, burdens, weights or [1] * len(burdens))
    return [
        frozenset(p.leaf for p in order_stratum("层", rows, quota, order, seed, limit=quota) if p.drawn)
        for seed in SEEDS
    ], known


def outside(counts, runs, chance, keys):
    low, high = bounds(runs, chance, len(keys))
    return {key: counts[key] for key in keys if not low <= counts[key] <= high}


def test_uniform_draws_everyone_and_every_pair_alike():
    drawn, known = draws("uniform", 4, [0] * 12)
    single = Counter(leaf for one in drawn for leaf in one)
    assert outside(single, len(SEEDS), Fraction(4, 12), known) == {}
    pairs = Counter(pair for one in drawn for pair in combinations(sorted(one), 2))
    assert outside(pairs, len(SEEDS), Fraction(4 * 3, 12 * 11), list(combinations(known, 2))) == {}


def test_units_of_the_same_burden_are_drawn_alike():
    burdens = [0] * 6 + [1] * 8
    drawn, known = draws("burden", 5, burdens)
    counts = Counter(leaf for one in drawn for leaf in one)
    # four regular places among the six few-drawn, then one reserve place among all ten that are left
    few, often = Fraction(4, 6) + Fraction(2, 6) * Fraction(1, 10), Fraction(1, 10)
    assert outside(counts, len(SEEDS), few, known[:6]) == {}
    assert outside(counts, len(SEEDS), often, known[6:]) == {}


def test_pairs_of_few_drawn_units_are_drawn_alike():
    drawn, known = draws("burden", 5, [0] * 6 + [1] * 8)
    pairs = Counter(pair for one in drawn for pair in combinations(sorted(one), 2))
    # both among the four regular places, or one of them and the other in the reserve
    both = Fraction(4 * 3, 6 * 5) + 2 * Fraction(4 * 2, 6 * 5) * Fraction(1, 10)
    assert outside(pairs, len(SEEDS), both, list(combinations(known[:6], 2))) == {}


def test_the_first_substitute_is_anyone_alike():
    known = sorted(leaves(10))
    rows = StratumRows(known, [0] * 10, [1] * 10)
    counts = Counter(order_stratum("层", rows, 3, "uniform", seed)[3].leaf for seed in SEEDS)
    assert outside(counts, len(SEEDS), Fraction(1, 10), known) == {}


def test_weights_are_met_closely():
    """Pareto sampling meets its shares up to a small known error; here within one part in fifty."""
    weights = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    drawn, known = draws("weighted", 3, [0] * 10, weights)
    counts = Counter(leaf for one in drawn for leaf in one)
    for leaf, weight in zip(known, weights, strict=True):
        share = Fraction(3 * weight, sum(weights))
        low, high = bounds(len(SEEDS), share, len(known))
        slack = len(SEEDS) // 50
        assert low - slack <= counts[leaf] <= high + slack, weight


def test_burden_leaves_nobody_out_and_the_last_ones_are_not_safe():
    """Two years of quarters: uniform leaves a quarter unvisited; a rotation tells the just-visited that they are safe."""
    outcomes = {
        order: fairness.simulate(order, seed="公平", size=60, quota=9, draws=8, runs=30)
        for order in ("uniform", "burden", "rotation")
    }
    assert 2000 < outcomes["uniform"].share(0, 0) < 3500
    assert outcomes["burden"].share(0, 0) == 0
    assert outcomes["rotation"].again == 0
    assert 100 < outcomes["burden"].again < outcomes["uniform"].again
    assert outcomes["burden"].share(3) < 300 < outcomes["uniform"].share(3)
