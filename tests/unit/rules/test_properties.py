"""Properties of quotas, and years of draws under random policies."""

import hashlib
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from sampler.draw.frame import StratumRows
from sampler.draw.selection import order_stratum
from sampler.rules import DrawnUnit, History, work_out_quotas
from sampler.rules.amount import ROUNDINGS, rounded
from sampler.rules.demand import Base, compute
from sampler.rules.drawrule import Demand, Term
from sampler.rules.period import parse_period
from sampler.rules.strata import shared_out
from sampler.rules.wording import read_amount
from tests.unit.rules.makers import DAY, firms, policy, registers

QUARTERS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4")
percents = st.integers(1, 100)


def required(text: str, base: int) -> int:
    demand = Demand((Term(read_amount(text)),), pick="下限")
    return compute(demand, lambda _: Base("对象", Fraction(base)), "").required


@settings(deadline=None)
@given(percent=percents, base=st.integers(0, 5000))
def test_a_lower_bound_is_never_missed_nor_is_the_stratum_exceeded(percent, base):
    found = required(f"不低于{percent}%", base)
    assert Fraction(percent * base, 100) <= found <= base
    assert found - 1 < Fraction(percent * base, 100) or base == 0


@settings(deadline=None)
@given(percent=percents, base=st.integers(0, 5000), more=st.integers(0, 500))
def test_quotas_are_monotone_in_the_base(percent, base, more):
    for text in (f"不低于{percent}%", f"约{percent}%", "全部", "每10家抽1家"):
        assert required(text, base) <= required(text, base + more)


@given(over=st.integers(0, 10**6), under=st.integers(1, 10**6))
def test_rounding_keeps_its_side(over, under):
    exact = Fraction(over, under)
    up, nearest, down = (rounded(exact, how) for how in ROUNDINGS)
    assert down <= exact <= up
    assert up - down <= 1
    assert abs(nearest - exact) <= Fraction(1, 2)


@given(
    total=st.integers(0, 300),
    sizes=st.lists(st.integers(0, 60), min_size=1, max_size=8),
    least=st.integers(0, 3),
)
def test_a_shared_total_is_shared_out_whole_and_nobody_gives_more_than_he_has(total, sizes, least):
    named = {f"s{i}": size for i, size in enumerate(sizes)}
    shares = shared_out(total, named, least=least)
    assert all(0 <= shares[name] <= named[name] for name in named)
    assert sum(shares.values()) == max(min(total, sum(sizes)), sum(min(least, size) for size in sizes))


rules = st.fixed_dictionaries(
    {
        "percent": st.integers(5, 60),
        "cycle": st.sampled_from(["每季度", "每半年", "每年"]),
        "coverage": st.sampled_from(["", "每半年", "每年"]),
        "order": st.sampled_from(["均衡", "完全随机"]),
        "floor": st.integers(0, 4),
        "forced": st.booleans(),
    }
)


def written(name: str, rule: dict) -> str:
    lines = [f'[[抽查]]\n名称 = "{name}"\n对象 = "{name}"\n期次 = "{rule["cycle"]}"\n抽取周期 = "每季度"']
    lines += [f'应抽 = "不低于{rule["percent"]}%"', f'次序 = "{rule["order"]}"', f"至少 = {rule['floor']}"]
    if rule["coverage"]:
        lines.append(f'全覆盖 = "{rule["coverage"]}"')
    if rule["forced"]:
        lines.append('必抽 = "风险等级 = 高"')
    return "\n".join(lines) + "\n"


def held(report, history, seed):
    """Return the history after each stratum was drawn by the public protocol."""
    units = list(history.units)
    for stratum in report.strata:
        leaf = {
            hashlib.sha256(f"{stratum.name}{unit.code}".encode()).hexdigest(): unit for unit in stratum.units
        }
        leaves = sorted(leaf)
        rows = StratumRows(leaves, [leaf[one].burden for one in leaves], [leaf[one].weight for one in leaves])
        places = order_stratum(stratum.name, rows, stratum.quota, stratum.order, seed, limit=stratum.quota)
        units += [
            DrawnUnit(report.period, report.period, leaf[one.leaf].code, stratum.name, DAY) for one in places
        ]
    return History(tuple(units))


@settings(max_examples=40, deadline=None)
@given(
    key=rules,
    rest=rules,
    sizes=st.tuples(st.integers(1, 60), st.integers(1, 60)),
    high=st.integers(0, 6),
    seed=st.integers(0, 2**32),
)
def test_a_year_of_draws_meets_every_rule_it_was_said_to_meet(key, rest, sizes, high, seed):
    """Two classes, random shares, spans, coverage, orders: a year drawn by the protocol, then counted."""
    objects = [*firms(sizes[0], "K", 重点监管="是"), *firms(sizes[1], "O")]
    for row in objects[:high]:
        row["风险等级"] = "高"
    world = registers(objects)
    body = '[[类别]]\n名称 = "重点"\n条件 = "重点监管 = 是"\n[[类别]]\n名称 = "一般"\n条件 = "其余"\n'
    made = policy(body + written("重点", key) + written("一般", rest))
    history = History()
    for quarter in QUARTERS:
        report = work_out_quotas(world, made, quarter, DAY, history)
        for stratum in report.strata:
            assert len(stratum.forced) <= stratum.quota <= len(stratum.units)
        history = held(report, history, f"{seed}/{quarter}")
        drawn = [unit.code for unit in history.units if unit.period == quarter]
        assert len(drawn) == len(set(drawn))
    for name, rule, prefix, size in (("重点", key, "K", sizes[0]), ("一般", rest, "O", sizes[1])):
        check_year(history, rule, name, {f"{prefix}{i:04d}" for i in range(1, size + 1)})


def check_year(history, rule, name, codes):
    """Count the draws of one class against its rule, span by span."""
    months = {"每季度": 3, "每半年": 6, "每年": 12}
    for span in parse_period("2025").parts(months[rule["cycle"]]):
        units = history.inside(span, name)
        assert len(units) >= Fraction(rule["percent"] * len(codes), 100)
        assert len(units) >= min(rule["floor"], len(codes))
        if not rule["coverage"]:
            assert len({unit.code for unit in units}) == len(units)
    for span in parse_period("2025").parts(months[rule["coverage"]]) if rule["coverage"] else ():
        assert {unit.code for unit in history.inside(span)} >= codes


@settings(max_examples=25, deadline=None)
@given(percent=st.integers(1, 30), size=st.integers(1, 80), cap=st.integers(1, 3), seed=st.integers(0, 2**32))
def test_nobody_is_drawn_beyond_the_cap_and_a_shortage_is_told(percent, size, cap, seed):
    world = registers(firms(size))
    made = policy(
        f'[[抽查]]\n名称 = "企业"\n应抽 = "不低于{percent}%"\n次序 = "完全随机"\n[上限]\n每户每年 = {cap}\n'
    )
    history = History()
    for quarter in QUARTERS:
        report = work_out_quotas(world, made, quarter, DAY, history)
        (stratum,) = report.strata
        short = stratum.required - stratum.quota
        assert (short > 0) == any(
            conflict.name == "cap" and conflict.count == short for conflict in report.conflicts
        )
        history = held(report, history, f"{seed}/{quarter}")
    assert all(len(history.of(code)) <= cap for code in history.by_code)


@settings(max_examples=25, deadline=None)
@given(percent=st.integers(5, 40), size=st.integers(3, 80), seed=st.integers(0, 2**32))
def test_the_yearly_floor_beside_a_quarterly_one_is_reached(percent, size, seed):
    world = registers(firms(size))
    body = f'[[抽查]]\n名称 = "企业"\n期次 = "每季度"\n应抽 = "不低于{percent}%"\n同时 = [{{ 期次 = "每年", 应抽 = "不低于90%" }}]\n'
    made, history = policy(body), History()
    for quarter in QUARTERS:
        report = work_out_quotas(world, made, quarter, DAY, history)
        assert report.strata[0].quota >= Fraction(percent * size, 100)
        history = held(report, history, f"{seed}/{quarter}")
    assert len(history.by_code) >= Fraction(90 * size, 100)
