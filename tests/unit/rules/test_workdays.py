"""Working days: the shipped tables against another source, and what a missing year says."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from sampler.failure import SamplerError
from sampler.registers import read_registers
from sampler.rules.period import parse_period
from sampler.rules.workdays import Workdays, draw_window

DATA = Path(__file__).parents[3] / "data"
BUREAU = Path(__file__).parents[2] / "bureaus" / "hengshui-gaoxin-2023"


@pytest.fixture(scope="module")
def workdays(tmp_path_factory):
    folder = tmp_path_factory.mktemp("calendar")
    (folder / "calendar").mkdir()
    for path in (DATA / "calendar").glob("*.csv"):
        (folder / "calendar" / path.name).write_bytes(path.read_bytes())
    return Workdays(read_registers(folder))


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_every_day_of_the_shipped_tables_agrees_with_chinesecalendar(workdays, year):
    day = date(year, 1, 1)
    while day.year == year:
        assert workdays.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_each_listed_day_names_its_notice_and_make_up_days_are_weekends(year):
    rows = (DATA / "calendar" / f"{year}.csv").read_text("utf-8").splitlines()[1:]
    for row in rows:
        day, kind, notice = row.split(",")
        assert notice.startswith("国办发明电〔")
        if kind == "班":
            assert date.fromisoformat(day).weekday() >= 5


def test_the_second_bureau_has_the_same_tables_for_the_years_both_have():
    both = {path.name for path in (BUREAU / "calendar").glob("*.csv")} & {
        path.name for path in (DATA / "calendar").glob("*.csv")
    }
    assert {"2023.csv", "2024.csv"} <= both
    for name in both:
        assert (BUREAU / "calendar" / name).read_bytes() == (DATA / "calendar" / name).read_bytes()


def test_a_year_nobody_entered_says_which_file_to_make(workdays):
    with pytest.raises(SamplerError, match=r"没有 2027 年的节假日表.*calendar/2027\.csv.*休"):
        workdays.is_workday(date(2027, 1, 4))


def test_twenty_working_days_over_the_october_holiday(workdays):
    """From 26 September 2025: 28 September and 11 October are worked, 1 to 8 October are not."""
    assert workdays.add(date(2025, 9, 26), 20) == date(2025, 10, 30)
    assert workdays.between(date(2025, 9, 26), date(2025, 10, 30)) == 20
    assert workdays.add(date(2025, 10, 30), -20) == date(2025, 9, 26)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [("2025Q4", date(2025, 9, 25), date(2025, 9, 30)), ("2025Q3", date(2025, 6, 24), date(2025, 6, 30))],
)
def test_the_last_five_working_days_of_the_quarter_before(workdays, period, first, last):
    window = draw_window("上期最后5个工作日", parse_period(period), workdays)
    assert (window.first, window.last) == (first, last)


def test_other_windows(workdays):
    period = parse_period("2025Q4")
    assert draw_window("不限", period, workdays) is None
    assert draw_window("本期前3个工作日", period, workdays).last == date(2025, 10, 11)
    assert draw_window("本期前15日", period, workdays).last == date(2025, 10, 15)
