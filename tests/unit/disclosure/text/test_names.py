"""People whom no register knows, in prose of any build."""

import pytest

from sampler.disclosure.text import Entity, Person, TextGate
from sampler.disclosure.text.lists import find_things
from sampler.disclosure.text.wire import mask_row

GATE = TextGate()


def names(text: str, *known: str) -> list[str]:
    """Return what is masked as a person."""
    row = {"text": text, "context": {"known": [{"name": name} for name in known]}}
    return [text[one.start : one.end] for one in mask_row(GATE, row).spans if one.type == "PERSON"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("事发后项春来躲到了外地。", "项春来"),
        ("接到通知后竺可心赶回厂里。", "竺可心"),
        ("昨晚翁有才喝多了，骂骂咧咧。", "翁有才"),
        ("厂子名义上归芮建设，不归别人。", "芮建设"),
        ("让晏小东指认现场。", "晏小东"),
    ],
)
def test_a_person_is_found_by_where_people_stand_in_a_sentence(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("店主热依汗古丽表示马上改。", "热依汗古丽"),
        ("询问阿依古丽时请了翻译。", "阿依古丽"),
        ("索朗旺堆把炉子熄了。", "索朗旺堆"),
        ("安德烈耶维奇是设备厂家派来的。", "安德烈耶维奇"),
        ("日方代表田中健一在验收单上签字。", "田中健一"),
        ("Müller先生对结果没有异议。", "Müller"),
        ("随车人员护照：NGUYEN VAN THANH，C7719284。", "NGUYEN VAN THANH"),
    ],
)
def test_a_name_written_by_its_sound_or_in_letters_is_found_whole(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("经办人芦苇，传真已发。", "芦苇"),
        ("我叫殷实，住在村里。", "殷实"),
        ("他邻居二牛在后院熬油。", "二牛"),
        ("问：你叫什么名字？答：解宝库。", "解宝库"),
        ("液碱是从一个叫“大头”的人手里买的。", "大头"),
        ("大伙喊他麻杆。", "麻杆"),
    ],
)
def test_a_name_that_is_a_word_or_no_full_name_is_told_by_its_frame(text: str, name: str) -> None:
    assert name in names(text)


def test_a_head_of_a_table_says_what_stands_below() -> None:
    text = "车间\t班长\t累计流量\n一车间\t卓越\t13812345678\n二车间\t向前\t13812345679"
    assert names(text) == ["卓越", "向前"]
    assert "13812345678" in GATE.mask(text).text


@pytest.mark.parametrize(
    "text",
    [
        "金隅、冀东、曲寨三家水泥厂轮流停产。",
        "设备分别采购自康达、雷士和安川。",
        "白云石、黄磷、马尾松、江米、杜仲均为仓库内物料。",
        "“张飞牛肉”油烟检测合格。",
        "转办单赵信转〔2024〕0077号。",
        "粪污储存池一处防雨棚损坏。",
        "任何单位都不得以任何理由拖延。",
    ],
)
def test_things_firms_signs_and_numbers_of_papers_are_no_people(text: str) -> None:
    assert names(text) == []


def test_lists_of_things_are_told_from_lists_of_people() -> None:
    assert find_things("采购自康达、雷士")
    assert not find_things("参加人员有王伟、李强、赵敏")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("成功看了看表，说时间来得及。", "成功"),
        ("门是关键开的。", "关键"),
        ("原利民调出，另有安排。", "利民"),
        ("公司喜悦，电话已记。", "喜悦"),
        ("于海在岸边取样。", "于海"),
    ],
)
def test_a_person_of_the_case_whose_name_is_a_word_is_masked_where_a_person_fits(
    text: str, word: str
) -> None:
    assert names(text, word) == [word]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("关键岗位须持证。", "关键"),
        ("企业已成功申报。", "成功"),
        ("请支援组补充采样瓶。", "支援"),
        ("周边小厂林立，没有管网。", "林立"),
        ("和平路一侧加装围挡。", "和平"),
        ("您尚未提交证明。", "尚未"),
    ],
)
def test_the_same_word_stays_where_grammar_leaves_no_person(text: str, word: str) -> None:
    assert names(text, word) == []


def test_a_word_name_in_doubt_is_put_before_a_person() -> None:
    gate = TextGate([Person("关键")])
    assert any("关键" in one for one in gate.mask("他，关键没到。").review)


def test_a_shop_sign_with_the_given_name_of_somebody_in_the_text_loses_it() -> None:
    text = "素芬面粉加工坊布袋破损，业主吕素芬签收。"
    shop = {"entity": {"type": "个体工商户", "name": "素芬面粉加工坊"}}
    assert mask_row(GATE, {"text": text, "context": shop}).text == "某面粉加工坊布袋破损，业主吕某签收。"
    assert "素芬面粉加工坊" in GATE.mask(text, public_names=["素芬面粉加工坊"]).text


def test_a_word_in_quotes_after_a_word_for_calling_is_put_before_a_person() -> None:
    assert any("引号" in one for one in GATE.mask("供货单上只写了“庆”一个字。").review)


def test_a_given_name_on_a_shortened_sign_goes_with_the_owner() -> None:
    entity = Entity("云溪县柳河镇大勇汽修店", "个体工商户")
    masked = TextGate().mask(
        "大勇汽修废机油倒进雨水篦，施大勇认错。", entity=entity, known=[Person("施大勇", "经营者")]
    )
    assert masked.text == "某汽修废机油倒进雨水篦，施某认错。"


def test_a_known_name_of_this_case_is_masked_though_nothing_speaks_for_it() -> None:
    known = [Person("曾建", "企业员工")]
    assert TextGate().mask("两张身份证分属曾建和别人。", known=known).text == "两张身份证分属曾某和别人。"
