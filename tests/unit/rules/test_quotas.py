"""Quotas of one draw and of a year."""

from datetime import date

import pytest

from sampler.failure import FindingsError, SamplerError
from sampler.rules import DrawnUnit, History, policy_from_text, pool_quotas, work_out_quotas
from tests.unit.rules.makers import CLASSES, DAY, HEAD, drawn, firms, policy, quotas, quoted, registers

TWO = registers([*firms(97, "K", 重点监管="是"), *firms(203, "O")], inspectors=12)


def test_a_share_is_rounded_up_and_says_so():
    report = work_out_quotas(
        TWO, policy(CLASSES + '[[抽查]]\n名称 = "重点"\n对象 = "重点"\n应抽 = "不低于25%"\n'), "2025Q3", DAY
    )
    (stratum,) = report.strata
    assert (stratum.quota, stratum.base_count, stratum.rounding) == (25, 97, "进一")
    assert stratum.formula == "≥25% × 97 = 24.25 → 25"
    assert (
        stratum.sentence
        == "2025年第三季度“重点”以重点对象 97 为基数，应抽 25 户（≥25% × 97 = 24.25 → 25），本次抽 25 户。"
    )


def test_half_each_quarter_and_all_each_half_year_leaves_the_rest_to_the_second_quarter():
    rules = policy(
        CLASSES + '[[抽查]]\n名称 = "重点"\n对象 = "重点"\n应抽 = "不低于50%"\n全覆盖 = "每半年"\n'
    )
    history = History()
    first = work_out_quotas(TWO, rules, "2025Q1", DAY, history)
    second = work_out_quotas(TWO, rules, "2025Q2", DAY, drawn(first, history))
    assert (quotas(first), first.strata[0].forced) == ({"重点": 49}, ())
    assert quotas(second) == {"重点": 49}
    assert len(second.strata[0].forced) == 48
    assert "48 户是到期还没有查到的，必须抽取" in second.strata[0].sentence


def test_a_yearly_number_by_inspectors_is_spread_over_the_quarters():
    rules = policy(
        CLASSES + '[[抽查]]\n名称 = "一般"\n对象 = "一般"\n期次 = "每年"\n应抽 = "执法人员:对象=1:10"\n'
    )
    history, found = History(), []
    for quarter in "1234":
        report = work_out_quotas(TWO, rules, f"2025Q{quarter}", DAY, history)
        found.append(report.strata[0].quota)
        history = drawn(report, history)
    assert found == [30, 30, 30, 30]
    assert len({unit.code for unit in history.units}) == 120


def test_a_supplementary_draw_takes_only_what_is_still_due():
    rules = policy(CLASSES + '[[抽查]]\n名称 = "重点"\n对象 = "重点"\n应抽 = "不低于25%"\n')
    units = tuple(DrawnUnit("2025Q3", "2025Q3", f"K{i:04d}", "重点", DAY) for i in range(1, 23))
    report = work_out_quotas(TWO, rules, "2025Q3-2", DAY, History(units))
    assert (report.strata[0].already, report.strata[0].quota, len(report.strata[0].units)) == (22, 3, 75)


def test_overlapping_rules_are_refused_unless_the_policy_allows_them():
    body = (
        '[[抽查]]\n名称 = "甲"\n条件 = "对象代码 开头是 K"\n应抽 = "10%"\n'
        '[[抽查]]\n名称 = "乙"\n条件 = "重点监管 = 是"\n应抽 = "10%"\n'
    )
    with pytest.raises(FindingsError, match="“甲”和“乙”有 97 户相同"):
        work_out_quotas(TWO, policy(body), "2025Q3", DAY)
    allowed = policy("[抽样框]\n允许一户多层 = true\n" + body)
    assert quotas(work_out_quotas(TWO, allowed, "2025Q3", DAY)) == {"甲": 10, "乙": 10}


def test_a_policy_that_contradicts_itself_gives_no_numbers():
    rules = policy(CLASSES + '[[抽查]]\n名称 = "重点"\n对象 = "重典"\n应抽 = "25%"\n')
    with pytest.raises(FindingsError, match="没有“重典”这个类别"):
        work_out_quotas(TWO, rules, "2025Q3", DAY)


def test_no_inspectors_leaves_a_staff_ratio_undecided():
    rules = policy('[[抽查]]\n名称 = "甲"\n应抽 = "执法人员:对象=1:10"\n')
    report = work_out_quotas(registers(firms(5)), rules, "2025Q3", DAY)
    assert report.undecided == ("规则“甲”：“执法检查人员”没有数，算不出“执法人员:对象=1:10”。",)
    rules = policy('[[抽查]]\n名称 = "甲"\n应抽 = "每人5家"\n人员 = "科式 = 执法"\n')
    with pytest.raises(SamplerError, match="人员名录库没有“科式”这一列"):
        work_out_quotas(TWO, rules, "2025Q3", DAY)


def test_listed_objects_that_cannot_be_drawn_are_told():
    rules = policy('[[抽查]]\n名称 = "甲"\n应抽 = "2家"\n必抽名单 = ["K0001", "X9"]\n')
    report = work_out_quotas(TWO, rules, "2025Q3", DAY)
    assert report.strata[0].forced == ("K0001",)
    assert [(conflict.name, conflict.count) for conflict in report.conflicts] == [("forced", 1)]


def test_a_value_that_no_object_has_is_told():
    rules = policy('[[抽查]]\n名称 = "甲"\n条件 = "对象代码 = K9999"\n应抽 = "2家"\n')
    report = work_out_quotas(TWO, rules, "2025Q3", DAY)
    assert "名录库里没有「对象代码」为“K9999”的对象。" in report.notes


def test_excluded_objects_come_back_only_as_many_as_are_needed():
    body = '[[抽查]]\n名称 = "甲"\n应抽 = "40%"\n排除 = "抽中(近1年) ≥ 1"\n排除后不够 = "放宽排除"\n'
    units = tuple(DrawnUnit("2025Q2", "2025Q2", f"A{i:04d}", "甲", DAY) for i in range(1, 9))
    report = work_out_quotas(registers(firms(10)), policy(body), "2025Q3", DAY, History(units))
    (stratum,) = report.strata
    assert (stratum.quota, stratum.forced, len(stratum.units)) == (4, ("A0009", "A0010"), 10)


def test_the_withheld_pool_gets_its_share_of_absolute_numbers():
    rules = policy('[[抽查]]\n名称 = "甲"\n期次 = "每年"\n应抽 = "执法人员:对象=1:10"\n')
    public = work_out_quotas(registers(firms(90), inspectors=4), rules, "2025Q1", DAY)
    pool = work_out_quotas(registers(firms(10, "W"), inspectors=4), rules, "2025Q1", DAY)
    assert (public.total, pool.total) == (10, 10)
    assert pool_quotas(pool, public).total == 2


def test_minimum_one_holds_for_shares_but_not_against_an_upper_bound():
    def quota(amount, more=""):
        body = f'[[抽查]]\n名称 = "甲"\n应抽 = "{amount}"\n{more}'
        return work_out_quotas(registers(firms(4)), policy(body), "2025Q3", DAY).strata[0].quota

    assert quota("约10%") == 1
    assert quota("10%", '取整 = "舍去"\n') == 1
    assert quota("不超过10%", '取值 = "上限"\n') == 0


def test_a_period_of_another_year_or_length_is_refused():
    rules = policy('[[抽查]]\n名称 = "甲"\n应抽 = "10%"\n')
    with pytest.raises(SamplerError, match="不在规则“试”的年度（2025）里"):
        work_out_quotas(TWO, rules, "2026Q1", DAY)
    with pytest.raises(SamplerError, match="规则里的抽取周期是每季度"):
        work_out_quotas(TWO, rules, "2025-07", DAY)


def test_an_unknown_column_is_named_with_its_line_and_the_nearest_known_one():
    with pytest.raises(FindingsError) as caught:
        work_out_quotas(
            TWO,
            policy('[[抽查]]\n名称 = "甲"\n条件 = "风险等及 = 高"\n应抽 = "10%"\n'),
            "2025Q3",
            date(2025, 1, 1),
        )
    (finding,) = caught.value.findings
    assert (finding.row, finding.column, finding.suggestion) == (5, "抽查[1].条件", "是不是“风险等级”？")


def test_an_upper_limit_that_keeps_a_number_from_being_reached_is_told():
    body = '[[抽查]]\n名称 = "甲"\n期次 = "每年"\n应抽 = "全部"\n每期至多 = 3\n'
    report = work_out_quotas(registers(firms(20)), policy(body), "2025Q3", DAY)
    assert (report.strata[0].quota, [(one.name, one.count) for one in report.conflicts]) == (
        3,
        [("ceiling", 14)],
    )
    body = '[[抽查]]\n名称 = "甲"\n应抽 = "10%"\n至多 = 2\n必抽 = "对象代码 开头是 A000"\n'
    report = work_out_quotas(registers(firms(20)), policy(body), "2025Q3", DAY)
    assert (report.strata[0].quota, [(one.name, one.count) for one in report.conflicts]) == (
        9,
        [("ceiling", 7)],
    )


def test_a_day_far_from_the_draw_is_pointed_out():
    rules = policy('[[抽查]]\n名称 = "甲"\n应抽 = "10%"\n')
    for day, words in ((date(2025, 11, 1), "之后"), (date(2025, 1, 1), "早两个多月")):
        assert any(words in note for note in work_out_quotas(TWO, rules, "2025Q3", day).notes)
    assert work_out_quotas(TWO, rules, "2025Q3", DAY).notes == ()


def test_nested_tables_and_single_quotes_are_read_like_inline_ones():
    body = "[[抽查]]\n名称 = '甲'\n应抽 = '10%'\n"
    nested = quoted(body) + '[["抽查"."其中"]]\n"名称" = "高"\n"条件" = "风险等级 = 高"\n"至少" = "1:2"\n'
    with pytest.raises(FindingsError) as caught:
        policy_from_text(HEAD + nested)
    assert (caught.value.findings[0].row, caught.value.findings[0].column) == (9, "抽查[1].其中[1].至少")


def test_a_draw_for_one_item_does_not_cover_another():
    world = registers(firms(8, "A", 标签="废气；废水"))
    rule = '[[抽查]]\n名称 = "{0}"\n条件 = "标签 包含 {0}"\n期次 = "每年"\n应抽 = "每户1次"\n'
    made = policy("[抽样框]\n允许一户多层 = true\n" + rule.format("废气") + rule.format("废水"))
    units = [
        DrawnUnit("2025Q1", "2025Q1", f"A{i:04d}", "废气" if i < 5 else "废水", DAY) for i in range(1, 9)
    ]
    report = work_out_quotas(world, made, "2025Q4", DAY, History(tuple(units)))
    assert {stratum.name: stratum.quota for stratum in report.strata} == {"废气": 4, "废水": 4}


def test_none_means_none_whatever_the_floor_of_the_rule():
    made = policy(
        '[[抽查]]\n名称 = "甲"\n按列 = "风险等级"\n各值 = { "高" = "10%", "低" = "不抽" }\n至少 = 3\n'
    )
    world = registers([*firms(6, "H", 风险等级="高"), *firms(20, "L", 风险等级="低")])
    report = work_out_quotas(world, made, "2025Q1", DAY)
    assert {stratum.name: stratum.quota for stratum in report.strata} == {"甲·高": 3, "甲·低": 0}


def test_what_is_forced_beside_a_yearly_number_is_a_rule_of_its_own():
    body = '[[抽查]]\n名称 = "甲"\n期次 = "每年"\n应抽 = "20家"\n必抽 = "风险等级 = 高"\n必抽另计 = true\n'
    with pytest.raises(FindingsError, match="另写一条规则"):
        policy(body)


def test_a_number_of_a_part_is_spread_like_the_yearly_number_it_is_part_of():
    world = registers([*firms(30, "H", 风险等级="高"), *firms(100, "L", 风险等级="低")])
    made = policy(
        '[[抽查]]\n名称 = "甲"\n期次 = "每年"\n应抽 = "40家"\n其中 = [{ 名称 = "高", 条件 = "风险等级 = 高", 至少 = "8家" }]\n'
    )
    history = History()
    for quarter in ("2025Q1", "2025Q2", "2025Q3", "2025Q4"):
        report = work_out_quotas(world, made, quarter, DAY, history)
        assert {stratum.name: stratum.quota for stratum in report.strata} == {"甲·高": 2, "甲·其余": 8}
        history = drawn(report, history, draw_id=quarter)


def test_parts_that_ask_for_more_than_the_quota_are_told():
    world = registers([*firms(30, "H", 风险等级="高"), *firms(100, "L", 风险等级="低")])
    body = '[[抽查]]\n名称 = "甲"\n应抽 = "5家"\n其中 = [{ 名称 = "高", 条件 = "风险等级 = 高", 至少 = "8家" }]\n'
    report = work_out_quotas(world, policy(body), "2025Q1", DAY)
    assert [(one.name, one.count) for one in report.conflicts] == [("part", 3)]
    assert sum(stratum.quota for stratum in report.strata) == 5


def test_two_halves_of_an_odd_number_are_no_conflict():
    world = registers([*firms(30, "H", 风险等级="高"), *firms(30, "L", 风险等级="低")])
    parts = '{ 名称 = "高", 条件 = "风险等级 = 高", 至少 = "1/2" }, { 名称 = "低", 条件 = "风险等级 = 低", 至少 = "1/2" }'
    report = work_out_quotas(
        world, policy(f'[[抽查]]\n名称 = "甲"\n应抽 = "5家"\n其中 = [{parts}]\n'), "2025Q1", DAY
    )
    assert report.conflicts == ()
    assert [stratum.quota for stratum in report.strata] == [3, 2]


@pytest.mark.parametrize(
    "division",
    ['其中 = [{ 名称 = "高", 条件 = "风险等级 = 高", 至少 = "1/2" }]', '分层 = "风险等级"'],
)
def test_who_is_kept_out_of_a_divided_stratum_is_told_once_with_the_reason(division):
    closed = {"对象代码": "C1", "名称": "丙一厂", "风险等级": "高", "状态": "停产"}
    world = registers([*firms(9, "H", 风险等级="高"), *firms(9, "L", 风险等级="低"), closed])
    report = work_out_quotas(
        world, policy(f'[[抽查]]\n名称 = "甲"\n应抽 = "6家"\n{division}\n'), "2025Q1", DAY
    )
    assert [one.code for stratum in report.strata for one in stratum.excluded] == ["C1"]
    assert all("停产" in one.reason for stratum in report.strata for one in stratum.excluded)
