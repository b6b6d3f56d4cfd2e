"""What a word, a surname and a given name cost: the smaller, the more ordinary. All from the tables, no training."""

from dataclasses import dataclass
from functools import cache
from math import log

from sampler.disclosure.text import tables

ALL_WORDS = 60_000_000
UNKNOWN_CHAR = 15.5
UNKNOWN_GIVEN, RARE_GIVEN, RARE_CHAR = 17.0, 12.0, 13.0
NAME_PRIOR = 5.0
SHORT_NAME, LONG_NAME = 1.3, -1.0
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
OUTFIT_START, OUTFIT_EACH, OUTFIT_END = 10.0, 2.5, 4.0
LONGEST_OUTFIT = 16
NOT_OUTFIT = frozenset("系是为的在对向由与和及经被将把称说从到至于给让叫你我他她其该此因")
PLACE_COST = 13.5
COMMON_WORD = 11.0
TRADE_WORD, IDIOM = 10.5, 13.0
SAME_AGAIN = 2.5
BARE_SURNAME, LONE_SURNAME = 14.0, 20.0
CALLED, CALLED_COST = ("老{}", "小{}", "大{}", "姓{}", "{}总", "{}工", "{}某", "{}氏", "{}姓", "{}家"), 13.0
NEVER_ALONE = frozenset(
    "刘孙谭乔狄俞舒仲窦夔姬揭浦甯睢糜锺郑濮罗韩苏穆沐李王陈杨赵吴徐胡朱郭宋唐冯董肖萧曹袁邓傅沈彭吕蒋蔡薛贾魏潘阎杜闫"
    "姜汪姚廖邹熊崔邱秦侯孟邵尹黎贺赖龚艾樊翟耿聂葛邢庞霍靳韦赫倪岳祁裴覃颜鲁柯楚殷鲍凌杭甄骆卜尉慕滕翁刁卓戚缪蔺褚詹邸郄"
    "阮乜亓仉仝仵佘佟佰冼匡卞卿厉喻奚娄宓宛岑嵇昝晁晏湛牟璩瞿禚禹竺粟缑羿胥臧芮苌苟茹荀莘蒯蔚虞裘訾谌逄逯邝邬邰邴郇郏郗郜郤郦鄂"
    "鄢酆钭钮闵阙阚隗雍鞠靖禇笪茆菅谯轩隋杲闾眭邸郝"
)
"""Surnames that are hardly ever a word by themselves: where one stands, a name follows."""
ODD_END, CLAN, GIVEN_WORD, GIVEN_CHAR = 3.0, 6.0, 2.5, 7.6
THING_ENDS = frozenset(
    "书量池内罩罐率表证单机器泵阀管线板料剂品物件间处点面部室区口门炉塔棚库仓车厂站店场所院校班组队科股办委会局厅司户号码字价费款税额数值度"
    "压温湿速流气油煤灰渣泥粉尘烟味色形状态样式型类种级别期限段时日次回遍批套台辆架座栋层排列块片条支只头匹张份页本册卷"
    "上下左右后外旁边侧底顶端角头转交消查制做作用使给送去进出入到过开关停止断续通封闭拆装换修改补填写报备案核验收付缴领取存放置运卸接说问拿带送找叫给让签写看听吃住搬借欠"
)
"""Last characters of things and deeds: a name may end so, but seldom does."""
FUNCTION_SURNAMES = frozenset(
    "南归类空应时全和向查经计能相从后来要以由有同连别支通终管曾成容解都次者部户但接水种黑年由能养言线承充储宿仓原信符占锁脱粘须藏留印包库盘席那有查问念才何家通终后爱法忽管"
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
        costs = [self.given.get(char) or self._unlisted(char) for char in given]
        if len(given) == 2 and given[0] == given[1]:
            costs[1] = SAME_AGAIN
        usual = surname not in FUNCTION_SURNAMES and given in self.words
        if len(given) == 2 and usual and max(costs) < GIVEN_CHAR:
            cost -= GIVEN_WORD
        return cost + sum(costs) + ODD_END * (given[-1] in THING_ENDS) + CLAN * (given[0] == "氏")

    def _unlisted(self, char: str) -> float:
        """Return the cost of a character that no list of names holds: 犇 is kept for names, 拒 is a word."""
        return UNKNOWN_GIVEN if self.words.get(char, 99.0) < RARE_CHAR else RARE_GIVEN


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
    for word in phrases("idioms.txt"):
        words.setdefault(word, IDIOM)
    for word in phrases("trade_words.txt") | phrases("lookalikes.txt"):
        words[word] = min(words.get(word, 99.0), TRADE_WORD)
    for surname in tables.counts("surnames.txt"):
        words.setdefault(surname, BARE_SURNAME)
    words |= dict.fromkeys(NEVER_ALONE, LONE_SURNAME)
    for surname in NEVER_ALONE:
        for form in CALLED:
            words.setdefault(form.format(surname), CALLED_COST)
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
    if len(text) >= 4 and text.endswith(OUTFIT_ENDS) and not _tells_a_deed(text):
        end = next(len(word) for word in OUTFIT_ENDS if text.endswith(word))
        return OUTFIT_START + OUTFIT_EACH * (len(text) - end) + OUTFIT_END
    return float("inf")


@cache
def _deeds() -> frozenset[str]:
    """Return two-character words that no outfit has in its name: verbs but those of a trade, and words of manner."""
    firm = phrases("firm_words.txt")
    return (
        frozenset(
            word
            for name in ("actions.txt", "around.txt", "verbs.txt", "asks.txt")
            for word in phrases(name)
            if len(word) == 2
        )
        - firm
    )


def _tells_a_deed(text: str) -> bool:
    return any(text[at : at + 2] in _deeds() for at in range(len(text) - 1))
