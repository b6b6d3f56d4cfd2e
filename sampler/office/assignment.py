"""From a bureau's registers and policy to the teams of a draw, and the re-assignment of single visits later."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sampler.failure import SamplerError
from sampler.office.roster import Roster, Row
from sampler.office.teams import Assignment, ShortageError, TeamRules, assign_teams, check, workload

if TYPE_CHECKING:
    from sampler.registers import Registers
    from sampler.rules import Policy

__all__ = ["Assignment", "Reassignment", "ShortageError", "TeamRules", "assign", "check", "reassign"]


@dataclass(frozen=True, slots=True)
class Reassignment:
    """Single visits that got new teams, with the old ones kept."""

    assignment: Assignment
    """The new teams of the visits concerned, and nothing else."""

    replaced: tuple[tuple[str, str, str, str], ...]
    """For each visit concerned: number, old lead, old team, reason."""


def assign(
    visits: Sequence[Row], registers: "Registers", policy: "Policy", seed: str, as_of: date
) -> Assignment:
    """Return teams for all visits that have none yet; ShortageError names the visits and what is missing."""
    waiting = [visit for visit in visits if not visit.get("team")]
    return assign_teams(
        waiting,
        roster_on(registers, as_of),
        _items(registers),
        team_rules(policy),
        seed,
        load=workload(visit for visit in visits if visit.get("team")),
        experts=registers.table("experts").rows,
    )


def reassign(
    visits: Sequence[Row],
    absent: Mapping[str, tuple[Collection[str], str]],
    *,
    registers: "Registers",
    policy: "Policy",
    seed: str,
    as_of: date,
) -> Reassignment:
    """Return new teams for the visits in ``absent``: visit number → (certificates that can't come, reason).

    ``visits`` are all visits of the period with their teams; the load of the other visits counts against the cap.
    The seed comes from a new beacon. A visit's whole team is assigned anew.
    """
    known = {visit["visit_id"]: visit for visit in visits}
    if missing := sorted(set(absent) - set(known)):
        raise SamplerError(f"没有检查任务 {'、'.join(missing)}。请核对编号后重新办理。")
    concerned = [known[number] for number in sorted(absent)]
    assignment = assign_teams(
        [{**visit, "team": "", "lead": ""} for visit in concerned],
        roster_on(registers, as_of),
        _items(registers),
        team_rules(policy),
        seed,
        load=workload(visit for visit in visits if visit["visit_id"] not in absent),
        absent=[(number, who) for number, (people, _) in absent.items() for who in people],
        experts=registers.table("experts").rows,
    )
    old = [(v["visit_id"], v.get("lead", ""), v.get("team", ""), absent[v["visit_id"]][1]) for v in concerned]
    return Reassignment(assignment, tuple(old))


def roster_on(registers: "Registers", as_of: date) -> Roster:
    """Return the inspectors and recusals as they stand in the registers."""
    return Roster(registers.table("inspectors").rows, registers.table("recusals").rows, as_of)


def team_rules(policy: "Policy") -> TeamRules:
    """Return what the policy says about teams."""
    team = getattr(policy, "team", None)
    return TeamRules(
        size=getattr(team, "size", 2),
        cap=getattr(team, "cap", None),
        cap_limit=getattr(team, "cap_limit", None),
        grouped=getattr(team, "grouped", False),
        experts=getattr(team, "experts", True),
    )


def _items(registers: "Registers") -> dict[str, Row]:
    return {row["item_id"]: row for row in registers.table("items").rows}
