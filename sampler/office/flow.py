"""The solver behind one function: the cheapest lawful teams under workload caps, with their prices.

Seats, visits and inspectors form a network: one unit of flow runs from each seat through the place of one
inspector in this visit to the inspector and on to the sink, whose arcs carry the caps. OR-Tools finds the
cheapest full flow with the leading bits of the costs; the prices are then worked out with the whole costs. Where
the leading bits were not enough, cycles that are cheaper by the whole costs are cancelled one by one, so the result
never depends on how many bits the solver can take.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sampler.draw.assignment import PRICE_UNIT, Seats, cost, exchanges

COST_BITS = 256
Members = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why no lawful assignment exists: these visits together have fewer places than they need."""

    visits: tuple[str, ...]
    """The visits that compete, sorted."""

    inspectors: tuple[str, ...]
    """Everyone who may inspect in one of them, sorted."""

    needed: int
    """Seats of these visits."""

    missing: int
    """How many of the seats stay empty at best."""


@dataclass(slots=True)
class Network:
    """Arcs with capacities and whole costs; node 0 is the source, node 1 the sink."""

    nodes: dict[tuple[str, ...], int] = field(default_factory=lambda: {("source",): 0, ("sink",): 1})
    """Number of each node by its name."""

    arcs: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Tail, head, capacity, cost."""

    def node(self, *name: str) -> int:
        """Return the number of a node, new or known."""
        return self.nodes.setdefault(name, len(self.nodes))


def build_network(visits: Sequence[Seats], caps: Mapping[str, int], seed: str) -> Network:
    """Return the network of an assignment; equal seats of one visit share a node."""
    network = Network()
    for visit in visits:
        for lawful, count in sorted(Counter(visit.seats).items()):
            seat = network.node("seat", visit.visit, *lawful)
            network.arcs.append((0, seat, count, 0))
            places = [network.node("place", visit.visit, who) for who in lawful]
            network.arcs += [(seat, place, 1, 0) for place in places]
        for who in visit.candidates:
            place, person = network.node("place", visit.visit, who), network.node("inspector", who)
            network.arcs.append((place, person, 1, cost(seed, visit.visit, who)))
    people = sorted({who for visit in visits for who in visit.candidates})
    network.arcs += [(network.node("inspector", who), 1, caps.get(who, 0), 0) for who in people]
    return network


def solve_flow(network: Network, amount: int, *, bits: int | None = None) -> list[int]:
    """Return the flow on each arc: as much of ``amount`` as fits, at the least cost by the leading ``bits``.

    This is the only door to the solver.
    """
    from ortools.graph.python import min_cost_flow

    solver: Any = min_cost_flow.SimpleMinCostFlow()
    size = len(network.nodes).bit_length()
    shift = COST_BITS - (bits if bits is not None else min(40, max(12, 60 - 2 * size)))
    for tail, head, capacity, price in network.arcs:
        solver.add_arc_with_capacity_and_unit_cost(tail, head, capacity, price >> shift)
    solver.set_node_supply(0, amount)
    solver.set_node_supply(1, -amount)
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"min-cost flow ended with {status}")
    return [int(solver.flow(arc)) for arc in range(len(network.arcs))]


def cheapest_teams(
    visits: Sequence[Seats], caps: Mapping[str, int], seed: str, *, bits: int | None = None
) -> tuple[Members, dict[str, int]] | Shortage:
    """Return the members of each visit and the price of each inspector, or the shortage that forbids it."""
    network = build_network(visits, caps, seed)
    amount = sum(len(visit.seats) for visit in visits)
    flow = solve_flow(network, amount, bits=bits)
    if sum(flow[arc] for arc, (tail, *_) in enumerate(network.arcs) if tail == 0) < amount:
        return _shortage(visits, network, flow, amount)
    prices = find_prices(visits, _members(visits, network, flow), caps, seed)
    if prices is None:
        flow = cancel_cycles(network, flow)
        prices = find_prices(visits, _members(visits, network, flow), caps, seed)
    if prices is None:
        raise RuntimeError("two assignments cost exactly the same: a 256-bit tie, or a bug")
    return _members(visits, network, flow), prices


def find_prices(
    visits: Sequence[Seats], members: Members, caps: Mapping[str, int], seed: str
) -> dict[str, int] | None:
    """Return the least whole prices that prove the teams are the only cheapest ones; None when they are not.

    Each lawful exchange of member m for outsider o asks for cost(m) + price(m) < cost(o) + price(o). Prices start
    at zero and rise only where they must; someone below his cap stays at zero.
    """
    slack = _exchange_costs(visits, members, seed)
    load = Counter(who for team in members.values() for who in team)
    prices = dict.fromkeys(sorted(caps), 0)
    waiting, rounds = set(prices), 0
    while waiting:
        rounds += 1
        raised = set()
        for member in sorted(waiting):
            for outsider, gap in slack[member].items():
                if prices[member] - gap > prices[outsider]:
                    prices[outsider] = prices[member] - gap
                    raised.add(outsider)
        if rounds > len(prices) + 1 or any(load[who] < caps[who] for who in raised):
            return None
        waiting = raised
    return prices


def _exchange_costs(visits: Sequence[Seats], members: Members, seed: str) -> dict[str, dict[str, int]]:
    """Return for each (member, outsider) the least that an exchange would cost anywhere, less one unit."""
    least: dict[str, dict[str, int]] = defaultdict(dict)
    for visit in visits:
        costs = {who: cost(seed, visit.visit, who) for who in visit.candidates}
        for member, outsider in exchanges(visit, members[visit.visit]):
            gap = (costs[outsider] - costs[member]) * PRICE_UNIT - 1
            least[member][outsider] = min(gap, least[member].get(outsider, gap))
    return least


def cancel_cycles(network: Network, flow: Sequence[int]) -> list[int]:
    """Return the cheapest flow of the same amount, by the whole costs."""
    current = list(flow)
    while cycle := _cheaper_cycle(network, current):
        for arc, direction in cycle:
            current[arc] += direction
    return current


def changes(network: Network, flow: Sequence[int]) -> Iterable[tuple[int, int, int, int, int]]:
    """Yield tail, head, cost, arc and direction of each change that the flow still allows."""
    for arc, (tail, head, capacity, price) in enumerate(network.arcs):
        if tail and flow[arc] < capacity:
            yield tail, head, price, arc, 1
        if tail and flow[arc] > 0:
            yield head, tail, -price, arc, -1


def _cheaper_cycle(network: Network, flow: Sequence[int]) -> list[tuple[int, int]]:
    """Return a cycle of changes with negative cost, as (arc, direction); empty when there is none."""
    possible = list(changes(network, flow))
    best = [0] * len(network.nodes)
    came: dict[int, tuple[int, int, int]] = {}
    last = -1
    for _ in range(len(network.nodes) + 1):
        last = -1
        for tail, head, price, arc, direction in possible:
            if best[tail] + price < best[head]:
                best[head], came[head], last = best[tail] + price, (tail, arc, direction), head
        if last < 0:
            return []
    for _ in network.nodes:
        last = came[last][0]
    cycle: list[tuple[int, int]] = []
    node = last
    while not cycle or node != last:
        tail, arc, direction = came[node]
        cycle.append((arc, direction))
        node = tail
    return cycle


def _members(visits: Sequence[Seats], network: Network, flow: Sequence[int]) -> Members:
    used = {arc[:2] for number, arc in enumerate(network.arcs) if flow[number]}
    teams = {}
    for visit in visits:
        pairs = [(who, network.nodes["place", visit.visit, who]) for who in visit.candidates]
        teams[visit.visit] = tuple(
            who for who, place in pairs if (place, network.nodes["inspector", who]) in used
        )
    return teams


def _shortage(visits: Sequence[Seats], network: Network, flow: Sequence[int], amount: int) -> Shortage:
    """Return the visits and inspectors behind a bottleneck: whom the empty seats could ever reach."""
    onward: dict[int, list[int]] = defaultdict(list)
    for tail, head, *_ in changes(network, flow):
        onward[tail].append(head)
    queue = deque(a[1] for n, a in enumerate(network.arcs) if a[0] == 0 and flow[n] < a[2])
    reached = set(queue)
    while queue:
        new = [node for node in onward[queue.popleft()] if node not in reached]
        reached.update(new)
        queue.extend(new)
    names = [name for name, node in network.nodes.items() if node in reached]
    seats = [name for name in names if name[0] == "seat"]
    competing = {name[1] for name in seats}
    needed = sum(visit.seats.count(name[2:]) for visit in visits for name in seats if name[1] == visit.visit)
    carried = sum(flow[arc] for arc, (tail, *_) in enumerate(network.arcs) if tail == 0)
    people = sorted({who for name in seats for who in name[2:]})
    return Shortage(tuple(sorted(competing)), tuple(people), needed, amount - carried)
