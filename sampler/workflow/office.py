"""Outcomes of inspections: in from the packs, reviewed by a second person, published, corrected, withdrawn."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.draw import canon
from sampler.failure import FindingsError, SamplerError
from sampler.files import write_atomic
from sampler.office.filled import Pack, read_pack
from sampler.office.followups import open_followups
from sampler.office.returns import check_pack, completed, open_checker, period_of
from sampler.office.roster import Row, split
from sampler.office.states import (
    ENTERED,
    PUBLIC,
    REVIEWED,
    WITHDRAWN,
    Reason,
    correction,
    merge_results,
    next_correction,
    publish,
    review,
    visit_state,
    withdraw,
)
from sampler.office.withholding import withheld_targets
from sampler.registers import Registers, read_registers, schema_named, write_table
from sampler.rules import policy_for
from sampler.rules.period import parse_period
from sampler.workflow.step import Agree, agreed, changing

DRAFTS = "results/drafts.jsonl"


@dataclass(frozen=True, slots=True)
class Told:
    """What a step says when it is done."""

    lines: tuple[str, ...]
    """Chinese lines."""

    def as_text(self) -> str:
        """Return the lines."""
        return "\n".join(self.lines)


def import_results(
    data: Path, file: Path, *, as_of: date, by: str = "", period: str = "", reason: Reason | None = None
) -> Told:
    """Bring in a filled pack; raise FindingsError with everything that is wrong and write nothing.

    The same pack again changes nothing; packs may come in any order, half filled, for any period. With ``period``
    a pack of another one is refused.
    """
    pack, registers = read_pack(file), read_registers(data)
    checker = open_checker(registers, _team_size(data, pack), as_of)
    findings = check_pack(pack, checker)
    if errors := [finding for finding in findings if finding.level == "error"]:
        raise FindingsError(errors)
    rows = completed(pack.rows, checker)
    why = reason or Reason()
    _check_names(rows, by, why)
    periods = sorted({period_of(row) for row in rows})
    if period and (others := [one for one in periods if one != period]):
        raise SamplerError(f"{file.name} 是 {'、'.join(others)} 的任务包，不是 {period} 的。没有写入。")
    lines = [f"  提醒：{finding.as_text()}" for finding in (*pack.notes, *findings)]
    arguments = {
        "file": file.name,
        "digest": canon.digest_bytes(file.read_bytes()),
        "by": by,
        "reason": why.text,
    }
    with changing(data, task="results.import", arguments=arguments, as_of=as_of):
        for one in periods:
            part = [row for row in rows if period_of(row) == one]
            lines.insert(0, _import_part(data, one, part, as_of=as_of, by=by, reason=why))
    return Told((*lines, *_still_open(data, pack)))


def _check_names(rows: Iterable[Row], by: str, reason: Reason) -> None:
    """Raise SamplerError when nobody says who entered the results, or who approved a correction."""
    if not by and not all(row["entered_by"] for row in rows):
        raise SamplerError("请写明录入人：在任务包里填“录入人”一列，或用 --by。没有写入。")
    if reason.text and not reason.approved_by:
        raise SamplerError("更正已公开的结果要写明原因（--reason）和批准人（--approved-by）。没有写入。")


def _team_size(data: Path, pack: Pack) -> int:
    """Return the team size of the policy that the pack's visits were made under."""
    periods = {period_of(row) for _, row in pack.rows}
    sizes = [policy_for(data, one).procedure.team_size for one in periods if one[:4].isdigit()]
    return max(sizes, default=2)


def _still_open(data: Path, pack: Pack) -> tuple[str, ...]:
    """Say which rows are empty, and which results of the pack's visits have no row in it (one may have been deleted)."""
    registers = read_registers(data)
    done = {(row["visit_id"], row["item_id"]) for row in registers.all("results")}
    named = {row["visit_id"] for _, row in pack.rows} | {visit for visit, _ in pack.empty}
    mine = [row for row in registers.all("visits") if row["visit_id"] in named]
    asked = [(row["visit_id"], item) for row in mine for item in split(row["items"])]
    lost = [f"{visit} {item}" for visit, item in asked if (visit, item) not in done | set(pack.empty)]
    lines = [f"还有 {len(pack.empty)} 行没有填写。"] if pack.empty else []
    if lost:
        lines.append(
            f"任务包里缺少 {len(lost)} 行，也还没有结果：{'、'.join(lost[:10])}。请用发下去的任务包补填。"
        )
    return tuple(lines) or ("任务包已全部填写。",)


def _import_part(
    data: Path, period: str, rows: Sequence[Row], *, as_of: date, by: str, reason: Reason
) -> str:
    registers = read_registers(data)
    corrections = registers.table("corrections").rows
    first = next_correction(corrections, as_of.year)
    old = registers.table("results", period).rows
    merge = merge_results(old, rows, as_of=as_of, by=by, reason=reason, first=first)
    if merge.drafts:
        _append_drafts(data, merge.drafts)
    if merge.corrections:
        write_table(data, "corrections", [*corrections, *merge.corrections])
    write_results(data, registers, period, merge.rows.values())
    return f"{period}：新录入 {merge.added} 项，未变 {merge.unchanged} 项，公开前改动 {merge.changed} 项，更正 {merge.corrected} 项。"


def _append_drafts(data: Path, drafts: Iterable[Mapping[str, str]]) -> None:
    """Keep what was replaced before publication, inside."""
    path = data / DRAFTS
    old = path.read_bytes() if path.exists() else b""
    write_atomic(path, old + "".join(canon.record(dict(draft)) + "\n" for draft in drafts).encode())


def write_results(data: Path, registers: Registers, period: str, rows: Iterable[Row]) -> None:
    """Write results, then the states of their visits, then the follow-ups they open."""
    listed = list(rows)
    write_table(data, "results", listed, period)
    known = {(row["visit_id"], row["item_id"]): row for row in listed}
    visits = registers.table("visits", period).rows
    write_table(data, "visits", [{**visit, "state": visit_state(visit, known)} for visit in visits], period)
    followups = registers.table("followups", period).rows
    if opened := open_followups(listed, followups, period):
        write_table(data, "followups", [*followups, *opened], period)


def review_results(data: Path, period: str, *, by: str, visits: Collection[str] = (), as_of: date) -> Told:
    """Mark entered results as reviewed; whoever entered a result can't review it."""
    return _advance(data, period, visits, by=by, task="results.review", as_of=as_of)


def publish_results(
    data: Path, period: str, *, visits: Collection[str] = (), as_of: date, agree: Agree = agreed
) -> Told:
    """Release reviewed results to the public record; the next export shows them."""
    return _advance(data, period, visits, by="", task="results.publish", as_of=as_of, agree=agree)


def _advance(
    data: Path,
    period: str,
    visits: Collection[str],
    *,
    by: str,
    task: str,
    as_of: date,
    agree: Agree = agreed,
) -> Told:
    registers = read_registers(data)
    rows = registers.table("results", parse_period(period).text).rows
    chosen = set(visits) or {row["visit_id"] for row in rows}
    if missing := sorted(chosen - {row["visit_id"] for row in rows}):
        raise SamplerError(f"{'、'.join(missing)} 还没有录入结果。请先导入任务包。")
    withheld = withheld_targets(registers, as_of.isoformat())
    begin, word = (ENTERED, "审核") if task == "results.review" else (REVIEWED, "公开")
    done = (
        review(rows, chosen, by, as_of)
        if task == "results.review"
        else publish(rows, chosen, as_of, withheld)
    )
    count = sum(old["state"] != new["state"] for old, new in zip(rows, done, strict=True))
    if not count:
        return Told((f"{period} 没有“{begin}”的结果要{word}。",))
    with changing(
        data,
        task=task,
        arguments={"period": period, "visits": "；".join(sorted(visits)), "by": by},
        as_of=as_of,
        agree=agree,
    ):
        write_results(data, registers, period, done)
    after = (
        f"下一步：./inv results.publish {period}"
        if task == "results.review"
        else f"下一步：./inv draw.open {period}，然后 ./inv build"
    )
    return Told((f"{period} 已{word} {count} 项结果。", after))


def correct_result(
    data: Path, key: tuple[str, str], header: str, value: str, *, reason: Reason, as_of: date
) -> Told:
    """Correct one field of a published result; old and new value stay on record and are shown."""
    visit, item = key
    registers, period = read_registers(data), period_of({"visit_id": visit})
    field = schema_named("results").field(header)
    row = _published(registers, period, visit, item)
    if not reason.text or not reason.approved_by:
        raise SamplerError("更正已公开的结果要写明原因（--reason）和批准人（--approved-by）。")
    if field.key in ("visit_id", "item_id", "code", "state", "published"):
        raise SamplerError(f"{field.header}不能这样更正。要撤下请办理 ./inv results.withdraw。")
    if field.enum and value not in field.enum:
        raise SamplerError(f"{field.header}只能是：{'、'.join(field.enum)}。")
    if row[field.key] == value:
        raise SamplerError(f"{visit} {item} 的{field.header}已经是“{value}”，没有更正。")
    rows = [{**r, field.key: value} if r == row else dict(r) for r in registers.table("results", period).rows]
    note = {"visit": visit, "item": item, "field": field.header, "reason": reason.text}
    with changing(data, task="results.correct", arguments=note, as_of=as_of):
        _note(
            data, registers, [row], change=(field.header, row[field.key], value), reason=reason, as_of=as_of
        )
        write_results(data, registers, period, rows)
    return Told(
        (f"{visit} {item} 的{field.header}已由“{row[field.key]}”更正为“{value}”，更正前后都会公开。",)
    )


def withdraw_results(
    data: Path, visit: str, item: str = "", *, reason: Reason, as_of: date, agree: Agree = agreed
) -> Told:
    """Take published results down; the page stays as a tombstone with the reason."""
    if not reason.text or not reason.approved_by:
        raise SamplerError("撤回要写明原因（--reason）和批准人（--approved-by）。")
    period = period_of({"visit_id": visit})
    _, hit = withdraw(read_registers(data).table("results", period).rows, visit, item)
    arguments = {"visit": visit, "item": item, "reason": reason.text}
    with changing(data, task="results.withdraw", arguments=arguments, as_of=as_of, agree=agree):
        withdraw_rows(data, period, hit, reason=reason, as_of=as_of)
    return Told((f"{visit} 已撤回 {len(hit)} 项结果，原页面会说明撤回的原因。",))


def withdraw_rows(data: Path, period: str, hit: Sequence[Row], *, reason: Reason, as_of: date) -> None:
    """Withdraw these results of a period, each with a correction that says why. The caller holds the step."""
    registers = read_registers(data)
    keys = {(row["visit_id"], row["item_id"]) for row in hit}
    rows = registers.table("results", period).rows
    taken = [{**r, "state": WITHDRAWN} if (r["visit_id"], r["item_id"]) in keys else dict(r) for r in rows]
    _note(data, registers, hit, change=("状态", PUBLIC, WITHDRAWN), reason=reason, as_of=as_of)
    write_results(data, registers, period, taken)


def _published(registers: Registers, period: str, visit: str, item: str) -> Row:
    rows = registers.table("results", period).rows
    found = [row for row in rows if (row["visit_id"], row["item_id"], row["state"]) == (visit, item, PUBLIC)]
    if not found:
        raise SamplerError(f"{visit} {item} 没有已公开的结果。还没有公开的，请重新导入任务包改正。")
    return found[0]


def _note(
    data: Path,
    registers: Registers,
    rows: Iterable[Row],
    *,
    change: tuple[str, str, str],
    reason: Reason,
    as_of: date,
) -> None:
    """Append corrections for these results."""
    known = registers.table("corrections").rows
    first = next_correction(known, as_of.year)
    made = [
        correction(row, *change, reason, as_of=as_of, number=number) for number, row in enumerate(rows, first)
    ]
    write_table(data, "corrections", [*known, *made])
