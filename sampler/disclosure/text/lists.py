"""Lists of things: 金刚砂、石英粉、白炭黑 and 金隅、冀东两家 are no people, though each item alone might be one."""

import re

from sampler.disclosure.text.lexicon import invented, lexicon, phrases

HAN = r"[\u4e00-\u9fff]"
LIST = re.compile(rf"{HAN}{{2,10}}(?:、{HAN}{{2,10}})+")
LAST = re.compile(r"和|与|及|以及|跟")
TAIL = re.compile(
    r"等?(?:[一二三四五六七八九十两几多\d]{0,3}(?:家|个?(?:村|镇|乡|县|市|区|集团|公司|企业|厂|品牌|品种|型号|单位|街道|小区))|"
    r"集团|公司|企业|品牌|涂料|厂家|仓(?!管)|料[仓库]|发动机|均?为(?:本|该)?企业|等?(?:原料|物料|材料|设备|产品|药剂|商标|车型|地块|路段|街|路))"
)
HEAD = re.compile(
    r"(?:采购自|购自|购于|产自|来自|订自|品牌(?:为|有|包括)?|企业(?:有|为|包括|名单)?|公司|厂家|单位|原料(?:为|有)?|物料|材料|设备|商标|[A-D]级|批|绩效)[:,(]?$"
)
PEOPLE = re.compile(
    r"(?:人员?|员|长|工|师|者|主|组|成员|名单|参加|出席|到场|在场|签字|陪同|询问|通知|联系|安排|抽调|包括|有|由|与|和|对|派|请|是|为|:)$"
)
STAFF = re.compile(r"(?:人员?|员|长|工|师|者|成员有?|名单|由|请|派|代表)$")
PEOPLE_AFTER = re.compile(
    r"等?(?:[一二三四五六七八九十两\d]{1,2}(?:人|名)|同志|参加|到场|在场|出席|均?签字|夫妇|兄弟)"
)
DEEDS = ("verbs.txt", "actions.txt", "around.txt", "titles.txt", "roles.txt")
PEOPLE_LAST = frozenset("人员长工师者主民众户干导警生友商属客名位家组里")
MORE = re.compile(r"(?:、(?:(?!等)[\u4e00-\u9fff]){2,8}){0,6}(?=等)")
COMMON, MANY, LONGEST = 14.0, 3, 4


def find_things(text: str) -> list[tuple[int, int]]:
    """Return the stretches that list things or firms.

    >>> find_things("对金隅、冀东、曲寨三家"), find_things("请王伟、李强来")
    ([(0, 11)], [])
    """
    return [match.span() for match in LIST.finditer(text) if _lists_things(text, match)]


def _lists_things(text: str, match: re.Match[str]) -> bool:
    items = [part for item in match.group().split("、") for part in _parts(item)]
    first, last = items[0], items[-1]
    before = text[max(0, match.start() - 8) : match.start()]
    if HEAD.search(before) or HEAD.search(first[:-2]):
        return True
    if _such_things(text, match.end()):
        return True
    if TAIL.match(text[match.end() : match.end() + 8]) or any(
        TAIL.match(last[at:]) for at in range(2, len(last) - 1)
    ):
        return True
    if (
        len(items) < MANY
        or any(_is_of_people(first[:-width]) for width in (2, 3))
        or PEOPLE.search(before)
        or PEOPLE_AFTER.match(text[match.end() : match.end() + 8])
    ):
        return False
    things = sum(map(_is_thing, items))
    return (things * 2 >= len(items) and _is_thing(first)) or things + sum(map(_is_no_name, items)) > 1


def _is_of_people(head: str) -> bool:
    """Say whether people follow: 验收组由, 业主代表, 成员有."""
    roles = phrases("roles.txt")
    return bool(STAFF.search(head)) or any(
        head[-width:] in roles for width in (2, 3, 4) if len(head) >= width
    )


def _such_things(text: str, at: int) -> bool:
    """Say whether 等 and a word for things follows: 柳叶、白掌等枝叶."""
    if text[at : at + 1] != "等":
        at = text.rfind("等", max(0, at - LONGEST - 1), at)
    word = next(
        (text[at + 1 : at + 1 + w] for w in (4, 3, 2) if text[at + 1 : at + 1 + w] in lexicon().words), ""
    )
    return (
        at >= 0
        and len(word) > 1
        and word[-1] not in PEOPLE_LAST
        and not any(word in phrases(kind) for kind in DEEDS)
    )


def listed_with_things(text: str, end: int) -> bool:
    """Say whether a list that goes on here ends in 等 and a word for things.

    >>> listed_with_things("柳叶、白掌等枝叶垃圾", 2), listed_with_things("柳叶、白掌等到场", 2)
    (True, False)
    """
    more = MORE.match(text, end)
    return more is not None and _such_things(text, more.end())


def _is_no_name(item: str) -> bool:
    """Say whether an item cannot be a name: too long, or no surname opens it."""
    known = lexicon()
    return len(item) > LONGEST or (
        item[0] not in known.surname_starts and item not in phrases("sounds.txt") and len(item) > 1
    )


def _parts(item: str) -> list[str]:
    parts = [part for part in LAST.split(item) if part]
    return parts if all(len(part) > 1 for part in parts) else [item]


def _is_thing(item: str) -> bool:
    if lexicon().words.get(item, 99.0) < COMMON or invented(item) < COMMON * 2:
        return True
    return len(item) > 3 and item[-2:] in phrases("firm_words.txt")
