"""Invented bureaus, each a folder as an outsider has it: rules, registers, and the numbers worked out by hand.

``expected.csv``: one row per draw and stratum; an empty cell is not asked. ``refused.txt`` instead: what the answer of
the check must say. Only the folder is given to the steps, as ``./inv quotas … --data … --policy …`` gives it.
"""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from sampler.rules.period import parse_period
from sampler.workflow import rules

FOLDERS = sorted(path.parent for path in (Path(__file__).parent / "bureaus").glob("*/policy.toml"))
COLUMNS = {"应抽": "quota", "基数": "base_count", "期次内应抽": "required", "已抽": "already"}
LISTS = {"必抽": "forced", "不列入": "excluded"}


def wanted(folder):
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quotas(folder, period):
    day = parse_period(period).start - timedelta(days=4)
    return rules.quotas(folder, period, as_of=day, policy=str(folder / "policy.toml")).values


def came_out(row, report):
    """Return a row of expected.csv as the report has it."""
    if row["层"].startswith("目标·"):
        target = next(one for one in report["targets"] if one["name"] == row["层"].removeprefix("目标·"))
        return {**row, "应抽": str(target["needed"])}
    stratum = next((one for one in report["strata"] if one["name"] == row["层"]), None)
    if stratum is None:
        return {**row, "层": f"只有 {[one['name'] for one in report['strata']]}"}
    found = {name: str(stratum[key]) for name, key in COLUMNS.items()}
    found |= {name: str(len(stratum[key])) for name, key in LISTS.items()}
    found["未定"] = "是" if report["undecided"] else ""
    return row | {name: value for name, value in found.items() if row[name]}


@pytest.mark.parametrize(
    "folder", [one for one in FOLDERS if (one / "expected.csv").is_file()], ids=lambda f: f.name
)
def test_a_bureau_s_rules_come_to_the_numbers_worked_out_by_hand(folder):
    assert rules.check_policy(folder / "policy.toml", data=None).good
    rows = wanted(folder)
    for period in dict.fromkeys(row["期"] for row in rows):
        report, asked = quotas(folder, period), [row for row in rows if row["期"] == period]
        assert [came_out(row, report) for row in asked] == asked
        assert {one["name"] for one in report["strata"]} <= {row["层"] for row in asked}
        assert {one["name"] for one in report["conflicts"]} == {row["冲突"] for row in asked} - {""}
        assert bool(report["undecided"]) == any(row["未定"] for row in asked)


@pytest.mark.parametrize(
    "folder", [one for one in FOLDERS if (one / "refused.txt").is_file()], ids=lambda f: f.name
)
def test_what_cannot_be_said_is_refused_with_the_reason(folder):
    told = rules.check_policy(folder / "policy.toml", data=None)
    assert not told.good
    assert (folder / "refused.txt").read_text("utf-8").strip() in told.text


def test_a_history_of_the_whole_year_says_what_was_left_out():
    folder = next(one for one in FOLDERS if one.name.startswith("01-"))
    notes = " ".join(quotas(folder, "2025Q2")["notes"])
    assert "history.csv 里有 9 条是 2025Q2 这一次或以后抽的" in notes
    assert "请写 2025Q2-2" in notes


def test_at_least_ninety_bureaus_are_tried():
    assert len(FOLDERS) >= 90
