"""The plan of the year: checked, drafted, changed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from sampler import rules
from sampler.failure import SamplerError
from sampler.files import write_atomic
from sampler.registers import Registers, read_registers, schema_named, table_bytes, write_table
from sampler.rules import items, plan
from sampler.rules.joint import propose_joint
from sampler.rules.period import parse_period
from sampler.rules.quotas import scene_of
from sampler.rules.targets import open_book, target_states
from sampler.workflow.rules import Told, history_of, policy_of
from sampler.workflow.step import changing

FIXED = ("抽查计划编号", "抽查任务编号", "公开日期")


def check(data: Path, year: int, *, policy: str = "") -> Told:
    """Return everything in which the plan of a year falls short of the policy."""
    findings = plan.check_plan(read_registers(data), policy_of(data, str(year), policy), year)
    errors = [finding for finding in findings if finding.level == "error"]
    lines = [f"{year} 年抽查计划：{len(errors)} 处错误，{len(findings) - len(errors)} 处提醒。"]
    lines += [
        f"  {'' if finding.level == 'error' else '（提醒）'}{finding.as_text()}" for finding in findings
    ]
    return Told("\n".join(lines), [finding.as_dict() for finding in findings], good=not errors)


def draft(data: Path, year: int, *, as_of: date, policy: str = "", out: Path = Path("build/office")) -> str:
    """Write next year's plan as the policy and the registers demand it; never over an existing plan.

    A draft in which somebody has to fill a cell first is put into ``out``: the data folder holds whole tables only.
    """
    registers = read_registers(data)
    if registers.table("plans", str(year)).rows:
        raise SamplerError(f"plans/{year}.csv 已经有计划，没有改动。要变更请用 ./inv plan.change。")
    demanded = rules.load_policy(Path(policy)) if policy else _policy_for(data, year)
    scene = scene_of(registers, demanded, f"{year}Q1", as_of)
    rows = plan.draft_plan(
        registers, demanded, items.items_of_rules(registers, demanded, scene), registers.bureau.name
    )
    if gaps := list(_gaps(rows)):
        path = out / f"plans-{year}.csv"
        write_atomic(path, table_bytes(schema_named("plans"), rows))
        told = "\n".join(f"  {gap}" for gap in gaps)
        return (
            f"草稿写在 {path}，共 {len(rows)} 条任务，还没有放进数据文件夹：有 {len(gaps)} 条要先补填。\n{told}\n"
            f"补好以后导入：./inv registers.import {path} --table plans --part {year}"
        )
    with changing(data, task="plan.draft", arguments={"year": str(year)}, as_of=as_of):
        path = write_table(data, "plans", rows, str(year))
    return f"已起草 {path.relative_to(data)}，共 {len(rows)} 条任务。请核对事项和科室，批准后填写公开日期。"


def _gaps(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield each drafted task with the cells that nobody but staff can fill."""
    needed = [field for field in schema_named("plans").fields if field.required]
    for row in rows:
        if empty := [field.header for field in needed if not row.get(field.key)]:
            yield f"{row['task_id']} {row['task_name']}：{'、'.join(empty)}"


def _policy_for(data: Path, year: int) -> rules.Policy:
    try:
        return rules.policy_for(data, str(year))
    except SamplerError as error:
        raise SamplerError(f"{error}\n也可以先沿用上一年的规则：./inv policy.next {year}。") from error


def change(
    data: Path, task_id: str, header: str, new: str, *, reason: str, approval: str, as_of: date
) -> str:
    """Change one cell of a plan: old, new, reason, approval and date on record; both wait to be published again."""
    column = schema_named("plans").field(header)
    if column.header in FIXED:
        raise SamplerError(f"「{column.header}」不能变更。要换任务，请另立一条。")
    if not reason or not approval:
        raise SamplerError("计划变更要写明原因（--reason）和批准文号（--approval）。")
    with changing(data, task="plan.change", arguments={"task": task_id, "field": header}, as_of=as_of):
        registers = read_registers(data)
        year = _year_of(registers, task_id)
        old = _rewrite(data, registers, year, task_id=task_id, key=column.key, new=new)
        made = registers.table("plan_changes").rows
        entry = {
            "change_id": f"{year}-BG{len(made) + 1:03d}",
            "task_id": task_id,
            "field": column.header,
            "old": old,
            "new": new,
            "reason": reason,
            "approval": approval,
            "date": as_of.isoformat(),
            "published": "",
        }
        write_table(data, "plan_changes", [*made, entry])
    return f"已变更 {task_id}「{column.header}」：“{old}”→“{new}”，编号 {entry['change_id']}。公开期限从 {as_of} 重新计算。"


def _year_of(registers: Registers, task_id: str) -> str:
    for year in registers.parts("plans"):
        if any(row["task_id"] == task_id for row in registers.table("plans", year).rows):
            return year
    raise SamplerError(f"年度抽查计划里没有任务 {task_id}。请核对编号。")


def _rewrite(data: Path, registers: Registers, year: str, *, task_id: str, key: str, new: str) -> str:
    rows = registers.table("plans", year).rows
    old = next(row[key] for row in rows if row["task_id"] == task_id)
    if old == new:
        raise SamplerError(f"{task_id} 原来就是“{new}”，没有变更。")
    write_table(
        data,
        "plans",
        [{**row, key: new, "published": ""} if row["task_id"] == task_id else row for row in rows],
        year,
    )
    return old


def targets(data: Path, period: str, *, as_of: date, policy: str = "") -> Told:
    """Return where the targets of the year stand, and which visits of the period should be joint."""
    registers, demanded, span = read_registers(data), policy_of(data, period, policy), parse_period(period)
    scene = scene_of(registers, demanded, period, as_of, history_of(data))
    states = target_states(open_book(registers, demanded, span, scene), as_of)
    proposed = propose_joint(registers, demanded, span, as_of, scene)
    lines = [
        f"{period} 全年目标（截至 {as_of}）：",
        *(f"  · {state.sentence}" for state in states),
        "",
        proposed.sentence,
    ]
    lines += [
        f"  {visit.visit_id} {visit.code}：联合{'、'.join(visit.sections) or '其他科室'}（{visit.target}）"
        for visit in proposed.visits
    ]
    values = {
        "period": period,
        "targets": [
            {
                "name": one.name,
                "rule": one.rule,
                "span": one.span,
                "base": one.base,
                "done": one.done,
                "needed": one.needed,
                "state": one.state,
            }
            for one in states
        ],
        "joint": [
            {
                "visit_id": visit.visit_id,
                "code": visit.code,
                "sections": list(visit.sections),
                "target": visit.target,
            }
            for visit in proposed.visits
        ],
        "shortfall": dict(proposed.shortfall),
    }
    return Told("\n".join(lines), values)
