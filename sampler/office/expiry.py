"""How long a published result stays up: years from its publication, fewer for a natural person (both are settings).

The gate takes a result down by itself on the day that is worked out here; the list of terms announces the same day before.
"""

from datetime import date

from sampler.office.roster import Row
from sampler.registers.bureau import Publication
from sampler.rules.period import plus_months

SOLE = "个体工商户"


def is_natural_person(target: Row) -> bool:
    """Say whether an object is one person's business: by its kind, or by a code that begins with 92."""
    return target.get("kind") == SOLE or target.get("code", "").startswith("92")


def taken_down_on(result: Row, target: Row, terms: Publication) -> str:
    """Return the day from which a published result is no longer shown; empty when it stays.

    >>> result, firm = {"published": "2024-02-29"}, {"kind": "企业"}
    >>> taken_down_on(result, firm, Publication()), taken_down_on(result, {"kind": SOLE}, Publication())
    ('2029-02-28', '2026-02-28')
    """
    years = terms.expiry_years_person if is_natural_person(target) else terms.expiry_years
    if not result.get("published") or not years:
        return ""
    return plus_months(date.fromisoformat(result["published"]), 12 * years).isoformat()
