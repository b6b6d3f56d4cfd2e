"""The shipped data are exactly what the generator makes, and hold the cases that were planted."""

import csv
import json
from datetime import date

import pytest

from sampler.demo import tables
from sampler.demo.generate import GENERATED, SHIPPED, generate
from sampler.demo.place import load_place
from sampler.demo.witnessing import witness_key
from sampler.office.audit import verify
from sampler.registers import check_registers, read_bureau

COUNTY, ZONE = SHIPPED["county"], SHIPPED["zone"]
LAST = {"county": date(2025, 12, 26), "zone": date(2023, 12, 29)}


def files(folder):
    found = {
        path.relative_to(folder).as_posix(): path for name in GENERATED for path in (folder / name).rglob("*")
    }
    return {name: path.read_bytes() for name, path in found.items() if path.is_file()}


@pytest.mark.parametrize("key", ["zone", "county"])
def test_the_shipped_folder_is_what_the_generator_writes(key, tmp_path):
    """Byte for byte. After a change of rules or steps: ``python -m sampler.demo --shipped``."""
    generate(key, tmp_path, SHIPPED[key])
    made, shipped = files(tmp_path), files(SHIPPED[key])
    assert sorted(made) == sorted(shipped)
    assert [name for name in made if made[name] != shipped[name]] == []
    assert (tmp_path / "bureau.toml").read_bytes() == (SHIPPED[key] / "bureau.toml").read_bytes()


@pytest.mark.parametrize("key", ["zone", "county"])
def test_the_checks_find_no_mistake(key):
    """Neither errors nor warnings."""
    assert [finding.as_text() for finding in check_registers(SHIPPED[key], LAST[key])] == []


@pytest.mark.parametrize("key", ["zone", "county"])
def test_the_journal_of_the_shipped_data_is_intact(key):
    """Its chain holds and it knows every file; earlier lives of invented data in git are no error."""
    assert [finding.as_text() for finding in verify(SHIPPED[key]) if finding.level == "error"] == []


@pytest.mark.parametrize("key", ["zone", "county"])
def test_the_witness_key_is_that_of_the_seed(key):
    """The invented witness signs with the key that bureau.toml names."""
    assert read_bureau(SHIPPED[key]).raw["draw"]["witness_key"] == witness_key(load_place(key))


def test_the_county_has_an_aborted_and_two_supplementary_draws():
    """2025Q2 was aborted before its beacon, 2025Q2-2 takes its place, 2025Q4-2 adds newcomers; 2026Q1 waits."""
    names = {
        path.name: [
            json.loads(line)["event"] for line in (path / "events.jsonl").read_text("utf-8").splitlines()
        ]
        for path in (COUNTY / "draws").iterdir()
        if path.is_dir()
    }
    assert sorted(names) == ["2025Q1", "2025Q2", "2025Q2-2", "2025Q3", "2025Q4", "2025Q4-2", "2026Q1"]
    assert names["2025Q2"][-1] == "aborted"
    assert names["2026Q1"] == ["frozen", "committed", "witnessed"]
    assert "substituted" in names["2025Q1"]
    assert "reassigned" in names["2025Q2-2"]
    assert "withheld" in names["2025Q3"]


def test_the_county_has_every_planted_case():
    """One look into each table."""
    objects = tables.read(COUNTY, "objects")
    assert {"停产", "注销", "搬迁"} <= {row["status"] for row in objects}
    assert any(row["former_names"] for row in objects)
    assert len(tables.read(COUNTY, "recusals")) == 4
    assert len(tables.read(COUNTY, "plan_changes")) == 1
    assert {row["new"] for row in tables.read(COUNTY, "corrections")} >= {"已撤回", "提醒告诫/轻微不罚"}
    assert {row["ground"] for row in tables.read(COUNTY, "withhold")} == {"第十四条", "第十五条", "第十六条"}
    assert len(tables.read(COUNTY, "objections")) == 2
    visits = [
        row
        for part in ("2025Q1", "2025Q2", "2025Q3", "2025Q4")
        for row in tables.read(COUNTY, "visits", part)
    ]
    assert {row["trigger"] for row in visits} == {"随机抽取", "投诉举报", "数据线索", "部门移送", "上级交办"}
    assert {row["state"] for row in visits} == {"已公开", "不予公开", "未检查"}
    followups = [
        row
        for part in ("2025Q1", "2025Q2", "2025Q3", "2025Q4")
        for row in tables.read(COUNTY, "followups", part)
    ]
    assert {row["kind"] for row in followups} == {
        "责令改正",
        "立案处罚",
        "移送公安",
        "移送其他部门",
        "信用惩戒",
    }
    assert any(row["state"] == "办理中" and row["deadline"] < "2025-12-01" for row in followups)
    assert any(row["state"] == "已撤销" for row in followups)


def test_every_item_cites_a_law_and_every_object_of_the_county_has_an_item():
    """A visit without an item cannot be made."""
    items = tables.read(COUNTY, "items")
    assert 25 <= len(items) <= 35
    assert all("《" in row["basis"] and "条" in row["basis"] for row in items)


@pytest.mark.parametrize("key", ["zone", "county"])
def test_tables_stand_in_canonical_form(key):
    """Reading and writing a shipped table changes nothing."""
    for path in sorted((SHIPPED[key] / "registers").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert path.read_bytes().endswith(b"\n")
        assert rows[1:] == sorted(rows[1:], key=lambda row: row[0]) or path.name == "recusals.csv"
