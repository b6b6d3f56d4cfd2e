"""Four quarters of both bureaus, worked by hand in the CSV files beside this test.

A table can be extended by another file ``hand_worked_*.csv`` with the same columns and a world to draw in.
"""

import csv
import json
import math
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from sampler.rules import History, load_policy, work_out_quotas
from tests.unit.rules.makers import drawn, firms, registers

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def zhaoxian():
    """41 key firms (11 of poor or no credit), 15 on the positive list, 104 others; events of the quarter before."""
    objects = [
        *firms(30, "KB", 排污许可管理类别="重点管理", 信用等级="B"),
        *firms(11, "KC", 排污许可管理类别="重点管理", 信用等级="C"),
        *firms(15, "P", 正面清单="是", 排污许可管理类别="重点管理", 信用等级="A"),
        *firms(4, "OK", 排污许可管理类别="登记管理", 重点监管="是"),
        *firms(56, "OR", 排污许可管理类别="登记管理"),
        *firms(44, "OS", 排污许可管理类别="简化管理", 信用等级="D"),
    ]
    penalties = [{"对象代码": f"OR{i:04d}", "日期": "2024-11-11"} for i in range(1, 6)]
    penalties += [{"对象代码": f"KB{i:04d}", "日期": "2025-02-20"} for i in range(1, 4)]
    complaints = [
        {"对象代码": "P0001", "日期": "2025-01-15", "属实": "是"},
        {"对象代码": "P0002", "日期": "2025-01-15", "属实": "否"},
    ]
    exceedances = [{"对象代码": "OS0001", "日期": f"2025-05-0{i}", "排放口": "DA001"} for i in range(1, 6)]
    exceedances += [
        {"对象代码": "OS0002", "日期": f"2025-05-0{i}", "排放口": f"DA00{i}"} for i in range(1, 7)
    ]
    return registers(
        objects,
        inspectors=10,
        events={"penalties": penalties, "complaints": complaints, "exceedances": exceedances},
    )


def hengshui():
    """41 key firms, one of which stops in June; 120 others; 7 inspectors, one certificate ending in August."""
    objects = [*firms(41, "K", 重点监管="是"), *firms(120, "O", 正面清单="")]
    complaints = [{"对象代码": f"O{i:04d}", "日期": "2022-10-20"} for i in range(101, 108)]
    complaints += [{"对象代码": f"O{i:04d}", "日期": "2023-02-20"} for i in range(101, 103)]
    complaints += [{"对象代码": f"O{i:04d}", "日期": "2023-08-20"} for i in range(111, 114)]
    staff = [
        {"执法证号": f"Z{i}", "姓名": "示例", "科室": "执法", "证件有效期至": "2026-01-01"} for i in range(6)
    ]
    staff.append({"执法证号": "Z9", "姓名": "示例", "科室": "执法", "证件有效期至": "2023-08-31"})
    stops = [{"对象代码": "K0041", "日期": "2023-06-20", "动作": "停产"}]
    return registers(objects, inspectors=staff, events={"complaints": complaints, "stoppages": stops})


BUREAUS = {
    "hand_worked_zhaoxian_2025.csv": (zhaoxian, ROOT / "data" / "policy" / "2025.toml"),
    "hand_worked_hengshui_2023.csv": (hengshui, ROOT / "tests/bureaus/hengshui-gaoxin-2023/policy/2023.toml"),
}


@pytest.mark.parametrize("name", BUREAUS)
def test_four_quarters_come_to_the_sums_worked_by_hand(name):
    make, path = BUREAUS[name]
    world, policy, history = make(), load_policy(path), History()
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for period in dict.fromkeys(row["期"] for row in rows):
        worked = [row for row in rows if row["期"] == period]
        report = work_out_quotas(world, policy, period, date.fromisoformat(worked[0]["抽取日"]), history)
        found = {s.name: (s.base_count, s.already, s.quota, len(s.forced)) for s in report.strata}
        wanted = {
            row["层"]: tuple(int(row[key]) for key in ("基数", "已抽", "应抽", "必抽")) for row in worked
        }
        assert found == wanted, period
        history = drawn(report, history)


def test_every_table_of_sums_is_worked_in_the_tests():
    assert {path.name for path in HERE.glob("hand_worked_*.csv")} == set(BUREAUS)


SHARES = {"重点": Fraction(1, 4), "特殊": Fraction(1, 2), "正面清单": Fraction(1), "一般": Fraction(15, 100)}
ZONE_SHARES = {"重点": Fraction(1, 2), "特殊": Fraction(1, 2), "一般": Fraction(10)}


@pytest.mark.parametrize(
    ("folder", "shares"),
    [(ROOT / "data", SHARES), (ROOT / "tests/bureaus/hengshui-gaoxin-2023", ZONE_SHARES)],
    ids=["zhaoxian", "hengshui"],
)
def test_every_draw_of_the_shipped_years_demanded_what_the_notice_says(folder, shares):
    """The frozen reports of the shipped draws, worked out again from the notice's own numbers."""
    seen = set()
    for path in sorted(folder.glob("draws/*/sealed/quotas.json")):
        for stratum in json.loads(path.read_text("utf-8"))["strata"]:
            name = stratum["name"].split("·")[0]
            assert stratum["required"] == math.ceil(shares[name] * stratum["base_count"]), (
                path,
                stratum["name"],
            )
            assert stratum["due"] == max(stratum["required"] - stratum["already"], 0)
            seen.add((path.parent.parent.name[:6], name))
    year = min(period for period, _ in seen)[:4]
    assert {(f"{year}Q{quarter}", name) for quarter in "1234" for name in shares} <= seen
