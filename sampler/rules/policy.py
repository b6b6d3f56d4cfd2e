"""The policy of a year as types: what :mod:`reading` makes of the file and every other module works with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sampler.rules.amount import Amount
from sampler.rules.document import Document
from sampler.rules.expression import Always, Condition


@dataclass(frozen=True, slots=True)
class NamedNumber:
    """A number that stands in no register, such as the province's yearly number."""

    name: str
    """How rules call it."""

    value: Fraction | None
    """None while it is undecided."""

    basis: str = ""
    """Where it comes from."""


@dataclass(frozen=True, slots=True)
class ClassRule:
    """One condition that puts objects into a class."""

    name: str
    """Name of the class; several rules may share it."""

    condition: Condition
    """Who belongs to it."""

    text: str
    """The condition as written."""

    basis: str = ""
    """Clause of the notice."""


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

    repeats: bool = False
    """Whether an object may be drawn again inside the span its number is for."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Which objects may be drawn at all."""

    drawable: tuple[str, ...] = ("在业",)
    """States that may be drawn."""

    counted: tuple[str, ...] = ("在业",)
    """States that count into a base."""

    scope: Condition = field(default_factory=Always)
    """Objects the policy is about."""

    scope_text: str = ""
    """The same as written."""

    overlapping: bool = False
    """Whether an object may stand in several strata."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """How a draw is carried out."""

    cycle: int = 3
    """Months between draws."""

    window: str = "不限"
    """When the draw is held."""

    confirm_days: int = 3
    """Working days for confirming the list."""

    lag_days: int = 0
    """Days by which calendar windows begin sooner."""

    origin: int | None = None
    """Year from which spans of several years count."""

    embargo: str = "保密到检查"
    """保密到检查 or 当众抽取."""

    opening: str = "逐户公开"
    """逐户公开 or 期末公开."""

    opening_scope: str = "全部"
    """全部 or 仅抽中."""

    inspector_beacon: str = "后一随机源"
    """后一随机源 or 同一随机源."""

    team_size: int = 2
    """Inspectors in a team."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A case the cap does not count."""

    name: str
    """Its name."""

    triggers: tuple[str, ...]
    """Reasons for a visit that are not counted."""

    condition: Condition | None
    """Objects that are free of the cap."""


@dataclass(frozen=True, slots=True)
class Cap:
    """Visits an object may have in a year."""

    limit: int
    """How many."""

    kinds: tuple[str, ...]
    """Kinds of visit that count."""

    modes: tuple[str, ...]
    """Ways of checking that count."""

    exemptions: tuple[Exemption, ...]
    """What does not count."""

    excludes: bool
    """Whether an object at its cap is left out of the draw."""


@dataclass(frozen=True, slots=True)
class TargetRule:
    """A share or number to be reached over a span."""

    name: str
    """Its name."""

    kind: str
    """How it is counted."""

    amount: Amount
    """At least how much."""

    months: int
    """Length of the span."""

    classes: tuple[str, ...]
    """Classes of the denominator."""

    basis: str = ""
    """Clause of the notice."""


@dataclass(frozen=True, slots=True)
class ModeRule:
    """Preferred way of checking some objects."""

    condition: Condition
    """Which objects."""

    mode: str
    """现场检查, 科技检查 or 其他检查."""

    reason: str
    """Why."""


@dataclass(frozen=True, slots=True)
class Clues:
    """Reasons that open a targeted visit, which is no draw."""

    triggers: tuple[str, ...]
    """Reasons."""

    mode: str
    """How it is checked."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Terms in working days."""

    result: int = 20
    """Result, from the end of the inspection."""

    other: int = 20
    """Other information, from its forming."""

    decision: int = 7
    """Penalties and other decisions."""

    withdrawal: int = 3
    """Withdrawal of a changed penalty."""

    third_party: int = 15
    """Answer of a third party."""

    objection: int = 20
    """Answer to an objection."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of the file."""

    version: int
    """Its number."""

    day: date
    """When it was published."""

    reason: str
    """Why."""


@dataclass(frozen=True, slots=True)
class Demanded:
    """A requirement that is shown and not computed."""

    text: str
    """The requirement."""

    frequency: str
    """How often."""

    basis: str
    """Clause of the notice."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of a year."""

    document: Document
    """The file."""

    name: str
    """Title."""

    year: int
    """Year it is for."""

    version: int
    """Version number."""

    basis: str
    """The notice."""

    revisions: tuple[Revision, ...]
    """All versions so far."""

    procedure: Procedure
    """How a draw is carried out."""

    frame: Frame
    """Which objects may be drawn."""

    numbers: Mapping[str, NamedNumber]
    """Numbers outside the registers."""

    classes: tuple[ClassRule, ...]
    """Class rules in order."""

    draws: tuple[DrawRule, ...]
    """Draw rules in order."""

    cap: Cap | None
    """Visits a year."""

    targets: tuple[TargetRule, ...]
    """Targets."""

    modes: tuple[ModeRule, ...]
    """Preferred ways of checking."""

    clues: Clues | None
    """Targeted visits."""

    deadlines: Deadlines
    """Terms."""

    other: tuple[Demanded, ...]
    """Requirements that are not computed."""

    @property
    def digest(self) -> str:
        """SHA-256 of the file: what a draw cites."""
        return self.document.digest

    @property
    def class_names(self) -> tuple[str, ...]:
        """Names of the classes, each once, in order."""
        return tuple(dict.fromkeys(rule.name for rule in self.classes))
