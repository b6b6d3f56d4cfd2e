"""What conditions say about each other: can anyone satisfy this one, is it inside that one, where is a gap?

A condition is opened into boxes, one per way of satisfying it; a box holds a range or a set of values per column and
the parts that can't be compared. Answers are only given where they are certain: “unknown” never becomes a finding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import product

from sampler.rules.amount import shown
from sampler.rules.expression import All, Always, AnyOf, Compare, Condition, Count, Not, number_of

MOST_BOXES = 64
_OPPOSITE = {
    "=": "≠",
    "≠": "=",
    "属于": "不属于",
    "不属于": "属于",
    "包含": "不包含",
    "不包含": "包含",
    "为空": "不为空",
    "不为空": "为空",
}


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two ends; an end of None is open to infinity."""

    low: Fraction | None = None
    """Lower end."""

    low_in: bool = False
    """Whether it belongs to the range."""

    high: Fraction | None = None
    """Upper end."""

    high_in: bool = False
    """Whether it belongs to the range."""

    @property
    def empty(self) -> bool:
        """Whether no number is in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in))

    def meet(self, other: "Range") -> "Range":
        """Return what both hold."""
        low, low_in = max(_low(self), _low(other))
        high, high_in = min(_high(self), _high(other))
        return Range(low[1], not low_in, high[1], high_in == 1)

    def inside(self, other: "Range") -> bool:
        """Return whether every number of this range is in the other."""
        return self.meet(other) == self

    def words(self) -> str:
        """Return the range in words.

        >>> Range(Fraction(10), True, Fraction(50), False).words()
        '从 10（含）到 50（不含）'
        """
        low = f"从 {shown(self.low)}（{'含' if self.low_in else '不含'}）" if self.low is not None else ""
        high = f"到 {shown(self.high)}（{'含' if self.high_in else '不含'}）" if self.high is not None else ""
        return (
            f"{low}{high}"
            if low and high
            else f"{low}以上"
            if low
            else f"{high.removeprefix('到 ')}以下"
            if high
            else "任何数"
        )


def _low(one: Range) -> tuple[tuple[int, Fraction | None], int]:
    return ((0, None) if one.low is None else (1, one.low), 0 if one.low_in else 1)


def _high(one: Range) -> tuple[tuple[int, Fraction | None], int]:
    return ((1, None) if one.high is None else (0, one.high), 1 if one.high_in else 0)


@dataclass(frozen=True)
class Box:
    """One way of satisfying a condition."""

    ranges: Mapping[str, Range] = field(default_factory=dict)
    """Column → numbers."""

    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Column → the only values."""

    forbidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Column → values that are not allowed."""

    opaque: frozenset[tuple[str, bool]] = frozenset()
    """Parts that are only compared as a whole, with their sign."""

    @property
    def impossible(self) -> bool:
        """Whether nothing satisfies it."""
        if any(one.empty for one in self.ranges.values()):
            return True
        if any(
            not values - self.forbidden.get(column, frozenset()) for column, values in self.allowed.items()
        ):
            return True
        return any((text, not sign) in self.opaque for text, sign in self.opaque)

    def meet(self, other: "Box") -> "Box":
        """Return what satisfies both."""
        ranges = dict(self.ranges)
        for column, span in other.ranges.items():
            ranges[column] = ranges[column].meet(span) if column in ranges else span
        allowed = dict(self.allowed)
        for column, values in other.allowed.items():
            allowed[column] = allowed[column] & values if column in allowed else values
        forbidden = dict(self.forbidden)
        for column, values in other.forbidden.items():
            forbidden[column] = forbidden.get(column, frozenset()) | values
        return Box(ranges, allowed, forbidden, self.opaque | other.opaque)

    def inside(self, other: "Box") -> bool:
        """Return whether everything that satisfies this box certainly satisfies the other."""
        for column, span in other.ranges.items():
            if column not in self.ranges or not self.ranges[column].inside(span):
                return False
        for column, values in other.allowed.items():
            if not self.allowed.get(column, frozenset({""})) <= values or column not in self.allowed:
                return False
        for column, values in other.forbidden.items():
            kept = self.allowed.get(column)
            if not (
                values <= self.forbidden.get(column, frozenset()) or (kept is not None and not kept & values)
            ):
                return False
        return other.opaque <= self.opaque


def boxes_of(condition: Condition) -> tuple[Box, ...] | None:
    """Return the ways of satisfying a condition, impossible ones left out; None when there are too many."""
    found = _open(condition)
    return None if found is None else tuple(box for box in found if not box.impossible)


def nobody_can(condition: Condition) -> bool:
    """Return whether nothing can satisfy a condition.

    >>> from sampler.rules.expression import parse
    >>> nobody_can(parse("年排放量 ≥ 100 且 年排放量 < 50"))
    True
    """
    return boxes_of(condition) == ()


def covered_by(condition: Condition, others: Iterable[Condition]) -> bool:
    """Return whether everything that satisfies a condition certainly satisfies one of the others."""
    mine = boxes_of(condition)
    theirs = [box for other in others for box in boxes_of(other) or ()]
    return mine is not None and bool(mine) and all(any(box.inside(other) for other in theirs) for box in mine)


def ranges_of(condition: Condition) -> tuple[str, tuple[Range, ...]] | None:
    """Return the column and ranges of a condition that is only about one column of numbers, or None."""
    boxes = boxes_of(condition)
    if not boxes or any(box.allowed or box.forbidden or box.opaque or len(box.ranges) != 1 for box in boxes):
        return None
    columns = {column for box in boxes for column in box.ranges}
    return (
        (columns.pop(), tuple(span for box in boxes for span in box.ranges.values()))
        if len(columns) == 1
        else None
    )


def gaps(ranges: Sequence[Range]) -> list[Range]:
    """Return the stretches between ranges that none of them holds.

    >>> [gap.words() for gap in gaps([Range(high=Fraction(10)), Range(low=Fraction(10))])]
    ['从 10（含）到 10（含）']
    """
    found: list[Range] = []
    ordered = sorted(ranges, key=_low)
    reach = ordered[0]
    for span in ordered[1:]:
        between = Range(reach.high, not reach.high_in, span.low, not span.low_in)
        if reach.high is not None and span.low is not None and not between.empty:
            found.append(between)
        reach = span if _high(span) > _high(reach) else reach
    return found


def _open(condition: Condition) -> list[Box] | None:
    if isinstance(condition, Always):
        return [Box()]
    if isinstance(condition, AnyOf):
        parts = [_open(part) for part in condition.parts]
        return None if None in parts else _capped([box for part in parts for box in part or ()])
    if isinstance(condition, All):
        return _joined([_open(part) for part in condition.parts])
    if isinstance(condition, Not):
        return _negated(condition.part)
    return [_atom(condition)]


def _joined(parts: list[list[Box] | None]) -> list[Box] | None:
    if any(part is None for part in parts):
        return None
    found: list[Box] = []
    for combination in product(*(part or [] for part in parts)):
        box = Box()
        for one in combination:
            box = box.meet(one)
        found.append(box)
        if len(found) > MOST_BOXES:
            return None
    return found


def _capped(boxes: list[Box]) -> list[Box] | None:
    return None if len(boxes) > MOST_BOXES else boxes


def _negated(part: Condition) -> list[Box] | None:
    if isinstance(part, Not):
        return _open(part.part)
    if isinstance(part, All):
        return _open(AnyOf(tuple(Not(inner) for inner in part.parts)))
    if isinstance(part, AnyOf):
        return _open(All(tuple(Not(inner) for inner in part.parts)))
    if isinstance(part, Always):
        return []
    if isinstance(part, Compare) and part.operator in _OPPOSITE:
        return [_atom(Compare(part.column, _OPPOSITE[part.operator], part.values))]
    return [Box(opaque=frozenset({(repr(part), False)}))]


def _atom(condition: Condition) -> Box:
    if isinstance(condition, Count):
        name = repr((condition.kind, condition.window, condition.filters, condition.same, condition.total))
        span = _range(condition.operator, condition.number)
        return Box(ranges={name: span.meet(Range(Fraction(0), low_in=True))}) if span else _opaque(condition)
    if isinstance(condition, Compare):
        if condition.operator in ("≥", "≤", ">", "<"):
            number = _ordinal(condition.values[0])
            span = _range(condition.operator, number) if number is not None else None
            return Box(ranges={condition.column: span}) if span else _opaque(condition)
        if condition.operator in ("=", "属于"):
            return Box(allowed={condition.column: frozenset(condition.values)})
        if condition.operator in ("≠", "不属于"):
            return Box(forbidden={condition.column: frozenset(condition.values)})
    return _opaque(condition)


def _opaque(condition: Condition) -> Box:
    return Box(opaque=frozenset({(repr(condition), True)}))


def _range(operator: str, number: Fraction) -> Range | None:
    return {
        "≥": Range(number, low_in=True),
        ">": Range(number),
        "≤": Range(high=number, high_in=True),
        "<": Range(high=number),
        "=": Range(number, low_in=True, high=number, high_in=True),
    }.get(operator)


def _ordinal(text: str) -> Fraction | None:
    number = number_of(text)
    if number is not None:
        return number
    try:
        return Fraction(date.fromisoformat(text).toordinal())
    except ValueError:
        return None
