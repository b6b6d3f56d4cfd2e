"""How many, as notices write it: ``不低于25%``, ``2%-5%``, ``执法人员:对象=1:10``, ``每户1次``, ``20家``, ``未定`` — read exactly.

A ratio cell of a notice is copied as it stands. What could mean two things is refused with the question that must be
answered: a bare ``1:10`` (inspectors to objects, or one in ten?), a bare ``20`` (per cent, or objects?).
"""

import re
import unicodedata
from fractions import Fraction

from sampler.failure import SamplerError
from sampler.rules.amount import STRICT, Amount
from sampler.rules.numerals import in_digits
from sampler.rules.wording_hints import NUMBER, UNIT, Written, why_not

_NOT_BELOW = r"(?:不得|不应|不可|不)(?:低于|少于|小于)"
_NOT_ABOVE = r"(?:不得|不应|不可|不)(?:超过|高于|大于|多于)"
_BEFORE = {
    "at_least": rf"{_NOT_BELOW}|至少|最少|最低|≥|>=|≧|⩾",
    "at_most": rf"{_NOT_ABOVE}|至多|最多|最高|≤|<=|≦|⩽",
    "more_than": r"超过|大于|高于|多于|>",
    "less_than": r"少于|小于|低于|不足|不到|<",
    "about": r"大约|大致|约|左右",
    "exactly": r"恰好|正好|按|等于|==?|",
}
_AFTER = {"及以上": "at_least", "以上": "at_least", "以内": "at_most", "以下": "at_most", "左右": "about"}
_LEAD = r"(?:按照|按)?(?:随机|监督|日常)?(?:抽查|检查|抽取|抽检)?(?:的)?(?:比例|覆盖率|覆盖面|数量|户数|家数)?(?:应|须)?(?:为|达到|达)?"
_TAIL = r"(?:的?(?:比例|比率))?(?:进行)?(?:随机)?(?:抽查|抽取|检查)?"
_WRAPPED = re.compile(rf"(?P<lead>{_LEAD})(?P<body>.*?)(?P<tail>{_TAIL})")
_STAFF = r"(?:执法|检查|执法检查)?人员(?:数量|数)?"
_OBJECTS = r"(?:被?(?:抽查|检查))?(?:的)?(?:对象|企业)(?:数量|数)?"
_RATIO = rf"(?:的?(?:比例|比))?(?:=|为|按)?(?:不低于|不少于|≥|>=)?({NUMBER}):({NUMBER})"
_PATTERNS = {
    "all": re.compile(r"全部|全覆盖|100%|全部检查|全数"),
    "none": re.compile(r"不(?:主动)?(?:抽|抽查|检查)|免(?:抽|查|检)|免于(?:抽查|检查)"),
    "share": re.compile(rf"({NUMBER})%|({NUMBER})‰|(\d+)/(\d+)"),
    "number": re.compile(rf"(\d+)(?:{UNIT})"),
    "occasions": re.compile(r"(\d+)次"),
    "one_in": re.compile(rf"每(\d+)(?:{UNIT})抽(\d+)(?:{UNIT})"),
    "staff": re.compile(rf"{_STAFF}[:与和]{_OBJECTS}{_RATIO}"),
    "staff_back": re.compile(rf"{_OBJECTS}[:与和]{_STAFF}{_RATIO}"),
    "each_inspector": re.compile(rf"每(?:1)?(?:名)?(?:执法|检查|执法检查)?人(?:员)?(?:{_NOT_BELOW}|至少|≥)?({NUMBER})(?:{UNIT})"),
    "times": re.compile(rf"每(?:户|家|个对象|个|件)(?:{_NOT_BELOW}|至少|≥)?(\d+)次"),
    "multiple": re.compile(rf"(?:的)?({NUMBER})倍"),
    "undecided": re.compile(
        r"未定|待定|另定|另行(?:通知|确定|规定|制定|安排|下达)|(?:尚未|暂未|暂不)(?:确定|明确)"
        r"|由.{1,12}?(?:另行|统一)?(?:另定|确定|规定|决定|下达|安排|制定|明确)"
        r"|[^\d]{0,14}?(?:通知|下达|文件|要求|任务|安排|规定)(?:的)?(?:任务)?(?:数)?(?:为准|执行|确定)?"
        r"|视(?:情|情况|工作需要)(?:而定|确定)?|适量|若干(?:家|户)?|不定期|随机(?:抽查|抽取)?"
        r"|(?:按照|按|根据|依据|参照|结合)[^\d%‰]{2,30}(?:执行|确定|开展|实施|安排|制定|抽查)"
    ),
}  # fmt: skip
_RANGE = re.compile(rf"({NUMBER})(%|{UNIT})?[-~～—–至到]({NUMBER})(%|{UNIT})(?:之间)?")
_TWO_ENDS = re.compile(
    rf"(?:(?:{_BEFORE['at_least']})({NUMBER})(%|{UNIT})|({NUMBER})(%|{UNIT})以上)[,、，;且并但]*"
    rf"(?:(?:{_BEFORE['at_most']})({NUMBER})(%|{UNIT})|({NUMBER})(%|{UNIT})以下)"
)


def read_amount(text: str) -> Amount:
    """Return the amount a text writes; raise SamplerError with the question when it is not clear.

    >>> read_amount("≥10%").value, read_amount("执法人员:对象=1:2.5").value, read_amount("2%-5%").upper
    (Fraction(1, 10), Fraction(5, 2), Fraction(1, 20))
    >>> read_amount("超过5%").bound, read_amount("抽查比例不得低于千分之五").value, read_amount("免查").value
    ('more_than', Fraction(1, 200), Fraction(0, 1))
    """
    plain = _plain(text)
    bound, body = _bound(plain)
    found = (
        _range(text, body) or _two_ends(text, plain) or _single(text, bound, body) or _unwrapped(text, plain)
    )
    if found is None and _PATTERNS["undecided"].fullmatch(plain):
        found = Amount(text, "exactly", "undecided")
    if found is None:
        raise SamplerError(why_not(Written(text, plain, body)))
    if found.bound in STRICT and found.kind not in ("share", "number", "staff", "multiple"):
        raise SamplerError(f"“{text}”是“大于”或“小于”，只能用于比例和家数。请写成“全部”，或一个数。")
    return found


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("﹪", "%").replace("：", ":").replace("\u2236", ":")
    return in_digits(re.sub(r"\s+|\(含\)", "", folded))


def _bound(plain: str) -> tuple[str, str]:
    for bound, words in _BEFORE.items():
        match = re.match(words, plain)
        if match and match[0]:
            return bound, plain[match.end() :]
    for word, bound in _AFTER.items():
        if plain.endswith(word):
            return bound, plain.removesuffix(word)
    return "exactly", plain


def _unwrapped(text: str, plain: str) -> Amount | None:
    """Return the amount without the words around it: 抽查比例不低于25%, 按5%的比例抽取, 最低抽查12.5%."""
    for wrapped in (plain, _bound(plain)[1]):
        parts = _WRAPPED.fullmatch(wrapped)
        if parts is None or not (parts["lead"] or parts["tail"]):
            continue
        bound, body = _bound(parts["body"])
        outer = _bound(plain)[0] if wrapped is not plain else "exactly"
        if outer == "exactly" or bound == "exactly":
            inner = bound if outer == "exactly" else outer
            if found := _range(text, body) or _two_ends(text, parts["body"]) or _single(text, inner, body):
                return found
    return None


def _range(text: str, body: str) -> Amount | None:
    match = _RANGE.fullmatch(body)
    if match is None:
        return None
    if match[2] and (match[2] == "%") != (match[4] == "%"):
        raise SamplerError(f"“{text}”两端单位不同。请写成 2%-5% 或 3家-5家。")
    return _between(text, match[1], match[3], match[4])


def _two_ends(text: str, plain: str) -> Amount | None:
    """Return 不低于10%，不高于30% as a range; None where the ends have different units."""
    match = _TWO_ENDS.fullmatch(plain)
    if match is None:
        return None
    low, unit, high, other = (match[at] or match[at + 2] for at in (1, 2, 5, 6))
    return None if (unit == "%") != (other == "%") else _between(text, low, high, unit)


def _between(text: str, low: str, high: str, unit: str) -> Amount:
    divide = 100 if unit == "%" else 1
    least, most = Fraction(low) / divide, Fraction(high) / divide
    if least > most:
        raise SamplerError(f"“{text}”的下限大于上限。请对调。")
    return Amount(text, "range", "share" if unit == "%" else "number", least, most)


def _single(text: str, bound: str, body: str) -> Amount | None:
    for name, pattern in _PATTERNS.items():
        match = pattern.fullmatch(body)
        if match is not None:
            return _amount(text, bound, name, match)
    return None


def _amount(text: str, bound: str, name: str, match: re.Match[str]) -> Amount:
    if name in ("all", "undecided"):
        return Amount(text, bound, name, Fraction(1) if name == "all" else Fraction(0))
    if name == "none":
        return Amount(text, bound, "number", Fraction(0))
    if name == "share":
        return _share(text, bound, match)
    numbers = [Fraction(group) for group in match.groups()]
    if name in ("staff", "staff_back", "one_in") and 0 in numbers:
        raise SamplerError(f"“{text}”里的比不能有 0。请核对通知。")
    if name == "one_in":
        return _checked_share(text, bound, numbers[1] / numbers[0])
    if name in ("staff", "staff_back"):
        people, objects = numbers if name == "staff" else reversed(numbers)
        return Amount(text, bound, "staff", objects / people)
    return Amount(text, bound, "staff" if name == "each_inspector" else name, numbers[0])


def _share(text: str, bound: str, match: re.Match[str]) -> Amount:
    hundred, thousand, over, under = match.groups()
    if under is not None and int(under) == 0:
        raise SamplerError(f"“{text}”的分母不能是 0。")
    if hundred is not None:
        return _checked_share(text, bound, Fraction(hundred) / 100)
    if thousand is not None:
        return _checked_share(text, bound, Fraction(thousand) / 1000)
    return _checked_share(text, bound, Fraction(int(over), int(under)))


def _checked_share(text: str, bound: str, share: Fraction) -> Amount:
    if share > 1 or (share == 1 and bound == "more_than"):
        raise SamplerError(f"“{text}”超过 100%。同一期内一个对象只能抽中一次；要多次，请写“每户2次”。")
    return Amount(text, bound, "share", share)
