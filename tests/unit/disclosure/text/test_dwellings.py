"""Homes read piece by piece: after a word for living, before a dweller, beside a person."""

import pytest

from sampler.disclosure.text import TextGate

GATE = TextGate()


def homes(text: str) -> list[str]:
    return [text[one.start : one.end] for one in GATE.mask(text).spans if one.type == "ADDRESS"]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("暂住晴川县渡口镇码头路9号出租屋。", "码头路9号出租屋"),
        ("家住云溪县大桥镇石塘村七组23号，与养殖棚只隔一条路。", "七组23号"),
        ("住城关镇御景苑9栋东单元1102。", "御景苑9栋东单元1102"),
        ("自述住黄岭乡茶园村上畈组，与儿子同住。", "上畈组"),
        ("丈夫在住所（云溪县大桥镇桥西巷3号旁平房）养病。", "桥西巷3号旁平房"),
        ("收货地址云溪县黄岭乡中心小学教师公寓401，快递已签。", "中心小学教师公寓401"),
        ("举报人住晴川县青山镇吴家咀第八村民小组16号，", "第八村民小组16号"),
        ("举报人住云溪县红旗街道赵家堡175号，", "175号"),
        ("在东溪乡泉水村六组9号租住。", "六组9号"),
        ("问：住哪里？答：沙河镇柳树沟村五组12号。", "五组12号"),
        ("住的是银杏苑9栋-2-301，", "银杏苑9栋-2-301"),
        ("实际住在镇上粮站家属院2号楼东单元301。", "粮站家属院2号楼东单元301"),
        ("贴在其住所（云溪县北关街道丁香路120弄6号302室）门上。", "丁香路120弄6号302室"),
        ("家里是城关镇水电局宿舍1栋3楼左，白天没人。", "水电局宿舍1栋3楼左"),
        ("出租屋在城关镇北门坡23号三楼，", "北门坡23号三楼"),
        ("住河口镇供销社老院，没门牌。", "供销社老院"),
        ("经营者在家里接待了我们，地址是晴川县城关镇北门巷7号后院。", "北门巷7号后院"),
    ],
)
def test_a_word_for_living_opens_a_home_and_no_piece_more_closes_it(text: str, home: str) -> None:
    assert homes(text) == [home]


def test_a_dweller_after_a_number_tells_a_home() -> None:
    assert homes("渡口镇望江巷6号住户反映油烟大。") == ["望江巷6号"]
    assert homes("渡口镇望江巷6号门市部油烟大。") == []


def test_an_address_beside_a_person_is_a_home_and_one_beside_a_firm_is_not() -> None:
    assert homes("王秀英（城关镇育才巷3号）来电反映。") == ["育才巷3号"]
    assert homes("刘志强 城关镇育才巷3号 13812345678") == ["育才巷3号"]
    assert homes("晴川县恒达铸造有限公司，住所地晴川县城关镇工业路18号。") == []
    assert homes("住所地：晴川县城关镇工业路18号，法定代表人刘志强，系恒达公司负责人。") == []


def test_a_landmark_alone_points_to_nobody() -> None:
    for text in ("他住学校隔壁。", "仅说住在石塘村，与养殖棚只隔一条路。", "就住他家隔壁，天天闻臭味。"):
        assert homes(text) == []
