"""One number a rule demands, before its base is known; whole numbers from exact ones, and exact numbers in words."""

from dataclasses import dataclass
from fractions import Fraction

UP, NEAREST, DOWN = "进一", "四舍五入", "舍去"
ROUNDINGS = (UP, NEAREST, DOWN)
BOUNDS = {
    "at_least": "不少于",
    "more_than": "多于",
    "at_most": "不超过",
    "less_than": "少于",
    "about": "约",
    "exactly": "正好",
    "range": "区间",
}
STAFF_BASES = ("执法人员", "检查人员", "执法检查人员")
"""Words for the number of inspectors where a base is written."""
STRICT = ("more_than", "less_than")
"""Bounds that do not hold the number itself."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One number a rule demands, before its base is known."""

    text: str
    """As the clerk wrote it."""

    bound: str
    """A key of BOUNDS."""

    kind: str
    """share, number, staff (objects per inspector), times (each object), multiple (of another rule), all, undecided, or
    occasions (targets)."""

    value: Fraction = Fraction(0)
    """The share, the number, the objects per inspector, or the times; the lower end of a range."""

    upper: Fraction | None = None
    """Upper end of a range."""

    def at(self, base: int) -> Fraction:
        """Return the exact number for a base; of a range the lower end."""
        return self._times(self.value, base)

    @property
    def is_lower(self) -> bool:
        """Whether fewer would break it."""
        return self.bound in ("at_least", "more_than", "exactly")

    @property
    def is_upper(self) -> bool:
        """Whether more would break it."""
        return self.bound in ("at_most", "less_than")

    @property
    def leaves_open(self) -> bool:
        """Whether it does not say how many are really drawn."""
        return self.is_upper or self.bound == "range"

    @property
    def words(self) -> str:
        """The amount in words, for a sentence."""
        return self.text

    def _times(self, value: Fraction, base: int) -> Fraction:
        return value if self.kind in ("number", "occasions") else value * base


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


def beyond(exact: Fraction, bound: str) -> int:
    """Return the nearest whole number that a strict bound allows: the first above, or the last below.

    >>> beyond(Fraction(19, 4), "more_than"), beyond(Fraction(5), "more_than"), beyond(Fraction(5), "less_than")
    (5, 6, 4)
    """
    return rounded(exact, DOWN) + 1 if bound == "more_than" else max(rounded(exact, UP) - 1, 0)


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
