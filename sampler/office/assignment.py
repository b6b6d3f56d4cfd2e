"""From a bureau's registers and policy to the teams of a draw, and the re-assignment of single visits later."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sampler.failure import SamplerError
from sampler.office.roster import Roster, Row
from sampler.office.shortage import ShortageError
from sampler.office.teams import Assignment, TeamRules, assign_teams, check, workload
from sampler.registers import Registers
from sampler.rules.policy import Policy

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
        team_rules(policy, registers),
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
        team_rules(policy, registers),
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


def team_rules(policy: Policy, registers: Registers) -> TeamRules:
    """Return the team size of the policy and the bureau's own settings, ``[teams]`` in ``bureau.toml``.

    Settings: cap (每人任务上限), cap_limit (最多放宽到), grouped (整组派出), experts (专家协助).
    """
    own = registers.bureau.raw.get("teams", {})
    return TeamRules(
        size=policy.procedure.team_size,
        cap=own.get("cap"),
        cap_limit=own.get("cap_limit"),
        grouped=own.get("grouped", False),
        experts=own.get("experts", True),
    )


def _items(registers: "Registers") -> dict[str, Row]:
    return {row["item_id"]: row for row in registers.table("items").rows}
