"""Every published number, counted from the public rows and nothing else.

Anyone can recompute it: a statistic is the number of rows of one public table with a value in a column, in a period.
The topic names the table, the dimension the column of the row or of its object.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from sampler.disclosure.public import PublicRecord, StatisticRow

ALL, TOTAL = "全部", "合计"
PLAIN = (
    ("objects", "object_class"),
    ("objects", "township"),
    ("objects", "kind"),
    ("objects", "status"),
    ("objects", "credit"),
    ("objects", "permit_class"),
    ("items", "weight"),
    ("items", "category"),
)
"""(table, column) counted over everything."""
BY_PERIOD = (
    ("visits", "mode"),
    ("visits", "kind"),
    ("visits", "trigger"),
    ("visits", "lead_section"),
    ("results", "outcome"),
    ("results", "item_id"),
    ("results", "mode"),
    ("results", "followup_state"),
    ("drawn", "state"),
    ("drawn", "stratum"),
)
"""(table, column) counted in each period and over everything."""
BY_OBJECT = (
    ("visits", "township"),
    ("visits", "object_class"),
    ("results", "township"),
    ("results", "object_class"),
)
"""(table, column of the object) counted in each period and over everything."""


def statistics_of(record: PublicRecord) -> tuple[StatisticRow, ...]:
    """Return every statistic of a record."""
    rows: list[StatisticRow] = []
    for table, column in PLAIN:
        rows += _counted(table, column, [(ALL, getattr(row, column)) for row in record.rows(table)])
    periods = {draw.draw_id: draw.period for draw in record.draws}
    objects = {row.public_id: row for row in record.objects}
    for table, column in BY_PERIOD:
        rows += _by_period(table, column, record.rows(table), _period_in(periods), _of_row(column))
    for table, column in BY_OBJECT:
        rows += _by_period(
            table, column, record.rows(table), _period_in(periods), _of_object(objects, column)
        )
    rows += _totals(record, periods)
    return tuple(row for row in rows if row.value)


def _period_in(periods: dict[str, str]) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, "period", "") or periods.get(row.draw_id, row.draw_id))


def _of_row(column: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, column))


def _of_object(objects: dict[str, Any], column: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(objects[row.public_id], column)) if row.public_id in objects else ""


def _by_period(
    table: str, column: str, rows: Iterable[Any], period: Callable[[Any], str], label: Callable[[Any], str]
) -> list[StatisticRow]:
    pairs = [(period(row), label(row)) for row in rows if label(row)]
    return _counted(table, column, [*pairs, *((ALL, text) for _, text in pairs)])


def _counted(table: str, column: str, pairs: Iterable[tuple[str, str]]) -> list[StatisticRow]:
    counts = Counter((period, label) for period, label in pairs if label)
    return [StatisticRow(table, column, period, label, count) for (period, label), count in counts.items()]


def _totals(record: PublicRecord, periods: dict[str, str]) -> list[StatisticRow]:
    rows = [
        StatisticRow(table, "total", ALL, TOTAL, len(record.rows(table))) for table in ("objects", "items")
    ]
    for table in ("visits", "results", "followups", "drawn"):
        visits = {visit.visit_id: visit.period for visit in record.visits}
        found = [
            visits[row.visit_id] if table == "followups" else _period_in(periods)(row)
            for row in record.rows(table)
        ]
        rows += _counted(table, "total", [(period, TOTAL) for period in [*found, *([ALL] * len(found))]])
    return rows
