"""What cannot be a person's name, however much it looks like one: each refusal is a rule with a reason.

A candidate is refused for what it is (花名册, 姓羊舌) or for what touches it (两箱王老吉, 安环科, 由于雨季, 每周由王师傅).
"""

import re

from sampler.disclosure.text import support, tables
from sampler.disclosure.text.fields import EMPTY
from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.lattice import HOPES, Candidate
from sampler.disclosure.text.lexicon import lexicon, phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.tables import counts

SHORT, FULL, DEED, CUED = 2, 3, 4.0, 6.0
MEASURES = frozenset("张万时年石车项家台班幅方段门包管支")
WEEKDAY = re.compile(r"周[一二三四五六日末](?:$|[前后早晚上下至到起内再去来又还就也])")
COMMON_SURNAMES = frozenset(word for word, share in counts("surnames.txt").items() if share >= 60)
WAYS = frozenset("路街巷村镇乡庄渠桥闸")
NUMBERED_PLACE, PLANT = re.compile(r"[\d一二三四五六七八九十]号"), frozenset("池井炉窑罐塔库仓门机车泵房线楼")
PLACES_OF_TWO = frozenset(
    f"家{char}" for char in "坪湾坡岭台寨堡桥塘冲垴洼峪坝圩埠渡店集畈庄沟营屯坳坞垭墩坎塬峁咀嘴港垄岗沱浜"
) | frozenset(["庄子", "营子", "沟子", "屯子", "店子", "窝棚"])
PLACE_AFTER = re.compile(r"(?:县(?![长令])|市(?![长民场])|镇(?!长)|乡(?![长亲])|旗(?![长]))")
NAMED_PLACES = re.compile(r"(?=([\u4e00-\u9fff]{2})(?:县|市(?!场)|区(?!域)|镇|乡))")
NOT_GIVEN_ENDS = frozenset(
    "牌妻妇爸妈场院疃窑坟卡烟某氏姓家村庄镇县市路街店厂营屯堡寨总工局科队籍姐哥嫂婶叔姨爷奶舅"
)
PACKED = re.compile(
    r"(?:\d|[一二三四五六七八九十两几数半])(?:大|小|整)?(?:箱|袋|瓶|盒|罐|桶|听|把|壶|捆|扎|吨|公斤|斤|块|株|棵|筐|车|罐|坛|卷|桶装|袋装)$"
)
BRANDED = re.compile(
    r"\"?(?:牌(?![子照九])|专卖店|旗舰店|连锁店|加盟店|商标|品牌|空[瓶罐桶盒]|十三香|调料|凉茶|剪刀|字样|旧?包装[盒袋箱])|\"(?:标签|标识|系列|产品|豆瓣|酱|饮料|火锅|米线|饭店)"
)
MODEL_AFTER = re.compile(r"[\u4e00-\u9fff]? ?[A-Z]{1,6}[- ]?[A-Z]?\d")
BUILDING = re.compile(r"[楼厅亭苑馆阁](?![上下里内道长主])")
BUILDINGS = frozenset("楼厅馆")
IN_QUOTES = re.compile(r"[\u4e00-\u9fff]{0,3}\"(?:牌|商标|品牌|字样|系列|标签|标识|旧?包装)")
DEPARTMENTS, HEADS = frozenset("科股室"), frozenset("长员")
AT_SEAM = frozenset("由于经和与对向给被让叫请找从跟同及将把要")
BEGINS_LATER = frozenset("后由和与对向从将要被")


HARDLY = re.compile(
    r"正在(?![场家厂岗])|均[已未在无]|已经|曾经|全[都程]|刚刚|同时|[接打写签拉送做干管说填租养](?:的|了)"
)
BY_WHOM = re.compile(r"由[省市县区镇乡局厅厂公村本甲乙双上下我他她其该]")
AUNTS = frozenset("婶娘爷叔姐哥嫂妈姨伯婆公")
DEPUTY = re.compile(r"代[为填接送答签收领办缴交管看写述理班课购买卖付养驾传转报]")
CLOSED_WORDS = ("verbs.txt", "actions.txt", "lookalikes.txt", "gazetteer.txt", "trade_words.txt")


def may_be(scene: Scene, name: Candidate) -> bool:
    """Say whether nothing forbids to read a candidate as a name."""
    text = scene.text[name.start : name.end]
    if text in EMPTY or text in phrases("roles.txt"):
        return False
    if scene.text[name.start + 1 : name.start + 3] in phrases("titles.txt"):
        return False
    if WEEKDAY.match(text) or (name.start and _is_measured(scene.text[name.start - 1], text[0])):
        return False
    if text[-2:] in PLACES_OF_TWO or _is_no_name(scene, name) or _is_cut_wrong(scene, name):
        return False
    if _is_place(scene, name):
        return False
    if _is_goods(scene, name) or _is_department(scene, name) or DEPUTY.match(text) or BY_WHOM.match(text):
        return False
    titles = phrases("titles.txt")
    if text[-1] in NOT_GIVEN_ENDS and text[1:] not in HOPES:
        return False
    return text[1:] not in titles and text[2:] not in titles


def _is_no_name(scene: Scene, name: Candidate) -> bool:
    """Say whether it is a clan (姓羊舌), a firm (东方环保), a tank (1号池) or a seam (主任 赵)."""
    start, text = name.start, scene.text[name.start : name.end]
    before = scene.text[max(0, start - 2) : start]
    if before[-1:] == "姓" and text in tables.compound_surnames():
        return True
    if text[0] in "都均" and before[-1:] and before[-1] in "民众人们家员户段方":
        return True
    if text[:SHORT] in tables.compound_surnames() and text[SHORT:] and text[-1] in WAYS:
        return True
    if len(text) > SHORT and text[2:] in phrases("firm_words.txt"):
        return support.before(scene, start).weight < CUED
    if NUMBERED_PLACE.fullmatch(before) and text[0] in PLANT:
        return True
    seam = scene.text[max(0, start - 1) : start + 1]
    return bool(scene.folded.gaps[start + 1]) and seam in phrases("titles.txt")


def _is_cut_wrong(scene: Scene, name: Candidate) -> bool:
    """Say whether the cut runs through a word: 由于|雨季, 工段|均, 由|王师傅, 门卫|留, half of 欧阳建设."""
    start, stop = name.start, name.end
    text, words = scene.text[start:stop], lexicon().words
    joined = scene.folded.gaps[start : start + 1] == b"\x00" and start > 0
    if joined and (_is_after_at(scene, name) or _is_plants(scene, name)):
        return True
    if text[-2] in AT_SEAM and text[-1] in COMMON_SURNAMES and len(support.title_at(scene, stop)) > 1:
        return True
    if text[0] in BEGINS_LATER and len(text) == FULL and text[1:] in words:
        return True
    if len(text) == FULL and text[:SHORT] in phrases("roles.txt"):
        return True
    after = scene.text[stop : stop + 1]
    if len(text) == SHORT and text[1] in "大小老" and after and after in AUNTS:
        return True
    if (
        len(text) == FULL
        and text[-1] + after in phrases("trades.txt")
        and support.before(scene, start).weight < CUED
    ):
        return True
    if len(text) >= FULL and HARDLY.match(scene.text, stop - 1):
        return True
    if _is_two_words(scene, name) or (text[0] == "由" and support.before(scene, start).weight < CUED):
        return True
    goes_on = is_han(scene.text[stop : stop + 1] or "。") and scene.folded.gaps[stop] == 0
    return text in tables.compound_surnames() and goes_on and not support.title_at(scene, stop)


def _is_after_at(scene: Scene, name: Candidate) -> bool:
    """Say whether a word ends with 于 or 工段 here and another begins: 由于|雨季, 留置于|苗伦, 工段|均."""
    start, stop = name.start, name.end
    deed, seam = support.after(scene, stop).weight >= DEED, scene.text[start - 1 : start + 1]
    if scene.text[start] == "于" and seam in lexicon().words:
        at_person = stop - start == FULL and scene.text[start + 1] in lexicon().surname_starts
        return at_person or not deed
    return seam == "工段" and not deed


def _is_plants(scene: Scene, name: Candidate) -> bool:
    """Say whether a part of a plant ends at the first character, or a building is named: 隔油池|三格, 冰柜门|双锁, 康乐楼."""
    start, words = name.start, lexicon().words
    if support.before(scene, start).weight >= CUED:
        return False
    if (
        scene.text[start] in PLANT
        and {scene.text[start - 1 : start + 1], scene.text[start - 2 : start + 1]} & words.keys()
    ):
        return True
    if name.end - start == SHORT:
        return BUILDING.match(scene.text, name.end) is not None
    return scene.text[name.end - 1] in BUILDINGS


def _is_place(scene: Scene, name: Candidate) -> bool:
    """Say whether a county or town is named, here or elsewhere in the text: 云溪县, and then 云溪所."""
    text = scene.text[name.start : name.end]
    if text[1:] in phrases("sites.txt"):
        return True
    joined = scene.folded.gaps[name.end : name.end + 1] in (b"", b"\x00")
    if joined and PLACE_AFTER.match(scene.text, name.end):
        return True
    if scene.towns is None:
        scene.towns = frozenset(one.group(1) for one in NAMED_PLACES.finditer(scene.text))
    return text[:SHORT] in scene.towns and support.before(scene, name.start).weight < CUED


def _is_two_words(scene: Scene, name: Candidate) -> bool:
    """Say whether a deed, a place or a thing ends before the last character: 宣布|休会, 桂林|运来, 付款|给, 第五|明确."""
    text, after = scene.text[name.start : name.end], scene.text[name.end : name.end + 1]
    if len(text) != FULL or (scene.folded.gaps[name.end : name.end + 1] or b"\x00") != b"\x00":
        return False
    opens = text[:SHORT] == "第五" or any(text[:SHORT] in phrases(kind) for kind in CLOSED_WORDS)
    return opens and (text[-1] in "给到" or text[-1] + after in lexicon().words)


def _is_goods(scene: Scene, name: Candidate) -> bool:
    """Say whether goods are counted or a brand is told: 两箱王老吉, “张小泉”牌."""
    before = scene.text[max(0, name.start - 5) : name.start].rstrip('"')
    signed = scene.text[name.start - 1 : name.start] == '"' and IN_QUOTES.match(scene.text, name.end)
    modelled = MODEL_AFTER.match(scene.text, name.end) and support.before(scene, name.start).weight < CUED
    return bool(signed or modelled or PACKED.search(before) or BRANDED.match(scene.text, name.end))


def _is_department(scene: Scene, name: Candidate) -> bool:
    """Say whether 科, 股 or 室 follows and makes it a department: 安环科."""
    after = scene.text[name.end : name.end + 2]
    if name.end - name.start != SHORT or after[:1] not in DEPARTMENTS or not after:
        return False
    return not scene.folded.gaps[name.end] and after[1:] not in HEADS


def _is_measured(before: str, first: str) -> bool:
    """Say whether a surname is a measure word here: 照片6张为证."""
    return first in MEASURES and (before.isdigit() or before in "一二三四五六七八九十百几数两多余")
