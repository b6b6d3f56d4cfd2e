"""The check of an assignment names whatever was changed."""

import dataclasses
import json
from pathlib import Path

import pytest

from sampler.draw.assignment import (
    Certificate,
    Seats,
    Team,
    can_sit,
    certificate_as_json,
    certificate_digest,
    certificate_from_json,
    check_assignment,
    choose_lead,
    cost,
)
from sampler.office.flow import cheapest_teams

SEED = "a7" * 32
PEOPLE = [f"13053300{n}" for n in range(6)]


@pytest.fixture
def right() -> Certificate:
    visits = tuple(Seats(f"2025Q3-{n:03}", (tuple(PEOPLE[n % 3 :: 3]), tuple(PEOPLE))) for n in range(9))
    caps = dict.fromkeys(PEOPLE, 3)
    members, prices = cheapest_teams(visits, caps, SEED)
    teams = tuple(Team(v.visit, choose_lead(SEED, v, members[v.visit]), members[v.visit]) for v in visits)
    return Certificate(SEED, caps, prices, visits, teams)


def codes(certificate: Certificate) -> set[str]:
    return {fault.code for fault in check_assignment(certificate)}


def test_the_right_assignment_has_no_fault_and_survives_json(right):
    text = json.dumps(certificate_as_json(right))
    assert check_assignment(right) == ()
    assert certificate_from_json(json.loads(text)) == right


def test_a_cost_is_the_documented_digest_read_as_a_number():
    import hashlib

    text = f"assign/cost/v1\n{SEED}\n2025Q3-001\n130533001"
    assert cost(SEED, "2025Q3-001", "130533001") == int(hashlib.sha256(text.encode()).hexdigest(), 16)


def test_every_other_seed_is_noticed(right):
    assert codes(dataclasses.replace(right, seed="b8" * 32))


def test_every_other_team_is_noticed(right):
    for place, team in enumerate(right.teams):
        seats = right.visits[place]
        for member in team.members:
            for outsider in set(PEOPLE) - set(team.members):
                members = tuple(sorted((set(team.members) - {member}) | {outsider}))
                if can_sit(seats.seats, members):
                    other = Team(team.visit, choose_lead(SEED, seats, members), members)
                    teams = (*right.teams[:place], other, *right.teams[place + 1 :])
                    assert codes(dataclasses.replace(right, teams=teams))


def test_every_other_price_of_a_full_inspector_that_would_change_a_team_is_noticed(right):
    for who in PEOPLE:
        raised = {**right.prices, who: right.prices[who] + 2**280}
        assert codes(dataclasses.replace(right, prices=raised))


def test_a_wrong_lead_an_unlawful_team_and_a_cap_are_named(right):
    first = right.teams[0]
    other = next(member for member in first.members if member != first.lead)
    swapped = (dataclasses.replace(first, lead=other), *right.teams[1:])
    assert codes(dataclasses.replace(right, teams=swapped)) == {"assignment.lead"}
    single = (dataclasses.replace(first, members=(first.lead,)), *right.teams[1:])
    assert "assignment.unlawful" in codes(dataclasses.replace(right, teams=single))
    assert "assignment.over-cap" in codes(dataclasses.replace(right, caps=dict.fromkeys(PEOPLE, 2)))
    assert "assignment.price" in codes(dataclasses.replace(right, prices={**right.prices, PEOPLE[0]: -1}))


def test_a_missing_added_or_doubled_visit_is_named(right):
    assert "assignment.no-team" in codes(dataclasses.replace(right, teams=right.teams[1:]))
    added = (*right.teams, Team("2025Q3-999", PEOPLE[0], tuple(PEOPLE[:2])))
    assert "assignment.unknown-visit" in codes(dataclasses.replace(right, teams=added))
    doubled = (right.visits[0], *right.visits)
    assert "assignment.order" in codes(dataclasses.replace(right, visits=doubled))


def test_the_digest_covers_every_part(right):
    digests = {
        certificate_digest(right),
        certificate_digest(dataclasses.replace(right, seed="b8" * 32)),
        certificate_digest(dataclasses.replace(right, caps={**right.caps, PEOPLE[0]: 4})),
        certificate_digest(dataclasses.replace(right, prices={**right.prices, PEOPLE[0]: 7})),
        certificate_digest(dataclasses.replace(right, visits=right.visits[1:])),
        certificate_digest(dataclasses.replace(right, teams=right.teams[1:])),
    }
    assert len(digests) == 6


def test_something_else_is_not_a_certificate():
    with pytest.raises(ValueError, match="certificate"):
        certificate_from_json({"seed": SEED})


def test_the_vector_made_without_the_package_comes_out_the_same():
    vector = json.loads((Path(__file__).parents[2] / "vectors" / "assignment-v1.json").read_text())
    visits = tuple(Seats(v["visit"], tuple(tuple(seat) for seat in v["seats"])) for v in vector["visits"])
    members, prices = cheapest_teams(visits, vector["caps"], vector["seed"])
    teams = tuple(Team(t["visit"], t["lead"], tuple(t["members"])) for t in vector["teams"])
    assert members == {team.visit: team.members for team in teams}
    assert check_assignment(Certificate(vector["seed"], vector["caps"], prices, visits, teams)) == ()
    assert sum(cost(vector["seed"], v, who) for v, team in members.items() for who in team) == int(
        vector["cost"]
    )
