"""Who was drawn before: the memory of the rules.

The draws keep their own files; here only what the rules need of them. A unit that was replaced does not count as drawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sampler.rules.period import Period, parse_period
from sampler.rules.windows import Window

VOID_STATES = frozenset({"已替换", "已撤销"})
"""States of a drawn unit that never became a visit."""


@dataclass(frozen=True, slots=True)
class DrawnUnit:
    """One object drawn once."""

    draw_id: str
    """Number of the draw, such as ``2025Q3`` or ``2025Q3-2``."""

    period: str
    """Period it was drawn for."""

    code: str
    """The object."""

    stratum: str
    """Name of the stratum."""

    drawn_on: date
    """Day of the draw."""

    state: str = "待检查"
    """Where it stands; replaced units do not count."""

    joint: bool = False
    """Whether it became a joint visit of several sections."""

    credit_based: bool = False
    """Whether its stratum was made or weighted by credit classes."""

    @property
    def counts(self) -> bool:
        """Whether the unit counts as drawn."""
        return self.state not in VOID_STATES

    @property
    def span(self) -> Period:
        """The period as months."""
        return parse_period(self.period)


@dataclass(frozen=True)
class History:
    """All earlier draws, in any order."""

    units: tuple[DrawnUnit, ...] = field(default=())
    """One entry per object and draw."""

    @cached_property
    def by_code(self) -> Mapping[str, tuple[DrawnUnit, ...]]:
        """The counting units of each object."""
        found: dict[str, list[DrawnUnit]] = {}
        for unit in self.units:
            if unit.counts:
                found.setdefault(unit.code, []).append(unit)
        return {code: tuple(units) for code, units in found.items()}

    def of(self, code: str) -> tuple[DrawnUnit, ...]:
        """Return the counting units of one object."""
        return self.by_code.get(code, ())

    def times(self, code: str, window: Window, stratum: str = "") -> int:
        """Return how often an object was drawn for periods that begin in the window.

        >>> unit = DrawnUnit("2025Q1", "2025Q1", "A", "一般", date(2024, 12, 27))
        >>> History((unit,)).times("A", Window(date(2025, 1, 1), date(2025, 12, 31)))
        1
        """
        return sum(
            1
            for unit in self.of(code)
            if window.holds(unit.span.start) and (not stratum or belongs(unit, stratum))
        )

    def inside(self, span: Period, stratum: str = "") -> tuple[DrawnUnit, ...]:
        """Return the counting units of periods inside a span, of one stratum or of all."""
        return tuple(
            unit
            for units in self.by_code.values()
            for unit in units
            if span.holds(unit.span) and (not stratum or belongs(unit, stratum))
        )

    def without(self, draw_ids: Iterable[str]) -> "History":
        """Return the history as if these draws had not been."""
        left_out = frozenset(draw_ids)
        return History(tuple(unit for unit in self.units if unit.draw_id not in left_out))


def belongs(unit: DrawnUnit, stratum: str) -> bool:
    """Return whether a unit was drawn in a stratum or in one of its parts (``一般·化工`` is a part of ``一般``)."""
    return unit.stratum == stratum or unit.stratum.startswith(f"{stratum}·")
