"""Filling a pack as staff do: in a spreadsheet, cell by cell."""

import io
from pathlib import Path

from openpyxl import load_workbook

from sampler.registers import read_registers, write_table

KEY, TRADER = "91130533MA0000001A", "92130533MA0000003C"
TEAM = "130533000；130533001"
GOOD = {"检查日期": "2025-07-10", "检查结果": "未发现问题", "录入人": "赵示例"}


def write_visits(data: Path) -> None:
    """Two assigned visits in the third quarter, one in the second."""
    base = {
        "lead": "130533000", "team": TEAM, "kind": "日常", "mode": "现场检查", "trigger": "随机抽取", "state": "未检查",
        "lead_section": "一中队", "mode_reason": "抽查规则没有规定其他方式", "nth": "1", "cap": "2", "stratum": "重点",
    }  # fmt: skip
    rows = [
        {
            **base,
            "visit_id": "2025Q3-001",
            "draw_id": "2025Q3",
            "code": KEY,
            "items": "SX-01；SX-02",
            "due": "2025-09-30",
        },
        {
            **base,
            "visit_id": "2025Q3-002",
            "draw_id": "2025Q3",
            "code": TRADER,
            "items": "SX-01",
            "due": "2025-09-30",
        },
    ]
    write_table(data, "visits", rows, "2025Q3")
    early = {**rows[1], "visit_id": "2025Q2-001", "draw_id": "2025Q2", "due": "2025-06-30"}
    write_table(data, "visits", [early], "2025Q2")


def fill(pack: Path, target: Path, answers: dict[tuple[str, str], dict[str, str]]) -> Path:
    """Write answers (by visit and item, by header) into a pack and save it as ``target``."""
    book = load_workbook(io.BytesIO(pack.read_bytes()))
    sheet = book["检查结果"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "检查任务编号")
    places = {cell.value: cell.column for cell in header}
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        for name, value in answers.get((row[0].value, row[3].value), {}).items():
            sheet.cell(row[0].row, places[name]).value = value
    book.save(target)
    return target


def results(data: Path, period: str = "2025Q3") -> dict[tuple[str, str], dict[str, str]]:
    """The results of a period by visit and item."""
    return {
        (row["visit_id"], row["item_id"]): row for row in read_registers(data).table("results", period).rows
    }


def visits(data: Path, period: str = "2025Q3") -> dict[str, dict[str, str]]:
    """The visits of a period by number."""
    return {row["visit_id"]: row for row in read_registers(data).table("visits", period).rows}
