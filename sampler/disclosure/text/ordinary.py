"""Names that are also words, and numbers by their look: 用电高峰 is no person, 厂长高峰 is one."""

import re

from sampler.disclosure.text import checksums, support
from sampler.disclosure.text import spans as kind
from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.lexicon import FUNCTION_SURNAMES, lexicon
from sampler.disclosure.text.scene import Scene

AFTER_WORD = re.compile(
    r"(?:[\d一二三四五六七八九十百数几半两]{1,3}(?:公里|里|米)|期|时段|时间|值|日(?!常)|县|市|区|镇|乡|村|路|街|大道|小区|公司|厂(?!长)|站|学校|医院|集团|商店|超市|丝网|流域|水库|河|山|石|经济|公里|百里|工程|项目|大厦|广场|公园|节|论坛|牌|十足|不足|强劲|加油站|[^\W\d_在与和及跟同向对的到是为系由从将把被称说去往给替让经陪代负表]{0,6}(?:有限公司|公司|厂(?!长)|加油站|饭店|养殖场|合作社|超市|商店|门市))"
)
BEFORE_WORD = re.compile(
    r"(?:\d|用电|早|晚|错|生产|排放|污染|浓度|达到|进入|出现|春运|客流|高温|臭氧|迎峰度|加大|开足|加足|大|千|万|满|方|不|很|更|最|较|十分|非常)$"
)
BARE = frozenset(["name.bare", "name.end"])
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
    before, after = text[max(0, start - 6) : start], text[end : end + 12]
    left, right = support.left(scene, start), support.right(scene, end)
    if left.weight >= 8 or right.weight >= 5:
        return False
    if len(word) == 2 and BRAND.match(after):
        return True
    if _crosses_a_word(text, start, end):
        return True
    if word not in lexicon().words:
        return False
    if AFTER_WORD.match(after) or BEFORE_WORD.search(before):
        return True
    if _speaks_for_a_person(left.weight, right.weight, near=near):
        return False
    scene.doubts.append(f"与名录里的人员同名：{word}")
    return not any(one.weight >= 2 and one.rule not in BARE for one in (left, right))


def _crosses_a_word(text: str, start: int, end: int) -> bool:
    """Say whether a name like 于海 is only the seam of 于 and 海淀."""
    words = lexicon().words
    if text[start] not in FUNCTION_SURNAMES and text[start] != "于":
        return False
    return any(text[at : end + 1] in words for at in range(start + 1, end))


def _speaks_for_a_person(left: float, right: float, *, near: bool) -> bool:
    """Say whether enough stands around a word; people of this very case need less."""
    if near:
        return left >= 2 or right >= 2.5
    return left >= 4 or right >= 4 or (left >= 2 and right >= 2)


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
