"""What cannot be a name: words cut in two, departments, goods by the box, seams between two words."""

import pytest

from sampler.disclosure.text import TextGate

GATE = TextGate()


@pytest.mark.parametrize(
    "text",
    [
        "每周由王师傅过磅一次。",
        "由于雨季来临，沉淀池加高。",
        "危废管理员变更为由安环科派出。",
        "平台截断后由人工补录。",
        "硫化工段均在生产，打磨工段金属粉尘较大。",
        "配电箱旁摆着两箱王老吉和一袋李锦记调料。",
        "农药“李二娘”牌标签，包装袋弃于沟边。",
        "出席：水利局 住建局 公安局",
        "该号码是门卫留的。",
        "电话请示老板后开启。",
        "黄沙、石料、水泥三仓均封闭。",
    ],
)
def test_what_touches_a_word_refuses_it_as_a_name(text: str) -> None:
    assert GATE.mask(text).text == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("由于建国陪同检查。", "由于某陪同检查。"),
        ("其弟欧阳建设负责维修。", "其弟欧阳某负责维修。"),
        ("负责人侯登科签字。", "负责人侯某签字。"),
        ("记录：缑亚男。", "记录：缑某。"),
        ("称老板叫呼延铁，常年在南方。", "称老板叫呼延某，常年在南方。"),
        ("业主代表古玉成、葛根生及冼玉珠发言。", "业主代表古某、葛某及冼某发言。"),
    ],
)
def test_names_beside_such_words_are_found(text: str, masked: str) -> None:
    assert GATE.mask(text).text == masked
