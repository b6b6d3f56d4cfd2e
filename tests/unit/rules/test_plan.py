"""The plan of the year against the policy, and the plan that the policy proposes."""

from datetime import date

import pytest

from sampler.rules.items import items_of_rules
from sampler.rules.plan import check_plan, draft_plan
from sampler.rules.quotas import scene_of
from tests.unit.rules.makers import CLASSES, firms, policy, registers
from tests.unit.rules.test_targets import ITEMS

RULES = policy(
    CLASSES
    + """
[[抽查]]
名称 = "重点"
对象 = "重点"
应抽 = "不低于25%"
[[抽查]]
名称 = "一般"
对象 = "一般"
期次 = "每年"
抽取期 = [2]
应抽 = "执法人员:对象=1:10"
"""
)
OBJECTS = [*firms(3, "K", 重点监管="是"), *firms(3, "O", 行业="加油站")]
LIST = [ITEMS[0], {**ITEMS[1], "适用条件": "行业 = 加油站"}]


def task(number, period, months, scope="重点", ratio="≥25%", items="S1"):
    return {
        "抽查计划编号": "P",
        "抽查计划名称": "计划",
        "抽查任务编号": f"T{number}",
        "抽查任务名称": "任务",
        "抽查类型": "不定向",
        "抽查比例": ratio,
        "抽查事项": items,
        "抽查对象范围": scope,
        "发起科室": "执法",
        "抽查时间": months,
        "抽查期": period,
    }


WHOLE = [
    task(1, "2025Q1", "2025年1月—3月"),
    task(2, "2025Q2", "2025年4月—6月", ratio="每季度≥30%"),
    task(3, "2025Q3", "2025年7月"),
    task(4, "2025Q4", "2025年10月—2025年12月"),
    task(5, "2025Q2", "2025年4月—6月", scope="一般", ratio="执法人员:对象=1:10"),
]


def codes(rows):
    return [(f.code, f.row) for f in check_plan(registers(OBJECTS, items=LIST, plans=rows), RULES, 2025)]


def test_a_whole_plan_has_no_findings():
    assert codes(WHOLE) == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (task(1, "2025Q1", "2025年1月—3月", ratio="20%"), "plan.ratio-low"),
        (task(1, "2025Q1", "2025年1月—3月", ratio="随便"), "plan.ratio"),
        (task(1, "2025Q1", "2025年1月—3月", ratio="5家"), "plan.ratio"),
        (task(1, "2025Q1", "2025年1月—3月", items="S1；S9"), "plan.unknown-item"),
        (task(1, "2025Q1", "2025年3月—4月"), "plan.months"),
        (task(1, "2025Q1", "2024年1月—3月"), "plan.months"),
        (task(1, "2025Q1", "第一季度"), "plan.months"),
    ],
)
def test_a_task_that_falls_short_is_found(row, code):
    assert codes([row, *WHOLE[1:]]) == [(code, 2)]


def test_a_missing_task_and_an_unknown_scope_are_found():
    assert codes(WHOLE[:-1]) == [("plan.missing", None)]
    assert codes([*WHOLE, task(6, "2025Q1", "2025年1月", scope="特殊")]) == [("plan.unknown-scope", 7)]
    assert codes([]) == [("plan.empty", None)]


def test_a_draft_covers_every_draw_and_passes_its_own_check():
    made = registers(OBJECTS, items=LIST)
    scene = scene_of(made, RULES, "2025Q1", date(2024, 12, 20))
    rows = draft_plan(made, RULES, items_of_rules(made, RULES, scene), "示例分局")
    assert [(row["period"], row["scope"], row["items"]) for row in rows] == [
        ("2025Q1", "重点", "S1"),
        ("2025Q2", "重点", "S1"),
        ("2025Q2", "一般", "S1；S2"),
        ("2025Q3", "重点", "S1"),
        ("2025Q4", "重点", "S1"),
    ]
    general = rows[2]
    assert (general["lead_section"], general["joint_sections"], general["ratio"]) == (
        "执法",
        "环评",
        "执法人员:对象=1:10",
    )
    headers = {field.key: field.header for field in made.table("plans", "2025").schema.fields}
    assert codes([{headers[key]: value for key, value in row.items()} for row in rows]) == []
