"""A sole trader's firm name that holds the owner's own name: the name goes, place and trade stay."""

import re

from sampler.disclosure.text.folding import is_han, plain
from sampler.disclosure.text.lexicon import lexicon
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import PERSON, Entity, Hit

TRADES = [
    "废品收购站",
    "废旧物资回收站",
    "再生资源回收站",
    "废品回收站",
    "收购站",
    "回收站",
    "废品站",
    "回收点",
    "收购点",
    "洗煤点",
    "洗煤厂",
    "搅拌站",
    "猪场",
    "鸡场",
    "木材加工厂",
    "建材经营部",
    "五金经营部",
    "养殖场",
    "养猪场",
    "养鸡场",
    "养牛场",
    "养羊场",
    "奶牛场",
    "屠宰场",
    "加工厂",
    "加工点",
    "加工部",
    "家具厂",
    "木器厂",
    "塑料颗粒厂",
    "塑料厂",
    "颗粒厂",
    "板材厂",
    "铸造厂",
    "砖厂",
    "石料厂",
    "石材厂",
    "砂石厂",
    "印刷厂",
    "喷漆房",
    "喷涂厂",
    "喷塑厂",
    "修理厂",
    "修理部",
    "修理铺",
    "汽修厂",
    "汽修部",
    "汽修店",
    "汽车修理部",
    "汽车维修部",
    "汽车修理厂",
    "电焊部",
    "电焊铺",
    "门市部",
    "门市",
    "经营部",
    "批发部",
    "销售部",
    "商店",
    "商行",
    "超市",
    "便利店",
    "小卖部",
    "饭店",
    "饭馆",
    "餐馆",
    "餐厅",
    "小吃店",
    "烧烤店",
    "面馆",
    "火锅店",
    "早餐店",
    "快餐店",
    "酒楼",
    "旅馆",
    "宾馆",
    "洗车行",
    "洗车店",
    "洗浴",
    "理发店",
    "干洗店",
    "洗衣店",
    "诊所",
    "药店",
    "口腔诊所",
    "豆腐坊",
    "油坊",
    "粉条厂",
    "面粉厂",
    "食品厂",
    "糕点店",
    "馒头店",
    "轮胎店",
    "轮胎修补",
    "煤场",
    "煤球厂",
    "加油点",
    "服装厂",
    "鞋厂",
    "制衣厂",
    "布厂",
    "皮革厂",
    "皮毛加工部",
    "电镀点",
    "打印部",
    "图文店",
    "广告部",
    "门窗厂",
    "门窗部",
    "五金店",
    "五金加工部",
    "建材店",
    "建材门市",
    "水暖门市",
    "种植场",
    "农资门市",
    "饲料门市",
    "农机修理部",
    "配件门市",
    "工作室",
    "作坊",
    "服务部",
    "维修部",
    "酱菜厂",
    "合作店",
    "幼儿园",
    "沙场",
    "养殖户",
    "加工坊",
    "豆腐坊",
    "磨坊",
    "糕点坊",
    "屠宰点",
    "洗衣房",
    "理发馆",
    "包子铺",
    "烧饼铺",
    "肉铺",
    "杂货铺",
    "修车铺",
    "铁匠铺",
    "便民店",
    "水果店",
    "蔬菜店",
    "粮油店",
    "家电维修",
    "照相馆",
    "茶楼",
    "浴池",
    "网吧",
    "快递点",
    "洗涤部",
    "洗涤服务部",
    "装饰部",
    "家具店",
    "个体户",
]
TRADE = re.compile("|".join(sorted(TRADES, key=len, reverse=True)))
SIGN_ENDS = "汽修|烧烤|五金|凉皮|裁缝|美发|理发|洗衣|餐饮|早餐|面食|家电|家具|门窗|电焊|建材|茶庄|花店|服饰"
AFTER_GIVEN = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:"
    + TRADE.pattern
    + r")|[\u4e00-\u9fff]{0,4}?(?:[店铺坊馆厂](?![长里内子])|"
    + SIGN_ENDS
    + ")"
)
CALLED = ("单位", "字号", "名称", "店名", "门头", "招牌", "楼下", "隔壁", "对面", "旁边", "写的是")
FIRM = re.compile(r"(?:有限|股份|集团|公司|合作社)")
PLACE_END = "县市镇乡村区庄营屯堡寨"
PLACE_CHARS = frozenset("县市镇乡村庄")
BEFORE = "对到在由和的为是向"
BRAND = frozenset("兴旺盛发达利源鑫丰康泰昌隆顺和祥福永宏恒华荣富裕美佳乐聚宝来财润通安瑞诚信嘉惠益德万家")
BRAND_SURNAMES = frozenset("金华万安康盛鲁东和常宏喜温乐时富平白明凤红海新永")


def find_owner(scene: Scene, entity: Entity, owners: tuple[str, ...]) -> None:
    """Take the owner's name inside every mention of a sole trader's firm name, then keep the rest of it."""
    name = plain(entity.name)
    if not name:
        return
    inner = _owner_in(name, owners) if entity.is_sole_trader else None
    _take_mentions(scene, name, inner)
    if inner is not None and len(name) - inner[1] > 2:
        _take_mentions(scene, name[inner[0] :], (0, inner[1] - inner[0]))
        _take_mentions(scene, name[inner[0] : inner[1] + 2], (0, inner[1] - inner[0]))


def _take_mentions(scene: Scene, name: str, inner: tuple[int, int] | None) -> None:
    at = scene.text.find(name)
    while at >= 0:
        if inner is not None:
            scene.take(Hit(at + inner[0], at + inner[1], PERSON, "trader.name", "个体工商户字号里的业主姓名"))
        scene.keep(Hit(at, at + len(name), "", "keep.entity", "本单位名称"))
        at = scene.text.find(name, at + 1)


def find_traders(scene: Scene) -> None:
    """Take a full name that stands between a place and a trade: 赵县王建国废品收购站."""
    for match in TRADE.finditer(scene.text):
        start = max(0, match.start() - 14)
        while start < match.start() and not scene.is_free(start, match.start()):
            start += 1
        spot = _name_before_trade(scene.text, start, match.start())
        if spot and not FIRM.match(scene.text, match.end()):
            scene.take(Hit(spot[0], spot[1], PERSON, "trader.name", "字号里的完整姓名"))


def find_given_names(scene: Scene, owners: tuple[str, ...]) -> None:
    """Take the given name of a person of this case where it stands between a place and a trade: 赵县秀芝饭店."""
    for given in {plain(one)[1:] for one in owners if len(plain(one)) == 3}:
        at = scene.text.find(given)
        while at >= 0:
            sign = AFTER_GIVEN.match(scene.text, at + len(given))
            before = scene.text[max(0, at - 3) : at]
            opens = not before or before[-1] in PLACE_END or not is_han(before[-1]) or before.endswith(CALLED)
            if sign is not None and opens and not FIRM.search(sign.group()) and not _is_public(scene, at):
                scene.seize(Hit(at, at + len(given), PERSON, "trader.name", "字号里的名字"))
            at = scene.text.find(given, at + 1)


def _is_public(scene: Scene, at: int) -> bool:
    """Say whether a name that may be shown stands here, such as that of a registered company."""
    return any(one.rule == "keep.public" and one.start <= at < one.end for one in scene.kept)


def _owner_in(name: str, owners: tuple[str, ...]) -> tuple[int, int] | None:
    for owner in sorted((plain(one) for one in owners), key=len, reverse=True):
        for part in (owner, owner[1:] if len(owner) > 2 else "", owner[2:] if len(owner) > 3 else ""):
            at = name.find(part) if len(part) > 1 else -1
            if at >= 0:
                return at, at + len(part)
    match = TRADE.search(name)
    stop = match.start() if match else len(name)
    return _name_before_trade(name, 0, stop, known=True)


def _name_before_trade(text: str, start: int, stop: int, *, known: bool = False) -> tuple[int, int] | None:
    found = []
    for at in range(start, stop - 1):
        if not (_may_begin(text, at) or (known and at == start)):
            continue
        for end in range(at + 2, min(at + 5, stop + 1)):
            score = _score(text[at:end], text[end:stop])
            if score is not None and score < (2.0 if known else 0.0):
                found.append((stop - end, at - end, at, end))
    return min(found)[2:] if found else None


def _may_begin(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in PLACE_END or text[at - 1] in BEFORE or not is_han(text[at - 1])


def _score(name: str, between: str) -> float | None:
    words = lexicon()
    width = 2 if name[:2] in words.surnames and len(name) > 2 else 1
    surname, given = name[:width], name[width:]
    if surname not in words.surnames or not 1 <= len(given) <= 2 or name in words.words:
        return None
    if (
        given[-1] in "氏记家老某"
        or (given[0] == "家" and given[-1] in "坪湾坡岭台寨堡桥塘冲垴洼峪坝圩埠渡集沟窝")
        or not PLACE_CHARS.isdisjoint(given)
        or any(char not in words.given and char in words.words for char in given)
    ):
        return None
    if between[:1] in PLACE_CHARS or len(between) == 1 or (between not in words.words and len(between) > 4):
        return None
    odd = 0.0 if not between or between in words.words or len(between) in {2, 4} else 2.0
    cost = words.name(surname, given) + odd
    return cost - _allowance(surname, given)


def _allowance(surname: str, given: str) -> float:
    """Return how costly a name may be: less where it sounds like a brand."""
    brand = sum(char in BRAND for char in given)
    if len(given) == 1:
        return 16.5 if brand or surname in BRAND_SURNAMES else 24.0
    if surname in BRAND_SURNAMES:
        return 20.0
    return 22.0 if brand == 2 else 28.0 + 6.0 * (len(surname) > 1)
