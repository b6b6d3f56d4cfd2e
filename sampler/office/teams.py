"""Teams for visits: lawful edges, the one cheapest assignment, and the declared ladder when it does not fit.

The workload cap starts at the cap of the policy (or the even share) and rises by one until every seat is filled.
Team size, qualification and recusal are never relaxed. A visit whose lawful people leave only one possible team is
marked: chance had no say there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from sampler.draw.assignment import (
    Certificate,
    Fault,
    Seats,
    Team,
    certificate_as_json,
    certificate_digest,
    check_assignment,
    choose_lead,
)
from sampler.office.flow import Shortage, cheapest_teams
from sampler.office.freedom import fixed_visits
from sampler.office.roster import Roster, Row, Seat, choose_experts, edges, seats_of, split
from sampler.office.shortage import ShortageError, explain


@dataclass(frozen=True, slots=True)
class TeamRules:
    """What the policy says about teams."""

    size: int = 2
    """Fewest inspectors in a team; the law says two."""

    cap: int | None = None
    """Most visits of one inspector; None = the even share of the seats, rounded up."""

    cap_limit: int | None = None
    """How far the cap may be raised; None = as far as needed."""

    grouped: bool = False
    """Whether a whole team comes from one group (组别), and the group is assigned first."""

    experts: bool = True
    """Whether an expert of the speciality asked for assists where there is one."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who inspects what, with everything a check needs."""

    certificate: Certificate
    """Edges, caps, prices and teams."""

    cap: int
    """The workload cap that was needed."""

    ladder: tuple[str, ...]
    """Each relaxation that was needed, in Chinese, in order."""

    no_choice: tuple[str, ...]
    """Visits whose team is the same in every lawful assignment: chance had no say."""

    experts: Mapping[str, tuple[str, ...]]
    """Experts who assist, by visit."""

    groups: Certificate | None = None
    """The assignment of visits to groups, where the policy wants one; a group stands for an inspector there."""

    @property
    def teams(self) -> Mapping[str, Team]:
        """The team of each visit."""
        return {team.visit: team for team in self.certificate.teams}

    @property
    def leads(self) -> Mapping[str, str]:
        """The lead of each visit."""
        return {team.visit: team.lead for team in self.certificate.teams}

    @property
    def prices(self) -> Mapping[str, int]:
        """The price of each inspector."""
        return self.certificate.prices

    def public(self) -> dict[str, object]:
        """Return what is published at once: digests and counts, no names and no visit."""
        return {
            "protocol": "assign/v1",
            "seed": self.certificate.seed,
            "visits": len(self.certificate.teams),
            "seats": sum(len(team.members) for team in self.certificate.teams),
            "inspectors": len(self.certificate.caps),
            "cap": self.cap,
            "ladder": list(self.ladder),
            "no_choice": len(self.no_choice),
            "certificate_digest": certificate_digest(self.certificate),
        }

    def sealed(self) -> dict[str, object]:
        """Return what stays inside and lets an auditor check everything."""
        return {
            "certificate": certificate_as_json(self.certificate),
            "cap": self.cap,
            "ladder": list(self.ladder),
            "no_choice": list(self.no_choice),
            "experts": {visit: list(names) for visit, names in sorted(self.experts.items())},
            "groups": certificate_as_json(self.groups) if self.groups else None,
        }

    def rows(self, visits: Iterable[Row]) -> list[dict[str, str]]:
        """Return the visits with lead, team and experts filled in where this assignment has them."""
        return [self._row(visit) for visit in visits]

    def _row(self, visit: Row) -> dict[str, str]:
        team = self.teams.get(visit["visit_id"])
        if team is None:
            return dict(visit)
        helpers = "；".join(self.experts.get(team.visit, ()))
        return {**visit, "lead": team.lead, "team": "；".join(team.members), "experts": helpers}


def assign_teams(
    visits: Sequence[Row],
    roster: Roster,
    items: Mapping[str, Row],
    rules: TeamRules,
    seed: str,
    *,
    load: Mapping[str, int] | None = None,
    absent: Collection[tuple[str, str]] = (),
    experts: Sequence[Row] = (),
) -> Assignment:
    """Return the one cheapest lawful assignment; raise ShortageError when the people do not suffice.

    ``load`` counts visits that inspectors have already; ``absent`` are (visit, certificate) pairs barred besides.
    """
    visits = sorted(visits, key=lambda visit: visit["visit_id"])
    groups = _assign_groups(visits, roster, items, rules, seed) if rules.grouped else None
    within = _people_by_visit(groups, roster)
    seats = {
        visit["visit_id"]: seats_of(
            visit, roster, items, size=rules.size, absent=absent, people=within.get(visit["visit_id"])
        )
        for visit in visits
    }
    needs = [edges(visit, seats[visit["visit_id"]]) for visit in visits]
    people = [row["certificate"] for row in roster.inspectors]
    certificate, cap, ladder = _climb(needs, people, rules, seed, seats=seats, load=load or {})
    members = {team.visit: team.members for team in certificate.teams}
    alone = fixed_visits(needs, members, certificate.caps, seed)
    helpers = choose_experts(visits, items, experts, seed, roster.as_of.isoformat()) if rules.experts else {}
    return Assignment(certificate, cap, ladder, alone, helpers, groups)


def _climb(
    needs: Sequence[Seats],
    people: Sequence[str],
    rules: TeamRules,
    seed: str,
    *,
    seats: Mapping[str, Sequence[Seat]],
    load: Mapping[str, int],
) -> tuple[Certificate, int, tuple[str, ...]]:
    """Raise the cap step by step until all seats are filled."""
    able = {who for need in needs for who in need.candidates}
    total = sum(len(need.seats) for need in needs) + sum(load.get(who, 0) for who in able)
    first = rules.cap if rules.cap is not None else max(1, ceil(total / max(1, len(able))))
    limit = rules.cap_limit if rules.cap_limit is not None else len(needs) + max(load.values(), default=0)
    ladder: list[str] = []
    for cap in range(first, max(first, limit) + 1):
        caps = {who: max(0, cap - load.get(who, 0)) for who in sorted(people)}
        result = cheapest_teams(needs, caps, seed)
        if not isinstance(result, Shortage):
            members, prices = result
            teams = tuple(_team(seed, need, members[need.visit]) for need in needs)
            return Certificate(seed, caps, prices, tuple(needs), teams), cap, tuple(ladder)
        if not ladder:
            _require_people(needs, people, load, max(first, limit), seed, seats=seats)
        ladder.append(f"每人任务上限由 {cap} 项提高到 {cap + 1} 项（还缺 {result.missing} 人次）")
    raise RuntimeError("the highest cap was tried before and sufficed")


def _require_people(
    needs: Sequence[Seats],
    people: Sequence[str],
    load: Mapping[str, int],
    cap: int,
    seed: str,
    *,
    seats: Mapping[str, Sequence[Seat]],
) -> None:
    """Raise ShortageError when even the highest cap is not enough."""
    caps = {who: max(0, cap - load.get(who, 0)) for who in sorted(people)}
    result = cheapest_teams(needs, caps, seed)
    if isinstance(result, Shortage):
        raise ShortageError(explain(result, cap, seats), result)


def _team(seed: str, need: Seats, members: Sequence[str]) -> Team:
    return Team(need.visit, choose_lead(seed, need, members), tuple(members))


def _assign_groups(
    visits: Sequence[Row], roster: Roster, items: Mapping[str, Row], rules: TeamRules, seed: str
) -> Certificate:
    """Give each visit to one group able to fill its seats, in the same way as people are assigned."""
    names = sorted({row["group"] for row in roster.inspectors if row.get("group")})
    members = {
        name: [r["certificate"] for r in roster.inspectors if r.get("group") == name] for name in names
    }
    needs, seats = [], {}
    for visit in visits:
        able = [name for name in names if _fits(visit, roster, items, rules, members[name])]
        seats[visit["visit_id"]] = (Seat("一个能单独承担的组", tuple(able), ()),)
        needs.append(Seats(visit["visit_id"], (tuple(able),)))
    certificate, _, _ = _climb(
        needs, names, replace(rules, cap=None, cap_limit=None), seed, seats=seats, load={}
    )
    return certificate


def _fits(
    visit: Row, roster: Roster, items: Mapping[str, Row], rules: TeamRules, people: Collection[str]
) -> bool:
    need = edges(visit, seats_of(visit, roster, items, size=rules.size, people=people))
    return not isinstance(cheapest_teams([need], dict.fromkeys(people, 1), "0" * 64), Shortage)


def _people_by_visit(groups: Certificate | None, roster: Roster) -> dict[str, set[str]]:
    if groups is None:
        return {}
    chosen = {team.visit: team.lead for team in groups.teams}
    return {
        v: {r["certificate"] for r in roster.inspectors if r.get("group") == g} for v, g in chosen.items()
    }


def workload(visits: Iterable[Row]) -> Counter[str]:
    """Return how many visits each inspector has."""
    return Counter(who for visit in visits for who in split(visit.get("team", "")))


def check(assignment: Assignment) -> tuple[Fault, ...]:
    """Return every fault of an assignment, groups included; needs no solver."""
    faults = check_assignment(assignment.certificate)
    return faults + (check_assignment(assignment.groups) if assignment.groups else ())
