# ruff: noqa: SIM905  # word lists read better as text
"""What holds for every text, however strange."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sampler.disclosure.text import STYLES, Person, TextGate

GATE = TextGate([Person("王建国"), Person("高峰"), Person("欧阳雪")], ["13911112222"])
GATES = {
    style: TextGate([Person("王建国"), Person("高峰")], ["13911112222"], style=style) for style in STYLES
}
PIECES = [
    *"负责人 王建国 高峰 欧阳雪 李志强 用电高峰期 13812345678 138 1234 5678 13911112222 0311-84901234".split(" "),
    *"130133197503051234 92130133MA07ABCD3X 001P 王某 王某2 某 【手机号】 【住址】 冀A12345 小名 绰号 “二胖” 微信 abc_123".split(" "),
    *"、 ， 。 ： （ ） 电话 住址 东郭村 幸福街12号 3号楼2单元501 出生 1975年3月5日 的 和 1 9 一 三 八 \n".split(" "),
    "\u200b", "\u3000", "%31", "&#49;", "·", "阿卜杜拉", "买买提", "@", "qq.com", "(at)", "赵县", "废品收购站", "有限公司", "*", "X",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
DIGITS = re.compile(r"\d+")


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(["strict", "stars", "length"]))
def test_masking_twice_changes_nothing(text: str, style: str) -> None:
    once = GATES[style].mask(text).text
    assert GATES[style].mask(once).text == once


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_spans_are_in_order_and_what_lies_between_them_is_untouched(text: str) -> None:
    result = GATE.mask(text)
    parts, done = [], 0
    for span in result.spans:
        assert done <= span.start < span.end <= len(text)
        parts += [text[done : span.start], span.replacement]
        done = span.end
    assert "".join([*parts, text[done:]]) == result.text


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_number_grows_by_joining_what_stood_apart(text: str) -> None:
    longest = max((len(run) for run in DIGITS.findall(text)), default=0)
    assert all(len(run) <= max(longest, 4) for run in DIGITS.findall(GATE.mask(text).text))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
def test_a_listed_number_never_survives(before: str, after: str) -> None:
    assert "13911112222" not in GATE.mask(f"{before}，13911112222，{after}").text


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "1 " * 50_000,
        "1-" * 50_000,
        "王" * 100_000,
        "王建" * 50_000,
        "负责人：" * 25_000,
        "张三、李四" * 20_000,
        "村1号" * 30_000,
        "a" * 100_000,
        "a@" * 50_000,
        "a." * 50_000,
        "绰号“" * 30_000,
        "·阿" * 50_000,
        "%31" * 30_000,
        "&#49;" * 20_000,
        "〔2023〕" * 15_000,
        "微信" * 50_000,
        "冀A" * 50_000,
        "出生1975年" * 15_000,
        "公司" * 50_000,
        "（" * 100_000,
        "某" * 100_000,
        "*" * 100_000,
        "编号1、" * 25_000,
    ],
    ids=lambda text: text[:6],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    GATE.mask(text[:30_000])
    assert time.process_time() - began < 20
