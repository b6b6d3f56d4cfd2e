"""Teams from registers and policy, and new teams for single visits."""

from datetime import date

import pytest

from sampler.failure import SamplerError
from sampler.files import write_atomic
from sampler.office.assignment import announced_rules, assign, reassign, team_rules
from sampler.office.roster import split
from sampler.office.teams import TeamRules, check, workload
from sampler.registers import read_registers

SEED, LATER = "a1" * 32, "b2" * 32
RULES = team_rules(2, {})
DAY = date(2025, 7, 1)


def visits(count: int) -> list[dict[str, str]]:
    base = {"items": "SX-01", "lead_section": "一中队", "joint_sections": "", "team": "", "lead": ""}
    return [{**base, "visit_id": f"2025Q3-{n:03}", "code": f"91130533MA00000{n:02}A"} for n in range(count)]


def test_teams_are_assigned_and_written_into_the_visits(registers):
    made = assign(visits(6), registers, RULES, SEED, DAY)
    rows = made.rows(visits(6))
    assert check(made) == ()
    assert all(len(split(row["team"])) == 2 and row["lead"] in split(row["team"]) for row in rows)
    assert set(workload(rows).values()) == {3}


def test_a_visit_with_a_team_keeps_it_and_counts(registers):
    first = visits(6)
    first[0] |= {"team": "130533000；130533001", "lead": "130533000"}
    rows = assign(first, registers, RULES, SEED, DAY).rows(first)
    assert rows[0]["team"] == "130533000；130533001"
    assert set(workload(rows).values()) == {3}


def test_only_the_visits_concerned_get_new_teams_and_the_old_ones_are_kept(registers):
    rows = assign(visits(6), registers, RULES, SEED, DAY).rows(visits(6))
    sick = split(rows[2]["team"])[0]
    done = reassign(
        rows,
        {"2025Q3-002": ([sick], "突发疾病")},
        registers=registers,
        rules=RULES,
        seed=LATER,
        as_of=date(2025, 8, 1),
    )
    assert [team.visit for team in done.assignment.certificate.teams] == ["2025Q3-002"]
    assert sick not in done.assignment.teams["2025Q3-002"].members
    assert done.replaced == (("2025Q3-002", rows[2]["lead"], rows[2]["team"], "突发疾病"),)
    assert check(done.assignment) == ()


def test_when_one_cannot_come_the_beacon_draws_the_whole_team_again(registers):
    """Else whoever stays away could choose who goes with whom (decision 0015)."""
    rows = assign(visits(6), registers, RULES, SEED, DAY).rows(visits(6))
    sick, stays = split(rows[2]["team"])
    made = [
        reassign(
            rows,
            {"2025Q3-002": ([sick], "请假")},
            registers=registers,
            rules=RULES,
            seed=f"{number:064x}",
            as_of=date(2025, 8, 1),
        )
        for number in range(12)
    ]
    teams = {frozenset(one.assignment.teams["2025Q3-002"].members) for one in made}
    assert len(teams) > 1
    assert any(stays not in team for team in teams)
    assert all(sick not in team for team in teams)
    assert {one.replaced[0][2] for one in made} == {rows[2]["team"]}


def test_an_unknown_visit_cannot_be_reassigned(registers):
    with pytest.raises(SamplerError, match="2025Q3-099"):
        reassign(
            visits(2),
            {"2025Q3-099": (["x"], "病")},
            registers=registers,
            rules=RULES,
            seed=LATER,
            as_of=DAY,
        )


def test_the_bureau_may_set_cap_groups_and_experts(data):
    text = "[teams]\ncap = 5\ncap_limit = 9\ngrouped = true\nexperts = false\n"
    write_atomic(data / "bureau.toml", text.encode())
    own = read_registers(data).bureau.raw["teams"]
    rules = team_rules(2, own)
    assert (rules.size, rules.cap, rules.cap_limit, rules.grouped, rules.experts) == (2, 5, 9, True, False)
    assert team_rules(2, announced_rules(rules)) == rules
    assert team_rules(2, {}) == TeamRules(2, None, None, False, True)


@pytest.mark.parametrize(
    "own", [{"cap": "5"}, {"cap": 0}, {"cap_limit": True}, {"grouped": 1}, {"experts": "是"}]
)
def test_a_setting_of_another_kind_is_refused(own):
    with pytest.raises(SamplerError, match=next(iter(own))):
        team_rules(2, own)
