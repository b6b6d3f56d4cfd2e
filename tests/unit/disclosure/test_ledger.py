"""No count of withheld rows can be worked out from the ledger, its past and the lists."""

import pytest

from sampler.disclosure.ledger import Day, withheld_rows
from tests.unit.disclosure import bureau


@pytest.fixture
def data(tmp_path):
    return bureau.make(tmp_path / "data")


A, B = ("检查对象", "第十五条"), ("检查对象", "第十六条")


def day(number, counts, down=0, added=0):
    return Day(f"2025-01-{number:02}", counts, {"检查对象": down}, {"检查对象": added})


def shown(*days, elsewhere=0):
    return [(row.ground, row.count) for row in withheld_rows(days, {"检查对象": elsewhere})]


def test_counts_are_shown_in_bands_of_five():
    assert shown(day(1, {A: 3, B: 12})) == [("第十五条", "少于5"), ("第十六条", "10—14")]


def test_a_count_that_falls_below_a_band_when_one_row_is_added_loses_its_number():
    assert shown(day(1, {A: 5}), day(2, {A: 4}, added=1)) == [("依法不予公开", "若干")]


def test_a_count_that_falls_when_many_rows_are_added_keeps_its_band():
    assert shown(day(1, {A: 5}), day(2, {A: 4}, added=30)) == [("第十五条", "少于5")]


def test_tombstones_that_nearly_fill_a_band_give_the_count_away():
    assert shown(day(1, {}), day(2, {A: 4}, down=4)) == [("依法不予公开", "若干")]


def test_grounds_are_told_together_when_each_alone_would_be_found_out():
    before, after = {A: 5, B: 7}, {A: 4, B: 8}
    assert shown(day(1, before), day(2, after)) == [("第十五条", "少于5"), ("第十六条", "5—9")]
    assert shown(day(1, {A: 4, B: 4}), elsewhere=7) == [("依法不予公开", "5—9")]


def test_units_shown_without_a_name_count_as_known():
    assert shown(day(1, {A: 4}), elsewhere=4) == [("依法不予公开", "若干")]
    assert shown(day(1, {A: 4}), elsewhere=1) == [("第十五条", "少于5")]


def test_an_object_withheld_as_a_whole_leaves_no_gap_whatever_the_ground(data):
    for ground in ("第十四条", "第十五条", "第十六条"):
        bureau.change(data, "withhold", "decision_id", "JD-1", ground=ground)
        ids = sorted(row.public_id for row in bureau.exported(data).record.objects)
        assert ids == [f"e{number:05}" for number in range(1, len(ids) + 1)]
