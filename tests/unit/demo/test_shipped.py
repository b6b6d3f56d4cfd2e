"""The shipped data are exactly what the generator makes, and hold the cases that were planted."""

import csv
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from sampler.demo import tables
from sampler.demo.generate import GENERATED, SHIPPED, generate
from sampler.demo.place import load_place
from sampler.demo.witnessing import witness_key
from sampler.office.audit import verify
from sampler.registers import check_registers, read_bureau
from sampler.workflow.office_ends import ends

COUNTY, ZONE = SHIPPED["county"], SHIPPED["zone"]
LAST = {"county": date(2025, 12, 26), "zone": date(2023, 12, 29)}


def files(folder):
    found = {
        path.relative_to(folder).as_posix(): path for name in GENERATED for path in (folder / name).rglob("*")
    }
    return {name: path.read_bytes() for name, path in found.items() if path.is_file()}


@dataclass
class Year:
    """A year made anew, and what was seen after its steps."""

    folder: Path
    faults: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)


@pytest.fixture(scope="module", params=["zone", "county"])
def year(request, tmp_path_factory):
    """Make a year step by step; where visits or results changed, look how the drawn units end on that day."""
    made, seen = Year(tmp_path_factory.mktemp(request.param) / "data"), {}

    def look(step):
        tables = [*made.folder.glob("visits/*.csv"), *made.folder.glob("results/*.csv")]
        now = {path: path.stat().st_mtime_ns for path in tables}
        if now != seen:
            seen.clear()
            seen.update(now)
            found = ends(made.folder, str(LAST[request.param].year), as_of=step.day)
            made.faults |= {f"{one.code} {one.value} {one.reason}" for one in found.findings}
            for path in tables:
                with path.open(encoding="utf-8", newline="") as file:
                    made.states |= {row["状态"] for row in csv.DictReader(file) if "状态" in row}

    generate(request.param, made.folder, SHIPPED[request.param], look)
    return request.param, made


def test_the_shipped_folder_is_what_the_generator_writes(year):
    """Byte for byte. After a change of rules or steps: ``python -m sampler.demo --shipped``."""
    key, made_anew = year
    made, shipped = files(made_anew.folder), files(SHIPPED[key])
    assert sorted(made) == sorted(shipped)
    assert [name for name in made if made[name] != shipped[name]] == []
    assert (made_anew.folder / "bureau.toml").read_bytes() == (SHIPPED[key] / "bureau.toml").read_bytes()


def test_on_every_day_of_the_year_each_drawn_unit_has_one_end_or_still_runs(year):
    """But for the two visits that were planted to be late: one never made, one made after its deadline."""
    key, made = year
    late = "过了截止日期 2025-09-30，还没有检查。"
    planted = {f"office.no-ending 2025Q3-{number} {late}" for number in ("027", "029")}
    assert made.faults == (planted if key == "county" else set())


def test_the_year_runs_through_every_state_of_a_result(year):
    """未检查 to 已公开; corrections, and withheld and withdrawn results."""
    key, made = year
    common = {"未检查", "已检查待审核", "已审核", "已公开", "不予公开"}
    assert made.states >= common | ({"已撤回"} if key == "county" else set())
    with (made.folder / "results" / "corrections.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file))


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
