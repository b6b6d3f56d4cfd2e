"""Draw numbers and periods: which number belongs to which period, and with which month a period ends."""

from __future__ import annotations

import re

PERIOD = r"\d{4}(?:Q[1-4]|H[12]|-(?:0[1-9]|1[0-2]))?"


def belongs(draw: str, period: str, kind: str) -> bool:
    """Tell whether a draw number is one of its period: the period itself, or a supplement counted from 2.

    >>> belongs("2025Q3", "2025Q3", "regular"), belongs("2025Y-2", "2025", "supplementary")
    (True, True)
    >>> belongs("2025Q3-2", "2025Q3", "regular"), belongs("2025Q4-2", "2025Q3", "supplementary")
    (False, False)
    """
    if kind == "regular":
        return draw == period
    start = f"{period}Y-" if len(period) == 4 else f"{period}-"
    return (
        draw.startswith(start) and re.fullmatch("[2-9]|[1-9][0-9]", draw[len(start) :], re.ASCII) is not None
    )


def last_month(period: str) -> str:
    """Return the month with which a period ends.

    >>> [last_month(period) for period in ("2025Q3", "2025H1", "2025-02", "2025")]
    ['2025-09', '2025-06', '2025-02', '2025-12']
    """
    year, rest = period[:4], period[4:]
    months = {"Q": 3, "H": 6, "-": 1}
    return f"{year}-{months[rest[0]] * int(rest[1:]):02}" if rest else f"{year}-12"
