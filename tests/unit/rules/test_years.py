"""More years of draws under random policies: several rules together, strict bounds, chains, layers; and larger bases."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from sampler.rules import History, work_out_quotas
from sampler.rules.amount import rounded
from sampler.rules.strata import shared_out
from tests.unit.rules.makers import DAY, firms, policy, registers
from tests.unit.rules.test_properties import QUARTERS, held, required

sizes = st.tuples(st.integers(1, 40), st.integers(1, 80))
percents = st.integers(1, 25)


def two_classes(key, rest, more=""):
    return policy(
        f'[[抽查]]\n名称 = "重点"\n条件 = "重点监管 = 是"\n应抽 = "不低于{key}%"\n'
        f'[[抽查]]\n名称 = "一般"\n条件 = "重点监管 ≠ 是"\n应抽 = "不低于{rest}%"\n{more}'
    )


def world_of(size):
    return registers([*firms(size[0], "K", 重点监管="是"), *firms(size[1], "O")])


def drawn_in_a_year(world, made, seed):
    """Return the history of a year drawn by the protocol, and the names of all conflicts told."""
    history, told = History(), set()
    for quarter in QUARTERS:
        report = work_out_quotas(world, made, quarter, DAY, history)
        told |= {conflict.name for conflict in report.conflicts}
        for stratum in report.strata:
            assert 0 <= len(stratum.forced) <= stratum.quota <= len(stratum.units)
        history = held(report, history, f"{seed}/{quarter}")
    return history, told


def of_each_quarter(history, name):
    return [sum(1 for u in history.units if u.stratum == name and u.period == q) for q in QUARTERS]


@given(percent=percents, base=st.integers(0, 3000), more=st.integers(0, 300))
def test_more_than_is_more_and_only_just(percent, base, more):
    exact, found = Fraction(percent * base, 100), required(f"超过{percent}%", base)
    assert found > exact or base == 0
    assert found - 1 <= exact
    assert found <= required(f"超过{percent}%", base + more)


@settings(max_examples=25, deadline=None)
@given(size=sizes, key=percents, rest=percents, total=st.integers(1, 150), seed=st.integers(0, 2**32))
def test_a_total_of_several_rules_is_filled_up_or_the_shortage_told(size, key, rest, total, seed):
    also = f'同时 = [{{ "期次" = "每年", 应抽 = "不少于{total}家", 合计规则 = "重点" }}]\n'
    history, told = drawn_in_a_year(world_of(size), two_classes(key, rest, also), seed)
    assert len(history.units) >= total or "shortage" in told
    for name, share, count in (("重点", key, size[0]), ("一般", rest, size[1])):
        assert all(
            many >= min(rounded(Fraction(share * count, 100), "进一"), count)
            for many in of_each_quarter(history, name)
        )


@settings(max_examples=25, deadline=None)
@given(size=sizes, key=percents, rest=percents, total=st.integers(1, 150), seed=st.integers(0, 2**32))
def test_a_total_of_several_rules_is_never_passed_by_the_one_that_yields(size, key, rest, total, seed):
    also = f'同时 = [{{ "期次" = "每年", 应抽 = "不超过{total}家", 合计规则 = "重点" }}]\n'
    history, told = drawn_in_a_year(world_of(size), two_classes(key, rest, also), seed)
    whole = sum(of_each_quarter(history, "重点"))
    assert len(history.units) <= max(total, whole)
    assert all(many >= Fraction(key * size[0], 100) for many in of_each_quarter(history, "重点"))
    wanted = 4 * rounded(Fraction(rest * size[1], 100), "进一")
    assert ("ceiling" in told) == (whole + wanted > total)


@settings(max_examples=25, deadline=None)
@given(
    size=st.integers(1, 120),
    more=st.integers(0, 40),
    percent=percents,
    floor=st.integers(0, 5),
    ceiling=st.integers(5, 30),
    form=st.sampled_from(["不低于{}%", "超过{}%", "约{}%", "{}%"]),
)
def test_a_larger_base_never_gives_a_smaller_quota(size, more, percent, floor, ceiling, form):
    """The whole way through the registers, with a floor and a ceiling, alone and as a yearly number."""
    made = policy(
        f'[[抽查]]\n名称 = "甲"\n条件 = "组 = 甲"\n应抽 = "{form.format(percent)}"\n至少 = {floor}\n至多 = {ceiling}\n'
        f'[[抽查]]\n名称 = "乙"\n条件 = "组 = 乙"\n期次 = "每年"\n应抽 = "{form.format(percent)}"\n'
    )
    small, large = (
        work_out_quotas(
            registers([*firms(n, "A", 组="甲"), *firms(n, "B", 组="乙")]), made, "2025Q2", DAY
        ).strata
        for n in (size, size + more)
    )
    assert all(one.quota <= other.quota for one, other in zip(small, large, strict=True))
    assert all(one.quota <= size for one in small)


@settings(max_examples=25, deadline=None)
@given(percent=percents, factors=st.lists(st.integers(1, 3), min_size=1, max_size=3), size=st.integers(1, 60))
def test_a_chain_of_multiples_is_the_product_of_its_links(percent, factors, size):
    body, objects, share = (
        f'[[抽查]]\n名称 = "级0"\n条件 = "组 = 级0"\n应抽 = "{percent}%"\n',
        firms(size, "A", 组="级0"),
        Fraction(percent, 100),
    )
    wanted = [min(rounded(share * size, "进一"), size)]
    for place, factor in enumerate(factors, 1):
        body += f'[[抽查]]\n名称 = "级{place}"\n条件 = "组 = 级{place}"\n应抽 = "{factor}倍"\n参照规则 = "级{place - 1}"\n'
        objects += firms(size, "BCD"[place - 1], 组=f"级{place}")
        share *= factor
        wanted.append(min(rounded(share * size, "进一"), size))
    report = work_out_quotas(registers(objects), policy(body), "2025Q1", DAY)
    assert [stratum.quota for stratum in report.strata] == wanted


@settings(max_examples=20, deadline=None)
@given(
    counts=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), min_size=1, max_size=4),
    percent=percents,
)
def test_parts_inside_layers_come_to_the_number_of_each_layer(counts, percent):
    objects = [
        row
        for place, (high, low) in enumerate(counts)
        for row in (
            *firms(high, f"H{place}", 乡镇=f"镇{place}", 风险等级="高"),
            *firms(low, f"L{place}", 乡镇=f"镇{place}", 风险等级="低"),
        )
    ]
    if not objects:
        return
    made = policy(
        f'[[抽查]]\n名称 = "甲"\n应抽 = "不低于{percent}%"\n分层 = "乡镇"\n其中 = [{{ 名称 = "高", 条件 = "风险等级 = 高", 至少 = "1/2" }}]\n'
    )
    report = work_out_quotas(registers(objects), made, "2025Q1", DAY)
    for place, (high, low) in enumerate(counts):
        inside = {s.name.rpartition("·")[2]: s.quota for s in report.strata if f"镇{place}" in s.name}
        whole = rounded(Fraction(percent * (high + low), 100), "进一")
        assert sum(inside.values()) == whole
        assert inside.get("高", 0) >= min(rounded(Fraction(whole, 2), "进一"), high)


@settings(max_examples=25, deadline=None)
@given(
    counts=st.lists(st.integers(1, 40), min_size=1, max_size=5),
    percent=st.integers(1, 60),
    least=st.integers(0, 2),
    seed=st.integers(0, 2**32),
)
def test_layers_of_a_yearly_total_get_their_share_of_the_year(counts, percent, least, seed):
    """Rounded once for the year, not once a draw: no small township is passed over four times."""
    objects = [row for place, n in enumerate(counts) for row in firms(n, f"T{place}", 乡镇=f"镇{place}")]
    made = policy(
        f'[[抽查]]\n名称 = "甲"\n期次 = "每年"\n应抽 = "不低于{percent}%"\n分层 = "乡镇"\n分配 = "总数按家数分摊"\n每层至少 = {least}\n'
    )
    history, _ = drawn_in_a_year(registers(objects), made, seed)
    total = rounded(Fraction(percent * sum(counts), 100), "进一")
    shares = shared_out(total, {f"镇{place}": n for place, n in enumerate(counts)}, least=least)
    got = {name: sum(1 for u in history.units if u.stratum == f"甲·{name}") for name in shares}
    assert sum(got.values()) == total
    if sum(shares.values()) == total:
        assert got == shares
