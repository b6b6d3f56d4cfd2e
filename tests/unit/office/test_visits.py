"""Visits merge all items of an object and follow plan, policy and register."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from sampler.failure import FindingsError, SamplerError
from sampler.office.modes import choose_mode
from sampler.office.plan import plan_on
from sampler.office.visits import find_work, make_targeted, make_visits, open_desk
from sampler.registers import read_registers, write_table

KEY, POSITIVE, TRADER, PLAIN = (
    "91130533MA0000001A",
    "91130533MA0000002B",
    "92130533MA0000003C",
    "91130533MA0000004D",
)


@dataclass
class Stratum:
    name: str
    class_names: tuple[str, ...]
    mode: str = ""


@dataclass
class Report:
    strata: tuple[Stratum, ...] = (Stratum("重点", ("重点",)), Stratum("一般", ("一般",)))


DRAWN = [(KEY, "重点"), (TRADER, "一般"), (POSITIVE, "一般")]


def make(registers, policy, drawn=DRAWN, report=None, **more):
    day = more.pop("as_of", date(2025, 7, 1))
    return make_visits(
        registers, policy, report or Report(), drawn, "2025Q3", period="2025Q3", as_of=day, **more
    )


def test_one_visit_merges_all_items_that_are_valid_and_apply(registers, policy):
    first, second, third = make(registers, policy)
    assert (first["visit_id"], first["items"]) == ("2025Q3-001", "SX-01；SX-02")
    assert second["items"] == third["items"] == "SX-01"
    assert first["task_ids"] == "RW-2025-01"
    assert (first["kind"], first["state"], first["trigger"]) == ("日常", "未检查", "随机抽取")


def test_a_visit_of_directed_tasks_alone_is_a_special_one(data, registers, policy):
    rows = [{**row, "kind": "定向"} for row in registers.table("plans", "2025").rows]
    write_table(data, "plans", rows, "2025")
    assert {row["kind"] for row in make(read_registers(data), policy)} == {"专项"}
    write_table(data, "plans", [rows[0], {**rows[1], "kind": "不定向"}], "2025")
    assert [row["kind"] for row in make(read_registers(data), policy)] == ["专项", "日常", "日常"]


def test_a_joint_section_comes_along_only_for_its_items(registers, policy):
    first, second, _ = make(registers, policy)
    assert (first["lead_section"], first["joint_sections"]) == ("一中队", "水科")
    assert (second["lead_section"], second["joint_sections"]) == ("一中队", "")


def test_the_mode_follows_the_order_of_the_policy_with_its_reason(registers, policy):
    report = Report((Stratum("重点", ("重点",), "科技检查"), Stratum("一般", ("一般",), "其他检查")))
    modes = [(row["mode"], row["mode_reason"]) for row in make(registers, policy, report=report)]
    assert modes == [
        ("现场检查", "事项 SX-02 不能用科技检查，改用现场检查"),
        ("科技检查", "事项 SX-01 不能用其他检查，改用科技检查"),
        ("科技检查", "列入正面清单，以非现场方式为主"),
    ]


def test_the_deadline_is_the_last_workday_of_the_period(registers, policy):
    assert {row["due"] for row in make(registers, policy)} == {"2025-09-30"}


def test_the_count_of_the_year_takes_what_the_cap_counts(data, registers, policy):
    base = {
        "code": KEY,
        "items": "SX-01",
        "due": "2025-03-31",
        "mode": "现场检查",
        "kind": "日常",
        "state": "已公开",
    }
    rows = [
        {**base, "visit_id": "2025Q1-001"},
        {**base, "visit_id": "2025Q1-002", "state": "已替换"},
        {**base, "visit_id": "2025Q1-003", "mode": "科技检查"},
        {**base, "visit_id": "2025Q1-T01", "kind": "个案"},
    ]
    write_table(data, "visits", rows, "2025Q1")
    first, second, third = make(read_registers(data), policy)
    assert (first["nth"], first["cap"]) == ("2", "2")
    assert (second["nth"], second["cap"]) == ("1", "2")
    assert (third["nth"], third["cap"]) == ("", "")


def test_an_object_drawn_in_two_strata_gets_one_visit(registers, policy):
    rows = make(registers, policy, [(KEY, "重点"), (TRADER, "一般"), (KEY, "一般")])
    assert [(row["visit_id"], row["stratum"]) for row in rows] == [
        ("2025Q3-001", "重点；一般"),
        ("2025Q3-002", "一般"),
    ]
    assert rows[0]["task_ids"] == "RW-2025-01；RW-2025-02"


def test_a_series_keeps_numbers_apart(registers, policy):
    assert make(registers, policy, [(KEY, "重点")], series="N")[0]["visit_id"] == "2025Q3-N001"


def test_every_object_without_an_item_is_named_at_once(registers, policy):
    report = Report((Stratum("别的", ("别的",)),))
    with pytest.raises(FindingsError) as caught:
        make(registers, policy, [(KEY, "别的"), (TRADER, "别的")], report)
    assert [finding.code for finding in caught.value.findings] == ["office.no-items"] * 2
    assert "示例化工" in str(caught.value)


def test_the_plan_is_taken_as_it_stood_on_the_day(data):
    change = {"task_id": "RW-2025-01", "approval": "会议纪要1号", "reason": "事项调整"}
    changes = [
        {
            **change,
            "change_id": "BG-1",
            "field": "抽查事项",
            "old": "SX-01；SX-02",
            "new": "SX-01",
            "date": "2025-06-01",
        },
        {
            **change,
            "change_id": "BG-2",
            "field": "抽查事项",
            "old": "SX-01",
            "new": "SX-01；SX-02；SX-03",
            "date": "2025-08-01",
        },
    ]
    write_table(data, "plan_changes", changes)
    found = {
        day: plan_on(read_registers(data), 2025, date(2025, day, 15))[0]["items"] for day in (5, 6, 7, 8)
    }
    assert found == {5: "SX-01；SX-02", 6: "SX-01", 7: "SX-01", 8: "SX-01；SX-02；SX-03"}


def test_a_targeted_visit_has_its_trigger_and_is_no_draw(registers, policy):
    desk = open_desk(registers, policy, "2025Q3", date(2025, 8, 4))
    row = make_targeted(desk, POSITIVE, ["SX-01"], "投诉举报", "信访件 2025-08-03 反映异味")
    assert (row["visit_id"], row["draw_id"], row["kind"], row["mode"]) == (
        "2025Q3-T01",
        "",
        "个案",
        "现场检查",
    )
    assert row["nth"] == ""
    assert row["mode_reason"] == "投诉举报，按规定立即现场检查：信访件 2025-08-03 反映异味"


@pytest.mark.parametrize(
    ("code", "items", "trigger", "words"),
    [
        ("X", ["SX-01"], "投诉举报", "没有对象 X"),
        (KEY, ["SX-01"], "随机抽取", "不是定向检查的触发原因"),
        (KEY, ["SX-03"], "投诉举报", "SX-03 不在现行有效"),
        (KEY, [], "投诉举报", "不在现行有效"),
    ],
)
def test_a_targeted_visit_that_cannot_be_is_refused(registers, policy, code, items, trigger, words):
    desk = open_desk(registers, policy, "2025Q3", date(2025, 8, 4))
    with pytest.raises(SamplerError, match=words):
        make_targeted(desk, code, items, trigger, "原因")


def test_a_yearly_task_covers_its_quarters(data, registers, policy):
    rows = [dict(row) for row in registers.table("plans", "2025").rows]
    rows[0]["period"] = "2025"
    write_table(data, "plans", rows, "2025")
    desk = open_desk(read_registers(data), policy, "2025Q3", date(2025, 7, 1))
    assert [item["item_id"] for item in find_work(desk, KEY, ["重点"]).items] == ["SX-01", "SX-02"]


def test_where_one_off_site_mode_is_not_allowed_the_other_is_taken(policy):
    free = replace(policy, modes=(), clues=None)
    items = [{"item_id": "SX-27", "modes": "现场检查；其他检查"}, {"item_id": "SX-01", "modes": ""}]
    chosen = choose_mode(free, None, {}, items, trigger="随机抽取", wish="科技检查")
    assert chosen == ("其他检查", "事项 SX-27 不能用科技检查，改用其他检查")
