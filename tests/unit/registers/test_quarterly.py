"""Closed firms and new objects of a period."""

import io

import pytest
from openpyxl import load_workbook

from sampler.failure import SamplerError
from sampler.registers import read_registers, write_table
from sampler.registers.quarterly import closed_objects, new_objects, period_bounds
from sampler.workflow import registers as steps

FIRMS = [
    {
        "code": "XM-01",
        "name": "甲厂",
        "entered": "2024-01-01",
        "left": "2025-03-31",
        "status": "注销",
        "hold_reason": "已拆除",
    },
    {"code": "XM-02", "name": "乙厂", "entered": "2025-01-01"},
    {"code": "XM-03", "name": "丙厂", "entered": "2025-04-01", "status": "搬迁", "status_date": "2025-01-01"},
    {"code": "XM-04", "name": "丁厂", "entered": "2024-12-31", "status": "停产", "status_date": "2025-02-01"},
    {"code": "XM-05", "name": "戊厂", "entered": "2024-12-31", "left": "2025-04-01"},
]


@pytest.fixture
def registers(tmp_path):
    write_table(tmp_path, "objects", FIRMS)
    return read_registers(tmp_path)


def test_closed_firms_are_those_gone_within_the_period(registers):
    assert [row["code"] for row in closed_objects(registers, "2025Q1").rows] == ["XM-03", "XM-01"]
    assert [row["code"] for row in closed_objects(registers, "2025-04").rows] == ["XM-05"]
    assert len(closed_objects(registers, "2025").rows) == 3


def test_new_objects_are_those_entered_within_the_period(registers):
    assert [row["code"] for row in new_objects(registers, "2025H1").rows] == ["XM-02", "XM-03"]


def test_the_report_is_written_as_a_workbook(registers, tmp_path):
    report = steps.closed(registers.folder, "2025Q1", tmp_path / "x.xlsx")
    page = load_workbook(io.BytesIO((tmp_path / "x.xlsx").read_bytes())).worksheets[0]
    assert page["A1"].value == "2025Q1 消亡企业"
    assert [cell.value for cell in page[4]][:3] == ["2", "XM-01", "甲厂"]
    assert page["L4"].value == "已拆除"
    assert "2 个" in report.as_text()


@pytest.mark.parametrize("period", ["2025Q5", "25Q1", "2025-13", ""])
def test_what_is_no_period_is_refused(period):
    with pytest.raises(SamplerError):
        period_bounds(period)
