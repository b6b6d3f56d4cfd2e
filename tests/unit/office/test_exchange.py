"""The mapping tables hold the fields that the other systems ask for, with their lengths and code lists, and miss nothing silently."""

import csv
import io
from pathlib import Path

import pytest

from sampler.office.exchange import Line, Target, export, read_target
from sampler.office.outcomes import OUTCOMES
from sampler.office.records import Sources
from sampler.registers import read_registers

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "data" / "exchange"
CREDIT = "out-结果-国家企业信用信息公示系统.csv"
ACTION = "out-结果-互联网+监管检查行为.csv"
PENALTY = "out-处罚-双公示.csv"
FIELDS = {
    CREDIT: "raninsPlanId raninsPlaneName raninsTaskId raninsTaskName raninsTypeName insAuth insDate raninsItemName raninsCheckResName",
    ACTION: "plan_id supervise_item_implement_code supervise_item_check_icode check_action_name check_action_code "
    "implement_institution implement_institution_code supervise_object administrative_cp administrative_cp_na "
    "administrative_cp_ce_type administrative_cp_ui_code address_registered address_operating area_number check_form "
    "check_type check_mode check_result check_date check_personnel check_personnel_code",
    PENALTY: "CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_FRDB CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK CF_JDRQ CF_YXQ "
    "CF_GSJZQ CF_CFJG CF_CFJGDM BZ",
}
"""Every field of a target, in the order of the target's own list."""
MUST = (
    "supervise_item_implement_code supervise_item_check_icode check_action_name check_action_code supervise_object "
    "administrative_cp administrative_cp_na administrative_cp_ce_type administrative_cp_ui_code area_number check_form "
    "check_type check_result check_date check_personnel"
)
"""The fields that 互联网+监管 insists on."""
LENGTHS = {
    "supervise_item_implement_code": 14, "check_action_code": 50, "supervise_object": 200, "administrative_cp_ui_code": 20,
    "address_registered": 400, "address_operating": 400, "area_number": 6,
}  # fmt: skip
CREDIT_CODES = {
    "01": "未发现问题", "02": "发现问题经责令已改正", "03": "未发现本次抽查涉及的生产经营活动", "04": "不配合检查情节严重", "05": "注销",
    "06": "暂停营业", "07": "吊证", "08": "关闭", "09": "发现问题待后续处理", "10": "通过登记的住所（经营场所）无法联系", "11": "被撤销", "12": "迁出",
    "13": "未按规定公示应当公示的信息", "14": "公示信息隐瞒真实情况弄虚作假",
}  # fmt: skip
CERTAIN = {
    "未发现问题": "01", "发现问题已责令改正": "02", "未发现开展本次抽查涉及的经营活动": "03", "不配合检查情节严重": "04", "停产": "06",
    "发现问题待后续处理": "09", "立案处罚": "09", "移送司法": "09", "移交其他部门": "09", "无法联系": "10",
}  # fmt: skip


def lines_of(name: str) -> dict[str, Line]:
    return {line.field: line for line in read_target(FOLDER / name).lines}


@pytest.mark.parametrize("name", FIELDS)
def test_a_mapping_has_every_field_of_its_target_in_order(name):
    assert [line.field for line in read_target(FOLDER / name).lines] == FIELDS[name].split()


def test_what_the_supervision_platform_insists_on_is_required_and_its_lengths_are_kept():
    lines = lines_of(ACTION)
    assert {field for field, line in lines.items() if line.required} == set(MUST.split())
    assert {field: line.length for field, line in lines.items() if line.length} == LENGTHS


def test_outcomes_go_out_as_codes_of_the_credit_system_and_never_as_a_guess():
    codes = lines_of(CREDIT)["raninsCheckResName"].codes
    assert set(codes.values()) <= set(CREDIT_CODES)
    assert {word: codes[word] for word in CERTAIN} == CERTAIN
    silent = {word for word in OUTCOMES if word not in codes}
    assert silent == {"已关闭/搬迁/注销", "延期检查", "不予公开"}


def test_every_outcome_without_a_code_is_a_gap_in_the_report_and_an_empty_cell():
    (target,) = [Target("试", "结果", (lines_of(CREDIT)["raninsCheckResName"],))]
    registers = read_registers(ROOT / "data")
    made = export(registers, target, period="2025", day="2025-12-26")
    words = [
        record[1]["检查结果.检查结果"]
        for record in Sources(registers, "2025-12-26").records("结果", "2025")[0]
    ]
    known = target.lines[0].codes
    assert [row[0] for row in made.rows] == [known.get(word, "") for word in words]
    assert len(made.gaps) == sum(word not in known for word in words)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("out-*.csv")), ids=lambda path: path.stem)
def test_the_completeness_report_counts_every_field_as_the_file_has_it(path):
    made = export(read_registers(ROOT / "data"), read_target(path), period="2025", day="2025-12-26")
    rows = list(csv.DictReader(io.StringIO(made.as_csv().decode("utf-8-sig"), newline="")))
    report = made.report()
    stated = {row[0]: row[4] for row in report.sections[1].rows}
    assert stated == {f: f"{sum(bool(row[f]) for row in rows)}/{len(rows)}" for f in stated}
    assert rows or "信用" in path.stem
    for line in made.lines:
        wrong = [gap for gap in made.gaps if gap[1] == line.field]
        empty = sum(not row[line.field] for row in rows)
        long = sum(bool(line.length) and len(row[line.field]) > line.length for row in rows)
        assert len(wrong) == (empty if line.required else 0) + long, line.field
    assert ("可以报送" in report.as_text()) == (bool(rows) and not made.gaps)
