"""Exports of other systems: in once, in twice, in corrected."""

import csv
import io
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from sampler.failure import FindingsError, SamplerError
from sampler.registers import read_registers, write_table
from sampler.registers.exchange import mapping_names, read_mapping
from sampler.workflow import registers as steps

DAY = date(2025, 6, 30)
SHIPPED = Path(__file__).parents[3] / "data"
HEAD = "目标表,目标字段,来源列,换算,说明\n"
MAPPING = """penalties,事件编号,决定书文号,前缀:CF-,
penalties,对象代码,当事人,查代码,
penalties,日期,处罚日期,,
penalties,罚款金额,金额（万元）,乘:10000,
penalties,处罚种类,种类,对照:1=罚款；2=警告,
penalties,来源,,固定:处罚系统,
"""
EXPORT = "处罚情况表\n决定书文号,当事人,处罚日期,金额（万元）,种类\n1号,甲厂（示例）,2025/3/1,2.5,1\n2号,乙厂（示例）,2025/4/1,0.3,2\n合计,,,2.8,\n"


@pytest.fixture
def data(tmp_path):
    write_table(
        tmp_path,
        "objects",
        [{"code": "XM-01", "name": "甲厂（示例）"}, {"code": "XM-02", "name": "乙厂（示例）"}],
    )
    write_table(
        tmp_path, "penalties", [{"event_id": "手-1", "code": "XM-01", "date": "2024-01-01", "source": "手工"}]
    )
    (tmp_path / "exchange").mkdir()
    (tmp_path / "exchange" / "in-处罚.csv").write_text(HEAD + MAPPING, "utf-8")
    return tmp_path


def bring_in(data, text):
    file = data / "导出.csv"
    file.write_bytes(text.encode("gb18030"))
    plan = steps.plan_exchange(data, "处罚", file, as_of=DAY)
    if plan.changes:
        steps.carry_out_import(data, plan, file, as_of=DAY)
    return plan


def test_an_export_is_converted_as_the_mapping_says(data):
    bring_in(data, EXPORT)
    rows = {row["event_id"]: row for row in read_registers(data).events("penalties")}
    assert set(rows) == {"手-1", "CF-1号", "CF-2号"}
    row = rows["CF-1号"]
    assert (row["code"], row["date"], row["amount"], row["kind"], row["source"]) == (
        "XM-01",
        "2025-03-01",
        "25000",
        "罚款",
        "处罚系统",
    )


def test_the_same_export_twice_changes_nothing(data):
    bring_in(data, EXPORT)
    before = (data / "events/penalties.csv").read_bytes()
    assert bring_in(data, EXPORT).changes == ()
    assert (data / "events/penalties.csv").read_bytes() == before


def test_a_corrected_export_changes_only_what_was_corrected(data):
    bring_in(data, EXPORT)
    plan = bring_in(data, EXPORT.replace("0.3", "0.5"))
    assert [(change.key, change.fields) for change in plan.changes] == [
        ("CF-2号", (("罚款金额", "3000", "5000"),))
    ]


def test_columns_outside_the_mapping_stay_as_they_are(data):
    bring_in(data, EXPORT)
    rows = [row | {"matter": "手工补记"} for row in read_registers(data).events("penalties")]
    write_table(data, "penalties", rows)
    bring_in(data, EXPORT.replace("0.3", "0.5"))
    assert {row["matter"] for row in read_registers(data).events("penalties")} == {"手工补记"}


def test_an_unknown_firm_is_told_and_a_missing_column_stops(data):
    plan = bring_in(data, EXPORT.replace("乙厂（示例）", "丙厂"))
    assert [finding.code for finding in plan.warnings if finding.value == "丙厂"] == [
        "registers.unknown-reference"
    ]
    with pytest.raises(FindingsError, match="金额（万元）"):
        bring_in(data, EXPORT.replace("金额（万元）", "数额"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("penalties,没有的列,x,,\n", "没有这一列"),
        ("penalties,文书号,x,变戏法,\n", "看不懂这个换算"),
        ("complaints,渠道,x,,\n", "只能有一张目标表"),
        ("penalties,文书号,x,乘:abc,\n", "看不懂这个换算"),
    ],
)
def test_a_wrong_mapping_is_told(data, line, words):
    (data / "exchange" / "in-处罚.csv").write_text(HEAD + MAPPING + line, "utf-8")
    with pytest.raises(FindingsError, match=words):
        bring_in(data, EXPORT)


def test_a_mapping_that_does_not_exist_names_those_that_do(data):
    with pytest.raises(SamplerError, match="处罚"):
        steps.plan_exchange(data, "没有", data / "x", as_of=DAY)
    with pytest.raises(SamplerError):
        steps.plan_exchange(data, "../objects", data / "x", as_of=DAY)


def test_the_mappings_we_ship_are_sound():
    registers = read_registers(SHIPPED)
    names = mapping_names(SHIPPED)
    assert set(names) == {
        "污染源动态系统",
        "行政处罚系统",
        "信访举报系统",
        "在线监测",
        "正面清单",
        "信用等级",
    }
    tables = {read_mapping(SHIPPED, name, registers).schema.name for name in names}
    assert tables == {"objects", "penalties", "complaints", "exceedances", "positive_list", "credit"}


FIRMS = ("XM-01", "XM-02", "XM-03")
NAMES = ("甲厂（示例）", "乙厂（示例）", "丙厂（示例）")
HOURS = [datetime(2025, 3, 1, hour) for hour in (1, 2, 13)]  # noqa: DTZ001  # a cell has no zone
EXPORTS = {
    "信用等级": (
        ["序号", "企业名称", "统一社会信用代码", "评价年度", "评价等级", "评价日期"],
        [[1, NAMES[0], FIRMS[0], 2024, "绿色", date(2025, 1, 15)], [2, NAMES[1], FIRMS[1], 2024, "蓝色", date(2025, 1, 15)]],
        (1, 4, "红色", ("等级", "B", "D")),
    ),
    "信访举报系统": (
        ["受理编号", "被举报单位", "反映内容", "查处结果", "受理日期", "举报渠道"],
        [["20250001", name, "夜间有异味，\n请核实", "部分属实", date(2025, 1, 5), "12345热线"] for name in NAMES[:1]]
        + [["20250002", NAMES[1], "污水直排", "属实", date(2025, 1, 6), "来信"]],
        (1, 3, "不属实", ("属实", "是", "否")),
    ),
    "在线监测": (
        ["站点编码", "排放口编号", "统一社会信用代码", "监测时间", "监测因子", "监测浓度", "标准限值"],
        [["ZD01", "DA001", FIRMS[0], hour, "颗粒物", 12.5, 10] for hour in HOURS],
        (2, 5, 11, ("监测值", "12.5", "11")),
    ),
    "正面清单": (
        ["文号", "统一社会信用代码", "企业名称", "调整类型", "调整日期"],
        [["晴环〔2025〕3号", code, name, "新增", date(2025, 1, 20)] for code, name in zip(FIRMS, NAMES, strict=True)],
        (2, 3, "退出", ("动作", "纳入", "移出")),
    ),
    "污染源动态系统": (
        ["统一社会信用代码", "污染源名称", "所在乡镇", "生产地址", "管理类别", "许可证编号", "联系电话", "行业类别名称", "行业类别代码", "法定代表人"],
        [[code, name, "北王里镇", "示例路1号", "重点", "", "0311-1", "造纸", "2221", "赵示例"] for code, name in zip(FIRMS, NAMES, strict=True)],
        (1, 2, "南柏舍镇", ("乡镇", "北王里镇", "南柏舍镇")),
    ),
    "行政处罚系统": (
        ["决定书文号", "相对人名称", "相对人代码", "处罚决定日期", "处罚类别", "违法事实", "罚款金额（万元）"],
        [["晴环罚〔2025〕1号", NAMES[0], FIRMS[0], date(2025, 2, 1), "罚款", "超标排放", 2.5], ["晴环罚〔2025〕2号", NAMES[1], FIRMS[1], date(2025, 2, 2), "罚款", "未批先建", 0.3]],
        (1, 6, 0.5, ("罚款金额", "3000", "5000")),
    ),
}  # fmt: skip  # one row a line
"""For each system: the columns of its export, its rows, and one correction (row, column, new cell, what must change)."""


def as_workbook(header, rows):
    book = Workbook()
    for row in (["导出时间：2025-04-01"], header, *rows, ["合计", len(rows)]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return "导出.xlsx", buffer.getvalue()


def as_text(header, rows):
    """Return the same export as the system's other form has it: GB18030, days and moments written another way."""
    shown = [[_other_form(cell) for cell in row] for row in rows]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter="\t", lineterminator="\r\n").writerows([header, *shown])
    return "导出.csv", buffer.getvalue().encode("gb18030")


def _other_form(cell):
    if isinstance(cell, datetime):
        return f"{cell.year}/{cell.month}/{cell.day} {cell.hour}:00"
    return f"{cell.year}/{cell.month}/{cell.day}" if isinstance(cell, date) else cell


@pytest.mark.parametrize("system", EXPORTS)
def test_each_mapping_we_ship_takes_an_export_twice_and_a_corrected_one(system, tmp_path):
    header, rows, (row, column, cell, change) = EXPORTS[system]
    write_table(tmp_path, "objects", [{"code": c, "name": n} for c, n in zip(FIRMS, NAMES, strict=True)])
    (tmp_path / "exchange").mkdir()
    shutil.copy(SHIPPED / "exchange" / f"in-{system}.csv", tmp_path / "exchange")

    def take(form, rows):
        name, content = form(header, rows)
        (tmp_path / name).write_bytes(content)
        plan = steps.plan_exchange(tmp_path, system, tmp_path / name, as_of=DAY)
        steps.carry_out_import(tmp_path, plan, tmp_path / name, as_of=DAY)
        return plan.changes

    assert len(take(as_workbook, rows)) == len(rows)
    before = {path: path.read_bytes() for path in tmp_path.glob("*/*.csv")}
    assert take(as_workbook, rows) == take(as_text, rows) == ()
    assert {path: path.read_bytes() for path in tmp_path.glob("*/*.csv")} == before
    corrected = [list(line) for line in rows]
    corrected[row][column] = cell
    assert [found.fields for found in take(as_text, corrected)] == [(change,)]
    assert take(as_workbook, corrected) == ()


def test_every_mapping_we_ship_is_tried():
    assert set(EXPORTS) == set(mapping_names(SHIPPED))


def test_formulas_hidden_rows_and_a_second_sheet_of_an_export_are_told(data):
    book = Workbook()
    page = book.active
    for line in (
        ["决定书文号", "当事人", "处罚日期", "金额（万元）", "种类"],
        ["1号", "甲厂（示例）", "2025/3/1", "=1+1", "1"],
    ):
        page.append(line)
    page.append(["2号", "乙厂（示例）", "2025/4/1", 0.3, "2"])
    page.row_dimensions[3].hidden = True
    other = book.create_sheet("二月")
    for line in page.iter_rows(values_only=True):
        other.append(line)
    book.save(data / "导出.xlsx")
    with pytest.raises(FindingsError) as error:
        steps.plan_exchange(data, "处罚", data / "导出.xlsx", as_of=DAY)
    assert {("registers.formula", 2, "金额（万元）"), ("registers.other-sheet", None, "")} <= {
        (found.code, found.row, found.column) for found in error.value.findings
    }
    page["D2"] = 2
    book.remove(other)
    book.save(data / "导出.xlsx")
    plan = steps.plan_exchange(data, "处罚", data / "导出.xlsx", as_of=DAY)
    assert [(found.code, found.row) for found in plan.warnings] == [("registers.hidden-rows", 3)]
