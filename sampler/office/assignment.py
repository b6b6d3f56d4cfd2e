"""From a bureau's registers and policy to the teams of a draw, and the re-assignment of single visits later."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sampler.failure import SamplerError
from sampler.office.roster import Roster, Row
from sampler.office.shortage import ShortageError
from sampler.office.teams import Assignment, TeamRules, assign_teams, check, workload
from sampler.registers import Registers

__all__ = [
    "Assignment",
    "Reassignment",
    "ShortageError",
    "TeamRules",
    "announced_rules",
    "assign",
    "check",
    "reassign",
    "team_rules",
]


@dataclass(frozen=True, slots=True)
class Reassignment:
    """Single visits that got new teams, with the old ones kept."""

    assignment: Assignment
    """The new teams of the visits concerned, and nothing else."""

    replaced: tuple[tuple[str, str, str, str], ...]
    """For each visit concerned: number, old lead, old team, reason."""


def assign(
    visits: Sequence[Row], registers: "Registers", rules: TeamRules, seed: str, as_of: date
) -> Assignment:
    """Return teams for all visits that have none yet; ShortageError names the visits and what is missing.

    ``rules`` are those the manifest of the draw fixed, never the present settings.
    """
    waiting = [visit for visit in visits if not visit.get("team")]
    return assign_teams(
        waiting,
        roster_on(registers, as_of),
        _items(registers),
        rules,
        seed,
        load=workload(visit for visit in visits if visit.get("team")),
        experts=registers.table("experts").rows,
    )


def reassign(
    visits: Sequence[Row],
    absent: Mapping[str, tuple[Collection[str], str]],
    *,
    registers: "Registers",
    rules: TeamRules,
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
        rules,
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


def team_rules(size: int, own: Mapping[str, object]) -> TeamRules:
    """Return the team size of the policy with a bureau's own settings, ``[teams]`` in ``bureau.toml``.

    Settings: cap (每人任务上限), cap_limit (最多放宽到), grouped (整组派出), experts (专家协助). SamplerError on
    anything that is no such number or no true or false.
    """
    for name in ("cap", "cap_limit"):
        if own.get(name) is not None and (type(own[name]) is not int or own[name] < 1):  # type: ignore[operator]
            raise SamplerError(f"bureau.toml 的 [teams] 里 {name} 应当是大于 0 的整数，现在是 {own[name]}。")
    for name in ("grouped", "experts"):
        if type(own.get(name, True)) is not bool:
            raise SamplerError(f"bureau.toml 的 [teams] 里 {name} 应当是 true 或 false，现在是 {own[name]}。")
    known = {name: own[name] for name in ("cap", "cap_limit", "grouped", "experts") if name in own}
    return TeamRules(size=size, **known)  # type: ignore[arg-type]  # each was just looked at


def announced_rules(rules: TeamRules) -> dict[str, object]:
    """Return the rules of the teams as a manifest announces them."""
    return asdict(rules)


def _items(registers: "Registers") -> dict[str, Row]:
    return {row["item_id"]: row for row in registers.table("items").rows}
