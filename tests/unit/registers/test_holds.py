"""Dated tags that keep an object out of a frame."""

from datetime import date

import pytest

from sampler.registers import holds, read_registers, write_table

CASES = [
    ({"status": "在业"}, None, None),
    ({"status": "停产", "status_date": "2025-03-01"}, None, "停产"),
    ({"status": "停产", "status_date": "2025-07-02"}, None, None),
    ({"status": "停产", "status_date": "2025-03-01", "hold_until": "2025-06-30"}, None, None),
    (
        {"status": "暂不抽取", "hold_until": "2025-07-01", "hold_by": "科长", "hold_reason": "检修"},
        None,
        "暂不抽取",
    ),
    ({"status": "注销"}, None, "注销"),
    ({"left": "2025-07-01"}, None, "出库"),
    ({"left": "2025-07-02"}, None, None),
    ({"entered": "2025-07-02"}, None, "未入库"),
    ({"status": "在业", "status_date": "2025-01-01"}, ("2025-05-01", "停产"), "停产"),
    ({"status": "停产", "status_date": "2025-01-01"}, ("2025-05-01", "复产"), None),
    ({"status": "停产", "status_date": "2025-06-01"}, ("2025-05-01", "复产"), "停产"),
    ({"status": "在业"}, ("2025-07-02", "停产"), None),
]


@pytest.mark.parametrize(("row", "event", "expected"), CASES)
def test_an_object_is_held_out_by_what_was_known_on_the_day(tmp_path, row, event, expected):
    write_table(tmp_path, "objects", [{"code": "XM-01", "name": "甲厂"} | row])
    if event:
        write_table(
            tmp_path, "stoppages", [{"event_id": "1", "code": "XM-01", "date": event[0], "action": event[1]}]
        )
    found = holds(read_registers(tmp_path), date(2025, 7, 1))
    assert [hold.status for hold in found.values()] == ([expected] if expected else [])


def test_a_hold_tells_who_decided_and_until_when(tmp_path):
    row = {
        "code": "XM-01",
        "name": "甲厂",
        "status": "暂不抽取",
        "hold_until": "2025-09-30",
        "hold_by": "科长",
        "hold_reason": "检修",
    }
    write_table(tmp_path, "objects", [row])
    assert (
        holds(read_registers(tmp_path), date(2025, 7, 1))["XM-01"].as_text()
        == "暂不抽取（至 2025-09-30；检修；决定人：科长）"
    )
