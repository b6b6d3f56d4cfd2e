"""Spans of the calendar: a month, a quarter, a half-year, a year, several years.

A period is written ``2025-03``, ``2025Q3``, ``2025H1`` or ``2025``; a span of several years ``2024—2026``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sampler.failure import SamplerError

CYCLES = {"每月": 1, "每季度": 3, "每半年": 6, "每年": 12, "每两年": 24, "每三年": 36} | {
    f"每{years}年": 12 * years for years in range(2, 11)
}
"""The words for how often, and their length in months."""

_WRITTEN = re.compile(r"(20\d{2})(?:Q([1-4])|H([12])|-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of whole months."""

    year: int
    """Year of the first month."""

    month: int
    """First month, 1 to 12."""

    months: int
    """Length: 1, 3, 6, 12 or a multiple of 12."""

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return plus_months(self.start, self.months) - timedelta(days=1)

    @property
    def text(self) -> str:
        """The period as files name it.

        >>> Period(2025, 7, 3).text, Period(2025, 7, 6).text, Period(2025, 3, 1).text
        ('2025Q3', '2025H2', '2025-03')
        """
        number = (self.month - 1) // min(self.months, 12) + 1
        written = {
            1: f"{self.year}-{self.month:02d}",
            3: f"{self.year}Q{number}",
            6: f"{self.year}H{number}",
            12: f"{self.year}",
        }
        return written.get(self.months, f"{self.year}—{self.end.year}")

    @property
    def title(self) -> str:
        """The period in words.

        >>> Period(2025, 7, 3).title
        '2025年第三季度'
        """
        number = (self.month - 1) // min(self.months, 12)
        words = {
            1: f"{self.month}月",
            3: f"第{'一二三四'[number % 4]}季度",
            6: "上半年" if number == 0 else "下半年",
            12: "",
        }
        return (
            f"{self.year}年{words[self.months]}"
            if self.months in words
            else f"{self.year}年至{self.end.year}年"
        )

    def shifted(self, steps: int) -> "Period":
        """Return the period of the same length ``steps`` later (earlier when negative)."""
        first = plus_months(self.start, steps * self.months)
        return Period(first.year, first.month, self.months)

    def holds(self, other: "Period") -> bool:
        """Return whether the other period lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def around(self, months: int, origin: int | None = None) -> "Period":
        """Return the period of ``months`` months that this one begins in; cycles of years count from ``origin``.

        >>> Period(2025, 7, 3).around(12).text, Period(2025, 7, 3).around(36, 2024).text
        ('2025', '2024—2026')
        """
        if months <= 12:
            return Period(self.year, (self.month - 1) // months * months + 1, months)
        years = months // 12
        first = origin if origin is not None else self.year
        return Period(first + (self.year - first) // years * years, 1, months)

    def parts(self, months: int) -> tuple["Period", ...]:
        """Return the periods of ``months`` months inside this one, in order."""
        first = Period(self.year, self.month, months)
        return tuple(first.shifted(step) for step in range(self.months // months))


def parse_period(text: str) -> Period:
    """Return the period written so; the number of a supplementary draw (``2025Q3-2``) is left aside.

    >>> parse_period("2025Q3-2").text, parse_period("2025Y-2").text
    ('2025Q3', '2025')
    """
    plain = text.strip()
    if re.fullmatch(r"20\d{2}(?:Q[1-4]|H[12]|Y)-\d{1,2}|20\d{2}-\d{2}-\d{1,2}", plain):
        plain = plain.rpartition("-")[0].removesuffix("Y")
    if re.fullmatch(r"20\d{2}-[1-9]", plain):
        year, _, number = plain.partition("-")
        raise SamplerError(
            f"抽查期“{text}”有两种读法：{number} 月请写 {year}-0{number}，全年的第 {number} 次抽取请写 {year}Y-{number}。"
        )
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        raise SamplerError(
            f"抽查期“{text}”看不懂。请写成 2025Q3（季度）、2025-03（月）、2025H1（半年）或 2025（全年）。"
        )
    year, quarter, half, month = found.groups()
    if quarter:
        return Period(int(year), int(quarter) * 3 - 2, 3)
    if half:
        return Period(int(year), int(half) * 6 - 5, 6)
    return Period(int(year), int(month), 1) if month else Period(int(year), 1, 12)


def plus_months(day: date, months: int) -> date:
    """Return the day so many months later; the 31st becomes the last day of a shorter month.

    >>> plus_months(date(2025, 3, 31), -1)
    datetime.date(2025, 2, 28)
    """
    count = day.year * 12 + day.month - 1 + months
    first_of_next = date((count + 1) // 12, (count + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(count // 12, count % 12 + 1, min(day.day, last))


def cycle_word(months: int) -> str:
    """Return 每季度, 每年 … for a length in months."""
    return next(word for word, length in CYCLES.items() if length == months)
