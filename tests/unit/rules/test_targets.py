"""Targets of the year, and which visits are made joint for them."""

from datetime import date

import pytest

from sampler.rules import DrawnUnit, History
from sampler.rules.evaluate import Scene
from sampler.rules.joint import propose_joint
from sampler.rules.period import parse_period
from sampler.rules.quotas import scene_of
from sampler.rules.targets import open_book, target_states
from tests.unit.rules.makers import CLASSES, firms, policy, registers

Q3, DAY = parse_period("2025Q3"), date(2025, 9, 26)
RULES = (
    CLASSES
    + """
[[抽查]]
名称 = "重点"
对象 = "重点"
应抽 = "50%"
信用分类 = true
[[抽查]]
名称 = "一般"
对象 = "一般"
应抽 = "10%"
"""
)


def target(kind, least, **more):
    extra = "".join(f"{key} = {value}\n" for key, value in more.items())
    return f'[[目标]]\n名称 = "标"\n种类 = "{kind}"\n至少 = "{least}"\n{extra}'


def visit(number, code, *, period="2025Q3", **cells):
    return {
        "检查任务编号": f"{period}-{number:03d}",
        "抽取编号": period,
        "对象代码": code,
        "检查事项": "S1",
        "发起科室": "执法",
        "检查类型": "日常",
        "检查方式": "现场检查",
        "截止日期": "2025-09-30",
        "状态": "未检查",
        **cells,
    }


ITEMS = [
    {"事项编码": "S1", "抽查类别": "大气", "抽查事项": "甲", "检查对象": "企业", "事项类别": "一般检查事项", "检查依据": "法", "责任科室": "执法"},
    {"事项编码": "S2", "抽查类别": "水", "抽查事项": "乙", "检查对象": "企业", "事项类别": "一般检查事项", "检查依据": "法", "责任科室": "执法", "配合科室": "环评"},
]  # fmt: skip
OBJECTS = [*firms(10, "K", 重点监管="是"), *firms(30, "O")]


def world(*rows):
    parts: dict[str, list] = {}
    for row in rows:
        parts.setdefault(row["检查任务编号"][:6], []).append(row)
    return registers(OBJECTS, items=ITEMS, visits=parts)


def state(made, body, history=None):
    rules = policy(RULES + body)
    scene: Scene = scene_of(made, rules, "2025Q3", DAY, history)
    (found,) = target_states(open_book(made, rules, Q3, scene), DAY)
    return found


def test_joint_visits_are_held_against_all_visits_that_count():
    rows = [visit(i, f"O{i:04d}", 联合科室="环评" if i <= 2 else "") for i in range(1, 11)]
    rows += [
        visit(11, "O0011", 状态="已替换", 联合科室="环评"),
        visit(12, "O0012", 抽取编号="", 联合科室="环评"),
    ]
    found = state(world(*rows), target("联合检查占检查任务", "30%"))
    assert (found.base, found.done, found.needed, found.state) == (10, 2, 1, "未达到")
    assert (
        found.sentence
        == "“标”：要求2025年不低于 30%；截至 2025-09-26，10 次检查中已有 2 次检查（20%），还需 1 次检查。"
    )


def test_a_target_that_can_no_longer_be_met_says_so():
    rows = [visit(i, f"O{i:04d}", 状态="已公开") for i in range(1, 11)]
    found = state(world(*rows), target("联合检查占检查任务", "30%", 期次='"每季度"'))
    assert (found.needed, found.state) == (3, "无法达到")


@pytest.mark.parametrize(
    ("kind", "least", "done", "needed"),
    [
        ("联合检查对象占类别", "20%", 1, 1),
        ("检查对象占类别", "30%", 2, 1),
        ("非现场检查占类别", "10%", 1, 0),
    ],
)
def test_shares_of_a_class_count_objects_once(kind, least, done, needed):
    rows = [
        visit(1, "K0001", 联合科室="环评"),
        visit(2, "K0001", 联合部门="市场监管"),
        visit(3, "K0002", 检查方式="科技检查"),
        visit(4, "O0001", 联合科室="环评"),
    ]
    found = state(world(*rows), target(kind, least, 类别='["重点"]'))
    assert (found.base, found.done, found.needed) == (10, done, needed)


def test_draws_by_credit_are_held_against_all_drawn():
    units = [DrawnUnit("2025Q1", "2025Q1", f"K{i:04d}", "重点", DAY) for i in range(1, 6)]
    units += [DrawnUnit("2025Q1", "2025Q1", f"O{i:04d}", "一般", DAY) for i in range(1, 4)]
    found = state(world(), target("信用分类抽取占抽取", "80%"), History(tuple(units)))
    assert (found.base, found.done, found.needed) == (8, 5, 2)


def test_draws_across_departments_are_counted_by_draw():
    rows = [
        visit(1, "O0001", 联合部门="市场监管"),
        visit(2, "O0002", 联合部门="市场监管"),
        visit(3, "O0003", period="2025Q2"),
    ]
    assert state(world(*rows), target("跨部门抽查次数", "1次", 期次='"每季度"')).state == "已达到"
    found = state(world(*rows), target("跨部门抽查次数", "2次"))
    assert (found.done, found.needed) == (1, 1)


def test_publication_waits_for_every_visit():
    rows = [
        visit(1, "O0001", 状态="已公开"),
        visit(2, "O0002", 状态="不予公开"),
        visit(3, "O0003", 状态="已审核"),
    ]
    found = state(world(*rows), target("结果公开占检查任务", "100%"))
    assert (found.base, found.done, found.needed) == (3, 2, 1)


def test_joint_visits_are_proposed_by_class_then_by_sections_then_by_number():
    rows = [visit(i, f"O{i:04d}") for i in range(1, 9)]
    rows += [visit(9, "K0009"), visit(10, "O0010", 检查事项="S2")]
    body = target("联合检查对象占类别", "5%", 类别='["重点"]') + target("联合检查占检查任务", "30%").replace(
        '"标"', '"总"'
    )
    made, rules = world(*rows), policy(RULES + body)
    plan = propose_joint(made, rules, Q3, DAY, scene_of(made, rules, "2025Q3", DAY))
    assert [(one.visit_id, one.target, one.sections) for one in plan.visits] == [
        ("2025Q3-009", "标", ()),
        ("2025Q3-010", "总", ("环评",)),
        ("2025Q3-001", "总", ()),
    ]
    assert (dict(plan.shortfall), plan.sentence) == ({}, "2025年第三季度建议 3 次检查由几个科室联合进行。")


def test_what_the_visits_cannot_give_is_told_as_a_shortfall():
    made, rules = (
        world(visit(1, "O0001")),
        policy(RULES + target("联合检查对象占类别", "20%", 类别='["重点"]')),
    )
    plan = propose_joint(made, rules, Q3, DAY, scene_of(made, rules, "2025Q3", DAY))
    assert (plan.visits, dict(plan.shortfall)) == ((), {"标": 2})


def test_random_visits_are_held_against_all_visits_the_targeted_included():
    targeted = {"抽取编号": "", "触发原因": "投诉举报", "批准日期": "2025-07-20"}
    rows = [visit(n, f"K{n:04d}") for n in range(1, 8)]
    rows += [visit(n, f"O{n:04d}", **targeted) for n in range(11, 14)]
    rows += [visit(20, "O0020", **{**targeted, "批准日期": "2026-01-05"})]
    found = state(world(*rows), target("随机抽查占检查任务", "80%"))
    assert (found.base, found.done, found.needed) == (10, 7, 1)


def test_visits_off_site_are_held_against_all_drawn_visits():
    rows = [visit(n, f"K{n:04d}", 检查方式="科技检查" if n < 3 else "现场检查") for n in range(1, 11)]
    found = state(world(*rows), target("非现场检查占检查任务", "30%"))
    assert (found.base, found.done, found.needed) == (10, 2, 1)
