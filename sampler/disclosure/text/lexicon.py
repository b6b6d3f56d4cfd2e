"""What a word, a surname and a given name cost: the smaller, the more ordinary. All from the tables, no training."""

from dataclasses import dataclass
from functools import cache
from math import log

from sampler.disclosure.text import tables

ALL_WORDS = 60_000_000
UNKNOWN_CHAR = 15.5
UNKNOWN_GIVEN = 13.0
NAME_PRIOR = 5.5
SHORT_NAME, LONG_NAME = 1.3, 0.3
LONGEST_WORD = 4
PLACE_ENDS = frozenset("村镇乡县庄营屯堡寨区街路巷河桥坡沟店湾洼港集园庙坟")
WEAK_PLACE_ENDS = frozenset("街路巷河桥坡沟店湾洼港集园庙坟区")
OUTFIT_ENDS = (
    "有限责任公司",
    "有限公司",
    "股份公司",
    "分公司",
    "公司",
    "集团",
    "合作社",
    "制品厂",
    "厂",
    "养殖场",
    "加油站",
    "收购站",
    "水泥站",
    "搅拌站",
    "站",
    "场",
    "店",
    "部",
    "中心",
    "医院",
    "学校",
    "分局",
    "支队",
    "大队",
    "政府",
    "委会",
    "办事处",
    "事务所",
    "服务所",
    "研究所",
    "研究院",
    "学院",
    "大学",
    "项目部",
    "工程处",
    "供热站",
    "供电所",
)
OUTFIT_LAST = frozenset(word[-1] for word in OUTFIT_ENDS)
OUTFIT_START, OUTFIT_EACH = 10.0, 2.5
LONGEST_OUTFIT = 16
NOT_OUTFIT = frozenset("系是为的在对向由与和及经被将把称说从到至于给让叫你我他她其该此因")
PLACE_COST = 13.5
COMMON_WORD = 11.0
TRADE_WORD = 10.5
SAME_AGAIN = 2.5
BARE_SURNAME = 14.0
FUNCTION_SURNAMES = frozenset(
    "应时全和向查经计能相从后来要以由有同连别支通终管曾成容解都次者部户但接水种黑年由能养言线"
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The costs, as minus the logarithm of a frequency."""

    words: dict[str, float]
    """Ordinary words and single characters."""

    surnames: dict[str, float]
    """Surnames of one or more characters."""

    given: dict[str, float]
    """Characters of given names."""

    surname_starts: frozenset[str]
    """First characters of surnames."""

    def name(self, surname: str, given: str) -> float:
        """Return the cost of a name that nothing around it supports."""
        length = SHORT_NAME if len(given) == 1 else LONG_NAME
        cost = NAME_PRIOR + self.surnames[surname] + length + 3.0 * (surname in FUNCTION_SURNAMES)
        if self.words.get(surname + given, 99.0) < COMMON_WORD:
            cost += 4.0
        costs = [self.given.get(char, UNKNOWN_GIVEN) for char in given]
        if len(given) == 2 and given[0] == given[1]:
            costs[1] = SAME_AGAIN
        return cost + sum(costs)


@cache
def lexicon() -> Lexicon:
    """Return the costs of the shipped tables, worked out once.

    >>> lexicon().words["现场"] < lexicon().name("现", "场") if "现" in lexicon().surnames else True
    True
    """
    words = {word: -log(count / ALL_WORDS) for word, count in tables.counts("words.txt").items()}
    for kind in ("roles.txt", "asks.txt", "titles.txt", "verbs.txt"):
        for word in phrases(kind):
            if len(word) > 1:
                words[word] = min(words.get(word, 99.0), 11.5)
    words |= dict.fromkeys(phrases("gazetteer.txt"), 9.5)
    for word in phrases("trade_words.txt"):
        words[word] = min(words.get(word, 99.0), TRADE_WORD)
    for surname in tables.counts("surnames.txt"):
        words.setdefault(surname, BARE_SURNAME)
    for name in ("张三", "李四", "王五", "赵六"):
        words.pop(name, None)
    surnames = {word: -log(share / 10_000) for word, share in tables.counts("surnames.txt").items()}
    surnames |= dict.fromkeys(tables.compound_surnames(), 8.0)
    given = tables.counts("given.txt")
    total = sum(given.values())
    costs = {char: -log(count / total) for char, count in given.items()}
    return Lexicon(words, surnames, costs, frozenset(surname[0] for surname in surnames))


@cache
def phrases(name: str) -> frozenset[str]:
    """Return the words of a table whose lines hold several words."""
    return frozenset(word for line in tables.lines(name) for word in line.split(" "))


def invented(text: str) -> float:
    """Return the cost of a stretch as a place or an outfit that no table knows; infinite for anything else.

    >>> invented("东郭村") < invented("金峰化工有限公司") < 99 < invented("张三")
    True
    """
    if len(text) < 2 or not NOT_OUTFIT.isdisjoint(text):
        return float("inf")
    if len(text) <= 4 and text[-1] in PLACE_ENDS:
        weak = 7.0 if text[-1] in WEAK_PLACE_ENDS else 0.0
        return PLACE_COST + weak + (1.0 if len(text) == 2 else 0.0) + (2.0 if len(text) == 4 else 0.0)
    if len(text) >= 4 and text.endswith(OUTFIT_ENDS):
        return OUTFIT_START + OUTFIT_EACH * len(text)
    return float("inf")
