"""Numbers of another span that a rule holds at the same time, alone or together with other rules.

A lower bound raises this draw to its share of what is still due; an upper one keeps it below what is left. Together with
other rules, this rule fills up what they do not come to, or yields where they come to too much: what they draw now is
taken off, and under an upper bound also what they must still draw later in the span.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from sampler.rules.amount import UP, rounded
from sampler.rules.bases import computed_of, others_of
from sampler.rules.demand import Computed
from sampler.rules.drawrule import Also, DrawRule
from sampler.rules.members import Ground
from sampler.rules.spread import Span, span_of
from sampler.rules.strata import Population
from sampler.rules.telling import tell_too_many, tell_upper


@dataclass(frozen=True, slots=True)
class Beside:
    """A demand of another span, and what was drawn towards it."""

    also: Also
    """The demand."""

    computed: Computed
    """What it comes to."""

    span: Span
    """Its span."""

    drawn: int
    """Drawn in the span before this draw, by this rule and those together with it."""

    now: int
    """What the others draw now."""

    @property
    def who(self) -> str:
        """Return the other rules as a phrase."""
        return f"“{'、'.join(self.also.together)}”"


def held_beside(
    rule: DrawRule, population: Population, computed: Computed, wanted: int, ground: Ground
) -> tuple[int, Computed]:
    """Return the number for this draw with the demands of other spans held, and the sum with their words."""
    for also in sorted(rule.also, key=lambda one: one.is_upper):
        one = _beside(rule, population, also, ground)
        if also.is_upper:
            wanted, words = _hold_upper(population, one, wanted, ground)
        else:
            wanted, words = _hold_lower(one, wanted)
        with_whom = f"与{one.who}合计" if also.together else ""
        beside = f"；同时{one.span.period.text} {with_whom}{one.computed.formula}，已抽 {one.drawn}{words}"
        computed = replace(computed, formula=computed.formula + beside)
    return wanted, computed


def _beside(rule: DrawRule, population: Population, also: Also, ground: Ground) -> Beside:
    computed = computed_of(rule, population, also.demand, ground, limited=False)
    ground.undecided += [f"规则“{rule.name}”：{text}" for text in computed.undecided]
    span = span_of(rule, ground.scene.period, also.cycle, ground.policy.procedure.origin)
    drawn = _drawn(population, also, span, ground)
    now = sum(one.quota for name in also.together for one in ground.worked.get(name, ()))
    return Beside(also, computed, span, drawn, now)


def _drawn(population: Population, also: Also, span: Span, ground: Ground) -> int:
    """Return what was drawn in the span: objects of the rule alone, draws where several rules count together."""
    inside = ground.scene.history.inside
    if not also.together:
        return len({unit.code for unit in inside(span.period, population.name)})
    return sum(len(inside(span.period, name)) for name in (population.name, *also.together))


def _hold_lower(one: Beside, wanted: int) -> tuple[int, str]:
    due = max(one.computed.required - one.drawn, 0)
    share = max(rounded(Fraction(due, max(one.span.left, 1)), UP) - one.now, 0)
    words = f"，{one.who}本次 {one.now}" if one.also.together else ""
    return max(wanted, share), f"{words}，本次至少 {share}"


def _hold_upper(population: Population, one: Beside, wanted: int, ground: Ground) -> tuple[int, str]:
    most, coming = one.computed.required, sum(_coming(name, one.also, ground) for name in one.also.together)
    left = max(most - one.drawn - one.now - coming, 0)
    tell_upper(population, (wanted, left, most), one.span.period.text, one.also.together, ground)
    if one.also.together:
        tell_too_many(population, one.also.together, one.drawn + one.now + coming - most, ground)
    words = f"，{one.who}本次 {one.now}、以后 {coming}" if one.also.together else ""
    return min(wanted, left), f"{words}，最多再抽 {left}"


def _coming(name: str, also: Also, ground: Ground) -> int:
    """Return what another rule must still draw in the span, after this draw."""
    other = next(rule for rule in ground.policy.draws if rule.name == name)
    period, worked = ground.scene.period, ground.worked.get(name, ())
    span = span_of(other, period, also.cycle, ground.policy.procedure.origin)
    required = sum(one.required for one in worked)
    if not worked:
        required = sum(min(computed.required, own) for computed, own in others_of(name, ground))
    if other.cycle == other.drawn_every:
        return required * sum(1 for draw in span.draws if draw.start > period.start)
    rest = max(sum(one.due - one.quota for one in worked), 0)
    if not worked:
        inside = ground.scene.history.inside(period.around(other.cycle), name)
        rest = max(required - len({unit.code for unit in inside}), 0)
    return rest + required * sum(1 for part in span.period.parts(other.cycle) if part.start > period.start)
