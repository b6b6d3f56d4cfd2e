"""A small bureau for the office's tests: three firms, five inspectors, two items, a plan, a policy."""

from datetime import date
from pathlib import Path

import pytest

from sampler.files import write_atomic
from sampler.registers import Registers, read_registers, write_table
from sampler.rules.policy import Policy
from sampler.rules.reading import policy_for
from tests.unit.policies import two_classes

POLICY = (
    """
"规则名称" = "测试规则"
"年度" = 2025
"版本" = 1
"发布日期" = "2024-12-20"
"依据" = "测试通知"
[["修订"]]
"版本" = 1
"日期" = "2024-12-20"
"原因" = "首次发布"
["程序"]
"抽取周期" = "每季度"
"每组人数" = 2
"""
    + two_classes("不低于50%", "不低于50%")
    + """["上限"]
"每户每年" = 2
"计入" = ["日常", "专项"]
"计入方式" = ["现场检查"]
[["方式"]]
"条件" = '正面清单 = "是"'
"方式" = "科技检查"
"理由" = "列入正面清单，以非现场方式为主"
["线索"]
"触发" = ["投诉举报", "数据线索"]
"方式" = "现场检查"
"""
)

OBJECTS = [
    {
        "code": "91130533MA0000001A",
        "name": "赵县示例化工有限公司",
        "kind": "企业",
        "key_unit": "是",
        "positive": "否",
    },
    {
        "code": "91130533MA0000002B",
        "name": "赵县示例纸业有限公司",
        "kind": "企业",
        "key_unit": "否",
        "positive": "是",
    },
    {
        "code": "92130533MA0000003C",
        "name": "赵县王示例废品收购站",
        "kind": "个体工商户",
        "key_unit": "否",
        "positive": "否",
    },
    {
        "code": "91130533MA0000004D",
        "name": "赵县示例建材有限公司",
        "kind": "企业",
        "key_unit": "否",
        "positive": "否",
    },
]
PEOPLE = [
    {
        "certificate": f"13053300{n}",
        "name": f"{'赵钱孙李周吴'[n]}示例",
        "section": section,
        "specialities": skills,
    }
    for n, (section, skills) in enumerate(
        [
            ("一中队", "水"),
            ("一中队", "大气"),
            ("一中队", "水；大气"),
            ("一中队", ""),
            ("水科", "水"),
            ("水科", "水"),
        ]
    )
]
ITEMS = [
    {
        "item_id": "SX-01", "seq": "1", "category": "排污", "name": "排污许可证检查", "scope": "排污单位", "section": "一中队",
        "weight": "重点检查事项", "modes": "现场检查；科技检查", "basis": "《排污许可管理条例》第二十五条", "checkpoints": "核对排放口",
    },
    {
        "item_id": "SX-02", "seq": "2", "category": "水", "name": "废水监测检查", "scope": "排污单位", "section": "水科",
        "weight": "一般检查事项", "modes": "现场检查", "basis": "《水污染防治法》第二十三条", "speciality": "水",
        "applies": '重点监管 = "是"',
    },
    {
        "item_id": "SX-03", "seq": "3", "category": "旧", "name": "已停用事项", "scope": "排污单位", "weight": "一般检查事项",
        "basis": "旧规定", "valid_to": "2024-12-31",
    },
]  # fmt: skip
PLAN = [
    {
        "plan_id": "JH-2025-01", "plan_name": "2025年度随机抽查01", "task_id": f"RW-2025-{number:02}", "task_name": "三季度抽查",
        "kind": "不定向", "ratio": "≥50%", "items": "SX-01；SX-02；SX-03", "scope": scope, "lead_section": "一中队",
        "joint_sections": "水科", "months": "2025年7月—9月", "period": "2025Q3", "cross_department": "否",
    }
    for number, scope in enumerate(["重点", "一般"], 1)
]  # fmt: skip


def write_bureau(data: Path) -> Path:
    """Write the small bureau and return its folder."""
    write_atomic(
        data / "bureau.toml", '"name" = "赵县示例分局"\nregion_code = "130533"\ndemo = true\n'.encode()
    )
    write_atomic(data / "policy" / "2025.toml", POLICY.encode())
    write_table(
        data,
        "objects",
        [{"address": "赵县示例镇1号", "entered": "2020-01-01", "status": "在业", **row} for row in OBJECTS],
    )
    write_table(
        data,
        "inspectors",
        [{"status": "在岗", "valid_until": "2027-01-01", "group": "第一组", **row} for row in PEOPLE],
    )
    write_table(data, "items", ITEMS)
    write_table(data, "plans", PLAN, "2025")
    for year in ("2024", "2025", "2026"):
        write_table(data, "calendar", [{"date": f"{year}-10-01", "kind": "休", "basis": "通知"}], year)
    return data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The small bureau on disk."""
    return write_bureau(tmp_path / "data")


@pytest.fixture
def registers(data: Path) -> Registers:
    """The small bureau's registers."""
    return read_registers(data)


@pytest.fixture
def policy(data: Path) -> Policy:
    """The small bureau's policy."""
    return policy_for(data, "2025Q3")


@pytest.fixture
def day() -> date:
    """The day on which visits are made."""
    return date(2025, 7, 1)
