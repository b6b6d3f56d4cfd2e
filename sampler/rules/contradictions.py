"""The policy's own logic, before any register is opened: what must be right before a number may be trusted."""

from collections.abc import Callable, Iterable

from sampler.failure import Finding, FindingsError
from sampler.rules.check_logic import LOGIC_CHECKS
from sampler.rules.check_names import NAME_CHECKS
from sampler.rules.check_references import find_unclear_totals, find_wrong_references
from sampler.rules.check_sums import SUM_CHECKS
from sampler.rules.policy import Policy

CHECKS: tuple[Callable[[Policy], Iterable[Finding]], ...] = (
    *NAME_CHECKS,
    find_wrong_references,
    find_unclear_totals,
    *LOGIC_CHECKS,
    *SUM_CHECKS,
)
TOLD_WITH_THE_NUMBERS = frozenset({"rules.cap"})
"""Findings that a quota report tells as a conflict of its own; they do not stop it."""


def find_contradictions(policy: Policy) -> list[Finding]:
    """Return what is wrong with a policy's own logic, errors first, in order of the lines."""
    return in_order(finding for check in CHECKS for finding in check(policy))


def refuse_contradictions(policy: Policy) -> None:
    """Raise FindingsError when a policy contradicts itself: no number is worked out from it."""
    findings = find_contradictions(policy)
    errors = [one for one in findings if one.level == "error" and one.code not in TOLD_WITH_THE_NUMBERS]
    if errors:
        raise FindingsError(errors)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings once each, errors first, in order of the lines."""
    unique = {(finding.code, finding.row, finding.column, finding.reason): finding for finding in findings}
    return sorted(
        unique.values(),
        key=lambda finding: (finding.level != "error", finding.row or 0, finding.column, finding.code),
    )
