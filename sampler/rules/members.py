"""Who in a stratum may be drawn, who must be, and who may not and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sampler.registers import Registers
from sampler.rules.drawrule import DrawRule
from sampler.rules.evaluate import Scene
from sampler.rules.facts import Row
from sampler.rules.history import DrawnUnit, belongs
from sampler.rules.policy import Policy
from sampler.rules.report import Conflict, Excluded, StratumQuota
from sampler.rules.spread import Span, span_of
from sampler.rules.standing import Standing, Visits, exempt
from sampler.rules.strata import Population

ON_SITE = "现场检查"
AT_CAP = "本年检查已到上限"
BY_RULE = "按规则排除："
ALREADY_NOW = "本期已经抽中"
ALREADY_SPAN = "同一期次内已经抽中"


@dataclass
class Ground:
    """What every stratum stands on, and where it leaves what must be told."""

    registers: Registers
    policy: Policy
    scene: Scene
    standings: Mapping[str, Standing]
    visits: Visits
    worked: dict[str, list[StratumQuota]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def conflict(self, name: str, stratum: str, count: int, text: str) -> None:
        """Keep a conflict."""
        self.conflicts.append(Conflict(name, stratum, count, text))


@dataclass(frozen=True, slots=True)
class Members:
    """The objects of a stratum, sorted by what may happen to them."""

    open: tuple[Row, ...]
    """May be drawn."""

    excluded: tuple[Excluded, ...]
    """May not, with reasons."""

    forced: tuple[str, ...]
    """Must be drawn, by condition or list."""

    covered: tuple[str, ...]
    """Must be drawn, because the coverage span ends."""


def members_of(rule: DrawRule, population: Population, ground: Ground) -> Members:
    """Return the objects of a population, sorted by what may happen to them."""
    open_rows: list[Row] = []
    excluded: list[Excluded] = []
    for row in population.rows:
        reason = _why_not(rule, population, row, ground)
        if reason:
            excluded.append(Excluded(row["code"], reason))
        else:
            open_rows.append(row)
    forced = tuple(
        row["code"]
        for row in open_rows
        if row["code"] in rule.forced_codes
        or (rule.forced is not None and ground.scene.holds(rule.forced, row, population.name))
    )
    return Members(tuple(open_rows), tuple(excluded), forced, _last_chance(rule, open_rows, ground))


def _why_not(rule: DrawRule, population: Population, row: Row, ground: Ground) -> str:
    code, scene, cap = row["code"], ground.scene, ground.policy.cap
    if not ground.standings[code].drawable:
        return ground.standings[code].reason
    if any(unit.period == scene.period.text for unit in drawn_before(code, rule, ground)):
        return ALREADY_NOW
    if cap is not None and _is_capped(rule, row, ground):
        return f"{AT_CAP} {ground.visits.limit_of(code)} 次"
    if rule.excluded is not None and scene.holds(rule.excluded, row, population.name):
        return f"{BY_RULE}{rule.excluded_text}"
    if rule.repeats:
        return ""
    if rule.coverage and not has_ratio(population) and deficit(rule, code, ground) == 0:
        return ALREADY_SPAN
    longest = max([rule.cycle, *(also.cycle for also in rule.also)])
    span = span_of(rule, scene.period, longest, ground.policy.procedure.origin).period
    inside = longest > rule.drawn_every and rule.coverage is None
    if inside and any(span.holds(unit.span) and belongs(unit, rule.name) for unit in scene.history.of(code)):
        return ALREADY_SPAN
    return ""


def _is_capped(rule: DrawRule, row: Row, ground: Ground) -> bool:
    """Return whether an object is left out because its visits of the year are used up; off-site checks may be free."""
    cap = ground.policy.cap
    if cap is None or not cap.excludes or not ground.visits.full(row["code"]):
        return False
    mode = rule.mode or preferred_mode(row, ground.policy, ground.scene)[0] or ON_SITE
    return mode in cap.modes and "日常" in cap.kinds and not exempt(cap, row, ground.scene)


def preferred_mode(row: Row, policy: Policy, scene: Scene) -> tuple[str, str]:
    """Return the preferred way of checking an object and why; empty texts where the policy says nothing."""
    for rule in policy.modes:
        if scene.holds(rule.condition, row):
            return rule.mode, rule.reason
    return "", ""


def drawn_before(code: str, rule: DrawRule, ground: Ground) -> list[DrawnUnit]:
    """Return the earlier draws of an object that count for a rule: all, or where objects lie in several strata its own."""
    units = ground.scene.history.of(code)
    return [unit for unit in units if not ground.policy.frame.overlapping or belongs(unit, rule.name)]


def has_ratio(population: Population) -> bool:
    """Return whether a number is demanded besides coverage."""
    return bool(population.demand.terms or population.demand.bands)


def coverage_span(rule: DrawRule, ground: Ground) -> Span:
    """Return the span of a rule's coverage, with its draws."""
    months = rule.coverage.months if rule.coverage else rule.cycle
    return span_of(rule, ground.scene.period, months, ground.policy.procedure.origin)


def deficit(rule: DrawRule, code: str, ground: Ground) -> int:
    """Return how often an object must still be drawn in the coverage span.

    Draws of any stratum count, unless objects may lie in several: each stratum is an item of its own then.
    """
    if rule.coverage is None:
        return 0
    span = coverage_span(rule, ground).period
    drawn = sum(1 for unit in drawn_before(code, rule, ground) if span.holds(unit.span))
    return max(rule.coverage.times - drawn, 0)


def _last_chance(rule: DrawRule, rows: list[Row], ground: Ground) -> tuple[str, ...]:
    if rule.coverage is None:
        return ()
    left = coverage_span(rule, ground).left
    return tuple(row["code"] for row in rows if deficit(rule, row["code"], ground) >= left)
