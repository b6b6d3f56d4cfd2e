"""Why an amount cannot be read, and what to write instead: one small check for each way notices have of saying it."""

import re
from dataclasses import dataclass

NUMBER = r"\d+(?:\.\d+)?"
UNIT = r"家次|户次|家|户|个|件|份|项|条|台|名|人"
_AMBIGUOUS = re.compile(rf"{NUMBER}:{NUMBER}|{NUMBER}")
_FORMS = "不低于25%、1/3、20家、2%-5%、约10%、不超过5%、超过5%、全部、每户1次、每10家抽1家、执法人员:对象=1:10、每人5家、不抽、未定"


@dataclass(frozen=True, slots=True)
class Written:
    """An amount that was not understood."""

    text: str
    """As the clerk wrote it."""

    plain: str
    """Folded, numerals as digits."""

    body: str
    """The same without its bound."""


def why_not(one: Written) -> str:
    """Return the reason in Chinese.

    >>> why_not(Written("20", "20", "20"))
    '“20”没有单位。请写“20%”或“20家”。'
    """
    for check in (
        _ratio,
        _two_numbers,
        _frequency,
        _share_of,
        _each_time,
        _for_each,
        _team,
        _staff,
        _fraction,
        _bare,
    ):
        if reason := check(one):
            return reason
    return f"应抽“{one.text}”看不懂。可以写：{_FORMS}。"


def _ratio(one: Written) -> str:
    if not (_AMBIGUOUS.fullmatch(one.body) and ":" in one.body):
        return ""
    left, _, right = one.body.partition(":")
    return f"“{one.text}”有两种读法。请写明“执法人员:对象={one.body}”，或“每{right}家抽{left}家”。"


def _two_numbers(one: Written) -> str:
    if both := re.fullmatch(rf"({NUMBER}%)\(?(\d+(?:{UNIT}))\)?", one.body):
        return f'“{one.text}”里有两个数。请写成 ["{both[1]}", "{both[2]}"]，并写明“取”较大者还是较小者。'
    if beside := re.fullmatch(
        rf"({NUMBER}%)\(?[,、，且]?(?:至少|不少于|最少|不足)(\d+)(?:{UNIT}).*", one.body
    ):
        return f'“{one.text}”里有两个数。请把比例写在“应抽”，不少于几家写 "至少" = {beside[2]}。'
    if (
        re.search(r"且|并|但|或|，|,|取", one.body)
        and len(re.findall(rf"{NUMBER}(?:%|‰|{UNIT})", one.body)) > 1
    ):
        return f'“{one.text}”里有几个数。请写成列表，例如 ["20%", "5家"]，并写“取”较大者或较小者；不少于几家、不超过几家也可以写“至少”“至多”。'
    return ""


def _frequency(one: Written) -> str:
    if dense := re.search(r"每(?:周|星期|旬|日|天)", one.plain):
        return f"“{one.text}”是{dense[0]}的数。抽取最密是每月一次：请把一个月的数合起来，写成每月的数。"
    if cycle := re.search(r"每(?:月|季度?|半年|年|[二两三\d]年)|/(?:年|季度?|月)|全年|年度", one.body):
        return f"“{one.text}”里有多长时间的数。请把“{cycle[0]}”写进“期次”，应抽只写数。{_occasions(one)}"
    return ""


def _occasions(one: Written) -> str:
    """Return the two readings of 1次/年: how often each object, or how often a draw is held."""
    found = re.search(r"(\d+)次", one.plain)
    if not found:
        return ""
    return f"每户查 {found[1]} 次的，应抽写“每户{found[1]}次”；说的是多久抽一次的，写在“抽取周期”或“抽取期”。"


def _each_time(one: Written) -> str:
    if found := re.fullmatch(r"(?:全部|各|全覆盖).*?(\d+)(?:次|轮|遍)|(\d+)(?:轮|遍)", one.plain):
        return f"“{one.text}”请写“每户{found[1] or found[2]}次”，在多长时间里写进“期次”。"
    return ""


def _share_of(one: Written) -> str:
    if of := re.fullmatch(rf"(.+?)的?({NUMBER}[%‰]|\d+/\d+)", one.body):
        return f"“{one.text}”里写了是什么的 {of[2]}。请只写比例；“{of[1]}”不是本层的家数时，写进“基数”。"
    return ""


def _for_each(one: Written) -> str:
    place = r"乡镇街道|县市区|乡镇|镇街|街道|县区|园区|科室|行业|机构|镇|乡|县|市|区|所|类"
    verb = r"(?:随机)?(?:抽查|抽取|检查|抽)?"
    if each := re.fullmatch(rf"(?:每|各)(?:一|1)?个?({place}){verb}(.*?){verb}(\d+)({UNIT})", one.plain):
        return f'“{one.text}”是每个{each[1]}的数。请写 "应抽" = "{each[2]}{each[3]}{each[4]}"，并写“分层”，值是名录库里写{each[1]}的那一列。'
    return ""


def _team(one: Written) -> str:
    if re.match(r"每(?:个)?(?:检查|执法)?(?:小)?组", one.plain):
        return f"“{one.text}”按检查组算，规则里没有组数。按人数折算请写“执法人员:对象=2:5”（两人一组、每组 5 家）；按组数的，请算出来写成家数。"
    if found := re.match(rf"每(\d+)(?:名|个)?(?:执法|检查|执法检查)?人(?:员)?.*?(\d+)(?:{UNIT})", one.plain):
        return f"“{one.text}”有两种读法：按人数折算，请写“执法人员:对象={found[1]}:{found[2]}”；按凑满的组数，请算出来写成家数。"
    return ""


def _staff(one: Written) -> str:
    if found := re.search(rf"人员.*?({NUMBER}:{NUMBER})", one.plain):
        return f"“{one.text}”里的人员或对象有限定。请写“执法人员:对象={found[1]}”；只数一部分人员的，写进“人员”，只数一部分对象的，写进“条件”。"
    if "人员" in one.plain and (found := re.search(rf"({NUMBER})倍", one.plain)):
        return f"“{one.text}”请写成“每人{found[1]}家”。"
    return ""


def _fraction(one: Written) -> str:
    if re.fullmatch(rf"\d+\.\d+(?:{UNIT})", one.body):
        return f"“{one.text}”不是整数。家数请写整数；由比例算出来的，请写比例，取整写在“取整”。"
    if one.plain == "应抽尽抽":
        return "“应抽尽抽”没有写多少。要全部检查，请写“全部”。"
    return ""


def _bare(one: Written) -> str:
    return (
        f"“{one.text}”没有单位。请写“{one.body}%”或“{one.body}家”。" if _AMBIGUOUS.fullmatch(one.body) else ""
    )
