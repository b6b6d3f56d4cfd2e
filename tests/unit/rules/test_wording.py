"""How many, as notices write it: what is read, and what is refused with the way to write it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampler.failure import SamplerError
from sampler.rules.numerals import number
from sampler.rules.wording import read_amount

READ = [
    ("不得低于25%", "at_least", "share", "1/4"),
    ("最低抽查12.5%", "at_least", "share", "1/8"),
    ("抽查比例不低于25%", "at_least", "share", "1/4"),
    ("最低抽查比例为25%", "at_least", "share", "1/4"),
    ("按照不低于10%的比例抽取", "at_least", "share", "1/10"),
    ("按5%的比例", "exactly", "share", "1/20"),
    ("至少抽查10家", "at_least", "number", "10"),
    ("≧10%", "at_least", "share", "1/10"),
    ("20%（含）以上", "at_least", "share", "1/5"),
    ("超过5%", "more_than", "share", "1/20"),
    (">5%", "more_than", "share", "1/20"),
    ("多于10家", "more_than", "number", "10"),
    ("少于10家", "less_than", "number", "10"),
    ("不得超过10家", "at_most", "number", "10"),
    ("千分之五", "exactly", "share", "1/200"),
    ("百分之二十五", "exactly", "share", "1/4"),
    ("二十家", "exactly", "number", "20"),
    ("每十家抽一家", "exactly", "share", "1/10"),
    ("每户至少两次", "exactly", "times", "2"),
    ("执法人员数量与被抽查对象的比为1:2.5", "exactly", "staff", "5/2"),
    ("执法人员与对象1:5", "exactly", "staff", "5"),
    ("不低于10%，不高于30%", "range", "share", "1/10"),
    ("10%以上15%以下", "range", "share", "1/10"),
    ("不少于3家，不超过5家", "range", "number", "3"),
    ("免查", "exactly", "number", "0"),
    ("根据监管需要确定", "exactly", "undecided", "0"),
    ("按照全市联合双随机检查文件比例执行", "exactly", "undecided", "0"),
    ("不定期", "exactly", "undecided", "0"),
]

REFUSED = [
    ("每组5家", "没有组数"),
    ("每2人5家", "有两种读法"),
    ("每周2家", "抽取最密是每月一次"),
    ("每镇2家", "写“分层”"),
    ("各县区抽2家", '"应抽" = "2家"'),
    ("1.5家", "不是整数"),
    ("二百五家", "看不懂"),
    ("120%", "超过 100%"),
    ("超过100%", "只能用于比例和家数"),
    ("应抽尽抽", "请写“全部”"),
    ("10%（至少1家）", '"至少" = 1'),
    ("在岗在编执法人员:被抽查对象=1:2.5", "写进“人员”"),
    ("不得低于总数的10%", "写了是什么的 10%"),
    ("1次/年", "写进“期次”.*每户1次.*抽取周期"),
    ("全部检查一遍", "请写“每户1次”"),
    ("不低于3%且不少于30户，不超过100户", "两个数"),
]


@pytest.mark.parametrize(("text", "bound", "kind", "value"), READ)
def test_the_words_of_notices_are_read_as_they_stand(text, bound, kind, value):
    found = read_amount(text)
    assert (found.bound, found.kind, found.value) == (bound, kind, Fraction(value))


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_is_not_clear_is_refused_with_the_way_to_write_it(text, words):
    with pytest.raises(SamplerError, match=words):
        read_amount(text)


def in_numerals(value: int) -> str:
    """Return 1 to 9999 as it is spoken in full."""
    digits, places, text = "零一二三四五六七八九", ("", "十", "百", "千"), ""
    written = str(value)
    for at, digit in enumerate(written):
        place = places[len(written) - 1 - at]
        text += digits[int(digit)] + (place if digit != "0" else "")
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.rstrip("零")


@given(st.integers(1, 9999))
def test_every_numeral_is_read_as_the_number_it_writes(value):
    assert number(in_numerals(value)) == value
