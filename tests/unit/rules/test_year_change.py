"""Classes across the end of a year: each quarter is judged by its own policy, and both are cited."""

from datetime import date

import pytest

from sampler.registers import read_registers, write_table
from sampler.workflow import rules
from sampler.workflow.registers_changes import find_reclassed
from tests.unit.policies import two_classes

POLICY = """
"规则名称" = "示例县{year}年规则"
"年度" = {year}
""" + two_classes("25%", "5%", "年排放量 ≥ {limit}")


@pytest.fixture
def data(tmp_path):
    """Return a folder whose threshold falls from 100 to 50 at the new year."""
    write_table(tmp_path, "inspectors", [])
    rows = [
        {"code": code, "name": f"示例{code}厂", "年排放量": amount}
        for code, amount in (("A", "120"), ("B", "60"), ("C", "5"))
    ]
    (tmp_path / "objects.csv").write_text(
        "对象代码,名称,年排放量\n" + "".join(f"{r['code']},{r['name']},{r['年排放量']}\n" for r in rows),
        encoding="utf-8",
    )
    (tmp_path / "policy").mkdir()
    for year, limit in ((2025, 100), (2026, 50)):
        text = POLICY.replace("{year}", str(year)).replace("{limit}", str(limit))
        (tmp_path / "policy" / f"{year}.toml").write_text(text, "utf-8")
    return tmp_path


def test_the_report_of_the_first_quarter_cites_both_years(data):
    told = rules.class_changes(data, "2026Q1", as_of=date(2025, 12, 29))
    assert "2025Q4 按“示例县2025年规则”（2025 年第 1 版），2026Q1 按“示例县2026年规则”" in told.text
    (only,) = told.values
    assert (only["code"], only["before"], only["after"]) == ("B", "一般", "重点")
    assert (only["rule_before"], only["rule"]) == ("其余", "年排放量 ≥ 50")


def test_within_a_year_one_policy_is_used_and_not_cited_twice(data):
    told = rules.class_changes(data, "2025Q3", as_of=date(2025, 6, 26))
    assert told.values == []
    assert "按“" not in told.text


def test_a_year_without_a_policy_is_judged_by_the_other(data):
    (data / "policy" / "2025.toml").unlink()
    assert rules.class_changes(data, "2026Q1", as_of=date(2025, 12, 29)).values == []


def test_the_change_record_of_the_registers_judges_each_state_by_its_year(data):
    state = read_registers(data)
    (change,) = find_reclassed(data, (state, date(2025, 12, 1)), (state, date(2026, 1, 5)))
    assert change.key == "B"
    assert change.fields[0] == ("类别", "一般", "重点")
    header, old, new = change.fields[1]
    assert header == "依据"
    assert old == "“示例县2025年规则”（2025 年第 1 版）；其余"
    assert new.startswith("“示例县2026年规则”（2026 年第 1 版）；年排放量 ≥ 50")
