"""Conditions: how they are read, what they mean, what is refused."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampler.rules.evaluate import Scene
from sampler.rules.expression import All, AnyOf, Compare, Count, ExpressionError, Not, parse
from sampler.rules.facts import gather
from sampler.rules.history import DrawnUnit, History
from sampler.rules.logic import boxes_of, covered_by, nobody_can
from sampler.rules.period import parse_period
from sampler.rules.windows import Window, window_of
from tests.unit.rules.makers import DAY, registers

Q3 = parse_period("2025Q3")


def test_the_parts_of_a_condition_are_read_as_written():
    tree = parse("行业 属于 [化工, 制药] 且 非 (正面清单 = 是) 且 「年 排放量」 ≥ 2.5")
    assert tree == All(
        (
            Compare("行业", "属于", ("化工", "制药")),
            Not(Compare("正面清单", "=", ("是",))),
            Compare("年 排放量", "≥", ("2.5",)),
        )
    )


def test_events_are_read_with_window_filters_group_and_number():
    assert parse("在线超标(上季度, 同一 排放口, 污染物 = COD) ≥ 5 次") == Count(
        "在线超标", "上季度", (Compare("污染物", "=", ("COD",)),), "排放口", "", "≥", Fraction(5)
    )
    assert parse("行政处罚（去年，合计 罚款金额）＞100000").total == "罚款金额"
    assert parse("行政处罚(上季度)") == Count("行政处罚", "上季度", (), "", "", "≥", Fraction(1))


def test_words_inside_column_names_are_no_operators():
    assert parse("非道路移动机械 是 有") == Compare("非道路移动机械", "=", ("有",))
    assert parse("或有负债 为空") == Compare("或有负债", "为空", ())
    assert isinstance(parse("甲 = 1 或者 乙 = 2"), AnyOf)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("行业", "后面应是比较符号"),
        ("行业 =", "没有写完"),
        ("行业 = 化工 风险等级 = 高", "后面的内容读不懂"),
        ("(行业 = 化工", "括号要成对"),
        ("行业 = 化工 且", "没有写完"),
        ("行业 = [甲, 乙]", "只有“属于”"),
        ("行政处罚() ≥ 1", "缺少时间范围"),
        ("行政处罚(最近) ≥ 1", "不是时间范围"),
        ("行政处罚(上季度) ≥ 多", "不是数字"),
        ("行政处罚(上季度) 包含 1", "只能用"),
        ("入库日期 在 很久以前", "不是时间范围"),
        ("名称 = “甲", "读不懂"),
        ("", "没有写完"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(text, words):
    with pytest.raises(ExpressionError, match=words.replace("(", r"\(")):
        parse(text)


@pytest.mark.parametrize(
    ("word", "start", "end"),
    [
        ("上季度", date(2025, 4, 1), date(2025, 6, 26)),
        ("本季度", date(2025, 7, 1), date(2025, 6, 26)),
        ("上个半年", date(2025, 1, 1), date(2025, 6, 26)),
        ("去年", date(2024, 1, 1), date(2024, 12, 31)),
        ("近3个月", date(2025, 3, 27), date(2025, 6, 26)),
        ("近30天", date(2025, 5, 28), date(2025, 6, 26)),
        ("近一年", date(2024, 6, 27), date(2025, 6, 26)),
        ("2024年", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-03-01～2024-03-31", date(2024, 3, 1), date(2024, 3, 31)),
    ],
)
def test_words_for_time_mean_these_days(word, start, end):
    assert window_of(word, Q3, DAY) == Window(start, end)


def test_a_lag_only_widens_windows_of_earlier_stretches():
    assert window_of("上季度", Q3, DAY, lag=10).start == date(2025, 3, 22)
    assert window_of("近3个月", Q3, DAY, lag=10).start == date(2025, 3, 27)


def test_draws_are_placed_on_the_first_day_of_their_period():
    assert window_of("近3年", Q3, DAY, draws=True) == Window(date(2022, 7, 1), date(2025, 7, 1))
    assert window_of("近2期", Q3, DAY, draws=True).start == date(2025, 1, 1)
    units = (
        DrawnUnit("2022Q3", "2022Q3", "A", "甲", date(2022, 6, 28)),
        DrawnUnit("2025Q1", "2025Q1", "A", "甲", DAY, "已替换"),
    )
    scene = scene_of([{"对象代码": "A", "名称": "甲"}], history=History(units))
    assert scene.holds(parse("抽中(近3年) = 1"), scene.facts.objects[0])
    assert not scene.holds(parse("抽中(近2年) ≥ 1"), scene.facts.objects[0])


def scene_of(rows, history=None, **events):
    world = registers(rows, events=events)
    names = {"penalties": "行政处罚", "noise": "noise"}
    return Scene(gather(world, [names[kind] for kind in events]), Q3, DAY, history or History())


@pytest.mark.parametrize(
    ("text", "cells", "holds"),
    [
        ("排放量 ≥ 10", {"排放量": "9.99"}, False),
        ("排放量 ≥ 10", {"排放量": "10.0"}, True),
        ("排放量 < 10", {"排放量": ""}, False),
        ("排放量 = 10", {"排放量": "10.0"}, True),
        ("编号 = 7", {"编号": "007"}, False),
        ("正面清单 = 否", {"正面清单": ""}, True),
        ("标签 包含 VOCs", {"标签": "VOCs治理；化工"}, False),
        ("标签 包含 化工", {"标签": "VOCs治理；化工"}, True),
        ("备注 包含 化工", {"备注": "化工园区"}, True),
        ("行业代码 开头是 [26, 27]", {"行业代码": "2710"}, True),
        ("入库日期 在 近1年", {"入库日期": "2024-06-26"}, False),
        ("入库日期 ≥ 2024-06-26", {"入库日期": "2024-06-26"}, True),
        ("行业 不属于 [化工]", {"行业": ""}, True),
    ],
)
def test_a_condition_holds_or_does_not(text, cells, holds):
    scene = scene_of([{"对象代码": "A", "名称": "甲", **cells}])
    assert scene.holds(parse(text), scene.facts.objects[0]) is holds


def test_a_cell_that_should_be_a_number_is_told_not_guessed():
    scene = scene_of([{"对象代码": "A", "名称": "甲", "排放量": "约10"}])
    assert not scene.holds(parse("排放量 ≥ 5"), scene.facts.objects[0])
    assert scene.troubles == ["A「排放量」 应是数字，现为“约10”。请改正后再算。"]


def test_events_of_the_bureaus_own_kind_and_sums_count():
    rows = [{"对象代码": "A", "日期": "2025-05-01"}, {"对象代码": "A", "日期": "2025-06-27"}]
    scene = scene_of([{"对象代码": "A", "名称": "甲"}], noise=rows)
    assert scene.holds(parse("noise(上季度) = 1"), scene.facts.objects[0])
    fines = [{"对象代码": "A", "日期": "2025-05-01", "罚款金额": amount} for amount in ("40000.5", "60000")]
    scene = scene_of([{"对象代码": "A", "名称": "甲"}], penalties=fines)
    assert scene.holds(parse("行政处罚(上季度, 合计 罚款金额) > 100000"), scene.facts.objects[0])
    assert scene.verdict(parse("行政处罚(上季度) ≥ 2"), scene.facts.objects[0]).events == (
        "penalties-1",
        "penalties-2",
    )


atoms = st.one_of(
    st.builds(lambda op, n: f"甲 {op} {n}", st.sampled_from("≥≤><=≠"), st.integers(0, 4)),
    st.builds(lambda op, v: f"乙 {op} {v}", st.sampled_from("=≠"), st.sampled_from("xyz")),
)
trees = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("({} 且 {})".format, inner, inner),
        st.builds("({} 或 {})".format, inner, inner),
        st.builds("非 ({})".format, inner),
    ),
    max_leaves=5,
)


@given(one=trees, other=trees, number=st.integers(0, 4), letter=st.sampled_from("xyz"))
def test_what_logic_says_of_conditions_is_true_of_every_object(one, other, number, letter):
    scene = scene_of([{"对象代码": "A", "名称": "甲", "甲": str(number), "乙": letter}])
    row = scene.facts.objects[0]
    left, right = parse(one), parse(other)
    if nobody_can(left):
        assert not scene.holds(left, row)
    if boxes_of(left) is not None and covered_by(left, [right]) and scene.holds(left, row):
        assert scene.holds(right, row)
