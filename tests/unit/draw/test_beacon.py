"""Beacon lines are read strictly, and nothing in them can be chosen."""

from datetime import date

import pytest

from sampler.draw import beacon, canon, lottery
from sampler.draw.beacon import Rung, Slot

GOOD = [
    "1 ssq 2025071 2025-06-24 03 07 12 19 25 31 + 08",
    "2 dlt 25071 2025-06-25 05 11 18 22 34 + 03 09",
    "1 drand 1000 2023-08-23 " + "b" * 96,
    "12 dice 2025Q3-a 2025-06-27 " + " ".join("3515162435" * 2 + "35151"),
]
BAD = [
    "1 ssq 2025071 2025-06-24 07 03 12 19 25 31 + 08",  # not ascending
    "1 ssq 2025071 2025-06-24 03 03 12 19 25 31 + 08",  # twice
    "1 ssq 2025071 2025-06-24 03 07 12 19 25 34 + 08",  # over 33
    "1 ssq 2025071 2025-06-24 03 07 12 19 25 31 + 17",  # over 16
    "1 ssq 2025071 2025-06-24 00 07 12 19 25 31 + 08",  # 00
    "1 ssq 2025071 2025-06-24 3 07 12 19 25 31 + 08",  # one digit
    "1 ssq 2025071 2025-06-24 03 07 12 19 25 + 08",  # five
    "1 ssq 2025071 2025-06-24 03 07 12 19 25 31 08",  # no plus
    "1 ssq 2025071 2025-06-25 03 07 12 19 25 31 + 08",  # a Wednesday
    "1 ssq 2024071 2025-06-24 03 07 12 19 25 31 + 08",  # another year
    "1 ssq 2025000 2025-06-24 03 07 12 19 25 31 + 08",
    "1 ssq 2025071  2025-06-24 03 07 12 19 25 31 + 08",  # two spaces
    "1 ssq 2025071 2025-06-24 03 07 12 19 25 31 + 08 ",
    "1 ssq 2025071 2025-06-31 03 07 12 19 25 31 + 08",
    "1 ssq 2025071 ２０２５-06-24 03 07 12 19 25 31 + 08",
    "0 ssq 2025071 2025-06-24 03 07 12 19 25 31 + 08",
    "1 kl8 2025071 2025-06-24 03 07 12 19 25 31 + 08",
    "2 dlt 2025071 2025-06-25 05 11 18 22 34 + 03 09",  # seven digits
    "2 dlt 25071 2025-06-25 05 11 18 22 36 + 03 09",
    "2 dlt 25071 2025-06-25 05 11 18 22 34 + 09 03",
    "2 dlt 25071 2025-06-25 05 11 18 22 34 + 03 13",
    "2 dlt 25071 2025-06-24 05 11 18 22 34 + 03 09",
    "1 drand 1000 2023-08-24 " + "b" * 96,
    "1 drand 01000 2023-08-23 " + "b" * 96,
    "1 drand 1000 2023-08-23 " + "B" * 96,
    "1 drand 1000 2023-08-23 " + "b" * 95,
    "1 drand 999999999999999 2023-08-23 " + "b" * 96,
    "1 dice x 2025-06-27 " + " ".join("1" * 24),
    "1 dice x 2025-06-27 " + " ".join("7" * 25),
    "1 dice 期 2025-06-27 " + " ".join("1" * 25),
]


@pytest.mark.parametrize("text", GOOD)
def test_a_line_in_form_is_read_by_both_programs(text, node):
    assert beacon.read_line(text).text == text
    assert node.evaluate(f"V.readLine({text!r}).text") == text


def test_a_line_in_another_form_is_refused_by_both_programs(node):
    accepted = node.evaluate(
        f"{BAD!r}.filter((t) => {{ try {{ V.readLine(t); return true; }} catch (e) {{ return false; }} }})"
    )
    assert accepted == []
    for text in BAD:
        with pytest.raises(canon.FormError):
            beacon.read_line(text)


def test_a_beacon_on_or_before_the_commitment_is_refused():
    slots = (Slot(1, (Rung("ssq", "2025071", "2025-06-24", 2),)),)
    beacon.check_slots(slots, after="2025-06-23")
    for day in ("2025-06-24", "2025-06-25"):
        with pytest.raises(canon.FormError, match="晚于承诺"):
            beacon.check_slots(slots, after=day)


def test_a_line_of_another_edition_is_no_beacon_of_this_draw():
    slots = (Slot(1, (Rung("ssq", "2025072", "2025-06-26", 2),)),)
    with pytest.raises(canon.FormError, match="预先指定"):
        beacon.rung_of(beacon.read_line(GOOD[0]), slots)


def test_editions_skip_the_days_on_which_the_lotteries_are_closed():
    closed = lottery.read_closed("2025-01-28~2025-02-04；2025-10-01~2025-10-04")
    ssq, dlt = dict(lottery.editions("ssq", 2025, closed)), dict(lottery.editions("dlt", 2025, closed))
    assert ssq["2025001"] == date(2025, 1, 2)
    assert ssq["2025011"] == date(2025, 1, 26)
    assert ssq["2025012"] == date(2025, 2, 6)
    assert len(ssq) == 151
    assert dlt["25001"] == date(2025, 1, 1)
    assert not (set(ssq.values()) | set(dlt.values())) & closed


def test_the_plan_of_a_draw_is_later_than_its_commitment_and_complete():
    closed = lottery.read_closed("2025-10-01~2025-10-04")
    slots = lottery.slots_after(date(2025, 9, 28), closed, name="2025Q4")
    beacon.check_slots(slots, after="2025-09-28")
    assert [[rung.source for rung in slot.ladder] for slot in slots] == [
        ["ssq", "ssq", "dice"],
        ["dlt", "dlt", "dice"],
    ]
    assert all(date.fromisoformat(rung.date) not in closed for slot in slots for rung in slot.ladder[:2])


@pytest.mark.parametrize("text", ["", "2026-02-30", "2026-02-01~2026-01-01", "2026-01-01~2026-12-31", "春节"])
def test_closures_that_make_no_sense_are_refused(text):
    with pytest.raises(canon.FormError, match="休市"):
        lottery.read_closed(text)


@pytest.mark.parametrize(
    ("source", "edition", "day"),
    [("ssq", "2025071", "2025-06-24"), ("dlt", "25071", "2025-06-25")],
)
def test_the_closures_that_are_known_give_the_editions_of_the_year(source, edition, day):
    """Closed days of three notices of the Ministry of Finance: ten around the Spring Festival, four at National Day."""
    closed = lottery.read_closed(lottery.closures(2025))
    assert dict(lottery.editions(source, 2025, closed))[edition].isoformat() == day
    assert {year: len(lottery.read_closed(lottery.closures(year))) for year in lottery.CLOSURES} == {
        2023: 14,
        2024: 14,
        2025: 14,
    }


def test_a_year_whose_notice_is_not_known_is_typed_in():
    assert lottery.closures(2025, 2026) == ""
