"""A draw from the freeze to the last opening, with every step out of order refused."""

import json
from datetime import date

import pytest

from sampler.draw import events, opening, verify
from sampler.draw.beacon import Rung, Slot, round_at
from sampler.failure import SamplerError
from sampler.registers import read_registers, write_table
from sampler.workflow import draws
from sampler.workflow import verify as verification
from tests.unit.draw.conftest import files_of
from tests.unit.draw.small_bureau import (
    CODES,
    MASKED,
    POLICY,
    STATE_SECRET,
    enter,
    inspected,
    to_assigned,
    to_commit,
    to_drawn,
    value,
    write_bureau,
)

D = date.fromisoformat
LAST = D("2025-04-20")


def public(data):
    return {p: c for p, c in files_of(data / "draws").items() if "/sealed/" not in p}


def test_a_whole_draw_verifies_in_public_and_in_private(data, node):
    to_assigned(data)
    inspected(data, "2025Q1")
    draws.open_units(data, "2025Q1", as_of=LAST)
    draws.open_all(data, "2025Q1", as_of=LAST)
    ours = verification.public(data / "draws", as_of=LAST)
    assert [check.as_text() for check in ours.failed] == []
    (theirs,) = node.verify([public(data)], [{"base": 0, "asOf": LAST.isoformat()}])
    assert theirs["checks"] == [[c.draw, c.code, c.verdict] for c in ours.checks]
    inside = verification.private(data, as_of=LAST)
    assert [check.as_text() for check in inside.failed] == []
    assert {check.code for check in inside.checks} >= {"sealed", "eligible", "pool", "roster", "journal"}
    assert inside.as_text().count("【2025Q1】") == 1


def test_nothing_public_betrays_the_withheld_object(data):
    to_assigned(data)
    with_pool = public(data)
    assert (data / "draws" / "2025Q1" / "sealed" / "pool" / "drawn.csv").is_file()
    everything = b"".join(with_pool.values()).decode()
    assert STATE_SECRET not in everything
    manifest = json.loads(with_pool["2025Q1/manifest.json"])
    assert sum(one["base_count"] for one in manifest["strata"]) == len(CODES) - 3, (
        "two stopped, one not there at all"
    )
    assert manifest["frame"]["size"] == len(CODES) - 3
    visits = read_registers(data).table("visits", "2025Q1").rows
    counted = [row for row in visits if row["code"] != STATE_SECRET]
    assert json.loads(with_pool["2025Q1/assignment.json"])["batches"][0]["visits"] == len(counted)
    assert [row["visit_id"] for row in counted] == [f"2025Q1-{n:03}" for n in range(1, len(counted) + 1)]
    assert STATE_SECRET not in [row["code"] for row in read_registers(data).table("public_ids").rows]


def test_the_public_files_have_the_same_shape_without_a_withheld_object(tmp_path, data):
    other = write_bureau(tmp_path / "other")
    rows = [row for row in read_registers(other).table("withhold").rows if row["target"] != STATE_SECRET]
    write_table(other, "withhold", rows)
    to_assigned(data)
    to_assigned(other)

    def shape(value):
        if isinstance(value, dict):
            return {key: shape(inner) for key, inner in value.items()}
        return type(value).__name__

    one, two = (json.loads(public(d)["2025Q1/manifest.json"]) for d in (data, other))
    assert shape(one) == shape(two)
    assert sorted(public(data)) == sorted(public(other))


def test_a_masked_object_stays_unnamed_and_the_draw_still_verifies(tmp_path):
    policy = POLICY.replace("不低于25%", "不低于90%").replace("不低于15%", "不低于40%")
    data = write_bureau(tmp_path / "data", policy=policy)
    to_assigned(data)
    inspected(data, "2025Q1")
    draws.open_all(data, "2025Q1", as_of=LAST)
    folder = draws.existing(data, "2025Q1")
    ids = {row["code"]: row["public_id"] for row in read_registers(data).table("public_ids").rows}
    opened = {one.unit().id for one in opening.read_openings(folder.read("openings.csv"))}
    hidden = set(ids.values()) - opened - {ids[code] for code in (CODES[7], CODES[8])}
    assert {ids[code] for code in MASKED} <= hidden
    assert len(hidden) >= 5, "a masked unit is not alone behind its closed door"
    assert verify.verify(public(data), as_of=LAST.isoformat()).failed == ()


def test_the_same_key_and_registers_give_the_same_files(tmp_path):
    folders = [write_bureau(tmp_path / name) for name in ("one", "two")]
    for data in folders:
        to_assigned(data)
    assert public(folders[0]) == public(folders[1])


def test_each_step_out_of_order_is_refused(data):
    day = D("2024-12-20")
    with pytest.raises(SamplerError, match=r"draw\.freeze"):
        draws.commit(data, "2025Q1", as_of=day)
    plan = to_commit(data)
    with pytest.raises(SamplerError, match="不能重新冻结"):
        draws.freeze(data, "2025Q1", as_of=day, key=b"x" * 32)
    with pytest.raises(SamplerError, match="只能有一份"):
        draws.commit(data, "2025Q1", as_of=D("2024-12-21"), plan=plan)
    with pytest.raises(SamplerError, match="还没有录入"):
        draws.run(data, "2025Q1", as_of=D("2024-12-30"))
    for step in (draws.confirm, draws.open_all):
        with pytest.raises(SamplerError, match="还没有抽取"):
            step(data, "2025Q1", as_of=D("2024-12-30"))
    enter(data, "2025Q1", plan.draw, D("2024-12-30"))
    with pytest.raises(SamplerError, match="不能中止"):
        draws.abort(data, "2025Q1", "不想抽了", as_of=D("2024-12-30"))
    draws.run(data, "2025Q1", as_of=D("2024-12-30"))
    with pytest.raises(SamplerError, match="不能重抽"):
        draws.run(data, "2025Q1", as_of=D("2024-12-30"))
    with pytest.raises(SamplerError, match="还没有确认"):
        draws.assign(data, "2025Q1", as_of=D("2024-12-31"))
    draws.confirm(data, "2025Q1", as_of=D("2024-12-30"))
    with pytest.raises(SamplerError, match="分派用的公开随机源还没有录入"):
        draws.assign(data, "2025Q1", as_of=D("2024-12-31"))


def test_a_beacon_that_is_not_later_than_the_commitment_is_refused(data):
    draws.freeze(data, "2025Q1", as_of=D("2024-12-20"), key=b"x" * 32)
    plan = draws.plan_after(D("2024-12-20"), (), name="2025Q1")
    first = D(plan.draw[0].ladder[0].date)
    with pytest.raises(SamplerError, match="晚于承诺"):
        draws.commit(data, "2025Q1", as_of=first, plan=plan)
    assert not (data / "draws" / "2025Q1" / "manifest.json").exists()


def test_registers_changed_after_the_freeze_stop_the_commitment(data):
    draws.freeze(data, "2025Q1", as_of=D("2024-12-20"), key=b"x" * 32)
    rows = [dict(row) for row in read_registers(data).table("objects").rows]
    rows[0]["status"] = "停产"
    write_table(data, "objects", rows)
    plan = draws.plan_after(D("2024-12-21"), (), name="2025Q1")
    with pytest.raises(SamplerError, match=r"改动过 registers/objects\.csv"):
        draws.commit(data, "2025Q1", as_of=D("2024-12-21"), plan=plan)


def test_a_line_of_another_edition_or_before_its_day_is_refused(data):
    plan = to_commit(data)
    rung = plan.draw[0].ladder[0]
    with pytest.raises(SamplerError, match="还没有到日期"):
        draws.add_beacon(data, "2025Q1", f"1 {value(rung)}", as_of=D("2024-12-21"))
    with pytest.raises(SamplerError, match="不是抽取公告预先指定"):
        draws.add_beacon(
            data, "2025Q1", "1 ssq 2024150 2024-12-15 03 07 12 19 25 31 + 08", as_of=D("2024-12-30")
        )


def test_two_different_entries_are_a_dispute_until_the_bulletin_settles_it(data):
    plan = to_commit(data)
    enter(data, "2025Q1", plan.draw, D("2024-12-30"))
    text = f"1 {value(plan.draw[0].ladder[0])}"
    assert "一致" in draws.add_beacon(data, "2025Q1", text, as_of=D("2024-12-30")).text
    other = text.replace("+ 08", "+ 09")
    with pytest.raises(SamplerError, match="争议"):
        draws.add_beacon(data, "2025Q1", other, as_of=D("2024-12-30"))
    with pytest.raises(SamplerError, match="有争议"):
        draws.run(data, "2025Q1", as_of=D("2024-12-30"))
    draws.resolve(data, "2025Q1", other, "中国福彩网开奖公告", as_of=D("2024-12-31"))
    draws.run(data, "2025Q1", as_of=D("2024-12-31"))
    assert other in (data / "draws" / "2025Q1" / "beacons.txt").read_text(encoding="utf-8")
    assert verify.verify(public(data)).failed == ()


def test_the_next_rung_is_used_only_after_the_days_of_holding_and_on_record(data, node):
    plan = to_commit(data)
    first, second = plan.draw[0].ladder[:2]
    late = D(plan.draw[0].ladder[2].date)
    with pytest.raises(SamplerError, match="应当先用"):
        draws.add_beacon(data, "2025Q1", f"1 {value(second)}", as_of=late)
    with pytest.raises(SamplerError, match="要等到"):
        draws.fall_back(data, "2025Q1", 1, "停售", as_of=D(first.date))
    draws.fall_back(data, "2025Q1", 1, "该期停售", as_of=late)
    draws.add_beacon(data, "2025Q1", f"1 {value(second)}", as_of=late)
    draws.add_beacon(data, "2025Q1", f"2 {value(plan.draw[1].ladder[0])}", as_of=late)
    draws.run(data, "2025Q1", as_of=late)
    files = public(data)
    assert verify.verify(files).failed == ()
    (theirs,) = node.verify([files], [{"base": 0}])
    assert theirs["exit"] == 0


def test_an_aborted_draw_stays_in_the_chain_and_a_supplement_gets_its_own_number(data):
    to_commit(data)
    draws.abort(data, "2025Q1", "名录库缺少一个乡镇", as_of=D("2024-12-21"))
    with pytest.raises(SamplerError, match="已中止"):
        draws.run(data, "2025Q1", as_of=D("2024-12-30"))
    assert draws.next_number(data, "2025Q1") == "2025Q1-2"
    with pytest.raises(SamplerError, match="理由"):
        draws.freeze(data, "2025Q1-2", as_of=D("2024-12-31"), key=b"x" * 32)
    to_drawn(data, "2025Q1-2", D("2024-12-31"), note="2025Q1 中止后补抽")
    files = public(data)
    assert verify.verify(files).failed == ()
    manifest = json.loads(files["2025Q1-2/manifest.json"])
    assert (manifest["kind"], manifest["previous"]["draw"]) == ("supplementary", "2025Q1")
    texts = draws.status(data, as_of=D("2025-01-10")).as_text()
    assert "2025Q1：已中止" in texts
    assert "2025Q1-2：已抽取" in texts


def test_a_gone_object_is_replaced_by_the_next_in_order(data):
    _, day = to_drawn(data)
    folder = draws.existing(data, "2025Q1")
    place, unit = draws.drawn_codes(folder)[0]
    waiting = next(
        one for one in draws.drawn_codes(folder) if one[0].stratum == place.stratum and not one[0].drawn
    )
    draws.confirm(data, "2025Q1", as_of=day, gone={unit.code: "已关闭"})
    states = {one.leaf: one.state for one in draws.states(folder, day)}
    assert states[place.leaf] == "已替换"
    assert states[waiting[0].leaf] == "待检查"
    with pytest.raises(SamplerError, match="已经替换"):
        draws.substitute(data, "2025Q1", unit.code, "已关闭", as_of=day)
    assert verify.verify(public(data)).failed == ()


def test_illness_after_the_assignment_gives_one_visit_a_new_team_from_a_new_beacon(data, node):
    day = to_assigned(data)
    visit = read_registers(data).table("visits", "2025Q1").rows[0]
    ill = visit["team"].split("；")[0]
    with pytest.raises(SamplerError, match="预告"):
        draws.reassign(data, "2025Q1", {visit["visit_id"]: ([ill], "请假")}, as_of=day)
    rung = draws.plan_after(day, (), name="x").draw[0].ladder[0]
    draws.announce_text(data, "2025Q1", f"{rung.source} {rung.edition} {rung.date}", as_of=day)
    later = D(rung.date)
    slot = events.of(draws.existing(data, "2025Q1").log(), "announced")[0].get("slot")
    draws.add_beacon(data, "2025Q1", f"{slot} {value(rung)}", as_of=later)
    draws.reassign(data, "2025Q1", {visit["visit_id"]: ([ill], "请假")}, as_of=later)
    rows = {row["visit_id"]: row for row in read_registers(data).table("visits", "2025Q1").rows}
    assert ill not in rows[visit["visit_id"]]["team"].split("；")
    held = json.loads((data / "draws/2025Q1/sealed/assignment.json").read_bytes())["batches"]
    assert held[1]["replaced"][0][2] == visit["team"], "the old team stays on record"
    files = public(data)
    assert verify.verify(files).failed == ()
    (theirs,) = node.verify([files], [{"base": 0}])
    assert theirs["exit"] == 0
    assert [
        check.as_text() for check in verification.private(data, as_of=later).failed if check.code == "roster"
    ] == []


def test_the_history_feeds_the_burden_of_the_next_draw(data):
    to_assigned(data)
    drawn = {unit.code for unit in draws.history(data).units}
    to_drawn(data, "2025Q2", D("2025-03-20"))
    burdens = {unit.code: unit.unit.burden for unit in draws.existing(data, "2025Q2").units().values()}
    assert {code for code, burden in burdens.items() if burden == 1} == drawn - {STATE_SECRET}
    assert verify.verify(public(data)).failed == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sealed/units.csv", "sealed"),
        ("sealed/exclusions.csv", "sealed"),
        ("sealed/inputs.json", "sealed"),
        ("sealed/pool/drawn.csv", "pool"),
        ("sealed/pool/units.csv", "pool"),
        ("sealed/inputs.zip", "eligible"),
    ],
)
def test_an_auditor_sees_every_change_inside(data, name, code):
    to_assigned(data)
    path = data / "draws" / "2025Q1" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    report = verification.private(data, as_of=D("2025-01-10"))
    assert code in {check.code for check in report.failed}


def test_an_auditor_sees_a_changed_price_or_team(data):
    to_assigned(data)
    path = data / "draws" / "2025Q1" / "sealed" / "assignment.json"
    right = json.loads(path.read_bytes())
    who, other = sorted(right["batches"][0]["certificate"]["prices"])[:2]
    for change in ("price", "team"):
        value = json.loads(json.dumps(right))
        certificate = value["batches"][0]["certificate"]
        if change == "price":
            certificate["prices"][who] = str(int(certificate["prices"][who]) + 1)
        else:
            team = certificate["teams"][0]
            team["members"] = sorted({*team["members"][:1], other if other not in team["members"] else who})
        path.write_text(json.dumps(value), encoding="utf-8")
        report = verification.private(data, as_of=D("2025-01-10"))
        assert "roster" in {check.code for check in report.failed}, change


def test_a_friend_left_out_of_the_frame_by_hand_is_named(data):
    """The frame was made from registers in which somebody had hidden a firm; the copy kept inside tells."""
    draws.freeze(data, "2025Q1", as_of=D("2024-12-20"), key=b"x" * 32)
    folder = draws.existing(data, "2025Q1")
    rows = (data / "draws/2025Q1/sealed/units.csv").read_bytes().splitlines(keepends=True)
    leaf = rows[5].split(b",")[3]
    folder.write("sealed/units.csv", b"".join(rows[:5] + rows[6:]))
    lines = folder.read("frame.csv").splitlines(keepends=True)
    folder.write("frame.csv", b"".join(line for line in lines if not line.startswith(leaf)))
    with pytest.raises(SamplerError, match=r"改动过.*frame\.csv"):
        draws.commit(
            data, "2025Q1", as_of=D("2024-12-21"), plan=draws.plan_after(D("2024-12-21"), (), name="2025Q1")
        )


def test_a_receipt_opens_the_leaf_of_its_firm(data):
    to_drawn(data)
    text = draws.receipt(data, "2025Q1", CODES[0])
    leaf = next(line for line in text.splitlines() if line.startswith("叶：")).removeprefix("叶：")
    assert leaf in draws.existing(data, "2025Q1").frame().index()
    with pytest.raises(SamplerError, match="不在"):
        draws.receipt(data, "2025Q1", CODES[7])


def test_the_closures_of_known_years_need_not_be_typed_in(data):
    draws.plan_year(data, 2025, closed="", as_of=D("2024-12-10"))
    plan = draws.plan_of_year(data, 2025)["2025Q2"]
    assert plan.draw[0].ladder[0].edition == "2025031", "four editions of the Spring Festival are left out"
    with pytest.raises(SamplerError, match="2025 年和 2026 年"):
        draws.plan_year(data, 2026, closed="", as_of=D("2025-12-10"))


def test_the_plan_of_a_year_is_made_once_and_used_by_the_commitment(data):
    told = draws.plan_year(
        data,
        2025,
        closed="2024-10-01~2024-10-04；2025-01-28~2025-02-04；2025-10-01~2025-10-04",
        as_of=D("2024-12-01"),
    )
    assert "2025Q4" in told.text
    with pytest.raises(SamplerError, match="已经有了"):
        draws.plan_year(data, 2025, closed="2025-01-28", as_of=D("2024-12-01"))
    draws.freeze(data, "2025Q1", as_of=D("2024-12-20"), key=b"x" * 32)
    draws.commit(data, "2025Q1", as_of=D("2024-12-21"))
    assert draws.existing(data, "2025Q1").manifest().beacons == draws.plan_of_year(data, 2025)["2025Q1"].draw


def test_a_burden_written_differently_from_the_visits_is_named(data, node, monkeypatch):
    """Staff make a friend look often drawn: the frame, the manifest and the list all agree, the totals do not."""
    from sampler.draw.frame import Unit
    from sampler.workflow import draws_freeze

    to_assigned(data)
    inspected(data, "2025Q1")
    draws.open_all(data, "2025Q1", as_of=D("2025-03-01"))
    right = draws_freeze.stratum_units

    def cheated(stratum, numbers, *, weights):
        units = right(stratum, numbers, weights=weights)
        first = next((unit for unit in units if unit.burden == 0), None)
        return [Unit(u.id, u.stratum, 3, u.weight) if u == first else u for u in units]

    with monkeypatch.context() as patch:
        patch.setattr(draws_freeze, "stratum_units", cheated)
        to_assigned(data, "2025Q2", D("2025-03-20"))
    inspected(data, "2025Q2")
    draws.open_all(data, "2025Q2", as_of=D("2025-07-10"))
    report = verification.public(data / "draws", as_of=D("2025-07-10"))
    assert {(check.draw, check.code) for check in report.failed} == {("2025Q2", "burdens")}
    (theirs,) = node.verify([public(data)], [{"base": 0, "asOf": "2025-07-10"}])
    assert theirs["checks"] == [[c.draw, c.code, c.verdict] for c in report.checks]
    inside = verification.private(data, as_of=D("2025-07-10"))
    assert ("2025Q2", "eligible") in {(check.draw, check.code) for check in inside.failed}


@pytest.mark.parametrize("event", ["committed", "beacon", "assigned", "opened"])
def test_a_step_killed_between_its_file_and_its_event_is_finished_by_the_next(data, event):
    steps = {
        "committed": lambda: to_commit(data),
        "beacon": lambda: enter(data, "2025Q1", to_commit(data).draw, D("2024-12-30")),
        "assigned": lambda: to_assigned(data),
        "opened": lambda: (
            to_assigned(data),
            inspected(data, "2025Q1"),
            draws.open_units(data, "2025Q1", as_of=LAST),
        ),
    }
    steps[event]()
    path = data / "draws" / "2025Q1" / "events.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    assert json.loads(lines[-1])["event"] == event
    path.write_bytes(b"".join(lines[:-1]))
    again = {
        "committed": lambda: draws.add_beacon(
            data,
            "2025Q1",
            f"1 {value(draws.existing(data, '2025Q1').manifest().beacons[0].ladder[0])}",
            as_of=D("2024-12-30"),
        ),
        "beacon": lambda: draws.run(data, "2025Q1", as_of=D("2024-12-30")),
        "assigned": lambda: (inspected(data, "2025Q1"), draws.open_units(data, "2025Q1", as_of=LAST)),
        "opened": lambda: draws.open_units(data, "2025Q1", as_of=LAST),
    }
    again[event]()
    assert [check.as_text() for check in verify.verify(public(data)).failed] == []


def test_visits_are_assigned_month_by_month_from_beacons_of_their_own(data, node):
    draws.freeze(data, "2025Q1", as_of=D("2024-12-20"), key=b"x" * 32)
    plan = draws.plan_after(D("2024-12-21"), (), name="2025Q1", slices=3)
    draws.commit(data, "2025Q1", as_of=D("2024-12-21"), plan=plan)
    enter(data, "2025Q1", plan.draw, D("2024-12-30"))
    draws.run(data, "2025Q1", as_of=D("2024-12-30"))
    draws.confirm(data, "2025Q1", as_of=D("2024-12-30"))
    for number, slot in enumerate(plan.assign, 1):
        day = D(slot.ladder[0].date)
        with pytest.raises(SamplerError, match="还没有录入"):
            draws.assign(data, "2025Q1", as_of=day, batch=str(number))
        enter(data, "2025Q1", [slot], day)
        draws.assign(data, "2025Q1", as_of=day, batch=str(number))
        teams = [row["team"] for row in read_registers(data).table("visits", "2025Q1").rows]
        assert all(teams) == (number == 3)
    report = verification.private(data, as_of=D("2025-03-20"))
    assert [check.as_text() for check in report.failed] == []
    (theirs,) = node.verify([public(data)], [{"base": 0}])
    assert theirs["exit"] == 0


def test_a_drand_round_with_a_wrong_signature_is_refused(data):
    draws.freeze(data, "2025Q1", as_of=D("2024-12-20"), key=b"x" * 32)
    rung = Rung("drand", str(round_at(D("2024-12-24"))), "2024-12-24", 1)
    draws.commit(data, "2025Q1", as_of=D("2024-12-21"), plan=draws.BeaconPlan((Slot(1, (rung,)),)))
    with pytest.raises(SamplerError, match="签名无效"):
        draws.add_beacon(
            data, "2025Q1", f"1 drand {rung.edition} {rung.date} {'b' * 96}", as_of=D("2024-12-24")
        )
    assert draws.existing(data, "2025Q1").lines() == ()
