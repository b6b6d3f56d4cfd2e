"""Exports of other systems: in once, in twice, in corrected."""

from datetime import date
from pathlib import Path

import pytest

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
