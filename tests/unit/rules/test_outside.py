"""A rule set tried from outside: a folder with three files, by the commands themselves."""

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sampler.failure import FindingsError, SamplerError
from sampler.registers import read_registers, write_table
from sampler.workflow import plans, rules

ROOT = Path(__file__).parents[3]
POLICY = """
"规则名称" = "试"
"年度" = 2025
[["抽查"]]
"名称" = "化工"
"条件" = "行业 = 化工"
"期次" = "每年"
"应抽" = "全部"
"""


@pytest.fixture
def folder(tmp_path):
    objects = "对象代码,名称,行业\n" + "".join(
        f"A{i},示例{i},{'化工' if i <= 8 else '食品'}\n" for i in range(1, 21)
    )
    (tmp_path / "objects.csv").write_text(objects, "utf-8")
    (tmp_path / "inspectors.csv").write_text(
        "执法证号,姓名,科室,证件有效期至\nZ1,王一,执法,2030-01-01\n", "utf-8"
    )
    (tmp_path / "规则.toml").write_text(POLICY, "utf-8")
    return tmp_path


def run(*words):
    return subprocess.run(
        [sys.executable, "-m", "sampler.commands", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_three_files_are_enough_for_quotas_as_json(folder):
    done = run(
        "quotas",
        "2025Q3",
        "--data",
        str(folder),
        "--policy",
        str(folder / "规则.toml"),
        "--as-of",
        "2025-06-26",
        "--json",
    )
    assert done.returncode == 0, done.stderr
    (stratum,) = json.loads(done.stdout)["strata"]
    assert (stratum["quota"], stratum["base_count"], stratum["draws_left"]) == (4, 8, 2)
    assert len(stratum["units"]) == 8


def test_a_policy_with_mistakes_ends_with_one_and_lists_them_as_json(folder):
    (folder / "规则.toml").write_text(POLICY.replace("应抽", "抽取"), "utf-8")
    done = run("policy.check", "--policy", str(folder / "规则.toml"), "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["errors"] == 1
    assert (told["findings"][0]["code"], told["findings"][0]["row"]) == ("rules.unknown-key", 8)


def test_undecided_numbers_end_with_one_after_the_report(folder):
    (folder / "规则.toml").write_text(POLICY.replace("全部", "未定"), "utf-8")
    told = rules.quotas(folder, "2025Q3", as_of=date(2025, 6, 26), policy=str(folder / "规则.toml"))
    assert not told.good
    assert "定下之前不能抽取" in told.text


def test_a_history_file_is_taken_off(folder):
    (folder / "history.csv").write_text("期,对象代码,层\n2025Q1,A1,化工\n2025Q2,A2,化工\n", "utf-8")
    told = rules.quotas(folder, "2025Q3", as_of=date(2025, 6, 26), policy=str(folder / "规则.toml"))
    stratum = told.values["strata"][0]
    assert (stratum["already"], stratum["quota"]) == (2, 3)
    (folder / "history.csv").write_text("期,对象代码,层\n上季度,A1,化工\n", "utf-8")
    with pytest.raises(FindingsError, match=r"history.csv 第 2 行"):
        rules.quotas(folder, "2025Q3", as_of=date(2025, 6, 26), policy=str(folder / "规则.toml"))


def test_a_start_is_written_once_and_the_schema_can_be_taken_away(folder):
    target = folder / "新.toml"
    assert run("policy.new", "--policy", str(target), "--year", "2026").returncode == 0
    again = run("policy.new", "--policy", str(target), "--year", "2026")
    assert again.returncode == 1
    assert "已经存在，没有改动" in again.stderr
    assert run("policy.schema", "--target", str(folder / "s.json")).returncode == 0
    assert json.loads((folder / "s.json").read_text("utf-8"))["title"] == "抽查规则"


def test_last_years_policy_is_carried_over(folder):
    (folder / "policy").mkdir()
    (folder / "policy" / "2025.toml").write_text(POLICY, "utf-8")
    done = run("policy.next", "2026", "--data", str(folder), "--as-of", "2025-12-01")
    assert done.returncode == 0, done.stderr
    assert '"年度" = 2026' in (folder / "policy" / "2026.toml").read_text("utf-8")


def test_classes_and_their_changes_are_shown(folder):
    rule = POLICY.replace(
        '[["抽查"]]',
        '[["类别"]]\n"名称" = "甲"\n"条件" = "行政处罚(上季度) ≥ 1"\n[["类别"]]\n"名称" = "乙"\n"条件" = "其余"\n[["抽查"]]',
    )
    (folder / "规则.toml").write_text(rule, "utf-8")
    (folder / "events").mkdir()
    (folder / "events" / "penalties.csv").write_text("事件编号,对象代码,日期\nCF1,A3,2025-05-06\n", "utf-8")
    told = rules.classes(folder, "2025Q3", as_of=date(2025, 6, 26), policy=str(folder / "规则.toml"))
    assert told.values["objects"]["A3"] == {"class": "甲", "rule": "行政处罚(上季度) ≥ 1", "events": ["CF1"]}
    told = rules.class_changes(folder, "2025Q3", as_of=date(2025, 6, 26), policy=str(folder / "规则.toml"))
    assert [one["code"] for one in told.values] == ["A3"]


def test_a_change_of_plan_keeps_old_and_new_and_restarts_publication(folder):
    row = dict.fromkeys(("task_name", "kind", "items", "scope", "lead_section"), "甲") | {
        "plan_id": "P1", "plan_name": "计划", "task_id": "P1-01", "ratio": "10%", "months": "2025年1月—3月", "period": "2025Q1", "published": "2025-01-05",
    }  # fmt: skip
    write_table(folder, "plans", [{**row, "kind": "不定向"}], "2025")
    plans.change(
        folder,
        "P1-01",
        "抽查比例",
        new="20%",
        reason="加强检查",
        approval="示批〔2025〕3号",
        as_of=date(2025, 2, 3),
    )
    registers = read_registers(folder)
    assert [(r["ratio"], r["published"]) for r in registers.table("plans", "2025").rows] == [("20%", "")]
    (entry,) = registers.table("plan_changes").rows
    assert (entry["change_id"], entry["old"], entry["new"], entry["date"]) == (
        "2025-BG001",
        "10%",
        "20%",
        "2025-02-03",
    )
    with pytest.raises(SamplerError, match="原来就是"):
        plans.change(
            folder, "P1-01", "抽查比例", new="20%", reason="甲", approval="乙", as_of=date(2025, 2, 3)
        )
    with pytest.raises(SamplerError, match="写明原因"):
        plans.change(folder, "P1-01", "抽查比例", new="30%", reason="", approval="", as_of=date(2025, 2, 3))


def test_a_drafted_plan_is_written_and_passes_the_check(folder):
    (folder / "policy").mkdir()
    (folder / "policy" / "2025.toml").write_text(POLICY, "utf-8")
    item = "事项编码,抽查类别,抽查事项,检查对象,事项类别,检查依据,责任科室\nS1,大气,甲,企业,一般检查事项,法,执法\n"
    (folder / "items.csv").write_text(item, "utf-8")
    plans.draft(folder, 2025, as_of=date(2024, 12, 20))
    assert plans.check(folder, 2025).good
    with (folder / "plans" / "2025.csv").open(encoding="utf-8", newline="") as file:
        assert [row["抽查期"] for row in csv.DictReader(file)] == ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]
    with pytest.raises(SamplerError, match="已经有计划"):
        plans.draft(folder, 2025, as_of=date(2024, 12, 20))


def test_a_draft_with_a_gap_stays_outside_the_data_folder_and_says_how_it_gets_in(folder, tmp_path):
    (folder / "policy").mkdir()
    (folder / "policy" / "2025.toml").write_text(POLICY, "utf-8")
    told = plans.draft(folder, 2025, as_of=date(2024, 12, 20), out=tmp_path / "out")
    assert not (folder / "plans" / "2025.csv").exists()
    assert (tmp_path / "out" / "plans-2025.csv").is_file()
    assert "抽查事项" in told
    assert "--table plans --part 2025" in told
