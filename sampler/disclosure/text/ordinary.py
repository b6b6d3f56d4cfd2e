"""Names that are also words, and numbers by their look: 用电高峰 is no person, 厂长高峰 is one."""

import re

from sampler.disclosure.text import checksums, contexts, lists, support
from sampler.disclosure.text import spans as kind
from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.lexicon import FUNCTION_SURNAMES, NEVER_ALONE, PLACE_ENDS, lexicon, phrases
from sampler.disclosure.text.scene import Scene

AFTER_WORD = re.compile(
    r"(?:[\d一二三四五六七八九十百数几半两]{1,3}(?:公里|里|米)|期|时段|时间|值|日(?!常)|县|市|区|镇|乡|村|路|街|大道|小区|公司|厂(?!长)|站|学校|医院|集团|商店|超市|丝网|流域|水库|河|山|石|经济|公里|百里|工程|项目|大厦|广场|公园|节|论坛|牌|十足|不足|强劲|加油站|[^\W\d_在与和及跟同向对的到是为系由从将把被称说去往给替让经陪代负表]{0,6}(?:有限公司|公司|厂(?!长)|加油站|饭店|养殖场|合作社|超市|商店|门市))"
)
BEFORE_WORD = re.compile(
    r"(?:\d|用电|早|晚|错|生产|排放|污染|浓度|达到|进入|出现|春运|客流|车流|人流|为保|高温|臭氧|迎峰度|请问|借问|[色质料]为|加大|开足|加足|大|千|万|满|方|不|很|更|最|较|十分|非常)$"
)
WORD, UNLIKELY, SAYS, EVERYDAY = 2, -2.4, 2.5, 10.5
VILLAGE_ENDS = frozenset("村庄营屯堡寨镇乡县")
PRONOUNS = frozenset("您你他她它我们谁")
SURE_LEFT, SURE_RIGHT, SURE_ONE_SIDE = 8.0, 5.0, 4.0
PERSON_NEAR, PERSON_FAR, CLOSE_CALL, OF_A_FIRM = 0.2, 1.0, 1.2, 0.6
BOTH_SIDES, FAR_OFF = 5.0, 4.0
"""What the cues must reach for people of this case and for those of the whole bureau."""
PLACE = re.compile(
    r"(?:(?:大|东|西|南|北|中|前|后)?(?:街|路(?![过上边遇程]))|大道|村(?![里民委支主干口])|[镇乡县]|小区|社区|街道|广场|公园|商标|\"?牌(?!子|照)|酒|温泉|集团|景区|大桥|支行|分行|岭|社(?![长员])|(?:电器|机械|化工|五金|木器|家具|塑料|服装|食品|水泥|砖瓦)厂(?!长)|食品|电器|木业|建材)"
)
IN_NAME = r"[^\W\d_在与和及跟同向对的到是为系由从将把被称说去往给替让经陪代负表]"
PASSPORT_LIKE = re.compile(r"[a-zA-Z]{1,2}\d{7,8}")
BRAND = re.compile(rf"{IN_NAME}{{0,8}}(?:有限|股份|集团|公司|合作社)")


def is_ordinary_use(scene: Scene, start: int, end: int, *, near: bool = False, role: str = "") -> bool:
    """Say whether a known name stands here as a word or inside a longer word."""
    text = scene.text
    word = text[start:end]
    if "·" in word or not is_han(word[0]):
        return False
    if _inside_longer_word(text, start, end):
        return True
    left, right = support.left(scene, start), support.right(scene, end)
    if text[start - 1 : start] == ";":
        left = support.before(scene, start)
    if right.weight < SAYS and _is_a_deed(scene, word, start, role):
        scene.doubts.append(f"与名录里的人员同名：{word}")
        return True
    answered = left.rule == "name.answer" and is_han(text[end : end + 1] or "。")
    if (left.weight >= SURE_LEFT and not answered) or right.weight >= SURE_RIGHT:
        return False
    after = text[end : end + 12]
    if text[start - 1 : start] in PRONOUNS or (
        len(word) > WORD
        and word[-1] in PLACE_ENDS
        and left.weight < SURE_ONE_SIDE
        and not (near and start and not is_han(text[start - 1]))
    ):
        return True
    if BRAND.match(after) or PLACE.match(after) or _crosses_a_word(text, start, end, near=near):
        return True
    if word not in lexicon().words:
        sure = max(left.weight, right.weight) >= SURE_ONE_SIDE
        return not sure and _is_no_place_for_a_person(scene, start, end, near=near)
    if AFTER_WORD.match(after) or BEFORE_WORD.search(text[max(0, start - 6) : start]):
        return True
    return _reads_as_word(scene, (start, end), near=near)


def _is_a_deed(scene: Scene, word: str, start: int, role: str) -> bool:
    """Say whether a name is what somebody does, straight after who does it: 当事人申请."""
    before = scene.text[start - 1 : start]
    joined = bool(before) and is_han(before) and not scene.folded.gaps[start]
    own = not role or scene.text[:start].endswith(role[-WORD:])
    common = lexicon().words.get(word, 99.0) < EVERYDAY
    return (
        joined and not own and common and any(word in phrases(kind) for kind in ("actions.txt", "verbs.txt"))
    )


def _is_no_place_for_a_person(scene: Scene, start: int, end: int, *, near: bool) -> bool:
    """Say whether nothing around two characters speaks for a person: 村民都闻喜而来, 去了趟李村."""
    text = scene.text
    if end - start != WORD or (text[start] in NEVER_ALONE and text[end - 1] not in VILLAGE_ENDS):
        return False
    if near and text[end - 1] not in VILLAGE_ENDS:
        return False
    score = contexts.score(scene, start, end)
    if score < (0.0 if text[end - 1] in VILLAGE_ENDS else UNLIKELY):
        scene.doubts.append(f"与名录里的人员同名：{text[start:end]}")
        return True
    return False


def _reads_as_word(scene: Scene, place: tuple[int, int], *, near: bool) -> bool:
    """Let the cues around a name that is a word decide; a close call is put before a person."""
    start, end = place
    beyond = contexts.score(scene, start, end) - (PERSON_NEAR if near else PERSON_FAR)
    if near and support.before(scene, start).rule == "name.outfit":
        beyond += OF_A_FIRM
    around = support.before(scene, start).weight + support.after(scene, end).weight
    if abs(beyond) < CLOSE_CALL or (near and around >= BOTH_SIDES and -FAR_OFF < beyond < 0):
        who = "本案" if near else "名录里的"
        scene.doubts.append(f"与{who}人员同名：{scene.text[start:end]}")
    return beyond < 0


def is_sign(text: str, start: int, end: int) -> bool:
    """Say whether a known name stands in the name of a place or firm, so that no other rule may take it."""
    return bool(PLACE.match(text, end) or BRAND.match(text, end)) and end - start == WORD


def _crosses_a_word(text: str, start: int, end: int, *, near: bool) -> bool:
    """Say whether a name like 于海 is only the seam of 于 and 海淀, or one of several things."""
    words = lexicon().words
    if end - start == WORD and lists.listed_with_things(text, end):
        return True
    if text[start] not in FUNCTION_SURNAMES and text[start] != "于":
        return False
    common = EVERYDAY if near else 99.0
    return any(words.get(text[at : end + 1], 99.0) < common for at in range(start + 1, end))


def _inside_longer_word(text: str, start: int, end: int) -> bool:
    words = lexicon().words
    for left in range(max(0, start - 2), start + 1):
        for right in range(end, min(len(text), end + 2) + 1):
            if right - left > end - start and right - left <= 4 and text[left:right] in words:
                return True
    return False


def stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether no digit or letter touches the number."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return not any(char.isascii() and char.isalnum() for char in around)


def kind_of_number(digits: str, written: str) -> str:
    """Return the type of a number from the private files; empty for what must not be searched as text."""
    if "@" in written:
        return kind.EMAIL
    if written[:1].isalpha() and not is_han(written[0]):
        return kind.PASSPORT if PASSPORT_LIKE.fullmatch(written) else kind.IM_ID
    if is_han(written[:1] or "1"):
        return kind.PLATE
    if checksums.looks_like_id(digits) or (len(digits) in {15, 18} and not written.startswith("92")):
        return kind.ID_CARD
    if written.startswith("92") and len(written) == 18:
        return kind.USCC_PERSONAL
    if (len(digits) == 11 and digits[0] == "1") or (digits.startswith("861") and len(digits) == 13):
        return kind.MOBILE
    if len(digits) >= 12 and digits[0] != "0":
        return kind.BANK_CARD
    return kind.LANDLINE if len(digits) >= 7 else ""
