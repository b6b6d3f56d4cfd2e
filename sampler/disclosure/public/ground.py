"""Rows that stand before an inspection: who can be inspected, for what, by which plan, and who was drawn."""

from dataclasses import dataclass
from typing import Annotated

from sampler.disclosure.public.columns import Column


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One inspection object that the public may know of."""

    public_id: Annotated[str, Column("公开编号", "本站给每个检查对象的固定编号，永不改变、不重复使用。")]
    name: Annotated[str, Column("名称", "自然人经营的，字号中的姓名按规则隐去。")]
    former_names: Annotated[tuple[str, ...], Column("曾用名")]
    code: Annotated[str, Column("统一社会信用代码", "个体工商户和自然人的代码不公开。")]
    kind: Annotated[str, Column("对象类型")]
    township: Annotated[str, Column("乡镇")]
    industry: Annotated[str, Column("行业")]
    permit_class: Annotated[str, Column("排污许可管理类别")]
    object_class: Annotated[str, Column("对象类别", "按当年抽查规则划分，例如重点、特殊、一般。")]
    section: Annotated[str, Column("监管科室")]
    credit: Annotated[str, Column("信用等级")]
    positive: Annotated[bool, Column("正面清单")]
    status: Annotated[str, Column("状态")]
    status_date: Annotated[str, Column("状态日期", date=True)]
    entered: Annotated[str, Column("入库日期", date=True)]
    left: Annotated[str, Column("出库日期", date=True)]
    visits_this_year: Annotated[int, Column("本年检查次数", "已公开的、计入年度上限的检查次数。")]
    cap: Annotated[int | None, Column("年度检查上限", "空白表示没有上限或者不适用。")]
    masked: Annotated[bool, Column("部分隐去", "是：名称、代码等有隐去的部分。")]
    first_published: Annotated[str, Column("首次公开日期", date=True)]
    last_changed: Annotated[str, Column("最近变更日期", date=True)]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of the published item list."""

    item_id: Annotated[str, Column("事项编码")]
    seq: Annotated[int | None, Column("序号")]
    category: Annotated[str, Column("抽查类别")]
    name: Annotated[str, Column("抽查事项")]
    scope: Annotated[str, Column("检查对象")]
    weight: Annotated[str, Column("事项类别", "一般检查事项或重点检查事项。")]
    modes: Annotated[tuple[str, ...], Column("检查方式")]
    authority: Annotated[str, Column("检查主体")]
    basis: Annotated[str, Column("检查依据")]
    section: Annotated[str, Column("责任科室")]
    joint_sections: Annotated[tuple[str, ...], Column("配合科室")]
    ratio: Annotated[str, Column("抽查比例")]
    frequency: Annotated[str, Column("频次")]
    checkpoints: Annotated[str, Column("检查要点")]
    valid_from: Annotated[str, Column("生效日期", date=True)]
    valid_to: Annotated[str, Column("失效日期", date=True)]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One task of a yearly plan, as it stands today."""

    year: Annotated[str, Column("年度")]
    plan_id: Annotated[str, Column("抽查计划编号")]
    plan_name: Annotated[str, Column("抽查计划名称")]
    task_id: Annotated[str, Column("抽查任务编号")]
    task_name: Annotated[str, Column("抽查任务名称")]
    kind: Annotated[str, Column("抽查类型", "定向或不定向。")]
    ratio: Annotated[str, Column("抽查比例")]
    items: Annotated[tuple[str, ...], Column("抽查事项", "事项编码。")]
    scope: Annotated[tuple[str, ...], Column("抽查对象范围", "对象类别的名称。")]
    lead_section: Annotated[str, Column("发起科室")]
    joint_sections: Annotated[tuple[str, ...], Column("联合科室")]
    months: Annotated[str, Column("抽查时间")]
    period: Annotated[str, Column("抽查期", "例如 2025Q3。")]
    cross_department: Annotated[bool, Column("是否跨部门联合")]
    departments: Annotated[tuple[str, ...], Column("联合部门")]
    mode: Annotated[str, Column("检查方式")]
    published: Annotated[str, Column("公开日期", date=True)]


@dataclass(frozen=True, slots=True)
class PlanChangeRow:
    """One approved change of a task."""

    change_id: Annotated[str, Column("变更编号")]
    task_id: Annotated[str, Column("抽查任务编号")]
    field: Annotated[str, Column("变更字段")]
    old: Annotated[str, Column("变更前")]
    new: Annotated[str, Column("变更后")]
    reason: Annotated[str, Column("变更原因")]
    approval: Annotated[str, Column("批准文号")]
    date: Annotated[str, Column("变更日期", date=True)]
    published: Annotated[str, Column("公开日期", date=True)]


@dataclass(frozen=True, slots=True)
class DrawRow:
    """One draw, from the frozen frame to the assigned teams. Its files lie in ``draws/<draw_id>/``."""

    draw_id: Annotated[str, Column("抽取编号")]
    period: Annotated[str, Column("抽查期")]
    kind: Annotated[str, Column("种类", "常规或补充。")]
    state: Annotated[str, Column("状态", "已冻结、已承诺、已抽取、已派组、已揭示或已中止。")]
    frozen_on: Annotated[str, Column("冻结日期", date=True)]
    committed_on: Annotated[str, Column("承诺日期", date=True)]
    commitment: Annotated[str, Column("承诺值", "抽取公告 manifest.json 的 SHA-256。")]
    previous: Annotated[str, Column("上一份承诺值")]
    seed: Annotated[str, Column("种子")]
    drawn_on: Annotated[str, Column("抽取日期", date=True)]
    assigned_on: Annotated[str, Column("派组日期", date=True)]
    frame_size: Annotated[int | None, Column("抽样框单元数")]
    drawn_count: Annotated[int | None, Column("抽中数")]
    policy_year: Annotated[str, Column("抽查规则年度")]
    policy_version: Annotated[str, Column("抽查规则版本")]
    opening: Annotated[str, Column("揭示方式", "全部或仅抽中的。")]
    note: Annotated[str, Column("说明", "例如中止的理由。")]


@dataclass(frozen=True, slots=True)
class StratumRow:
    """One stratum of a draw with the sum that led to its quota."""

    draw_id: Annotated[str, Column("抽取编号")]
    stratum: Annotated[str, Column("层")]
    title: Annotated[str, Column("层的名称")]
    frame_size: Annotated[int | None, Column("层内单元数")]
    base_label: Annotated[str, Column("基数口径")]
    base_count: Annotated[int | None, Column("基数")]
    formula: Annotated[str, Column("算式")]
    rounding: Annotated[str, Column("取整办法")]
    already: Annotated[int | None, Column("本周期已抽")]
    quota: Annotated[int | None, Column("应抽数")]
    drawn: Annotated[int | None, Column("抽中数")]
    order: Annotated[str, Column("排序办法")]
    takes_all: Annotated[bool, Column("全部抽取")]
    sentence: Annotated[str, Column("一句话说明")]


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One place in the order of a stratum. A name appears only when the unit was opened."""

    draw_id: Annotated[str, Column("抽取编号")]
    stratum: Annotated[str, Column("层")]
    place: Annotated[int, Column("位次")]
    kind: Annotated[str, Column("抽中方式", "重点均衡、随机保留、全部或候补等。")]
    leaf: Annotated[str, Column("抽样单元", "加盐摘要；揭示之前不能知道是谁。")]
    state: Annotated[str, Column("状态", "待检查、已公开、不予公开、已替换、逾期或候补。")]
    public_id: Annotated[str, Column("公开编号", "揭示后才有。")]
    reason: Annotated[str, Column("理由", "替换的理由或不予公开的依据。")]
    visit_id: Annotated[str, Column("检查任务编号", "公开后才有。")]
