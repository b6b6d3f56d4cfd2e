"""Teams are lawful, the ladder is climbed only as far as needed, and a shortage is a true one."""

import dataclasses
from datetime import date

import pytest

from sampler.office.roster import Roster, split
from sampler.office.shortage import ShortageError
from sampler.office.teams import TeamRules, assign_teams, check, workload

SEED = "c4" * 32
DAY = date(2025, 7, 1)
ITEMS = {
    "SX-01": {"item_id": "SX-01", "section": "一中队", "speciality": ""},
    "SX-02": {"item_id": "SX-02", "section": "土壤科", "speciality": "固废"},
    "SX-03": {"item_id": "SX-03", "section": "一中队", "speciality": "水；大气"},
}


def inspector(number: int, section: str = "一中队", **more: str) -> dict[str, str]:
    usual = {
        "certificate": f"1305330{number:02}",
        "section": section,
        "status": "在岗",
        "valid_until": "2027-01-01",
    }
    return {**usual, **more}


def visit(number: int, items: str = "SX-01", lead: str = "一中队", joint: str = "") -> dict[str, str]:
    return {
        "visit_id": f"2025Q3-{number:03}",
        "code": f"C{number}",
        "items": items,
        "lead_section": lead,
        "joint_sections": joint,
    }


def roster(*inspectors: dict[str, str], recusals: tuple = ()) -> Roster:
    return Roster(tuple(inspectors), tuple(recusals), DAY)


def test_lead_joint_section_and_speciality_each_have_their_seat():
    people = roster(
        *(inspector(n) for n in range(5)),
        inspector(5, "土壤科", specialities="固废"),
        inspector(6, "土壤科"),
        inspector(7, "监测站"),
    )
    made = assign_teams([visit(1, "SX-01；SX-02", joint="土壤科；监测站")], people, ITEMS, TeamRules(), SEED)
    team = made.teams["2025Q3-001"]
    assert {"130533005", "130533007"} < set(team.members)
    assert len(team.members) == 3
    assert team.lead in {f"13053300{n}" for n in range(5)}
    assert check(made) == ()


def test_two_specialities_of_one_section_get_two_seats():
    people = roster(
        inspector(1, specialities="水"), inspector(2, specialities="大气"), inspector(3), inspector(4)
    )
    made = assign_teams([visit(n, "SX-03") for n in range(3)], people, ITEMS, TeamRules(), SEED)
    assert all(team.members == ("130533001", "130533002") for team in made.certificate.teams)
    assert made.no_choice == ("2025Q3-000", "2025Q3-001", "2025Q3-002")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"valid_until": "2025-06-30"}, "到期"),
        ({"valid_from": "2025-07-02"}, "尚未生效"),
        ({"status": "请假", "leave_from": "2025-06-30", "leave_to": "2025-07-01"}, "请假"),
        ({"status": "请假"}, "请假"),
        ({"status": "调离"}, "已调离"),
    ],
)
def test_whoever_may_not_go_on_the_day_is_named_with_the_reason(more, reason):
    with pytest.raises(ShortageError, match=f"130533002（.*{reason}"):
        assign_teams([visit(1)], roster(inspector(1), inspector(2, **more)), ITEMS, TeamRules(), SEED)


def test_leave_that_is_over_bars_nobody():
    back = inspector(2, status="请假", leave_from="2025-06-01", leave_to="2025-06-30")
    assert assign_teams([visit(1)], roster(inspector(1), back), ITEMS, TeamRules(), SEED).cap == 1


def test_a_recusal_holds_for_its_object_and_time_only():
    recused = {"certificate": "130533001", "code": "C1", "since": "2025-01-01", "until": ""}
    people = roster(*(inspector(n) for n in range(1, 4)), recusals=(recused,))
    for seed in (f"{n:064x}" for n in range(20)):
        made = assign_teams([visit(1), visit(2)], people, ITEMS, TeamRules(cap=2), seed)
        assert "130533001" not in made.teams["2025Q3-001"].members
    over = dataclasses.replace(people, recusals=({**recused, "until": "2025-06-30"},))
    teams = [
        assign_teams([visit(1)], over, ITEMS, TeamRules(cap=2), f"{n:064x}").teams["2025Q3-001"]
        for n in range(30)
    ]
    assert any("130533001" in team.members for team in teams)


def test_the_cap_rises_step_by_step_and_each_step_is_told():
    made = assign_teams(
        [visit(n) for n in range(6)], roster(inspector(1), inspector(2)), ITEMS, TeamRules(cap=4), SEED
    )
    assert made.cap == 6
    assert made.ladder == (
        "每人任务上限由 4 项提高到 5 项（还缺 4 人次）",
        "每人任务上限由 5 项提高到 6 项（还缺 2 人次）",
    )
    assert made.public()["ladder"] == list(made.ladder)


def test_the_cap_never_rises_over_the_limit_of_the_policy():
    rules = TeamRules(cap=4, cap_limit=5)
    with pytest.raises(ShortageError, match="缺 2 人次") as caught:
        assign_teams([visit(n) for n in range(6)], roster(inspector(1), inspector(2)), ITEMS, rules, SEED)
    assert caught.value.shortage.missing == 2
    assert len(caught.value.shortage.visits) == 6


def test_a_bottleneck_names_only_the_visits_that_compete():
    people = roster(*(inspector(n) for n in range(1, 9)), inspector(9, "土壤科"))
    visits = [visit(n) for n in range(5)] + [visit(n, lead="土壤科") for n in range(5, 8)]
    with pytest.raises(ShortageError) as caught:
        assign_teams(visits, people, ITEMS, TeamRules(), SEED)
    assert caught.value.shortage.visits == ("2025Q3-005", "2025Q3-006", "2025Q3-007")
    assert "2025Q3-001" not in str(caught.value)


def test_work_is_shared_evenly_and_each_inspector_is_used():
    people = roster(*(inspector(n) for n in range(10)))
    made = assign_teams([visit(n) for n in range(50)], people, ITEMS, TeamRules(), SEED)
    load = workload(made.rows([visit(n) for n in range(50)]))
    assert set(load.values()) == {10}


def test_a_grouped_team_comes_from_one_group_able_to_fill_its_seats():
    people = roster(
        *(inspector(n, group="第一组") for n in range(3)),
        *(inspector(n, group="第二组") for n in range(3, 6)),
        inspector(6, "土壤科", group="第二组", specialities="固废"),
    )
    visits = [visit(n) for n in range(6)] + [visit(n, "SX-02", joint="土壤科") for n in range(6, 8)]
    made = assign_teams(visits, people, ITEMS, TeamRules(grouped=True), SEED)
    group = {row["certificate"]: row["group"] for row in people.inspectors}
    for team in made.certificate.teams:
        assert len({group[who] for who in team.members}) == 1
    assert group[made.teams["2025Q3-006"].lead] == "第二组"
    assert check(made) == ()


def test_experts_assist_and_never_fill_a_seat():
    people = roster(inspector(1), inspector(2, "土壤科", specialities="固废"))
    experts = [
        {"expert_id": "ZJ-1", "specialities": "固废", "valid_until": "2026-01-01"},
        {"expert_id": "ZJ-2", "specialities": "固废", "valid_until": "2025-01-01"},
    ]
    work = [visit(1, "SX-02", joint="土壤科")]
    made = assign_teams(work, people, ITEMS, TeamRules(), SEED, experts=experts)
    row = made.rows(work)[0]
    assert row["experts"] == "ZJ-1"
    assert split(row["team"]) == ("130533001", "130533002")


def test_the_public_part_names_nobody():
    people = roster(*(inspector(n) for n in range(4)))
    made = assign_teams([visit(n) for n in range(4)], people, ITEMS, TeamRules(), SEED)
    assert "1305330" not in str(made.public())
    assert "2025Q3-" not in str(made.public())
