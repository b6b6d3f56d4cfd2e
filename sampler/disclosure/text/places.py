"""Where a person lives: the part of an address below the village, the residential quarter and what follows it."""

import re

from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import ADDRESS, Hit

N = r"(?:\d{1,5}|[〇零一二三四五六七八九十百]{1,5}|[甲乙丙丁]|[a-z]\d{0,3})"
SIDE = r"(?:[东西南北中前后]{0,2})"
UNIT = rf"(?:{SIDE}{N}(?:-\d{{1,4}})?(?:号楼|号院|号|栋|幢|座|#楼?|单元|层|楼|室|户|排|组|社|队|里(?=[\d东西南北])|门|巷|弄|条|胡同|支|大街|街|路|道|区)|{SIDE}(?:户|门|侧|排|头|数)?第?{N}(?:家|户|排|门|间)|-\d{{1,4}}(?:-\d{{1,4}}){{0,2}}|(?<=[元楼层号院])[东西南北中左右](?:户|室|屋|间|单元|厢房|院)|(?<=院)[东西南北正偏]屋|(?<=[院元楼号层栋])(?:平房|地下室|车库|阁楼|储藏室))"
QUARTER = r"(?:小区|花园|家园|嘉园|佳苑|雅苑|新苑|公寓|名苑|名城|新城|新村|新区|社区|庭院|家属院|宿舍楼?|家属楼|单元楼|平房|华庭|华府|府邸|丽都|豪庭|小镇|大院|楼区|[园苑庭府邸湾居轩寓郡城阁])"
HOME = re.compile(
    r"(?:家住|现住|居住于|居住在|居住地|住址|住所地?|住在|暂住地?|暂住|户籍地址?|户籍所在地|户籍|家庭地址|家庭住址|通讯地址|联系地址|收货地址|邮寄地址|送达地址|租住于?在?|住于|[,。;:(、 ]住(?![所址])|地址|老家|家在|现居|籍贯|搬到|搬至|入住|寄到|寄至|寄往|送至|送到|邮至|收件地址|收件地点|送达地点|投递地址|寄送地址|联系住址|联络地址|现址|家是|家就在|家位于|家中|寄信人|寄件人|收信人|收件人|门牌号?码?|搬家了?,?现在|老房子|老宅|宅基地|住)(?:为|是|:|在|\s|于){0,3}"
)
PUBLIC_PLACE = re.compile(
    r"(?:中心|服务|大楼|政府|局|(?<![号属大后前小庭])院|学校|科技园|产业园|工业园|创业|孵化|软件园|注册地址|公司地址|办公地址|经营地址|单位地址|写字楼|商务|大厦|办公|厂区|车间|实验室|化验室|公司|园区|工业|会议|仓库|锅炉|窑|机组|生产线|有限|站房|经营场所|注册地|厂址|门市|商铺|底商|沿街|市场|监控室|询问室|机房|货架|库位|货位)"
)
TAIL = re.compile(
    rf"{UNIT}(?:(?: |,(?=\d))?{UNIT}){{0,7}}(?:(?<=[元楼栋幢])[ -]?\d{{3,4}}(?![\d年月.]))?(?:[东西南北上下前后里外]{{0,2}}(?:屋场|老屋|新屋|屋(?!顶)|[东西南北]厢房?|院子|自建房|平房|窑洞|楼上|楼下|顶楼|底楼|阁楼|地下室))?",
    re.I,
)
CLEARLY_HOME = re.compile(
    rf"{N}单元|(?:号楼|栋|幢|#楼?|寓[a-z]?座|园[a-z]?座)[^,。;]{{0,8}}\d{{3,4}}(?:室|号|户)?|弄\d{{1,4}}号[^,。;]{{0,6}}\d{{3,4}}室|(?:栋|幢|号楼)\d{{1,2}}-|(?<![A-Za-z0-9-])\d{{1,3}}-\d{{1,2}}-\d{{3,4}}(?![\d-])|\d#-\d{{1,2}}-\d{{3,4}}",
    re.I,
)
LEVEL = re.compile(
    r"(?:省|自治区|(?<!城)市|县城|县(?!政府|委|局|医院)|(?<![小社新园山厂甲乙丙丁A-Za-z0-9])(?<![苑园庭府邸湾居轩寓][东西南北中])区(?!\d)|镇|乡|街道(?:办事处)?|居委会|村委会|村民委员会|嘎查(?!长|书记)|苏木(?!长|达)|(?<![新农乡村然组社队号])村(?!民|委|支|主|干|(?<=[一二三四五六七八九十]村)\d{1,3}(?:栋|幢|号楼|单元)))"
)
HOUSE_LIKE = re.compile(
    rf"{N}(?:组|排|巷|胡同|条|户|门|街|路|号院)[^,。;]{{0,8}}{N}(?:号|户|家|门|排)|(?:街|路|巷|胡同|道){SIDE}{N}号|{N}号院?$",
    re.I,
)
STREET_START = re.compile(r"[\u4e00-\u9fffA-Za-z0-9#-]{0,24}$")

VILLAGE = re.compile(r"[村庄营屯堡寨疃]$")
BARE_ADDRESS = re.compile(r"地址[^,。;]{0,24}$")
OWN_ADDRESS = re.compile(r"(?:家庭|户籍|收货|邮寄|送达)地址")
ABOUT_A_PERSON = re.compile(r"身份证|[男女][,、]|出生|姓名|住户|村民")
ESTATE = re.compile(r"开发区|工业[园区]|产业园|科技园|园区|物流园")
FILLER = re.compile(
    r"[、,:;=()是为写填在 ]|本[楼村院]|附近的?|\d(?=[\u4e00-\u9fff])(?!\d?[号栋幢座单层楼室排组社队门弄巷街路])"
)
UPPER = frozenset("屋湾河村沟庄坪畈塘街桥岭新下")
SEAT = re.compile(r"住所地?[^,。;]{0,3}$")
FIRMS_AFTER = re.compile(r"法定代表人|统一社会信用代码|公司")
FIRM = re.compile(r"公司|[厂局店站]|合作社|中心")
PERSON = re.compile(r"身份证|[男女][,、]|出生|人[:为]|家住")
STOPS = re.compile(r"[。;\n!?]")
NUMBERED = re.compile(rf"{N}(?:号|户|室|栋|幢|座|单元|排|组|社|队|家|门|楼|#|条|巷|弄|街)|-\d", re.IGNORECASE)
LIVES = re.compile(r"(?:住|家|老家|户籍|身份|男|女|收货|邮寄)[^,。;]{0,4}$|身份证|[男女][,、]|出生|家庭")
FIRMS_OWN = re.compile(r"(?:公司|厂|单位|企业|经营|注册|生产|项目|建设)(?:的|所在|注册|经营)?$")


def find_addresses(scene: Scene) -> None:
    """Take what lies below the village or begins a residential quarter."""
    last: Hit | None = None
    for match in TAIL.finditer(scene.text):
        hit = _judge(scene.text, match)
        if hit is not None and last is not None and hit.start <= last.end:
            last = Hit(last.start, hit.end, ADDRESS, hit.rule, hit.why)
        elif hit is not None:
            _take_free_part(scene, last)
            last = hit
    _take_free_part(scene, last)


def _judge(text: str, match: re.Match[str]) -> Hit | None:
    before = text[max(0, match.start() - 40) : match.start()]
    tail = match.group()
    home = _home_cue(before)
    if home is not None and is_firms(text, max(0, match.start() - 40) + home):
        return None
    start = _start(text, match.start(), home)
    if home is not None and _parted(text, max(0, match.start() - 40) + home, match.start()):
        home, start = None, _start(text, match.start(), None)
    start = trimmed(text, start, match.start())
    place = text[start : match.end()]
    if not home and PUBLIC_PLACE.search(text[max(0, match.start() - 14) : match.end() + 2]):
        return None
    if CLEARLY_HOME.search(place):
        return Hit(start, match.end(), ADDRESS, "address.flat", "小区楼栋单元门牌")
    if ESTATE.search(text[max(0, start - 8) : start + 12]):
        return None
    if home is not None and _has_number(tail) and _is_somebodys(before, text[start - 1 : start], place):
        return Hit(start, match.end(), ADDRESS, "address.home", "“住址”后村以下的门牌")
    village = VILLAGE.search(text[max(0, start - 2) : start])
    if village and HOUSE_LIKE.search(place):
        return Hit(start, match.end(), ADDRESS, "address.village", "村以下的门牌")
    return None


def trimmed(text: str, start: int, stop: int) -> int:
    """Return where an address begins without what only leads to it: 是, 写, 附近, 镇上, 本楼, an open bracket, a list mark."""
    bracket = text.rfind("(", start, stop)
    if bracket >= 0 and ")" not in text[bracket:stop]:
        start = bracket + 1
    while (filler := FILLER.match(text, start, stop)) is not None:
        start = filler.end()
    up = text[start - 1 : start] == "镇" and text[start : start + 1] == "上" and text[start + 1] not in UPPER
    return start + 1 if up else start


def _parted(text: str, cue_end: int, tail: int) -> bool:
    """Say whether a comma parts the word for living from a number, with no village or town after it."""
    comma = text.rfind(",", cue_end, tail)
    return comma >= 0 and LEVEL.search(text, comma, tail) is None


def _is_somebodys(before: str, level: str, place: str) -> bool:
    """Say whether a house number belongs to a home: a bare 地址 with a street may be an office."""
    if not BARE_ADDRESS.search(before) or OWN_ADDRESS.search(before):
        return True
    return (
        level in set("村庄营屯堡寨疃")
        or bool(ABOUT_A_PERSON.search(before))
        or bool(HOUSE_LIKE.search(place) and "村" in before)
    )


def is_firms(text: str, cue_end: int) -> bool:
    """Say whether the one whose address follows is a firm: its name is nearer than any person's marks."""
    before = text[max(0, cue_end - 60) : cue_end]
    if LIVES.search(before[-60:]) and not SEAT.search(before):
        return False
    if SEAT.search(before) and FIRMS_AFTER.search(text[cue_end : cue_end + 60]):
        return True
    firm = list(FIRM.finditer(before))
    person = list(PERSON.finditer(before))
    return bool(firm) and (not person or person[-1].start() < firm[-1].start())


def _home_cue(before: str) -> int | None:
    last = None
    for match in HOME.finditer(before):
        last = match
    if last is None or STOPS.search(before[last.end() :]):
        return None
    if FIRMS_OWN.search(before[: last.start()]):
        return None
    return last.end()


def _start(text: str, tail: int, home: int | None) -> int:
    floor = max(0, tail - 40)
    if home is not None:
        floor += home
    else:
        stretch = STREET_START.search(text[floor:tail])
        floor = tail - len(stretch.group()) if stretch else tail
    levels = [one for one in LEVEL.finditer(text, floor, tail + 12) if one.end() <= tail]
    start = levels[-1].end() if levels else floor
    while start < tail and text[start] in " \n,:;=的":
        start += 1
    return start if levels or home is not None else _quarter_start(text, start, tail)


def _quarter_start(text: str, start: int, tail: int) -> int:
    for word in ("位于", "在", "到", "至", "于", "是", "为", "从", "的", "去", "把"):
        cut = text.rfind(word, start, tail)
        if cut >= 0:
            start = max(start, cut + len(word))
    return start


def _has_number(tail: str) -> bool:
    return bool(NUMBERED.search(tail))


def _take_free_part(scene: Scene, hit: Hit | None) -> None:
    if hit is None:
        return
    start = hit.start
    for at in range(hit.start, hit.end):
        if scene.marks[at]:
            start = at + 1
    scene.take(Hit(start, hit.end, hit.type, hit.rule, hit.why))
