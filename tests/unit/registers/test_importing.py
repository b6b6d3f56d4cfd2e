"""Import, export, templates: what comes in goes out the same."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sampler.failure import FindingsError, SamplerError
from sampler.registers import read_registers, schema_named, schemas, table_bytes, write_table
from sampler.registers.delimited import read_delimited
from sampler.registers.importing import carry_out, plan_import
from sampler.registers.incoming import read_sheets
from sampler.registers.source import read_content
from sampler.registers.table import Table, read_grid
from sampler.registers.template import export_rows, export_sheets, template_sheets
from sampler.registers.workbook import write_workbook
from sampler.workflow import registers as steps

DAY = date(2025, 6, 30)
FILES = Path(__file__).parents[2] / "data" / "registers"
OLD = [
    {"code": "XM-001", "name": "旧名（示例）", "township": "北王里镇", "section": "一队", "自定": "甲"},
    {"code": "XM-009", "name": "另一家（示例）", "township": "北王里镇"},
]


@pytest.fixture
def data(tmp_path):
    write_table(tmp_path, "objects", OLD)
    return tmp_path


def codes(data):
    return [row["code"] for row in read_registers(data).table("objects").rows]


def test_an_import_first_tells_what_changes_and_writes_nothing(data):
    before = (data / "registers/objects.csv").read_bytes()
    plan = plan_import(data, FILES / "valid_two_row_header.xlsx", "objects", as_of=DAY)
    text = plan.as_text()
    assert "新增 2 条，退出 1 条，改名 1 条" in text
    assert "名称：“旧名（示例）”改为“晨露䶮纸制品有限公司（示例）”" in text
    assert (data / "registers/objects.csv").read_bytes() == before


def test_columns_the_file_does_not_have_keep_what_stands_there(data):
    carry_out(data, plan_import(data, FILES / "valid_gb18030.csv", "objects", as_of=DAY))
    rows = {row["code"]: row for row in read_registers(data).table("objects").rows}
    assert set(rows) == {"XM-001", "XM-002", "XM-003"}
    assert rows["XM-001"]["section"] == "一队"
    assert rows["XM-001"]["自定"] == "甲"
    assert rows["XM-001"]["township"] == "北王里镇"


def test_an_update_keeps_the_rows_the_file_lacks(data):
    carry_out(data, plan_import(data, FILES / "valid_old.xls", "objects", update=True, as_of=DAY))
    assert codes(data) == ["XM-001", "XM-002", "XM-003", "XM-009"]


def test_a_file_with_mistakes_is_refused_whole(data):
    with pytest.raises(FindingsError) as caught:
        plan_import(data, FILES / "invalid_words.csv", "objects", as_of=DAY)
    assert len(caught.value.findings) == 4


def test_the_table_is_recognised_by_its_header(data):
    assert plan_import(data, FILES / "valid_plain.csv", as_of=DAY).table.schema.name == "objects"
    with pytest.raises(SamplerError, match="--table"):
        plan_import(data, FILES / "invalid_no_header.csv", as_of=DAY)


def test_the_part_is_read_from_the_name_or_asked_for(tmp_path):
    (tmp_path / "放假2025.csv").write_text("日期,类型\n2025-10-01,休\n", "utf-8")
    (tmp_path / "放假.csv").write_text("日期,类型\n2025-10-01,休\n", "utf-8")
    assert plan_import(tmp_path, tmp_path / "放假2025.csv", "calendar", as_of=DAY).table.part == "2025"
    with pytest.raises(SamplerError, match="--part"):
        plan_import(tmp_path, tmp_path / "放假.csv", "calendar", as_of=DAY)


@pytest.mark.parametrize("schema", schemas(), ids=lambda schema: schema.name)
def test_the_template_of_every_table_is_read_as_that_table(schema):
    sheets = template_sheets(schema)
    book = load_workbook(io.BytesIO(write_workbook(sheets)))
    assert book.sheetnames[:2] == [sheets[0].name, "说明"]
    assert [cell.value for cell in book.worksheets[0][1]] == list(schema.headers)
    table, findings = read_sheets(read_content("t.xlsx", write_workbook(sheets)), schema, "", "t.xlsx")
    assert findings == []
    assert table.rows == ()


def test_the_template_offers_words_and_marks_what_is_required():
    page = load_workbook(io.BytesIO(write_workbook(template_sheets(schema_named("objects")))))[
        "检查对象名录库"
    ]
    required, free = page["A1"], page["C1"]
    assert required.fill.fgColor.rgb != free.fill.fgColor.rgb
    assert "统一社会信用代码" in required.comment.text
    assert page.protection.sheet
    assert page.column_dimensions["A"].number_format == "@"
    assert any("D2" in rule.sqref for rule in page.data_validations.dataValidation)


BIDI = (
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffd"  # told as findings, so no canonical text
)
CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn", "Cc"), exclude_characters=BIDI),
    max_size=12,
)
TRICKY = st.sampled_from(
    [
        "=1+1",
        "+8613",
        "-5",
        "@x",
        "'=1",
        "''-",
        "1e5",
        "007",
        "NA",
        "1.3E+17",
        "_x0041_",
        "甲,乙",
        '"',
        "第一行\n第二行",
    ]
)
NOTE = st.one_of(CELL, TRICKY)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.one_of(CELL, TRICKY),
            "note": NOTE,
            "former_names": CELL,
            "自定": NOTE,
            "key_unit": st.sampled_from(["是", "否", ""]),
        }
    ),
    max_size=6,
)


def canonical(rows):
    """Return rows as a first import would make them: read from CSV once."""
    numbered = [
        {"code": f"XM-{place:03}", **row, "name": f"名{row['name']}"} for place, row in enumerate(rows)
    ]
    schema = schema_named("objects")
    table, _ = read_sheets(read_content("x.csv", table_bytes(schema, numbered)), schema, "", "x.csv")
    return table


def same(first: Table, second: Table) -> bool:
    return table_bytes(first.schema, first.rows) == table_bytes(second.schema, second.rows)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_import_export_import_changes_nothing_as_xlsx(rows):
    table = canonical(rows)
    again, findings = read_sheets(
        read_content("x.xlsx", write_workbook(export_sheets(table))), table.schema, "", "x.xlsx"
    )
    assert [finding for finding in findings if finding.level == "error"] == []
    assert same(table, again)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_import_export_import_changes_nothing_as_csv(rows):
    table = canonical(rows)
    buffer = io.StringIO(newline="")
    header, cells = export_rows(table)
    csv.writer(buffer).writerows([header, *cells])
    assert not any(cell[:1] in set("=+-@\t\r") for row in cells for cell in row if cell)
    again, _ = read_sheets(
        read_content("x.csv", b"\xef\xbb\xbf" + buffer.getvalue().encode()), table.schema, "", "x.csv"
    )
    assert same(table, again)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_what_was_read_once_is_canonical(rows):
    table = canonical(rows)
    content = table_bytes(table.schema, table.rows)
    again, findings = read_grid(read_delimited("x.csv", content), table.schema)
    assert [finding for finding in findings if finding.level == "error"] == []
    assert table_bytes(again.schema, again.rows) == content


def test_five_changed_cells_are_five_changed_lines(tmp_path):
    rows = [{"code": f"XM-{number:03}", "name": f"第{number}厂"} for number in range(50)]
    before = write_table(tmp_path, "objects", rows).read_text("utf-8").splitlines()
    changed = [row | ({"township": "新镇"} if number % 10 == 0 else {}) for number, row in enumerate(rows)]
    after = write_table(tmp_path, "objects", reversed(changed)).read_text("utf-8").splitlines()
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 5


def test_the_steps_write_templates_exports_and_reports(data, tmp_path):
    target = tmp_path / "out.xlsx"
    assert "模板" in steps.template("objects", target)
    assert "2 行" in steps.export(data, "objects", "", target)
    plan = steps.plan(data, target, "objects", as_of=DAY)
    assert plan.changes == ()
    report = steps.check(data, as_of=DAY)
    for name in ("r.json", "r.md", "r.xlsx"):
        steps.write_report(report, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 0
    with pytest.raises(SamplerError, match="扩展名"):
        steps.write_report(report, tmp_path / "r.txt")


def test_format_brings_tables_into_canonical_form_and_says_which(data):
    path = data / "registers/objects.csv"
    canonical_bytes = path.read_bytes()
    lines = path.read_text("utf-8").splitlines()
    path.write_bytes("\r\n".join([lines[0], *reversed(lines[1:])]).encode("gb18030"))
    with pytest.raises(SamplerError, match="objects"):
        steps.format_all(data, only_check=True, as_of=DAY)
    assert "registers/objects.csv" in steps.format_all(data, only_check=False, as_of=DAY)
    assert path.read_bytes() == canonical_bytes
    assert "规范" in steps.format_all(data, only_check=True, as_of=DAY)
