"""From a demand and its base to a whole number, with the sum in words. Fractions throughout, never a float."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sampler.rules.amount import (
    DOWN,
    NEAREST,
    STAFF_BASES,
    STRICT,
    UP,
    Amount,
    beyond,
    percent,
    rounded,
    shown,
)
from sampler.rules.drawrule import Demand, Term
from sampler.rules.policy import NamedNumber

BOUND_SIGNS = {
    "at_least": "≥",
    "more_than": ">",
    "at_most": "≤",
    "less_than": "<",
    "about": "约 ",
    "exactly": "",
    "range": "",
}


@dataclass(frozen=True, slots=True)
class Base:
    """What a share is taken of."""

    label: str
    """In words: 重点对象, 执法人员 …"""

    count: Fraction | None
    """How many; None while undecided."""

    rate: Fraction = Fraction(1)
    """Rate of another rule, which the amount is a multiple of."""

    minus: Fraction = Fraction(0)
    """What other rules come to and is taken off."""

    minus_label: str = ""
    """Those rules."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A demand worked out."""

    required: int
    """The whole number."""

    base: Base
    """What it was taken of (of the deciding term)."""

    formula: str
    """The sum in words: ≥25% × 96 = 24 → 24."""

    rounding: str
    """How it was rounded; empty when it was whole."""

    least: Fraction = Fraction(0)
    """The exact lower bound, where the demand has one."""

    undecided: tuple[str, ...] = ()
    """What is left to another authority."""

    conflicts: tuple[str, ...] = ()
    """What cannot be met exactly."""

    exact: Fraction = Fraction(0)
    """The number before rounding."""


BaseOf = Callable[[Term], Base]


def compute(demand: Demand, base_of: BaseOf, rounding: str) -> Computed:
    """Return what a demand comes to.

    ``base_of`` gives the base of a term: the stratum itself, a filtered set, inspectors, or a named number.
    """
    if demand.marginal:
        return _by_parts_of_base(demand, base_of, rounding)
    if demand.bands:
        return _by_band(demand, base_of, rounding)
    worked = [_term(term, base_of(term), demand.pick, rounding) for term in demand.terms]
    if len(worked) == 1:
        return worked[0]
    return _combined(worked, demand.combine)


def number_base(number: NamedNumber) -> Base:
    """Return a named number as a base."""
    return Base(number.name, number.value)


def _by_band(demand: Demand, base_of: BaseOf, rounding: str) -> Computed:
    first = demand.bands[0].term
    by_people = first.base_text in STAFF_BASES
    base, unit = base_of(replace(first, by_staff=by_people)), "人" if by_people else "家"
    count = base.count or Fraction(0)
    for band in demand.bands:
        if band.high is None or count <= band.high:
            found = _term(band.term, base_of(band.term), band.pick, rounding)
            span = f"{band.low} {unit}以上" if band.high is None else f"{band.low}—{band.high} {unit}"
            return replace(found, base=base, formula=f"{span}一档：{found.formula}")
    return Computed(0, base, "没有这一档", "")


def _by_parts_of_base(demand: Demand, base_of: BaseOf, rounding: str) -> Computed:
    """Return the sum over the steps, each of the objects inside it, rounded once."""
    base = base_of(demand.bands[0].term)
    if base.count is None:
        return _term(demand.bands[0].term, base, "", rounding)
    exact, words = Fraction(0), []
    for band in demand.bands:
        upto = base.count if band.high is None else min(base.count, Fraction(band.high))
        inside = max(upto - max(band.low - 1, 0), Fraction(0))
        if inside:
            exact += band.term.amount.value * inside
            words.append(f"{percent(band.term.amount.value)} × {shown(inside)}")
    how = rounding or UP
    whole = rounded(exact, how)
    formula = f"{' + '.join(words) or '0'} = {shown(exact)} → {whole}"
    told = "" if exact.denominator == 1 else how
    return Computed(whole, base, formula, told, exact if how == UP else Fraction(0), exact=exact)


def _combined(worked: Sequence[Computed], combine: str) -> Computed:
    undecided = tuple(text for one in worked for text in one.undecided)
    conflicts = tuple(text for one in worked for text in one.conflicts)
    formulas = "；".join(one.formula for one in worked)
    if combine == "合计":
        total = sum(one.required for one in worked)
        least = sum((one.least for one in worked), Fraction(0))
        return Computed(
            total,
            worked[0].base,
            f"{formulas}；合计 {total}",
            worked[0].rounding,
            least,
            undecided,
            conflicts,
            sum((one.exact for one in worked), Fraction(0)),
        )
    choose = max if combine == "较大者" else min
    chosen = choose(worked, key=lambda one: one.required)
    least = choose(one.least for one in worked)
    return Computed(
        chosen.required,
        chosen.base,
        f"{formulas}；取{combine} {chosen.required}",
        chosen.rounding,
        least,
        undecided,
        conflicts,
        chosen.exact,
    )


def _term(term: Term, base: Base, pick: str, rounding: str) -> Computed:
    amount = term.amount
    if amount.kind == "undecided" or base.count is None:
        what = f"应抽“{amount.text}”须先由有权机关确定"
        if amount.kind != "undecided":
            what = f"“{base.label}”没有数，算不出“{amount.text}”"
        return Computed(0, base, "未定", "", undecided=(f"{what}。",))
    if amount.bound == "range":
        return _range(amount, base, pick, rounding)
    exact = amount.at(0) if amount.kind == "number" else amount.value * base.rate * base.count
    gross, exact = exact, max(exact - base.minus, Fraction(0))
    how = rounding or (NEAREST if amount.bound == "about" else DOWN if amount.is_upper else UP)
    if amount.is_upper and pick == "下限":
        exact = Fraction(0)
    elif amount.is_upper and pick == "中间":
        exact /= 2
    whole = _whole(amount, exact, how, pick)
    least = exact if amount.is_lower else Fraction(0)
    formula = _less(_formula(amount, base, gross, whole), base, exact, whole)
    return Computed(whole, base, formula, "" if exact.denominator == 1 else how, least, (), (), exact)


def _whole(amount: Amount, exact: Fraction, how: str, pick: str) -> int:
    """Return the whole number: a strict bound never the number itself, a demand of anything at least one."""
    inner = amount.bound == "less_than" and pick in ("下限", "中间")
    if amount.bound in STRICT and not inner and (exact or amount.kind == "number"):
        return beyond(exact, amount.bound)
    whole = rounded(exact, how)
    return 1 if whole == 0 and exact > 0 and not amount.is_upper else whole


def _less(formula: str, base: Base, exact: Fraction, whole: int) -> str:
    """Return the sum in words with what other rules come to taken off."""
    if not base.minus_label:
        return formula
    begin = formula.rpartition(" → ")[0]
    return f"{begin}，减去{base.minus_label} {shown(base.minus)}，为 {shown(exact)} → {whole}"


def _range(amount: Amount, base: Base, pick: str, rounding: str) -> Computed:
    count = base.count or Fraction(0)
    upper_value = amount.upper or amount.value
    low, high = (
        (amount.value, upper_value)
        if amount.kind == "number"
        else (amount.value * count, upper_value * count)
    )
    least, most = rounded(low, UP), rounded(high, DOWN)
    exact = {"下限": low, "上限": high, "中间": (low + high) / 2}[pick]
    how = rounding or {"下限": UP, "上限": DOWN, "中间": NEAREST}[pick]
    conflicts: tuple[str, ...] = ()
    if least > most:
        whole = rounded(exact, how)
        if count:
            conflicts = (f"{shown(low)} 到 {shown(high)} 之间没有整数，按{how}取 {whole}。",)
    else:
        whole = min(max(rounded(exact, how), least), most)
    unit = "" if amount.kind == "number" else f" × {shown(count)}"
    formula = f"{amount.text}{unit} = {shown(low)} 到 {shown(high)}，取{pick} → {whole}"
    return Computed(whole, base, formula, "" if exact.denominator == 1 else how, low, (), conflicts, exact)


def _formula(amount: Amount, base: Base, exact: Fraction, whole: int) -> str:
    count = shown(base.count or Fraction(0))
    if amount.kind == "number":
        return f"{amount.text} → {whole}"
    if amount.kind == "all":
        return f"全部 {count} → {whole}"
    if amount.kind == "staff":
        return f"{amount.text}：{count} 人 × {shown(amount.value)} = {shown(exact)} → {whole}"
    rate = f" × 比例 {percent(base.rate)}" if base.rate != 1 else ""
    if amount.kind == "multiple":
        return f"{amount.text}{rate} × {count} = {shown(exact)} → {whole}"
    return f"{BOUND_SIGNS[amount.bound]}{percent(amount.value)}{rate} × {count} = {shown(exact)} → {whole}"
