"""Visits in which chance had no say: their team is the same in every lawful assignment under the caps.

In the network of the assignment a team can change exactly when the arc from one of its places to the inspector
lies on a cycle of possible changes, that is, when both ends are in one strongly connected component.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sampler.draw.assignment import Seats, seating
from sampler.office.flow import Members, Network, build_network, changes


def fixed_visits(
    visits: Sequence[Seats], members: Members, caps: Mapping[str, int], seed: str
) -> tuple[str, ...]:
    """Return the visits whose team no other lawful assignment could change, sorted."""
    network = build_network(visits, caps, seed)
    part = components(
        len(network.nodes), [arc[:2] for arc in changes(network, _flow(network, visits, members))]
    )
    nodes = network.nodes
    return tuple(
        visit.visit
        for visit in visits
        if all(
            part[nodes["place", visit.visit, who]] != part[nodes["inspector", who]]
            for who in members[visit.visit]
        )
    )


def _flow(network: Network, visits: Sequence[Seats], members: Members) -> list[int]:
    """Return the flow that these teams are."""
    nodes, used = network.nodes, defaultdict[tuple[int, int], int](int)
    for visit in visits:
        for number, who in seating(visit.seats, members[visit.visit]).items():
            seat = nodes["seat", visit.visit, *visit.seats[number]]
            place, person = nodes["place", visit.visit, who], nodes["inspector", who]
            for arc in ((0, seat), (seat, place), (place, person), (person, 1)):
                used[arc] += 1
    return [used[tail, head] for tail, head, *_ in network.arcs]


def components(size: int, arcs: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each node the number of its strongly connected component.

    >>> parts = components(4, [(0, 1), (1, 0), (1, 2), (2, 3)])
    >>> parts[0] == parts[1], len(set(parts))
    (True, 3)
    """
    onward: list[list[int]] = [[] for _ in range(size)]
    backward: list[list[int]] = [[] for _ in range(size)]
    for tail, head in arcs:
        onward[tail].append(head)
        backward[head].append(tail)
    part = [-1] * size
    for number, root in enumerate(reversed(_finished(onward))):
        waiting = [root] if part[root] < 0 else []
        while waiting:
            node = waiting.pop()
            if part[node] < 0:
                part[node] = number
                waiting += [other for other in backward[node] if part[other] < 0]
    return part


def _finished(onward: Sequence[Sequence[int]]) -> list[int]:
    """Return the nodes in the order in which a walk in depth finishes them."""
    seen, order = [False] * len(onward), list[int]()
    for root in range(len(onward)):
        path = [(root, iter(onward[root]))] if not seen[root] else []
        seen[root] = True
        while path:
            others = path[-1][1]
            fresh = next((other for other in others if not seen[other]), None)
            if fresh is None:
                order.append(path.pop()[0])
            else:
                seen[fresh] = True
                path.append((fresh, iter(onward[fresh])))
    return order
