"""Lists as bureaus publish them: read right, or answered with what is missing."""

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from sampler.failure import FindingsError, SamplerError
from sampler.registers import read_registers, schema_named, write_table
from sampler.registers.importing import carry_out, plan_import, recognise
from sampler.registers.incoming import read_sheets
from sampler.registers.source import read_content

DAY = date(2025, 6, 30)
HEADER = ["对象代码", "名称", "乡镇", "联系电话"]


def saved(path: Path, rows, merges=(), formats=None) -> Path:
    book = Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    for merge in merges:
        page.merge_cells(merge)
    for place, form in (formats or {}).items():
        page[place].number_format = form
    book.save(path)
    return path


def codes(error):
    return {(found.code, found.row, found.column) for found in error.value.findings}


@pytest.fixture
def published(tmp_path):
    """An item list as it hangs on a county's page: title, two-row header, merged categories, percent cells, a note."""
    rows = [
        ["随机抽查事项清单（2025年版）"],
        [
            "序号",
            "抽查项目",
            None,
            "检查对象",
            "事项类别",
            "检查方式",
            "检查主体",
            "检查依据",
            "抽查比例（户数）",
        ],
        [None, "抽查类别", "抽查事项"],
        [
            1,
            "污染源日常监管",
            "自行监测的检查",
            "排污单位",
            "重点",
            "现场、非现场检查",
            "县分局",
            "《排污许可管理条例》第二十五条",
            "2%-5%",
        ],
        [2, None, "危险废物的检查", "产废单位", "一般", "实地检查", "县分局", "《固废法》第七十七条", 0.25],
        [
            3,
            "建设项目",
            "“三同时”的检查",
            "建设项目",
            "一般检查事项",
            "现场检查",
            "县分局",
            "《建设项目环境保护管理条例》",
            "1户",
        ],
        ["注：本清单自2025年1月1日起施行。"],
    ]
    merges = ["A1:I1", "B2:C2", "B4:B5", *(f"{letter}2:{letter}3" for letter in "ADEFGHI")]
    return saved(tmp_path / "事项.xlsx", rows, merges, {"I5": "0%"})


def test_a_published_item_list_is_recognised_and_numbered(published, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    plan = plan_import(data, published, as_of=DAY)
    assert [(row["item_id"], row["category"], row["ratio"], row["modes"]) for row in plan.table.rows] == [
        ("SX-01", "污染源日常监管", "2%-5%", "现场检查；科技检查"),
        ("SX-02", "污染源日常监管", "25%", "现场检查"),
        ("SX-03", "建设项目", "1户", "现场检查"),
    ]
    assert [row["weight"] for row in plan.table.rows] == ["重点检查事项", "一般检查事项", "一般检查事项"]
    assert {found.code for found in plan.warnings} == {"registers.left-out", "registers.numbered"}


def test_the_same_published_list_twice_keeps_every_code(published, tmp_path):
    data = tmp_path / "data"
    old = {"item_id": "HB-7", "category": "建设项目", "name": "“三同时”的检查", "scope": "建设项目"}
    write_table(data, "items", [{**old, "weight": "一般检查事项", "basis": "条例"}])
    carry_out(data, plan_import(data, published, as_of=DAY))
    assert [row["item_id"] for row in read_registers(data).table("items").rows] == ["HB-7", "SX-01", "SX-02"]
    assert plan_import(data, published, as_of=DAY).changes == ()


def test_two_items_of_one_name_are_not_numbered_but_asked_for(tmp_path):
    header = ["抽查类别", "抽查事项", "检查对象", "事项类别", "检查依据"]
    row = ["污染源", "检查", "排污单位", "一般检查事项", "条例"]
    file = saved(tmp_path / "items.xlsx", [header, row, row])
    with pytest.raises(FindingsError) as error:
        plan_import(tmp_path, file, as_of=DAY)
    assert codes(error) == {("registers.missing-column", 1, "事项编码")}


def test_a_published_plan_is_read_by_the_words_of_its_form(tmp_path):
    rows = [
        ["2025年度随机抽查工作计划"],
        ["计划编号", "计划名称", "任务编号", "任务名称", "抽查类型", "抽查比例/户数", "抽查事项", "抽查对象范围", "发起部门", "联合抽查部门", "抽查时间", "季度"],
        ["JH2025", "2025年度计划", "RW01", "重点单位", "不定向抽查", 1, "SX-01、SX-02", "重点", "执法科", "县市监局", "2025年1月—3月", "2025Q1"],
        ["JH2025", "2025年度计划", "RW02", "加油站", "定向抽查", 0.25, "SX-01", "一般", "执法科", None, "2025年1月—3月", "2025Q1"],
    ]  # fmt: skip
    file = saved(tmp_path / "2025计划.xlsx", rows, ["A1:L1"], {"F3": "0%", "F4": "0.00%"})
    for item in ("SX-01", "SX-02"):
        old = {"item_id": item, "category": "甲", "name": item, "scope": "甲", "basis": "甲"}
        write_table(
            tmp_path,
            "items",
            [{**old, "weight": "一般检查事项"}, *read_registers(tmp_path).table("items").rows],
        )
    found = plan_import(tmp_path, file, "plans", "2025", as_of=DAY).table.rows
    assert [(row["kind"], row["ratio"], row["items"]) for row in found] == [
        ("不定向", "100%", "SX-01；SX-02"),
        ("定向", "25%", "SX-01"),
    ]


def test_a_ratio_that_lost_its_percent_sign_is_asked_about():
    rows = "事项编码,抽查类别,抽查事项,检查对象,事项类别,检查依据,抽查比例\nSX-01,甲,乙,丙,一般检查事项,丁,0.25\n"
    _, findings = read_sheets(read_content("x.csv", rows.encode()), schema_named("items"), "", "x.csv")
    assert [(found.code, found.value) for found in findings] == [("registers.bare-ratio", "0.25")]
    assert "25%" in findings[0].suggestion


def test_results_without_their_numbers_are_told_what_is_missing(tmp_path):
    rows = [
        ["序号", "检查对象名称", "统一社会信用代码", "抽查事项", "检查时间", "检查结果", "处理措施"],
        [1, "甲厂（示例）", "XM-001", "自行监测", "2025.3.1", "未发现问题", None],
        ["合计", 1],
    ]
    file = saved(tmp_path / "结果2025Q1.xlsx", rows)
    assert recognise(read_content(file.name, file.read_bytes()), file.name).name == "results"
    with pytest.raises(FindingsError) as error:
        plan_import(tmp_path, file, as_of=DAY)
    assert {place[2] for place in codes(error) if place[0] == "registers.missing-column"} == {
        "检查任务编号",
        "事项编码",
        "检查方式",
    }


def test_numbers_are_read_as_their_cells_show_them(tmp_path):
    rows = [HEADER, [7, "甲厂（示例）", "北王里镇", 13800000000], ["XM-2", "乙厂（示例）", "北王里镇", None]]
    file = saved(tmp_path / "objects.xlsx", rows, formats={"A2": "0000"})
    table, _ = read_sheets(read_content("x", file.read_bytes()), schema_named("objects"), "", "x")
    assert [(row["code"], row["phone"]) for row in table.rows] == [("0007", "13800000000"), ("XM-2", "")]


def test_hostile_names_come_in_and_go_out_unchanged(tmp_path):
    names = [
        "<script>alert(1)</script>",
        "@SUM(1)",
        "-2+3",
        "'; DROP TABLE",
        "{{ 7*7 }}",
        "甲|乙",
        "../../etc",
    ]
    rows = [HEADER, *([f"XM-00{place}", name, "镇", None] for place, name in enumerate(names))]
    file = saved(tmp_path / "objects.xlsx", rows)
    carry_out(tmp_path, plan_import(tmp_path, file, as_of=DAY))
    assert [row["name"] for row in read_registers(tmp_path).table("objects").rows] == names


def test_a_sheet_can_be_named_and_a_wrong_name_is_told(tmp_path):
    book = Workbook()
    for title, code in (("北王里镇", "XM-001"), ("南柏舍镇", "XM-002")):
        page = book.create_sheet(title)
        page.append(HEADER)
        page.append([code, f"{title}某厂（示例）", title, None])
    buffer = io.BytesIO()
    book.save(buffer)
    grids = read_content("x.xlsx", buffer.getvalue())
    table, findings = read_sheets(grids, schema_named("objects"), "", "x.xlsx", "南柏舍镇")
    assert ([row["code"] for row in table.rows], findings) == (["XM-002"], [])
    with pytest.raises(SamplerError, match="北王里镇、南柏舍镇"):
        read_sheets(grids, schema_named("objects"), "", "x.xlsx", "西边")


def test_hidden_rows_are_read_and_told(tmp_path):
    book = Workbook()
    for row in (HEADER, ["XM-001", "甲厂（示例）", "镇", None], ["XM-002", "乙厂（示例）", "镇", None]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    file = tmp_path / "objects.xlsx"
    book.save(file)
    plan = plan_import(tmp_path, file, as_of=DAY)
    assert len(plan.table) == 2
    assert [(found.code, found.row) for found in plan.warnings] == [("registers.hidden-rows", 3)]


def test_a_lonely_name_at_the_end_is_a_mistake_and_not_a_note(tmp_path):
    file = saved(
        tmp_path / "objects.xlsx",
        [HEADER, ["XM-001", "甲厂（示例）", "镇", None], [None, "合计科技公司（示例）"]],
    )
    with pytest.raises(FindingsError) as error:
        plan_import(tmp_path, file, as_of=DAY)
    assert codes(error) == {("registers.empty-cell", 3, "对象代码")}
