# ruff: noqa: SIM905  # word lists read better as text
"""Fill the templates with invented people and numbers; the same seed gives the same texts."""

import random
import re
from collections.abc import Iterator

from sampler.disclosure.text import checksums
from tests.gate.corpus import HERE, Labelled, labelled, with_check_digit

NAMES = (
    "王建国 李秀英 张志强 刘洋 陈桂兰 杨帆 赵铁柱 黄晓明 周立新 吴秀芝 徐海波 孙玉梅 胡永刚 朱红霞 高立伟 林志远 何丽娟 郭振华 马文斌 罗成 梁小燕 宋国庆 "
    "郑海涛 谢芳 韩雪松 唐玉林 冯宝山 于占江 董会敏 程志刚 曹桂花 袁立军 邓超群 许文静 傅振东 沈浩 曾庆林 彭博 吕建军 苏小妹 卢俊生 蒋大为 蔡明珠 贾玉龙 丁磊 "
    "魏树林 薛文强 叶青 闫丽萍 余庆丰 潘东升 杜鹃红 戴维新 夏雨荷 钟秀芳 汪海洋 田雨生 任丽君 姜文博 范海明 方志敏 石磊磊 姚晨光 谭咏梅 廖凡平 邹雅琴 熊大力 金玉良 "
    "陆海空 郝建设 孔祥瑞 白雪梅 崔永福 康健民 毛小军 邱实 秦岭松 江海燕 史大伟 顾明远 侯占山 邵兵 孟庆贺 龙腾飞 万家宝 段志国 雷振海 钱进 汤爱民 尹素芳 黎明辉 易中平 "
    "常万里 武文忠 乔木森 贺新春 赖小民 龚自强 文军 靳东方 霍元军 齐宝成 樊立新 邢国栋 翟天亮 聂小倩 焦裕民 安建平 路明 耿志伟 冀春雷 郄艳彬 仝卫华 么志军 母建东 "
    "欧阳雪 司马晴川 诸葛明亮 上官云飞 皇甫立国 尉迟敬山 慕容晓晓 端木磊 呼延庆生 令狐冲霄 王燚 李犇 张喆 刘赟 陈旸 杨孛 赵䶮 黄鑫淼 周子钦 "
    "吴梓涵 徐若曦 孙一诺 胡八一 朱六顺 高大鹏 林九成 何四海 郭小五 马三立 单立人 解放军 查良友 仇和平 盖世才 区志航 覃雨桐 缪建华 亢金龙 逯小刚 苑广阔 "
).split()  # fmt: skip
MINORITY = (
    "阿卜杜拉·买买提 艾力·吐尔逊 古丽娜尔·阿不都 买合木提·依明 阿依努尔·卡德尔 迪力夏提·帕尔哈提".split()
)
NICKS = "狗蛋 二愣子 铁锤 大奎 三孬 老黑 秃子 栓柱 胖墩 猴子".split()
ROLES = (
    "负责人 法定代表人 实际控制人 环保负责人 厂长 副厂长 总经理 经理 环保专员 安全员 会计 车间主任 生产厂长 经营者 业主 现场负责人 值班人员 办公室主任 环保主管 技术员 操作工 门卫"
).split()
FIRMS = (
    "赵县金峰化工有限公司 河北恒泰板材有限公司 赵县永兴铸造厂 石家庄华康淀粉有限公司 赵县鑫源包装制品有限公司 河北天润环保科技有限公司 赵县顺达汽修厂 赵县惠民医院 赵县昌盛塑料制品厂 赵县利民加油站 "
    "赵县高村面粉有限公司 赵县新华纸业有限公司 赵县康达养殖专业合作社"
).split()
VILLAGES = "东郭村 大石桥村 南解疃村 王家庄村 北中马村 孝友村 谢庄村 姚家庄村".split()
TOWNS = "赵县南柏舍镇东郭村 赵州镇大石桥村 北王里镇孝友村 赵县韩村镇姚家庄村 河北省赵县范庄镇南解疃村".split()
HOUSES = "幸福街12号 3组15号 中心街北三巷8号 5排7号 康庄路26号 东大街9号 二排六号 新兴路东一胡同3号".split()
FLATS = "阳光小区3号楼2单元501室 锦绣家园12栋1单元302 滨河花园5号楼1102室 幸福里小区8-2-603 县政府家属院2号楼3单元401室".split()
KEEPS = "ZX2023-0456 13812340987 HBJC20230512 130133202300045 SN20190817003 GA-0045".split()
DEVICES = "光氧催化设备 布袋除尘器 喷淋塔 活性炭吸附装置".split()
VALUES = "13.8吨 1356度 25kg 38.5mg/m³ 1200m³".split()


class Filler:
    """One deterministic source of invented things."""

    def __init__(self, seed: int) -> None:
        """Start from a seed."""
        self.luck = random.Random(seed)

    def pick(self, words: list[str] | tuple[str, ...]) -> str:
        return self.luck.choice(words)

    def digits(self, count: int) -> str:
        return "".join(self.luck.choice("0123456789") for _ in range(count))

    def mobile(self) -> str:
        number = "1" + self.luck.choice("3456789") + self.digits(9)
        forms = [number] * 6 + [
            f"{number[:3]} {number[3:7]} {number[7:]}",
            f"{number[:3]}-{number[3:7]}-{number[7:]}",
            number.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
            f"{number[:5]}\u200b{number[5:]}",
            "".join("零一二三四五六七八九"[int(digit)] for digit in number),
            f"{number[:7]}\n{number[7:]}",
            f"{number[:3]}\u00a0{number[3:7]}\u2009{number[7:]}",
            number.replace("0", "O"),
            f"+86 {number}",
            f"{number[:4]}\u202e{number[4:]}",
        ]
        return self.luck.choice(forms)

    def landline(self) -> str:
        local = "84" + self.digits(6)
        return self.pick(
            [
                f"0311-{local}",
                f"0311{local}",
                f"(0311){local}",
                local,
                f"0311-{local}-8{self.digits(2)}",
                f"０３１１－{local}",
                f"0311-{local}转{self.digits(3)}",
            ]
        )

    def birthday(self) -> tuple[int, int, int]:
        return self.luck.randint(1950, 2003), self.luck.randint(1, 12), self.luck.randint(1, 28)

    def identity(self) -> str:
        year, month, day = self.birthday()
        body = f"130133{year}{month:02}{day:02}{self.digits(3)}"
        number = body + checksums.id_check_digit(body)
        wrong = body + self.pick([digit for digit in "0123456789" if digit != number[17]])
        forms = [number] * 5 + [
            number.lower(),
            f"{number[:6]} {number[6:14]} {number[14:]}",
            wrong,
            body[:6] + body[8:],
            number.replace("X", "×"),
        ]
        return self.pick(forms)

    def born(self) -> str:
        year, month, day = self.birthday()
        han = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
        months = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
        return self.pick(
            [
                f"{year}年{month}月{day}日",
                f"{year}年{month}月",
                f"{year}-{month:02}-{day:02}",
                f"{year}.{month}.{day}",
                f"{han}年{months[month - 1]}月{months[day % 12]}日",
                f"{year}{month:02}{day:02}",
            ]
        )

    def plate(self) -> str:
        tail = self.pick("ABCDEFGHJKLMNPQRSTUVWXYZ") + self.digits(4)
        letter = self.pick("ABCDEFGHJRT")
        return self.pick(
            [
                f"冀{letter}{tail}",
                f"冀{letter}·{tail}",
                f"冀{letter}D{self.digits(5)}",
                f"冀{letter}{self.digits(5)}",
                f"冀{letter}{self.digits(4)}警",
                f"冀{letter}{self.digits(4)}挂",
                f"京{letter}{tail}",
                f"冀{letter.lower()}{tail.lower()}",
            ]
        )

    def card(self) -> str:
        number = with_check_digit("B", "6228" + self.digits(14) + "?")
        return self.pick([number, f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:16]} {number[16:]}"])

    def person(self) -> str:
        name = self.pick(NAMES)
        chance = self.luck.random()
        if chance < 0.03 and len(name) == 2:
            return f"{name[0]} {name[1]}"
        return f"{name[0]}\u200b{name[1:]}" if chance > 0.98 else name

    def fill(self, key: str) -> str:
        """Return what stands for one key, marked where it is private or harmless."""
        makers = {
            "P": self.person,
            "M": self.mobile,
            "L": self.landline,
            "I": self.identity,
            "B": self.card,
            "S": lambda: self.pick(["E" + self.digits(8), "EA" + self.digits(7), "G" + self.digits(8)]),
            "C": self.plate,
            "E": lambda: self.pick(["zhang", "wxh", "lee"]) + self.digits(4) + self.pick(["@qq.com", "＠163.com", "(at)126.com", "@sina.com.cn"]),
            "W": lambda: self.pick(["wx_", "zhao", "hb-", "lxm"]) + self.pick("abcdefg") + self.digits(5),
            "D": self.born,
            "U": lambda: with_check_digit("U", "92130133MA" + self.digits(2) + self.pick("ABCDEFGH") + self.digits(4) + "?"),
            "N": lambda: self.pick(NICKS),
            "minority": lambda: self.pick(MINORITY),
            "Q": lambda: self.pick("123456789") + self.digits(8),
            "A": lambda: self.pick(HOUSES),
            "V": lambda: self.pick(HOUSES),
            "no": lambda: f"赵环罚〔202{self.pick('234')}〕{self.digits(2)}号",
            "keep": lambda: self.pick(KEEPS),
            "firm": lambda: self.pick(FIRMS),
            "value": lambda: self.pick(VALUES),
        }  # fmt: skip
        kinds = {
            "N": "P",
            "minority": "P",
            "Q": "W",
            "V": "A",
            "no": "K",
            "keep": "K",
            "firm": "K",
            "value": "K",
        }
        plain = {
            "role": ROLES,
            "village": VILLAGES,
            "town": TOWNS,
            "day": ["2023年5月6日", "2024年11月20日", "2023年3月"],
            "keep2": DEVICES,
            "value2": ["3万元", "12000元"],
            "value3": ["30头", "200余只", "50个"],
            "value4": ["10分钟", "半小时"],
            "trader": ["赵县老街饭店", "赵县顺发洗车行"],
        }
        if key in plain:
            return self.pick(plain[key])
        return f"⟦{kinds.get(key, key)} {makers[key]()}⟧"


def generated(copies: int = 14, seed: int = 20250101) -> Iterator[Labelled]:
    """Yield every template ``copies`` times, differently filled."""
    lines = (HERE / "templates.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        for copy in range(copies):
            filler = Filler(seed * 1000 + number * 50 + copy)
            written = re.sub(r"\{(\w+)\}", lambda match, filler=filler: filler.fill(match.group(1)), line)
            if "{A}" in line and copy % 3 == 0 and "村" not in line:
                written = re.sub(r"⟦A [^⟧]*⟧", f"⟦A {filler.pick(FLATS)}⟧", written)
                written = re.sub(r"(赵州镇|[北南韩范]\w{1,3}镇)\w{2,5}村(?=⟦A)", r"\1", written)
            yield labelled(f"templates.txt:{number}/{copy}", written.replace("\\n", "\n"))


def negatives() -> Iterator[Labelled]:
    """Yield the harmless sentences; the whole of each must stay."""
    for number, line in enumerate((HERE / "negatives.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield Labelled(f"negatives.txt:{number}", line, (), tuple(_pieces(line)))


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^，。；、：（）“”]+", line):
        yield match.span()
