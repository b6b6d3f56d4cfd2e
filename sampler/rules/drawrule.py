"""One rule for drawing as a type: whom, how often, how many, in what order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sampler.rules.amount import Amount
from sampler.rules.expression import Always, Condition


@dataclass(frozen=True, slots=True)
class Term:
    """One demanded number and its base."""

    amount: Amount
    """How many."""

    base: Condition | None = None
    """Objects the base counts; None: the rule's own."""

    base_text: str = ""
    """The base as written."""

    staff: Condition = field(default_factory=Always)
    """Inspectors a staff ratio counts."""

    staff_text: str = "全部"
    """The same as written."""

    number: str = ""
    """Named number that is the base instead."""

    by_staff: bool = False
    """Whether the base is the number of inspectors."""

    of_rules: tuple[str, ...] = ()
    """Rules whose numbers together are the base."""

    rate_of: str = ""
    """Rule whose rate the amount is a multiple of."""

    minus: tuple[str, ...] = ()
    """Rules whose numbers are taken off."""

    @property
    def references(self) -> tuple[str, ...]:
        """Every rule the number is made of."""
        return (*self.of_rules, *((self.rate_of,) if self.rate_of else ()), *self.minus)


@dataclass(frozen=True, slots=True)
class Band:
    """One step of a scale over the size of the base."""

    low: int
    """Smallest base it is for."""

    high: int | None
    """Largest base, or None."""

    term: Term
    """What is demanded there."""

    pick: str = ""
    """End of a range that is drawn."""


@dataclass(frozen=True, slots=True)
class Demand:
    """How many are demanded: terms that are combined, or a scale."""

    terms: tuple[Term, ...] = ()
    """The numbers."""

    combine: str = ""
    """较大者, 较小者 or 合计; empty with one term."""

    pick: str = ""
    """下限, 上限 or 中间 of a range."""

    bands: tuple[Band, ...] = ()
    """Scale; then there are no terms."""

    marginal: bool = False
    """Whether each step of the scale is only for the objects inside it."""

    @property
    def all_terms(self) -> tuple[Term, ...]:
        """The numbers, those of the scale included."""
        return (*self.terms, *(band.term for band in self.bands))


@dataclass(frozen=True, slots=True)
class Also:
    """A demand over another span that holds at the same time; the larger number is drawn."""

    demand: Demand
    """How many."""

    cycle: int
    """Months it is for."""

    together: tuple[str, ...] = ()
    """Other rules whose draws count towards it too; empty: the rule's own only."""

    @property
    def is_upper(self) -> bool:
        """Whether it is an upper limit."""
        return all(term.amount.is_upper for term in self.demand.terms)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every object at least so often in a span."""

    months: int
    """Length of the span."""

    times: int = 1
    """How often each object."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the quota that must come from some objects."""

    name: str
    """Name of the part."""

    condition: Condition
    """Which objects."""

    amount: Amount
    """At least how many of the quota."""


@dataclass(frozen=True, slots=True)
class DrawRule:
    """One rule for drawing: who, how often, how many."""

    index: int
    """Place in the file, for findings."""

    name: str
    """Name of the stratum."""

    title: str
    """Name on pages."""

    basis: str
    """Clause of the notice."""

    classes: tuple[str, ...]
    """Classes it is about; empty: all objects."""

    condition: Condition
    """Further condition."""

    condition_text: str
    """The same as written; empty when there is none."""

    items: tuple[str, ...]
    """Items whose sub-register it is about."""

    demand: Demand
    """How many."""

    by_column: str
    """Column whose values have demands of their own; empty: none."""

    by_value: Mapping[str, Demand]
    """Value → demand; 其他 stands for the rest."""

    cycle: int
    """Months the demand is for."""

    drawn_every: int
    """Months between draws."""

    numbers: tuple[int, ...]
    """Numbers of the draws in a year in which it is drawn; empty: all."""

    spread: str
    """平均, 首期, 末期 or 各期指定."""

    shares: tuple[Fraction, ...]
    """Shares of the draws for 各期指定."""

    rounding: str
    """进一, 四舍五入, 舍去; empty: by the kind of bound."""

    floor: int
    """At least so many a draw while there are objects."""

    ceiling: int | None
    """At most so many a draw."""

    split: str
    """Column by whose values the stratum is split; empty: not."""

    allocation: str
    """How split strata get their numbers."""

    parts: tuple[Part, ...]
    """Parts of the quota."""

    coverage: Coverage | None
    """Everyone at least so often."""

    order: str
    """burden, uniform or weighted."""

    weights: tuple[tuple[Condition, int], ...]
    """First match gives the weight."""

    ordering_only: bool
    """The draw only puts a full list in order."""

    forced: Condition | None
    """Objects taken without chance."""

    forced_codes: tuple[str, ...]
    """Objects taken without chance, by code."""

    forced_extra: bool
    """Whether those stand beside the quota."""

    excluded: Condition | None
    """Objects left out this time."""

    excluded_text: str
    """The same as written."""

    relax: bool
    """Whether exclusions yield when too few objects are left."""

    mode: str
    """Preferred way of checking."""

    kind: str
    """定向 or 不定向."""

    credit: bool
    """Whether it counts as drawn by credit classes."""

    cross: bool
    """Whether it is a draw across departments."""

    stage: str
    """Rule in which the units above are drawn; empty: one stage."""

    stage_column: str
    """Column that names the unit above."""

    forced_text: str = ""
    """The forcing condition as written."""

    also: tuple[Also, ...] = ()
    """Demands over other spans."""

    unit_column: str = ""
    """Column whose values are drawn instead of objects."""

    each_least: int = 0
    """At least so many at each draw of a longer span."""

    each_most: int | None = None
    """At most so many at each draw of a longer span."""

    part_least: int = 0
    """At least so many from each part that a total is shared among."""

    takes_what_is_there: bool = False
    """Whether fewer objects than demanded are no conflict."""

    repeats: bool = False
    """Whether an object may be drawn again inside the span its number is for."""

    pooled: bool = False
    """Whether the units drawn a stage above are one population, and not each a stratum of its own."""

    shared_by: Mapping[str, int] = field(default_factory=dict)
    """Value of the split column → its share of the total."""

    @property
    def all_terms(self) -> tuple[Term, ...]:
        """Every number of the rule, whatever value or span it is for."""
        demands = (self.demand, *self.by_value.values(), *(also.demand for also in self.also))
        return tuple(term for demand in demands for term in demand.all_terms)
