"""What follows an inspection until its end: 责令改正 → 复查, 立案 → 决定, 移送 → 反馈, 信用惩戒.

A reviewed result that asks for a follow-up opens one by itself, once. An open one never disappears: it can be done,
handed over and answered, or cancelled with a note, and each step has its date and its document.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sampler.failure import SamplerError
from sampler.office.outcomes import outcome_of
from sampler.office.roster import Row
from sampler.office.states import PUBLIC, REVIEWED
from sampler.registers import schema_named

OPEN, DONE, HANDED, ANSWERED, CANCELLED = "办理中", "已完成", "已移交", "已反馈", "已撤销"
NEXT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "责令改正": {OPEN: (DONE, CANCELLED)},
    "立案处罚": {OPEN: (DONE, CANCELLED)},
    "移送公安": {OPEN: (HANDED, CANCELLED), HANDED: (ANSWERED,)},
    "移送其他部门": {OPEN: (HANDED, CANCELLED), HANDED: (ANSWERED,)},
    "信用惩戒": {OPEN: (DONE, CANCELLED)},
}
"""For each kind the states that may follow a state."""
UNFINISHED = (OPEN, HANDED)


def open_followups(results: Iterable[Row], known: Sequence[Row], period: str) -> list[dict[str, str]]:
    """Return the follow-ups that reviewed results ask for and that are not there yet."""
    have = {(row["visit_id"], row["item_id"], row["kind"]) for row in known}
    number = _last(known, period)
    made = []
    for row in sorted(results, key=lambda row: (row["visit_id"], row["item_id"])):
        kind = outcome_of(row).followup
        if (
            kind
            and row["state"] in (REVIEWED, PUBLIC)
            and (row["visit_id"], row["item_id"], kind) not in have
        ):
            number += 1
            made.append(_followup(row, kind, f"HX-{period}-{number:02}"))
    return made


def _last(known: Iterable[Row], period: str) -> int:
    prefix = f"HX-{period}-"
    numbers = [
        row["followup_id"].removeprefix(prefix) for row in known if row["followup_id"].startswith(prefix)
    ]
    return max((int(number) for number in numbers if number.isdigit()), default=0)


def _followup(row: Row, kind: str, number: str) -> dict[str, str]:
    empty = dict.fromkeys(schema_named("followups").keys, "")
    deadline = row.get("deadline", "") if kind == "责令改正" else ""
    base = {"followup_id": number, "kind": kind, "date": row["date"], "state": OPEN, "deadline": deadline}
    return {**empty, **base, "visit_id": row["visit_id"], "item_id": row["item_id"], "code": row["code"]}


def add_followup(
    known: Sequence[Row],
    result: Row,
    kind: str,
    period: str,
    *,
    as_of: date,
    deadline: str = "",
    document: str = "",
) -> dict[str, str]:
    """Return a follow-up that staff open by hand, such as 信用惩戒 after a penalty."""
    if kind not in NEXT:
        raise SamplerError(f"没有“{kind}”这种后续处理。可以写：{'、'.join(NEXT)}。")
    same = {
        "visit_id": result["visit_id"],
        "item_id": result["item_id"],
        "kind": kind,
        "date": as_of.isoformat(),
    }
    for row in known:
        if same.items() <= row.items():
            raise SamplerError(f"这件后续处理当天已经建立为 {row['followup_id']}，没有重复建立。")
    row = _followup(result, kind, f"HX-{period}-{_last(known, period) + 1:02}")
    return {**row, "date": as_of.isoformat(), "deadline": deadline, "document": document}


def move_followup(row: Row, state: str, *, as_of: date, document: str = "", note: str = "") -> dict[str, str]:
    """Return a follow-up one step further; SamplerError when that step is not the next one."""
    allowed = NEXT[row["kind"]].get(row["state"], ())
    if state not in allowed:
        ways = "、".join(allowed) or "没有，已经办结"
        raise SamplerError(
            f"{row['followup_id']}（{row['kind']}，{row['state']}）不能改为“{state}”。可以改为：{ways}。"
        )
    if state == CANCELLED and not note:
        raise SamplerError(f"{row['followup_id']} 撤销要写明理由（--note）。")
    if state in (DONE, HANDED, ANSWERED) and not (document or row["document"]):
        raise SamplerError(f"{row['followup_id']} 改为“{state}”要写明文书号或佐证编号（--document）。")
    if as_of.isoformat() < row["date"]:
        raise SamplerError(f"{row['followup_id']} 的日期不能早于 {row['date']}。")
    step = (
        f"{as_of.isoformat()} {state}"
        + (f"（{document}）" if document else "")
        + (f"：{note}" if note else "")
    )
    closed = as_of.isoformat() if state not in UNFINISHED else ""
    notes = "\n".join(filter(None, [row["note"], step]))
    return {**row, "state": state, "closed": closed, "document": document or row["document"], "note": notes}


def unfinished(followups: Iterable[Row]) -> list[Row]:
    """Return the follow-ups that are not at their end, oldest deadline first."""
    rows = [row for row in followups if row["state"] in UNFINISHED]
    return sorted(rows, key=lambda row: (row["deadline"] or "9999", row["date"], row["followup_id"]))
