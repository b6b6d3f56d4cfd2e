"""How many: ``不低于25%``, ``2%-5%``, ``执法人员:对象=1:10``, ``每户1次``, ``20家``, ``全部``, ``未定`` — read exactly.

A ratio cell of a notice is copied as it stands. What could mean two things is refused with the question that must be
answered: a bare ``1:10`` (inspectors to objects, or one in ten?), a bare ``20`` (per cent, or objects?).
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from sampler.failure import SamplerError

UP, NEAREST, DOWN = "进一", "四舍五入", "舍去"
ROUNDINGS = (UP, NEAREST, DOWN)
BOUNDS = {"at_least": "不少于", "at_most": "不超过", "about": "约", "exactly": "正好", "range": "区间"}

_BEFORE = {
    "at_least": r"不低于|不少于|不小于|至少|最少|≥|>=",
    "at_most": r"不超过|不高于|不大于|至多|最多|≤|<=",
    "about": r"大约|大致|约|左右",
    "exactly": r"恰好|正好|按|等于|==?|",
}
_AFTER = {"以上": "at_least", "及以上": "at_least", "以内": "at_most", "左右": "about"}
_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"家次|户次|家|户|个|件|份|项|条|台|名|人"
_PATTERNS = {
    "all": re.compile(r"全部|全覆盖|100%|全部检查|全数"),
    "share": re.compile(rf"({_NUMBER})%|({_NUMBER})‰|(\d+)/(\d+)"),
    "number": re.compile(rf"(\d+)(?:{_UNIT})"),
    "occasions": re.compile(r"(\d+)次"),
    "one_in": re.compile(rf"每(\d+)(?:{_UNIT})抽(\d+)(?:{_UNIT})"),
    "staff": re.compile(rf"(?:执法|检查|执法检查)?人员(?:数)?[:与和](?:检查)?(?:对象|企业)(?:数)?[=为](?:不低于|≥|>=)?({_NUMBER}):({_NUMBER})"),
    "staff_back": re.compile(rf"(?:检查)?(?:对象|企业)(?:数)?[:与和](?:执法|检查|执法检查)?人员(?:数)?[=为](?:不低于|≥|>=)?({_NUMBER}):({_NUMBER})"),
    "each_inspector": re.compile(rf"每(?:名)?(?:执法|检查|执法检查)?人(?:员)?(?:至少|不少于|≥)?({_NUMBER})(?:{_UNIT})"),
    "times": re.compile(r"每(?:户|家|个对象|个|件)(?:至少|不少于|≥)?(\d+)次"),
    "multiple": re.compile(rf"(?:的)?({_NUMBER}|[两二三四五六七八九十]+)倍"),
    "undecided": re.compile(
        r"未定|待定|另定|另行(?:通知|确定|规定|制定|安排|下达)|(?:尚未|暂未|暂不)(?:确定|明确)"
        r"|由.{1,12}?(?:另行|统一)?(?:另定|确定|规定|决定|下达|安排|制定|明确)"
        r"|[^\d]{0,14}?(?:通知|下达|文件|要求|任务|安排|规定)(?:的)?(?:任务)?(?:数)?(?:为准|执行|确定)?"
        r"|视(?:情|情况|工作需要)(?:而定|确定)?|适量|若干(?:家|户)?"
    ),
}  # fmt: skip
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMERALS = re.compile(r"(百|[二三四五六七八九十]+)分之([一二三四五六七八九十百零]+)")
_RANGE = re.compile(rf"({_NUMBER})(%|{_UNIT})?[-~～—–至到]({_NUMBER})(%|{_UNIT})")
_AMBIGUOUS = re.compile(rf"{_NUMBER}:{_NUMBER}|{_NUMBER}")


@dataclass(frozen=True, slots=True)
class Amount:
    """One number a rule demands, before its base is known."""

    text: str
    """As the clerk wrote it."""

    bound: str
    """at_least, at_most, about, exactly or range."""

    kind: str
    """share, number, staff (objects per inspector), times (each object), multiple (of another rule), all, undecided, or
    occasions (targets)."""

    value: Fraction = Fraction(0)
    """The share, the number, the objects per inspector, or the times; the lower end of a range."""

    upper: Fraction | None = None
    """Upper end of a range."""

    def at(self, base: int) -> Fraction:
        """Return the exact number for a base; of a range the lower end.

        >>> read_amount("不低于25%").at(97)
        Fraction(97, 4)
        """
        return self._times(self.value, base)

    def upper_at(self, base: int) -> Fraction | None:
        """Return the exact upper end for a base, or None."""
        return None if self.upper is None else self._times(self.upper, base)

    def _times(self, value: Fraction, base: int) -> Fraction:
        return value if self.kind in ("number", "occasions") else value * base

    @property
    def words(self) -> str:
        """The amount in words, for a sentence."""
        return self.text


def read_amount(text: str) -> Amount:
    """Return the amount a text writes; raise SamplerError with the question when it is not clear.

    >>> read_amount("≥10%").value, read_amount("执法人员:对象=1:2.5").value, read_amount("2%-5%").upper
    (Fraction(1, 10), Fraction(5, 2), Fraction(1, 20))
    """
    plain = _plain(text)
    bound, body = _bound(plain)
    found = _range(text, body) or _single(text, bound, body)
    if found is not None:
        return found
    if _AMBIGUOUS.fullmatch(body) and ":" in body:
        raise SamplerError(
            f"“{text}”有两种读法。请写明“执法人员:对象={body}”，或“每{body.partition(':')[2]}家抽{body.partition(':')[0]}家”。"
        )
    if both := re.fullmatch(rf"({_NUMBER}%)\(?(\d+(?:{_UNIT}))\)?", body):
        raise SamplerError(
            f'“{text}”里有两个数。请写成 ["{both[1]}", "{both[2]}"]，并写明“取”较大者还是较小者。'
        )
    if re.search(r"且|并|但|或|，|,|取", body) and len(re.findall(rf"{_NUMBER}(?:%|‰|{_UNIT})", body)) > 1:
        raise SamplerError(
            f'“{text}”里有几个数。请写成列表，例如 ["20%", "5家"]，并写“取”较大者或较小者；不少于几家、不超过几家也可以写“至少”“至多”。'
        )
    if of := re.fullmatch(rf"(.+)的({_NUMBER}[%‰]|\d+/\d+)", body):
        raise SamplerError(
            f"“{text}”里写了是什么的 {of[2]}。请只写比例；“{of[1]}”不是本层的家数时，写进“基数”。"
        )
    if over := re.fullmatch(rf"(?:>|<|大于|小于|高于|低于|超过)({_NUMBER}(?:%|‰|{_UNIT}))", plain):
        raise SamplerError(
            f"“{text}”不含等于，算不出一个数。请向发文机关问清，写成“不低于{over[1]}”或“不超过{over[1]}”。"
        )
    if found_cycle := re.search(r"每(?:月|季度?|半年|年|[二两三\d]年)|/年|全年", body):
        raise SamplerError(f"“{text}”里有多长时间的数。请把“{found_cycle[0]}”写进“期次”，应抽只写数。")
    if _AMBIGUOUS.fullmatch(body):
        raise SamplerError(f"“{text}”没有单位。请写“{body}%”或“{body}家”。")
    raise SamplerError(
        f"应抽“{text}”看不懂。可以写：不低于25%、1/3、20家、2%-5%、约10%、不超过5%、全部、每户1次、每10家抽1家、执法人员:对象=1:10、每人5家、未定。"
    )


def rounded(exact: Fraction, how: str) -> int:
    """Return the whole number: 进一 up, 四舍五入 nearest with halves up, 舍去 down.

    >>> [rounded(Fraction(5, 2), how) for how in ROUNDINGS]
    [3, 3, 2]
    """
    if how == UP:
        return -(-exact.numerator // exact.denominator)
    if how == NEAREST:
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return exact.numerator // exact.denominator


def shown(exact: Fraction) -> str:
    """Return an exact number for people: whole, short decimal, or a fraction.

    >>> shown(Fraction(97, 4)), shown(Fraction(1, 3)), shown(Fraction(8))
    ('24.25', '1/3', '8')
    """
    if exact.denominator == 1:
        return str(exact.numerator)
    for places in range(1, 5):
        if (exact * 10**places).denominator == 1:
            whole, rest = divmod(abs(int(exact * 10**places)), 10**places)
            return f"{'-' if exact < 0 else ''}{whole}.{rest:0{places}d}"
    return f"{exact.numerator}/{exact.denominator}"


def percent(share: Fraction) -> str:
    """Return a share as per cent where that is exact, else as a fraction.

    >>> percent(Fraction(1, 4)), percent(Fraction(1, 3))
    ('25%', '1/3')
    """
    text = shown(share * 100)
    return f"{share.numerator}/{share.denominator}" if "/" in text else f"{text}%"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("﹪", "%").replace("：", ":").replace("\u2236", ":")
    return _NUMERALS.sub(_in_digits, re.sub(r"\s+", "", folded)).replace("一半", "1/2").replace("半数", "1/2")


def _in_digits(match: re.Match[str]) -> str:
    """Return 百分之二十五 as 25%, 三分之一 as 1/3."""
    under, over = match.groups()
    return f"{_number(over)}%" if under == "百" else f"{_number(over)}/{_number(under)}"


def _number(word: str) -> int:
    tens, ten, ones = word.rpartition("十")
    hundreds = 100 if tens.startswith(("一百", "百")) or word in ("百", "一百") else 0
    digit = _DIGITS.get(tens.removeprefix("一百").removeprefix("零") or "一", 1) if ten else 0
    return hundreds + digit * 10 + (_DIGITS.get(ones, 0) if word not in ("百", "一百") else 0)


def _bound(plain: str) -> tuple[str, str]:
    for bound, words in _BEFORE.items():
        match = re.match(words, plain)
        if match and match[0]:
            return bound, plain[match.end() :]
    for word, bound in _AFTER.items():
        if plain.endswith(word):
            return bound, plain.removesuffix(word)
    return "exactly", plain


def _range(text: str, body: str) -> Amount | None:
    match = _RANGE.fullmatch(body)
    if match is None:
        return None
    kind = "share" if match[4] == "%" else "number"
    if match[2] and (match[2] == "%") != (match[4] == "%"):
        raise SamplerError(f"“{text}”两端单位不同。请写成 2%-5% 或 3家-5家。")
    divide = 100 if kind == "share" else 1
    low, high = Fraction(match[1]) / divide, Fraction(match[3]) / divide
    if low > high:
        raise SamplerError(f"“{text}”的下限大于上限。请对调。")
    return Amount(text, "range", kind, low, high)


def _single(text: str, bound: str, body: str) -> Amount | None:
    for name, pattern in _PATTERNS.items():
        match = pattern.fullmatch(body)
        if match is not None:
            return _amount(text, bound, name, match)
    return None


def _amount(text: str, bound: str, name: str, match: re.Match[str]) -> Amount:
    if name in ("all", "undecided"):
        return Amount(text, bound, name, Fraction(1) if name == "all" else Fraction(0))
    if name == "share":
        return _share(text, bound, match)
    numbers = [
        Fraction(group) if group[0].isdigit() else Fraction(_number(group)) for group in match.groups()
    ]
    if name in ("staff", "staff_back", "one_in") and 0 in numbers:
        raise SamplerError(f"“{text}”里的比不能有 0。请核对通知。")
    return {
        "number": lambda: Amount(text, bound, "number", numbers[0]),
        "occasions": lambda: Amount(text, bound, "occasions", numbers[0]),
        "one_in": lambda: _checked_share(text, bound, numbers[1] / numbers[0]),
        "staff": lambda: Amount(text, bound, "staff", numbers[1] / numbers[0]),
        "staff_back": lambda: Amount(text, bound, "staff", numbers[0] / numbers[1]),
        "each_inspector": lambda: Amount(text, bound, "staff", numbers[0]),
        "times": lambda: Amount(text, bound, "times", numbers[0]),
        "multiple": lambda: Amount(text, bound, "multiple", numbers[0]),
    }[name]()


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
    if share > 1:
        raise SamplerError(f"“{text}”超过 100%。同一期内一个对象只能抽中一次；要多次，请写“每户2次”。")
    return Amount(text, bound, "share", share)
