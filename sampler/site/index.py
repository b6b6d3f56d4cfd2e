"""The public record, looked up the way pages ask for it.

Built once; every page is a function of this. Ids that become file names are checked here, so that no value of the
record can point outside the site.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sampler.disclosure.public import (
    TABLES,
    ChangeRow,
    CorrectionRow,
    DrawnRow,
    DrawRow,
    FollowupRow,
    ItemRow,
    ObjectRow,
    PlanChangeRow,
    PlanRow,
    PublicRecord,
    ResultRow,
    StratumRow,
    TombstoneRow,
    VisitRow,
    read_public,
)
from sampler.failure import SamplerError
from sampler.site.display import SAFE_NAME, may_deceive, visible, visible_record

Row = TypeVar("Row")
Groups = dict[str, list[Row]]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Everything a page may need, by the id it is asked for."""

    record: PublicRecord
    """The record itself."""

    objects: dict[str, ObjectRow]
    """By public id."""

    items: dict[str, ItemRow]
    """By item id."""

    tasks: dict[str, PlanRow]
    """Tasks of the yearly plans by task id."""

    draws: dict[str, DrawRow]
    """By draw id."""

    visits: dict[str, VisitRow]
    """By visit id."""

    results: dict[str, ResultRow]
    """By result id."""

    strata: Groups[StratumRow]
    """By draw id."""

    drawn: Groups[DrawnRow]
    """By draw id."""

    drawn_of: dict[str, DrawnRow]
    """The place in a draw that led to a visit, by visit id."""

    visits_of: Groups[VisitRow]
    """By public id."""

    results_of: Groups[ResultRow]
    """By visit id."""

    results_in: Groups[ResultRow]
    """By period."""

    followups_of: Groups[FollowupRow]
    """By result id."""

    corrections_of: Groups[CorrectionRow]
    """By public id."""

    changes_of: Groups[ChangeRow]
    """By target."""

    plan_changes: Groups[PlanChangeRow]
    """By task id."""

    tombstones: dict[str, TombstoneRow]
    """By the id that was taken down."""

    layers: dict[tuple[str, str], str]
    """Title of a stratum, by draw id and stratum."""

    first_day: str
    """The day from which this site has published: the earliest date of publication in the record."""

    periods: tuple[str, ...]
    """Every period that has a draw, a visit or a result, newest first."""

    bureau: dict[str, Any]
    """Who publishes; every field that pages may show is there, empty when bureau.toml does not say."""

    @property
    def period(self) -> str:
        """Return the period the home page speaks of: the newest with a visit or a draw that was run."""
        run = {row.period for row in self.record.draws if row.seed} | {
            row.period for row in self.record.visits
        }
        return max(run, default=self.periods[0] if self.periods else "")


def load(folder: Path) -> Index:
    """Return the index of the public record in ``folder``."""
    files = {table.name: folder / "tables" / f"{table.name}.csv" for table in TABLES}
    doubtful = {name for name, path in files.items() if path.is_file() and may_deceive(path.read_bytes())}
    return _index(visible_record(read_public(folder), doubtful))


def index(raw: PublicRecord) -> Index:
    """Return the index of a record. Raise SamplerError when an id can't be the name of a page."""
    return _index(visible_record(raw))


def _index(record: PublicRecord) -> Index:
    _check_names((row.public_id for row in record.objects), "公开编号")
    _check_names((row.draw_id for row in record.draws), "抽取编号")
    _check_names((row.year for row in record.plan), "年度")
    _check_names((row.public_id for row in record.tombstones if row.family == "检查对象"), "公开编号")
    periods = {row.period for row in record.draws} | {row.period for row in record.visits}
    periods = (periods | {row.period for row in record.results}) - {""}
    _check_names(periods, "抽查期")
    return Index(
        record=record,
        objects={row.public_id: row for row in record.objects},
        items={row.item_id: row for row in record.items},
        tasks={row.task_id: row for row in record.plan},
        draws={row.draw_id: row for row in record.draws},
        visits={row.visit_id: row for row in record.visits},
        results={row.result_id: row for row in record.results},
        strata=_group(record.strata, lambda row: row.draw_id),
        drawn=_group(record.drawn, lambda row: row.draw_id),
        drawn_of={row.visit_id: row for row in record.drawn if row.visit_id},
        visits_of=_group(record.visits, lambda row: row.public_id),
        results_of=_group(record.results, lambda row: row.visit_id),
        results_in=_group(record.results, lambda row: row.period),
        followups_of=_group(record.followups, lambda row: row.result_id),
        corrections_of=_group(record.corrections, lambda row: row.public_id),
        changes_of=_group(record.changes, lambda row: row.target),
        plan_changes=_group(record.plan_changes, lambda row: row.task_id),
        tombstones={row.public_id: row for row in record.tombstones},
        layers={(row.draw_id, row.stratum): row.title for row in record.strata},
        first_day=_first_day(record),
        periods=tuple(sorted(periods, reverse=True)),
        bureau=_bureau(record.bureau),
    )


_BUREAU_PARTS: dict[str, tuple[str, ...]] = {
    "contact": ("phone", "address", "postcode", "mail", "hours"),
    "footer": ("sponsor", "organiser", "site_id", "icp", "police", "emblem", "emblem_link", "emblem_text"),
    "portal": ("url", "path", "site_name", "site_domain", "column_name", "column_type", "content_source"),
}


def _bureau(given: Mapping[str, Any]) -> dict[str, Any]:
    bureau: dict[str, Any] = {
        key: _text(given.get(key, "")) for key in ("name", "short_name", "level", "region_code", "org_code")
    }
    bureau["demo"] = bool(given.get("demo", False))
    bureau["sections"] = [str(section) for section in given.get("sections", [])]
    bureau["departments"] = [
        str(part.get("name", "")) if isinstance(part, Mapping) else str(part)
        for part in given.get("departments", [])
    ]
    for part, keys in _BUREAU_PARTS.items():
        known = given.get(part, {})
        bureau[part] = {key: _text(known.get(key, "")) for key in keys}
    bureau["short_name"] = bureau["short_name"] or bureau["name"]
    return bureau


def _first_day(record: PublicRecord) -> str:
    days = {row.published for row in record.plan} | {row.committed_on for row in record.draws}
    days |= {row.first_published for row in record.objects}
    return min(days - {""}, default=record.as_of)


def _text(value: object) -> str:
    """Return a setting as text that can't be taken for a slot."""
    return visible(str(value)).replace("@@", "@ @")


def _group(rows: Iterable[Row], key: Callable[[Row], str]) -> Groups[Row]:
    groups: Groups[Row] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


def _check_names(names: Iterable[str], title: str) -> None:
    bad = sorted({name for name in names if not SAFE_NAME.fullmatch(name)})
    if bad:
        shown = "、".join(f"“{name[:40]}”" for name in bad[:5])
        raise SamplerError(
            f"公开数据里的{title} {shown} 不能作为网页地址。只能用英文字母、数字、点和短横线。请改正后重新导出公开数据。"
        )
