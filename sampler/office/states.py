"""How results move: 已检查待审核 → 已审核 → 已公开 → (更正 / 撤回), each step a new list of rows.

A changed import of a result that is not public yet replaces it and keeps the old values among the drafts. A published
result changes by a correction only: field, old, new, reason, approver, date.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.office.outcomes import DEFERRED, outcome_of
from sampler.office.returns import CONTENT
from sampler.office.roster import Row, split
from sampler.office.withholding import is_withheld
from sampler.registers import schema_named

UNSEEN, ENTERED, REVIEWED, PUBLIC = "未检查", "已检查待审核", "已审核", "已公开"
REPLACED, WITHHELD, WITHDRAWN = "已替换", "不予公开", "已撤回"
ORDER = (UNSEEN, ENTERED, REVIEWED, PUBLIC)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something published is changed, and who allowed it."""

    text: str = ""
    """The reason, published."""

    approved_by: str = ""
    """Who approved it."""

    requested_by: str = "本机关"
    """Who asked for it."""


@dataclass(slots=True)
class Merge:
    """Results after an import or a correction, and what changed."""

    rows: dict[Key, dict[str, str]]
    """All results of the period by visit and item."""

    added: int = 0
    """New results."""

    unchanged: int = 0
    """Results that were there already, just so."""

    changed: int = 0
    """Results replaced before publication."""

    corrected: int = 0
    """Published results corrected."""

    drafts: list[dict[str, str]] = field(default_factory=list)
    """Old and new values of what was replaced before publication."""

    corrections: list[dict[str, str]] = field(default_factory=list)
    """New rows of the table of corrections."""


def merge_results(
    existing: Iterable[Row], incoming: Iterable[Row], *, as_of: date, by: str, reason: Reason, first: int
) -> Merge:
    """Return the results with an import brought in; raise FindingsError when a published one needs a reason.

    ``first`` is the number of the first new correction.
    """
    merge = Merge({key_of(row): dict(row) for row in existing})
    findings = []
    for row in incoming:
        old = merge.rows.get(key_of(row))
        if old is None:
            merge.rows[key_of(row)] = _entered(row, as_of, by)
            merge.added += 1
        elif all(old.get(key, "") == row.get(key, "") for key in CONTENT):
            merge.unchanged += 1
        elif old["state"] in (ENTERED, REVIEWED, ""):
            merge.drafts += _differences(old, row, as_of, by)
            merge.rows[key_of(row)] = _entered(row, as_of, by)
            merge.changed += 1
        elif old["state"] == PUBLIC and (reason.text or old["outcome"] == DEFERRED):
            why = reason if reason.text else Reason("延期的检查已完成", by)
            merge.corrections += _corrections(old, row, why, as_of, first + len(merge.corrections))
            merge.rows[key_of(row)] = {**old, **{key: row.get(key, "") for key in CONTENT}}
            merge.corrected += 1
        else:
            findings.append(_not_without_reason(old))
    if findings:
        raise FindingsError(findings)
    return merge


def key_of(row: Row) -> Key:
    """Return visit and item of a result."""
    return row["visit_id"], row["item_id"]


def _entered(row: Row, as_of: date, by: str) -> dict[str, str]:
    empty = dict.fromkeys(schema_named("results").keys, "")
    who = row.get("entered_by", "") or by
    kept = {key: row.get(key, "") for key in (*CONTENT, "visit_id", "item_id", "code", "inspectors")}
    return {**empty, **kept, "entered_by": who, "entered": as_of.isoformat(), "state": ENTERED}


def _differences(old: Row, new: Row, as_of: date, by: str) -> list[dict[str, str]]:
    changed = [key for key in CONTENT if old.get(key, "") != new.get(key, "")]
    base = {"visit_id": old["visit_id"], "item_id": old["item_id"], "date": as_of.isoformat(), "by": by}
    return [{**base, "field": key, "old": old.get(key, ""), "new": new.get(key, "")} for key in changed]


def _corrections(old: Row, new: Row, reason: Reason, as_of: date, first: int) -> list[dict[str, str]]:
    """Return one correction for each field that changes."""
    made = []
    for number, change in enumerate(_differences(old, new, as_of, ""), first):
        header = schema_named("results").field(change["field"]).header
        made.append(correction(old, header, change["old"], change["new"], reason, as_of=as_of, number=number))
    return made


def correction(
    row: Row, header: str, old: str, new: str, reason: Reason, *, as_of: date, number: int
) -> dict[str, str]:
    """Return one row of the table of corrections."""
    return {
        "correction_id": f"GZ-{as_of.year}-{number:03}",
        "visit_id": row["visit_id"],
        "item_id": row.get("item_id", ""),
        "field": header,
        "old": old,
        "new": new or "（空）",
        "reason": reason.text,
        "approved_by": reason.approved_by,
        "date": as_of.isoformat(),
        "requested_by": reason.requested_by,
    }


def next_correction(rows: Iterable[Row], year: int) -> int:
    """Return the number of the year's next correction."""
    prefix = f"GZ-{year}-"
    taken = [
        row["correction_id"].removeprefix(prefix) for row in rows if row["correction_id"].startswith(prefix)
    ]
    return max((int(number) for number in taken if number.isdigit()), default=0) + 1


def _not_without_reason(old: Row) -> Finding:
    where = f"{old['visit_id']} {old['item_id']}"
    if old["state"] == PUBLIC:
        reason, advice = "已经公开，内容与这次不同。", "要更正，请写明 --reason 和 --approved-by 再导入。"
    else:
        reason, advice = f"状态是“{old['state']}”，不能再改。", "请核对。"
    return Finding("office.published", "results", None, where, "", reason, advice)


def review(rows: Sequence[Row], visits: Collection[str], by: str, as_of: date) -> list[dict[str, str]]:
    """Return the results with those of ``visits`` reviewed; SamplerError when someone reviews his own entry."""
    if not by:
        raise SamplerError("请用 --by 写明审核人。")
    own = sorted({row["visit_id"] for row in rows if _mine(row, visits, by)})
    if own:
        raise SamplerError(f"{'、'.join(own)} 是 {by} 自己录入的，须由另一人审核。")
    mark = {"state": REVIEWED, "reviewed_by": by, "reviewed": as_of.isoformat()}
    return [
        {**row, **mark} if row["visit_id"] in visits and row["state"] == ENTERED else dict(row)
        for row in rows
    ]


def _mine(row: Row, visits: Collection[str], by: str) -> bool:
    return row["visit_id"] in visits and row["state"] == ENTERED and row["entered_by"] == by


def publish(
    rows: Sequence[Row], visits: Collection[str], as_of: date, withheld: frozenset[str] = frozenset()
) -> list[dict[str, str]]:
    """Return the results with the reviewed ones of ``visits`` public.

    What is withheld by its outcome or by a decision (``withheld``) ends as 不予公开 instead.
    """
    done = []
    for row in rows:
        ready = row["visit_id"] in visits and row["state"] == REVIEWED
        kept = row["outcome"] == WITHHELD or is_withheld(row, withheld)
        mark = (
            {"state": WITHHELD, "published": ""}
            if kept
            else {"state": PUBLIC, "published": as_of.isoformat()}
        )
        done.append({**row, **mark} if ready else dict(row))
    return done


def withdraw(rows: Sequence[Row], visit: str, item: str) -> tuple[list[dict[str, str]], list[Row]]:
    """Return the results with the public ones of a visit (or of one item) withdrawn, and which these were."""
    hit = [r for r in rows if r["visit_id"] == visit and item in ("", r["item_id"]) and r["state"] == PUBLIC]
    if not hit:
        raise SamplerError(f"{visit} {item} 没有已公开的结果，不能撤回。请核对编号。")
    return [{**row, "state": WITHDRAWN} if row in hit else dict(row) for row in rows], hit


def visit_state(visit: Row, results: Mapping[Key, Row]) -> str:
    """Return the state of a visit: that of its least advanced item, once every item has a result."""
    if visit["state"] in (REPLACED, WITHHELD, WITHDRAWN) and not results:
        return visit["state"]
    own = [results.get((visit["visit_id"], item)) for item in split(visit["items"])]
    if visit["state"] == REPLACED or any(row is None for row in own) or not own:
        return visit["state"] if visit["state"] in (REPLACED, WITHHELD, WITHDRAWN) else UNSEEN
    states = {row["state"] for row in own if row is not None}
    moving = [state for state in ORDER if state in states]
    if moving:
        return moving[0]
    return WITHHELD if WITHHELD in states else WITHDRAWN


def is_settled(visit: Row, results: Mapping[Key, Row]) -> bool:
    """Tell whether a visit has come to its end: published for good, withheld, replaced or withdrawn."""
    state = visit_state(visit, results)
    if state != PUBLIC:
        return state in (REPLACED, WITHHELD, WITHDRAWN)
    own = [results[visit["visit_id"], item] for item in split(visit["items"])]
    return all(outcome_of(row).word != DEFERRED for row in own)
