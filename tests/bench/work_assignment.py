"""Teams: the unique min-cost flow with its certificate, beside networkx on the same network."""

SEED = "9d" * 32
PEOPLE = {60: 12, 300: 40, 2_000: 200}


def prepare(folder, size):
    """Nothing has to be written."""


def instance(size):
    from sampler.draw.assignment import Seats

    people = PEOPLE[size]
    staff = [f"13053{number:04}" for number in range(people)]
    seats = tuple(Seats(f"2025Q3-{n:05}", (tuple(staff[n % 4 :: 4]), tuple(staff))) for n in range(size))
    return staff, seats, dict.fromkeys(staff, -(-2 * size // people) + 1)


def ours(folder, size):
    from sampler.office.flow import cheapest_teams

    staff, seats, caps = instance(size)

    def work():
        members, _ = cheapest_teams(seats, caps, SEED)
        return {"people": len(staff), "cost": total(members)}

    return work


def total(members):
    from sampler.draw.assignment import cost

    return sum(cost(SEED, visit, who) >> 236 for visit, team in members.items() for who in team)


def check(folder, size):
    from sampler.draw.assignment import Certificate, Team, check_assignment, choose_lead
    from sampler.office.flow import cheapest_teams

    _, seats, caps = instance(size)
    members, prices = cheapest_teams(seats, caps, SEED)
    teams = tuple(Team(s.visit, choose_lead(SEED, s, members[s.visit]), members[s.visit]) for s in seats)

    def work():
        assert check_assignment(Certificate(SEED, caps, prices, seats, teams)) == ()

    return work


def networkx(folder, size):
    import networkx

    from sampler.office.flow import build_network

    _, seats, caps = instance(size)
    network, amount = build_network(seats, caps, SEED), 2 * size
    graph = networkx.DiGraph()
    graph.add_node(0, demand=-amount)
    graph.add_node(1, demand=amount)
    for tail, head, capacity, price in network.arcs:
        graph.add_edge(tail, head, capacity=capacity, weight=price >> 236)

    def work():
        found, _ = networkx.network_simplex(graph)
        return {"cost": found}

    return work


WORK = {"ours": ours, "check": check, "networkx": networkx}
