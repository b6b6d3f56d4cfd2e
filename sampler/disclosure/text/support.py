# ruff: noqa: RUF001  # brackets of document numbers are what a pattern is about
"""What stands around a name and speaks for it: each reason has a name, a weight and words for the trace."""

import re

from sampler.disclosure.text import slots
from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.lexicon import lexicon, phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import Reason

LONGEST_PHRASE = 9
LINKS = ("名叫", "就是", "叫做", "为", "是", "由", "叫", "系", "即", "有", "名", "姓")
SIGNED = re.compile(
    r"\((?:签字|签名|签章|盖章|手写|手印|姓名|签字捺印|现场|主要|副|男|女|兼|原|乙方|甲方)[^()]{0,6}\)$"
)
PERSON_LAST = frozenset("人员师长工户主民医商邻友娘妻夫子父母兄弟姐妹嫂婆爷奶叔姑舅姨婿媳警官兵生徒伙")
LEAST = 2
NO_PERSON = re.compile(r"[一二三四五六七八九十两双单每多各几数独]人$|(?<![妻儿孩孙侄嫂婶娘汉伙头弟甥女])子$")
NOBODY = frozenset("个两三二一四五六等无有别他众多几数其何某每人为惊家")
DOERS = frozenset("人员者工")
BINDING = frozenset("为是系于与和在因对向把将从给以按及受用")
OUTFITS = (
    "公司",
    "厂",
    "站",
    "店",
    "村",
    "队",
    "局",
    "科",
    "部",
    "社",
    "场",
    "所",
    "处",
    "组",
    "县",
    "镇",
    "办",
    "院",
    "号",
    "户",
)
LIST_MARKS = "、和与及跟/;同暨&或"
AFTER_BRACKET = re.compile(
    r"\((?:男|女|身份证|证件|电话|手机|联系|职务|执法|证号|系|原|现|时任|已故|另案|以下|微信|工号|住|[^()]{0,8}(?:人|员|长|工|主|户|代表|经理|会计|教授|专家|书记|主任|干部|师|代|签|律师|法人|老板|助理|兼|饰|[男女])\)|1[3-9]|\d{5,})"
)
SEX = re.compile(r"[,、 (]{0,2}[男女](?:[,、;。 )]|$)|[,、 ](?:性别|身份证|现年|\d{2}岁|[\u4e00-\u9fff]族)")


NUMBERED = re.compile(r"[\u4e00-\u9fff]{0,4}(?:[〔\[][A-Z]?\d{4}|(?:19|20)\d{2}-\d)")
POLITE = frozenset(["女士", "先生", "同志", "小姐"])
PHONE = re.compile(r"[ ,:、(]{0,2}1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
RECEIVES = re.compile(r"收(?:[,。;)\n ]|$)")
MANAGES = re.compile(r"(?:在)?管(?=[,。;!?\n]|$)|于(?=\d)")
SIGNED_ON = re.compile(r"[ \n](?:19|20)\d{2} ?[年.-] ?\d{1,2} ?[月.-]")
FORMER = re.compile(r"(?:^|[,。;、:])[原现]$")
LINE_BREAK = 2
ONE_CHAR, CUED, SEAM, STRONG = 2.5, 9.5, 3.0, 5.0
EVERYDAY_WORD = 10.5
FIELD_NAMES = ("name", "Name", "NAME", "contact", "xm", "fzr", "user", "person")
NOTHING = Reason(0.0, "name.bare", "上下文像姓名")


def left(scene: Scene, at: int) -> Reason:
    """Return the best reason that stands before a name beginning at ``at``."""
    listed = _follows_name(scene, at)
    if listed:
        return Reason(listed, "name.list", "与前一个姓名并列")
    return before(scene, at)


def before(scene: Scene, at: int) -> Reason:
    """Return the best reason before a place, whoever has been found beside it."""
    if at not in scene.lefts:
        scene.lefts[at] = _left(scene, at)
    return scene.lefts[at]


def unlisted(reason: Reason) -> Reason:
    """Return a reason that counts among things: standing in a list with names is none."""
    return NOTHING if reason.rule == "name.list" else reason


def _left(scene: Scene, at: int) -> Reason:
    text = scene.text
    before = text[max(0, at - 24) : at]
    bare = before.rstrip(" \n\t:\"'(=<[-_*.")
    bare = SIGNED.sub("", bare).rstrip(" :")
    if bare.endswith(FIELD_NAMES) and before[-1:] in "=:":
        return Reason(CUED, "name.cue", "姓名栏后的姓名")
    role = _ending(bare, "roles.txt", shortest=2) or _ending(_unlinked(bare), "roles.txt", shortest=2)
    if role and len(bare) == len(before) and _runs_on(scene, at):
        return Reason(SEAM, "name.cue", f"“{role}”后，也可能是一个词")
    if role:
        weight = _weight_of_cue(before[len(bare) :])
        if role in phrases("also_verbs.txt") and len(bare) == len(before) and not scene.folded.gaps[at]:
            opens = len(bare) > len(role) and not is_han(bare[-len(role) - 1])
            weight = 6.5 if opens else 5.0
        return Reason(weight, "name.cue", f"“{role}”后的姓名")
    if FORMER.search(before):
        return Reason(STRONG, "name.cue", "“原、现”后的姓名")
    ask = _ending(before, "asks.txt", shortest=1)
    if ask:
        return Reason(4.5 if len(ask) > 1 or ask == "叫" else 2.5, "name.asked", f"“{ask}”后的姓名")
    worker = _person_word(before)
    if worker and _runs_on(scene, at):
        return Reason(SEAM, "name.cue", f"“{worker}”后，也可能是一个词")
    if worker:
        return Reason(6.5, "name.cue", f"“{worker}”后的姓名")
    if before.endswith(OUTFITS):
        return Reason(3.0, "name.outfit", "单位后的姓名")
    return slots.before(scene, at) or NOTHING


def _runs_on(scene: Scene, at: int) -> bool:
    """Say whether the role and the next character are one word: 居民楼, 当事人家."""
    if scene.folded.gaps[at : at + 1] != b"\x00":
        return False
    return any(scene.text[at - width : at + 1] in lexicon().words for width in (1, 2, 3) if at >= width)


def _weight_of_cue(between: str) -> float:
    if not between or ":" in between:
        return 9.5
    return 6.0 if "(" in between else 8.0


def is_of_a_person(before: str) -> bool:
    """Say whether a word for a person ends here: 负责人, 务工人员, 邻居."""
    return bool(_ending(before, "roles.txt", shortest=2) or _person_word(before))


def _person_word(before: str) -> str:
    """Return an ordinary word for a person that ends here: 质检员, 看门人, 村医."""
    if not before or before[-1] not in PERSON_LAST:
        return ""
    known = lexicon().words
    if NO_PERSON.search(before):
        return ""
    if before[-1] == "人" and len(before) > LEAST and before[-2] not in NOBODY and is_han(before[-3]):
        return before[-3:]
    if before[-1] in DOERS and before[-3:-1] in phrases("actions.txt") | phrases("verbs.txt"):
        return before[-3:]
    return next(
        (before[-width:] for width in (4, 3, 2) if len(before) >= width and before[-width:] in known), ""
    )


def right(scene: Scene, stop: int) -> Reason:
    """Return the best reason that stands after a name ending before ``stop``."""
    if scene.text[stop : stop + 1] == "、" and stop + 1 in scene.name_starts:
        return Reason(6.0, "name.list", "与后一个姓名并列")
    return after(scene, stop)


def after(scene: Scene, stop: int) -> Reason:
    """Return the best reason after a place, whoever has been found beside it."""
    if stop not in scene.rights:
        scene.rights[stop] = _right(scene, stop)
    return scene.rights[stop]


def _right(scene: Scene, stop: int) -> Reason:
    text = scene.text
    after = text[stop : stop + 16]
    site = bool(_beginning(after, "sites.txt")) and not scene.folded.gaps[stop]
    if NUMBERED.match(after):
        return Reason(-14.0, "name.place", "文书号的一部分")
    if site:
        return Reason(-7.0, "name.place", "地名或机构名的一部分")
    title = (
        _beginning(after, "titles.txt") if stop >= len(text) or scene.folded.gaps[stop] < LINE_BREAK else ""
    )
    beside = _beside(after)
    if beside is not None:
        return beside
    if title in POLITE:
        return Reason(12.0, "name.title", f"称呼“{title}”前的姓名")
    if len(title) > 1:
        return Reason(6.0, "name.title", f"称呼“{title}”前的姓名")
    if AFTER_BRACKET.match(after):
        return Reason(5.0, "name.bracket", "姓名后有括注")
    if after[:1] == ":":
        return Reason(4.0, "name.speaker", "冒号前的说话人")
    if MANAGES.match(scene.text, stop):
        return Reason(2.5, "name.verb", "“管、于”前的姓名")
    return _action(scene, stop, title) or _end(scene, stop)


def _beside(after: str) -> Reason | None:
    """Return the reason when a sex, a telephone or 收 follows."""
    if SEX.match(after):
        return Reason(6.5, "name.sex", "姓名后有性别")
    if RECEIVES.match(after):
        return Reason(5.0, "name.receives", "“收”前的姓名")
    return Reason(9.5, "name.phone", "姓名后紧跟手机号") if PHONE.match(after) else None


def title_at(scene: Scene, stop: int) -> str:
    """Return the title that stands here; empty when there is none."""
    return _beginning(scene.text[stop : stop + 5], "titles.txt")


def _action(scene: Scene, stop: int, title: str) -> Reason | None:
    """Return the reason when the next word is something that people do."""
    text, after = scene.text, scene.text[stop : stop + 5]
    verb = _beginning(after, "verbs.txt")
    if len(verb) > 1:
        return Reason(4.0, "name.verb", f"“{verb}”前的姓名")
    if verb in BINDING and not is_han(text[stop + 1 : stop + 2] or "。"):
        return NOTHING
    deed = slots.after(scene, stop)
    if (title or verb) and (deed is None or deed.weight < ONE_CHAR):
        return Reason(ONE_CHAR, "name.verb", f"“{title or verb}”前的姓名")
    return deed


def _end(scene: Scene, stop: int) -> Reason:
    if SIGNED_ON.match(scene.text, stop):
        return Reason(4.0, "name.signed", "后面写着日期的签名")
    after = scene.text[stop : stop + 1]
    if not after or scene.folded.gaps[stop] or not is_han(after):
        return Reason(2.0, "name.end", "后面断开")
    return NOTHING


def _follows_name(scene: Scene, at: int) -> float:
    """Return how much a name just before speaks for a list: blanks and commas less than 、 and 和."""
    if at in scene.name_ends:
        return 7.0 if scene.folded.gaps[at] else 0.0
    text, back, weight = scene.text, at - 1, 9.0
    while back > 0 and at - back < 4:
        if text[back] in " ,":
            weight = 5.0
        elif text[back] not in LIST_MARKS:
            return 0.0
        if back in scene.name_ends:
            return weight
        back -= 1
    return 0.0


def _unlinked(before: str) -> str:
    for link in LINKS:
        if before.endswith(link):
            return before[: -len(link)].rstrip(' :,"')
    return ""


def _ending(before: str, table: str, *, shortest: int) -> str:
    known = phrases(table)
    for width in range(min(LONGEST_PHRASE, len(before)), shortest - 1, -1):
        if before[-width:] in known:
            return before[-width:]
    return ""


def _beginning(after: str, table: str) -> str:
    known = phrases(table)
    for width in range(min(5, len(after)), 0, -1):
        if after[:width] in known:
            return after[:width]
    return ""
