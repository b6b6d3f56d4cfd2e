"""Findings as text, JSON, Markdown and coloured workbook."""

import io
import json
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from sampler.failure import Finding
from sampler.registers.report import CheckReport
from sampler.workflow.registers import check_file, write_coloured

FILES = Path(__file__).parents[2] / "data" / "registers"
FINDINGS = (
    Finding("registers.empty-cell", "a.csv", 3, "名称", "", "不能为空。", "请补填。"),
    Finding(
        "registers.unknown-column", "b.csv", 1, "甲|乙", "<x>\n", "没有这一列。", "可以删去。", "warning"
    ),
)


def test_mistakes_come_before_warnings_on_screen():
    text = CheckReport(FINDINGS).as_text()
    assert "1 处错误，1 处提醒" in text
    assert text.index("a.csv 第 3 行「名称」") < text.index("b.csv")
    assert CheckReport(()).as_text() == "检查完毕，没有发现问题。"


def test_json_holds_every_finding():
    document = json.loads(CheckReport(FINDINGS).as_json())
    assert document["errors"] == 1
    assert document["findings"][0]["code"] == "registers.empty-cell"


def test_markdown_keeps_its_columns_whatever_the_cells_hold():
    lines = CheckReport(FINDINGS).as_markdown().splitlines()
    rows = [line for line in lines if line.startswith("| ") and "---" not in line]
    assert {line.replace("\\|", "").count("|") for line in rows} == {7}
    assert "&lt;x>" in "".join(rows)


def test_the_coloured_copy_comments_each_bad_cell(tmp_path):
    source = FILES / "invalid_words.csv"
    report = check_file(tmp_path, source, "objects", as_of=date(2025, 6, 30))
    write_coloured(source, "objects", report.findings, tmp_path / "copy.xlsx")
    book = load_workbook(io.BytesIO((tmp_path / "copy.xlsx").read_bytes()))
    page = book.worksheets[0]
    marked = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    assert set(marked) == {"A3", "E3", "G2", "H2", "H3"}
    assert "是不是“在业”" in marked["G2"]
    assert marked["A3"].startswith("「状态日期」")
    assert page["G2"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["B2"].value == "晨露䶮纸制品有限公司（示例）"
    assert book["问题清单"].max_row == 6


def test_a_coloured_copy_with_title_lines_marks_the_right_rows(tmp_path):
    source = tmp_path / "x.csv"
    source.write_text("标题\n\n对象代码,名称\nXM-1,\n", "utf-8")
    report = check_file(tmp_path, source, "objects", as_of=date(2025, 6, 30))
    write_coloured(source, "objects", report.findings, tmp_path / "copy.xlsx")
    page = load_workbook(io.BytesIO((tmp_path / "copy.xlsx").read_bytes())).worksheets[0]
    assert page["B4"].comment.text.startswith("「名称」不能为空")
    assert page["A3"].value == "对象代码"
