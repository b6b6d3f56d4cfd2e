"""Single cases: targeted visits, approval, follow-ups, objections, and what is taken down when its time is over."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from sampler.failure import SamplerError
from sampler.office.clock import Clock, next_expiries
from sampler.office.followups import add_followup, move_followup
from sampler.office.objections import answer_objection, new_objection
from sampler.office.outcomes import outcome_of
from sampler.office.returns import period_of
from sampler.office.roster import Row
from sampler.office.states import Reason
from sampler.office.visits import make_targeted, open_desk
from sampler.registers import Registers, read_registers, write_table
from sampler.rules import Workdays, policy_for
from sampler.rules.period import parse_period
from sampler.workflow.office import Told, withdraw_rows
from sampler.workflow.step import changing


def add_targeted(
    data: Path, period: str, code: str, items: Sequence[str], *, trigger: str, reason: str, team: Sequence[str],
    sections: Sequence[str] = (), as_of: date,
) -> Told:  # fmt: skip
    """Enter a targeted visit with its team; it never counts as a draw. The first of the team leads."""
    registers = read_registers(data)
    policy = policy_for(data, period)
    row = make_targeted(
        open_desk(registers, policy, period, as_of), code, items, trigger, reason, sections=sections
    )
    _check_team(registers, team, policy.procedure.team_size, as_of)
    row |= {"lead": team[0], "team": "；".join(sorted(team))}
    with changing(
        data, task="visits.targeted", arguments={"visit": row["visit_id"], "trigger": trigger}, as_of=as_of
    ):
        write_table(data, "visits", [*registers.table("visits", period).rows, row], period)
    return Told((f"已录入定向检查 {row['visit_id']}（{trigger}，{row['mode']}），不计入随机抽查。",))


def _check_team(registers: Registers, team: Sequence[str], size: int, as_of: date) -> None:
    people = {row["certificate"]: row for row in registers.table("inspectors").rows}
    today = as_of.isoformat()
    bad = [
        who
        for who in team
        if who not in people or not people[who]["valid_from"] <= today <= people[who]["valid_until"]
    ]
    if bad or len(set(team)) < size:
        raise SamplerError(f"检查组要有 {size} 名以上证件有效的人员。{'、'.join(bad)}")


def open_clue(data: Path, visit: str, item: str, *, team: Sequence[str], as_of: date) -> Told:
    """Open a targeted on-site visit from what an off-site check found."""
    registers, period = read_registers(data), period_of({"visit_id": visit})
    known = {(row["visit_id"], row["item_id"]): row for row in registers.all("results")}
    result = known.get((visit, item))
    if result is None or result["mode"] == "现场检查" or not outcome_of(result).problem:
        raise SamplerError(f"{visit} {item} 不是发现问题的非现场检查，不能据此转现场检查。")
    reason = f"{visit} 非现场检查 {item} 发现线索（{result['outcome']}）"
    return add_targeted(
        data, period, result["code"], [item], trigger="数据线索", reason=reason, team=team, as_of=as_of
    )


def approve(data: Path, period: str, *, by: str, visits: Collection[str] = (), as_of: date) -> Told:
    """Note who approved the visits of a period that are not approved yet."""
    if not by:
        raise SamplerError("请用 --by 写明批准人。")
    rows = read_registers(data).table("visits", parse_period(period).text).rows
    chosen = [row for row in rows if not row["approved"] and (not visits or row["visit_id"] in visits)]
    if not chosen:
        return Told((f"{period} 没有等待批准的检查任务。",))
    mark = {"approved_by": by, "approved": as_of.isoformat()}
    with changing(data, task="visits.approve", arguments={"period": period, "by": by}, as_of=as_of):
        write_table(data, "visits", [{**row, **mark} if row in chosen else row for row in rows], period)
    return Told((f"{by} 已批准 {period} 的 {len(chosen)} 项检查任务。",))


def add_case(
    data: Path, visit: str, item: str, kind: str, *, deadline: str, document: str, as_of: date
) -> Told:
    """Open a follow-up by hand, such as 信用惩戒 after a penalty."""
    registers, period = read_registers(data), period_of({"visit_id": visit})
    results = {(row["visit_id"], row["item_id"]): row for row in registers.table("results", period).rows}
    if (visit, item) not in results:
        raise SamplerError(f"{visit} {item} 没有检查结果。请核对编号。")
    known = registers.table("followups", period).rows
    row = add_followup(
        known, results[visit, item], kind, period, as_of=as_of, deadline=deadline, document=document
    )
    with changing(
        data, task="followups.add", arguments={"followup": row["followup_id"], "visit": visit}, as_of=as_of
    ):
        write_table(data, "followups", [*known, row], period)
    return Told((f"已建立后续处理 {row['followup_id']}（{kind}）。",))


def move_case(
    data: Path, number: str, state: str, *, document: str = "", note: str = "", as_of: date
) -> Told:
    """Take a follow-up one step further."""
    registers = read_registers(data)
    parts = [
        p
        for p in registers.parts("followups")
        if any(r["followup_id"] == number for r in registers.table("followups", p).rows)
    ]
    if not parts:
        raise SamplerError(f"没有后续处理 {number}。请核对编号。")
    rows = registers.table("followups", parts[0]).rows
    old = next(row for row in rows if row["followup_id"] == number)
    new = move_followup(old, state, as_of=as_of, document=document, note=note)
    arguments = {"followup": number, "visit": old["visit_id"], "state": state}
    with changing(data, task="followups.move", arguments=arguments, as_of=as_of):
        write_table(data, "followups", [new if row is old else row for row in rows], parts[0])
    return Told((f"{number}：{old['state']} → {state}。",))


def publish_cases(data: Path, period: str, *, as_of: date) -> Told:
    """Release the finished follow-ups of a period to the public record."""
    rows = read_registers(data).table("followups", parse_period(period).text).rows
    ready = [row for row in rows if not row["published"]]
    if not ready:
        return Told((f"{period} 没有等待公开的后续处理。",))
    mark = {"published": as_of.isoformat()}
    with changing(data, task="followups.publish", arguments={"period": period}, as_of=as_of):
        write_table(data, "followups", [{**row, **mark} if row in ready else row for row in rows], period)
    return Told((f"{period} 已公开 {len(ready)} 件后续处理。",))


def add_objection(data: Path, target: str, *, requested_by: str, text: str, as_of: date) -> Told:
    """Log an objection with its term."""
    registers = read_registers(data)
    policy = policy_for(data, str(as_of.year))
    row = new_objection(
        registers, policy, target=target, requested_by=requested_by, text=text, received=as_of
    )
    arguments = {"objection": row["objection_id"], "visit": row["visit_id"]}
    with changing(data, task="objections.add", arguments=arguments, as_of=as_of):
        write_table(data, "objections", [*registers.table("objections").rows, row])
    return Told((f"已登记异议 {row['objection_id']}，应在 {row['due']} 前答复。",))


def answer(data: Path, number: str, text: str, *, as_of: date) -> Told:
    """Note the answer to an objection."""
    rows = answer_objection(read_registers(data).table("objections").rows, number, text, as_of=as_of)
    with changing(data, task="objections.answer", arguments={"objection": number}, as_of=as_of):
        write_table(data, "objections", rows)
    return Told((f"{number} 已答复。需要更正的，请办理 ./inv results.correct。",))


def expire(data: Path, *, as_of: date) -> Told:
    """Take down the results whose time is over (5 years, sole traders 2; settings); ``due`` says so 30 days before."""
    registers = read_registers(data)
    clock = Clock(registers, policy_for(data, str(as_of.year)), (), as_of, Workdays(registers))
    over = next_expiries(clock)
    if not over:
        return Told(("没有公开期满的结果。",))
    reason = Reason("公开期满，自动撤下", "公开期限规定")
    with changing(data, task="results.expire", arguments={"count": str(len(over))}, as_of=as_of):
        for period in sorted({period_of(row) for row in over}):
            part: list[Row] = [row for row in over if period_of(row) == period]
            withdraw_rows(data, period, part, reason=reason, as_of=as_of)
    return Told((f"公开期满，已撤下 {len(over)} 项结果。",))
