"""Steps that come too late are refused by the tool, and what the tool allows both verifiers take."""

from dataclasses import replace
from datetime import date

import pytest

from sampler.draw import canon, events
from sampler.failure import SamplerError
from sampler.registers import read_registers
from sampler.workflow import draws, draws_freeze
from tests.unit.draw.complete import public_files
from tests.unit.draw.forging import batch_changed, both
from tests.unit.draw.small_bureau import (
    POLICY,
    VALUES,
    enter,
    inspected,
    to_assigned,
    to_commit,
    to_drawn,
    value,
    write_bureau,
)

D = date.fromisoformat
FROZEN, COMMITTED, KNOWN = D("2024-12-20"), D("2024-12-21"), D("2024-12-30")


def committed(data, *, slices=1, later=True):
    """Freeze and commit; return the plan."""
    draws.freeze(data, "2025Q1", as_of=FROZEN, key=b"x" * 32)
    plan = draws.plan_after(COMMITTED, (), name="2025Q1", slices=slices, later=later)
    draws.commit(data, "2025Q1", as_of=COMMITTED, plan=plan)
    return plan


def confirmed(data, plan):
    enter(data, "2025Q1", plan.draw, KNOWN)
    draws.run(data, "2025Q1", as_of=KNOWN)
    draws.confirm(data, "2025Q1", as_of=KNOWN)


def test_a_second_manifest_of_a_period_waits_until_the_first_is_settled(data):
    to_commit(data)
    draws.freeze(data, "2025Q1-2", as_of=D("2024-12-22"), key=b"y" * 32, note="补抽")
    plan = draws.plan_after(D("2024-12-23"), (), name="2025Q1-2")
    with pytest.raises(SamplerError, match="2025Q1 已公布抽取公告，还没有抽取"):
        draws.commit(data, "2025Q1-2", as_of=D("2024-12-23"), plan=plan)


def test_no_step_is_dated_before_a_later_manifest_that_quotes_its_log(data, node):
    plan = committed(data)
    enter(data, "2025Q1", plan.draw, KNOWN)
    to_commit(data, "2025Q2", D("2025-03-20"))
    with pytest.raises(SamplerError, match="2025Q2 在 2025-03-21 公布的抽取公告已写明 2025Q1 当时记到哪里"):
        draws.run(data, "2025Q1", as_of=KNOWN)
    draws.run(data, "2025Q1", as_of=D("2025-03-21"))
    assert not any("chain" in check for check in both(public_files(data), node, "2025-03-21"))


def test_a_manifest_is_not_dated_before_the_one_it_follows(data):
    to_commit(data, "2025Q2", D("2025-03-20"))
    draws.freeze(data, "2025Q3", as_of=D("2025-03-10"), key=b"y" * 32)
    plan = draws.plan_after(D("2025-03-10"), (), name="2025Q3")
    with pytest.raises(SamplerError, match="后一份公告的日期 2025-03-10 不能更早"):
        draws.commit(data, "2025Q3", as_of=D("2025-03-10"), plan=plan)


def test_after_the_draw_no_number_is_disputed_any_more(data):
    plan, day = to_drawn(data)
    text = f"1 {value(plan.draw[0].ladder[0])}"
    assert "一致" in draws.add_beacon(data, "2025Q1", text, as_of=day).text
    with pytest.raises(SamplerError, match="已经按"):
        draws.add_beacon(data, "2025Q1", text.replace("+ 08", "+ 09"), as_of=day)
    assert not draws.existing(data, "2025Q1").has("disputed")


def test_a_rung_that_was_given_up_is_not_used_again(data):
    plan = committed(data)
    first, second = plan.draw[0].ladder[:2]
    late = D(second.date)
    draws.fall_back(data, "2025Q1", 1, "该期停售", as_of=late)
    with pytest.raises(SamplerError, match="已经改用"):
        draws.add_beacon(data, "2025Q1", f"1 {value(first)}", as_of=late)


def test_an_opened_unit_is_not_replaced_and_nothing_follows_the_close(data):
    day = to_assigned(data)
    inspected(data, "2025Q1")
    draws.open_units(data, "2025Q1", as_of=day)
    folder = draws.existing(data, "2025Q1")
    opened = {row.split(",")[0] for row in folder.read("openings.csv").decode().splitlines()[1:]}
    code = next(unit.code for leaf, unit in folder.units().items() if leaf in opened)
    with pytest.raises(SamplerError, match="不能再替换"):
        draws.substitute(data, "2025Q1", code, "停产", as_of=day)
    draws.open_all(data, "2025Q1", as_of=D("2025-04-20"))
    with pytest.raises(SamplerError, match="“揭示完毕”以后又有"):
        folder.tell(D("2025-04-21"), "confirmed", "再确认。")
    with pytest.raises(SamplerError, match="不能这样办理"):
        draws.announce_text(data, "2025Q1", "ssq 2025045 2025-04-24", as_of=D("2025-04-21"))


def test_a_record_of_the_witness_that_came_too_late_is_refused(bureau):
    folder = draws.existing(bureau, "2025Q1")
    record = canon.read_page(folder.read("witness.json"), what="witness.json")
    late = canon.page({**record, "date": "2025-01-20"})
    with pytest.raises(SamplerError, match=r"见证登记不能用.*登记日期"):
        draws.add_witness(bureau, "2025Q1", late, b"", as_of=D("2025-07-25"))


def test_without_beacons_of_its_own_the_assignment_goes_by_those_of_the_draw(data, node):
    """All batches use the draw's lines; a re-assignment announces slot 1 of a file of its own."""
    plan = committed(data, later=False)
    assert plan.assign == ()
    confirmed(data, plan)
    draws.assign(data, "2025Q1", as_of=KNOWN)
    assert "draws/2025Q1/assign-beacons.txt" not in public_files(data)
    assert both(public_files(data), node, "") == {}
    visit = read_registers(data).table("visits", "2025Q1").rows[0]
    draws.announce_text(data, "2025Q1", "ssq 2025001 2025-01-02", as_of=KNOWN)
    day = D("2025-01-02")
    draws.add_beacon(data, "2025Q1", f"1 ssq 2025001 2025-01-02 {VALUES['ssq']}", as_of=day)
    ill = visit["team"].split("；")[0]
    draws.reassign(data, "2025Q1", {visit["visit_id"]: ([ill], "请假")}, as_of=day)
    files = public_files(data)
    assert both(files, node, "") == {}
    told = events.of(draws.existing(data, "2025Q1").log(), "announced")
    assert [(one.get("batch"), one.get("slot")) for one in told] == [("r1", "1")]
    wrong = batch_changed(files, "2025Q1", 1, lines=files["draws/2025Q1/beacons.txt"].decode().splitlines())
    assert "不是公告指定" in both(wrong, node, "")["2025Q1", "assignment"]


def test_each_slice_has_its_own_slot_and_no_other(data, node):
    plan = committed(data, slices=2)
    confirmed(data, plan)
    for number, slot in enumerate(plan.assign, 1):
        day = D(slot.ladder[0].date)
        enter(data, "2025Q1", [slot], day)
        draws.assign(data, "2025Q1", as_of=day, batch=str(number))
    files = public_files(data)
    assert both(files, node, "") == {}
    lines = files["draws/2025Q1/assign-beacons.txt"].decode().splitlines()
    for nth, more in ((0, {"lines": [lines[1]]}), (1, {"lines": lines}), (1, {"batch": "3"})):
        found = both(batch_changed(files, "2025Q1", nth, **more), node, "")
        assert "不是公告指定" in found["2025Q1", "assignment"], more


@pytest.mark.parametrize(("more", "named"), [(1, False), (3, True)])
def test_a_unit_that_is_not_named_explains_one_more_time_and_no_more(
    tmp_path, node, monkeypatch, more, named
):
    """Masked units of the first draw may be anybody: one larger burden can be one of them, three times more cannot."""
    policy = POLICY.replace("不低于25%", "不低于90%").replace("不低于15%", "不低于80%")
    data = write_bureau(tmp_path / "data", policy=policy)
    to_assigned(data)
    inspected(data, "2025Q1")
    draws.open_all(data, "2025Q1", as_of=D("2025-03-01"))
    assert draws.existing(data, "2025Q1").has("withheld")
    right = draws_freeze.stratum_units

    def cheated(stratum, numbers, *, weights):
        units = right(stratum, numbers, weights=weights)
        first = next((unit for unit in units if unit.burden == 0), None)
        return [replace(u, burden=more) if u == first else u for u in units]

    with monkeypatch.context() as patch:
        patch.setattr(draws_freeze, "stratum_units", cheated)
        to_assigned(data, "2025Q2", D("2025-03-20"))
    inspected(data, "2025Q2")
    draws.open_all(data, "2025Q2", as_of=D("2025-07-10"))
    found = both(public_files(data), node, "2025-07-10")
    assert (("2025Q2", "burdens") in found) == named
