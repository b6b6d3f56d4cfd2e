"""A small bureau with one of everything the gate must handle, written as the private files of a data folder.

All names and numbers are invented. ``make`` writes it; tests change a row and look at what leaves.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sampler.disclosure.export import Exported, export
from sampler.disclosure.source import read_source
from sampler.registers import read_registers, write_table

DAY = date(2025, 9, 1)
SECRET, MASKED, TRADER, HOME, PLAIN = (
    "91130999MA0000SECR",
    "91130999MA0000MASK",
    "92130999MA0000TRAD",
    "92130999MA0000HOME",
    "91130999MA00000P1A",
)
PLAIN_2, LATE = "91130999MA00000P2A", "91130999MA000LATEA"
BUREAU = """
name = "清泽市生态环境局白杨县分局"
short_name = "白杨县分局"
region_code = "130999"
demo = true
sections = ["执法科", "水环境科"]
[contact]
phone = "0310-5550100"
mail = "cs@baiyang.example"
[[departments]]
name = "白杨县市场监督管理局"
contact = "0310-5550999"
"""
OBJECTS = (
    {"code": PLAIN, "name": "白杨县恒岳化工有限公司", "person": "尉迟晓峰", "phone": "13912345678",
     "address": "白杨县青石镇北沟村幸福街7号", "township": "青石镇", "former_names": "白杨县恒岳化工厂"},
    {"code": PLAIN_2, "name": "白杨县润泽铸造有限公司", "person": "纳兰若曦", "phone": "13712340002",
     "address": "白杨县柳河镇东街12号", "township": "柳河镇"},
    {"code": TRADER, "name": "白杨县建国废品收购站", "kind": "个体工商户", "person": "张建国", "phone": "13712340003",
     "address": "白杨县柳河镇西街3号", "township": "柳河镇"},
    {"code": HOME, "name": "白杨县清泉洗车行", "kind": "个体工商户", "person": "李娟", "phone": "13712340004",
     "address": "白杨县青石镇南街9号", "township": "青石镇"},
    {"code": SECRET, "name": "白杨县磐石仓储有限公司", "person": "司马长风", "phone": "13712340005",
     "address": "白杨县东营乡深谷路1号", "township": "东营乡"},
    {"code": MASKED, "name": "白杨县秘方药业有限公司", "person": "诸葛青云", "phone": "13712340006",
     "address": "白杨县东营乡药香路2号", "township": "东营乡"},
)  # fmt: skip
NOTE = "现场负责人尉迟晓峰在场，电话13912345678，当场整改。"


def make(data: Path) -> Path:
    """Write the bureau into ``data``."""
    (data / "registers").mkdir(parents=True, exist_ok=True)
    (data / "bureau.toml").write_text(BUREAU, encoding="utf-8")
    put(data, "objects", OBJECTS)
    put(data, "inspectors", [
        {"certificate": "03990100101", "name": "独孤明月", "section": "执法科", "phone": "13712340011", "valid_until": "2027-12-31"},
        {"certificate": "03990100102", "name": "王磊", "section": "执法科", "phone": "13712340012", "valid_until": "2027-12-31"},
    ])  # fmt: skip
    put(data, "items", [
        {"item_id": "HJ001", "seq": "1", "category": "日常监管", "name": "大气污染物排放检查", "scope": "排污单位",
         "weight": "一般检查事项", "modes": "现场检查", "authority": "白杨县分局", "basis": "《大气污染防治法》第二十九条",
         "valid_from": "2024-01-01"},
    ])  # fmt: skip
    put(data, "withhold", [
        decision("JD-1", SECRET, "第十四条"),
        decision("JD-2", HOME, "第十五条", field="名称", effect="隐去"),
    ])  # fmt: skip
    put(
        data,
        "visits",
        [visit(n, code) for n, code in enumerate((PLAIN, TRADER, SECRET, HOME), start=1)],
        "2025Q3",
    )
    put(data, "results", [
        result(1, PLAIN, note=NOTE, outcome="发现问题已责令改正"),
        result(2, TRADER),
        result(3, SECRET, note="深谷路仓库消防通道堵塞"),
        result(4, HOME),
    ], "2025Q3")  # fmt: skip
    put(data, "followups", [
        {"followup_id": "H-1", "visit_id": "2025Q3-T01", "item_id": "HJ001", "code": PLAIN, "kind": "责令改正",
         "date": "2025-07-12", "state": "已完成", "note": "独孤明月复查合格", "published": "2025-07-20"},
    ], "2025Q3")  # fmt: skip
    return data


def decision(number: str, target: str, ground: str, **more: str) -> dict[str, str]:
    """Return a row of withhold.csv."""
    row = {
        "decision_id": number, "table": "objects", "target": target, "effect": "不予公开", "ground": ground,
        "reason": "经审查", "decided_by": "信息公开领导小组", "date": "2025-01-05", "recheck": "2026-01-05",
    }  # fmt: skip
    return {**row, **more}


def visit(number: int, code: str) -> dict[str, str]:
    """Return a targeted visit."""
    return {
        "visit_id": f"2025Q3-T{number:02d}", "code": code, "items": "HJ001", "lead_section": "执法科", "kind": "个案",
        "mode": "现场检查", "trigger": "投诉举报", "due": "2025-08-01", "state": "已公开", "team": "03990100101；03990100102",
        "nth": "1", "cap": "2", "lead": "03990100101",
    }  # fmt: skip


def result(number: int, code: str, **more: str) -> dict[str, str]:
    """Return a published result of a visit."""
    row = {
        "visit_id": f"2025Q3-T{number:02d}", "code": code, "item_id": "HJ001", "date": "2025-07-10", "mode": "现场检查",
        "outcome": "未发现问题", "inspectors": "2", "published": "2025-07-15", "state": "已公开", "entered_by": "独孤明月",
    }  # fmt: skip
    return {**row, **more}


def put(data: Path, name: str, rows: Iterable[dict[str, str]], part: str = "") -> None:
    """Write one table."""
    write_table(data, name, rows, part)


def change(data: Path, name: str, key: str, value: str, part: str = "", **cells: str) -> None:
    """Change cells of the rows whose ``key`` is ``value``."""
    rows = read_registers(data).table(name, part).rows
    put(data, name, [{**row, **cells} if row[key] == value else row for row in rows], part)


def add(data: Path, name: str, row: dict[str, str], part: str = "") -> None:
    """Add a row."""
    put(data, name, [*read_registers(data).table(name, part).rows, row], part)


def exported(data: Path, day: date = DAY) -> Exported:
    """Return the export of the folder, without history."""
    return export(read_source(data, day))
