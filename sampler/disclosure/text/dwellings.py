# ruff: noqa: RUF001, RUF003  # 〇 is a digit of a door here
"""Homes read piece by piece: 码头路 + 9号 + 出租屋. A word for living before, a dweller after, or a person beside tells a home.

What follows the last town or village is read as the pieces of an address (street, quarter, group, number, landmark, house);
the reading ends where no piece follows, so that neither a comma nor what the sentence goes on to say is taken.
"""

import re
from collections.abc import Iterator

from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.places import ESTATE, LEVEL, QUARTER, UNIT, is_firms, trimmed
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import ADDRESS, ID_CARD, MOBILE, PERSON, Hit

NOT_IN_A_PLACE = (
    "的了是在与和离距不有被把给从到来去说称这那就都还也很且并但而因只隔得过没住由于对向其他她我你为之及或"
)
H = rf"(?:和(?=[平谐顺兴睦美])|得(?=[胜意利])|(?![{NOT_IN_A_PLACE}])[\u4e00-\u9fff])"
N = r"(?:[\dOolI]{1,5}|[〇零一二三四五六七八九十百]{1,5})"
LANDMARK = (
    r"(?:斜?对[过面门]|隔壁|旁边?|边上|后身|[后前][院头面排]|[东西南北][头侧边面]|拐角处?|[路村街巷桥]口|桥头|附近|院里|院内|"
    r"[东西南北]\d{1,4}米|树下|左手|右手|门前|上首|下首|井台边)"
)
SPOT = (
    r"(?:粮站|供销社|祠堂|学校|小学|卫生室|卫生院|大队部|村部|仓库|水塔|井房|老?庙|祠|磨坊|砖窑|窑厂|戏台|晒谷场|粮库|信用社|"
    r"邮电所|兽医站|老?茶站|知青点)"
)
HOUSE = (
    r"(?:出租[屋房]|租住?房|租屋|自建[房屋]|自住房|私房|民[房宅]|平房|瓦房|楼房|老[屋宅]|新[屋宅]|旧宅|宅院|小院|老院|院子|大院|窑洞|阁楼|"
    r"地下室|地下车库|车库|顶[楼层]|底[楼层]|别墅|[前后侧]门|[东西南北前后]楼|楼[上下]|家属[院楼]|宿舍楼?|职工宿舍|[东西南北](?:[厢偏正]房?|间)|[里外]间|[东西][户门]|[前后]院|(?<=[楼层元])[左右中](?=[,。;、]|$)|"
    r"[一二三四五六七八九十两\d]层(?:楼房|小楼)?|筒子楼|周转房|安置房|廉租房|公租房)"
)
PIECES = (
    ("number", re.compile(rf"(?:{UNIT}|[附之甲乙]{N}号?|门牌号?码?{N}号?|第?{N}[家户]|(?:No\.?|#){N})", re.I)),
    ("number", re.compile(r"(?<=[元楼栋幢座院寓舍门层])[ -]?(?:\d{3,4}[A-Za-z]?|\d{1,4}[A-Za-z]|[〇零一二三四五六七八九]{3,4})[室房号户]?(?![\d〇零一二三四五六七八九])")),
    ("number", re.compile(r"[东西南北中]单元(?:[ -]?\d{3,4}[室号户]?(?!\d))?")),
    ("group", re.compile(rf"{H}{{1,5}}?(?:{N}组|(?:第?{N})?村?民?小?组|{N}[社队]|生产队|屋场|自然村|[屯畈湾坪冲塆坳垸嘴垄埂埠](?=[,。;:(、 \d]|$))")),
    ("house", re.compile(HOUSE)),
    ("house", re.compile(rf"{H}{{1,6}}?(?:老院|院子|老屋|老宅)")),
    ("number", re.compile(rf"{H}{{1,6}}?{N}(?:号楼|号院|号|栋|幢|弄)", re.I)),
    ("quarter", re.compile(rf"{H}{{1,8}}?{QUARTER}(?:\([一二三四五六七八九十\d]{{1,2}}期\))?(?:[A-Za-z甲乙丙丁一二三四五六七八九十\d]{{1,2}}[区期])?")),
    ("street", re.compile(rf"{H}{{1,6}}?(?:大街|大道|街|路|巷子?|弄|胡同|坊|河沿)(?:[东西南北中]段)?(?:[东西南北]?{N}[巷弄条])?")),
    ("mark", re.compile(rf"{H}{{0,7}}?{LANDMARK}")),
    ("mark", re.compile(rf"{H}{{0,4}}?{SPOT}(?![\u4e00-\u9fff])")),
)  # fmt: skip
"""The kinds of pieces; at each place the first kind that fits is read."""
TOLD = frozenset({"house", "mark", "group"})
"""What tells a home where a village or a street is named before; a number does so by itself."""
CUE = re.compile(
    r"(?:家住|[现暂租借同寄居]住(?:证?地址?|址)?|住宿登记[于在]?|居住(?:在|于|地址?)?|住址|住所地?|住处|户籍(?:所在地|地址|地)?|户口(?:所在地|在)|老家|家在|家是|家就在|家位于|"
    r"家庭(?:住址|地址)|[现定蜗]居|住[在于]|(?<![入居原值记停不站挺])住(?![址院宿房户建进满持人宅下着了过])|搬[到至去](?!了)|(?:收[件货]|送达|邮寄|寄送|投递|通[讯信]|联[系络]|现)(?:地[址点]|住址)|"
    r"(?:自家|[家宅]中?|住所|住处|住房|家门口)\(|[款书件信]寄|寄[到至往]|送达?[到至]|[我他她其俺]家(?:地址)?|[原新旧]址(?=[为是])|家里(?=[是在])|租[在住]|独居|住(?:在)?哪[里儿]?\?\s?答[:,]?|(?:出租屋|出租房|租的房子|房子|住房)(?=在|位于)|老房子|老宅|宅基地|房屋位于|坐落|寄信人|寄件人|收[信件]人|门牌)(?:一栏|栏)?(?:写的|填的|登记的?)?[为是在于: ]{0,3}"
)
WEAK_CUE = re.compile(r"地址(?:写的|填的|登记的?)?[为是在于: ]{0,3}")
DWELLER = re.compile(
    r"(?:的)?(?:住户|居民|村民|业主|户主|人家|租户|租客|房客|屋主|农户|住家|住着|住了|邻居|家[里中的门院]|自家|家(?=[,。;、]|$)|住(?=[,。;]|$)|独居|出租[屋房])"
)
STAYS = re.compile(r"在(?P<it>[^,。;:!?\n]{4,30}?)(?:住着|住哩|居住|租住|暂住|租房|借住|落户|安家)")
HAMLET = re.compile(
    r"[\u4e00-\u9fff]家[咀嘴堡寨营庄屯洼坡岭沟坝垴塘埠窑](?=\d|第?[一二三四五六七八九十]{1,3}(?:村民)?小?[组社队]|[\u4e00-\u9fff]{1,3}组)"
)
"""A village without the word 村: 赵家堡175号."""
NTH_DOOR = re.compile(r"第[一二三四五六七八九十\d]{1,2}[家户]$")
ABOUT_A_HOME = re.compile(
    r"家[里中]|[其他她我]家|身份证|[男女][,、]|出生|住户|村民|信访人|举报人|投诉人|来信人|见证人|收件人|当事人[:,(\u4e00-\u9fff]{0,6}$"
)
OPPOSITE = re.compile(r"[路街巷道](?:斜?对[过面门]|旁边?|边上?|附近|[东西南北][侧边面])$")
CLAUSE = re.compile(r"[^,。;:!?\n\"'|<>]{1,60}")
BESIDE = re.compile(
    r"[(, :|]{0,2}(?:[男女][,、 ]{1,2})?(?:住|家住|现住)?(?P<it>[\u4e00-\u9fff][^,。;:!?\n\"'()|]{2,40})(?=[),。;|\n ]|$)"
)
AFTER = re.compile(rf"{DWELLER.pattern}|[收转]|电话|手机|身份证")
PLANT = re.compile(
    r"公司|[厂局站所店]|(?<![号后前大小])院|合作社|中心(?![街路巷])|车间|仓库|学校|医院|项目|工地|点位|地块|排口|锅炉"
)
LONGEST = 8


def find_dwellings(scene: Scene) -> None:
    """Take the homes that a word for living introduces, and those before a dweller."""
    for cue in CUE.finditer(scene.text):
        if not is_firms(scene.text, cue.end()):
            _take_after(scene, cue.end(), "“住、户籍、住址”后村以下的住处")
    for cue in WEAK_CUE.finditer(scene.text):
        if ABOUT_A_HOME.search(scene.text[max(0, cue.start() - 40) : cue.start()]) and not is_firms(
            scene.text, cue.end()
        ):
            _take_after(scene, cue.end(), "说到某人之后的地址")
    for stay in STAYS.finditer(scene.text):
        start = _below(scene.text, *stay.span("it"))
        end, kinds = _read(scene.text, start, stay.end("it"))
        if "number" in kinds and end == stay.end("it"):
            scene.take(Hit(start, end, ADDRESS, "address.stays", "“在……住着、居住”之间的住处"))
    for level in LEVEL.finditer(scene.text):
        end, kinds = _read(scene.text, level.end(), len(scene.text))
        lower = LEVEL.search(scene.text, level.end(), end)
        door = NTH_DOOR.search(scene.text, level.end(), end)
        told = DWELLER.match(scene.text, end) or (door is not None and door.end() == end)
        if "number" in kinds and lower is None and told:
            scene.take(Hit(level.end(), end, ADDRESS, "address.dweller", "“住户、村民、家”前的门牌"))


def find_beside(scene: Scene) -> None:
    """Take an address that stands beside a person's name or number as the next cell or in brackets."""
    for hit in sorted(scene.hits, key=lambda one: one.start):
        if hit.type not in (PERSON, MOBILE, ID_CARD):
            continue
        match = BESIDE.match(scene.text, hit.end)
        if match is not None and _is_parted(scene, hit.end) and not PLANT.search(match.group("it")):
            _take_beside(scene, *match.span("it"))


def _take_beside(scene: Scene, at: int, stop: int) -> None:
    start = _below(scene.text, at, stop)
    end, kinds = _read(scene.text, start, stop)
    closed = _is_parted(scene, end) or AFTER.match(scene.text, end)
    if start > at and "number" in kinds and closed:
        scene.take(Hit(start, end, ADDRESS, "address.beside", "姓名、号码旁的门牌"))


def _is_parted(scene: Scene, at: int) -> bool:
    """Say whether no Chinese character follows at once: a sign, a blank, or the end."""
    return not is_han(scene.text[at : at + 1] or "。") or bool(scene.folded.gaps[at])


def _take_after(scene: Scene, at: int, why: str) -> None:
    clause = CLAUSE.match(scene.text, at)
    if clause is None or ESTATE.search(clause.group()):
        return
    start = _below(scene.text, at, clause.end())
    start = trimmed(scene.text, start, clause.end())
    end, kinds = _read(scene.text, start, clause.end())
    known = start > at or (
        not OPPOSITE.search(scene.text, start, end) and bool(kinds & {"street", "quarter"})
    )
    if "number" in kinds or (known and not TOLD.isdisjoint(kinds)):
        while start < end and scene.marks[start]:
            start += 1
        scene.seize(Hit(start, end, ADDRESS, "address.dwelling", why))


def _below(text: str, start: int, stop: int) -> int:
    """Return where the part below the last town or village of a clause begins."""
    ends = [one.end() for one in LEVEL.finditer(text, start, stop)]
    below = ends[-1] if ends else start
    hamlet = HAMLET.match(text, below, stop) if ends and text[below - 1] in "镇乡道" else None
    return hamlet.end() if hamlet is not None else below


def _read(text: str, start: int, stop: int) -> tuple[int, frozenset[str]]:
    """Return where the pieces of an address end, and which kinds there are."""
    at, kinds = start, []
    for _ in range(LONGEST):
        found = next(_pieces(text, at, stop), None)
        if found is None:
            break
        at, kind = found
        kinds.append(kind)
    return at, frozenset(kinds)


def _pieces(text: str, at: int, stop: int) -> Iterator[tuple[int, str]]:
    for kind, pattern in PIECES:
        match = pattern.match(text, at, stop)
        if match is not None and match.end() > at:
            yield match.end(), kind
