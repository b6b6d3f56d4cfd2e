"""What a number is taken of: the stratum, a filtered set, inspectors, a registered number, what other rules come to."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from sampler.rules.clusters import units_of
from sampler.rules.demand import Base, Computed, compute, number_base
from sampler.rules.drawrule import Demand, DrawRule, Term
from sampler.rules.facts import Row
from sampler.rules.inspectors import count_inspectors
from sampler.rules.items import rows_of_items
from sampler.rules.members import Ground
from sampler.rules.strata import Population, Strata, populations


def populations_of(rule: DrawRule, ground: Ground) -> tuple[Strata, Ground]:
    """Return the strata of a rule before anyone is excluded, and the ground they stand on."""
    rows = [
        row
        for row in ground.scene.facts.objects
        if row["code"] in ground.standings and _concerns(rule, row, ground)
    ]
    rows = rows_of_items(rule.items, rows, ground.registers, ground.scene)
    if rule.unit_column:
        rows, ground = units_of(rule, rows, ground)
    return populations(rule, rows, ground.scene), ground


def _concerns(rule: DrawRule, row: Row, ground: Ground) -> bool:
    if rule.classes and ground.scene.classes.get(row["code"]) not in rule.classes:
        return False
    return ground.scene.holds(rule.condition, row, rule.name)


def computed_of(
    rule: DrawRule, population: Population, demand: Demand, ground: Ground, *, limited: bool = True
) -> Computed:
    """Return what a demand comes to on a population; ``limited``: within the rule's own 至少 and 至多."""
    own = _counted(population.rows, ground)
    stratum = Base(population.label, Fraction(own))
    if rule.ordering_only:
        return Computed(own, stratum, f"全部列入、只排次序 → {own}", "")
    if not demand.terms and not demand.bands:
        return Computed(0, stratum, "", "")

    def base_of(term: Term) -> Base:
        return _less_others(term, _base(term, stratum, ground), ground)

    computed = compute(demand, base_of, rule.rounding)
    return _within_limits(rule, computed, own) if limited and not _is_nothing(demand) else computed


def _is_nothing(demand: Demand) -> bool:
    """Return whether a demand says that none is drawn; then no floor raises it."""
    return bool(demand.terms) and all(
        term.amount.kind in ("number", "share") and term.amount.value == 0 and term.amount.bound == "exactly"
        for term in demand.terms
    )


def _counted(rows: Sequence[Row], ground: Ground) -> int:
    return sum(1 for row in rows if ground.standings[row["code"]].counted)


def _base(term: Term, stratum: Base, ground: Ground) -> Base:
    if term.of_rules:
        return Base(_label(term.of_rules), _sum_of(term.of_rules, ground))
    if term.rate_of:
        return _rated(term.rate_of, stratum, ground)
    if term.number:
        return number_base(ground.policy.numbers[term.number])
    if term.by_staff:
        label = "执法检查人员" if term.staff_text == "全部" else f"执法检查人员（{term.staff_text}）"
        return Base(label, Fraction(count_inspectors(ground.registers, term.staff, ground.scene)) or None)
    return stratum if term.base is None else _filtered(term, ground)


def _label(names: Sequence[str]) -> str:
    return f"“{'、'.join(names)}”的应抽数"


def others_of(name: str, ground: Ground) -> list[tuple[Computed, int]]:
    """Return what another rule comes to in its own strata, each with its number of objects."""
    rule = next(rule for rule in ground.policy.draws if rule.name == name)
    strata, _ = populations_of(rule, ground)
    return [(computed_of(rule, one, one.demand, ground), _counted(one.rows, ground)) for one in strata.found]


def _sum_of(names: Sequence[str], ground: Ground) -> Fraction | None:
    """Return what rules come to together, no stratum with more than it has; None while one is undecided."""
    found = [pair for name in names for pair in others_of(name, ground)]
    if any(computed.undecided for computed, _ in found):
        return None
    return Fraction(sum(min(computed.required, own) for computed, own in found))


def _rated(name: str, stratum: Base, ground: Ground) -> Base:
    found = others_of(name, ground)
    whole = sum(own for _, own in found)
    label = f"{stratum.label}（比例按“{name}”）"
    if not whole or any(computed.undecided for computed, _ in found):
        return Base(label, None)
    exact = sum((computed.exact for computed, _ in found), Fraction(0))
    return Base(label, stratum.count, exact / whole)


def _less_others(term: Term, base: Base, ground: Ground) -> Base:
    if not term.minus:
        return base
    taken = _sum_of(term.minus, ground)
    if taken is None:
        return Base(f"减去{_label(term.minus)}", None)
    return replace(base, minus=taken, minus_label=_label(term.minus))


def _filtered(term: Term, ground: Ground) -> Base:
    counted = [
        row
        for row in ground.scene.facts.objects
        if row["code"] in ground.standings and ground.standings[row["code"]].counted
    ]
    found = sum(1 for row in counted if term.base is not None and ground.scene.holds(term.base, row))
    return Base(f"检查对象（{term.base_text}）", Fraction(found))


def _within_limits(rule: DrawRule, computed: Computed, own: int) -> Computed:
    if computed.undecided or not own:
        return computed
    required, formula, exact = computed.required, computed.formula, computed.exact
    if required < rule.floor:
        required, formula, exact = rule.floor, f"{formula}；不少于 {rule.floor}", Fraction(rule.floor)
    if rule.ceiling is not None and required > rule.ceiling:
        required, formula, exact = rule.ceiling, f"{formula}；不超过 {rule.ceiling}", Fraction(rule.ceiling)
    return replace(computed, required=required, formula=formula, exact=exact)
