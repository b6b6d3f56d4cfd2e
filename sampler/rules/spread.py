"""A number for a span, drawn in several draws: what was drawn, what is due, what falls on this draw.

The required number is worked out anew for each draw from the registers of the day, what was drawn is taken off, and
the rest is spread over the draws left, rounded up; so the span's number is reached at the last draw at the latest.
"""

from dataclasses import dataclass
from fractions import Fraction

from sampler.rules.amount import UP, rounded
from sampler.rules.drawrule import DrawRule
from sampler.rules.period import Period


@dataclass(frozen=True, slots=True)
class Span:
    """The span a number is for, and the draws in it."""

    period: Period
    """The span."""

    draws: tuple[Period, ...]
    """Draws of the rule in it, in order."""

    now: Period
    """The draw at hand."""

    @property
    def left(self) -> int:
        """Draws left, this one included."""
        return sum(1 for draw in self.draws if draw.start >= self.now.start)

    @property
    def months_left(self) -> int:
        """Months left, this draw's period included."""
        return (
            (self.period.end.year - self.now.start.year) * 12
            + self.period.end.month
            - self.now.start.month
            + 1
        )

    @property
    def place(self) -> int:
        """Place of this draw among the draws, from nought."""
        return sum(1 for draw in self.draws if draw.start < self.now.start)


def is_drawn_in(rule: DrawRule, period: Period, origin: int | None) -> bool:
    """Return whether a rule is drawn in a period."""
    if rule.drawn_every > 12:
        years = rule.drawn_every // 12
        return period.months == 12 and (period.year - (origin or period.year)) % years == 0
    if rule.drawn_every != period.months:
        return False
    return not rule.numbers or number_in_year(period) in rule.numbers


def number_in_year(period: Period) -> int:
    """Return which draw of the year a period is, from 1.

    >>> number_in_year(Period(2025, 7, 3))
    3
    """
    return (period.month - 1) // min(period.months, 12) + 1


def span_of(rule: DrawRule, period: Period, months: int, origin: int | None) -> Span:
    """Return the span of ``months`` months around a draw, with the rule's draws in it."""
    whole = period.around(months, origin)
    draws = tuple(
        part for part in whole.parts(min(rule.drawn_every, months)) if is_drawn_in(rule, part, origin)
    )
    return Span(whole, draws or (period,), period)


def share_now(rule: DrawRule, required: int, already: int, span: Span) -> int:
    """Return what of a span's number falls on this draw.

    >>> from sampler.rules.period import Period
    >>> span = Span(Period(2025, 1, 12), Period(2025, 1, 12).parts(3), Period(2025, 4, 3))
    >>> class Rule: spread = "平均"; shares = ()
    >>> share_now(Rule, required=10, already=3, span=span)
    3
    """
    due = max(required - already, 0)
    if rule.spread == "首期":
        return due
    if rule.spread == "末期":
        return due if span.left == 1 else 0
    if rule.spread == "各期指定":
        until_now = sum(rule.shares[: span.place + 1], Fraction(0))
        return min(max(rounded(required * until_now, UP) - already, 0), due)
    return rounded(Fraction(due, max(span.left, 1)), UP)
