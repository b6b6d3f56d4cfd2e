"""Words for a stretch of time in a condition: 上季度, 近3个月, 2024年, 2024-01-01～2024-06-30.

Calendar words (本季度, 上季度, 去年 …) count from the period that is drawn; rolling words (近3个月 …) end on the day
the rule is worked out. No event after that day is ever counted. Draws are placed on the first day of their period, so
that a draw made in June for the third quarter belongs to the third quarter.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sampler.rules.period import Period, plus_months

_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十": 10}
_ROLLING = re.compile(r"近(\d{1,3}|[一两二三四五六十])(天|日|个月|个季度|季度|年|期|次抽取)")
_YEAR = re.compile(r"(20\d{2})年")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})[～~至](\d{4}-\d{2}-\d{2})")
_FAR = date(2000, 1, 1)
_DAY_UNITS = ("天", "日")

_CALENDAR: dict[str, Callable[[Period], Period]] = {
    "本期": lambda period: period,
    "上期": lambda period: period.shifted(-1),
    "本月": lambda period: period.around(1),
    "上月": lambda period: period.around(1).shifted(-1),
    "本季度": lambda period: period.around(3),
    "上季度": lambda period: period.around(3).shifted(-1),
    "本半年": lambda period: period.around(6),
    "上个半年": lambda period: period.around(6).shifted(-1),
    "本年": lambda period: period.around(12),
    "本年度": lambda period: period.around(12),
    "上年": lambda period: period.around(12).shifted(-1),
    "去年": lambda period: period.around(12).shifted(-1),
    "上年度": lambda period: period.around(12).shifted(-1),
    "前年": lambda period: period.around(12).shifted(-2),
}

WINDOW_WORDS = (
    *_CALENDAR,
    "近N天",
    "近N个月",
    "近N个季度",
    "近N年",
    "近N期",
    "历来",
    "2024年",
    "2024-01-01～2024-06-30",
)
"""What the reference page lists and a message suggests."""


@dataclass(frozen=True, slots=True)
class Window:
    """Both days are inside."""

    start: date
    """First day that counts."""

    end: date
    """Last day that counts."""

    def holds(self, day: date) -> bool:
        """Return whether the day counts."""
        return self.start <= day <= self.end


def is_window(word: str) -> bool:
    """Return whether the word names a stretch of time.

    >>> is_window("上季度"), is_window("近3个月"), is_window("最近")
    (True, True, False)
    """
    if word == "历来" or word in _CALENDAR or _ROLLING.fullmatch(word) or _YEAR.fullmatch(word):
        return True
    found = _DAYS.fullmatch(word)
    return found is not None and _day(found[1]) is not None and _day(found[2]) is not None


@lru_cache(maxsize=1024)
def window_of(word: str, period: Period, as_of: date, *, draws: bool = False, lag: int = 0) -> Window:
    """Return the days a word means for a period, as known on ``as_of``.

    ``draws``: the window is laid over periods of draws, not over days of events. ``lag``: a window that names an
    earlier stretch begins so many days sooner, so that what happened after the last draw day is not lost.

    >>> window_of("上季度", Period(2025, 7, 3), date(2025, 6, 26))
    Window(start=datetime.date(2025, 4, 1), end=datetime.date(2025, 6, 26))
    """
    whole = _whole(word, period, as_of, draws=draws)
    if draws:
        return whole
    earlier = word in _CALENDAR and _CALENDAR[word](period).end < period.start
    start = whole.start - timedelta(days=lag) if earlier else whole.start
    return Window(start, min(whole.end, as_of))


def _whole(word: str, period: Period, as_of: date, *, draws: bool) -> Window:
    if word in _CALENDAR:
        span = _CALENDAR[word](period)
        return Window(span.start, span.end)
    if found := _YEAR.fullmatch(word):
        return Window(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))
    if found := _DAYS.fullmatch(word):
        return Window(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    if found := _ROLLING.fullmatch(word):
        number = _NUMBERS.get(found[1]) or int(found[1])
        end = period.start if draws else as_of
        first = _back(end, number, found[2], period)
        return Window(first if draws or found[2] in _DAY_UNITS else first + timedelta(days=1), end)
    return Window(_FAR, period.end if draws else as_of)


def _back(end: date, number: int, unit: str, period: Period) -> date:
    """Return the day a rolling window reaches back to: 近3个月 up to 26 June goes back to 26 March."""
    if unit in _DAY_UNITS:
        return end - timedelta(days=number - 1)
    months = {"个月": 1, "个季度": 3, "季度": 3, "年": 12, "期": period.months, "次抽取": period.months}[unit]
    return plus_months(end, -number * months)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
