"""Workbooks in and out."""

import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook, load_workbook

from sampler.registers.grid import Merge
from sampler.registers.sheet import Column, Mark, Sheet, neutralise, plain_sheet, restore, restored
from sampler.registers.workbook import read_workbook, write_workbook

SHEET = Sheet(
    "对象",
    (
        Column("对象代码", required=True, hint="必填"),
        Column("状态", choices=("在业", "停产")),
        Column("数", number=True),
    ),
    [["007", "在业", "12"], ["=1+1", "停产", "1.3E+17"], ["𠮷", "", ""]],
    above=("示例表",),
    below=("注：说明",),
    marks=(Mark(1, 0, "red", "这一格不对"),),
    protected=True,
)


def test_the_same_sheets_give_the_same_bytes():
    first, second = write_workbook([SHEET]), write_workbook([SHEET])
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = package.read("docProps/core.xml") + package.read("docProps/app.xml")
    assert b"openpyxl" not in properties.lower()
    assert b"created" not in properties


def test_what_was_written_is_read_back_as_text():
    grid = restored(read_workbook("x.xlsx", write_workbook([SHEET]))[0])
    assert grid.rows[:5] == [
        ["示例表"],
        ["对象代码", "状态", "数"],
        ["007", "在业", "12"],
        ["=1+1", "停产", "1.3E+17"],
        ["𠮷"],
    ]
    assert grid.formulas == frozenset()


def test_no_cell_of_ours_is_a_formula_and_the_header_is_locked():
    page = load_workbook(io.BytesIO(write_workbook([SHEET])))["对象"]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert page["A4"].value == "'=1+1"
    assert page["A4"].number_format == "@"
    assert page["A4"].comment.text == "这一格不对"
    assert page["A4"].fill.fgColor.rgb == "FFFFC7CE"
    assert page.freeze_panes == "A3"
    assert page.protection.sheet
    assert page["A2"].protection.locked
    assert not page["A3"].protection.locked
    assert [rule.formula1 for rule in page.data_validations.dataValidation] == ["'选项'!$A$1:$A$2"]


def test_what_is_made_harmless_comes_back_unchanged():
    for text in ("=1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''@", "甲", "'甲", ""):
        assert restore(neutralise(text)) == text
        assert neutralise(text)[:1] not in set("=+-@\t\r")


def test_numbers_dates_and_formulas_become_text_as_people_see_them():
    book = Workbook()
    page = book.active
    page.append([130100000000000017.0, 45, 0.25, True, "=1+1", "007"])
    page["C1"].number_format = "0%"
    page["A2"] = 45717
    page["A2"].number_format = "yyyy-mm-dd"
    page.merge_cells("A3:B4")
    page["A3"] = "并"
    page["D4"] = "末"
    buffer = io.BytesIO()
    book.save(buffer)
    grid = read_workbook("x.xlsx", buffer.getvalue())[0]
    assert grid.rows[0] == ["1.30E+17", "45", "25%", "是", "=1+1", "007"]
    assert grid.rows[1] == ["2025-03-01"]
    assert grid.formulas == frozenset({(0, 4)})
    assert grid.merges == (Merge(2, 0, 3, 1),)


def test_a_plain_sheet_is_as_wide_as_its_text():
    assert plain_sheet("表", ["名称", "x"], [["甲乙丙丁戊", "1"]]).columns[0].width == 12


def test_each_library_has_one_door():
    package = Path(__file__).parents[3] / "sampler"
    for library, door in (("openpyxl", "registers/workbook.py"), ("python_calamine", "registers/legacy.py")):
        pattern = re.compile(rf"^\s*(?:from|import) {library}\b", re.M)
        found = [
            path.relative_to(package).as_posix()
            for path in package.rglob("*.py")
            if pattern.search(path.read_text("utf-8"))
        ]
        assert found == [door]
