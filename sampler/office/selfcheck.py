"""自查: how the tasks of a quarter or a year were done, with every exception and its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sampler.office.followups import UNFINISHED
from sampler.office.report import Report, Section
from sampler.office.roster import recused, split
from sampler.office.supervision import VisitFact, crossed, progress, shown, totals
from sampler.registers import Registers
from sampler.rules import TargetState


@dataclass(frozen=True, slots=True)
class DrawEvent:
    """One event of a draw, as its log has it."""

    draw_id: str
    """The draw."""

    date: str
    """Day."""

    event: str
    """Kind: frozen, drawn, aborted, substituted, reassigned …"""

    text: str
    """What the log says, in Chinese."""

    reason: str = ""
    """Reason, where the event has one."""


@dataclass(frozen=True, slots=True)
class FrameFact:
    """Who was kept out of the frame of a draw, and which rules collided in it."""

    draw_id: str
    """The draw."""

    left_out: tuple[tuple[str, int], ...]
    """Reasons with the number of objects."""

    conflicts: tuple[str, ...]
    """Sentences of the quota report, for example of a cap that leaves fewer objects than a minimum asks for."""


RAISED = "放宽每人任务上限"
EXCEPTIONS = {"aborted": "中止", "substituted": "替换", "reassigned": "重新分派", "withheld": "不予公开", "fallback": "改用候补随机源",
              "disputed": "随机源不一致"}  # fmt: skip


def self_check(
    registers: Registers,
    period: str,
    facts: Sequence[VisitFact],
    *,
    draws: Sequence[DrawEvent],
    targets: Sequence[TargetState],
    frames: Sequence[FrameFact] = (),
    public: Mapping[str, int],
) -> Report:
    """Return the report for a quarter (2025Q3) or a year (2025).

    ``public`` are figures counted in the public record; each is set beside ours, and a difference is shown.
    """
    figures = totals(facts)
    word = "年度总结" if len(period) == 4 else "自查报告"
    sections = [
        Section(
            "总体情况", (), ("项目", "数量"), tuple((name, str(count)) for name, count in figures.items())
        ),
        progress(facts, "team", "组"),
        progress(facts, "stratum", "类别"),
        crossed(facts),
        _draw_section(draws),
        _exceptions(draws),
        *_frames(frames),
        *_tables(registers, period, facts),
        _targets(targets),
        _compared(shown(facts), public),
    ]
    if len(period) == 4:
        sections.insert(3, progress(facts, "period", "期别"))
    return Report(f"{registers.bureau.name} {period} 随机抽查{word}", tuple(sections))


def _draw_section(draws: Sequence[DrawEvent]) -> Section:
    made = [
        event for event in draws if event.event in ("committed", "drawn", "confirmed", "assigned", "closed")
    ]
    rows = tuple((event.draw_id, event.date, event.text) for event in made)
    return Section("抽取经过", () if rows else ("本期没有抽取。",), ("抽取编号", "日期", "经过"), rows)


def _exceptions(draws: Sequence[DrawEvent]) -> Section:
    rows = [
        (e.draw_id, e.date, EXCEPTIONS.get(e.event, RAISED), e.reason or e.text)
        for e in draws
        if e.event in EXCEPTIONS or (e.event == "assigned" and e.reason)
    ]
    extra = sorted(
        {event.draw_id for event in draws if event.draw_id.count("-") > (event.draw_id[4:5] == "-")}
    )
    lines = [f"补充抽取：{'、'.join(extra)}。"] if extra else []
    return Section(
        "例外及原因",
        tuple(lines) if rows or lines else ("没有例外。",),
        ("抽取编号", "日期", "例外", "原因"),
        tuple(rows),
    )


def _frames(frames: Sequence[FrameFact]) -> list[Section]:
    left = [(one.draw_id, reason, str(count)) for one in frames for reason, count in one.left_out]
    collided = [(one.draw_id, text) for one in frames for text in one.conflicts]
    return [
        _listed("没有列入抽样框的对象", ("抽取编号", "原因", "户次"), left),
        _listed("上限与应抽数的冲突", ("抽取编号", "说明"), collided),
    ]


def _recusals(registers: Registers, facts: Sequence[VisitFact]) -> Section:
    """Hold every team of the period against the recusals on the day of the inspection (or of its deadline)."""
    numbers, days = {fact.visit_id for fact in facts}, dict[str, str]()
    for row in registers.all("results"):
        days[row["visit_id"]] = max(days.get(row["visit_id"], ""), row["date"])
    listed = registers.table("recusals").rows
    concerned = [r for r in registers.all("visits") if r["visit_id"] in numbers and r["team"]]
    met = [(row, rule) for row in concerned for rule in listed if rule["code"] == row["code"]]
    broken = [
        (row["visit_id"], who, rule["reason"])
        for row, rule in met
        for who in split(row["team"])
        if recused(rule, who, row["code"], days.get(row["visit_id"], row["due"]))
    ]
    head = f"名录库登记回避 {len(listed)} 条，本期涉及检查任务 {len(met)} 项次，"
    lines = (f"{head}{'检查组都避开了' if not broken else f'有 {len(broken)} 处没有避开'}。",)
    return Section("回避", lines, ("检查任务", "执法证号", "回避原因") if broken else (), tuple(broken))


def _tables(registers: Registers, period: str, facts: Sequence[VisitFact]) -> list[Section]:
    numbers = {fact.visit_id for fact in facts}
    over = [
        row
        for row in registers.all("visits")
        if row["visit_id"] in numbers and row["nth"] and row["cap"] and int(row["nth"]) > int(row["cap"])
    ]
    unsettled = [fact for fact in facts if fact.drawn and not fact.settled]
    late = [fact for fact in facts if fact.late]
    open_ones = [
        r for r in registers.all("followups") if r["visit_id"] in numbers and r["state"] in UNFINISHED
    ]
    corrections = [row for row in registers.table("corrections").rows if row["visit_id"] in numbers]
    objections = [row for row in registers.table("objections").rows if row["visit_id"] in numbers]
    changes = [row for row in registers.table("plan_changes").rows if row["date"].startswith(period[:4])]
    return [
        _listed("没有结局的检查任务", ("检查任务", "组", "类别"), [(f.visit_id, f.team, f.stratum) for f in unsettled]),
        _recusals(registers, facts),
        _listed("超过年度上限", ("检查任务", "本年第几次", "上限", "触发原因"), [(r["visit_id"], r["nth"], r["cap"], r["trigger"]) for r in over]),
        _listed("逾期", ("检查任务", "组", "类别"), [(fact.visit_id, fact.team, fact.stratum) for fact in late]),
        _listed("没有办结的后续处理", ("编号", "类型", "状态", "期限"), [(r["followup_id"], r["kind"], r["state"], r["deadline"]) for r in open_ones]),
        _listed("更正和撤回", ("编号", "检查任务", "字段", "原因"), [(r["correction_id"], r["visit_id"], r["field"], r["reason"]) for r in corrections]),
        _listed("异议", ("编号", "检查任务", "收到", "答复"), [(r["objection_id"], r["visit_id"], r["received"], r["answered"]) for r in objections]),
        _listed("计划变更", ("编号", "任务", "字段", "原因", "批准文号"), [(r["change_id"], r["task_id"], r["field"], r["reason"], r["approval"]) for r in changes]),
    ]  # fmt: skip


def _listed(title: str, headers: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Section:
    return Section(
        title, (f"共 {len(rows)} 条。",) if rows else ("无。",), headers if rows else (), tuple(rows)
    )


def _targets(targets: Sequence[TargetState]) -> Section:
    rows = tuple((t.name, t.rule, f"{t.done}/{t.base}", str(t.needed), t.state) for t in targets)
    return _listed("全年目标", ("目标", "规则", "已完成/基数", "还需", "状态"), rows)


def _compared(figures: Mapping[str, int], public: Mapping[str, int]) -> Section:
    """Set the figures of the public record beside those of our published visits; a difference has to be explained."""
    if not public:
        return Section("与公开数据核对", ("还没有导出公开数据，没有核对。",))
    rows = []
    for name, outside in public.items():
        gap = figures.get(name, 0) - outside
        rows.append((name, str(figures.get(name, 0)), str(outside), str(gap) if gap else "一致"))
    lines = (
        () if all(row[3] == "一致" for row in rows) else ("差数应等于公开以后还没有导出的条数，请逐条说明。",)
    )
    return Section("与公开数据核对", lines, ("项目", "内部", "公开", "差"), tuple(rows))
