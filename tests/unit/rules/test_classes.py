"""Classes, their reasons and their changes."""

from datetime import date

from sampler.rules import class_changes, classify
from tests.unit.rules.makers import CLASSES, firms, policy, registers

RULES = policy(
    """
[[类别]]
名称 = "特殊"
条件 = "行政处罚(上季度) ≥ 1 或 在线超标(上季度, 同一 排放口) ≥ 2"
依据 = "第二条"
[[类别]]
名称 = "一般"
条件 = "排污许可管理类别 = 登记管理"
"""
    + CLASSES
    + """[[抽查]]
名称 = "全"
应抽 = "10%"
"""
)
WORLD = registers(
    [
        *firms(2, "K", 重点监管="是"),
        *firms(1, "R", 重点监管="是", 排污许可管理类别="登记管理"),
        *firms(2, "O"),
    ],
    events={
        "penalties": [
            {"对象代码": "K0001", "日期": "2025-05-10"},
            {"对象代码": "O0001", "日期": "2025-02-10"},
        ],
        "exceedances": [{"对象代码": "O0002", "日期": "2025-06-01", "排放口": "1"}] * 2,
    },
)


def test_the_first_rule_that_holds_decides_and_says_why():
    found = classify(WORLD, RULES, "2025Q3", date(2025, 6, 26))
    assert {code: one.class_name for code, one in found.of.items()} == {
        "K0001": "特殊",
        "K0002": "重点",
        "O0001": "一般",
        "O0002": "特殊",
        "R0001": "一般",
    }
    assert (found.of["K0001"].events, found.of["K0001"].basis) == (("penalties-1",), "第二条")
    assert found.of["R0001"].rule == "排污许可管理类别 = 登记管理"
    assert found.of["O0002"].events == ("exceedances-1", "exceedances-2")


def test_what_happened_after_the_day_is_not_known_yet():
    assert classify(WORLD, RULES, "2025Q3", date(2025, 5, 9)).of["K0001"].class_name == "重点"


def test_who_changed_class_since_the_quarter_before_and_why():
    before = classify(WORLD, RULES, "2025Q2", date(2025, 3, 27))
    after = classify(WORLD, RULES, "2025Q3", date(2025, 6, 26))
    changes = class_changes(before, after, WORLD)
    assert [(one.code, one.before, one.after) for one in changes] == [
        ("K0001", "重点", "特殊"),
        ("O0001", "特殊", "一般"),
        ("O0002", "一般", "特殊"),
    ]
    assert changes[0].as_text().endswith("依据事件 penalties-1。")


def test_objects_in_no_class_are_told():
    some = policy(
        '[[类别]]\n名称 = "重点"\n条件 = "重点监管 = 是"\n[[抽查]]\n名称 = "重点"\n对象 = "重点"\n应抽 = "10%"\n'
    )
    found = classify(WORLD, some, "2025Q3", date(2025, 6, 26))
    assert found.unclassed == ("O0001", "O0002")
    assert "不属于任何类别：2 户" in found.as_text()


def test_missing_kinds_of_event_are_told():
    found = classify(registers(firms(1)), RULES, "2025Q3", date(2025, 6, 26))
    assert "没有“行政处罚”的记录，按没有发生计算。" in found.notes
