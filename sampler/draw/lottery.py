"""When which lottery edition is drawn: a whole year's editions, so that nobody chooses one.

双色球 draws on Tuesday, Thursday and Sunday, 大乐透 on Monday, Wednesday and Saturday; editions count from 001 each
year and skip the days on which the lotteries are closed (around the Spring Festival and National Day, by yearly notice).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from sampler.draw import canon
from sampler.draw.beacon import Rung, Slot

WEEKDAYS = {"ssq": (1, 3, 6), "dlt": (0, 2, 5)}
CLOSURES: Mapping[int, tuple[str, str]] = {
    2023: ("2023-01-19~2023-01-28；2023-10-01~2023-10-04", "财政部公告2022年第39号"),
    2024: ("2024-02-08~2024-02-17；2024-10-01~2024-10-04", "财政部关于2024年彩票市场休市安排的公告"),
    2025: ("2025-01-27~2025-02-05；2025-10-01~2025-10-04", "财政部公告2024年第19号"),
}
"""Days without lottery draws by year, with the notice of the Ministry of Finance that says so. Later years are typed in."""


def editions(source: str, year: int, closed: Collection[date]) -> list[tuple[str, date]]:
    """Return every edition of a lottery in a year with its day.

    >>> dict(editions("ssq", 2025, read_closed(closures(2025))))["2025071"].isoformat()
    '2025-06-24'
    """
    day = date(year, 1, 1)
    found: list[tuple[str, date]] = []
    while day.year == year:
        if day.weekday() in WEEKDAYS[source] and day not in closed:
            number = f"{len(found) + 1:03}"
            found.append((f"{year}{number}" if source == "ssq" else f"{year % 100:02}{number}", day))
        day += timedelta(1)
    return found


def upcoming(source: str, after: date, closed: Collection[date]) -> Iterator[tuple[str, date]]:
    """Yield the editions later than a day, this year's and the next year's."""
    for year in (after.year, after.year + 1):
        yield from ((edition, day) for edition, day in editions(source, year, closed) if day > after)


def ladder(
    source: str, after: date, closed: Collection[date], *, dice: str, hold: int = 2
) -> tuple[Rung, ...]:
    """Return the next edition, the one after its days of holding, and dice in public as the last rung."""
    rungs: list[Rung] = []
    for edition, day in upcoming(source, after, closed):
        if not rungs or day > date.fromisoformat(rungs[-1].date) + timedelta(hold):
            rungs.append(Rung(source, edition, day.isoformat(), hold))
        if len(rungs) == 2:
            break
    last = date.fromisoformat(rungs[-1].date) + timedelta(hold + 1)
    return (*rungs, Rung("dice", dice, last.isoformat(), 0))


def slots_after(after: date, closed: Collection[date], *, name: str) -> tuple[Slot, ...]:
    """Return the two slots of a draw committed on ``after``: one welfare and one sports lottery edition.

    >>> [slot.ladder[0].source for slot in slots_after(date(2025, 6, 20), (), name="2025Q3")]
    ['ssq', 'dlt']
    """
    return tuple(
        Slot(number, ladder(source, after, closed, dice=f"{name}-{number}"))
        for number, source in enumerate(("ssq", "dlt"), start=1)
    )


def closures(*years: int) -> str:
    """Return the closures of these years as staff would write them; empty when one of the years is not known here.

    >>> closures(2025)
    '2025-01-27~2025-02-05；2025-10-01~2025-10-04'
    >>> closures(2025, 2099)
    ''
    """
    known = [CLOSURES[year][0] for year in years if year in CLOSURES]
    return "；".join(known) if len(known) == len(years) else ""


def read_closed(text: str) -> set[date]:
    """Return the days named in ``2026-02-14~2026-02-23；2026-10-01~2026-10-04``; FormError on anything else."""
    days: set[date] = set()
    for span in text.replace(";", "；").split("；"):
        first, _, last = (part.strip() for part in span.strip().partition("~"))
        try:
            begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError as error:
            raise canon.FormError(
                f"休市日期“{span}”看不懂，请写成 2026-02-14~2026-02-23，几段之间用分号。"
            ) from error
        if not 0 <= (end - begin).days <= 60:
            raise canon.FormError(f"休市日期“{span}”的起止不对。")
        days |= {begin + timedelta(n) for n in range((end - begin).days + 1)}
    return days
