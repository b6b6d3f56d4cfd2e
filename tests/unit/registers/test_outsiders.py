"""Lists, plans and results as other offices and systems hand them over: read right, or answered clearly; nothing is written."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sampler.failure import FindingsError, SamplerError
from sampler.registers import write_table
from sampler.registers.importing import plan_import
from sampler.registers.source import read_source
from sampler.workflow.registers import check_file, write_coloured

FILES = Path(__file__).parents[2] / "data" / "published"
EXPECTED = json.loads((FILES / "expected.json").read_text("utf-8"))
DAY = date(2025, 6, 30)
FIRMS = [
    ["XM-001", "晨露纸制品有限公司（示例）", "北王里镇", "0311-00000001", "2025-03-01"],
    ["XM-002", "𠮷祥餐馆（示例）", "北王里镇", "0311-00000002", "2024-12-20"],
    ["XM-003", "云岭加油站（示例）", "南柏舍镇", "0311-00000003", "2025-01-02"],
]
LIST = [
    ["排污许可证执行情况", "2%-5%", "每季度1次"],
    ["自行监测情况", "1户", "1次/年"],
    ["“三同时”落实情况", "≥10%", "1次/年"],
]
COLUMNS = {
    "objects": ("code", "name", "township", "phone", "entered"),
    "items": ("name", "ratio", "frequency"),
    "plans": ("task_id", "months", "period"),
}
ITEM = {"item_id": "SX-01", "category": "污染源日常监管", "name": "排污许可证执行情况", "scope": "排污单位"}


@pytest.fixture
def data(tmp_path):
    """A small bureau to which the files belong."""
    folder = tmp_path / "data"
    write_table(folder, "objects", [{"code": firm[0], "name": f"旧名{firm[0]}（示例）"} for firm in FIRMS])
    write_table(folder, "items", [{**ITEM, "weight": "一般检查事项", "basis": "条例"}])
    visits = [
        {"visit_id": f"2025Q1-{firm[0][-3:]}", "code": firm[0], "items": "SX-01", "kind": "日常"}
        for firm in FIRMS
    ]
    write_table(
        folder, "visits", [{**visit, "mode": "现场检查", "due": "2025-03-31"} for visit in visits], "2025Q1"
    )
    return folder


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def outcome(data, name):
    """Return the rows that an import would write, the mistakes, and the reminders."""
    case = EXPECTED[name]
    try:
        plan = plan_import(data, FILES / name, case["table"], case["part"], as_of=DAY)
    except FindingsError as error:
        return [], error.findings, ()
    keys = COLUMNS[case["table"]]
    return [[row[key] for key in keys] for row in plan.table.rows], (), plan.warnings


def places(findings):
    return [[found.code, found.row, found.column] for found in findings]


def test_every_file_has_its_expectation():
    assert {path.name for path in FILES.iterdir()} - {"expected.json"} == set(EXPECTED)
    assert len(EXPECTED) >= 30


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_file_of_another_office_is_read_right_or_answered(name, data):
    case, before = EXPECTED[name], contents(data)
    began, peak = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows, errors, warnings = outcome(data, name)
    assert time.process_time() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 500 * 1024
    wanted = (
        {"firms": FIRMS, "list": LIST}.get(case["rows"]) if isinstance(case["rows"], str) else case["rows"]
    )
    assert (rows, places(errors), places(warnings)) == (wanted, case["errors"], case["warnings"])
    assert all(found.reason and found.suggestion for found in (*errors, *warnings))
    assert contents(data) == before


@pytest.mark.parametrize("name", ["items_at_c9.xlsx", "plans_with_months.xlsx", "objects_dates.csv"])
def test_checking_a_file_says_what_importing_it_would_say(name, data):
    case = EXPECTED[name]
    report = check_file(data, FILES / name, case["table"], part=case["part"], as_of=DAY)
    assert places(report.errors) == case["errors"]
    assert not case["rows"] or {found[0] for found in case["warnings"]} <= {f.code for f in report.findings}


def test_a_file_whose_name_is_no_text_is_read(data, tmp_path):
    path = os.fsencode(tmp_path) + "/名录.csv".encode("gb18030")
    shutil.copy(FILES / "objects_carriage_returns.csv", path)
    command = [sys.executable, "-m", "sampler.commands", "registers.import", path, "--table", "objects"]
    done = subprocess.run([*command, "--dry-run"], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr


def test_the_right_sheet_alone_is_marked_in_the_coloured_copy(data, tmp_path):
    file = FILES / "objects_a_sheet_a_town.xlsx"
    report = check_file(data, file, "objects", "南柏舍镇", as_of=DAY)
    assert {found.file for found in report.findings} == {f"{file.name} 工作表“南柏舍镇”"}
    assert "工作表“南柏舍镇” 第 4 行「名称」" in report.as_text()
    write_coloured(file, "objects", report.findings, tmp_path / "c.xlsx", "南柏舍镇")
    book = load_workbook(tmp_path / "c.xlsx")
    marked = {
        page.title: [cell.coordinate for row in page.iter_rows() for cell in row if cell.comment]
        for page in book.worksheets
    }
    assert marked == {"北王里镇": [], "南柏舍镇": ["B4", "E4"], "问题清单": []}


def test_a_hidden_sheet_is_read_when_it_is_named(data):
    plan = plan_import(data, FILES / "objects_hidden_sheet.xls", "objects", sheet="名录", as_of=DAY)
    assert [row["code"] for row in plan.table.rows] == ["XM-001", "XM-002", "XM-003"]


def test_a_sheet_that_is_left_out_although_it_is_alike_is_told(data, tmp_path):
    book = load_workbook(FILES / "objects_plain.xlsx")
    page = book.create_sheet("补充")
    page.append(["企业名称", "所属乡镇", "联系电话"])
    page.append(["丁厂（示例）", "北王里镇", "1"])
    book.save(tmp_path / "名录.xlsx")
    plan = plan_import(data, tmp_path / "名录.xlsx", "objects", as_of=DAY)
    assert [(found.code, "“补充”" in found.reason) for found in plan.warnings] == [
        ("registers.sheet-not-read", True)
    ]


def test_a_period_that_stands_in_the_table_is_not_derived_anew(data):
    plan = plan_import(data, FILES / "plans_with_months.xlsx", "plans", "2025", as_of=DAY)
    rows = [
        {**row, "period": "2025-03" if row["months"] == "3月" else row["period"]} for row in plan.table.rows
    ]
    write_table(data, "plans", rows, "2025")
    again = plan_import(data, FILES / "plans_with_months.xlsx", "plans", "2025", as_of=DAY)
    assert again.changes == ()


def test_a_file_that_cannot_be_opened_is_told_in_chinese(tmp_path):
    for path, words in ((tmp_path / "没有.xlsx", "没有这个文件"), (tmp_path, "这是一个文件夹")):
        with pytest.raises(SamplerError, match=words) as error:
            read_source(path)
        assert not re.search("[A-Z][a-z]+ [a-z]+", str(error.value).replace(str(path), ""))
