"""A result whose time is over: announced before, taken down by the gate on that day, and the same after it was put on record."""

from datetime import date, timedelta

import pytest

from sampler.office.clock import Clock, deadlines
from sampler.registers import read_registers, write_table
from sampler.rules import Workdays, policy_for
from sampler.workflow import office_cases
from tests.unit.disclosure import bureau
from tests.unit.office.conftest import POLICY

RESULT = "2025Q3-T02-HJ001"
KIND = "公开期满，自动撤下"


@pytest.fixture
def data(tmp_path):
    folder = bureau.make(tmp_path / "data")
    (folder / "policy").mkdir(exist_ok=True)
    for year in (2026, 2027, 2028):
        text = POLICY.replace('"年度" = 2025', f'"年度" = {year}')
        (folder / "policy" / f"{year}.toml").write_text(text, "utf-8")
        write_table(folder, "calendar", [{"date": f"{year}-10-01", "kind": "休", "basis": "通知"}], str(year))
    return folder


def announced(data, day):
    registers = read_registers(data)
    clock = Clock(registers, policy_for(data, str(day.year)), (), day, Workdays(registers))
    return {entry.subject.replace(" ", "-"): entry.due for entry in deadlines(clock) if entry.kind == KIND}


def outside(data, day):
    record = bureau.exported(data, day).record
    tombs = {row.public_id: (row.date, row.ground) for row in record.tombstones}
    return RESULT in {row.result_id for row in record.results}, tombs.get(RESULT)


def test_the_day_that_was_announced_is_the_day_on_which_the_gate_takes_it_down(data):
    (last,) = {
        row["published"] for row in read_registers(data).all("results") if row["visit_id"] == "2025Q3-T02"
    }
    end = date.fromisoformat(last).replace(year=2027)
    assert announced(data, end - timedelta(days=31)).get(RESULT) is None
    assert announced(data, end - timedelta(days=30))[RESULT] == end.isoformat()
    assert outside(data, end - timedelta(days=1)) == (True, None)
    assert outside(data, end) == (False, (end.isoformat(), "公开期限届满"))


def test_what_stands_in_its_place_stays_the_same_after_the_expiry_was_put_on_record(data):
    before = outside(data, date(2027, 8, 2))
    assert "撤下 2 项" in office_cases.expire(data, as_of=date(2027, 8, 2)).as_text()
    assert outside(data, date(2027, 8, 2)) == before
    assert before[0] is False
    assert announced(data, date(2027, 8, 2)) == {}


def test_a_bureau_may_let_results_stay_for_ever(data):
    path = data / "bureau.toml"
    text = path.read_text("utf-8")
    assert "expiry_years_person = 2" not in text
    path.write_text(
        text.replace("[publication]\n", "") + "\n[publication]\nexpiry_years_person = 0\n", "utf-8"
    )
    assert outside(data, date(2028, 8, 2)) == (True, None)
    assert announced(data, date(2028, 8, 2)) == {}
