"""Reading of text files into tables."""

import pytest

from sampler.failure import FindingsError
from sampler.registers import read_registers, schema_for, schema_named, schemas, write_table
from sampler.registers.cells import read_cell
from sampler.registers.delimited import read_delimited
from sampler.registers.incoming import read_sheets
from sampler.registers.source import read_content
from sampler.registers.table import read_grid

OBJECTS = "对象代码,名称,入库日期\r\nB-1,甲厂（示例）,2025/1/2\r\n"


def objects(text, encoding="utf-8"):
    return read_grid(read_delimited("objects.csv", text.encode(encoding)), schema_named("objects"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_encoding_and_separator_gives_the_same_table(encoding, separator):
    table, findings = objects(OBJECTS.replace(",", separator), encoding)
    assert findings == []
    assert table.rows[0]["code"] == "B-1"
    assert table.rows[0]["name"] == "甲厂（示例）"
    assert table.rows[0]["entered"] == "2025-01-02"


def test_utf16_big_endian_with_its_mark_is_read():
    grid = read_delimited("x.csv", b"\xfe\xff" + "甲,乙\n".encode("utf-16-be"))
    assert grid.rows == [["甲", "乙"]]


def test_bytes_of_no_encoding_are_refused():
    with pytest.raises(FindingsError, match="编码"):
        read_delimited("x.csv", b"\xff\xff\xff\x81")


def test_a_quoted_line_break_stays_inside_its_cell():
    table, findings = objects('对象代码,名称,备注\nB-1,甲厂,"第一行\r\n第二行"\n')
    assert findings == []
    assert table.rows[0]["note"] == "第一行\n第二行"


def test_words_that_look_like_numbers_stay_words():
    table, _ = objects("对象代码,名称,标签\nB-007,1e5,NA\n")
    assert (table.rows[0]["code"], table.rows[0]["name"], table.rows[0]["tags"]) == ("B-007", "1e5", "NA")


def test_a_destroyed_code_is_reported_and_not_guessed():
    table, findings = objects("对象代码,名称\n1.3E+17,甲厂\n")
    assert [finding.code for finding in findings] == ["registers.destroyed-code"]
    assert table.rows[0]["code"] == "1.3E+17"


def test_rare_characters_are_kept_and_private_ones_reported():
    table, findings = objects("对象代码,名称,负责人\nB-1,䶮㙓𠮷厂,阿依·古丽\nB-2,\ue000厂,x\n")
    assert table.rows[0]["name"] == "䶮㙓𠮷厂"
    assert table.rows[0]["person"] == "阿依·古丽"
    assert [(f.code, f.row, f.column) for f in findings] == [("registers.unreadable-character", 3, "名称")]


def test_full_width_digits_are_folded_only_where_the_schema_says_so():
    table, _ = objects("对象代码,名称\nＢ－１２,甲１厂\n")
    assert table.rows[0]["code"] == "B-12"
    assert table.rows[0]["name"] == "甲１厂"


def test_a_folder_with_two_plain_files_is_readable(tmp_path):
    (tmp_path / "objects.csv").write_text(OBJECTS, "utf-8")
    (tmp_path / "inspectors.csv").write_text(
        "执法证号,姓名,科室,证件有效期至\n01,赵示例,一队,2027-01-01\n", "utf-8"
    )
    registers = read_registers(tmp_path)
    assert registers.table("inspectors").rows[0]["certificate"] == "01"
    assert registers.table("penalties").rows == ()
    assert registers.bureau.demo is False


def test_all_mistakes_come_at_once(tmp_path):
    (tmp_path / "objects.csv").write_text(
        "对象代码,名称,状态,入库日期\n,甲,在也,2025-02-30\nB-1,,在业,\nB-1,乙,,\n", "utf-8"
    )
    with pytest.raises(FindingsError) as caught:
        read_registers(tmp_path)
    codes = sorted(finding.code for finding in caught.value.findings)
    assert codes == [
        "registers.duplicate-key",
        "registers.empty-cell",
        "registers.empty-cell",
        "registers.not-a-date",
        "registers.unknown-word",
    ]


def test_writing_and_reading_keeps_rows_and_extra_columns(tmp_path):
    rows = [{"code": "B-2", "name": "乙", "自定": "x"}, {"code": "B-1", "name": "甲,厂", "note": "一\n二"}]
    path = write_table(tmp_path, "objects", rows)
    first = path.read_bytes()
    read = read_registers(tmp_path).table("objects")
    assert [row["code"] for row in read.rows] == ["B-1", "B-2"]
    assert read.rows[1]["自定"] == "x"
    write_table(tmp_path, "objects", read.rows)
    assert path.read_bytes() == first


def test_events_of_a_new_kind_are_read_from_their_own_file(tmp_path):
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "noise.csv").write_text(
        "事件编号,对象代码,日期,分贝\nZ1,B-1,2025-01-01,60\n", "utf-8"
    )
    registers = read_registers(tmp_path)
    assert "noise" in registers.event_kinds()
    assert registers.events("noise")[0]["分贝"] == "60"
    assert registers.table("noise").rows == registers.events("noise")


def test_parts_come_in_order(tmp_path):
    for period in ("2025Q2", "2025Q1"):
        write_table(tmp_path, "results", [], period)
    registers = read_registers(tmp_path)
    assert registers.parts("results") == ("2025Q1", "2025Q2")


def test_paths_find_their_schema():
    assert schema_for("events/penalties.csv")[0].name == "penalties"
    assert schema_for("plans/changes.csv")[0].name == "plan_changes"
    assert schema_for("plans/2025.csv") == (schema_named("plans"), "2025")
    assert schema_for("results/2025Q3-2.csv")[1] == "2025Q3-2"
    assert schema_for("results/other.csv") is None
    assert {schema.path for schema in schemas()} == {
        schema.path for schema in schemas() if schema_for(schema.path.replace("{part}", "2025"))
    }


def test_a_cell_of_ten_megabytes_is_told_with_its_line_and_column():
    content = ("对象代码,名称\nXM-001,甲厂（示例）\nXM-002," + "乙" * 5_000_000 + "\n").encode()
    table, findings = read_sheets(read_content("x.csv", content), schema_named("objects"), "", "x.csv")
    assert [(found.code, found.row, found.column) for found in findings] == [
        ("registers.too-long", 3, "名称")
    ]
    assert "5000000 个字" in findings[0].as_text()
    assert max(map(len, table.column("name"))) == 200


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_text_file_cut_off_anywhere_in_its_last_row_is_never_taken_for_whole(cut):
    content = "对象代码,名称,乡镇,联系电话\nXM-001,甲厂（示例）,北王里镇,1\nXM-002,乙厂（示例）,北王里镇,2\n".encode()
    try:
        table, findings = read_sheets(
            read_content("x.csv", content[:-cut]), schema_named("objects"), "", "x.csv"
        )
    except FindingsError:
        return
    whole = content[:-cut].endswith((b",", b",2")) and content[:-cut].count(b",") == 9
    assert findings or (whole and len(table) == 2)


def test_a_list_of_nothing_but_separators_is_an_empty_cell():
    field = schema_named("visits").field("items")
    assert read_cell(field, "；、")[1].code == "registers.empty-cell"
    assert read_cell(schema_named("visits").field("departments"), "；") == ("", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("`\r`XM-1", "XM-1"), ("\uff07XM-1", "XM-1"), ("' '=\"XM-1\"", "XM-1"), ("='XM-1", "='XM-1")],
)
def test_marks_of_text_are_taken_off_once_and_for_all(text, code):
    field = schema_named("objects").field("code")
    assert read_cell(field, text) == (code, None)
    assert read_cell(field, code) == (code, None)


def test_marks_of_text_are_taken_off_each_code_of_a_list():
    assert read_cell(schema_named("visits").field("items"), "；'SX-01；‘SX-02") == ("SX-01；SX-02", None)


@pytest.mark.parametrize(
    ("text", "code"), [("SX-01；1.3E+17", "destroyed-code"), ("SX-01；30100012.0", "float-code")]
)
def test_a_destroyed_code_inside_a_list_is_reported(text, code):
    assert read_cell(schema_named("visits").field("items"), text)[1].code == f"registers.{code}"


@pytest.mark.parametrize(("column", "most"), [("name", 300), ("note", 32_767), ("township", 4000)])
def test_each_column_has_a_length_that_no_sensible_cell_exceeds(column, most):
    field = schema_named("objects").field(column)
    assert read_cell(field, "长" * most)[1] is None
    assert read_cell(field, "长" * (most + 1))[1].code == "registers.too-long"


def test_a_header_of_a_million_characters_is_told_and_not_kept():
    content = f"对象代码,名称,{'头' * 1_000_000}\nXM-001,甲厂（示例）,x\n".encode()
    table, findings = read_sheets(read_content("x.csv", content), schema_named("objects"), "", "x.csv")
    assert [(found.code, found.row, len(found.value)) for found in findings] == [
        ("registers.too-long", 1, 200)
    ]
    assert table.extras == ()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_two_versions_left_side_by_side_are_named_with_their_line(end):
    lines = [
        "名称,乡镇",
        "甲,东镇",
        "<<<<<<< HEAD",
        "乙,东镇",
        "=======",
        "乙,西镇",
        ">>>>>>> other",
        "丙,东镇",
    ]
    with pytest.raises(FindingsError, match="合并冲突") as stopped:
        read_delimited("objects.csv", (end.join(lines) + end).encode())
    assert [(found.code, found.row) for found in stopped.value.findings] == [("registers.conflict", 3)]
    assert len(read_delimited("objects.csv", "名称,乡镇\n<<<<<<< 甲,东镇\n".encode()).rows) == 2
