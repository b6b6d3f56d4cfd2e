"""Who inspects: costs made of tickets, and a check of the assignment that needs no solver.

A *visit* has as many **seats** as its team has members. A seat lists the inspectors who may lawfully take it
(section, speciality, certificate, leave and recusal are already settled by the roster). The first seat is the
lead's. A team is **lawful** when its members can be seated, one on each seat.

``cost(visit, inspector)`` is the ticket ``H("assign/cost/v1", seed, visit, inspector)`` read as a number: all 64
hex digits, 256 bits. Two sums of such numbers are equal with a chance below 2^-200, so the cheapest assignment is
unique; should equal sums ever occur, the check fails loudly instead of letting anyone choose.

The **certificate** is one whole number per inspector, his *price*, counted in 2^-20 of a cost. An assignment is
right when

1. each visit has a lawful team, and nobody has more visits than his cap;
2. nobody has a negative price, and whoever has fewer visits than his cap has the price 0;
3. in each visit the team is strictly the cheapest lawful one by cost + price.

Because lawful teams of one visit are the bases of a matroid, (3) holds as soon as no lawful exchange of one member
for one outsider is equal or cheaper. (1)–(3) together prove that the sum of all costs is the least possible
under the caps, and that no other assignment has this sum: any other one would be dearer by cost + price in some
visit, and the prices can only speak in its favour. Each visit can be checked alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sampler.draw import canon

COST_TAG = "assign/cost/v1"
LEAD_TAG = "assign/lead/v1"
CERTIFICATE_TAG = "assign/certificate/v1"
PRICE_UNIT = 2**20


@dataclass(frozen=True)
class Seats:
    """One visit and who may take which seat."""

    visit: str
    """Number of the visit, such as ``2025Q3-001``."""

    seats: tuple[tuple[str, ...], ...]
    """For each seat the inspectors who may take it, sorted. The first seat is the lead's."""

    @property
    def candidates(self) -> tuple[str, ...]:
        """Everyone who may take at least one seat, sorted."""
        return tuple(sorted({inspector for seat in self.seats for inspector in seat}))


@dataclass(frozen=True)
class Team:
    """Who inspects in one visit."""

    visit: str
    """Number of the visit."""

    lead: str
    """The inspector in charge (主办人员)."""

    members: tuple[str, ...]
    """All inspectors of the team with the lead, sorted."""


@dataclass(frozen=True)
class Certificate:
    """An assignment with everything needed to check it."""

    seed: str
    """Digest of the manifest and the assignment beacon, 64 hex digits."""

    caps: Mapping[str, int]
    """For each inspector the most visits he may get."""

    prices: Mapping[str, int]
    """For each inspector his price, in units of 2^-20 of a cost."""

    visits: tuple[Seats, ...]
    """Lawful edges of each visit, sorted by visit."""

    teams: tuple[Team, ...]
    """The assignment, sorted by visit."""


@dataclass(frozen=True)
class Fault:
    """One reason why an assignment is not right."""

    code: str
    """Stable name for programs."""

    where: str
    """Visit or inspector."""

    reason: str
    """In Chinese."""


def cost(seed: str, visit: str, inspector: str) -> int:
    """Return the cost of one inspector in one visit; no other visit or inspector can change it.

    >>> cost("0" * 64, "2025Q3-001", "130533001") == cost("0" * 64, "2025Q3-001", "130533001")
    True
    >>> cost("0" * 64, "2025Q3-001", "130533001") == cost("0" * 64, "2025Q3-002", "130533001")
    False
    """
    return int(canon.digest(COST_TAG, seed, visit, inspector), 16)


def can_sit(seats: Sequence[Sequence[str]], members: Iterable[str]) -> bool:
    """Tell whether the members can be seated one on each seat.

    >>> can_sit([["a"], ["a", "b"]], ["a", "b"]), can_sit([["a"], ["a", "b"]], ["b", "c"])
    (True, False)
    """
    people = set(members)
    return len(people) == len(seats) == len(seating(seats, people))


def seating(seats: Sequence[Sequence[str]], members: Iterable[str]) -> dict[int, str]:
    """Return who takes which seat, by number of the seat, so that as many as possible sit.

    >>> seating([["a", "b"], ["a"]], ["a", "b"])
    {0: 'b', 1: 'a'}
    """
    taken: dict[int, str] = {}
    for person in sorted(set(members)):
        _seat(person, seats, taken, set())
    return taken


def _seat(person: str, seats: Sequence[Sequence[str]], taken: dict[int, str], tried: set[int]) -> bool:
    """Give ``person`` a seat, moving others where needed."""
    for number, lawful in enumerate(seats):
        if number in tried or person not in lawful:
            continue
        tried.add(number)
        if number not in taken or _seat(taken[number], seats, taken, tried):
            taken[number] = person
            return True
    return False


def choose_lead(seed: str, visit: Seats, members: Iterable[str]) -> str:
    """Return the member with the lowest lead ticket among those who may lead while the rest can be seated.

    >>> choose_lead("0" * 64, Seats("v", (("a",), ("a", "b"))), ["a", "b"])
    'a'
    """
    team = sorted(set(members))
    able = [m for m in team if m in visit.seats[0] and can_sit(visit.seats[1:], set(team) - {m})]
    return min(able, key=lambda member: canon.digest(LEAD_TAG, seed, visit.visit, member))


def exchanges(visit: Seats, members: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each lawful exchange of one member for one outsider, as (member, outsider)."""
    team = set(members)
    for outsider in visit.candidates:
        for member in sorted(team):
            if outsider not in team and can_sit(visit.seats, (team - {member}) | {outsider}):
                yield member, outsider


def check_assignment(certificate: Certificate) -> tuple[Fault, ...]:
    """Return every fault of an assignment; none means it is the only right one for its seed, edges and caps."""
    teams = {team.visit: team for team in certificate.teams}
    faults = list(_check_shape(certificate, teams))
    faults += _check_loads(certificate)
    for visit in certificate.visits:
        if visit.visit in teams:
            faults += check_visit(certificate, visit, teams[visit.visit])
    return tuple(faults)


def _check_shape(certificate: Certificate, teams: Mapping[str, Team]) -> Iterator[Fault]:
    visits = [visit.visit for visit in certificate.visits]
    if visits != sorted(set(visits)) or len(teams) != len(certificate.teams):
        yield Fault("assignment.order", "", "检查任务没有按编号排列，或有重复。")
    for visit in sorted(set(visits) - set(teams)):
        yield Fault("assignment.no-team", visit, "没有检查组。")
    for visit in sorted(set(teams) - set(visits)):
        yield Fault("assignment.unknown-visit", visit, "不在冻结的检查任务中。")


def _check_loads(certificate: Certificate) -> Iterator[Fault]:
    load = Counter(member for team in certificate.teams for member in team.members)
    for inspector in sorted(set(certificate.caps) | set(certificate.prices) | set(load)):
        cap, price = certificate.caps.get(inspector, 0), certificate.prices.get(inspector, 0)
        if load[inspector] > cap:
            yield Fault("assignment.over-cap", inspector, f"分到 {load[inspector]} 项任务，上限是 {cap}。")
        if price < 0 or (price and load[inspector] < cap):
            yield Fault("assignment.price", inspector, "任务未满上限的人员价格必须为 0，价格不得为负。")


def check_visit(certificate: Certificate, visit: Seats, team: Team) -> Iterator[Fault]:
    """Yield the faults of one visit, looking at nothing but its own edges, its team and the prices."""
    if not can_sit(visit.seats, team.members):
        yield Fault("assignment.unlawful", visit.visit, "检查组不符合人数、科室、专业或回避要求。")
        return
    if choose_lead(certificate.seed, visit, team.members) != team.lead:
        yield Fault("assignment.lead", visit.visit, "主办人员不是抽签号最小的一位。")
    weigh = {who: weight(certificate, visit.visit, who) for who in visit.candidates}
    for member, outsider in exchanges(visit, team.members):
        if weigh[outsider] <= weigh[member]:
            reason = f"换成 {outsider} 代替 {member} 费用更低或相等，这个检查组不是应得的结果。"
            yield Fault("assignment.cheaper", visit.visit, reason)


def weight(certificate: Certificate, visit: str, inspector: str) -> int:
    """Return cost + price in price units: what the team of a visit is compared by."""
    return cost(certificate.seed, visit, inspector) * PRICE_UNIT + certificate.prices.get(inspector, 0)


def certificate_digest(certificate: Certificate) -> str:
    """Return the digest of a certificate, published while the roster itself stays inside."""
    people = sorted(set(certificate.caps) | set(certificate.prices))
    lines = [f"{who} {certificate.caps.get(who, 0)} {certificate.prices.get(who, 0)}" for who in people]
    lines += [" ".join([v.visit, *(",".join(seat) for seat in v.seats)]) for v in certificate.visits]
    lines += [" ".join([team.visit, team.lead, *team.members]) for team in certificate.teams]
    return canon.digest(CERTIFICATE_TAG, certificate.seed, *lines)


def certificate_as_json(certificate: Certificate) -> dict[str, object]:
    """Return the certificate for a JSON file; prices are text, because they do not fit other languages' numbers."""
    return {
        "seed": certificate.seed,
        "caps": dict(sorted(certificate.caps.items())),
        "prices": {who: str(price) for who, price in sorted(certificate.prices.items())},
        "visits": [{"visit": v.visit, "seats": [list(seat) for seat in v.seats]} for v in certificate.visits],
        "teams": [{"visit": t.visit, "lead": t.lead, "members": list(t.members)} for t in certificate.teams],
    }


def certificate_from_json(value: Mapping[str, object]) -> Certificate:
    """Return the certificate that ``certificate_as_json`` wrote; ValueError when it is not one."""
    try:
        return Certificate(
            seed=str(value["seed"]),
            caps={str(k): int(v) for k, v in value["caps"].items()},  # type: ignore[attr-defined]
            prices={str(k): int(v) for k, v in value["prices"].items()},  # type: ignore[attr-defined]
            visits=tuple(_seats(visit) for visit in value["visits"]),  # type: ignore[attr-defined]
            teams=tuple(_team(team) for team in value["teams"]),  # type: ignore[attr-defined]
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a certificate: {error}") from error


def _seats(value: Mapping[str, Sequence[Sequence[str]]]) -> Seats:
    return Seats(str(value["visit"]), tuple(tuple(str(who) for who in seat) for seat in value["seats"]))


def _team(value: Mapping[str, Sequence[str]]) -> Team:
    return Team(str(value["visit"]), str(value["lead"]), tuple(str(who) for who in value["members"]))
