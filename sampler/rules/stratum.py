"""One stratum worked out: base, demand, what falls on this draw, who may and who must be drawn."""

from dataclasses import dataclass, replace
from fractions import Fraction

from sampler.rules.amount import shown
from sampler.rules.bases import computed_of
from sampler.rules.beside import held_beside
from sampler.rules.demand import Computed
from sampler.rules.drawrule import DrawRule
from sampler.rules.facts import Row
from sampler.rules.members import (
    ALREADY_SPAN,
    BY_RULE,
    Ground,
    Members,
    coverage_span,
    deficit,
    drawn_before,
    has_ratio,
    members_of,
    preferred_mode,
)
from sampler.rules.period import plus_months
from sampler.rules.report import EligibleUnit, StratumQuota
from sampler.rules.sentences import rule_words, sentence
from sampler.rules.spread import Span, share_now, span_of
from sampler.rules.strata import Population
from sampler.rules.telling import tell_ceiling, tell_forced, tell_shortage
from sampler.rules.windows import Window

FORCED = -1
"""Burden of an object that is drawn without chance."""

MEMORY = 24
"""Months over which earlier draws count as burden where no coverage span says otherwise."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A stratum and the rows it was made of, so that it can be divided."""

    stratum: StratumQuota
    """The quota."""

    rows: tuple[Row, ...]
    """The objects that may be drawn, in code order."""

    counted: tuple[Row, ...] = ()
    """The objects that count into its base, those drawn before included."""


def work_out(rule: DrawRule, population: Population, ground: Ground) -> Worked:
    """Return the stratum of a population."""
    span = span_of(rule, ground.scene.period, rule.cycle, ground.policy.procedure.origin)
    computed = computed_of(rule, population, population.demand, ground)
    ground.undecided += [f"规则“{rule.name}”：{text}" for text in computed.undecided]
    for text in computed.conflicts:
        ground.conflict("range", population.name, 0, f"“{population.title}”：{text}")
    members = members_of(rule, population, ground)
    return _stratum(rule, population, computed, members, span=span, ground=ground)


def _stratum(
    rule: DrawRule,
    population: Population,
    computed: Computed,
    members: Members,
    *,
    span: Span,
    ground: Ground,
) -> Worked:
    if rule.coverage and not has_ratio(population):
        span = coverage_span(rule, ground)
        computed, already = _covering(rule, population, computed, ground)
    else:
        already = _already(rule, population, span, ground)
    wanted = _each_draw(rule, share_now(rule, computed.required, already, span), computed.required - already)
    wanted, computed = held_beside(rule, population, computed, wanted, ground)
    must = tuple(sorted({*members.forced, *members.covered}))
    if rule.forced_extra:
        wanted += len(members.forced)
    wanted = max(wanted, len(must)) if not computed.undecided else 0
    members, must = _relaxed(rule, population, members, must, wanted)
    quota = min(wanted, len(members.open))
    tell_shortage(rule, population, wanted, members, ground)
    tell_forced(rule, population, members, ground)
    tell_ceiling(rule, population, (computed.required - already, wanted, span.left), ground)
    chance = _all_by_chance(rule, quota, members)
    units = tuple(_unit(rule, row, must, ground) for row in members.open)
    stratum = StratumQuota(
        name=population.name,
        title=population.title,
        class_names=rule.classes or (rule.name,),
        rule=rule_words(rule, population),
        basis=rule.basis,
        base_label=computed.base.label,
        base_count=int(computed.base.count or 0),
        formula=computed.formula,
        rounding=computed.rounding,
        cycle=span.period.text,
        required=computed.required,
        already=already,
        due=max(computed.required - already, 0),
        draws_left=span.left,
        quota=quota,
        order=rule.order,
        units=units,
        forced=must,
        excluded=members.excluded,
        takes_all=chance,
        mode=_mode(rule, members, ground),
        kind=rule.kind,
        credit_based=rule.credit,
        cross_department=rule.cross,
        sentence="",
        months_left=span.months_left,
        ordering_only=rule.ordering_only,
        counter="个" if rule.unit_column else "户",
    )
    told = sentence(stratum, ground.scene.period, wanted=wanted, covered=len(members.covered))
    counted = tuple(row for row in population.rows if ground.standings[row["code"]].counted)
    return Worked(replace(stratum, sentence=told), members.open, counted)


def _all_by_chance(rule: DrawRule, quota: int, members: Members) -> bool:
    return bool(members.open) and (rule.ordering_only or quota == len(members.open))


def _each_draw(rule: DrawRule, share: int, due: int) -> int:
    """Return the share within the limits that hold for each single draw; never more than is due for the floor's sake."""
    share = max(share, min(rule.each_least, max(due, 0)))
    return share if rule.each_most is None else min(share, rule.each_most)


def _covering(
    rule: DrawRule, population: Population, computed: Computed, ground: Ground
) -> tuple[Computed, int]:
    times = rule.coverage.times if rule.coverage else 1
    counted = [row["code"] for row in population.rows if ground.standings[row["code"]].counted]
    required = times * len(counted)
    already = sum(times - deficit(rule, code, ground) for code in counted)
    formula = f"每户 {times} 次 × {shown(Fraction(len(counted)))} = {required}"
    return replace(computed, required=required, formula=formula), already


def _already(rule: DrawRule, population: Population, span: Span, ground: Ground) -> int:
    drawn = ground.scene.history.inside(span.period, population.name)
    return len(drawn) if rule.repeats else len({unit.code for unit in drawn})


def _relaxed(
    rule: DrawRule, population: Population, members: Members, must: tuple[str, ...], wanted: int
) -> tuple[Members, tuple[str, ...]]:
    """Return the members with the rule's exclusions taken back, where too few are left and the policy says so.

    Those who were never excluded are then taken without chance; the rest is drawn among the re-admitted.
    """
    soft = (*((BY_RULE,) if rule.relax else ()), *((ALREADY_SPAN,) if rule.also else ()))
    back = {entry.code for entry in members.excluded if entry.reason.startswith(soft)} if soft else set()
    if not back or wanted <= len(members.open):
        return members, must
    still = {entry.code for entry in members.excluded} - back
    rows = tuple(row for row in population.rows if row["code"] not in still)
    kept = tuple(entry for entry in members.excluded if entry.code in still)
    fresh = tuple(row["code"] for row in members.open)
    return replace(members, open=rows, excluded=kept), tuple(sorted({*must, *fresh}))


def _unit(rule: DrawRule, row: Row, must: tuple[str, ...], ground: Ground) -> EligibleUnit:
    code = row["code"]
    if code in must:
        return EligibleUnit(code, FORCED, _weight(rule, row, ground))
    if rule.order != "burden":
        return EligibleUnit(code, 0, _weight(rule, row, ground))
    if rule.coverage:
        span = coverage_span(rule, ground).period
        earlier = drawn_before(code, rule, ground)
        return EligibleUnit(code, sum(1 for unit in earlier if span.holds(unit.span)))
    since = plus_months(ground.scene.period.start, -MEMORY)
    return EligibleUnit(code, ground.scene.history.times(code, Window(since, ground.scene.period.end)))


def _weight(rule: DrawRule, row: Row, ground: Ground) -> int:
    for condition, weight in rule.weights:
        if ground.scene.holds(condition, row):
            return weight
    return 1


def _mode(rule: DrawRule, members: Members, ground: Ground) -> str:
    if rule.mode:
        return rule.mode
    found = {preferred_mode(row, ground.policy, ground.scene)[0] for row in members.open}
    return found.pop() if len(found) == 1 else ""
