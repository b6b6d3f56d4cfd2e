"""The policy of a year as types: what :mod:`reading` makes of the file and every other module works with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sampler.rules.amount import Amount
from sampler.rules.document import Document
from sampler.rules.drawrule import DrawRule
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
class Frame:
    """Which objects may be drawn at all."""

    drawable: tuple[str, ...] = ("在业",)
    """States that may be drawn."""

    counted: tuple[str, ...] = ("在业",)
    """States that count into a base."""

    scope: Condition = field(default_factory=Always)
    """Objects the policy is about."""

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

    limits: tuple[tuple[Condition, int], ...] = ()
    """Limits of some objects; the first condition that holds decides."""


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
