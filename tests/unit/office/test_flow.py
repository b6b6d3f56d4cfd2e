"""The cheapest assignment against an independent feasibility test and against brute force."""

import itertools
import random
from collections import Counter

import networkx as nx
import pytest

from sampler.draw.assignment import Certificate, Seats, Team, can_sit, check_assignment, choose_lead, cost
from sampler.office.flow import Shortage, cheapest_teams
from sampler.office.freedom import fixed_visits

SEED = "5e" * 32


def random_instance(number: int) -> tuple[list[Seats], dict[str, int]]:
    chance = random.Random(number)
    people = [f"P{n}" for n in range(chance.randint(2, 8))]
    visits = []
    for visit in range(chance.randint(1, 8)):
        seats = [
            sorted(chance.sample(people, chance.randint(1, len(people)))) for _ in range(chance.randint(1, 3))
        ]
        visits.append(Seats(f"v{visit:03}", tuple(tuple(seat) for seat in seats)))
    return visits, {who: chance.randint(0, 4) for who in people}


def seats_that_fit(visits: list[Seats], caps: dict[str, int]) -> int:
    """How many seats can be filled, by a library that has nothing to do with ours."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["from", "to"])
    for visit in visits:
        for number, lawful in enumerate(visit.seats):
            graph.add_edge("from", (visit.visit, number), capacity=1)
            for who in lawful:
                graph.add_edge((visit.visit, number), ("place", visit.visit, who), capacity=1)
                graph.add_edge(("place", visit.visit, who), who, capacity=1)
                graph.add_edge(who, "to", capacity=caps[who])
    return nx.maximum_flow_value(graph, "from", "to")


def certificate(visits, caps, seed, members, prices) -> Certificate:
    teams = (Team(v.visit, choose_lead(seed, v, members[v.visit]), members[v.visit]) for v in visits)
    return Certificate(seed, caps, prices, tuple(visits), tuple(teams))


def judge(number: int) -> bool:
    """Check one random instance; return whether it had a lawful assignment."""
    visits, caps = random_instance(number)
    seed, needed = f"{number:064x}", sum(len(visit.seats) for visit in visits)
    found, fits = cheapest_teams(visits, caps, seed), seats_that_fit(visits, caps)
    if isinstance(found, Shortage):
        named = [visit for visit in visits if visit.visit in found.visits]
        alone = sum(len(visit.seats) for visit in named) - seats_that_fit(named, caps)
        assert found.missing == needed - fits == alone > 0
        assert sum(min(caps[who], len(named)) for who in found.inspectors) >= found.needed - found.missing
        return False
    assert fits == needed
    assert check_assignment(certificate(visits, caps, seed, *found)) == ()
    return True


def test_an_assignment_is_found_and_proved_exactly_when_one_exists():
    lawful = Counter(judge(number) for number in range(2_000))
    assert min(lawful.values()) > 500


def test_no_lawful_assignment_is_cheaper_by_brute_force():
    tried = 0
    for number in range(400):
        visits, caps = random_instance(number)
        if len(visits) > 3 or isinstance(found := cheapest_teams(visits, caps, SEED), Shortage):
            continue
        sums = sorted(total for total in all_sums(visits, caps))
        ours = sum(cost(SEED, visit, who) for visit, team in found[0].items() for who in team)
        assert ours == sums[0]
        assert len(sums) == 1 or sums[1] > sums[0]
        tried += 1
    assert tried > 30


def lawful_assignments(visits, caps):
    teams = [
        [team for team in itertools.combinations(v.candidates, len(v.seats)) if can_sit(v.seats, team)]
        for v in visits
    ]
    for choice in itertools.product(*teams):
        load = Counter(who for team in choice for who in team)
        if all(load[who] <= caps[who] for who in load):
            yield choice


def all_sums(visits, caps):
    for choice in lawful_assignments(visits, caps):
        yield sum(cost(SEED, v.visit, who) for v, team in zip(visits, choice, strict=True) for who in team)


@pytest.mark.parametrize("bits", [1, 2, 5, 30])
def test_the_bits_the_solver_sees_never_change_the_result(bits):
    for number in range(150):
        visits, caps = random_instance(number)
        assert cheapest_teams(visits, caps, SEED, bits=bits) == cheapest_teams(visits, caps, SEED)


def test_the_order_of_visits_and_people_never_changes_the_result():
    for number in range(100):
        visits, caps = random_instance(number)
        turned = dict(reversed(caps.items()))
        ours, theirs = cheapest_teams(visits, caps, SEED), cheapest_teams(visits[::-1], turned, SEED)
        if not isinstance(ours, Shortage):
            assert dict(sorted(ours[0].items())) == dict(sorted(theirs[0].items()))
            assert ours[1] == theirs[1]


def test_a_visit_is_marked_exactly_when_no_other_lawful_assignment_changes_its_team():
    tried = marked = 0
    for number in range(600):
        visits, caps = random_instance(number)
        if len(visits) > 3 or isinstance(found := cheapest_teams(visits, caps, SEED), Shortage):
            continue
        every = list(lawful_assignments(visits, caps))
        same = {v.visit for n, v in enumerate(visits) if len({choice[n] for choice in every}) == 1}
        assert set(fixed_visits(visits, found[0], caps, SEED)) == same
        tried, marked = tried + 1, marked + len(same)
    assert tried > 50
    assert marked > 10
