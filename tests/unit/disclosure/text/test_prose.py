"""Scans with a blank after every character, English sentences, weekdays, columns whose head names the kind."""

import pytest

from sampler.disclosure.text import TextGate

GATE = TextGate()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Please contact Miss Yu Wenqing, the inspector.", "Please contact Miss 某, the inspector."),
        ("by Cen An and Xie Yuanzhou on 3 June", "by 某 and 某2 on 3 June"),
        (
            "Her home is Room 301, Unit 2, Building 9, Yijing Garden, Chengguan Town.",
            "Her home is 【住址】, Chengguan Town.",
        ),
        ("工号\t姓名\t生日\n31\t边月\t1991/12/5", "工号\t姓名\t生日\n31\t边某\t【出生日期】"),
        ("他说的那个老蔫（小名）其实早就走了。", "他说的那个某某（小名）其实早就走了。"),
        ("投诉人留的微信 lxx-20010911 加不上。", "投诉人留的微信 【网络账号】 加不上。"),
        ("或QQ号码：4471902。", "或QQ号码：【网络账号】。"),
        ("回访请联系g.t.zhang＠vip.sina.com。", "回访请联系【邮箱】。"),
        ("配偶银杏，1990/7/16，与案无关。", "配偶银某，【出生日期】，与案无关。"),
        ("见证人家里：8335716家里座机。", "见证人家里：【电话】家里座机。"),
        ("住黑石岭区桥头街道铁路二村31栋7号。", "住黑石岭区桥头街道【住址】。"),
        ("他家在乌兰布拉格苏木巴彦嘎查37号。", "他家在乌兰布拉格苏木巴彦嘎查【住址】。"),
        ("古丽娜尔·艾合买提和才旦·扎西同住。", "某和某2同住。"),
        ("“阿牛”是他小名。", "“某某”是他小名。"),
        (
            "执法用车黔C1511警会合，渣土车黔E 28937没有顶灯。",
            "执法用车【车牌号】会合，渣土车【车牌号】没有顶灯。",
        ),
        ("值班室0539-5009025转分机3440，", "值班室【电话】，"),
        ("材料发到前台，苗壮壮收。", "材料发到前台，苗某收。"),
        ("答：皇甫钟，一九七四年二月三日，住外地。", "答：皇甫某，【出生日期】，住外地。"),
        ("见证人佟 五 福不识字。", "见证人佟某不识字。"),
        ("工资卡 6222020200112233442，", "工资卡 【银行卡号】，"),
        ("卡号6222 0202 0011\n2233 442，", "卡号【银行卡号】，"),
        ("座机0377-6773\n0592打通", "座机【电话】打通"),
        ("护照E2047\n3618，", "护照【护照号】，"),
        ("警车豫·R0729警，加 v xiaohe_1122 进群。", "警车【车牌号】，加 v 【网络账号】 进群。"),
    ],
)
def test_private_things_go(text: str, masked: str) -> None:
    assert GATE.mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "本院于二〇二四年一月三十日公开开庭审理。",
        "值班表：周一 上午 周二 下午 周三 全天",
        "累计流量18437265490，跟上次抄的18436990021一减就是排水量。",
        "关机前流量计表底数13905621188，开机后13905621240，差52。",
        "监测报告（吉环监字2024第0316号）。",
        "户主不详；车牌：无；工种：实习",
        "甲方白云石材，乙方平顺五金。",
        "任务号13620240603，客户清单另附。",
        "要求马桥河沿线排口月底前完成溯源。",
        "由张主任代为接待，厂长代签。",
        "设备型号豫R-5A200除尘器，压滤机川A20F80型。",
        "报告文件jiance_baogao@v2.docx打不开。",
        "与13702185964号仪器互为备机。",
        "Shengli Road, Chengguan Town, Hebei Province",
    ],
)
def test_harmless_things_stay(text: str) -> None:
    assert GATE.mask(text).text == text


def test_a_scan_with_blanks_is_read_as_one_text() -> None:
    text = "县 环 保 局 ：我 厂 停 产 检 修 ，值 班 电 话 5 3 3 6 0 1 9 ，请 予 备 案 ，特 此 报 告 。"
    masked = GATE.mask(text)
    assert [text[span.start : span.end] for span in masked.spans] == ["5 3 3 6 0 1 9"]
