"""Working days with 调休, from the dated tables of ``data/calendar``.

A table lists only the days that differ: 休 on which nobody works, 班 on which a weekend is worked. A year without a
table is an error that says what to enter: no library knows the coming year before the notice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sampler.failure import SamplerError
from sampler.registers import Registers
from sampler.rules.period import Period


@dataclass(frozen=True)
class Calendar:
    """Days off and make-up days of the years that were entered."""

    kinds: Mapping[date, str]
    """Day → 休 or 班."""

    years: frozenset[int]
    """Years that have a table."""


class Workdays:
    """Counts working days.

    >>> from sampler.rules.workdays import Calendar
    >>> days = Workdays.of(Calendar({date(2025, 10, 1): "休"}, frozenset({2025})))
    >>> days.is_workday(date(2025, 9, 30)), days.is_workday(date(2025, 10, 1))
    (True, False)
    """

    def __init__(self, registers: Registers) -> None:
        """Take the calendar from the registers."""
        years = registers.parts("calendar")
        rows = [row for year in years for row in registers.table("calendar", year).rows]
        kinds = {date.fromisoformat(row["date"]): row["kind"] for row in rows}
        self.calendar = Calendar(kinds, frozenset(int(year) for year in years))

    @classmethod
    def of(cls, calendar: Calendar) -> "Workdays":
        """Return the working days of a calendar."""
        made = cls.__new__(cls)
        made.calendar = calendar
        return made

    def is_workday(self, day: date) -> bool:
        """Return whether people work on that day; raise SamplerError for a year nobody entered."""
        if day.year not in self.calendar.years:
            raise SamplerError(
                f"没有 {day.year} 年的节假日表（用到 {day}）。请按国务院办公厅当年的放假通知建立 calendar/{day.year}.csv，"
                "三列：日期、类型（休表示放假，班表示周末上班）、依据；只写放假和调休的日子。"
            )
        kind = self.calendar.kinds.get(day)
        return day.weekday() < 5 if kind is None else kind == "班"

    def add(self, day: date, count: int) -> date:
        """Return the last day of a term: ``count`` working days, the first being the one after ``day``.

        Nought gives ``day`` itself; a negative count goes back.
        """
        step = timedelta(days=1 if count >= 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many working days lie after ``first`` up to and with ``last``."""
        days = (last - first).days
        return sum(1 for step in range(1, days + 1) if self.is_workday(first + timedelta(days=step)))

    def last_workdays_of(self, period: Period, count: int) -> tuple[date, ...]:
        """Return the last ``count`` working days of a period, in order."""
        found: list[date] = []
        day = period.end
        while len(found) < count and day >= period.start:
            if self.is_workday(day):
                found.append(day)
            day -= timedelta(days=1)
        return tuple(reversed(found))

    def first_workdays_of(self, period: Period, count: int) -> tuple[date, ...]:
        """Return the first ``count`` working days of a period, in order."""
        found: list[date] = []
        day = period.start
        while len(found) < count and day <= period.end:
            if self.is_workday(day):
                found.append(day)
            day += timedelta(days=1)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class DrawWindow:
    """The days on which a draw may be held."""

    first: date
    """First day."""

    last: date
    """Last day."""

    words: str
    """The rule, for people."""

    def holds(self, day: date) -> bool:
        """Return whether a draw may be held on a day."""
        return self.first <= day <= self.last


def draw_window(words: str, period: Period, workdays: Workdays) -> DrawWindow | None:
    """Return the days on which the draw of a period may be held; None where the policy sets no limit."""
    number = int("".join(sign for sign in words if sign.isdigit()) or 0)
    if words == "不限":
        return None
    if words.startswith("上期最后"):
        days = workdays.last_workdays_of(period.shifted(-1), number)
    elif words.endswith("个工作日"):
        days = workdays.first_workdays_of(period, number)
    else:
        days = (period.start, period.start + timedelta(days=number - 1))
    return DrawWindow(days[0], days[-1], words)
