"""Packs as they really come back: edited and saved by LibreOffice, as CSV, as .xls; ``files/edit.py`` made the files."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sampler.failure import FindingsError, SamplerError
from sampler.office.states import Reason
from sampler.workflow import office
from sampler.workflow.office_packs import packs
from tests.unit.office.filling import GOOD, fill, results, write_visits

FILES = Path(__file__).parent / "files"
DAY = date(2025, 7, 15)
FIRST, SECOND, THIRD = ("2025Q3-001", "SX-01"), ("2025Q3-001", "SX-02"), ("2025Q3-002", "SX-01")
ALL = (FIRST, SECOND, THIRD)
FULL = "任务包已全部填写"
READ = {
    "columns-in-another-order.xlsx": (ALL, FULL),
    "a-row-deleted.xlsx": ((FIRST, THIRD), "任务包里缺少 1 行，也还没有结果：2025Q3-001 SX-02"),
    "rows-inserted.xlsx": (ALL, FULL),
    "dates-typed-as-text.xlsx": (ALL, FULL),
    "a-filter-active.xlsx": (ALL, "有 2 行是隐藏的（多半是筛选），也一样读入了：第 5、6 行"),
    "a-row-hidden.xlsx": (ALL, "有 1 行是隐藏的（多半是筛选），也一样读入了：第 6 行"),
    "cells-merged.xlsx": (ALL, FULL),
    "a-merged-outcome.xlsx": (ALL, FULL),
    "merged-and-half-filled.xlsx": ((FIRST,), "还有 2 行没有填写"),
    "a-sheet-renamed.xlsx": (ALL, FULL),
    "a-copy-of-the-sheet-filled.xlsx": (ALL, FULL),
    "values-pasted-with-blanks.xlsx": ((FIRST, THIRD), "还有 1 行没有填写"),
    "saved-as-csv-gbk.csv": ((FIRST, SECOND), "还有 1 行没有填写"),
    "saved-as-csv-utf-8.csv": ((FIRST, SECOND), "还有 1 行没有填写"),
    "saved-as-97.xls": ((FIRST, SECOND), "还有 1 行没有填写"),
}
"""For each file what it brings in, and what is said."""
REFUSED = {
    "a-formula-as-outcome.xlsx": (6, "检查结果", "=IF("),
    "a-result-inserted-that-was-not-asked.xlsx": (7, "事项编码", "不是这个检查任务的事项"),
    "a-result-typed-twice.xlsx": (7, "检查任务编号、事项编码", "与第 6 行重复"),
}
"""For each file the row, the column and words of its finding."""


@pytest.fixture
def ready(data: Path) -> Path:
    write_visits(data)
    return data


def bring(data: Path, file: Path, **more) -> str:
    return office.import_results(data, file, **{"as_of": DAY, "by": "赵示例", **more}).as_text()


def everything(data: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("name", READ)
def test_a_pack_edited_in_an_office_program_brings_in_what_is_written_there(ready, name):
    keys, said = READ[name]
    told = bring(ready, FILES / name)
    assert f"新录入 {len(keys)} 项" in told
    assert said in told
    found = results(ready)
    assert tuple(found) == keys
    assert {row["date"] for row in found.values()} == {"2025-07-10"}
    assert {row["team"] for row in found.values()} == {"130533000；130533001"}
    wanted = {FIRST: "停产"} if name == "a-filter-active.xlsx" else {}
    assert {key: row["outcome"] for key, row in found.items()} == {
        key: wanted.get(key, "未发现问题") for key in keys
    }


@pytest.mark.parametrize("name", READ)
def test_the_same_edited_pack_again_changes_nothing(ready, name):
    bring(ready, FILES / name)
    before = {path: content for path, content in everything(ready).items() if "journal" not in path}
    assert "新录入 0 项" in bring(ready, FILES / name, as_of=date(2025, 7, 16))
    assert {p: content for p, content in everything(ready).items() if "journal" not in p} == before


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_right_is_named_and_nothing_is_written(ready, name):
    row, column, words = REFUSED[name]
    before = everything(ready)
    with pytest.raises(FindingsError) as caught:
        bring(ready, FILES / name)
    (finding,) = caught.value.findings
    assert (finding.file, finding.row, finding.column) == (name, row, column)
    assert words in finding.as_text()
    assert finding.suggestion
    assert everything(ready) == before


def test_dates_that_the_office_program_made_numbers_are_dates(ready):
    assert "新录入 3 项" in bring(ready, FILES / "dates-as-numbers.xlsx")
    assert [row["date"] for row in results(ready).values()] == ["2025-07-10", "2025-07-11", "2025-07-12"]


def test_edited_packs_give_the_same_results_in_any_order(data, tmp_path):
    write_visits(data)
    bring(data, FILES / "merged-and-half-filled.xlsx")
    bring(data, FILES / "saved-as-97.xls")
    bring(data, FILES / "a-row-deleted.xlsx")
    first = results(data)
    for path in (data / "results").glob("*.csv"):
        path.unlink()
    bring(data, FILES / "a-row-deleted.xlsx")
    bring(data, FILES / "saved-as-97.xls")
    bring(data, FILES / "merged-and-half-filled.xlsx")
    assert results(data) == first
    assert tuple(first) == ALL


def test_results_on_two_sheets_are_refused(ready, tmp_path):
    book = load_workbook(FILES / "a-copy-of-the-sheet-filled.xlsx")
    sheet = book["检查结果"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "检查任务编号")
    place = next(cell.column for cell in header if cell.value == "检查结果")
    sheet.cell(header[0].row + 1, place).value = "停产"
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(FindingsError, match="都有结果，不知道以哪一张为准"):
        bring(ready, tmp_path / "two.xlsx")


def test_a_pack_that_libreoffice_saved_keeps_its_pictures_and_its_lists():
    with zipfile.ZipFile(FILES / "a-row-hidden.xlsx") as package:
        pictures = [name for name in package.namelist() if name.startswith("xl/media/")]
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
    assert len(pictures) == 2
    assert [sheet.count("<dataValidation ") for sheet in sheets if "<dataValidation " in sheet] == [2]


def test_results_without_the_name_of_who_entered_them_are_refused(ready, tmp_path):
    made = packs(ready, "2025Q3", out=tmp_path, forms=None, as_of=DAY)
    pack = next(made.folder.glob("*.xlsx"))
    nobody = fill(pack, tmp_path / "nobody.xlsx", {FIRST: {**GOOD, "录入人": ""}})
    with pytest.raises(SamplerError, match="录入人"):
        bring(ready, nobody, by="")
    assert results(ready) == {}
    assert "新录入 1 项" in bring(ready, nobody, by="钱示例")
    assert results(ready)[FIRST]["entered_by"] == "钱示例"


def test_a_correction_by_import_needs_who_approved_it(ready):
    bring(ready, FILES / "a-row-hidden.xlsx")
    before = everything(ready)
    with pytest.raises(SamplerError, match="--approved-by"):
        bring(ready, FILES / "a-filter-active.xlsx", reason=Reason("复核有误"))
    assert everything(ready) == before


def test_a_pack_that_is_cut_off_is_refused_and_nothing_is_written(ready, tmp_path):
    buffer = io.BytesIO()
    load_workbook(FILES / "a-row-hidden.xlsx").save(buffer)
    (tmp_path / "cut.xlsx").write_bytes(buffer.getvalue()[:3000])
    before = everything(ready)
    with pytest.raises(SamplerError):
        bring(ready, tmp_path / "cut.xlsx")
    assert everything(ready) == before
