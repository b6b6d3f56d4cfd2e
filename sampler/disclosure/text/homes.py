"""Homes told in words: 住大石桥村四队井台边, 家在唐家寨村老学校对过. The village stays, what lies below it goes."""

import re

from sampler.disclosure.text.places import LEVEL, N, is_firms
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import ADDRESS, Hit

CUE = re.compile(
    r"(?:家住|家搁|现住|居住在|居住于|居住地|住址|住所(?:地|为|是|在|:|[\u4e00-\u9fff]{2,6}[村镇庄])?|住在|住处|暂住地?|租住|借住|户籍(?:所在地|地址|地)?|家在|家是|家就在|家位于|老家|家庭住址|家庭地址|"
    r"现居|住于|门牌(?:号码?)?|平时住|具体位置|(?<=[,。;:(、 者人主户])住(?![所址院宿房户建进满人]))(?:在|是|为|于|:| ){0,2}"
)
STRETCH = re.compile(r"(?![与和离距])[\u4e00-\u9fffA-Za-z0-9#-]{2,36}")
NUMBERED = rf"(?:第?{N}(?:个)?(?:队|间|层|家|户|排|组|门|楼|号院?|胡同|巷|条|单元|室|栋|幢))"
LANDMARK = r"(?:对过|对面|对门|斜对面|隔壁|旁边?|边上|边|后院|前院|后头|前头|后面|前面|东头|西头|南头|北头|东侧|西侧|南侧|北侧|东边|西边|南边|北边|拐角处?|路口|村口|桥头|附近|院里|院内|[东西南北]\d{1,4}米)"
TAIL = re.compile(
    rf"(?:[\u4e00-\u9fffA-Za-z0-9#-]{{0,24}}?)(?:{NUMBERED}{{1,4}}[\u4e00-\u9fff]{{0,6}}{LANDMARK}|{LANDMARK}|第{N}(?:个胡同|家|间|户|排)|{N}(?:队|间|层))(?:自建房|老屋|新屋|老宅|平房|楼房|院子|窑洞|小院)?(?![\u4e00-\u9fff]{{0,3}}(?:公司|厂))"
)
WRITTEN = ("住址", "家庭住址", "户籍地址")
PRECISE = re.compile(r"[\dA-Za-z一二三四五六七八九十]|[街路巷弄]|胡同")
"""Without a village before it a landmark is a home only beside a number or a street; 学校隔壁 points to nobody."""
HOUSE = re.compile(r"村[\u4e00-\u9fff]{2,8}$")


def find_homes(scene: Scene) -> None:
    """Take what follows a word for living somewhere, below village and town, up to its last landmark."""
    for cue in CUE.finditer(scene.text):
        stretch = STRETCH.match(scene.text, cue.end())
        if stretch is None or is_firms(scene.text, cue.end()):
            continue
        levels = list(LEVEL.finditer(scene.text, cue.end(), stretch.end()))
        start = levels[-1].end() if levels else cue.end()
        end = start
        if cue.group().startswith(WRITTEN) and HOUSE.search(stretch.group()):
            end = stretch.end()
        while (tail := TAIL.match(scene.text, end, stretch.end())) is not None and tail.end() > end:
            end = tail.end()
        if end > start and (levels or PRECISE.search(scene.text, start, end)):
            scene.take(Hit(start, end, ADDRESS, "address.landmark", "“住”后用方位说的住处"))


def join_homes(scene: Scene) -> None:
    """Make one place of two that touch: 东头 and 第三排5号 are one door."""
    joined: list[Hit] = []
    for hit in sorted(scene.hits, key=lambda one: one.start):
        last = joined[-1] if joined else None
        if last is not None and hit.type == last.type == ADDRESS and last.end == hit.start:
            joined[-1] = Hit(last.start, hit.end, ADDRESS, last.rule, last.why)
        else:
            joined.append(hit)
    scene.hits[:] = joined
