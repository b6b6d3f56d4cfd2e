"""Weights: the policy's whole numbers, and inclusion chances that follow them within the error the page states."""

import random
from fractions import Fraction

from sampler.draw.tickets import pareto_key
from sampler.rules import work_out_quotas
from tests.unit.rules.makers import DAY, firms, policy, registers

RULES = policy("""
[[抽查]]
名称 = "企业"
应抽 = "15%"
次序 = "加权"
权重 = [
  { 条件 = "信用等级 = D", 权 = 4 },
  { 条件 = "信用等级 属于 [C, D]", 权 = 3 },
]
""")
WORLD = registers(
    [*firms(90, "B", 信用等级="B"), *firms(20, "C", 信用等级="C"), *firms(10, "D", 信用等级="D")]
)


def test_the_first_matching_weight_counts_and_everyone_else_weighs_one():
    (stratum,) = work_out_quotas(WORLD, RULES, "2025Q3", DAY).strata
    assert (stratum.order, stratum.quota) == ("weighted", 18)
    assert {unit.code[0]: unit.weight for unit in stratum.units} == {"B": 1, "C": 3, "D": 4}
    assert {unit.burden for unit in stratum.units} == {0}


def test_inclusion_follows_the_weights_within_five_per_cent():
    """3000 draws by the public keys; the error itself is below one per cent here, the rest is the test's own noise."""
    (stratum,) = work_out_quotas(WORLD, RULES, "2025Q3", DAY).strata
    weights, runs, source = [unit.weight for unit in stratum.units], 3000, random.Random(7)
    total, hits = sum(weights), dict.fromkeys((1, 3, 4), 0)
    for _ in range(runs):
        keys = [
            (pareto_key(source.getrandbits(256).to_bytes(32, "big"), weight, total, stratum.quota), weight)
            for weight in weights
        ]
        for _, weight in sorted(keys)[: stratum.quota]:
            hits[weight] += 1
    for weight, number in ((1, 90), (3, 20), (4, 10)):
        wanted = Fraction(stratum.quota * weight, total)
        assert abs(Fraction(hits[weight], number * runs) / wanted - 1) < Fraction(5, 100), weight
