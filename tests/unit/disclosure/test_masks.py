"""Masks of cells: what they do not understand, they hide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampler.disclosure.masks import (
    apply_mask,
    mask_credit_code,
    mask_object_name,
    mask_permit,
    names_its_owner,
)
from sampler.failure import SamplerError

TRADER = "个体工商户"


@pytest.mark.parametrize(
    ("name", "person", "shown"),
    [
        ("赵县建国废品收购站", "张建国", "赵县某废品收购站"),
        ("赵县张建国废品收购站", "张建国", "赵县某废品收购站"),
        ("赵县小娟理发店", "李娟", "赵县某理发店"),
        ("赵县娟姐烧烤店", "李娟", "赵县某烧烤店"),
        ("赵县范庄镇若曦洗车行", "纳兰若曦", "赵县范庄镇某洗车行"),
        ("赵县青岚汽修部", "贺兰青岚", "赵县某汽修部"),
        ("赵县清泉洗车行", "李娟", "赵县清泉洗车行"),
        ("赵县清泉洗车行", "", "赵县某洗车行"),
        ("建国", "张建国", "某经营户"),
    ],
)
def test_a_sole_traders_name_loses_the_owner_and_keeps_place_and_trade(name, person, shown):
    assert mask_object_name(name, {"kind": TRADER, "person": person}) == shown


def test_a_company_keeps_its_name_whoever_owns_it():
    assert (
        mask_object_name("赵县建国机械有限公司", {"kind": "企业", "person": "张建国"})
        == "赵县建国机械有限公司"
    )


def test_a_92_code_is_a_natural_person_whatever_the_kind_says():
    row = {"kind": "企业", "person": "张建国", "code": "92130133MA0ABCDE1X"}
    assert mask_credit_code(row["code"], row) == ""
    assert mask_object_name("赵县建国面馆", row) == "赵县某面馆"
    assert mask_permit("92130133MA0ABCDE1X001Q", row) == ""


@pytest.mark.parametrize("code", ["13912345678", "130124198702300017", "张三", "91130133MA0ABCDE1O"])
def test_what_is_no_code_is_not_shown_as_one(code):
    assert mask_credit_code(code, {"kind": "企业", "code": code}) == ""


def test_an_unknown_rule_stops():
    with pytest.raises(SamplerError, match="没有名为"):
        apply_mask("everything", "x", {})


@given(
    st.sampled_from("赵钱孙李周吴郑王冯陈"),
    st.text("建国明华丽娟伟强芳敏", min_size=1, max_size=2),
    st.sampled_from(["废品收购站", "汽修部", "养殖场", "饭店", "一条街", ""]),
    st.sampled_from(["赵县", "赵县范庄镇", "", "晴原县云桥街道"]),
    st.sampled_from(["", "小", "老", "阿"]),
)
def test_no_mask_leaves_the_owners_name_and_masking_twice_changes_nothing(
    surname, given_name, trade, place, pet
):
    row = {"kind": TRADER, "person": surname + given_name}
    shown = mask_object_name(f"{place}{pet}{given_name}{trade}", row)
    assert not names_its_owner(shown, row["person"])
    assert mask_object_name(shown, row) == shown
