"""Names that are also words, and numbers by their look: 用电高峰 is no person, 厂长高峰 is one."""

import re

from sampler.disclosure.text import checksums, support
from sampler.disclosure.text import spans as kind
from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.lexicon import FUNCTION_SURNAMES, PLACE_ENDS, lexicon, phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import Reason

AFTER_WORD = re.compile(
    r"(?:[\d一二三四五六七八九十百数几半两]{1,3}(?:公里|里|米)|期|时段|时间|值|日(?!常)|县|市|区|镇|乡|村|路|街|大道|小区|公司|厂(?!长)|站|学校|医院|集团|商店|超市|丝网|流域|水库|河|山|石|经济|公里|百里|工程|项目|大厦|广场|公园|节|论坛|牌|十足|不足|强劲|加油站|[^\W\d_在与和及跟同向对的到是为系由从将把被称说去往给替让经陪代负表]{0,6}(?:有限公司|公司|厂(?!长)|加油站|饭店|养殖场|合作社|超市|商店|门市))"
)
BEFORE_WORD = re.compile(
    r"(?:\d|用电|早|晚|错|生产|排放|污染|浓度|达到|进入|出现|春运|客流|高温|臭氧|迎峰度|加大|开足|加足|大|千|万|满|方|不|很|更|最|较|十分|非常)$"
)
WORD = 2
PRONOUNS = frozenset("您你他她它我们谁")
SURE_LEFT, SURE_RIGHT, SURE_ONE_SIDE, NEAR_ENOUGH, ASKED = 8.0, 5.0, 4.0, 3.5, 2.5
DEGREES = frozenset("很不较更最太甚颇极已未须应可需要能会为")
AFTER_DEED, BEFORE_DEED = frozenset("了过着到将至"), frozenset("为已未须应可需要能会不再")
AFTER_QUALITY = frozenset("地得度性化")
DEEDS = ("verbs.txt", "actions.txt", "around.txt", "titles.txt", "asks.txt")
EMPLOYERS = ("公司", "分局", "大队", "中队", "支队", "科", "政府", "委会")
THINGS = frozenset("组队科室站点车路街桥楼村厂店房机泵炉塔池管线板料品物件类型性化率值度量期段区级等式法")
PLACE = re.compile(
    r"(?:(?:大|东|西|南|北|中|前|后)?(?:街|路(?![过上边遇程]))|大道|村(?![里民委支主干口])|[镇乡县]|小区|社区|街道|广场|公园|商标|牌(?!子|照)|酒|温泉|集团|景区|大桥)"
)
IN_NAME = r"[^\W\d_在与和及跟同向对的到是为系由从将把被称说去往给替让经陪代负表]"
BRAND = re.compile(rf"{IN_NAME}{{0,8}}(?:有限|股份|集团|公司|合作社)")


def is_ordinary_use(scene: Scene, start: int, end: int, *, near: bool = False) -> bool:
    """Say whether a known name stands here as a word or inside a longer word."""
    text = scene.text
    word = text[start:end]
    if "·" in word or not is_han(word[0]):
        return False
    if _inside_longer_word(text, start, end):
        return True
    left, right = support.left(scene, start), support.right(scene, end)
    if left.weight >= SURE_LEFT or right.weight >= SURE_RIGHT:
        return False
    after = text[end : end + 12]
    if text[start - 1 : start] in PRONOUNS or (
        len(word) > WORD
        and word[-1] in PLACE_ENDS
        and left.weight < SURE_ONE_SIDE
        and not (near and start and not is_han(text[start - 1]))
    ):
        return True
    if (len(word) == 2 and BRAND.match(after)) or PLACE.match(after) or _crosses_a_word(text, start, end):
        return True
    if word not in lexicon().words:
        return False
    if AFTER_WORD.match(after) or BEFORE_WORD.search(text[max(0, start - 6) : start]):
        return True
    return _reads_as_word(scene, (start, end), (left, right), near=near)


def _reads_as_word(
    scene: Scene, place: tuple[int, int], reasons: tuple[Reason, Reason], *, near: bool
) -> bool:
    """Decide for a name that is a word where nothing is sure; people of this case get the benefit of the doubt."""
    (start, end), (left, right) = place, reasons
    noun = _is_noun(scene, end)
    if near and not noun and (max(left.weight, right.weight) < SURE_ONE_SIDE or right.rule == "name.speaker"):
        unsaid = (not left.weight and right.weight < ASKED) or (not right.weight and left.weight < ASKED)
        clear = unsaid or _is_described(scene, start) or _is_used_as_word(scene, start, end)
        scene.doubts.append(f"与本案人员同名：{scene.text[start:end]}")
        return clear
    speaks = _speaks_for_a_person(left, right, near=near)
    if speaks and not noun:
        return False
    if speaks or left.weight or right.weight:
        scene.doubts.append(f"与名录里的人员同名：{scene.text[start:end]}")
    return True


def _is_described(scene: Scene, start: int) -> bool:
    """Say whether a thing stands before, of which the word says something: 产量卓越, 小厂林立, 籍贯桂林."""
    text = scene.text
    if text[:start].endswith(EMPLOYERS):
        return False
    for width in (4, 3, 2):
        word = text[max(0, start - width) : start]
        if len(word) == width and word in lexicon().words and not scene.folded.gaps[start]:
            return not any(word in phrases(name) for name in (*DEEDS, "roles.txt"))
    return text[max(0, start - 1) : start] in DEGREES


def _is_used_as_word(scene: Scene, start: int, end: int) -> bool:
    """Say whether the word governs or is governed: 申请将, 为方便, 严禁胡来 — and 申请了 is no name either."""
    text = scene.text
    word, after, before = text[start:end], text[end : end + 1], text[max(0, start - 1) : start]
    attached = is_han(before or "。") and not scene.folded.gaps[start]
    if word in phrases("actions.txt"):
        manner = attached and support.left(scene, start).rule == "name.slot"
        if after in AFTER_DEED or before in BEFORE_DEED or manner:
            return True
    if attached and (after == ":" or before in THINGS):
        return True
    return after in AFTER_QUALITY


def _is_noun(scene: Scene, at: int) -> bool:
    """Say whether a thing follows that the word before it describes: 关键岗位, 支援组, 兴隆机械."""
    text = scene.text
    if scene.folded.gaps[at : at + 1] != b"\x00" or not is_han(text[at]):
        return False
    for width in (4, 3, 2):
        word = text[at : at + width]
        if len(word) == width and word in lexicon().words:
            return not any(word in phrases(name) for name in DEEDS)
    return text[at] in THINGS


def is_sign(text: str, start: int, end: int) -> bool:
    """Say whether a known name stands in the name of a place or firm, so that no other rule may take it."""
    return bool(PLACE.match(text, end) or BRAND.match(text, end)) and end - start == WORD


def _crosses_a_word(text: str, start: int, end: int) -> bool:
    """Say whether a name like 于海 is only the seam of 于 and 海淀."""
    words = lexicon().words
    if text[start] not in FUNCTION_SURNAMES and text[start] != "于":
        return False
    return any(text[at : end + 1] in words for at in range(start + 1, end))


def _speaks_for_a_person(left: Reason, right: Reason, *, near: bool) -> bool:
    """Say whether enough stands around a word; people of this very case need less."""
    if near and max(left.weight, right.weight) < SURE_ONE_SIDE:
        return left.weight + right.weight >= NEAR_ENOUGH and min(left.weight, right.weight) > 0
    if left.weight >= SURE_ONE_SIDE or right.weight >= SURE_ONE_SIDE:
        return True
    return left.weight >= 2 and right.weight >= 2.5


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
        return kind.PASSPORT if re.fullmatch(r"[a-zA-Z]{1,2}\d{7,8}", written) else kind.IM_ID
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
