"""The typed public record, and the list of its tables with their keys.

A table is one tuple of frozen rows. The order of rows is the order of their key, so a record has one written form.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar

from sampler.disclosure.public.facts import (
    ChangeRow,
    CorrectionRow,
    FollowupRow,
    NextDateRow,
    ResultRow,
    StatisticRow,
    TargetRow,
    TombstoneRow,
    VisitRow,
    WithheldRow,
)
from sampler.disclosure.public.ground import (
    DrawnRow,
    DrawRow,
    ItemRow,
    ObjectRow,
    PlanChangeRow,
    PlanRow,
    StratumRow,
)

PublicRow = (
    ObjectRow
    | ItemRow
    | PlanRow
    | PlanChangeRow
    | DrawRow
    | StratumRow
    | DrawnRow
    | VisitRow
    | ResultRow
    | FollowupRow
    | CorrectionRow
    | TombstoneRow
    | WithheldRow
    | ChangeRow
    | TargetRow
    | StatisticRow
    | NextDateRow
)
AnyRow = TypeVar("AnyRow", bound=PublicRow)


@dataclass(frozen=True, slots=True)
class PublicTable:
    """What one table of the record is called, made of, and ordered by."""

    name: str
    """Name in code and of its CSV file."""

    title: str
    """Chinese title."""

    note: str
    """One sentence for the data dictionary."""

    row: type[Any]
    """The dataclass of its rows."""

    key: tuple[str, ...]
    """Fields that name a row; no two rows share them. They also give the order."""

    empty_key: bool = False
    """True when a part of the key may be empty; such a key is not promised to other programs."""


TABLES: tuple[PublicTable, ...] = (
    PublicTable("objects", "检查对象", "可以公开的检查对象。", ObjectRow, ("public_id",)),
    PublicTable("items", "抽查事项清单", "抽查事项及其依据。", ItemRow, ("item_id",)),
    PublicTable("plan", "年度抽查计划", "按变更后的现状列出。", PlanRow, ("year", "task_id")),
    PublicTable("plan_changes", "计划变更", "每次变更及其批准文号。", PlanChangeRow, ("change_id",)),
    PublicTable("draws", "抽取", "每次抽取的过程和凭证。", DrawRow, ("draw_id",)),
    PublicTable("strata", "分层与应抽数", "每层的应抽数是怎样算出来的。", StratumRow, ("draw_id", "stratum")),
    PublicTable(
        "drawn", "抽中名单", "抽中的单元和候补的次序。", DrawnRow, ("draw_id", "stratum", "place", "leaf")
    ),
    PublicTable("visits", "检查任务", "已公开的检查任务。", VisitRow, ("visit_id",)),
    PublicTable("results", "检查结果", "每项检查的结果。", ResultRow, ("result_id",)),
    PublicTable("followups", "后续处理", "检查发现问题之后做了什么。", FollowupRow, ("followup_id",)),
    PublicTable("corrections", "更正", "公开以后更正的内容，前后都保留。", CorrectionRow, ("correction_id",)),
    PublicTable("tombstones", "撤下的内容", "曾经公开、后来撤下的。", TombstoneRow, ("public_id", "family")),
    PublicTable("withheld", "不予公开统计", "按依据统计，不泄露个案。", WithheldRow, ("table", "ground")),
    PublicTable(
        "changes",
        "变动记录",
        "公开数据的每一次变动。",
        ChangeRow,
        ("date", "table", "target", "action", "field"),
        empty_key=True,
    ),
    PublicTable("targets", "年度指标进度", "年度要求和完成情况。", TargetRow, ("year", "name", "as_of")),
    PublicTable(
        "statistics",
        "统计",
        "全部由公开的数据行计算。",
        StatisticRow,
        ("topic", "dimension", "period", "label"),
    ),
    PublicTable("next_dates", "近期日期", "接下来会发生什么。", NextDateRow, ("date", "what")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRecord:
    """Everything the public may see."""

    as_of: str
    """The day this record speaks of, ISO."""

    notices: tuple[str, ...] = ()
    """Plain sentences about limits of the record itself, e.g. that the history is incomplete."""

    bureau: Mapping[str, Any] = field(default_factory=dict)
    """Who publishes: name, short_name, level, region_code, org_code, demo, contact, footer, portal, departments …"""

    policies: Mapping[str, Any] = field(default_factory=dict)
    """Year → the rules of that year in words."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """Path such as ``draws/2025Q3/manifest.json`` → the bytes as they were committed to."""

    objects: tuple[ObjectRow, ...] = ()
    items: tuple[ItemRow, ...] = ()
    plan: tuple[PlanRow, ...] = ()
    plan_changes: tuple[PlanChangeRow, ...] = ()
    draws: tuple[DrawRow, ...] = ()
    strata: tuple[StratumRow, ...] = ()
    drawn: tuple[DrawnRow, ...] = ()
    visits: tuple[VisitRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    followups: tuple[FollowupRow, ...] = ()
    corrections: tuple[CorrectionRow, ...] = ()
    tombstones: tuple[TombstoneRow, ...] = ()
    withheld: tuple[WithheldRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    statistics: tuple[StatisticRow, ...] = ()
    next_dates: tuple[NextDateRow, ...] = ()

    def rows(self, table: str) -> tuple[Any, ...]:
        """Return the rows of the table called ``table``."""
        rows: tuple[Any, ...] = getattr(self, table_named(table).name)
        return rows

    def draw_files(self, draw_id: str) -> dict[str, bytes]:
        """Return the public files of one draw by their name inside its folder."""
        prefix = f"draws/{draw_id}/"
        return {
            path[len(prefix) :]: self.files[path] for path in sorted(self.files) if path.startswith(prefix)
        }


_BY_NAME = {table.name: table for table in TABLES}


def table_named(name: str) -> PublicTable:
    """Return the table called ``name``.

    >>> table_named("results").title
    '检查结果'
    """
    return _BY_NAME[name]


def row_key(table: PublicTable) -> Callable[[Any], tuple[str, ...]]:
    """Return a function that gives the key of a row as text."""
    getters = [attrgetter(name) for name in table.key]
    return lambda row: tuple(str(get(row)) for get in getters)


def sorted_rows(table: PublicTable, rows: Iterable[AnyRow]) -> tuple[AnyRow, ...]:
    """Return ``rows`` in the order of their key; whole numbers count as numbers."""
    return tuple(sorted(rows, key=attrgetter(*table.key)))
