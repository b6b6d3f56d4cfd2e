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
        "台账由会计代填，其妻代接，邻人代答。",
        "采样人：见封条 审核：未审",
        "承办：三中队；列席：镇环保所",
        "听证主持人宣布休会。",
        "付款给“扫码商户”58.00元。",
        "余庆木业正常，宋河建材停产。",
        "云溪县来函，云溪分局已收。",
        "小作坊老板小名不详。",
        "其中方案、台账、水泵均齐全。",
        "隔油池三格完好，冰柜门双锁管理。",
        "院内白云楼、康乐楼污水均接入总排口。",
        "挤奶机是利拉伐VMS V300，油气回收泵为海拓HT-2000。",
        "来访人只说家在李家坳，靠种金银花为生。",
        "看门的王老头说老板去外地了，带人堵门。",
    ],
)
def test_what_touches_a_word_refuses_it_as_a_name(text: str) -> None:
    assert GATE.mask(text).text == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("由于建国陪同检查。", "由于某陪同检查。"),
        ("其弟欧阳建设负责维修。", "其弟欧阳某负责维修。"),
        ("文书留置于苗伦住所。", "文书留置于苗某住所。"),
        ("成员有束强、官庆丰、辜青松。", "成员有束某、官某、辜某。"),
        ("记录：官芳。", "记录：官某。"),
        ("负责人侯登科签字。", "负责人侯某签字。"),
        ("记录：缑亚男。", "记录：缑某。"),
        ("操作工王伟正在作业。", "操作工王某正在作业。"),
        ("联系人冉阿让，", "联系人冉某，"),
        ("经询问王　伟，称不知情。", "经询问王某，称不知情。"),
        ("负责人：王建 国。", "负责人：王某。"),
        ("务工人员麦麦提·吐尔逊与阿依古丽在场。", "务工人员某与某2在场。"),
        ("保证人爱新觉罗·启明劝阻未果。", "保证人某劝阻未果。"),
        ("彝族村民阿苦·拉且由翻译陪同。", "彝族村民某由翻译陪同。"),
        ("称老板叫呼延铁，常年在南方。", "称老板叫呼延某，常年在南方。"),
        ("业主代表古玉成、葛根生及冼玉珠发言。", "业主代表古某、葛某及冼某发言。"),
    ],
)
def test_names_beside_such_words_are_found(text: str, masked: str) -> None:
    assert GATE.mask(text).text == masked


def test_what_fills_the_place_of_a_name_is_put_before_a_person() -> None:
    for text in ("技术人员金在勋负责调试。", "高峰称该设备已停用。"):
        assert GATE.mask(text).review
    assert not GATE.mask("当事人打过招呼，负责人很少来。").review
