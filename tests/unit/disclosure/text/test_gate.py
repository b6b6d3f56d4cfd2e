"""The road of one text."""

import pytest

from sampler.disclosure.text import Entity, Person, TextGate


def masked(text: str, *people: str, **context: object) -> str:
    return TextGate([Person(name) for name in people]).mask(text, **context).text


def test_a_number_leaves_one_fixed_placeholder() -> None:
    assert masked("电话13812345678。") == "电话【手机号】。"


def test_the_second_person_of_a_surname_gets_a_number_and_keeps_it() -> None:
    text = "负责人王建国、王志强到场，王建国签字，王志强未签字。"
    assert masked(text) == "负责人王某、王某2到场，王某签字，王某2未签字。"


def test_a_numbered_mask_never_runs_into_a_number() -> None:
    shown = masked("负责人王建国在场，联系王志强12号楼")
    assert "王某212" not in shown


def test_a_known_name_is_masked_without_any_cue() -> None:
    assert masked("昨天晚上又是佟掌柜家响", "佟掌柜") == "昨天晚上又是佟某家响"


@pytest.mark.parametrize(
    "form", ["张偉", "张　伟", "张\u200b伟", "⼯张伟"[1:], "%E5%BC%A0%E4%BC%9F", "&#24352;&#20255;"]
)
def test_every_form_of_a_known_name_is_found(form: str) -> None:
    gate = TextGate([Person("张伟")])
    assert form not in gate.mask(f"据{form}说没有开机").text


def test_a_private_use_character_is_the_character_it_stood_for() -> None:
    assert masked("找王\ue863谈话", "王䶮") == "找王某谈话"


def test_a_name_that_is_also_a_word_is_masked_only_as_a_name() -> None:
    text = "高峰厂长说，用电高峰期不开机。"
    assert masked(text, "高峰") == "高某厂长说，用电高峰期不开机。"


def test_a_public_name_and_a_public_number_stay() -> None:
    text = "发言人孙海涛，电话0311-84900000。"
    context = {"public_names": ["孙海涛"], "public_terms": ["0311-84900000"]}
    assert masked(text, "孙海涛", **context) == text


def test_a_trade_secret_goes_even_when_full_width() -> None:
    shown = masked("温度４８０℃保密", trade_secrets=["480℃"])
    assert shown == "温度【商业秘密】保密"


def test_a_sole_traders_name_leaves_place_and_trade() -> None:
    entity = Entity("赵县建国废品收购站", "个体工商户", "")
    shown = masked("赵县建国废品收购站未苫盖。", entity=entity, known=[Person("王建国")])
    assert shown == "赵县某废品收购站未苫盖。"


def test_a_firm_keeps_its_name_even_when_it_sounds_like_a_person() -> None:
    entity = Entity("赵县王建国食品有限公司", "企业", "")
    text = "对赵县王建国食品有限公司检查。"
    assert masked(text, entity=entity) == text


def test_only_the_code_inside_a_traders_permit_number_goes() -> None:
    assert masked("登记编号92130133MA07ABCD3X001W") == "登记编号【信用代码】001W"


def test_private_numbers_go_where_a_number_would_stay() -> None:
    gate = TextGate([], ["13812345678"])
    assert gate.mask("编号13812345678").text == "编号【手机号】"


def test_the_column_header_says_that_a_name_follows() -> None:
    assert TextGate().mask("阿依古丽", field="联系人").text != "阿依古丽"


def test_each_span_says_which_rule_and_why() -> None:
    (span,) = TextGate().mask("经询问刘志强，其不知情").spans
    assert (span.rule, span.why) == ("name.asked", "“经询问”后的姓名")


def test_a_cell_that_is_no_text_is_withheld_as_a_whole_at_once() -> None:
    result = TextGate().mask("1" * 10_000_000)
    assert len(result.text) < 20
    assert result.review


def test_styles_can_be_chosen() -> None:
    gate = TextGate(style="stars")
    assert gate.mask("电话13812345678").text == "电话138****5678"


def test_a_landline_in_letters_for_digits_is_still_a_landline() -> None:
    assert masked("电话O311-849Ol234") == "电话【电话】"


def test_the_given_name_of_a_person_of_this_case_goes_from_a_shop_sign() -> None:
    shown = masked("检查赵县秀芝饭店时", known=[Person("吴秀芝", "经营者")])
    assert shown == "检查赵县某饭店时"


def test_a_trader_is_recognised_by_the_bureaus_own_list_of_people() -> None:
    entity = Entity("赵县秀芝饭店", "个体工商户", "")
    assert masked("赵县秀芝饭店无净化器", "吴秀芝", entity=entity) == "赵县某饭店无净化器"


def test_a_second_reader_only_raises_doubts() -> None:
    text = "昨晚看到薄其武于上月倾倒"
    alone, helped = TextGate().mask(text), TextGate(second_reader=True).mask(text)
    assert helped.text == alone.text
    assert set(alone.review) <= set(helped.review)


def test_the_seam_of_two_words_is_no_person() -> None:
    assert masked("位于海淀区的总部", "于海") == "位于海淀区的总部"


def test_a_trade_secret_goes_whatever_its_case_and_blanks() -> None:
    assert masked("菌剂 bx-7 投加比1 : 450", trade_secrets=["BX-7投加比1:450"]) == "菌剂 【商业秘密】"
