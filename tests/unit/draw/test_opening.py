"""Replacements, states, cover groups and receipts."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampler.draw import canon, events, frame, manifest, opening
from sampler.draw.frame import StratumRows, Unit
from sampler.draw.selection import order_stratum

SEED = "5" * 64


def places(size, quota):
    rows = StratumRows([f"{n:064x}" for n in range(size)], [0] * size, [1] * size)
    return {"层": order_stratum("层", rows, quota, "uniform", SEED)}


def replaced(log, leaf, by):
    return events.append(
        log,
        date="2025-07-01",
        event="substituted",
        text="替换。",
        leaf=leaf,
        by=by,
        reason="停产",
        stratum="层",
    )


def test_a_substitute_is_the_next_in_order_even_for_a_substitute():
    order = places(6, 2)
    leaf = [place.leaf for place in order["层"]]
    log = replaced(replaced(b"", leaf[0], leaf[2]), leaf[2], leaf[3])
    due = opening.due_places(order, events.read_log(log))
    assert [place.leaf for place in due] == [leaf[0], leaf[1], leaf[2], leaf[3]]
    states = opening.states(due, events.read_log(log), {leaf[1]}, "2025-10-31", "2025-11-01")
    assert [one.state for one in states] == ["已替换", "已公开", "已替换", "逾期"]


@pytest.mark.parametrize("by", [3, 1, None])
def test_a_substitute_out_of_turn_is_refused(by):
    order = places(6, 2)
    leaf = [place.leaf for place in order["层"]]
    log = events.read_log(replaced(b"", leaf[0], leaf[by] if by else ""))
    with pytest.raises(canon.FormError, match="下一个候补"):
        opening.due_places(order, log)


def test_when_no_substitute_is_left_nobody_steps_in():
    order = places(2, 2)
    leaf = [place.leaf for place in order["层"]]
    due = opening.due_places(order, events.read_log(replaced(b"", leaf[0], "")))
    assert [place.leaf for place in due] == leaf


def test_every_unit_is_in_exactly_one_state():
    order = places(8, 6)
    leaf = [place.leaf for place in order["层"]]
    log = replaced(b"", leaf[0], leaf[6])
    log = events.append(
        log, date="2025-07-02", event="withheld", text="不公开。", leaf=leaf[1], ground="第十五条"
    )
    read = events.read_log(log)
    states = opening.states(
        opening.due_places(order, read), read, {leaf[1], leaf[2]}, "2025-10-31", "2025-10-31"
    )
    assert {one.leaf: one.state for one in states} == {
        leaf[0]: "已替换", leaf[1]: "不予公开", leaf[2]: "已公开", leaf[3]: "待检查", leaf[4]: "待检查", leaf[5]: "待检查", leaf[6]: "待检查",
    }  # fmt: skip


@given(st.integers(0, 40), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_cover_groups_hold_everyone_once_and_at_least_five(size, seed):
    leaves = [f"{n:064x}" for n in range(size)]
    blocks = opening.cover_blocks(leaves, seed)
    assert sorted(leaf for block in blocks for leaf in block) == leaves
    assert all(len(block) >= min(size, 5) for block in blocks)


@given(st.integers(6, 40), st.data())
def test_what_stays_closed_keeps_the_cover_rule(size, data):
    quota = data.draw(st.integers(1, size - 1))
    order = places(size, quota)
    due = {place.leaf for place in order["层"] if place.drawn}
    every = [place.leaf for place in order["层"]]
    masked = set(data.draw(st.lists(st.sampled_from(every), max_size=3)))
    closed = opening.closed_with(masked, order, due, SEED)
    opened = set(every) - closed
    assert masked <= closed
    assert closed & due == masked & due, "a drawn unit is never closed as a cover"
    assert opening.check_closed(order, due, opened, masked & due, SEED) == []
    if masked and size - quota >= 5:
        assert len(closed - due) >= 5
    if len(closed - due) > 0:
        torn = opened | {sorted(closed - due)[0]}
        assert opening.check_closed(order, due, torn, masked & due, SEED) != []


def test_a_log_line_cannot_be_changed_removed_or_moved():
    log = b""
    for day, note in enumerate(("甲", "乙", "丙"), 1):
        log = events.append(log, date=f"2025-07-0{day}", event="aborted", text=note, reason=note)
    lines = log.splitlines(keepends=True)
    for changed in (
        lines[1] + lines[2],
        lines[0] + lines[2],
        lines[1] + lines[0] + lines[2],
        log.replace("乙".encode(), "丁".encode()),
    ):
        with pytest.raises(canon.FormError, match="接不上"):
            events.read_log(changed)


def test_an_event_before_the_last_one_is_refused():
    log = events.append(b"", date="2025-07-02", event="closed", text="完。")
    with pytest.raises(canon.FormError, match="早于"):
        events.append(log, date="2025-07-01", event="closed", text="完。")


@pytest.mark.parametrize("more", [{}, {"reason": "x", "extra": "y"}])
def test_an_event_with_other_fields_is_refused(more):
    with pytest.raises(canon.FormError):
        events.append(b"", date="2025-07-01", event="aborted", text="x", **more)


def test_the_command_on_a_receipt_gives_the_leaf(example):
    found = manifest.read_manifest(example["draws/2025Q4/manifest.json"])
    (one,) = frame.seal([Unit("e00001", "重点")], key=b"k" * 32, draw="2025Q4", weights=False)
    text = opening.receipt(found, opening.Opening(one.leaf, one.salt, one.record))
    command = next(line for line in text.splitlines() if line.startswith("printf"))
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == one.leaf


def test_an_opening_of_another_unit_is_named(example):
    found = manifest.read_manifest(example["draws/2025Q4/manifest.json"])
    index = frame.read_frame(example["draws/2025Q4/frame.csv"]).index()
    leaf = sorted(index)[0]
    faults = opening.check_openings(
        found, index, [opening.Opening(leaf, "0" * 64, '{"burden":1,"id":"e00009","stratum":"重点"}')]
    )
    assert faults == [f"揭示 {leaf[:12]}…：盐和记录算出的叶不是它。"]
