"""Checks over whole data folders."""

from datetime import date

import pytest
from stdnum.cn import uscc

from sampler.registers import check_registers, write_table
from sampler.registers.codes import ALPHABET, check_character, is_credit_code

DAY = date(2025, 6, 30)


def code(body):
    return body + check_character(body)


A, B = code("91130100MA0AAAAA1"), code("91130100MA0BBBBB2")
INSPECTOR = {"certificate": "001", "name": "赵示例", "section": "一队", "valid_until": "2027-01-01"}


def found(data, *, level=None):
    return {
        (f.code.removeprefix("registers."), f.file, f.row, f.column)
        for f in check_registers(data, DAY)
        if level in (None, f.level)
    }


def objects(data, *rows):
    write_table(
        data,
        "objects",
        [{"name": f"甲乙丙{i}号厂", "entered": "2024-01-01"} | row for i, row in enumerate(rows)],
    )


def test_a_clean_folder_has_no_findings(tmp_path):
    objects(tmp_path, {"code": A}, {"code": B, "name": "完全不同的名字"})
    write_table(tmp_path, "inspectors", [INSPECTOR])
    assert found(tmp_path) == set()


@pytest.mark.parametrize(
    "body",
    ["A1130100MA0AAAAA1", "N2130100MA0AAAAA1", "Y1130100MA0AAAAA1", "91130100MA0AAAAA1", "12130100000000001"],
)
def test_codes_of_every_registering_body_are_accepted(body):
    assert is_credit_code(code(body))


def test_our_arithmetic_agrees_with_the_common_library_where_both_apply():
    for place, body in enumerate(
        f"9113010{region}MA0{letter}AAAA1" for region in range(10) for letter in ALPHABET
    ):
        full = code(body)
        assert uscc.is_valid(full), full
        assert not uscc.is_valid(full[:17] + ALPHABET[(ALPHABET.index(full[17]) + 1 + place % 29) % 31])


def test_every_single_changed_character_of_a_code_is_noticed():
    for place in range(18):
        for other in ALPHABET:
            assert other == A[place] or not is_credit_code(A[:place] + other + A[place + 1 :])


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (A[:17] + ("0" if A[17] != "0" else "1"), f"最后一位应是 {A[17]}"),
        (A[:9] + "O" + A[10:], "I、O、S、V、Z"),
        (A[:17], "有 17 位"),
        ("130100123456789", "旧注册号"),
        ("11010519491231002X", "公民身份号码"),
        ("甲1", "自编代码"),
    ],
)
def test_a_wrong_code_says_what_is_wrong_with_it(tmp_path, wrong, hint):
    objects(tmp_path, {"code": wrong})
    findings = [f for f in check_registers(tmp_path, DAY) if f.column == "对象代码"]
    assert len(findings) == 1
    assert hint in findings[0].reason


def test_own_codes_follow_the_pattern_of_the_bureau(tmp_path):
    objects(tmp_path, {"code": "ZX7"}, {"code": "XM-01"})
    assert {entry[0] for entry in found(tmp_path)} == {"wrong-code"}
    (tmp_path / "bureau.toml").write_text("[registers]\ncode_pattern = 'ZX\\d|XM-\\d\\d'\n", "utf-8")
    assert found(tmp_path) == set()


def test_references_must_point_to_something(tmp_path):
    objects(tmp_path, {"code": A})
    write_table(tmp_path, "inspectors", [INSPECTOR])
    write_table(tmp_path, "recusals", [{"certificate": "0O1", "code": B, "reason": "亲属"}])
    write_table(tmp_path, "penalties", [{"event_id": "1", "code": B, "date": "2025-01-01"}])
    assert found(tmp_path, level="error") == {
        ("unknown-reference", "registers/recusals.csv", 2, "执法证号"),
        ("unknown-reference", "registers/recusals.csv", 2, "对象代码"),
    }
    assert ("unknown-reference", "events/penalties.csv", 2, "对象代码") in found(tmp_path, level="warning")


def test_each_value_of_a_list_is_looked_up(tmp_path):
    item = {
        "item_id": "SX-01",
        "category": "c",
        "name": "n",
        "scope": "s",
        "weight": "一般检查事项",
        "basis": "b",
    }
    write_table(tmp_path, "items", [item])
    task = dict.fromkeys(
        ("plan_id", "plan_name", "task_id", "task_name", "ratio", "lead_section", "months"), "x"
    )
    write_table(
        tmp_path,
        "plans",
        [task | {"kind": "定向", "items": "SX-01；SX-02", "scope": "重点", "period": "2025Q1"}],
        "2025",
    )
    findings = check_registers(tmp_path, DAY)
    assert [
        (f.value, f.suggestion.startswith("是不是“SX-01”"))
        for f in findings
        if f.code.endswith("unknown-reference")
    ] == [("SX-01；SX-02", True)]


def test_dates_must_make_sense(tmp_path):
    objects(
        tmp_path,
        {"code": A, "entered": "2025-03-01", "left": "2025-02-01", "status": "注销"},
        {"code": B, "entered": "2026-01-01"},
    )
    write_table(
        tmp_path,
        "inspectors",
        [
            INSPECTOR | {"valid_from": "2028-01-01"},
            INSPECTOR | {"certificate": "002", "valid_until": "2025-06-29"},
        ],
    )
    assert found(tmp_path) >= {
        ("date-order", "registers/objects.csv", 2, "出库日期"),
        ("future-date", "registers/objects.csv", 3, "入库日期"),
        ("date-order", "registers/inspectors.csv", 2, "证件有效期至"),
        ("certificate-not-yet-valid", "registers/inspectors.csv", 2, "证件发放日期"),
        ("certificate-expired", "registers/inspectors.csv", 3, "证件有效期至"),
    }


def test_rows_in_the_file_of_another_year_are_told(tmp_path):
    write_table(tmp_path, "calendar", [{"date": "2024-10-01", "kind": "休"}], "2025")
    assert found(tmp_path) == {("wrong-file", "calendar/2025.csv", 2, "日期")}


@pytest.mark.parametrize(
    ("months", "code"),
    [
        ("2025年1月—3月", None),
        ("2025年3月", None),
        ("2025年3月—1月", "date-order"),
        ("2025年3月至5月", "months-outside-period"),
        ("2024年12月—2025年2月", "months-outside-period"),
    ],
)
def test_the_months_of_a_task_lie_within_its_period(tmp_path, months, code):
    task = dict.fromkeys(
        ("plan_id", "plan_name", "task_id", "task_name", "ratio", "lead_section", "scope"), "x"
    )
    write_table(
        tmp_path,
        "plans",
        [task | {"kind": "定向", "items": "x", "period": "2025Q1", "months": months}],
        "2025",
    )
    assert {entry[0] for entry in found(tmp_path) if entry[3] == "抽查时间"} == ({code} if code else set())


def test_the_register_and_its_events_must_agree(tmp_path):
    objects(
        tmp_path,
        {"code": A, "positive": "是", "credit": "A", "status": "在业"},
        {"code": B, "status": "暂不抽取", "status_date": "2025-01-01", "name": "别的名字"},
    )
    for table, extra in (
        ("positive_list", {"action": "移出"}),
        ("credit", {"level": "C"}),
        ("stoppages", {"action": "停产"}),
    ):
        write_table(tmp_path, table, [{"event_id": "1", "code": A, "date": "2025-05-01"} | extra])
    rows = {A: 2, B: 3} if A < B else {B: 2, A: 3}
    codes = {(entry[0], entry[2], entry[3]) for entry in found(tmp_path)}
    assert codes == {
        ("positive-contradicts-event", rows[A], "正面清单"),
        ("credit-contradicts-event", rows[A], "信用等级"),
        ("status-contradicts-event", rows[A], "状态"),
        ("hold-without-record", rows[B], "停止抽取至"),
        ("hold-without-record", rows[B], "停止抽取原因"),
        ("hold-without-record", rows[B], "决定人"),
    }


def test_a_renamed_firm_with_the_same_code_is_told_as_one(tmp_path):
    objects(tmp_path, {"code": A, "name": "晨露纸箱厂"}, {"code": A, "name": "晨露纸制品有限公司"})
    assert {entry[0] for entry in found(tmp_path)} == {"renamed-object", "duplicate-key"}


def test_the_same_firm_under_near_names_is_told(tmp_path):
    objects(
        tmp_path,
        {"code": "XM-01", "name": "赵县晨露纸制品有限公司（示例）"},
        {"code": "XM-02", "name": "赵县晨露纸制品有限责任公司"},
        {"code": "XM-03", "name": "东山一号加油站", "person": "冀某"},
        {"code": "XM-04", "name": "东山二号加油站", "person": "冀某"},
        {"code": "XM-05", "name": "东山三号加油站", "person": "别人"},
    )
    assert {entry[:3] for entry in found(tmp_path)} == {
        ("near-name", "registers/objects.csv", 3),
        ("near-name", "registers/objects.csv", 5),
    }


def test_an_unknown_word_comes_with_the_nearest_one(tmp_path):
    objects(tmp_path, {"code": A, "permit_class": "重点官理"})
    assert "是不是“重点管理”" in check_registers(tmp_path, DAY)[0].suggestion
