"""Every drawn unit ends in exactly one published outcome or a recorded withholding, whatever staff do in which order."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sampler.failure import SamplerError
from sampler.office.audit import verify
from sampler.office.endings import Book, DrawnUnits, Ends, ends_of
from sampler.office.outcomes import OUTCOMES
from sampler.office.states import Reason
from sampler.registers import read_registers, write_table
from sampler.workflow import office
from sampler.workflow.office_packs import packs
from tests.unit.office.conftest import write_bureau
from tests.unit.office.filling import GOOD, KEY, TRADER, fill, results, visits, write_visits

DAY = date(2025, 7, 15)
FIRST, SECOND, THIRD = ("2025Q3-001", "SX-01"), ("2025Q3-001", "SX-02"), ("2025Q3-002", "SX-01")
ORDER = {"检查结果": "发现问题已责令改正", "处理措施": "责令规范", "责令改正期限": "2025-08-10"}
WHY = Reason("复核", "局长")
UNITS = (DrawnUnits("2025Q3", (KEY, TRADER)),)
SECRET = {
    "decision_id": "J-1", "table": "objects", "target": TRADER, "effect": "不予公开", "ground": "第十四条", "reason": "涉密",
    "decided_by": "李示例", "date": "2025-01-01", "recheck": "2026-01-01",
}  # fmt: skip


def ends(data: Path, day: date = DAY, units: tuple[DrawnUnits, ...] = UNITS) -> Ends:
    return ends_of(Book(read_registers(data), "2025Q3", 20, day), units)


def codes(data: Path, day: date = DAY, units: tuple[DrawnUnits, ...] = UNITS) -> list[str]:
    return sorted({finding.code.removeprefix("office.") for finding in ends(data, day, units).findings})


@pytest.fixture
def done(data: Path, tmp_path: Path) -> Path:
    """Both visits are published."""
    write_visits(data)
    bring(data, dict.fromkeys((FIRST, SECOND, THIRD), GOOD), DAY)
    office.review_results(data, "2025Q3", by="钱示例", as_of=DAY)
    office.publish_results(data, "2025Q3", as_of=DAY)
    return data


@cache
def workshop() -> tuple[Path, Path]:
    """A data folder with its visits, and their empty pack; made once."""
    place = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, place)
    write_visits(write_bureau(place / "data"))
    made = packs(place / "data", "2025Q3", out=place, forms=None, as_of=DAY)
    return place, next(made.folder.glob("*.xlsx"))


@cache
def filled(key: tuple[str, str], *answers: tuple[str, str]) -> Path:
    """A pack with one result; made once."""
    place, pack = workshop()
    target = place / f"{abs(hash((key, answers)))}.xlsx"
    return fill(pack, target, {key: dict(answers)})


def bring(data: Path, answers: dict[tuple[str, str], dict[str, str]], day: date, **more: object) -> None:
    for key, cells in answers.items():
        file = filled(key, *sorted(cells.items()))
        office.import_results(data, file, as_of=day, by="赵示例", **more)


def change(data: Path, table: str, number: int, **cells: str) -> None:
    rows = [dict(row) for row in read_registers(data).table(table, "2025Q3").rows]
    rows[number] |= cells
    write_table(data, table, rows, "2025Q3")


def test_what_is_published_ends_and_is_counted(done):
    found = ends(done)
    assert (dict(found.counts), found.findings) == ({"已公开": 2}, ())
    assert "有且只有一个结局" in found.as_text()


def test_what_still_runs_is_no_fault_until_its_terms_are_over(data):
    write_visits(data)
    assert (dict(ends(data, date(2025, 9, 30)).counts), codes(data, date(2025, 9, 30))) == ({"办理中": 2}, [])
    assert (dict(ends(data, date(2025, 10, 2)).counts), codes(data, date(2025, 10, 2))) == (
        {"没有结局": 2},
        ["no-ending"],
    )


def test_results_that_are_not_published_in_time_are_named(data, tmp_path):
    write_visits(data)
    bring(data, {THIRD: GOOD}, DAY)
    assert codes(data, date(2025, 8, 7)) == []
    (finding,) = ends(data, date(2025, 8, 8)).findings
    assert (finding.code, finding.value) == ("office.no-ending", "2025Q3-002")
    assert "公开期限 2025-08-07" in finding.reason


def test_a_unit_without_a_visit_with_two_or_that_was_not_drawn_is_named(done):
    assert codes(done, units=(DrawnUnits("2025Q3", (KEY, TRADER, "91130533MA0000004D")),)) == [
        "unit-without-visit"
    ]
    assert codes(done, units=(DrawnUnits("2025Q3", (KEY,)),)) == ["visit-without-unit"]
    rows = [dict(row) for row in visits(done).values()]
    write_table(done, "visits", [*rows, {**rows[1], "visit_id": "2025Q3-003", "state": "未检查"}], "2025Q3")
    assert codes(done) == ["visit-without-unit"]


@pytest.mark.parametrize(
    ("table", "number", "cells", "code"),
    [
        ("visits", 0, {"state": "未检查"}, "wrong-state"),
        ("visits", 1, {"state": "已替换"}, "replaced-with-result"),
        ("visits", 1, {"items": "SX-02"}, "stray-result"),
        ("results", 2, {"state": "已撤回"}, "unexplained-withdrawal"),
        ("results", 2, {"state": "不予公开"}, "unrecorded-withholding"),
    ],
)
def test_every_other_way_of_not_ending_is_named(done, table, number, cells, code):
    change(done, table, number, **cells)
    assert code in codes(done)


def test_a_withholding_counts_once_its_decision_is_on_record(done):
    change(done, "results", 2, state="不予公开", published="")
    change(done, "visits", 1, state="不予公开")
    assert codes(done) == ["unrecorded-withholding"]
    write_table(done, "withhold", [SECRET])
    assert (codes(done), dict(ends(done).counts)) == ([], {"已公开": 1, "不予公开": 1})


def test_a_withheld_outcome_needs_its_ground(data, tmp_path):
    write_visits(data)
    with pytest.raises(SamplerError, match="必须填写情况说明"):
        bring(data, {THIRD: {**GOOD, "检查结果": "不予公开"}}, DAY)
    bring(data, {THIRD: {**GOOD, "检查结果": "不予公开", "情况说明": "依据第十五条"}}, DAY)
    office.review_results(data, "2025Q3", by="钱示例", as_of=DAY)
    office.publish_results(data, "2025Q3", as_of=DAY)
    assert results(data)[THIRD]["state"] == visits(data)["2025Q3-002"]["state"] == "不予公开"
    assert codes(data) == []


def _import(key: tuple[str, str], outcome: dict[str, str]) -> Callable[[Path, date], None]:
    return lambda data, day: bring(data, {key: GOOD | outcome}, day)


def _correct(data: Path, day: date) -> None:
    bring(data, {THIRD: {**GOOD, "检查日期": "2025-07-11"}}, day, reason=WHY)


STEPS: dict[str, Callable[[Path, date], object]] = {
    "first": _import(FIRST, ORDER),
    "second": _import(SECOND, {}),
    "third": _import(THIRD, {}),
    "third is deferred": _import(THIRD, {"检查结果": "延期检查", "情况说明": "汛期"}),
    "third stays inside": _import(THIRD, {"检查结果": "不予公开", "情况说明": "依据第十五条"}),
    "review": lambda data, day: office.review_results(data, "2025Q3", by="钱示例", as_of=day),
    "review one": lambda data, day: office.review_results(
        data, "2025Q3", by="钱示例", visits=["2025Q3-002"], as_of=day
    ),
    "publish": lambda data, day: office.publish_results(data, "2025Q3", as_of=day),
    "decide": lambda data, _: write_table(data, "withhold", [SECRET]),
    "correct": _correct,
    "withdraw": lambda data, day: office.withdraw_results(data, "2025Q3-002", reason=WHY, as_of=day),
    "withdraw one": lambda data, day: office.withdraw_results(data, *FIRST, reason=WHY, as_of=day),
}


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(sorted(STEPS)), min_size=3, max_size=7))
def test_no_order_of_steps_leaves_a_unit_with_no_end_two_ends_or_an_end_nobody_recorded(names):
    """Steps that cannot be done now are refused and change nothing; after each the promise holds and the journal is intact."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        data = place / "data"
        shutil.copytree(workshop()[0] / "data", data)
        for number, name in enumerate(names):
            with suppress(SamplerError):
                STEPS[name](data, DAY + timedelta(days=number))
            assert codes(data, DAY + timedelta(days=number)) == [], name
        assert sum(ends(data).counts.values()) == 2
        assert [finding for finding in verify(data) if finding.level == "error"] == []


def test_every_outcome_word_leads_to_an_end(data, tmp_path):
    write_visits(data)
    full = {
        "处理措施": "措施", "情况说明": "说明", "责令改正期限": "2025-08-10", "移送单位": "县公安局", "佐证编号": "ZJ-1",
    }  # fmt: skip
    for number, word in enumerate(OUTCOMES):
        copy = tmp_path / f"{number}"
        shutil.copytree(data, copy)
        bring(copy, {THIRD: {**GOOD, **full, "检查结果": word}}, DAY)
        office.review_results(copy, "2025Q3", by="钱示例", as_of=DAY)
        office.publish_results(copy, "2025Q3", as_of=DAY)
        ended = "不予公开" if word == "不予公开" else "已公开"
        open_ones = {"办理中": 2} if word == "延期检查" else {"办理中": 1, ended: 1}
        assert (dict(ends(copy).counts), codes(copy)) == (open_ones, []), word
