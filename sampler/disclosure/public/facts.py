"""Rows that stand after a draw: visits, results, what followed, what was corrected, withheld or changed, and the counts."""

from dataclasses import dataclass
from typing import Annotated

from sampler.disclosure.public.columns import Column


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit of one team at one object, opened to the public."""

    visit_id: Annotated[str, Column("检查任务编号")]
    draw_id: Annotated[str, Column("抽取编号", "空白表示不是随机抽取的。")]
    period: Annotated[str, Column("抽查期")]
    task_ids: Annotated[tuple[str, ...], Column("抽查任务编号")]
    public_id: Annotated[str, Column("公开编号")]
    object_name: Annotated[str, Column("名称")]
    stratum: Annotated[str, Column("层")]
    items: Annotated[tuple[str, ...], Column("检查事项", "事项编码。")]
    lead_section: Annotated[str, Column("发起科室")]
    joint_sections: Annotated[tuple[str, ...], Column("联合科室")]
    departments: Annotated[tuple[str, ...], Column("联合部门")]
    kind: Annotated[str, Column("检查类型", "日常、专项或个案。")]
    mode: Annotated[str, Column("检查方式")]
    trigger: Annotated[str, Column("触发原因")]
    nth: Annotated[int | None, Column("本年第几次")]
    cap: Annotated[int | None, Column("年度上限")]
    due: Annotated[str, Column("截止日期", date=True)]
    state: Annotated[str, Column("状态")]
    inspectors: Annotated[int | None, Column("检查人数", "只公开人数。")]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """The outcome of one item of one visit."""

    result_id: Annotated[str, Column("结果编号", "检查任务编号加事项编码。")]
    visit_id: Annotated[str, Column("检查任务编号")]
    draw_id: Annotated[str, Column("抽取编号")]
    period: Annotated[str, Column("抽查期")]
    public_id: Annotated[str, Column("公开编号")]
    object_name: Annotated[str, Column("名称")]
    item_id: Annotated[str, Column("事项编码")]
    item_name: Annotated[str, Column("抽查事项")]
    date: Annotated[str, Column("检查日期", date=True)]
    mode: Annotated[str, Column("检查方式")]
    outcome: Annotated[str, Column("检查结果")]
    outcome_code: Annotated[str, Column("结果代码", "国家企业信用信息公示系统的代码。")]
    measure: Annotated[str, Column("处理措施")]
    note: Annotated[str, Column("情况说明", "个人信息已隐去。")]
    deadline: Annotated[str, Column("责令改正期限", date=True)]
    transferred_to: Annotated[str, Column("移送单位")]
    inspectors: Annotated[int | None, Column("检查人数")]
    published: Annotated[str, Column("公开日期", date=True)]
    state: Annotated[str, Column("状态")]
    followup_state: Annotated[str, Column("后续状态", "空白表示没有后续处理。")]


@dataclass(frozen=True, slots=True)
class FollowupRow:
    """What was done after a result."""

    followup_id: Annotated[str, Column("后续编号")]
    result_id: Annotated[str, Column("结果编号")]
    visit_id: Annotated[str, Column("检查任务编号")]
    public_id: Annotated[str, Column("公开编号")]
    object_name: Annotated[str, Column("名称")]
    item_id: Annotated[str, Column("事项编码")]
    kind: Annotated[str, Column("类型")]
    date: Annotated[str, Column("日期", date=True)]
    state: Annotated[str, Column("状态")]
    deadline: Annotated[str, Column("期限", date=True)]
    document: Annotated[str, Column("文书号")]
    note: Annotated[str, Column("说明")]
    closed: Annotated[str, Column("完成日期", date=True)]
    published: Annotated[str, Column("公开日期", date=True)]


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One correction of a published result; both versions stay readable."""

    correction_id: Annotated[str, Column("更正编号")]
    date: Annotated[str, Column("更正日期", date=True)]
    result_id: Annotated[str, Column("结果编号")]
    public_id: Annotated[str, Column("公开编号")]
    field: Annotated[str, Column("更正字段")]
    old: Annotated[str, Column("更正前")]
    new: Annotated[str, Column("更正后")]
    reason: Annotated[str, Column("更正原因")]
    requested_by: Annotated[str, Column("申请人类型")]


@dataclass(frozen=True, slots=True)
class TombstoneRow:
    """What once stood at an address and no longer does."""

    public_id: Annotated[str, Column("编号", "撤下的公开编号、检查任务编号或结果编号。")]
    family: Annotated[str, Column("类别", "检查对象、检查任务或检查结果。")]
    date: Annotated[str, Column("撤下日期", date=True)]
    ground: Annotated[str, Column("依据", "只写最概括的依据。")]


@dataclass(frozen=True, slots=True)
class WithheldRow:
    """How many rows of a table are withheld on a ground, where the count betrays nothing."""

    table: Annotated[str, Column("数据表")]
    ground: Annotated[str, Column("依据")]
    count: Annotated[str, Column("数量", "按五个一档写；能从别处推出准数的写作“若干”。")]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference between two successive public records."""

    date: Annotated[str, Column("日期", date=True)]
    table: Annotated[str, Column("数据表")]
    action: Annotated[str, Column("变动", "新增、更正、退出或撤下。")]
    target: Annotated[str, Column("编号")]
    name: Annotated[str, Column("名称")]
    field: Annotated[str, Column("字段", "更正时才有。")]
    old: Annotated[str, Column("变动前")]
    new: Annotated[str, Column("变动后")]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """How far a yearly share or count has come."""

    year: Annotated[str, Column("年度")]
    as_of: Annotated[str, Column("截至日期", date=True)]
    name: Annotated[str, Column("指标")]
    rule: Annotated[str, Column("规则")]
    required: Annotated[str, Column("要求")]
    done: Annotated[str, Column("已完成")]
    needed: Annotated[str, Column("还差")]
    state: Annotated[str, Column("状态", "已达标、进行中或未达标。")]


@dataclass(frozen=True, slots=True)
class StatisticRow:
    """One number, counted from the public rows and nothing else."""

    topic: Annotated[str, Column("主题", "哪张表、按什么数。")]
    dimension: Annotated[str, Column("维度")]
    period: Annotated[str, Column("抽查期", "全部、年度或抽查期。")]
    label: Annotated[str, Column("项目")]
    value: Annotated[int | None, Column("数值", "空白表示按小数保护规则不列出。")]


@dataclass(frozen=True, slots=True)
class NextDateRow:
    """A day to come that the public may wait for."""

    date: Annotated[str, Column("日期", date=True)]
    what: Annotated[str, Column("事项")]
