"""Names that no surname table knows: what fills a form field, nicknames, names with a dot."""

import re

from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.known import index_of
from sampler.disclosure.text.lexicon import FUNCTION_SURNAMES, lexicon, phrases
from sampler.disclosure.text.rules import Rule, rule
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import PERSON, Hit
from sampler.disclosure.text.tables import counts

NICK = r"(?:小名|乳名|绰号|外号|大号(?=叫|是|\")|nickname(?:d)?|诨号|诨名|浑名|(?:(?<=[,。;、:( 人])|^)人称|别名|别号|艺名|网名|微信昵称|俗称|江湖人称|自称姓名)"
SOUNDS = "诺夫斯烈克维奇洛森顿逊曼鲁罗德尔莱恩乔治约翰史密丽露安娜安琪罗伯特彼得保罗戴维凯瑟琳詹姆亨利查理雷蒙甫谢辽沙杜卜汗其孟丽孙布丝甫丁居旺阿艾安巴白拜包贝比卜布才仓曹查达丹旦道德地迪登第丁顿多尔额恩尕噶格更公古贡哈海罕和胡吉加嘉江金卡坎克库拉兰朗勒里力利莲列林灵龙卢鲁伦罗洛麻马玛买曼美米明莫木姆那娜乃南内尼努诺帕平普奇恰强青琼曲让热日茹萨赛桑色沙山尚什史苏索塔太泰坦特提铁图土吐托娃瓦旺维文翁乌吾西希夏先肖玄雪娅亚彦牙扬央耶叶依伊音英永尤于玉约云泽扎张者珍真卓孜仔祖措杰次仁多吉顿珠才让卓玛其其格高娃图雅巴特朝鲁布和苏日娜斯琴古丽江尼亚则木提买合热依麦提吐尔逊肉孜赛买迪力夏提吾甫尔帕尔哈提巴吐尔阿不都卡德尔别克努尔依布拉音"
SOUND_SET = frozenset(SOUNDS)
SOUND = f"[{''.join(sorted(set(SOUNDS)))}]"
ANY = r"[\u3400-\u9fff\ue000-\uf8ff]"
STOP = r"(?=[,。;、:()\[\]<>\"'!?\n /]|$)"
EMPTY = frozenset(
    [
        "无",
        "不详",
        "不明",
        "未知",
        "略",
        "同上",
        "见附件",
        "详见附件",
        "拒签",
        "拒绝",
        "拒绝签字",
        "缺席",
        "未到场",
        "不在场",
        "暂无",
        "暂缺",
        "空缺",
        "缺",
        "另附",
        "见名单",
        "见附表",
        "见签字",
        "待补",
        "待核",
        "待查",
        "保密",
        "未签",
        "未签字",
        "未提供",
        "未留名",
        "未留",
        "未登记",
        "未写",
        "未填",
        "不愿透露",
        "拒不透露",
        "空号",
        "全体",
        "多人",
        "数人",
        "待定",
        "空白",
        "已签字",
        "签字",
        "盖章",
        "匿名",
        "群众",
        "村民",
        "本人",
        "单位",
        "公司",
        "其他",
        "男",
        "女",
        "是",
        "否",
        "以上",
        "以下",
        "如下",
        "属实",
        "无误",
        "记录",
        "合格",
        "正常",
    ]
)
FIELD = re.compile(r"(?P<role>[\u4e00-\u9fff]{2,9})(?:\([^()]{1,8}\))?[:=] ?")
SHORT = re.compile(rf"{ANY}{{2,4}}")
LONG = re.compile(rf"(?<=[:( ])(?P<it>{ANY}{SOUND}{{3,8}})(?=[,。;、()\n ]|$)")

OFFICES, ANSWERS = frozenset("局科股办委队所站"), frozenset("见未请已无不另待")
GREETINGS = frozenset(
    [
        "好的",
        "收到",
        "知道了",
        "同意",
        "可以",
        "清楚",
        "三位",
        "三名",
        "两名",
        "二名",
        "双方",
        "全员",
        "办公室",
    ]
)
CALLED_BY = frozenset("总工姐哥叔婶姨某氏")
THREE = 3
RARE_WORD, WEAK_WORD, EVERYDAY_WORD = 12.5, 10.5, 9.0

NICKNAMES: tuple[Rule, ...] = (
    rule("name.nickname", PERSON, rf"{NICK}(?:是|为|叫|叫做|:| )?[\"'<](?P<it>[^\"'<>,。;、\n]{{1,8}})[\"'>]", "“小名、绰号”后的称呼", "绰号“二胖”"),
    rule("name.nickname", PERSON, rf"{NICK}(?:是|为|叫|叫做|:| ){{0,2}}(?P<it>(?!{ANY}{{1,6}}·)(?![是为叫和与及等的]|什么|不详|不明|不便|未知|保密|暂无|何){ANY}{{2}}(?:{ANY}{{0,2}}{STOP}|{ANY}?(?=的|说|称|在|是|和|与|等|经|也|曾|于|因|表示|反映|负责|将|把|到|,|。|\))|))", "“小名、绰号”后的称呼", "小名狗蛋，"),
    rule("name.nickname", PERSON, r"\"(?P<it>[\u3400-\u9fff]{2,3})\"(?=等(?:人|\d|[二两三四五六七八九十]人)|是(?:他|她|其|我|本人)的?(?:小名|乳名|外号|绰号))", "引号里对人的称呼", "指使“黑皮”等人"),
    rule("name.nickname", PERSON, r"(?:都叫他|都叫她|叫他|叫她|管他叫|管她叫|称他为|称其为|人送外号)[\"'](?P<it>[^\"',。;\n]{1,6})[\"']", "别人对他的称呼", "村里人都叫他“老栓”"),
    rule("name.nickname", PERSON, r"(?:都?[叫喊唤称]|称呼|管)(?:他|她|其|那人)(?:叫|为|作|做)?(?P<it>(?!来|去|们|的|过|回|上|一|什|签|停|把|不|赶|立|拿|自|本|到|在|出|说|先|再)[\u3400-\u9fff]{2,3})(?=[,。;)]|$)", "别人对他的称呼", "大伙喊他麻杆。"),
    rule("name.nickname", PERSON, rf"(?:(?:一个|有个|个|那个|这个|名)(?:叫|名叫|外号叫|自称|人称)|[叫称喊][他她]|货主是|老板是|司机|老板|工头|中间人|上家|下家|卖家|买家|车主|货主|联系人|线人|老乡|朋友)\"(?P<it>[\u3400-\u9fff]{{2,4}})\"(?!{ANY}{{0,4}}(?:公司|厂|店|车间|牌))", "引号里对人的称呼", "一个叫“大头”的人"),
)  # fmt: skip

FAMILY = "".join(sorted(set(counts("surnames.txt")) - FUNCTION_SURNAMES))
AFTERWARDS = r"(?:小名|乳名|绰号|外号|诨号|诨名)"
NICKNAMED: tuple[Rule, ...] = (
    rule("name.nickname", PERSON, rf"(?:(?<=[,。;、:(\"'<\n ])|^)(?P<it>[\u3400-\u9fff]{{2,4}})(?=[\"'>]? ?\({AFTERWARDS})", "“（绰号）”前的称呼", "褥子李（绰号）"),
    rule("name.nickname", PERSON, rf"(?P<it>[{FAMILY}]?[老小大阿黑胖二三四瘦][\u3400-\u9fff]{{1,2}})(?=[\"'>]? ?\({AFTERWARDS})", "“（小名）”前的称呼", "那个老蔫（小名）"),
    rule("name.nickname", PERSON, rf"(?:(?<=[,。;、:(\"'<\n ])|^)(?P<it>[\u3400-\u9fff]{{2,3}})(?=[\"'>]?(?:是|就是)[^,。;\n()]{{1,10}}的{AFTERWARDS})", "“是某人的外号”前的称呼", "老拐是店主的外号"),
)  # fmt: skip


def find_nicknames(scene: Scene) -> None:
    """Take what stands after 小名, 绰号 and their kind, wherever the text says it again."""
    found = (hit for one in NICKNAMES for hit in one.hits(scene.text))
    no_name = phrases("roles.txt") | phrases("titles.txt")
    taken = [hit for hit in found if scene.text[hit.start : hit.end] not in no_name and scene.take(hit)]
    told = [hit for one in NICKNAMED for hit in one.hits(scene.text) if scene.take(hit)]
    names = {scene.text[hit.start : hit.end] for hit in taken}
    names = {name for name in names if name not in lexicon().words}
    names |= {scene.text[hit.start : hit.end] for hit in told}
    again = index_of((name, "") for name in sorted(names))
    for start, end, _ in again.find(scene.text):
        scene.take(Hit(start, end, PERSON, "name.nickname", "同一文本里已认出的称呼"))


def find_fields(scene: Scene, column: str = "") -> None:
    """Take what fills a field for a person's name, whatever the surname."""
    roles = phrases("roles.txt")
    if column in roles and SHORT.fullmatch(scene.text) and scene.text not in EMPTY:
        _take_field(scene, 0, len(scene.text))
    for match in FIELD.finditer(scene.text):
        start, end = match.end(), _end_of_field(scene, match.end())
        word, cue = scene.text[start:end], match.group("role")
        if 2 <= len(word) <= 4 and not _is_word_in_field(word, cue) and _ends_with_role(cue):
            _take_field(scene, start, end)


def find_long(scene: Scene) -> None:
    """Take names of four and more sounds without a dot that a role word introduces: 当事人：敖登格日勒."""
    roles = phrases("roles.txt")
    for match in LONG.finditer(scene.text):
        start, end = match.span("it")
        before = scene.text[max(0, start - 9) : start].rstrip(": (")
        odd = sum(char not in SOUND_SET for char in match.group("it"))
        if odd <= 1 and any(before[-width:] in roles for width in range(2, 9) if width <= len(before)):
            scene.take(Hit(start, end, PERSON, "name.long", "身份词后的音译姓名"))


def is_called(word: str) -> bool:
    """Say whether somebody is only called so: 老李, 小王, 老李烧烤.

    >>> is_called("老李"), is_called("小王烧烤"), is_called("老舍")
    (True, True, False)
    """
    return word[0] in "老小大" and word[1:2] in FAMILY and len(word) != THREE


def _is_word_in_field(word: str, cue: str) -> bool:
    """Say whether a field holds no name; 时光 and 毕业 after 送达人 are names, after 审核 they need not be."""
    known = lexicon()
    if word in EMPTY or word[1:] in phrases("titles.txt") or word[1:] in CALLED_BY:
        return True
    if (len(word) > 2 and word[-1] in OFFICES) or word[0] in ANSWERS or word in GREETINGS:
        return True
    if is_called(word):
        return True
    if len(word) > 3 or word[0] not in known.surname_starts or cue[-1] not in "人员者长工主师名":
        return known.words.get(word, 99.0) <= RARE_WORD
    if any(word in phrases(name) for name in ("roles.txt", "titles.txt", "trade_words.txt", "gazetteer.txt")):
        return True
    return known.words.get(word, 99.0) <= (WEAK_WORD if word[0] in FUNCTION_SURNAMES else EVERYDAY_WORD)


def _end_of_field(scene: Scene, start: int) -> int:
    """Return where the Chinese characters of a field end; a blank ends them too. Five are enough to know."""
    end = start
    while (
        end < min(start + 5, len(scene.text))
        and is_han(scene.text[end])
        and not (end > start and scene.folded.gaps[end])
    ):
        end += 1
    return end


def _ends_with_role(words: str) -> bool:
    roles = phrases("roles.txt")
    return any(words[at:] in roles for at in range(len(words) - 1))


def _take_field(scene: Scene, start: int, end: int) -> None:
    word = scene.text[start:end]
    words = lexicon().words
    if len(word) > 3 and (word[:2] in words and word[2:] in words):
        return
    if any(part in words for part in (word[:2], word[-2:])) and len(word) > 3:
        return
    scene.take(Hit(start, end, PERSON, "name.field", "姓名栏里填写的内容"))
