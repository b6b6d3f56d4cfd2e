"""Numbers that look like personal data wherever they come from, whether or not the bureau's files know them.

Each pattern is strict enough that a hit is worth a person's look; what is lawfully public (the bureau's own
contact, a published credit code) stands in an allow-list, and each entry of it says why.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_SEPARATED = r"[\s\-\u2010-\u2015]{0,2}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of number."""

    name: str
    """Chinese name for the report."""

    regex: re.Pattern[str]
    accept: Callable[[str], bool]
    """A second look at the digits, such as a check digit."""


def patterns_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield kind and value of each suspicious number in folded text.

    >>> list(patterns_in("电话 13812345678，编号 20250138123456780"))
    [('手机号', '13812345678')]
    """
    for pattern in PATTERNS:
        for match in pattern.regex.finditer(text):
            value = joined(match[0])
            if pattern.accept(value):
                yield pattern.name, value


def joined(number: str) -> str:
    """Return a number without the blanks and hyphens people put into it.

    >>> joined("138 1234-5678")
    '13812345678'
    """
    return re.sub(r"[\s\-\u2010-\u2015]", "", number)


def id_number_is_valid(number: str) -> bool:
    """Say whether 18 characters are an ID number with a true check digit and a possible birth date (GB 11643).

    >>> id_number_is_valid("11010519491231002x")
    True
    """
    if not _is_date(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10x98765432"[total % 11] == number[17]


def _is_date(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    return 1900 <= year <= 2030 and 1 <= month <= 12 and 1 <= day <= 31


def _luhn(digits: str) -> bool:
    doubled = [int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0 and len(set(digits)) > 3


def _always(_: str) -> bool:
    return True


def _separated(count: str) -> str:
    return rf"(?:\d{_SEPARATED}){{{count}}}"


_ALONE, _END = r"(?<![0-9a-z.\-_/:#])", r"(?![0-9a-z])"
PATTERNS = (
    Pattern("手机号", re.compile(rf"(?<![0-9a-z.\-_/#])(?:\+?86{_SEPARATED})?1[3-9]\d{_SEPARATED}{_separated('7')}\d{_END}"), _always),
    Pattern("身份证号", re.compile(rf"{_ALONE}[1-8]\d{_SEPARATED}{_separated('15')}[\dx]{_END}"), id_number_is_valid),
    Pattern("旧身份证号", re.compile(rf"{_ALONE}[1-6]\d{{5}}\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}{_END}"), _always),
    Pattern("银行卡号", re.compile(rf"{_ALONE}(?:62|4\d|5[1-5])\d{{2}}(?:[ -]?\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?{_END}"), _luhn),
    Pattern("车牌号", re.compile(rf"[{_PROVINCES}][a-hj-np-z][·\s-]?(?=[0-9a-hj-np-z]*\d)(?:[0-9a-hj-np-z]{{5,6}}(?![0-9a-z])|[0-9a-hj-np-z]{{4}}[警学挂])"), _always),
    Pattern("个体工商户代码", re.compile(r"(?<![0-9a-z])92\d{6}[0-9a-hj-npqrtuwxy]{10}(?![0-9a-z])"), _always),
    Pattern("电子邮箱", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,4}(?![\w-])", re.ASCII), _always),
)  # fmt: skip


def not_allowed(found: Iterable[tuple[str, str]], allowed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what the allow-list does not explain."""
    return ((kind, value) for kind, value in found if value not in allowed)
